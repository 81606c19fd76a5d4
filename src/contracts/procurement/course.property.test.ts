// What always holds of an order with milestones, changes, disputes, lateness and retention, whatever its sides, an arbiter
// and a stranger sign, whatever evidence comes, and however much time passes in between.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Later } from '#contracts/items/items.fixture.ts';
import { callOperation } from '#contracts/shared/operation.fixture.ts';
import { checkStanding } from '#contracts/standing/standing.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { type Step, World } from '#test/world.ts';
import type { Fulfilment } from './fulfilling.ts';
import { fulfil } from './operations.ts';
import { openParts } from './price.ts';
import { balanceCents, funded, milestones, onOrder, orderId, pass, place, policy } from './procurement.fixture.ts';
import type { Money, Order, Progress } from './records.ts';
import { partsOf } from './rules.ts';

const DAY_MS = 86_400_000;
const REASON = `${'B'.repeat(42)}A`;
const DEPOSIT_CENTS = 100_000;

const desk = (member: string) => (member === 'acme' ? 'acme/buyer' : 'borealis/sales');

/** One thing that happens; evidence moves the world by itself. */
type Happening = (world: World) => void;

const side = fc.constantFrom('acme', 'borealis');
const anyone = fc.constantFrom('acme', 'acme', 'borealis', 'borealis', 'carter');
const cents = fc.oneof({ weight: 3, arbitrary: fc.nat(200) }, { weight: 1, arbitrary: fc.nat(60_000) });
const quantity = fc.integer({ min: 1, max: 9 });

const signs =
  (later: Later): Happening =>
  (world) => {
    world.do(later(world));
  };
const dispute = (world: World, at: number) => {
  const all = world.all('procurement/dispute');
  return String(all[at % Math.max(1, all.length)]?.id ?? 'dispute-none');
};
const onDispute =
  (by: string, action: string, at: number, more: JsonObject = {}): Happening =>
  (world) => {
    const input = { order: orderId(world), dispute: dispute(world, at), ...more };
    world.do({ by, action: `procurement.${action}`, input });
  };

const VIA: { readonly [kind in Fulfilment['kind']]: string } = {
  built: 'production',
  inspected: 'inspection',
  delivered: 'shipping',
  accepted: 'shipping',
  rejected: 'shipping',
};
const evidence = fc
  .tuple(
    fc.constantFrom<Fulfilment['kind'][]>('built', 'inspected', 'delivered', 'delivered', 'accepted', 'rejected'),
    fc.integer({ min: 1, max: 4 }),
  )
  .map(
    ([kind, count]): Happening =>
      (world) => {
        const by = { by: 'borealis/sales', via: VIA[kind] };
        callOperation(world, by, fulfil, { order: orderId(world), kind, quantity: count });
      },
  );
const time = fc
  .oneof(fc.integer({ min: 1, max: 40 }), fc.constant(420))
  .map((days): Happening => signs(() => pass(days * DAY_MS)));

const changes = fc
  .record(
    { quantity, unitPriceCents: fc.nat(12_000), neededByDays: fc.integer({ min: 1, max: 90 }) },
    { requiredKeys: [] },
  )
  .map(({ neededByDays, ...rest }) => (world: World) => ({
    ...rest,
    ...(neededByDays === undefined ? {} : { neededByMs: world.timeMs + neededByDays * DAY_MS }),
  }));
const changing = fc.oneof(
  fc
    .tuple(side, changes)
    .map(([who, change]) => signs((world) => onOrder(desk(who), 'proposeChange', change(world))(world))),
  fc
    .tuple(
      side,
      fc.constantFrom('buyer', 'seller'),
      fc.constantFrom('agreeChange', 'agreeChange', 'declineChange', 'withdrawChange'),
    )
    .map(([who, from, action]) => signs(onOrder(desk(who), action, { from }))),
);
/** The side that did not propose agrees, as it most often would. */
const agreeing = fc.constantFrom<Happening[]>(
  (world) => {
    const [change] = world.all('procurement/change').filter(({ state }) => state === 'proposed');
    const [by, from] = change?.by === 'acme' ? ['borealis/sales', 'buyer'] : ['acme/buyer', 'seller'];
    world.do(onOrder(by, 'agreeChange', { from })(world));
  },
  (world) => {
    const [split] = world
      .all('procurement/dispute')
      .filter(({ state, proposal }) => state === 'open' && proposal !== undefined);
    const by = (split?.proposal as JsonObject | undefined)?.by === 'acme' ? 'borealis/finance' : 'acme/finance';
    const input = { order: orderId(world), dispute: String(split?.id) };
    world.do({ by, action: 'procurement.agreeSplit', input });
  },
);
/** The milestone at a place of the order's list; another name where there is none. */
const named = (world: World, at: number) => {
  const staged = world.all('procurement/order')[0]?.milestones as readonly JsonObject[] | undefined;
  return { milestone: String(staged?.[at]?.name ?? 'none') };
};
const releasing = fc
  .tuple(anyone, fc.nat(3), quantity)
  .map(([who, milestone, count]) =>
    signs((world) =>
      onOrder(`${who}/finance`, 'releaseMilestone', { ...named(world, milestone), quantity: count })(world),
    ),
  );
const part = fc.oneof<fc.Arbitrary<JsonObject>[]>(
  fc.record({ amountCents: cents }),
  fc.record({ amountCents: cents }),
  fc.record({ at: fc.nat(3), quantity }),
  fc.record({ quantity: fc.integer({ min: 1, max: 2 }) }),
  fc.record({ retainedCents: cents }),
);
const opening = fc.tuple(side, part).map(([who, { at, ...rest }]) =>
  signs((world) => {
    const what = at === undefined ? rest : { ...rest, ...named(world, Number(at)) };
    return onOrder(`${who}/finance`, 'openDispute', { part: what, reason: REASON })(world);
  }),
);
const disputing = fc.oneof(
  fc
    .tuple(side, fc.nat(5), cents)
    .map(([who, at, sellerCents]) => onDispute(`${who}/finance`, 'proposeSplit', at, { sellerCents })),
  fc.tuple(side, fc.nat(5)).map(([who, at]) => onDispute(`${who}/finance`, 'agreeSplit', at)),
  fc.tuple(side, fc.nat(5)).map(([who, at]) => onDispute(`${who}/finance`, 'withdrawDispute', at)),
  fc
    .tuple(fc.constantFrom('carter', 'acme'), fc.nat(5), cents)
    .map(([who, at, sellerCents]) => onDispute(`${who}/quality`, 'decideDispute', at, { sellerCents })),
  fc
    .nat(5)
    .map((at): Happening => signs((world) => onOrder('delta/sales', 'settle', { dispute: dispute(world, at) })(world))),
);
const closing = fc.oneof(
  fc
    .tuple(anyone, fc.nat(9), fc.option(cents))
    .map(([who, acceptedQuantity, payCents]) =>
      signs(onOrder(`${who}/finance`, 'closeOrder', { acceptedQuantity, ...(payCents === null ? {} : { payCents }) })),
    ),
  side.map((who) => signs(onOrder(`${who}/finance`, 'agreeClosing'))),
  side.map((who) => signs(onOrder(`${who}/finance`, 'withdrawClosing'))),
);
const answer = fc
  .constantFrom('acceptOrder', 'acceptOrder', 'acceptOrder', 'acceptOrder', 'declineOrder')
  .map((action) => signs(onOrder('borealis/sales', action)));
const settle = anyone.map((who) => signs(onOrder(`${who}/sales`, 'settle')));

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 2, arbitrary: answer },
  { weight: 9, arbitrary: evidence },
  { weight: 3, arbitrary: time },
  { weight: 5, arbitrary: changing },
  { weight: 3, arbitrary: releasing },
  { weight: 5, arbitrary: opening },
  { weight: 5, arbitrary: disputing },
  { weight: 4, arbitrary: agreeing },
  { weight: 1, arbitrary: closing },
  { weight: 2, arbitrary: settle },
  { weight: 1, arbitrary: fc.constant(signs(onOrder('acme/buyer', 'cancelOrder'))) },
  { weight: 1, arbitrary: fc.constant(signs(onOrder('acme/finance', 'confirmOrder'))) },
);

const WHENS = ['acceptance', 'built', 'inspected', 'delivered', 'accepted', 'decision'];
const staged = fc
  .array(fc.tuple(fc.constantFrom(...WHENS), fc.integer({ min: 1, max: 2500 })), { minLength: 1, maxLength: 4 })
  .map((parts) => {
    const shares = parts.slice(1).map(([, share]) => share);
    const first = 10_000 - shares.reduce((sum, share) => sum + share, 0);
    return milestones(...parts.map(([when], i) => [when, i === 0 ? first : (shares[i - 1] ?? 0)] as const));
  });
const terms = fc.record(
  {
    quantity: fc.integer({ min: 1, max: 7 }),
    unitPriceCents: fc.nat(12_000),
    payment: fc.constantFrom('hold', 'hold', 'hold', 'invoice'),
    milestones: staged,
    retention: fc.record({ shareBasisPoints: fc.integer({ min: 1, max: 10_000 }), days: fc.nat(60) }),
    late: fc.record({
      basisPointsPerDay: fc.integer({ min: 1, max: 500 }),
      mostBasisPoints: fc.integer({ min: 1, max: 10_000 }),
    }),
    conditions: fc.record(
      {
        arbiter: fc.constant('carter'),
        acceptanceDays: fc.nat(20),
        dispute: fc.record({ days: fc.integer({ min: 1, max: 60 }), sellerBasisPoints: fc.nat(10_000) }),
        lapseDays: fc.integer({ min: 1, max: 400 }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['quantity', 'unitPriceCents', 'payment'] },
);

const setUp: readonly Step[] = [
  { by: 'delta/finance', action: 'accounts.openAccount', input: { unit: 'EUR' } },
  {
    by: 'delta/finance',
    action: 'procurement.publishTariff',
    input: { unit: 'EUR', feeBasisPoints: 150, mostCents: 700 },
  },
];

const the = <T>(world: World, kind: string) => world.all(kind)[0] as T | undefined;

/** Holds after each step. @param paidBefore what the seller had then */
function check(world: World, paidBefore: number): number {
  const order = the<Order>(world, 'procurement/order');
  const money = the<Money>(world, 'procurement/money');
  const progress = the<Progress>(world, 'procurement/progress');
  const holds = world.all('accounts/hold').reduce((sum, { amountCents }) => sum + Number(amountCents), 0);
  const [buyer, seller, operator] = ['acme', 'borealis', 'delta'].map((who) => balanceCents(world, `${who}/EUR`));
  assert.equal(Number(buyer) + Number(seller) + Number(operator) + holds, DEPOSIT_CENTS, 'money is only moved');
  assert.ok(order !== undefined);
  const wasAccepted = ['accepted', 'closing', 'closed'].includes(order.state);
  assert.equal(operator, wasAccepted ? order.feeCents : 0, 'the fee once, on acceptance, or not at all');
  if (money === undefined || progress === undefined) {
    assert.ok(order.state === 'awaitsSecond' || order.state === 'withdrawn');
    assert.equal(holds, 0);
    return 0;
  }
  const { paidCents, returnedCents, heldCents, retainedCents, frozenRetainedCents, parts } = money;
  assert.equal(paidCents + returnedCents + heldCents, order.totalCents, 'paid, returned and held are the price');
  const open = openParts(order, money);
  if (wasAccepted) {
    const inParts = open.reduce((sum, one, i) => sum + one + (parts[i]?.frozenCents ?? 0), 0);
    assert.equal(heldCents, retainedCents + inParts, 'held is kept back, frozen or open');
  }
  const amounts = [...open, frozenRetainedCents, retainedCents - frozenRetainedCents, money.lateDueCents];
  for (const amount of amounts) assert.ok(amount >= 0, 'no amount is below zero');
  const isHeld = order.payment === 'hold';
  const topUps = world.all('procurement/change').reduce((sum, { topUpCents }) => sum + Number(topUpCents), 0);
  const fee = order.state === 'placed' ? (order.feeCents ?? 0) : 0;
  assert.equal(holds, (isHeld ? heldCents : 0) + topUps + fee, 'what is held lies in the hold');
  assert.equal(seller, isHeld ? paidCents : 0, 'the seller has what was paid');
  assert.ok(paidCents >= paidBefore, 'nothing is taken back');
  const { built, inspected, delivered, accepted } = progress;
  for (const count of [built, inspected, delivered]) assert.ok(count <= order.quantity);
  assert.ok(accepted <= delivered, 'what is accepted was delivered');
  assert.equal(
    partsOf(order).reduce((sum, one) => sum + one, 0),
    order.totalCents,
  );
  const frozen = world
    .all('procurement/dispute')
    .reduce((sum, { state, amountCents }) => sum + (state === 'open' ? Number(amountCents) : 0), 0);
  assert.equal(frozenRetainedCents + parts.reduce((sum, { frozenCents }) => sum + frozenCents, 0), frozen);
  checkStanding(world);
  return paidCents;
}

/** The buyer cancels what was not accepted. Otherwise nobody signs anything any more but a stranger, when time has passed. */
function leaveAlone(world: World, paidBefore: number): void {
  const order = the<Order>(world, 'procurement/order');
  if (order?.state === 'placed' || order?.state === 'awaitsSecond')
    world.ok(onOrder('acme/buyer', 'cancelOrder')(world));
  else if (order?.state === 'declined' || order?.state === 'cancelled' || order?.state === 'withdrawn') return;
  world.do(pass(900 * DAY_MS));
  world.do(onOrder('carter/sales', 'settle')(world));
  for (const { id, state } of world.all('procurement/dispute')) {
    if (state === 'open') world.ok(onOrder('carter/sales', 'settle', { dispute: String(id) })(world));
  }
  world.do(pass(900 * DAY_MS));
  world.do(onOrder('carter/sales', 'settle')(world));
  check(world, paidBefore);
  assert.match(String(the<Order>(world, 'procurement/order')?.state), /^(closed|cancelled|withdrawn)$/);
  assert.equal(the<Money>(world, 'procurement/money')?.heldCents ?? 0, 0);
  assert.ok(
    world.all('accounts/hold').every(({ state }) => state === 'settled'),
    'nothing stays held',
  );
}

test('money is conserved to the cent, the fee is paid once, and every order ends, whatever happens', () => {
  const seen = new Map<string, number>();
  const property = fc.property(
    terms,
    fc.option(fc.nat(80_000)),
    fc.array(happening, { minLength: 10, maxLength: 36 }),
    (agreed, limit, happenings) => {
      const world = new World();
      for (const given of [...funded, ...setUp]) world.ok(given);
      if (limit !== null) world.ok(policy(limit));
      const tariff = String(world.all('procurement/tariff')[0]?.id);
      world.ok(place({ ...agreed, tariff, neededByMs: world.timeMs + 30 * DAY_MS })(world));
      let paid = check(world, 0);
      if (limit !== null) world.do(onOrder('acme/finance', 'confirmOrder')(world));
      world.do(onOrder('borealis/sales', 'acceptOrder')(world));
      for (const next of happenings) {
        next(world);
        paid = check(world, paid);
      }
      for (const { state } of [
        ...world.all('procurement/order'),
        ...world.all('procurement/dispute'),
        ...world.all('procurement/change'),
      ])
        seen.set(String(state), (seen.get(String(state)) ?? 0) + 1);
      leaveAlone(world, paid);
    },
  );
  fc.assert(property, { numRuns: 1000, seed: 42 });
  for (const state of ['closed', 'closing', 'open', 'agreed', 'decided', 'ranOut', 'declined', 'withdrawn']) {
    assert.ok((seen.get(state) ?? 0) > 5, `${state} was seen ${seen.get(state) ?? 0} times`);
  }
});
