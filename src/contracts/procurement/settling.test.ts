// What time brings: silence, the end that every order has; and the fee, which comes once.

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
import { openConditions } from './rules.ts';

type Given = Step | Later;
const DAY_MS = 86_400_000;
const accept = onOrder('borealis/sales', 'acceptOrder');
const settle = onOrder('carter/sales', 'settle');
const ordered = (terms: JsonObject): readonly Given[] => [...funded, place(terms), accept];
const seller = (world: World) => balanceCents(world, 'borealis/EUR');
const buyer = (world: World) => balanceCents(world, 'acme/EUR');
const order = (world: World) => world.get('procurement/order', orderId(world));
const progress = (world: World) => world.get('procurement/progress', orderId(world));

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
