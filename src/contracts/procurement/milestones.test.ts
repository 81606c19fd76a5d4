// How the price of an order is paid on its way: milestones, what is late, what is kept back, the fee, silence, and the end
// that every order has.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import { callOperation } from '#contracts/shared/operation.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import type { Step, World } from '#test/world.ts';
import { fulfil, progressOf } from './operations.ts';
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
import { openConditions } from './rules.ts';

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
    const release = (who: string, quantity: number) => onOrder(who, 'releaseMilestone', { milestone: 0, quantity });
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
    const byHand = onOrder('acme/finance', 'releaseMilestone', { milestone: 0, quantity: 2 });
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

describe('the fee of a tariff', () => {
  const tariff: Step = {
    by: 'delta/finance',
    action: 'procurement.publishTariff',
    input: { unit: 'EUR', feeBasisPoints: 125, mostCents: 450 },
  };
  const account: Step = { by: 'delta/finance', action: 'accounts.openAccount', input: { unit: 'EUR' } };
  const placeWith =
    (terms: JsonObject): Later =>
    (world) =>
      place({ tariff: onlyId(world, 'procurement/tariff'), ...terms })(world);
  const fees: readonly (readonly [string, JsonObject, number])[] = [
    ['is a share of the price', { quantity: 3 }, 375],
    ['has a most', { quantity: 4 }, 450],
    ['is held and paid on invoice too', { quantity: 3, payment: 'invoice' }, 375],
  ];
  for (const [name, terms, feeCents] of fees) {
    test(`${name}, held with the price and paid once, when the order is accepted`, () => {
      const world = play([...funded, tariff, account, placeWith(terms)]);
      const price = terms.payment === 'invoice' ? 0 : Number(terms.quantity) * 10_000;
      assert.deepEqual([order(world)?.feeCents, order(world)?.feeTo], [feeCents, 'delta']);
      assert.deepEqual([buyer(world), balanceCents(world, 'delta/EUR')], [100_000 - price - feeCents, 0]);
      play([accept, onOrder('acme/finance', 'closeOrder', { acceptedQuantity: Number(terms.quantity) })], world);
      assert.deepEqual([buyer(world), balanceCents(world, 'delta/EUR')], [100_000 - price - feeCents, feeCents]);
    });
  }

  for (const [action, by] of [
    ['declineOrder', 'borealis/sales'],
    ['cancelOrder', 'acme/buyer'],
  ] as const) {
    test(`is returned with ${action}`, () => {
      const world = play([...funded, tariff, account, placeWith({}), onOrder(by, action)]);
      assert.deepEqual([buyer(world), balanceCents(world, 'delta/EUR')], [100_000, 0]);
    });
  }

  test('needs an account of the operator, and counts against an agent’s mandate', () => {
    const world = play([...funded, tariff]);
    assert.equal(world.do(placeWith({})(world)).outcome, 'procurement.account_missing');
    const line = { what: 'procurement.placeOrder', unit: 'EUR', mostEach: 30_374, mostPerPeriod: 90_000 };
    const mandate = [{ ...line, periodMs: DAY_MS, untilMs: Number.MAX_SAFE_INTEGER }];
    play(
      [account, { by: 'acme/admin', action: 'membership.setMandate', input: { actor: 'acme/agent', mandate } }],
      world,
    );
    const byAgent: Later = (w) => ({ ...placeWith({ quantity: 3 })(w), by: 'acme/agent' });
    assert.equal(world.do(byAgent(world)).outcome, 'mandate_exceeded');
  });
});

describe('silence', () => {
  const staged = {
    conditions: { acceptanceDays: 14 },
    milestones: milestones(['delivered', 5000], ['accepted', 5000]),
  };

  test('accepts what was delivered and not rejected, each delivery after its own days', () => {
    const world = play(ordered(staged));
    play(
      [
        evidence('delivered', 1),
        pass(10 * DAY_MS),
        evidence('delivered', 3),
        evidence('rejected', 1),
        pass(4 * DAY_MS),
        settle,
      ],
      world,
    );
    assert.deepEqual([progress(world)?.accepted, seller(world)], [1, 20_000 + 5_000]);
    assert.equal(world.do({ ...settle(world), afterMs: 10 * DAY_MS - 1 }).outcome, 'procurement.nothing_due');
    play([pass(1), settle], world);
    assert.deepEqual([progress(world)?.accepted, seller(world)], [3, 20_000 + 15_000]);
  });

  test('and signature are not added up: they may be about the same units', () => {
    const world = play(ordered(staged));
    play(
      [evidence('delivered', 2), pass(14 * DAY_MS), settle, evidence('delivered', 2), evidence('accepted', 2)],
      world,
    );
    assert.equal(progress(world)?.accepted, 2);
    play([evidence('accepted', 2)], world);
    assert.deepEqual([progress(world)?.accepted, order(world)?.state], [4, 'closed']);
  });

  test('pays an order without milestones too, unit by unit, where it says when silence is acceptance', () => {
    const world = play(ordered({ conditions: { acceptanceDays: 3 } }));
    play([evidence('delivered', 4), evidence('accepted', 1)], world);
    assert.equal(seller(world), 10_000);
    play([pass(3 * DAY_MS), settle], world);
    assert.deepEqual([seller(world), order(world)?.state], [40_000, 'closed']);
  });

  test('of more deliveries than are kept counts later, never sooner', () => {
    const world = play(ordered({ quantity: 20, unitPriceCents: 100, conditions: { acceptanceDays: 10 } }));
    for (let i = 0; i < 20; i++) play([evidence('delivered', 1), pass(DAY_MS)], world);
    const waiting = progress(world)?.deliveries as readonly { readonly delivered: number }[];
    assert.deepEqual(
      waiting.map(({ delivered }) => delivered),
      [...Array(15).keys()].map((i) => i + 1).concat(20),
    );
    play([settle], world);
    assert.equal(progress(world)?.accepted, 11);
  });
});

describe('an order that nobody ends', () => {
  test('ends long after its date with what was delivered: that is paid, the rest returned', () => {
    const world = play(
      ordered({ conditions: { lapseDays: 60 }, milestones: milestones(['acceptance', 2000], ['decision', 8000]) }),
    );
    play([evidence('delivered', 3)], world);
    const lapse = Number(order(world)?.neededByMs) + 60 * DAY_MS;
    assert.equal(world.do({ ...settle(world), afterMs: lapse - world.timeMs - 1 }).outcome, 'procurement.nothing_due');
    play([pass(1), settle], world);
    // Three of four are worth 300.00, of which 80.00 was paid on acceptance.
    assert.deepEqual([order(world)?.state, seller(world), buyer(world)], ['closed', 30_000, 70_000]);
  });

  test('and says nothing of it ends after a year', () => {
    const world = play(ordered({}));
    play([pass(366 * DAY_MS), settle], world);
    assert.deepEqual([order(world)?.state, seller(world), buyer(world)], ['closed', 0, 100_000]);
  });
});

test('what an order leaves open is listed: a person decides it', () => {
  const term = { name: 'flatness', measure: 'flatness', unit: 'mm', limit: '0.05', evidenceSource: 'QIF results' };
  const bare = { terms: [term, { name: 'finish' }], payment: 'hold' as const };
  const conditions = [
    'incoterm',
    'liabilityLimitCents',
    'warrantyDays',
    'law',
    'forum',
    'arbiter',
    'acceptanceDays',
    'dispute',
    'lapseDays',
  ];
  const open = [...conditions.map((name) => `conditions.${name}`), 'terms.finish', 'milestones', 'retention', 'late'];
  assert.deepEqual(openConditions(bare), open);
  assert.ok(openConditions({ ...bare, payment: 'invoice' }).includes('conditions.paymentDays'));
  const full = {
    terms: [term],
    payment: 'hold' as const,
    conditions: {
      incoterm: { code: 'DAP' as const, place: 'Hamburg' },
      liabilityLimitCents: 1_000_000,
      warrantyDays: 730,
      law: 'DE',
      forum: 'Hamburg',
      arbiter: 'carter',
      acceptanceDays: 14,
      dispute: { days: 30, sellerBasisPoints: 5000 },
      lapseDays: 180,
    },
    milestones: [{ name: 'drawings', shareBasisPoints: 10_000, when: 'decision' as const }],
    retention: { shareBasisPoints: 500, days: 365 },
    late: { basisPointsPerDay: 20, mostBasisPoints: 500 },
  };
  assert.deepEqual(openConditions(full), ['milestones.drawings']);
});
