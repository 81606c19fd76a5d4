// A bid that was made as its page shows it: whose turn it is, what it says against what is asked, its points part by part,
// and where its bond is. Pure.

import { type BidScore, scoreBid } from '#sdk/index.ts';
import { money } from '../../parts/amount.ts';
import type { Bid, Rfq } from '../../parts/request/facts.ts';
import { fitsRequest } from '../../parts/request/fits.ts';
import { type Phase, phaseOf } from '../../parts/request/phases.ts';
import { duration } from '../../parts/time.ts';
import { madeBidTexts } from '../../texts/made-bids.ts';
import { requestTexts } from '../../texts/requests.ts';

/** Basis points of a whole. */
const WHOLE = 10_000;
const PARTS = ['price', 'time', 'shop'] as const;

/** Whose turn it is with a bid, by its state and the time of its request; undefined where it is nobody's. */
export function bidTurn(
  bid: Bid,
  rfq: Rfq,
  nowMs: number,
): { readonly member: string; readonly sentence: string } | undefined {
  const { state, bidder, isUnreadable } = bid;
  const { buyer, toBuyer } = rfq;
  const phase = phaseOf(rfq, nowMs);
  const { turns } = requestTexts;
  if (isSettleDue(bid, rfq, nowMs)) {
    return { member: state === 'sealed' && rfq.state !== 'cancelled' ? buyer : bidder, sentence: madeBidTexts.settle };
  }
  if (state === 'sealed' && phase === 'opening') {
    return { member: bidder, sentence: toBuyer === undefined ? turns.openBid : turns.handOver };
  }
  if (state === 'handedOver' && phase === 'contest') {
    return isUnreadable === true
      ? { member: bidder, sentence: turns.openBid }
      : { member: buyer, sentence: turns.nameBest };
  }
  return state === 'opened' && phase === 'awarding' ? { member: buyer, sentence: turns.award } : undefined;
}

/** How a price stands to the most that is paid: `12.5 % below the most that is paid`. */
export function priceWords(unitPriceCents: number, reserveCents: number): string {
  if (unitPriceCents === reserveCents) return madeBidTexts.atMost;
  const away = Math.abs(reserveCents - unitPriceCents);
  const share = `${Math.round((away * 1000) / reserveCents) / 10} %`;
  return unitPriceCents < reserveCents ? madeBidTexts.below(share) : madeBidTexts.above(share);
}

/** How a delivery stands to the date it is needed by. */
export function deliveryWords(deliverByMs: number, neededByMs: number): string {
  const away = duration(Math.abs(neededByMs - deliverByMs));
  return deliverByMs <= neededByMs ? madeBidTexts.before(away) : madeBidTexts.after(away);
}

/** A part of a bid's points. */
export type PointLine = { readonly part: (typeof PARTS)[number]; readonly points: number; readonly most: number };
/** Its points, and whether they are what the rule gives when it is computed again. */
export type Points = { readonly lines: readonly PointLine[]; readonly all: number; readonly agrees: boolean };

/** The points of a bid part by part; undefined where the ledger gave it none. */
export function pointsOf({ content, score, points }: Bid, rfq: Rfq): Points | undefined {
  if (content === undefined || score === undefined || points === undefined) return undefined;
  const again: BidScore = scoreBid(rfq, content, score.shopPoints);
  const lines = PARTS.map((part) => ({ part, points: score[part], most: rfq.weights[part] }));
  return { lines, all: points, agrees: again.points === points && PARTS.every((part) => again[part] === score[part]) };
}

/** The largest number of points that a bid can have. */
export const MOST_POINTS = WHOLE;

/** Where its bond is, in words. */
export function bondWords({ state, bondHold }: Bid, { bondCents, order }: Rfq): string {
  if (bondCents === 0) return madeBidTexts.bondNone;
  const amount = money(bondCents, order.unit);
  if (state === 'forfeited') return madeBidTexts.bondGone(amount);
  return bondHold === undefined ? madeBidTexts.bondBack(amount) : madeBidTexts.bondHeld(amount);
}

/** True where what is set aside for a bid is due to go where it belongs, and someone has only to say so. */
export function isSettleDue({ state, isUnreadable, creditsHold, bondHold }: Bid, rfq: Rfq, nowMs: number): boolean {
  if (state === 'sealed') return rfq.state === 'cancelled' || nowMs >= rfq.openUntilMs;
  if (state === 'handedOver' && isUnreadable === true) return nowMs >= (rfq.toBuyer?.contestUntilMs ?? 0);
  const hasHeld = creditsHold !== undefined || bondHold !== undefined;
  return (state === 'handedOver' || (state === 'opened' && hasHeld)) && rfq.state !== 'open';
}

const BEFORE_AWARD: readonly Phase[] = ['sealing', 'opening', 'contest'];
/** What is not named can come at any time. */
const PHASES: { readonly [action: string]: readonly Phase[] } = {
  'sourcing.withdrawBid': ['sealing'],
  'sourcing.openBid': ['opening', 'contest'],
  'sourcing.handOver': ['opening'],
  'sourcing.openReceived': ['contest'],
  'sourcing.sayUnreadable': ['contest'],
  'sourcing.claimShare': ['awarded', 'ended'],
};

/** True where an action on a bid can come, as far as the clock and its request say. @param action `contract.action` */
export function fitsBid(bid: Bid, rfq: Rfq, nowMs: number): (action: string) => boolean {
  const phase = phaseOf(rfq, nowMs);
  const ofRequest = fitsRequest({ rfq, tally: undefined }, undefined, nowMs);
  return (action) => {
    if (action === 'sourcing.settleBid') return isSettleDue(bid, rfq, nowMs);
    if (action === 'sourcing.learnRank') return !BEFORE_AWARD.includes(phase);
    return ofRequest(action) && PHASES[action]?.includes(phase) !== false;
  };
}
