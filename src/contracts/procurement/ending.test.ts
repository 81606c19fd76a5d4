// How orders end by both sides, and units that are made again.

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
  onOrder,
  orderId,
  place,
  registerUnits,
} from './procurement.fixture.ts';

type Given = Step | Later;
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

describe('an end by both sides', () => {
  test('pays an amount for the work done, beside what milestones paid, and may be proposed by the seller', () => {
    const world = play([
      ...ordered({ milestones: milestones(['acceptance', 1000], ['accepted', 9000]) }),
      onOrder('borealis/sales', 'closeOrder', { acceptedQuantity: 0, payCents: 7_500 }),
    ]);
    assert.deepEqual([order(world)?.state, ...balances(world)], ['closing', 60_000, 4_000, 36_000]);
    play([onOrder('acme/finance', 'agreeClosing')], world);
    assert.deepEqual([order(world)?.state, ...balances(world)], ['closed', 88_500, 11_500, 0]);
  });

  test('counts against the mandate of an agent of the seller with what it gives up, and of the buyer with what is paid', () => {
    const line = { what: 'procurement.closeOrder', unit: 'EUR', mostEach: 25_000, mostPerPeriod: 45_000 };
    const mandate = [{ ...line, periodMs: 86_400_000, untilMs: Number.MAX_SAFE_INTEGER }];
    const world = play([
      ...ordered(),
      ...['acme', 'borealis'].map((member) => ({
        by: `${member}/admin`,
        action: 'membership.setMandate',
        input: { actor: `${member}/agent`, mandate },
      })),
    ]);
    const proposes = (member: string, payCents: number) =>
      refused(world, onOrder(`${member}/agent`, 'closeOrder', { acceptedQuantity: 2, payCents }));
    assert.deepEqual(
      [
        proposes('borealis', 0),
        proposes('borealis', 14_999),
        proposes('borealis', 15_000),
        proposes('borealis', 19_999),
        proposes('borealis', 20_000),
      ],
      ['mandate_exceeded', 'mandate_exceeded', 'accepted', 'mandate_exceeded', 'accepted'],
    );
    assert.deepEqual([proposes('acme', 25_001), proposes('acme', 0)], ['mandate_exceeded', 'accepted']);
  });

  test('of an agent of the seller gives up what is in dispute, too', () => {
    const line = { what: 'procurement.closeOrder', unit: 'EUR', mostEach: 9_999, mostPerPeriod: 45_000 };
    const mandate = [{ ...line, periodMs: 86_400_000, untilMs: Number.MAX_SAFE_INTEGER }];
    const world = play([
      ...ordered(),
      { by: 'borealis/admin', action: 'membership.setMandate', input: { actor: 'borealis/agent', mandate } },
      onOrder('acme/buyer', 'openDispute', { part: { amountCents: 10_000 }, reason: 'A'.repeat(43) }),
    ]);
    const closing = onOrder('borealis/agent', 'closeOrder', { acceptedQuantity: 0, payCents: 30_000 });
    assert.equal(refused(world, closing), 'mandate_exceeded');
  });

  test('stops nothing until it is agreed, and is taken back or declined by either', () => {
    const world = play([...ordered({ milestones: milestones(['built', 10_000]) })]);
    play(
      [
        onOrder('borealis/sales', 'closeOrder', { acceptedQuantity: 2 }),
        registerUnits('borealis/engineer', ['S1']),
        evidence('built', 3),
      ],
      world,
    );
    assert.deepEqual(balances(world), [60_000, 30_000, 10_000]);
    // 200.00 more were proposed; no more than 100.00 is left.
    assert.equal(refused(world, onOrder('acme/finance', 'agreeClosing')), 'procurement.pay_too_much');
    play([onOrder('acme/finance', 'withdrawClosing')], world);
    assert.deepEqual(
      [order(world)?.state, order(world)?.closing, order(world)?.acceptedQuantity],
      ['accepted', undefined, undefined],
    );
  });

  test('by the buyer alone pays all that is open; the seller cannot close in full for it', () => {
    const world = play(ordered());
    play([onOrder('borealis/sales', 'closeOrder', { acceptedQuantity: 4 })], world);
    assert.equal(order(world)?.state, 'closing');
    play([onOrder('acme/finance', 'closeOrder', { acceptedQuantity: 4, payCents: 39_999 })], world);
    assert.equal(order(world)?.state, 'closing');
    play([onOrder('acme/finance', 'closeOrder', { acceptedQuantity: 4 })], world);
    assert.deepEqual([order(world)?.state, ...balances(world)], ['closed', 60_000, 40_000, 0]);
  });
});

describe('a unit that is made again', () => {
  const itemOf = (world: World, number: string) =>
    String(world.all('items/item').find((item) => item.number === number)?.id);
  const scrap =
    (number: string): Later =>
    (world) => ({
      by: 'borealis/operator',
      action: 'items.changeState',
      input: { item: itemOf(world, number), to: 'scrapped' },
    });
  const propose =
    (by: string, numbers: readonly string[]): Later =>
    (world) =>
      onOrder(by, 'proposeRemake', { items: numbers.map((number) => itemOf(world, number)) })(world);
  const answer =
    (by: string, action: string): Later =>
    (world) => {
      const [remake] = world.all('procurement/remake').filter(({ state }) => state === 'proposed');
      return { by, action: `procurement.${action}`, input: { order: orderId(world), remake: String(remake?.id) } };
    };
  const four = [...ordered(), registerUnits('borealis/engineer', ['S1', 'S2', 'S3', 'S4'])];

  test('gets an id beyond those that were ordered, at no price, once both sides agree', () => {
    const world = play([...four, scrap('S2'), propose('borealis/quality', ['S2'])]);
    assert.equal(refused(world, registerUnits('borealis/engineer', ['S5'])), 'procurement.units_too_many');
    assert.equal(refused(world, answer('borealis/sales', 'agreeRemake')), 'procurement.not_other_side');
    play([answer('acme/quality', 'agreeRemake'), registerUnits('borealis/engineer', ['S5'])], world);
    assert.equal(refused(world, registerUnits('borealis/engineer', ['S6'])), 'procurement.units_too_many');
    assert.deepEqual([order(world)?.totalCents, ...balances(world)], [40_000, 60_000, 0, 40_000]);
    assert.equal(refused(world, propose('acme/quality', ['S2'])), 'procurement.item_unfit');
  });

  test('counts in place of the one that it replaces', () => {
    const counted: Later = (world) => evidence('built', 1, { items: [itemOf(world, 'S1')] })(world);
    const world = play([
      ...four,
      counted,
      scrap('S1'),
      propose('acme/quality', ['S1']),
      answer('borealis/quality', 'agreeRemake'),
    ]);
    assert.equal(world.get('procurement/progress', orderId(world))?.built, 0);
  });

  test('is not made again where either side says no, or where two proposals name it', () => {
    const world = play([
      ...four,
      scrap('S1'),
      propose('borealis/quality', ['S1']),
      answer('acme/quality', 'withdrawRemake'),
    ]);
    assert.equal(world.get('procurement/units', orderId(world))?.remade, undefined);
    play([propose('borealis/quality', ['S1']), propose('acme/quality', ['S1'])], world);
    assert.equal(refused(world, propose('acme/quality', ['S1', 'S1'])), 'procurement.item_unfit');
    const ids = world.all('procurement/remake').flatMap(({ id, state }) => (state === 'proposed' ? [String(id)] : []));
    const outcomes = ids.map((remake) => {
      const by = world.get('procurement/remake', remake)?.by === 'acme' ? 'borealis/quality' : 'acme/quality';
      return world.do({ by, action: 'procurement.agreeRemake', input: { order: orderId(world), remake } }).outcome;
    });
    assert.deepEqual(outcomes, ['accepted', 'procurement.item_unfit']);
  });
});
