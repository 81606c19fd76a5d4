// Two persons of the buyer, where it wants them.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import { callOperation } from '#contracts/shared/operation.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import type { Step, World } from '#test/world.ts';
import { orderOf, placeAgreed } from './operations.ts';
import { balanceCents, funded, milestones, onDispute, onOrder, orderId, place, policy } from './procurement.fixture.ts';

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
    [
      'a release by hand',
      [],
      (by) => onOrder(by, 'releaseMilestone', { milestone: 'decision 0', quantity: 4 }),
      undefined,
    ],
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
    [
      'the end of a dispute',
      [
        onOrder('acme/quality', 'openDispute', { part: { quantity: 4 }, reason: 'A'.repeat(43) }),
        onDispute('borealis/sales', 'proposeSplit', { sellerCents: 40_000 }),
      ],
      (by) => onDispute(by, 'agreeSplit'),
      undefined,
    ],
  ];
  for (const [what, before, sign, after] of large) {
    test(`sign ${what} above the limit: the second signs the same, and the first alone does nothing`, () => {
      const world = play([...ordered({ milestones: milestones(['decision', 10_000]) }), ...before, policy(39_999)]);
      const untouched = balances(world);
      play([sign('acme/buyer')], world);
      assert.deepEqual(balances(world), untouched);
      assert.equal(refused(world, sign('acme/buyer')), 'procurement.second_same');
      play([sign('acme/finance')], world);
      if (after !== undefined) play([after], world);
      assert.notDeepEqual(balances(world), untouched);
      assert.deepEqual(world.all('procurement/second'), []);
    });
  }

  test('sign the very same: another amount starts anew', () => {
    const release = (by: string, quantity: number) =>
      onOrder(by, 'releaseMilestone', { milestone: 'decision 0', quantity });
    const world = play([...ordered({ milestones: milestones(['decision', 10_000]) }), policy(10_000)]);
    play([release('acme/buyer', 2), release('acme/finance', 3), release('acme/buyer', 2)], world);
    assert.deepEqual(balances(world), [60_000, 0, 40_000]);
    play([release('acme/finance', 2)], world);
    assert.deepEqual(balances(world), [60_000, 20_000, 20_000]);
  });

  test('sign a release that with the earlier ones of its milestone is above the limit, and none that stays at it', () => {
    const release = (by: string, quantity: number) =>
      onOrder(by, 'releaseMilestone', { milestone: 'decision 0', quantity });
    const world = play([...ordered({ milestones: milestones(['decision', 10_000]) }), policy(20_000)]);
    play([release('acme/buyer', 1), release('acme/buyer', 2), release('acme/buyer', 3)], world);
    assert.deepEqual(balances(world), [60_000, 20_000, 20_000]);
    play([release('acme/finance', 3)], world);
    assert.deepEqual(balances(world), [60_000, 30_000, 10_000]);
  });

  test('sign the very same: the same amount for another count starts anew', () => {
    const close = (by: string, acceptedQuantity: number) =>
      onOrder(by, 'closeOrder', { acceptedQuantity, payCents: 20_000 });
    const world = play([...ordered(), policy(10_000), close('acme/buyer', 2), close('acme/finance', 3)]);
    assert.equal(order(world)?.state, 'accepted');
    play([close('acme/buyer', 3)], world);
    assert.deepEqual([order(world)?.state, order(world)?.acceptedQuantity], ['closing', 3]);
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
