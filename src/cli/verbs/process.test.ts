// init, serve and replica as processes: what they print, and that a signal ends them in order, with nothing lost.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '#test/ledgers.ts';

const COMMAND = fileURLToPath(new URL('../main.ts', import.meta.url));
const PASSPHRASE = 'a passphrase for this test';
const folder = temporaryFolder();
const running = new Set<ChildProcess>();
let ledgerId = '';

after(() => {
  for (const child of running) child.kill('SIGKILL');
  folder[Symbol.dispose]();
});

type Process = {
  readonly child: ChildProcess;
  readonly out: readonly string[];
  readonly err: readonly string[];
  /** Resolves with the first line of either stream that fits; rejects where the process ends without one. */
  line(fits: RegExp): Promise<string>;
  /** Its exit code. */
  end(): Promise<number | null>;
  /** Kills it where it still runs. */
  [Symbol.asyncDispose](): Promise<void>;
};

/** Starts the command in the test's folder. */
function start(args: readonly string[], env: { readonly [name: string]: string } = {}): Process {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd: folder.path,
    env: { ...process.env, TOUCHMARK_PASSPHRASE: PASSPHRASE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const [out, err]: [string[], string[]] = [[], []];
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  const waiting: { readonly fits: RegExp; readonly found: (line: string) => void }[] = [];
  const hear = (lines: string[]) => (line: string) => {
    lines.push(line);
    for (const { fits, found } of waiting) if (fits.test(line)) found(line);
  };
  createInterface(child.stdout).on('line', hear(out));
  createInterface(child.stderr).on('line', hear(err));
  return {
    child,
    out,
    err,
    line: (fits) => {
      const there = [...out, ...err].find((line) => fits.test(line));
      if (there !== undefined) return Promise.resolve(there);
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      waiting.push({ fits, found: resolve });
      void ended.then((code) => reject(new Error(`it ended with ${code}: ${[...out, ...err].join('\n')}`)));
      return promise;
    },
    end: () => ended,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function run(args: readonly string[], env?: { readonly [name: string]: string }): Promise<Process> {
  const process = start(args, env);
  await process.end();
  return process;
}

/** Starts a server of a home folder. @returns its address with it */
async function serving(home: string): Promise<Process & { readonly url: string }> {
  const server = start(['serve', '--home', home, '--port', '0']);
  await server.line(/^Control-C stops it/);
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(server.out[0] ?? '') ?? [];
  return { ...server, url };
}

before(async () => {
  const founded = await run([
    'init',
    '--home',
    'home',
    '--name',
    'Plate works',
    '--member',
    'acme',
    '--member-name',
    'Acme',
    '--role',
    'engineer',
    '--json',
  ]);
  assert.equal(await founded.end(), 0, founded.err.join('\n'));
  ledgerId = JSON.parse(founded.out.join('')).ledgerId;
});

const register = (partNumber: string, url: string) => [
  ...['call', 'items', 'registerType', '--part-number', partNumber, '--name', 'Plate', '--tracking', 'serial'],
  ...['--unit', 'piece', '--yes', '--json', '--as', 'home/keys/engineer.key', '--node', url, '--ledger', ledgerId],
];

describe('init', () => {
  test('the home folder holds ledger, mark, node key and encrypted keys, and is not founded twice', async () => {
    assert.deepEqual(readdirSync(folder.file('home/keys')).sort(), ['admin.key', 'engineer.key', 'root.key']);
    for (const name of ['ledger.db', 'ledger.db.mark', 'node-key.json'])
      assert.ok(existsSync(folder.file(`home/${name}`)));
    const again = await run(['init', '--home', 'home', '--name', 'x', '--member', 'acme', '--member-name', 'Acme']);
    assert.deepEqual([await again.end(), /\(ledger_exists\)$/.test(again.err.join(''))], [4, true]);
  });

  test('keys that are there are not touched, and no ledger is founded beside them', async () => {
    mkdirSync(folder.file('used/keys'), { recursive: true });
    writeFileSync(folder.file('used/keys/root.key'), 'mine');
    const refused = await run(['init', '--home', 'used', '--name', 'x', '--member', 'acme', '--member-name', 'Acme']);
    assert.deepEqual([await refused.end(), /\(keys_exist\)$/.test(refused.err.join(''))], [4, true]);
    assert.equal(readFileSync(folder.file('used/keys/root.key'), 'utf8'), 'mine');
    assert.equal(existsSync(folder.file('used/ledger.db')), false);
  });
});

describe('serve', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`${signal} ends it with 0, and what was acknowledged is there at the next start`, async () => {
      await using server = await serving('home');
      assert.match(
        server.out.join('\n'),
        new RegExp(
          `\nledger ${ledgerId}, \\d+ entries\n[\\s\\S]*touchmark watch --node ${server.url} --ledger ${ledgerId}`,
        ),
      );
      const called = await run(register(`by ${signal}`, server.url));
      assert.equal(await called.end(), 0, called.err.join('\n'));
      const { index } = JSON.parse(called.out.join(''));
      server.child.kill(signal);
      assert.equal(await server.end(), 0);
      assert.match(server.err.join('\n'), /touchmark serve: stopped$/);
      const shown = await run(['show', '--ledger', 'home/ledger.db', String(index), '--json']);
      assert.equal(JSON.parse(shown.out.join('')).outcome, 'accepted');
    });
  }

  test('its log is one JSON object a line, without secrets', async () => {
    await using server = await serving('home');
    await run([
      'list',
      'membership',
      'actor',
      '--node',
      server.url,
      '--ledger',
      ledgerId,
      '--as',
      'home/keys/engineer.key',
    ]);
    await server.line(/\/v1\/records\/membership\/actor/);
    server.child.kill('SIGTERM');
    assert.equal(await server.end(), 0);
    const log = server.err.filter((line) => !line.startsWith('touchmark serve: '));
    for (const line of log) assert.equal(typeof JSON.parse(line).level, 'number', line);
    assert.ok(!log.some((line) => /bearer|authorization|passphrase/i.test(line)));
  });

  test('those who follow are let go, and a stop does not wait for them', async () => {
    await using server = await serving('home');
    await using watching = start([
      'watch',
      '--after',
      '0',
      '--node',
      server.url,
      '--ledger',
      ledgerId,
      '--as',
      'home/keys/engineer.key',
    ]);
    await watching.line(/items\.registerType by acme\/engineer/);
    server.child.kill('SIGTERM');
    assert.equal(await server.end(), 0);
    watching.child.kill('SIGINT');
    assert.equal(await watching.end(), 0, watching.err.join('\n'));
  });

  test('a ledger in use, none at all, and a wrong setting are each one sentence', async () => {
    await using server = await serving('home');
    const second = await run(['serve', '--home', 'home', '--port', '0']);
    assert.deepEqual([await second.end(), /\(ledger_in_use\)$/.test(second.err.join(''))], [4, true]);
    const taken = await run(['init', '--home', 'other', '--name', 'x', '--member', 'acme', '--member-name', 'A']);
    assert.equal(await taken.end(), 0);
    const port = await run(['serve', '--home', 'other', '--port', new URL(server.url).port]);
    assert.deepEqual([await port.end(), /\(address_in_use\)$/.test(port.err.join(''))], [4, true]);
    server.child.kill('SIGTERM');
    assert.equal(await server.end(), 0);
    const none = await run(['serve', '--home', 'nowhere']);
    assert.deepEqual(
      [await none.end(), /touchmark init founds one \(ledger_missing\)$/.test(none.err.join(''))],
      [4, true],
    );
    const wrong = await run(['serve', '--home', 'home', '--session-minutes', 'many']);
    assert.deepEqual(
      [await wrong.end(), /the option sessionMinutes: expected a whole number/.test(wrong.err.join(''))],
      [4, true],
    );
    assert.equal(existsSync(folder.file('nowhere')), false);
  });
});

describe('backup and restore', () => {
  test('beside a server; what is restored is read, and not served', async () => {
    await using server = await serving('home');
    const made = await run(['backup', '--home', 'home', '--out', 'backup', '--audit', '--json']);
    assert.equal(await made.end(), 0, made.err.join('\n'));
    assert.equal(JSON.parse(made.out.join('')).ledgerId, ledgerId);
    server.child.kill('SIGTERM');
    await server.end();
    const restored = await run(['restore', 'backup', '--home', 'restored']);
    assert.equal(await restored.end(), 0, restored.err.join('\n'));
    assert.equal(await (await run(['audit', 'restored/ledger.db'])).end(), 0);
    const served = await run(['serve', '--home', 'restored', '--port', '0']);
    assert.deepEqual([await served.end(), /\(node_key_missing\)$/.test(served.err.join(''))], [4, true]);
    const migrated = await run(['migrate', '--home', 'home']);
    assert.deepEqual(
      [await migrated.end(), migrated.out.join('')],
      [0, 'the ledger is of layout 2 already: nothing was changed'],
    );
  });
});

describe('replica', () => {
  test('it follows, serves what it executed, and ends with 0', async () => {
    await using server = await serving('home');
    const connection = ['--node', server.url, '--ledger', ledgerId];
    await run(['keys', 'new', 'acme/node', '--out', 'node.key']);
    await run(['keys', 'request', 'node.key', '--ledger', ledgerId, '--out', 'node.json']);
    const { key } = JSON.parse(readFileSync(folder.file('node.json'), 'utf8'));
    writeFileSync(
      folder.file('enrol.json'),
      JSON.stringify({ id: 'acme/node', kind: 'machine', role: 'node', key, mandate: [] }),
    );
    const enrolled = await run([
      'call',
      'membership',
      'enrolActor',
      '--input',
      'enrol.json',
      '--yes',
      '--as',
      'home/keys/admin.key',
      ...connection,
    ]);
    assert.equal(await enrolled.end(), 0, enrolled.err.join('\n'));
    await using replica = start([
      'replica',
      '--from',
      server.url,
      '--ledger',
      ledgerId,
      '--home',
      'replica',
      '--as',
      'node.key',
      '--port',
      '0',
    ]);
    await replica.line(/^touchmark replica: following: (\d+) of \1 entries/);
    const [url = ''] = / (http:\/\/127\.0\.0\.1:\d+)$/.exec(replica.out[0] ?? '')?.slice(1) ?? [];
    const listed = await run([
      'get',
      'membership',
      'actor',
      'acme/node',
      '--node',
      url,
      '--ledger',
      ledgerId,
      '--as',
      'home/keys/engineer.key',
      '--json',
    ]);
    assert.equal(JSON.parse(listed.out.join('')).value.role, 'node');
    replica.child.kill('SIGTERM');
    assert.equal(await replica.end(), 0, replica.err.join('\n'));
    server.child.kill('SIGTERM');
    await server.end();
    assert.equal(await (await run(['audit', 'replica/ledger.db'])).end(), 0);
  });
});
