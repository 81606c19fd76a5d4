// A period of rewards on a small market: delta runs the platform, takes its fee and shares its credits; borealis and carter
// are shops, acme buys.

import type { Later } from '#contracts/items/items.fixture.ts';
import { evidence, onlyId, onOrder, orderId, pass } from '#contracts/procurement/procurement.fixture.ts';
import {
  at,
  award,
  bidId,
  market,
  NEEDED_BY_MS,
  open,
  priced,
  publish,
  rfqInput,
  SEAL_UNTIL_MS,
  seal,
} from '#contracts/sourcing/market.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { START_MS, type Step, type World } from '#test/world.ts';

const DAY_MS = 86_400_000;
export const ENDS_MS = START_MS + 30 * DAY_MS;
export const CLAIM_UNTIL_MS = ENDS_MS + 14 * DAY_MS;

const account = (unit: string): Step => ({ by: 'delta/finance', action: 'accounts.openAccount', input: { unit } });

/** delta opens a period with a pool of 1,001 credits. */
export function openPeriod(more: JsonObject = {}, by = 'delta/finance'): Step {
  const points = { orders: 50, onTime: 30, bids: 10 };
  const times = { startsAtMs: START_MS, endsAtMs: ENDS_MS, claimUntilMs: CLAIM_UNTIL_MS };
  const pool = { from: 'delta/CREDIT', unit: 'CREDIT', poolCents: 1_001, mostBasisPoints: 5_000 };
  return { by, action: 'rewards.open', input: { ...pool, points, ...times, ...more } };
}

/** The id of the first period. */
export function periodId(world: World): string {
  return onlyId(world, 'rewards/period');
}

/** A step on the first period. */
export function onPeriod(by: string, action: string, more: JsonObject = {}): Later {
  return (world) => ({ by, action: `rewards.${action}`, input: { period: periodId(world), ...more } });
}

/** A member enters the only order. */
export const enterOrder =
  (member: string): Later =>
  (world) =>
    onPeriod(`${member}/sales`, 'enter', { kind: 'order', record: orderId(world) })(world);
/** A member enters the bid of a member. */
export const enterBid =
  (member: string, of = member): Later =>
  (world) =>
    onPeriod(`${member}/sales`, 'enter', { kind: 'bid', record: bidId(world, of) })(world);

/** The market, delta's tariff, and 5,000 credits of delta's own. */
export const platform: readonly Step[] = [
  ...market,
  account('EUR'),
  account('CREDIT'),
  {
    by: 'delta/finance',
    action: 'accounts.issue',
    input: { to: 'delta/CREDIT', amountCents: 5_000, reference: 'pool' },
  },
  {
    by: 'delta/finance',
    action: 'procurement.publishTariff',
    input: { unit: 'EUR', feeBasisPoints: 100, mostCents: 5_000 },
  },
];
export const running = [...platform, openPeriod()];

/** acme asks for plates under delta's tariff, and says what lateness costs. */
const ask =
  (hasTariff: 'tariff' | 'no tariff'): Later =>
  (world) => {
    const tariff = hasTariff === 'tariff' ? { tariff: onlyId(world, 'procurement/tariff') } : {};
    const late = { basisPointsPerDay: 100, mostBasisPoints: 1_000 };
    // The fixture's request has an order of this shape.
    const order = rfqInput(world).order as JsonObject;
    return publish({ order: { ...order, late, ...tariff } })(world);
  };

/** borealis and carter have opened their bids, and borealis has won at this price. */
export const awarded = (hasTariff: 'tariff' | 'no tariff' = 'tariff', unitPriceCents = 15_000) => [
  ...running,
  ask(hasTariff),
  seal('borealis', priced(unitPriceCents)),
  seal('carter', priced(18_000)),
  at(SEAL_UNTIL_MS, open('borealis', priced(unitPriceCents))),
  open('carter', priced(18_000)),
  award('borealis'),
];
/** acme takes so many of four plates as they are, at an end that both agree to or that pays in full. */
export const closed = (accepted: number): readonly Later[] =>
  accepted === 4
    ? [onOrder('acme/buyer', 'closeOrder', { acceptedQuantity: 4 })]
    : [onOrder('acme/buyer', 'closeOrder', { acceptedQuantity: accepted }), onOrder('borealis/sales', 'agreeClosing')];
/** All four plates are delivered in time and paid. */
export const delivered = [...awarded(), evidence('delivered', 4), ...closed(4)];
/** All four plates are delivered two days late, and paid. */
export const deliveredLate = [
  ...awarded(),
  at(NEEDED_BY_MS + 2 * DAY_MS, () => pass(0)),
  evidence('delivered', 4),
  ...closed(4),
];
