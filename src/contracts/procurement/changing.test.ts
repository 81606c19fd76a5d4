// Changing an accepted order: what is agreed, what it costs, and what stays.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import type { Step, World } from '#test/world.ts';
import { balanceCents, evidence, funded, milestones, onOrder, orderId, pass, place } from './procurement.fixture.ts';

type Given = Step | Later;
const DAY_MS = 86_400_000;
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

describe('a change', () => {
  const propose = (changes: JsonObject, by = 'acme/buyer') => onOrder(by, 'proposeChange', changes);
  const agree = (by: string, from: string) => onOrder(by, 'agreeChange', { from });

  test('by the buyer sets the higher price aside when it is proposed, and both versions stay', () => {
    const world = play([...ordered(), propose({ quantity: 6, unitPriceCents: 11_000 })]);
    assert.deepEqual([order(world)?.totalCents, ...balances(world)], [40_000, 34_000, 0, 66_000]);
    play([agree('borealis/sales', 'buyer')], world);
    assert.deepEqual(
      [order(world)?.totalCents, order(world)?.revision, ...balances(world)],
      [66_000, 2, 34_000, 0, 66_000],
    );
    const versions = [1, 2].map((number) => world.get('procurement/revision', `${orderId(world)}/${number}`));
    assert.deepEqual(
      versions.map((version) => [version?.number, version?.quantity, version?.totalCents]),
      [
        [1, 4, 40_000],
        [2, 6, 66_000],
      ],
    );
    play([onOrder('acme/finance', 'closeOrder', { acceptedQuantity: 6 })], world);
    assert.deepEqual(balances(world), [34_000, 66_000, 0]);
  });

  test('by the seller sets it aside when the buyer agrees', () => {
    const world = play([...ordered(), propose({ unitPriceCents: 12_500 }, 'borealis/sales')]);
    assert.deepEqual(balances(world), [60_000, 0, 40_000]);
    play([agree('acme/buyer', 'seller')], world);
    assert.deepEqual(balances(world), [50_000, 0, 50_000]);
  });

  test('to a lower price returns the difference', () => {
    const world = play([...ordered(), propose({ quantity: 3 }, 'borealis/sales'), agree('acme/buyer', 'seller')]);
    assert.deepEqual(balances(world), [70_000, 0, 30_000]);
  });

  for (const [by, action] of [
    ['borealis/sales', 'declineChange'],
    ['acme/buyer', 'withdrawChange'],
  ] as const) {
    test(`that ends by ${action} leaves all as it was`, () => {
      const world = play([...ordered(), propose({ quantity: 6 }), onOrder(by, action, { from: 'buyer' })]);
      assert.deepEqual([order(world)?.quantity, ...balances(world)], [4, 60_000, 0, 40_000]);
    });
  }

  test('is not agreed to by the side that proposed it, nor withdrawn by the other', () => {
    const world = play([...ordered(), propose({ quantity: 6 })]);
    assert.equal(refused(world, agree('acme/buyer', 'buyer')), 'procurement.not_other_side');
    assert.equal(
      refused(world, onOrder('borealis/sales', 'withdrawChange', { from: 'buyer' })),
      'procurement.not_other_side',
    );
    assert.equal(
      refused(world, onOrder('acme/sales', 'declineChange', { from: 'buyer' })),
      'procurement.not_other_side',
    );
  });

  test('ends the other side’s change, and a proposal to close: both were made of the old terms', () => {
    const world = play([
      ...ordered(),
      propose({ quantity: 6 }),
      propose({ neededByMs: 1_800_000_000_000 }, 'borealis/sales'),
      onOrder('borealis/sales', 'closeOrder', { acceptedQuantity: 2 }),
      agree('acme/buyer', 'seller'),
    ]);
    assert.deepEqual(
      [order(world)?.state, order(world)?.quantity, ...balances(world)],
      ['accepted', 4, 60_000, 0, 40_000],
    );
    assert.equal(refused(world, agree('borealis/sales', 'buyer')), 'procurement.change_unknown');
    assert.equal(refused(world, onOrder('acme/finance', 'agreeClosing')), 'procurement.closing_not_proposed');
  });

  test('re-prices what is not paid yet: an advance follows the price, and units paid at the old one are made up for', () => {
    const terms = { milestones: milestones(['acceptance', 2000], ['built', 8000]) };
    const world = play([...ordered(terms), evidence('built', 1)]);
    assert.deepEqual(balances(world), [60_000, 16_000, 24_000]);
    play([propose({ quantity: 5, unitPriceCents: 10_000 }), agree('borealis/sales', 'buyer')], world);
    // 20 % of 500.00, and one fifth of the other 400.00.
    assert.deepEqual(balances(world), [50_000, 18_000, 32_000]);
    play([propose({ unitPriceCents: 11_000 }), agree('borealis/sales', 'buyer')], world);
    assert.deepEqual(balances(world), [45_000, 19_800, 35_200]);
    play([evidence('built', 4)], world);
    assert.deepEqual(balances(world), [45_000, 55_000, 0]);
  });

  test('moves the date: what was late before stays so', () => {
    const late = { basisPointsPerDay: 100, mostBasisPoints: 1000 };
    const world = play([...ordered({ late, milestones: milestones(['delivered', 10_000]) }), pass(3 * DAY_MS)]);
    play([evidence('delivered', 1)], world);
    assert.deepEqual(balances(world), [60_200, 9_800, 30_000]);
    play(
      [propose({ neededByMs: world.timeMs + DAY_MS }), agree('borealis/sales', 'buyer'), evidence('delivered', 3)],
      world,
    );
    assert.deepEqual(balances(world), [60_200, 39_800, 0]);
  });

  test('that gives an order a price needs a seller that can be paid', () => {
    const free = place({ seller: 'carter', unitPriceCents: 0 });
    const world = play([...funded, free, onOrder('carter/sales', 'acceptOrder')]);
    assert.equal(refused(world, propose({ unitPriceCents: 1 })), 'procurement.account_missing');
  });

  test('drops what was assumed of a term that is gone', () => {
    const term = { name: 'flatness' };
    const world = play([
      ...ordered({ terms: [term], assumed: ['flatness', 'unit'] }),
      propose({ terms: [{ name: 'finish' }] }),
    ]);
    play([agree('borealis/sales', 'buyer')], world);
    assert.deepEqual([order(world)?.assumed, order(world)?.terms], [['unit'], [{ name: 'finish' }]]);
  });
});
