// The tour as it is started from the command line: three processes, of which none is left when the tour is over, however
// it ends.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { until } from '#test/until.ts';
import { tourPaths } from './nodes.ts';
import { copyOfSample, newFolder } from './play.fixture.ts';

const MAIN = fileURLToPath(new URL('../cli/main.ts', import.meta.url));
const TIME_LIMIT_MS = 240_000;

function run(cwd: string, ...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, 'tour', '--home', 'home', '--exit', ...args], {
    cwd,
    encoding: 'utf8',
    timeout: TIME_LIMIT_MS,
  });
}

/** A tour that goes on while the test looks. */
class Running {
  readonly lines: string[] = [];
  readonly errors: string[] = [];
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;

  constructor(cwd: string, ...args: readonly string[]) {
    const child = spawn(process.execPath, [MAIN, 'tour', '--home', 'home', ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIME_LIMIT_MS,
    });
    this.#child = child;
    this.#exit = once(child, 'close');
    createInterface({ input: child.stdout }).on('line', (line) => this.lines.push(line));
    createInterface({ input: child.stderr }).on('line', (line) => this.errors.push(line));
  }

  /** The first line that fits; fails where the tour ended before. */
  async line(pattern: RegExp): Promise<string> {
    const look = (): string | undefined => {
      const found = this.lines.find((line) => pattern.test(line));
      assert.ok(found !== undefined || this.#child.exitCode === null, this.errors.join('\n'));
      return found;
    };
    return until(`the line ${pattern}`, look, TIME_LIMIT_MS);
  }

  /** Sends a signal. @returns exit code and signal by which it ended */
  async end(signal: NodeJS.Signals): Promise<readonly unknown[]> {
    this.#child.kill(signal);
    return this.ended();
  }

  async ended(): Promise<readonly unknown[]> {
    await this.#exit;
    return [this.#child.exitCode, this.#child.signalCode];
  }
}

/** The addresses of both nodes, as the story's first step prints them. */
async function addressesOf(tour: Running): Promise<readonly string[]> {
  await tour.line(/^ {5}http:\S+ {2}a replica, run by watchful/);
  return tour.lines.flatMap(
    (line) => /^ {5}(http:\S+) {2}(?:the origin|a replica), run by \w+: /.exec(line)?.[1] ?? [],
  );
}

/** Resolves once nothing listens there any more. */
async function areGone(addresses: readonly string[]): Promise<void> {
  assert.equal(addresses.length, 2);
  for (const address of addresses) {
    const isGone = () =>
      fetch(`${address}/health/live`).then(
        () => false,
        () => true,
      );
    await until(`${address} is gone`, isGone, TIME_LIMIT_MS);
  }
}

/** Ids of the tour's nodes, as their logs say. */
function nodeIds(cwd: string): { readonly origin: number; readonly replica: number } {
  const { originLog, replicaLog } = tourPaths(join(cwd, 'home', readdirSync(join(cwd, 'home'))[0] ?? ''));
  const idIn = (log: string): number => Number(/"pid":(\d+)/.exec(readFileSync(log, 'utf8'))?.[1]);
  return { origin: idIn(originLog), replica: idIn(replicaLog) };
}

test('a tour that was killed leaves no node behind and says what to do; --fresh plays it, and serves until a signal', async (t) => {
  const cwd = newFolder(t);
  const killed = new Running(cwd, '--exit');
  await killed.line(/^5 {2}BUILD/);
  const were = await addressesOf(killed);
  assert.deepEqual(await killed.end('SIGKILL'), [null, 'SIGKILL']);
  await areGone(were);
  const after = run(cwd);
  assert.deepEqual([after.status, after.stdout], [4, '']);
  assert.match(after.stderr, /holds a tour that did not come to its end: look at it there, or start over with --fresh/);

  const fresh = new Running(cwd, '--fresh');
  await fresh.line(/Ctrl\+C ends it/);
  const addresses = await addressesOf(fresh);
  for (const address of addresses) assert.equal((await fetch(`${address}/health/ready`)).status, 200);
  assert.deepEqual(await fresh.end('SIGTERM'), [0, null]);
  await areGone(addresses);
  assert.ok(fresh.lines.some((line) => /^Every step held, in [\d.]+ s\. The ledger lies in /.test(line)));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no colour may be where there is no terminal.
  assert.doesNotMatch(fresh.lines.join('\n'), /\u001b/);
  assert.match(fresh.errors.join('\n'), /^Reading .*$/, 'no progress where there is no terminal');
  const again = run(cwd);
  assert.deepEqual([again.status, readdirSync(join(cwd, 'home')).length], [0, 1]);
  assert.match(again.stdout, /Nothing was added/);
});

for (const [node, step] of [
  ['origin', /^1 {2}ORDER/],
  ['replica', /^2 {2}DESIGN/],
] as const) {
  test(`a killed ${node} ends the tour with one sentence and the last of its log, and the other node with it`, async (t) => {
    const cwd = newFolder(t);
    const tour = new Running(cwd, '--exit');
    await tour.line(step);
    const addresses = await addressesOf(tour);
    process.kill(nodeIds(cwd)[node], 'SIGKILL');
    assert.deepEqual(await tour.ended(), [4, null]);
    const [, stopped = '', ...log] = tour.errors;
    assert.match(
      stopped,
      new RegExp(`^STOPPED: the ${node} of \\w+ ended by itself \\(SIGKILL\\); the last lines of its log`),
    );
    assert.ok(log.length >= 1 && log.length <= 5 && log.every((line) => line.startsWith('  ')));
    await areGone(addresses);
  });
}

test('a signal in the middle of the story ends all three and takes the unfinished ledger with it', async (t) => {
  const cwd = newFolder(t);
  const tour = new Running(cwd, '--exit');
  await tour.line(/^1 {2}ORDER/);
  const addresses = await addressesOf(tour);
  assert.deepEqual(await tour.end('SIGINT'), [4, null]);
  assert.equal(tour.errors.at(-1), 'touchmark tour: it was stopped before its end (tour_interrupted)');
  await areGone(addresses);
  assert.deepEqual(readdirSync(join(cwd, 'home')), []);
});

test('bad input on the command line: one sentence, an exit code of its own, and nothing made', (t) => {
  const [cwd, data] = [newFolder(t), copyOfSample(t)];
  rmSync(join(data, 'nc'), { recursive: true });
  const { status, stdout, stderr } = run(cwd, '--data', data);
  assert.deepEqual([status, stdout, existsSync(join(cwd, 'home'))], [4, '', false]);
  const sentence = 'touchmark tour: nc: expected a machine program, got none (folder_incomplete)';
  assert.deepEqual(stderr.split('\n').slice(1), [sentence, '']);
});

test('an attack that there is not: one sentence, and nothing is played', (t) => {
  const cwd = newFolder(t);
  const { status, stdout, stderr } = run(cwd, '--tamper', 'price');
  assert.deepEqual([status, stdout, stderr.split('\n').length, readdirSync(cwd)], [2, '', 2, []]);
  assert.match(stderr, /--tamper takes file, bid, machine-log, ledger, licence, not price/);
});
