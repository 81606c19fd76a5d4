// list, get, export, watch, upload and download against a served ledger: what they print and leave on disk, how they exit.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { accountsInterface } from '#contracts/accounts/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { type ServedFolder, servedFolder } from '../served.fixture.ts';

let served: ServedFolder;
const as: ServedFolder['as'] = (...args) => served.as(...args);

before(async () => {
  served = await servedFolder([
    ['acme', 'quality'],
    ['acme', 'engineer'],
    ['acme', 'agent'],
    ['borealis', 'sales'],
  ]);
});
after(() => served[Symbol.asyncDispose]());

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
    const lines = readFileSync(served.file('actors.csv'), 'utf8').split('\r\n');
    assert.equal(lines.length, 1 + 8 + 1);
    assert.match(out, /^8 of membership\/actor are in /);
    const json = await as('quality', [...args, 'actors.jsonl', '--format', 'json']);
    assert.equal(json.code, 0);
    const ids = readFileSync(served.file('actors.jsonl'), 'utf8')
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
    assert.match(unpinned.err, new RegExp(`the node says that it is ${served.server.node.ledger.id}`));
  });
});

test('standing shows what was counted, to members, and says where nothing was', async () => {
  const actor = (role: string) => served.server.client(`acme/${role}`);
  assert.match((await as('sales', ['standing', 'acme'])).err, /nothing of acme was counted from \d{4}-\d\d to /);
  await actor('finance').do(accountsInterface, 'createUnit', { code: 'PTS' });
  const plate = ['--part-number', 'PLATE-1', '--name', 'Plate', '--tracking', 'serial', '--unit', 'piece'];
  const registered = await as('engineer', ['call', 'items', 'registerType', ...plate, '--yes', '--json']);
  const itemType = String(JSON.parse(registered.out).made[0].id);
  const neededByMs = served.server.clock.nowMs + 86_400_000;
  const terms = { seller: 'borealis', itemType, quantity: 1, unitPriceCents: 5, unit: 'PTS', neededByMs };
  const rest = { deliveryPlace: 'A'.repeat(43), terms: [], assumed: [], payment: 'invoice' as const };
  const buyer = actor('buyer');
  const placed = await buyer.do(procurementInterface, 'placeOrder', { ...terms, ...rest });
  await buyer.do(procurementInterface, 'cancelOrder', { id: placed.id('order') });
  const { code, out } = await as('sales', ['standing', 'acme']);
  assert.equal(code, 0);
  assert.match(out, /^acme as a buyer, in PTS, \d{4}-\d\d to \d{4}-\d\d\n[\s\S]*orders taken back +1 of 1 /);
  const json = JSON.parse((await as('sales', ['standing', 'acme', '--json'])).out);
  assert.deepEqual(json.counts, { ordersCancelled: 1 });
  assert.match((await as(undefined, ['standing', 'acme'])).err, /that anyone without a key \(--as\) may see/);
  assert.match((await as('sales', ['standing', 'nobody'])).err, /\(member_unknown\)$/);
  assert.equal((await as('sales', ['standing', 'acme', '--months', '0'])).code, 2);
});

describe('watch', () => {
  const kid = (letter: string): string => letter.repeat(42).padEnd(43, 'A');
  const revoke = (letter: string) =>
    served.server.client('acme/admin').try(membershipInterface, 'revokeKey', { kid: kid(letter) });

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
    writeFileSync(served.file('plate.step'), content);
    const sent = await as('engineer', ['upload', 'plate.step', '--reader', 'acme/quality', '--yes', '--json']);
    assert.equal(sent.code, 0, sent.err);
    const { blob, grants } = JSON.parse(sent.out);
    assert.equal(grants.length, 1);
    const got = await as('quality', ['download', blob, '--out', 'got.step']);
    assert.equal(got.code, 0, got.err);
    assert.deepEqual(new Uint8Array(readFileSync(served.file('got.step'))), content);
    const again = await as('quality', ['download', blob, '--out', 'got.step']);
    assert.deepEqual([again.code, /\(file_exists\)$/.test(again.err)], [4, true]);
    const other = await as('sales', ['download', blob, '--out', 'stolen.step']);
    assert.deepEqual([other.code, /\(blob_not_granted\)$/.test(other.err)], [4, true]);
    assert.equal(existsSync(served.file('stolen.step')), false);
    assert.deepEqual(
      readdirSync(served.path).filter((name) => name.endsWith('.part')),
      [],
    );
    assert.match((await as(undefined, ['download', blob])).err, /--as <key file> is missing: as whom\?/);
  });

  test('a file that is not there is said before anything is signed', async () => {
    const before = served.server.node.ledger.head.size;
    const { code, err } = await as('engineer', ['upload', 'absent.step', '--yes']);
    assert.deepEqual([code, /absent\.step: there is no such file/.test(err)], [4, true]);
    assert.equal(served.server.node.ledger.head.size, before);
  });
});
