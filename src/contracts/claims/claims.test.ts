// The claims contract: its refusals, and claims from the valuation of a thing to their end.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changeState, item, itemId, type Later, offer, play, registerItem } from '#contracts/items/items.fixture.ts';
import { relate } from '#contracts/standing/standing.fixture.ts';
import { testRefusals } from '#test/refusals.ts';
import { START_MS, type Step, type World } from '#test/world.ts';
import {
  about,
  assetId,
  booking,
  covered,
  fund,
  issue,
  issued,
  LAPSES_MS,
  openAccount,
  propose,
  proposed,
  ready,
  redeem,
  reported,
  TOO_LATE_MS,
  value,
} from './claims.fixture.ts';
import { claims } from './claims.ts';

const close = about('acme/finance', 'close');
const settle = about('carter/finance', 'settle');
const confirmLoss = about('borealis/finance', 'confirmLoss');
const late =
  (step: Later, afterMs: number): Later =>
  (world) => ({ ...step(world), afterMs });

testRefusals(claims, {
  asset_unknown: { refused: settle },
  item_unready: { given: [...ready.slice(0, -1)], refused: propose() },
  valuer_related: { given: [...ready, relate('acme', 'borealis')], refused: propose() },
  valuer_wrong: { given: ready, refused: propose({ valuer: 'acme' }) },
  unit_same: { given: ready, refused: propose({ payUnit: 'PLATECLAIM' }) },
  lapse_wrong: { given: ready, refused: propose({ lapsesAtMs: START_MS }) },
  not_owner: { given: issued, refused: issue(1, 'carter/PLATECLAIM', 'carter/finance') },
  not_valuer: { given: proposed, refused: value(5_000, 'carter/finance') },
  not_open: { given: proposed, refused: issue(1) },
  value_short: { given: issued, refused: value(2_999) },
  loss_reported: { given: reported, refused: issue(1) },
  loss_unreported: { given: issued, refused: confirmLoss },
  above_value: { given: issued, refused: issue(201) },
  account_wrong: { given: [...issued, fund(100)], refused: redeem(1, 'carter', 'carter/PLATECLAIM') },
  fund_account: {
    given: [
      ...issued,
      booking('acme/finance', 'openAccount', { unit: 'EUR', name: 'plant-2' }),
      booking('acme/finance', 'transfer', {
        from: 'acme/EUR',
        to: 'acme/EUR/plant-2',
        amountCents: 500,
        reference: 'r',
      }),
      fund(100),
    ],
    refused: fund(100, 'acme/EUR/plant-2'),
  },
  fund_too_large: { given: [...issued, fund(2_000)], refused: fund(1_001) },
  fund_short: { given: [...issued, fund(100)], refused: redeem(11) },
  not_covered: { given: [...issued, fund(2_999)], refused: close },
  not_lapsed: { given: issued, refused: late(settle, LAPSES_MS - START_MS - 1) },
  ended: { given: [...proposed, close], refused: late(settle, LAPSES_MS - START_MS) },
});

describe('refusals of one code at more than one place', () => {
  const expired = late(settle, LAPSES_MS - START_MS);
  const rows: readonly (readonly [string, string, readonly (Step | Later)[], Later])[] = [
    [
      'a valuer that says it is related since',
      'claims.valuer_related',
      [...proposed, relate('borealis', 'acme')],
      value(9_000),
    ],
    ['a valuer that takes no part', 'claims.valuer_wrong', ready, propose({ valuer: 'nobody' })],
    ['claims for ever', 'claims.lapse_wrong', ready, propose({ lapsesAtMs: TOO_LATE_MS })],
    ['claims against the thing of another', 'items.not_custodian', ready, propose({}, 'carter/finance')],
    ['two sets of claims against one thing', 'items.item_bound', proposed, propose({ unit: 'OTHER' })],
    ['claims in a unit that is there', 'accounts.unit_taken', ready, propose({ unit: 'EUR', payUnit: 'USD' })],
    ['a value after the end', 'claims.not_open', covered, value(9_000)],
    ['issuing when covered', 'claims.not_open', covered, issue(1)],
    ['issuing after the lapse', 'claims.not_open', issued, late(issue(1), LAPSES_MS - START_MS)],
    ['funding when covered', 'claims.not_open', covered, fund(1)],
    ['funding after the lapse', 'claims.not_open', issued, late(fund(1), LAPSES_MS - START_MS)],
    ['funding by another', 'claims.not_owner', issued, fund(1, 'carter/EUR', 'carter/finance')],
    ['funding in another unit', 'claims.account_wrong', issued, fund(1, 'acme/PLATECLAIM')],
    ['issuing into another unit', 'claims.account_wrong', issued, issue(1, 'carter/EUR')],
    ['redeeming before the valuation', 'claims.not_open', proposed, redeem(1)],
    ['redeeming after the lapse', 'claims.not_open', [...issued, fund(100)], late(redeem(1), LAPSES_MS - START_MS)],
    [
      'redeeming another unit',
      'claims.account_wrong',
      [...issued, fund(100)],
      about('carter/finance', 'redeem', { claims: 1, from: 'carter/EUR', to: 'carter/EUR' }),
    ],
    [
      'redeeming the claims of another',
      'accounts.not_owner',
      [...issued, fund(100)],
      about('delta/finance', 'redeem', { claims: 1, from: 'carter/PLATECLAIM', to: 'delta/EUR' }),
    ],
    ['redeeming what one has not', 'accounts.balance_short', [...issued, fund(100)], redeem(1, 'delta')],
    ['redeeming from an empty fund', 'claims.fund_short', issued, redeem(1)],
    ['closing by another', 'claims.not_owner', issued, about('carter/finance', 'close')],
    ['closing twice', 'claims.not_open', covered, close],
    ['reporting by another', 'claims.not_owner', issued, about('borealis/finance', 'reportLoss')],
    ['reporting when covered', 'claims.not_open', covered, about('acme/finance', 'reportLoss')],
    ['reporting twice', 'claims.loss_reported', reported, about('acme/finance', 'reportLoss')],
    ['confirming by another', 'claims.not_valuer', reported, about('carter/finance', 'confirmLoss')],
    ['confirming twice', 'claims.not_open', [...reported, confirmLoss], confirmLoss],
    ['settling twice', 'claims.ended', [...issued, expired], settle],
    [
      'issuing past the ceiling in accounts',
      'accounts.unit_kept',
      issued,
      () => booking('acme/finance', 'issue', { to: 'carter/PLATECLAIM', amountCents: 1, reference: 'r' }),
    ],
    [
      'the largest issue',
      'claims.above_value',
      [...proposed, value(1_000_000_000_000_000)],
      issue(1_000_000_000_000_000),
    ],
    ['a value of another who is the owner', 'claims.not_valuer', proposed, value(5_000, 'acme/finance')],
  ];
  for (const [name, outcome, given, refused] of rows) {
    test(`${name}: ${outcome}`, () => {
      const world = play(given);
      assert.equal(world.do(refused(world)).outcome, outcome);
    });
  }
});

describe('claims', () => {
  test('are given on like any unit, and whoever gives them up is paid from what the owner set aside', () => {
    const world = play([...issued, fund(1_000)]);
    world.ok(
      booking('carter/finance', 'transfer', {
        from: 'carter/PLATECLAIM',
        to: 'delta/PLATECLAIM',
        amountCents: 120,
        reference: 'gift-1',
      }),
    );
    play([redeem(60, 'delta'), fund(500), redeem(40)], world);
    assert.deepEqual(balances(world, 'EUR'), { acme: 98_500, carter: 400, delta: 600 });
    assert.deepEqual(balances(world, 'PLATECLAIM'), { acme: 0, carter: 140, delta: 60 });
    assert.equal(world.get('claims/fund', assetId(world))?.leftCents, 500);
    assert.equal(world.get('accounts/account', 'acme/EUR')?.heldCents, 500);
  });

  test('are issued up to the value, to the cent, and again when some are redeemed', () => {
    const world = play([...issued, issue(200)]);
    assert.equal(world.do(issue(1)(world)).outcome, 'claims.above_value');
    play([fund(100), redeem(10), issue(10)], world);
    assert.equal(world.do(issue(1)(world)).outcome, 'claims.above_value');
    play([value(5_010), issue(1)], world);
  });

  test('keep the thing as it is and whose it is, until money stands in its place', () => {
    const world = play(issued);
    for (const step of [offer('acme/sales', ['S1'], 'delta', 'title'), changeState('acme/quality', 'S1', 'scrapped')]) {
      assert.equal(world.do(step(world)).outcome, 'items.item_bound');
    }
    play([fund(3_000), close, offer('acme/sales', ['S1'], 'delta', 'title')], world);
    assert.equal(world.get('claims/asset', assetId(world))?.state, 'covered');
    play([redeem(300)], world);
    assert.deepEqual(balances(world, 'EUR'), { acme: 97_000, carter: 3_000, delta: 0 });
    const { state, unpaidClaims } = world.get('claims/asset', assetId(world)) ?? {};
    assert.deepEqual([state, unpaidClaims], ['ended', 0]);
  });

  test('that are covered end with the last one; those that are not stay open, to be issued again', () => {
    const world = play([...covered, redeem(299)]);
    const state = () => world.get('claims/asset', assetId(world))?.state;
    assert.equal(state(), 'covered');
    play([redeem(1)], world);
    assert.equal(state(), 'ended');
    const open = play([...issued, fund(3_000), redeem(300), issue(1)]);
    assert.equal(open.get('claims/asset', assetId(open))?.state, 'open');
  });

  test('run for as long as they may, and may be valued at no more than they pay', () => {
    play([...ready, propose({ lapsesAtMs: TOO_LATE_MS - 1 })]);
    play([...issued, value(3_000)]);
  });

  test('are funded anew once the money is spent, from another account of the owner', () => {
    const give = { from: 'acme/EUR', to: 'acme/EUR/plant-2', amountCents: 500, reference: 'r' };
    const world = play([
      ...issued,
      booking('acme/finance', 'openAccount', { unit: 'EUR', name: 'plant-2' }),
      booking('acme/finance', 'transfer', give),
      ...[fund(100), redeem(10), fund(200, 'acme/EUR/plant-2')],
    ]);
    const { account, leftCents } = world.get('claims/fund', assetId(world)) ?? {};
    assert.deepEqual([account, leftCents], ['acme/EUR/plant-2', 200]);
  });

  test('die with the thing: what holders have is void, and what was set aside goes back', () => {
    const world = play([
      ...issued,
      fund(1_000),
      redeem(10),
      about('acme/finance', 'reportLoss'),
      redeem(10),
      confirmLoss,
    ]);
    assert.equal(item(world, 'S1')?.state, 'scrapped');
    assert.equal(item(world, 'S1')?.bound, undefined);
    const asset = world.get('claims/asset', assetId(world));
    assert.deepEqual([asset?.state, asset?.unpaidClaims], ['lost', 280]);
    assert.equal(world.do(redeem(1)(world)).outcome, 'claims.not_open');
    const give = { from: 'carter/PLATECLAIM', to: 'delta/PLATECLAIM', amountCents: 1, reference: 'r' };
    assert.equal(world.do(booking('carter/finance', 'transfer', give)).outcome, 'accounts.unit_void');
    assert.deepEqual(balances(world, 'EUR'), { acme: 99_800, carter: 200, delta: 0 });
    assert.equal(world.get('accounts/account', 'acme/EUR')?.heldCents, 0);
  });

  test('lapse at their time by anyone’s statement, from every state, and money and thing are free', () => {
    for (const given of [proposed, issued, [...issued, fund(700)], reported, covered]) {
      const world = play([...given, late(about('borealis/machine', 'settle'), LAPSES_MS - START_MS)]);
      assert.equal(world.get('claims/asset', assetId(world))?.state, 'lapsed');
      assert.equal(item(world, 'S1')?.bound, undefined);
      const { balanceCents, heldCents } = world.get('accounts/account', 'acme/EUR') ?? {};
      assert.deepEqual([balanceCents, heldCents], [100_000, 0]);
    }
  });

  test('that nobody has end with the owner’s signature, valued or not', () => {
    for (const given of [proposed, [...proposed, value(5_000)]]) {
      const world = play([...given, close, propose({ unit: 'SECOND' })]);
      assert.equal(item(world, 'S1')?.bound !== undefined, true);
    }
  });

  test('are signed for by an agent within its mandate, in claims', () => {
    const world = play([...issued, fund(3_000)]);
    const redeems = { ...redeem(11)(world), by: 'carter/agent' };
    assert.equal(world.do(redeems).outcome, 'mandate_missing');
    const line = { what: 'claims.redeem', unit: 'PLATECLAIM', mostEach: 10, mostPerPeriod: 10, periodMs: 86_400_000 };
    world.ok({
      by: 'carter/admin',
      action: 'membership.setMandate',
      input: { actor: 'carter/agent', mandate: [{ ...line, untilMs: LAPSES_MS }] },
    });
    assert.equal(world.do(redeems).outcome, 'mandate_exceeded');
    world.ok({ ...redeem(10)(world), by: 'carter/agent' });
  });

  test('are against the thing that the owner saw: another content of it is refused', () => {
    const world = play([...ready, registerItem('acme', 'PLATE-1', 'S2')]);
    const before = propose()(world);
    const expects = { [`items/item/${itemId(world, 'S1')}`]: `${'A'.repeat(43)}` };
    assert.equal(world.do(before, expects).outcome, 'record_changed');
    assert.equal(world.do(before, {}).outcome, 'expects_missing');
  });

  test('and the money behind them are there for every member to see', () => {
    const world = play([...issued, fund(10)]);
    for (const kind of ['claims/asset', 'claims/fund']) {
      assert.equal(world.registry.readers(kind, world.state.get(kind, assetId(world)) ?? ''), 'members');
    }
  });

  test('need an account of their unit', () => {
    const world = play([...ready, propose(), value(5_000)]);
    assert.equal(world.do(issue(1)(world)).outcome, 'claims.account_wrong');
    world.ok(openAccount('carter'));
    world.ok(issue(1)(world));
  });
});

function balances(world: World, unit: string) {
  const cents = (member: string) => world.get('accounts/account', `${member}/${unit}`)?.balanceCents;
  return { acme: cents('acme'), carter: cents('carter'), delta: cents('delta') };
}
