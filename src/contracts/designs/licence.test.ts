// Licences that are used build by build, and the royalties that they bring.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changeState, play, registerType } from '#contracts/items/items.fixture.ts';
import { callOperation } from '#contracts/shared/operation.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { START_MS, type Step, type World } from '#test/world.ts';
import {
  accept,
  attest,
  build,
  built,
  certify,
  idOf,
  live,
  MACHINE,
  offerLicence,
  onLicence,
  permitId,
  permitted,
  ready,
  readyToBuild,
  requestPermit,
  VALID_MS,
  versioned,
  voidPermit,
} from './designs.fixture.ts';
import { completePermit, licenceOf, permitOf } from './operations.ts';

const withCredential = offerLicence({ credentials: [{ kind: 'milling', issuers: ['delta'] }] });
const tally = (world: World) => {
  const { permitsUsed, built: made, owedCents, paidCents } = world.all('designs/tally')[0] ?? {};
  return { permitsUsed, built: made, owedCents, paidCents };
};

describe('a licence for two builds', () => {
  test('gives two permits, books two royalties, and no third', () => {
    const world = play([...permitted, requestPermit('S2')]);
    const licence = idOf(world, 'licence');
    assert.deepEqual(build(world, 'S1').value, { licence, royaltyCents: 500, unit: 'EUR' });
    assert.deepEqual(tally(world), { permitsUsed: 2, built: 1, owedCents: 500, paidCents: 0 });
    assert.equal(build(world, 'S2').outcome, 'accepted');
    assert.deepEqual(tally(world), { permitsUsed: 2, built: 2, owedCents: 1000, paidCents: 0 });
    assert.equal(world.do(requestPermit('S3')(world)).outcome, 'designs.licence_used_up');
    const found = callOperation(world, { by: MACHINE, via: 'production' }, licenceOf, { id: licence });
    assert.equal(found.value?.tally.built, 2);
  });

  test('one permit is one build, by the machine that asked for it', () => {
    const world = play(permitted);
    assert.equal(build(world, 'S1', 'delta/machine').outcome, 'designs.not_permit_holder');
    assert.equal(build(world, 'S1').outcome, 'accepted');
    assert.equal(build(world, 'S1').outcome, 'designs.permit_not_open');
    assert.equal(build(world, 'S2').outcome, 'designs.permit_unknown');
    const permit = { id: permitId(world, 'S1') };
    assert.equal(callOperation(world, { by: MACHINE, via: 'production' }, permitOf, permit).value?.state, 'built');
  });

  test('a build is booked through production only: any other contract that tries is a bug', () => {
    const world = play(permitted);
    const permit = { permit: permitId(world, 'S1') };
    assert.throws(
      () => callOperation(world, { by: MACHINE, via: 'inspection' }, completePermit, permit),
      /for production/,
    );
  });

  const voids: readonly (readonly [string, string, number])[] = [
    ['the licensor gives the build back', 'carter/designer', 0],
    ['the licensee does not: it had the program', 'borealis/operator', 1],
    ['the machine does not either', MACHINE, 1],
  ];
  for (const [name, by, permitsUsed] of voids) {
    test(`voiding a permit frees the item, and ${name}`, () => {
      const world = play([...permitted, voidPermit(by, 'S1')]);
      assert.equal(tally(world).permitsUsed, permitsUsed);
      play([requestPermit('S1')], world);
      assert.equal(tally(world).permitsUsed, permitsUsed + 1);
    });
  }

  test('that its licensee gives back opens no permit more, and its open ones can still be built', () => {
    const world = play([...permitted, onLicence('borealis/engineer', 'withdrawLicence')]);
    assert.equal(world.do(requestPermit('S2')(world)).outcome, 'designs.not_live');
    assert.equal(build(world, 'S1').outcome, 'accepted');
  });

  test('is valid from its first millisecond to the one before its last', () => {
    const rows = [
      [VALID_MS - 1, 'accepted'],
      [VALID_MS, 'designs.not_valid_now'],
    ] as const;
    for (const [afterMs, outcome] of rows) {
      const world = play(ready);
      assert.equal(world.do({ ...requestPermit('S1')(world), afterMs }).outcome, outcome);
    }
    const later = offerLicence({ validFromMs: START_MS + 1 });
    const world = play([...versioned, later, accept, ...readyToBuild]);
    assert.equal(world.do(requestPermit('S1')(world)).outcome, 'designs.not_valid_now');
    assert.equal(world.do({ ...requestPermit('S1')(world), afterMs: 1 }).outcome, 'accepted');
  });

  test('ends after it begins and after now, or is not offered', () => {
    const world = play(versioned);
    const ends: readonly JsonObject[] = [
      { validFromMs: 0, validUntilMs: START_MS },
      { validFromMs: START_MS + 2, validUntilMs: START_MS + 2 },
    ];
    for (const end of ends) assert.equal(world.do(offerLicence(end)(world)).outcome, 'designs.validity_empty');
  });

  test('names the machines that may build: another one of the same shop gets no permit', () => {
    const other = offerLicence({ machines: ['borealis/mill-2'] });
    const world = play([...versioned, other, accept, ...readyToBuild]);
    assert.equal(world.do(requestPermit('S1')(world)).outcome, 'designs.machine_not_licensed');
  });

  test('that asks for a credential gives a permit to a machine that holds it', () => {
    play([...versioned, withCredential, accept, ...readyToBuild, certify, requestPermit('S1')]);
  });

  test('a machine without a mandate gets no permit, and a person none at all', () => {
    const world = play(ready);
    assert.equal(world.do(requestPermit('S1', {}, 'carter/machine')(world)).outcome, 'mandate_missing');
    const bare = play([...live, registerType('borealis', 'PLATE-1')]);
    assert.equal(bare.do(requestPermit('S1')(bare)).outcome, 'mandate_missing');
    assert.equal(bare.do(requestPermit('S1', {}, 'borealis/operator')(bare)).outcome, 'role_not_allowed');
  });

  test('a permit is asked for on the terms that the machine saw', () => {
    const world = play(ready);
    assert.equal(world.do(requestPermit('S1')(world), {}).outcome, 'expects_missing');
    play([requestPermit('S1'), requestPermit('S2')], world);
    const [first, second] = world.all('designs/licence');
    assert.deepEqual(
      [first?.state, second],
      ['live', undefined],
      'permits leave the terms, and so their hash, as they are',
    );
  });

  test('is seen by licensor and licensee only, with its counts and permits', () => {
    const world = play(permitted);
    for (const record of ['licence', 'tally', 'permit']) {
      const text = world.state.get(`designs/${record}`, idOf(world, record)) ?? '';
      assert.deepEqual(world.registry.readers(`designs/${record}`, text), ['carter', 'borealis']);
    }
  });

  test('the deletion that a machine attests is labelled for what it is', () => {
    const world = play([...live, attest()]);
    const [deletion] = world.all('designs/deletion');
    assert.deepEqual([deletion?.machine, deletion?.label], [MACHINE, 'attested, not enforceable']);
  });
});

describe('a royalty', () => {
  const money: readonly Step[] = [
    { by: 'delta/finance', action: 'accounts.createUnit', input: { code: 'EUR' } },
    { by: 'borealis/finance', action: 'accounts.openAccount', input: { unit: 'EUR' } },
    { by: 'carter/finance', action: 'accounts.openAccount', input: { unit: 'EUR' } },
    {
      by: 'delta/finance',
      action: 'accounts.issue',
      input: { to: 'borealis/EUR', amountCents: 10_000, reference: 'deposit-1' },
    },
  ];
  const payRoyalty = (amountCents: number) => onLicence('borealis/finance', 'payRoyalty', { amountCents });

  test('is paid in parts, from the licensee to the licensor, and never more than is owed', () => {
    const world = play([...money, ...permitted, built('S1', payRoyalty(200)), payRoyalty(300)]);
    assert.deepEqual(tally(world), { permitsUsed: 1, built: 1, owedCents: 500, paidCents: 500 });
    assert.equal(world.get('accounts/account', 'carter/EUR')?.balanceCents, 500);
    assert.equal(world.get('accounts/account', 'borealis/EUR')?.balanceCents, 9500);
    assert.equal(world.do(payRoyalty(1)(world)).outcome, 'designs.royalty_not_owed');
  });
});

test('a unit that was scrapped before it was built gets no permit', () => {
  const world = play([...ready, changeState('borealis/operator', 'S1', 'scrapped')]);
  assert.equal(world.do(requestPermit('S1')(world)).outcome, 'designs.item_not_planned');
});
