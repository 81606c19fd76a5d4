// The verbs of those who use a ledger, against a served one: what they print, what they leave on disk, how they exit.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { newServer, type TestServer } from '#node/http/server.fixture.ts';
import { createKeyFile } from '#sdk/key-file.ts';
import { enrolmentOf } from '#sdk/new-key.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { type Surroundings, touchmark } from '../io.fixture.ts';

const PASSPHRASE = 'a passphrase for this test';
const folder = temporaryFolder();
let server: TestServer;

before(async () => {
  server = await newServer(folder.file('home'));
  for (const [actor, role] of [
    ['acme/quality', 'quality'],
    ['acme/engineer', 'engineer'],
    ['acme/agent', 'agent'],
    ['borealis/sales', 'sales'],
  ] as const)
    await enrol(actor, role);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** Enrols an actor with the keys of a new key file, `<name>.key`. */
async function enrol(actor: string, role: 'quality' | 'engineer' | 'agent' | 'sales'): Promise<void> {
  const [member = '', name = ''] = actor.split('/');
  const keys = await createKeyFile(folder.file(`${name}.key`), actor, PASSPHRASE);
  await server.client(`${member}/admin`).do(membershipInterface, 'enrolActor', {
    id: actor,
    kind: role === 'agent' ? 'agent' : 'person',
    role,
    mandate: [],
    ...(await enrolmentOf(keys, server.node.ledger.id)),
  });
}

/** A command line of an actor, with the connection in the environment. */
function as(actor: string | undefined, args: readonly string[], more: Partial<Surroundings> = {}) {
  const env = {
    TOUCHMARK_URL: server.url,
    TOUCHMARK_LEDGER: server.node.ledger.id,
    TOUCHMARK_PASSPHRASE: PASSPHRASE,
    ...(actor === undefined ? {} : { TOUCHMARK_KEY: `${actor}.key` }),
    ...more.env,
  };
  return touchmark(args, { cwd: folder.path, ...more, env });
}

/** What call prints of an accepted certificate. */
type Printed = {
  readonly outcome: string;
  readonly made: readonly [{ readonly kind: string; readonly id: string }];
  readonly events: readonly [{ readonly data: { readonly id: string } }];
};

const TYPE = [
  'call',
  'items',
  'registerType',
  '--name',
  'Plate',
  '--tracking',
  'serial',
  '--unit',
  'piece',
  '--part-number',
];
const CERTIFICATE = [
  ...['call', 'membership', 'issueCredential', '--subject', 'borealis', '--valid-from-ms', '2026-01-01'],
  ...['--valid-until-ms', '2027-01-31T08:00Z', '--evidence', 'A'.repeat(43), '--kind'],
];

describe('call', () => {
  test('an accepted action: its outcome, what it made, its events', async () => {
    const { code, out, err } = await as('engineer', [...TYPE, 'PL-1', '--yes']);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^accepted: entry \d+ in block \d+, 2026-/);
    const [, id = ''] = /\n {2}type {9}(type-[a-z2-7]{36})\n/.exec(out) ?? [];
    assert.match(out, new RegExp(`event: items\\.typeRegistered: type ${id}`));
    const shown = await as('engineer', ['get', 'items', 'type', id, '--json']);
    assert.equal(JSON.parse(shown.out).value.partNumber, 'PL-1');
  });

  test('times may be dates, and what is printed for machines is one line', async () => {
    const { code, out } = await as('quality', [...CERTIFICATE, 'ISO 9001', '--yes', '--json']);
    assert.equal(code, 0, out);
    const { outcome, made, events } = JSON.parse(out) as Printed;
    assert.equal(outcome, 'accepted');
    const [{ id }] = made;
    assert.deepEqual([made, events[0].data.id], [[{ kind: 'credential', id }], id]);
    const { value } = JSON.parse((await as('quality', ['get', 'membership', 'credential', id, '--json'])).out);
    assert.deepEqual([value.validFromMs, value.validUntilMs], [Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 31, 8)]);
  });

  test('the whole input as JSON, from a file or from standard input, options over it', async () => {
    const input = { partNumber: 'PL-2', name: 'Plate', tracking: 'serial', unit: 'piece' };
    writeFileSync(folder.file('type.json'), JSON.stringify(input, undefined, 2));
    const words = ['call', 'items', 'registerType', '--yes', '--input'];
    assert.equal((await as('engineer', [...words, 'type.json'])).code, 0);
    const piped = await as('engineer', [...words, '-', '--part-number', 'PL-3'], { input: JSON.stringify(input) });
    assert.equal(piped.code, 0, piped.err);
    const { out } = await as('engineer', ['list', 'items', 'type', '--json', '--part-number', 'PL-3']);
    assert.equal(JSON.parse(out).value.partNumber, 'PL-3');
    const wrong = await as('engineer', [...words, '-'], { input: '[1]' });
    assert.deepEqual([wrong.code, wrong.out], [2, '']);
  });

  test('a contract’s refusal: code, sentence, what to do, exit code 1', async () => {
    await as('engineer', [...TYPE, 'PL-4', '--yes']);
    const { code, out } = await as('engineer', [...TYPE, 'PL-4', '--yes']);
    assert.equal(code, 1);
    assert.match(out, /^REFUSED: items\.part_number_taken; entry \d+ in block/);
    assert.match(out, /\n {2}says +This maker has an item type with this part number\.\n {2}do +change what/);
    const machine = await as('engineer', [...TYPE, 'PL-4', '--yes', '--json']);
    assert.equal(machine.code, 1);
    assert.equal(JSON.parse(machine.out).says, 'This maker has an item type with this part number.');
  });

  test('the runtime’s refusals are explained too: a role, a missing mandate', async () => {
    const role = await as('engineer', [...CERTIFICATE, 'ISO 14001', '--yes']);
    assert.equal(role.code, 1);
    assert.match(role.out, /^REFUSED: role_not_allowed; [\s\S]*do +sign with the key of an actor who has one of/);
    const made = await as('engineer', [...TYPE, 'PL-9', '--yes', '--json']);
    const [{ id }] = (JSON.parse(made.out) as Printed).made;
    const mandate = await as('agent', ['call', 'items', 'registerItem', '--type', id, '--serial', '1', '--yes']);
    assert.equal(mandate.code, 1);
    assert.match(mandate.out, /^REFUSED: mandate_missing; [\s\S]*do +an administrator gives a mandate/);
  });

  test('a statement that was not taken is exit code 4, and leaves nothing', async () => {
    await createKeyFile(folder.file('stranger.key'), 'acme/stranger', PASSPHRASE);
    const before = server.node.ledger.head.size;
    const { code, err, out } = await as('stranger', [...TYPE, 'PL-10', '--yes']);
    assert.equal(code, 4, out + err);
    assert.match(out + err, /key_unknown|session_refused/);
    assert.equal(server.node.ledger.head.size, before);
  });

  test('before it is signed it is shown, and only a yes signs it', async () => {
    const before = server.node.ledger.head.size;
    for (const answer of ['no', '', 'yes please', 'n']) {
      const { code, err, out } = await as('engineer', [...TYPE, 'PL-5'], { answers: [answer] });
      assert.deepEqual([code, out], [4, ''], answer);
      assert.match(
        err,
        /^Register PL-5, Plate, tracked by serial\n[\s\S]* part number +PL-5\n[\s\S]*\(signing_declined\)$/,
      );
    }
    assert.equal(server.node.ledger.head.size, before);
    const { code } = await as('engineer', [...TYPE, 'PL-5'], { answers: ['Yes '] });
    assert.equal(code, 0);
  });

  test('where nobody can be asked, --yes is needed, and no passphrase is taken from nowhere', async () => {
    const unasked = await as('engineer', [...TYPE, 'PL-6']);
    assert.equal(unasked.code, 2);
    assert.match(unasked.err, /there is no terminal to ask at before it is signed: say --yes/);
    const nobody = await as(undefined, [...TYPE, 'PL-6', '--yes']);
    assert.match(nobody.err, /--as <key file> is missing: who signs\?/);
    const wrong = await as('engineer', [...TYPE, 'PL-6', '--yes'], { env: { TOUCHMARK_PASSPHRASE: 'not this one' } });
    assert.deepEqual([wrong.code, /\(passphrase_wrong\)$/.test(wrong.err)], [4, true]);
  });

  test('an input that does not fit is wrong usage, before anything is asked or sent', async () => {
    for (const [args, sentence] of [
      [[...TYPE, 'PL-7', '--tracking', 'eye'], /tracking/],
      [[...TYPE.slice(0, 5), '--yes'], /registerType: /],
      [
        ['call', 'accounts', 'transfer', '--from', 'a', '--to', 'b', '--reference', 'r', '--amount-cents', '0'],
        /amountCents/,
      ],
    ] as const) {
      const { code, err, out } = await as(undefined, args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, sentence);
    }
  });
});

describe('list, get and export', () => {
  test('a table for people, cut to the terminal; what the reader may not see is not there', async () => {
    const { code, out } = await as('quality', ['list', 'membership', 'actor', '--member', 'borealis'], { width: 60 });
    assert.equal(code, 0);
    const lines = out.split('\n');
    assert.match(lines[0] ?? '', /^id +member +role/);
    assert.ok(lines.every((line) => line.length <= 60));
    assert.ok(lines.slice(1).every((line) => line.startsWith('borealis/')));
    const anyone = await as(undefined, ['list', 'membership', 'actor']);
    assert.deepEqual([anyone.code, anyone.out], [0, '']);
    assert.match(anyone.err, /there is no membership\/actor that anyone without a key may see/);
    assert.match((await as(undefined, ['list', 'membership', 'member'])).out, /\nborealis +live +"borealis Ltd"/);
  });

  test('two indexes at once; a limit, and that there is more', async () => {
    const rows = await as('quality', [
      'list',
      'membership',
      'actor',
      '--member',
      'acme',
      '--role',
      'quality',
      '--json',
    ]);
    assert.deepEqual(
      rows.out.split('\n').map((line) => JSON.parse(line).id),
      ['acme/quality'],
    );
    const limited = await as('quality', ['list', 'membership', 'actor', '--limit', '2', '--json']);
    assert.equal(limited.out.split('\n').length, 2);
    assert.match(limited.err, /there are more than 2: --limit shows more/);
  });

  test('CSV as any spreadsheet reads it', async () => {
    const { out } = await as('quality', ['list', 'membership', 'member', '--csv']);
    const [head, first] = out.split('\r\n');
    assert.equal(head, '_id,id,name,rootsNeeded,state,_entry');
    assert.match(first ?? '', /^\n?acme,acme,acme Ltd,1,live,\d+$/);
  });

  test('an export is a whole list in a new file', async () => {
    const args = ['export', 'membership', 'actor', '--member', 'acme', '--out'];
    const { code, out } = await as('quality', [...args, 'actors.csv']);
    assert.equal(code, 0);
    const lines = readFileSync(folder.file('actors.csv'), 'utf8').split('\r\n');
    assert.equal(lines.length, 1 + 8 + 1);
    assert.match(out, /^8 of membership\/actor are in /);
    const json = await as('quality', [...args, 'actors.jsonl', '--format', 'json']);
    assert.equal(json.code, 0);
    const ids = readFileSync(folder.file('actors.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).id);
    assert.deepEqual(
      ids,
      lines.slice(1, -1).map((line) => line.split(',')[0]),
    );
    const again = await as('quality', [...args, 'actors.csv']);
    assert.deepEqual([again.code, /\(file_exists\)$/.test(again.err)], [4, true]);
    assert.equal((await as('quality', [...args, 'x', '--format', 'xml'])).code, 2);
  });

  test('a record that is not there, or not for the reader, is one and the same', async () => {
    const unknown = await as('quality', ['get', 'membership', 'actor', 'acme/nobody']);
    assert.deepEqual([unknown.code, /\(record_unknown\)$/.test(unknown.err)], [4, true]);
    const hidden = await as(undefined, ['get', 'membership', 'actor', 'acme/quality']);
    assert.deepEqual([hidden.code, /\(record_unknown\)$/.test(hidden.err)], [4, true]);
    const { out } = await as('quality', ['get', 'membership', 'actor', 'acme/quality']);
    assert.match(out, /^membership\/actor acme\/quality\n[\s\S]* {2}role +quality\n/);
  });

  test('another ledger than the pinned one is not spoken to; without a pin, the node’s word is named as such', async () => {
    const other = await as(undefined, ['list', 'membership', 'member', '--ledger', 'a'.repeat(52)]);
    assert.deepEqual([other.code, /\(ledger_wrong\)$/.test(other.err)], [4, true]);
    const unpinned = await as(undefined, ['list', 'membership', 'member'], { env: { TOUCHMARK_LEDGER: '' } });
    assert.equal(unpinned.code, 0);
    assert.match(unpinned.err, new RegExp(`the node says that it is ${server.node.ledger.id}`));
  });
});

describe('watch', () => {
  const kid = (letter: string): string => letter.repeat(42).padEnd(43, 'A');
  const revoke = (letter: string) =>
    server.client('acme/admin').try(membershipInterface, 'revokeKey', { kid: kid(letter) });

  test('what was before and what comes, each once, until it is stopped', async () => {
    const { index: known } = await revoke('B');
    const stop = new AbortController();
    let next: ReturnType<typeof revoke> | undefined;
    const { code, out } = await as('quality', ['watch', '--after', '0', '--contract', 'membership', '--json'], {
      stop: stop.signal,
      onLine: (line) => {
        if (next === undefined && JSON.parse(line).index === known) next = revoke('C');
        else if (next !== undefined) stop.abort();
      },
    });
    assert.equal(code, 0);
    const entries = out.split('\n').map((line) => JSON.parse(line));
    const indexes: readonly number[] = entries.map(({ index }) => index);
    assert.deepEqual(
      indexes,
      [...new Set(indexes)].sort((a, b) => a - b),
    );
    assert.deepEqual(indexes.slice(-2), [known, (await next)?.index]);
    assert.ok(entries.every(({ contract }) => contract === 'membership'));
    assert.equal(entries.at(-1).outcome, 'membership.key_unknown');
  });

  test('a line for a person says who did what, and what came of it', async () => {
    const { index = 0 } = await revoke('D');
    const stop = new AbortController();
    const onLine = (): void => stop.abort();
    const { out } = await as('quality', ['watch', '--after', String(index - 1)], { stop: stop.signal, onLine });
    assert.match(out, /^\d+ {2}2026-\S+ {2}membership\.revokeKey by acme\/admin: REFUSED membership\.key_unknown$/);
  });
});

describe('upload and download', () => {
  const content = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7) % 251);

  test('a file goes sealed to the node, and comes back to those who may read it', async () => {
    writeFileSync(folder.file('plate.step'), content);
    const sent = await as('engineer', ['upload', 'plate.step', '--reader', 'acme/quality', '--yes', '--json']);
    assert.equal(sent.code, 0, sent.err);
    const { blob, grants } = JSON.parse(sent.out);
    assert.equal(grants.length, 1);
    const got = await as('quality', ['download', blob, '--out', 'got.step']);
    assert.equal(got.code, 0, got.err);
    assert.deepEqual(new Uint8Array(readFileSync(folder.file('got.step'))), content);
    const again = await as('quality', ['download', blob, '--out', 'got.step']);
    assert.deepEqual([again.code, /\(file_exists\)$/.test(again.err)], [4, true]);
    const other = await as('sales', ['download', blob, '--out', 'stolen.step']);
    assert.deepEqual([other.code, /\(blob_not_granted\)$/.test(other.err)], [4, true]);
    assert.equal(existsSync(folder.file('stolen.step')), false);
    assert.deepEqual(
      readdirSync(folder.path).filter((name) => name.endsWith('.part')),
      [],
    );
    assert.match((await as(undefined, ['download', blob])).err, /--as <key file> is missing: who reads\?/);
  });

  test('a file that is not there is said before anything is signed', async () => {
    const before = server.node.ledger.head.size;
    const { code, err } = await as('engineer', ['upload', 'absent.step', '--yes']);
    assert.deepEqual([code, /absent\.step: there is no such file/.test(err)], [4, true]);
    assert.equal(server.node.ledger.head.size, before);
  });
});
