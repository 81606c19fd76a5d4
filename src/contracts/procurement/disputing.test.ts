// Disputes: what they freeze, and how they end.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import type { Step, World } from '#test/world.ts';
import {
  balanceCents,
  evidence,
  funded,
  milestones,
  onlyId,
  onOrder,
  orderId,
  pass,
  place,
} from './procurement.fixture.ts';

type Given = Step | Later;
const DAY_MS = 86_400_000;
const REASON = `${'B'.repeat(42)}A`;
const accept = onOrder('borealis/sales', 'acceptOrder');
const ordered = (terms: JsonObject = {}): readonly Given[] => [...funded, place(terms), accept];
const order = (world: World) => world.get('procurement/order', orderId(world));
/** What buyer and seller have free, and what is held. */
const balances = (world: World) => [
  balanceCents(world, 'acme/EUR'),
  balanceCents(world, 'borealis/EUR'),
  world.all('accounts/hold').reduce((sum, { amountCents }) => sum + Number(amountCents), 0),
];
const refused = (world: World, step: Later) => world.do(step(world)).outcome;

describe('a dispute', () => {
  const open = (part: JsonObject, by = 'acme/quality') => onOrder(by, 'openDispute', { part, reason: REASON });
  const on =
    (by: string, action: string, more: JsonObject = {}): Later =>
    (world) => {
      const [dispute] = world.all('procurement/dispute').filter(({ state }) => state === 'open');
      return {
        by,
        action: `procurement.${action}`,
        input: { order: orderId(world), dispute: String(dispute?.id), ...more },
      };
    };
  const settled: Later = (world) => {
    const { id } = world.all('procurement/dispute')[0] ?? {};
    return onOrder('carter/sales', 'settle', { dispute: String(id) })(world);
  };
  const staged = { milestones: milestones(['delivered', 5000], ['accepted', 5000]) };
  const oneUnit = open({ milestone: 'accepted 1', quantity: 1 });

  test('about one unit freezes that and nothing else', () => {
    const world = play([...ordered(staged), evidence('delivered', 4), oneUnit, evidence('accepted', 4)]);
    assert.deepEqual([order(world)?.state, ...balances(world)], ['accepted', 60_000, 35_000, 5_000]);
  });

  test('ends by both sides, in cents, and the order with it', () => {
    const world = play([...ordered(staged), evidence('delivered', 4), oneUnit, evidence('accepted', 4)]);
    play([on('borealis/finance', 'proposeSplit', { sellerCents: 2_000 }), on('acme/finance', 'agreeSplit')], world);
    assert.deepEqual([order(world)?.state, ...balances(world)], ['closed', 63_000, 37_000, 0]);
  });

  test('is decided by the arbiter that the order names, who sees what it is about once there is one', () => {
    const world = play(ordered({ ...staged, conditions: { arbiter: 'carter' } }));
    const sees = (kind: string, id: string) => world.registry.readers(kind, world.state.get(kind, id) ?? '');
    assert.ok(!sees('procurement/order', orderId(world)).includes('carter'));
    play([oneUnit], world);
    for (const [kind, id] of [
      ['procurement/dispute', onlyId(world, 'procurement/dispute')],
      ['procurement/revision', `${orderId(world)}/1`],
    ] as const)
      assert.ok(sees(kind, id).includes('carter'), kind);
    assert.equal(
      refused(world, on('carter/quality', 'decideDispute', { sellerCents: 5_001 })),
      'procurement.split_too_much',
    );
    play([on('carter/quality', 'decideDispute', { sellerCents: 1_234 })], world);
    assert.deepEqual(balances(world), [60_000 + 3_766, 1_234, 35_000]);
    play([evidence('delivered', 4), evidence('accepted', 4)], world);
    // The part that was decided counts as the last one: it is not paid again.
    assert.deepEqual([order(world)?.state, ...balances(world)], ['closed', 63_766, 36_234, 0]);
  });

  test('that runs out is split as the order says', () => {
    const conditions = { dispute: { days: 30, sellerBasisPoints: 2500 } };
    const world = play([...ordered({ ...staged, conditions }), oneUnit, pass(30 * DAY_MS - 1)]);
    assert.equal(refused(world, settled), 'procurement.nothing_due');
    play([pass(1), settled], world);
    assert.deepEqual(balances(world), [60_000 + 3_750, 1_250, 35_000]);
    assert.equal(refused(world, settled), 'procurement.dispute_ended');
  });

  test('of the seller that runs out gives it nothing that it has not earned', () => {
    const conditions = { dispute: { days: 30, sellerBasisPoints: 10_000 } };
    const all = open({ amountCents: 40_000 }, 'borealis/sales');
    const world = play([...ordered({ ...staged, conditions }), all, pass(30 * DAY_MS), settled]);
    assert.deepEqual(balances(world), [60_000, 0, 40_000]);
  });

  test('that runs out where the order says nothing is lifted, and what was due meanwhile is paid', () => {
    const world = play([
      ...ordered(staged),
      evidence('delivered', 4),
      oneUnit,
      evidence('accepted', 4),
      pass(90 * DAY_MS),
      settled,
    ]);
    assert.deepEqual([order(world)?.state, ...balances(world)], ['closed', 60_000, 40_000, 0]);
  });

  test('is withdrawn by the side that opened it', () => {
    const world = play([...ordered(staged), evidence('delivered', 4), oneUnit, evidence('accepted', 4)]);
    play([on('acme/quality', 'withdrawDispute')], world);
    assert.deepEqual(balances(world), [60_000, 40_000, 0]);
  });

  test('about an amount takes it from the last parts, and outlives the order', () => {
    const world = play([...ordered(staged), open({ amountCents: 25_000 }, 'borealis/finance')]);
    assert.deepEqual(world.all('procurement/dispute')[0]?.parts, [
      { amountCents: 20_000, milestone: 1 },
      { amountCents: 5_000, milestone: 0 },
    ]);
    play(
      [onOrder('acme/finance', 'closeOrder', { acceptedQuantity: 2 }), onOrder('borealis/sales', 'agreeClosing')],
      world,
    );
    assert.deepEqual([order(world)?.state, ...balances(world)], ['closed', 60_000, 15_000, 25_000]);
    play([on('borealis/sales', 'withdrawDispute')], world);
    // Two of four were accepted: 200.00 in all, the rest returned.
    assert.deepEqual(balances(world), [80_000, 20_000, 0]);
  });

  test('about what is kept back stops only its payment', () => {
    const retention = { shareBasisPoints: 1000, days: 10 };
    const settle = onOrder('delta/sales', 'settle');
    const world = play([...ordered({ ...staged, retention }), evidence('delivered', 4), evidence('accepted', 4)]);
    play([open({ retainedCents: 1_500 }), pass(10 * DAY_MS), settle], world);
    assert.deepEqual(balances(world), [60_000, 38_500, 1_500]);
    play([on('borealis/sales', 'proposeSplit', { sellerCents: 500 }), on('acme/buyer', 'agreeSplit')], world);
    assert.deepEqual(balances(world), [61_000, 39_000, 0]);
    assert.equal(refused(world, open({ retainedCents: 1 })), 'procurement.dispute_too_much');
  });

  test('about units freezes what is open of their price, in each of its parts', () => {
    const world = play([...ordered(staged), evidence('delivered', 3), open({ quantity: 2 })]);
    assert.deepEqual(world.all('procurement/dispute')[0]?.parts, [
      { amountCents: 5_000, milestone: 0 },
      { amountCents: 10_000, milestone: 1 },
    ]);
    play([evidence('accepted', 3)], world);
    assert.deepEqual(balances(world), [60_000, 25_000, 15_000]);
  });

  test('is about what is open: neither more than that, nor the same money twice', () => {
    const world = play([...ordered(staged), evidence('delivered', 3), open({ milestone: 'delivered 0', quantity: 1 })]);
    for (const part of [
      { milestone: 'delivered 0', quantity: 1 },
      { milestone: 'accepted 1', quantity: 5 },
      { quantity: 5 },
      { amountCents: 20_001 },
      { retainedCents: 1 },
    ])
      assert.equal(refused(world, open(part)), 'procurement.dispute_too_much');
    assert.equal(refused(world, open({ milestone: 'accepted 0', quantity: 1 })), 'procurement.milestone_unknown');
    assert.equal(refused(world, open({ amountCents: 1 }, 'carter/quality')), 'procurement.not_party');
  });
});
