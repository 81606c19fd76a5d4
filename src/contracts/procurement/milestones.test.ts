// How the price of an order is paid on its way: milestones, evidence, what is late, what is kept back.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import { callOperation } from '#contracts/shared/operation.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import type { Step, World } from '#test/world.ts';
import { fulfil, progressOf } from './operations.ts';
import { balanceCents, evidence, funded, milestones, onOrder, orderId, pass, place } from './procurement.fixture.ts';

type Given = Step | Later;
const DAY_MS = 86_400_000;
const accept = onOrder('borealis/sales', 'acceptOrder');
const settle = onOrder('carter/sales', 'settle');
const ordered = (terms: JsonObject): readonly Given[] => [...funded, place(terms), accept];
const seller = (world: World) => balanceCents(world, 'borealis/EUR');
const buyer = (world: World) => balanceCents(world, 'acme/EUR');
const order = (world: World) => world.get('procurement/order', orderId(world));
const money = (world: World) => world.get('procurement/money', orderId(world));
const progress = (world: World) => world.get('procurement/progress', orderId(world));
/** What the seller has after each step. */
function paidBy(world: World, steps: readonly Given[]): readonly number[] {
  return steps.map((step) => {
    play([step], world);
    return seller(world);
  });
}

describe('milestones', () => {
  test('pay unit by unit as evidence comes, to the last cent', () => {
    // Three units at 33.33: 99.99, of which 30 % on acceptance, 50 % built, 20 % accepted.
    const world = play([
      ...funded,
      place({
        quantity: 3,
        unitPriceCents: 3_333,
        milestones: milestones(['acceptance', 3000], ['built', 5000], ['accepted', 2000]),
      }),
    ]);
    const steps = [
      accept,
      ...Array(3).fill(evidence('built', 1)),
      evidence('delivered', 3),
      ...Array(3).fill(evidence('accepted', 1)),
    ];
    // Parts 2999, 5000, 2000; a third of 5000 is 1666.67, of 2000 666.67.
    assert.deepEqual(paidBy(world, steps), [2999, 4665, 6332, 7999, 7999, 8665, 9332, 9999]);
    assert.deepEqual([order(world)?.state, order(world)?.acceptedQuantity], ['closed', 3]);
    assert.equal(buyer(world), 100_000 - 9999);
  });

  test('are released by hand by the person that they name, who sees what there is to release', () => {
    const by = { member: 'carter', role: 'quality' };
    const world = play(ordered({ milestones: milestones(['decision', 4000, by], ['accepted', 6000]) }));
    const release = (who: string, quantity: number) =>
      onOrder(who, 'releaseMilestone', { milestone: 'decision 0', quantity });
    assert.equal(world.do(release('acme/buyer', 4)(world)).outcome, 'procurement.not_releaser');
    assert.deepEqual(paidBy(world, [release('carter/quality', 1), release('carter/quality', 4)]), [4000, 16_000]);
    for (const kind of ['procurement/order', 'procurement/money']) {
      assert.deepEqual(world.registry.readers(kind, world.state.get(kind, orderId(world)) ?? ''), [
        'acme',
        'borealis',
        'carter',
      ]);
    }
  });

  test('that evidence would release may be released by the buyer, and the evidence pays nothing twice', () => {
    const world = play(ordered({ milestones: milestones(['delivered', 10_000]) }));
    const byHand = onOrder('acme/finance', 'releaseMilestone', { milestone: 'delivered 0', quantity: 2 });
    assert.deepEqual(
      paidBy(world, [byHand, evidence('delivered', 2), evidence('delivered', 2)]),
      [20_000, 20_000, 40_000],
    );
  });

  test('of an order on invoice say what is payable, and move nothing', () => {
    const world = play(ordered({ payment: 'invoice', milestones: milestones(['built', 10_000]) }));
    play([evidence('built', 1)], world);
    assert.deepEqual([money(world)?.paidCents, seller(world), buyer(world)], [10_000, 0, 100_000]);
  });

  test('paid in advance leave the order open for its units', () => {
    const world = play(ordered({ milestones: milestones(['acceptance', 10_000]) }));
    assert.deepEqual([seller(world), order(world)?.state], [40_000, 'accepted']);
    play([evidence('delivered', 4), evidence('accepted', 4)], world);
    assert.equal(order(world)?.state, 'closed');
  });
});

describe('evidence', () => {
  const tell = (world: World, input: JsonObject, via = 'shipping') =>
    // The shape is fulfil's; a wrong one fails its assertions.
    callOperation(world, { by: 'borealis/sales', via }, fulfil, { order: orderId(world), ...input } as never);

  test('counts an item once for each kind, and again once it was rejected', () => {
    const world = play(ordered({ milestones: milestones(['delivered', 10_000]) }));
    const counts: unknown[] = [];
    for (const kind of ['delivered', 'delivered', 'rejected', 'rejected', 'delivered']) {
      tell(world, { kind, quantity: 2, items: ['item-a', 'item-b'] });
      counts.push([progress(world)?.delivered, seller(world)]);
    }
    // What a rejected delivery released is not released again when it comes once more.
    assert.deepEqual(counts, [
      [2, 20_000],
      [2, 20_000],
      [0, 20_000],
      [0, 20_000],
      [2, 20_000],
    ]);
  });

  test('never counts more than was ordered, nor more accepted than delivered', () => {
    const world = play(ordered({}));
    tell(world, { kind: 'built', quantity: 9 }, 'production');
    tell(world, { kind: 'delivered', quantity: 3 });
    tell(world, { kind: 'accepted', quantity: 4 });
    const by = { by: 'acme/buyer', via: 'shipping' };
    const { built, delivered, accepted } = callOperation(world, by, progressOf, { id: orderId(world) }).value ?? {};
    assert.deepEqual([built, delivered, accepted], [4, 3, 3]);
  });

  test('is the affair of the contract that has it', () => {
    const world = play(ordered({}));
    for (const [kind, via] of [
      ['built', 'inspection'],
      ['inspected', 'production'],
      ['delivered', 'production'],
      ['accepted', 'procurement'],
      ['rejected', ''],
    ] as const) {
      assert.throws(() => tell(world, { kind, quantity: 1 }, via), /is for/);
    }
    assert.throws(() => tell(world, { kind: 'delivered', quantity: 0 }), /above zero/);
    assert.equal(
      tell(play([...funded, place()]), { kind: 'delivered', quantity: 1 }).outcome,
      'procurement.not_accepted',
    );
  });
});

describe('a late delivery', () => {
  const late = { basisPointsPerDay: 50, mostBasisPoints: 120 };
  const delivered =
    (days: number, quantity: number): Later =>
    (world) =>
      evidence('delivered', quantity, { atMs: Number(order(world)?.neededByMs) + days * DAY_MS })(world);

  test('costs its share of what came late for each day begun, up to the most, and goes back to the buyer', () => {
    const world = play(ordered({ late, milestones: milestones(['delivered', 10_000]) }));
    play([pass(10 * DAY_MS)], world);
    // On time; one millisecond: 0.5 %; two days: 1 %; nine days: 1.2 % at most.
    const moments = [0, 1 / DAY_MS, 2, 9];
    assert.deepEqual(
      paidBy(
        world,
        moments.map((days) => delivered(days, 1)),
      ),
      [10_000, 19_950, 29_850, 39_730],
    );
    assert.equal(buyer(world), 60_000 + 50 + 100 + 120);
  });

  test('is taken from the next payment where its own milestone pays too little', () => {
    const world = play(ordered({ late, milestones: milestones(['delivered', 10], ['accepted', 9990]) }));
    play([pass(10 * DAY_MS)], world);
    assert.deepEqual(paidBy(world, [delivered(9, 4), evidence('accepted', 4)]), [0, 39_520]);
    assert.deepEqual([money(world)?.lateCents, money(world)?.lateDueCents, buyer(world)], [480, 0, 60_480]);
  });

  test('never costs more than the most of the whole price, however often it is rejected and comes again', () => {
    const world = play(ordered({ late, milestones: milestones(['delivered', 10_000]) }));
    play([pass(10 * DAY_MS), delivered(9, 4), evidence('rejected', 4), delivered(9, 4)], world);
    assert.deepEqual([money(world)?.lateCents, seller(world)], [480, 39_520]);
  });

  test('is measured by block time where the evidence names a later one', () => {
    const world = play(ordered({ late, milestones: milestones(['delivered', 10_000]) }));
    play([delivered(100, 4)], world);
    assert.equal(seller(world), 40_000);
  });
});

describe('what is kept back', () => {
  const retention = { shareBasisPoints: 1000, days: 30 };

  test('is a share of what was earned, paid to the seller by anyone once its days have passed', () => {
    const world = play(
      ordered({ retention, unitPriceCents: 9_999, milestones: milestones(['delivered', 9000], ['accepted', 1000]) }),
    );
    play([evidence('delivered', 4), evidence('accepted', 4)], world);
    assert.deepEqual([order(world)?.state, seller(world), money(world)?.retainedCents], ['closed', 35_997, 3_999]);
    assert.equal(world.do({ ...settle(world), afterMs: 30 * DAY_MS - 1 }).outcome, 'procurement.nothing_due');
    play([(w) => ({ ...settle(w), afterMs: 1 })], world);
    assert.deepEqual([seller(world), buyer(world)], [39_996, 60_004]);
  });

  test('pays for lateness that no other payment has paid', () => {
    const late = { basisPointsPerDay: 10_000, mostBasisPoints: 500 };
    const world = play(ordered({ retention, late, milestones: milestones(['built', 10_000]) }));
    const after = Number(order(world)?.neededByMs) + 5;
    play(
      [evidence('built', 4), pass(DAY_MS + 10), evidence('delivered', 4, { atMs: after }), evidence('accepted', 4)],
      world,
    );
    assert.deepEqual([seller(world), money(world)?.lateDueCents], [36_000, 2_000]);
    play([pass(30 * DAY_MS), settle], world);
    assert.deepEqual([seller(world), buyer(world)], [38_000, 62_000]);
  });
});
