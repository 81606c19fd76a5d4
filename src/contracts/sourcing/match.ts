// How bids are sealed, judged and compared. Pure: a client computes what the contract computes.
//
// A bid that no fault excludes has 0 to 10,000 points, by the weights of its request for quotation (basis points that add
// up to 10,000), each part rounded down:
//
//   price   its weight × (reserve − unit price) / reserve
//   time    its weight × (needed by − deliver by) / (needed by − sealed until), at most its weight
//   shop    its weight × points of the shop's qualification (capacity/match.ts) / 10,000
//
// Points are of the request and the one bid alone: no other bid changes them, so a losing bid that comes or goes never
// changes who wins. Of equal points the bid that was sealed first is the better one.

import { type Counts, reaches, sellerRecord } from '#contracts/standing/match.ts';
import type { Json } from '#core/canonical-json.ts';
import type { Bid, BidContent, Rfq } from './records.ts';

/** Basis points of a whole. */
export const WHOLE = 10_000;

/** Where a bid belongs: it cannot be opened for another request, by another member, on another ledger. */
export type BidPlace = { readonly ledger: string; readonly rfq: string; readonly bidder: string };

/**
 * What the SHA-256 of a sealed bid is over, as canonical JSON: the vault's commitment (docs/format.md) with the request
 * as its nonce. @param salt 32 bytes, base64url
 */
export function sealedContent({ ledger, rfq, bidder }: BidPlace, salt: string, bid: BidContent): Json {
  const place = { ledger, contract: 'sourcing', field: 'bid', owner: bidder, nonce: rfq };
  return { domain: 'touchmark/commitment/v1', ...place, salt, value: { ...bid } };
}

/** Why a bid is not compared, beside what its shop lacks. */
export type BidFault = 'above_reserve' | 'delivers_late' | 'validity_short' | 'addendum_open';

/** The faults of an opened bid. @param acknowledged the number of the last addendum that its bidder has signed */
export function bidFaults(
  { order, reserveUnitPriceCents, awardUntilMs, addenda }: RfqTerms,
  { unitPriceCents, deliverByMs, validUntilMs }: BidContent,
  acknowledged: number,
): readonly BidFault[] {
  return [
    ...(unitPriceCents > reserveUnitPriceCents ? ['above_reserve' as const] : []),
    ...(deliverByMs > order.neededByMs ? ['delivers_late' as const] : []),
    ...(validUntilMs < awardUntilMs ? ['validity_short' as const] : []),
    ...(acknowledged < addenda ? ['addendum_open' as const] : []),
  ];
}

/** What of its months a shop lacks. @param over the counts of the shop over so many months, to now */
export function trackRecordFaults(
  { trackRecord }: Pick<Rfq, 'trackRecord'>,
  over: (months: number) => Counts,
): readonly ('orders_few' | 'in_time_low' | 'accepted_low')[] {
  if (trackRecord === undefined) return [];
  const { orders, inTime, accepted } = sellerRecord(over(trackRecord.months));
  return [
    ...(orders < trackRecord.orders ? ['orders_few' as const] : []),
    ...(reaches(inTime, trackRecord.inTimeBasisPoints) ? [] : ['in_time_low' as const]),
    ...(reaches(accepted, trackRecord.acceptedBasisPoints) ? [] : ['accepted_low' as const]),
  ];
}

type RfqTerms = Pick<Rfq, 'order' | 'reserveUnitPriceCents' | 'awardUntilMs' | 'addenda'>;

/** The parts of a bid's score and their sum. */
export type BidScore = {
  readonly price: number;
  readonly time: number;
  readonly shop: number;
  readonly points: number;
};

/** The score of a bid without faults. @param shopPoints 0 to 10,000 */
export function scoreBid(
  { order, reserveUnitPriceCents, weights, sealUntilMs }: Pick<Rfq, ScoredBy>,
  { unitPriceCents, deliverByMs }: Pick<BidContent, 'unitPriceCents' | 'deliverByMs'>,
  shopPoints: number,
): BidScore {
  const { neededByMs } = order;
  const price = share(weights.price, reserveUnitPriceCents - unitPriceCents, reserveUnitPriceCents);
  const time = share(weights.time, neededByMs - deliverByMs, neededByMs - sealUntilMs);
  const shop = share(weights.shop, shopPoints, WHOLE);
  return { price, time, shop, points: price + time + shop };
}

type ScoredBy = 'order' | 'reserveUnitPriceCents' | 'weights' | 'sealUntilMs';

/** Negative where the first bid is the better one. */
export function compareBids(a: Pick<Bid, 'points' | 'place'>, b: Pick<Bid, 'points' | 'place'>): number {
  return (b.points ?? 0) - (a.points ?? 0) || a.place - b.place;
}

/** What each eligible bid gets of a reward pool; what is left over stays the buyer's. */
export function poolShare(
  { amountCents, capCents }: { readonly amountCents: number; readonly capCents: number },
  eligible: number,
): number {
  return eligible === 0 ? 0 : Math.min(capCents, Math.floor(amountCents / eligible));
}

/** `most` × part / whole, rounded down, from 0 to `most`; the whole is above zero. */
function share(most: number, part: number, whole: number): number {
  if (part <= 0) return 0;
  if (part >= whole) return most;
  return Number((BigInt(most) * BigInt(part)) / BigInt(whole));
}
