// What happens on the way of an order: changes, disputes, units made again, an end by both sides, and two persons where
// the buyer wants them.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import { callOperation } from '#contracts/shared/operation.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import type { Step, World } from '#test/world.ts';
import { orderOf, placeAgreed } from './operations.ts';
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
  policy,
  registerUnits,
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
    assert.equal(refused(world, agree('acme/sales', 'buyer')), 'procurement.not_other_side');
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
  const oneUnit = open({ milestone: 1, quantity: 1 });

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

  test('is about what is open: neither more than that, nor the same money twice', () => {
    const world = play([...ordered(staged), evidence('delivered', 3), open({ milestone: 0, quantity: 1 })]);
    for (const part of [
      { milestone: 0, quantity: 1 },
      { milestone: 1, quantity: 5 },
      { amountCents: 20_001 },
      { retainedCents: 1 },
    ])
      assert.equal(refused(world, open(part)), 'procurement.dispute_too_much');
    assert.equal(refused(world, open({ milestone: 2, quantity: 1 })), 'procurement.milestone_unknown');
    assert.equal(refused(world, open({ amountCents: 1 }, 'carter/quality')), 'procurement.not_party');
  });
});

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

describe('two persons of the buyer', () => {
  const confirm = (by: string) => onOrder(by, 'confirmOrder');

  test('sign an order above the limit: until then the seller does not see it, and nothing is set aside', () => {
    const world = play([...funded, policy(39_999), place()]);
    const sees = () =>
      world.registry.readers('procurement/order', world.state.get('procurement/order', orderId(world)) ?? '');
    assert.deepEqual([order(world)?.state, sees(), ...balances(world)], ['awaitsSecond', ['acme'], 100_000, 0, 0]);
    for (const [by, outcome] of [
      ['acme/buyer', 'second_same'],
      ['borealis/finance', 'not_buyer'],
    ] as const)
      assert.equal(refused(world, confirm(by)), `procurement.${outcome}`);
    assert.equal(refused(world, accept), 'procurement.not_placed');
    play([confirm('acme/finance'), accept], world);
    assert.deepEqual(
      [order(world)?.state, sees(), ...balances(world)],
      ['accepted', ['acme', 'borealis'], 60_000, 0, 40_000],
    );
  });

  test('do not sign one at the limit', () => {
    assert.equal(order(play([...funded, policy(40_000), place()]))?.state, 'placed');
  });

  test('sign one that an agent placed: one of them is a person', () => {
    const line = { what: 'procurement.placeOrder', unit: 'EUR', mostEach: 50_000, mostPerPeriod: 50_000 };
    const mandate = [{ ...line, periodMs: DAY_MS, untilMs: Number.MAX_SAFE_INTEGER }];
    const setMandate = { by: 'acme/admin', action: 'membership.setMandate', input: { actor: 'acme/agent', mandate } };
    const world = play([...funded, setMandate, policy(0), place({}, 'acme/agent'), confirm('acme/buyer')]);
    assert.equal(order(world)?.state, 'placed');
  });

  test('may drop it before the seller has seen it', () => {
    const world = play([...funded, policy(1), place(), onOrder('acme/buyer', 'cancelOrder')]);
    assert.deepEqual([order(world)?.state, ...balances(world)], ['withdrawn', 100_000, 0, 0]);
    assert.equal(refused(world, confirm('acme/finance')), 'procurement.not_awaiting');
    assert.deepEqual(world.all('procurement/second'), []);
  });

  test('sign one that its seller agreed to before, which is accepted with the second signature', () => {
    const world = play([...funded, policy(1)]);
    const { deliveryPlace, ...input } = place()(world).input;
    const terms = { ...input, deliveryPlace };
    // Made by the fixture as `placeOrder` takes it.
    const placed = callOperation(world, { by: 'acme/buyer', via: 'sourcing' }, placeAgreed, terms as never);
    const by = { by: 'acme/buyer', via: 'sourcing' };
    const state = () => callOperation(world, by, orderOf, { id: String(placed.value) }).value?.state;
    assert.equal(state(), 'awaitsSecond');
    play([confirm('acme/finance')], world);
    assert.equal(state(), 'accepted');
  });

  const large: readonly (readonly [string, readonly Given[], (by: string) => Later, Later | undefined])[] = [
    ['a release by hand', [], (by) => onOrder(by, 'releaseMilestone', { milestone: 0, quantity: 4 }), undefined],
    ['a closing', [], (by) => onOrder(by, 'closeOrder', { acceptedQuantity: 4 }), undefined],
    [
      'a closing that the seller proposes',
      [onOrder('borealis/sales', 'closeOrder', { acceptedQuantity: 4 })],
      (by) => onOrder(by, 'agreeClosing'),
      undefined,
    ],
    [
      'a higher price',
      [],
      (by) => onOrder(by, 'proposeChange', { quantity: 5 }),
      onOrder('borealis/sales', 'agreeChange', { from: 'buyer' }),
    ],
  ];
  for (const [what, before, sign, after] of large) {
    test(`sign ${what} above the limit: the second signs the same, and the first alone does nothing`, () => {
      // acme's sales desk plays a second buyer's desk where the action is not for finance.
      const second = what === 'a higher price' ? 'acme/sales' : 'acme/finance';
      const world = play([...ordered({ milestones: milestones(['decision', 10_000]) }), ...before, policy(39_999)]);
      const untouched = balances(world);
      play([sign('acme/buyer')], world);
      assert.deepEqual(balances(world), untouched);
      assert.equal(refused(world, sign('acme/buyer')), 'procurement.second_same');
      play([sign(second)], world);
      if (after !== undefined) play([after], world);
      assert.notDeepEqual(balances(world), untouched);
      assert.deepEqual(world.all('procurement/second'), []);
    });
  }

  test('sign the very same: another amount starts anew', () => {
    const release = (by: string, quantity: number) => onOrder(by, 'releaseMilestone', { milestone: 0, quantity });
    const world = play([...ordered({ milestones: milestones(['decision', 10_000]) }), policy(10_000)]);
    play([release('acme/buyer', 2), release('acme/finance', 3), release('acme/buyer', 2)], world);
    assert.deepEqual(balances(world), [60_000, 0, 40_000]);
    play([release('acme/finance', 2)], world);
    assert.deepEqual(balances(world), [60_000, 20_000, 20_000]);
  });

  test('are no longer needed once the administrator says so', () => {
    const world = play([
      ...funded,
      policy(1),
      { by: 'acme/admin', action: 'procurement.setPolicy', input: { unit: 'EUR' } },
      place(),
    ]);
    assert.equal(order(world)?.state, 'placed');
  });
});
