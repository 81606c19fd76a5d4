// A request that asks for a track record: what a shop did counts when it opens its bid, and a new shop says nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import { evidence, onOrder, pass, place } from '#contracts/procurement/procurement.fixture.ts';
import { START_MS } from '#test/world.ts';
import { cheap, dear } from './deals.fixture.ts';
import { at, bidId, market, onRfq, open, publish, seal } from './market.fixture.ts';

const DAY_MS = 86_400_000;
const asked = { months: 12, orders: 1, inTimeBasisPoints: 9_000, acceptedBasisPoints: 7_500 };
const HOUR_MS = 3_600_000;
const begin = START_MS + 3 * HOUR_MS;

/** borealis delivers four plates, so many of them late, and acme accepts all or all but those. */
const delivered = (late: number, accepted: number): readonly Later[] => [
  place({ unitPriceCents: 1_000, neededByMs: START_MS + HOUR_MS }),
  onOrder('borealis/sales', 'acceptOrder'),
  evidence('delivered', 4 - late),
  () => pass(2 * HOUR_MS),
  ...(late === 0 ? [] : [evidence('delivered', late)]),
  onOrder('acme/finance', 'closeOrder', { acceptedQuantity: accepted }),
  ...(accepted === 4 ? [] : [onOrder('borealis/finance', 'agreeClosing')]),
];
const times = { sealUntilMs: begin + 60_000, openUntilMs: begin + 120_000, awardUntilMs: begin + 180_000 };
const bids = [
  at(begin, publish({ trackRecord: asked, ...times })),
  seal('borealis', dear),
  seal('carter', cheap),
  at(begin + 60_000, open('carter', cheap)),
  open('borealis', dear),
];
const faultsOf = (world: ReturnType<typeof play>, member: string) =>
  world.get('sourcing/bid', bidId(world, member))?.faults;

test('a shop that did well is compared, and a cheaper one without a record is not', () => {
  const world = play([...market, ...delivered(0, 4), ...bids]);
  assert.deepEqual(faultsOf(world, 'borealis'), []);
  assert.deepEqual(faultsOf(world, 'carter'), ['orders_few', 'in_time_low', 'accepted_low']);
  const award = (member: string) => onRfq('acme/buyer', 'award', { bid: bidId(world, member) })(world);
  assert.equal(world.do(award('carter')).outcome, 'sourcing.bid_excluded');
  world.ok(award('borealis'));
});

test('a shop that was late, or whose things were not accepted, is not compared', () => {
  assert.deepEqual(faultsOf(play([...market, ...delivered(1, 4), ...bids]), 'borealis'), ['in_time_low']);
  assert.deepEqual(faultsOf(play([...market, ...delivered(0, 2), ...bids]), 'borealis'), ['accepted_low']);
  assert.deepEqual(faultsOf(play([...market, ...delivered(0, 3), ...bids]), 'borealis'), []);
});

test('only the months that are asked for count', () => {
  const year = START_MS + 70 * DAY_MS;
  const later = { sealUntilMs: year + 60_000, openUntilMs: year + 120_000, awardUntilMs: year + 180_000 };
  const over = (months: number) => {
    const needed = { neededByMs: year + 20 * DAY_MS };
    const ask: Later = (world) => {
      const { order, requirement, ...rest } = publish({ trackRecord: { ...asked, months }, ...later })(world).input;
      const input = {
        ...rest,
        order: { ...Object(order), ...needed },
        requirement: { ...Object(requirement), ...needed },
      };
      return { by: 'acme/buyer', action: 'sourcing.publishRfq', input };
    };
    const steps = [at(year, ask), seal('borealis', dear), at(year + 60_000, open('borealis', dear))];
    const faults = faultsOf(play([...market, ...delivered(0, 4), ...steps]), 'borealis');
    return (faults as readonly string[]).includes('orders_few');
  };
  assert.equal(over(3), false);
  assert.equal(over(2), true);
});
