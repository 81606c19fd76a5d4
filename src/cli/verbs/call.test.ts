// `touchmark call` against a served ledger: what it shows, asks, prints, and how it exits.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createKeyFile } from '#sdk/key-file.ts';
import { PASSPHRASE, type ServedFolder, servedFolder } from '../served.fixture.ts';

let served: ServedFolder;
const as: ServedFolder['as'] = (...args) => served.as(...args);

before(async () => {
  served = await servedFolder([
    ['acme', 'quality'],
    ['acme', 'engineer'],
    ['acme', 'agent'],
  ]);
});
after(() => served[Symbol.asyncDispose]());

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
    writeFileSync(served.file('type.json'), JSON.stringify(input, undefined, 2));
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
    await createKeyFile(served.file('stranger.key'), 'acme/stranger', PASSPHRASE);
    const before = served.server.node.ledger.head.size;
    const { code, err, out } = await as('stranger', [...TYPE, 'PL-10', '--yes']);
    assert.equal(code, 4, out + err);
    assert.match(out + err, /key_unknown|session_refused/);
    assert.equal(served.server.node.ledger.head.size, before);
  });

  test('before it is signed it is shown, and only a yes signs it', async () => {
    const before = served.server.node.ledger.head.size;
    for (const answer of ['no', '', 'yes please', 'n']) {
      const { code, err, out } = await as('engineer', [...TYPE, 'PL-5'], { answers: [answer] });
      assert.deepEqual([code, out], [4, ''], answer);
      assert.match(
        err,
        /^Register PL-5, Plate, tracked by serial\n[\s\S]* part number +PL-5\n[\s\S]*\(signing_declined\)$/,
      );
    }
    assert.equal(served.server.node.ledger.head.size, before);
    const { code } = await as('engineer', [...TYPE, 'PL-5'], { answers: ['Yes '] });
    assert.equal(code, 0);
  });

  test('where nobody can be asked, --yes is needed, and no passphrase is taken from nowhere', async () => {
    const unasked = await as('engineer', [...TYPE, 'PL-6']);
    assert.equal(unasked.code, 2);
    assert.match(unasked.err, /there is no terminal to ask at before it is signed: say --yes/);
    const nobody = await as(undefined, [...TYPE, 'PL-6', '--yes']);
    assert.match(nobody.err, /--as <key file> is missing: as whom\?/);
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
