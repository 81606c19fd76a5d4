// What a buying agent does next about one need: pure, from what the ledger shows, its policy and its mandate. It names the
// best bid that it read, awards by the published rule, and leaves to a person a need, a price or a bid that the policy or
// the mandate does not cover.

import type { Qualification } from '#contracts/capacity/match.ts';
import { bidFaults, compareBids, scoreBid } from '#contracts/sourcing/match.ts';
import type { Bid, BidContent, Rfq, Tally } from '#contracts/sourcing/records.ts';
import { timeOf } from '../field-value.ts';
import { shareOf, timesCents } from './amounts.ts';
import type { BuyingPolicy, Need } from './buying-policy.ts';
import { type Choice, moneyText, type Reason, reason } from './decision.ts';
import { beyond, type Mandate } from './mandate.ts';
import { type RequestInput, type Requesting, requestFor } from './requesting.ts';

/** A statement that the agent signs. */
export type BuyingStep =
  | { readonly action: 'publishRfq'; readonly input: RequestInput }
  | { readonly action: 'openReceived' | 'award' | 'excludeLapsed'; readonly bid: string }
  | { readonly action: 'tellRank'; readonly bid: string; readonly rank: number; readonly compared: number }
  | { readonly action: 'endRfq' };

/** A bid with what the agent knows of it beyond the ledger. */
export type BidSeen = {
  readonly bid: Bid;
  /** Where it was handed over and could be read. */
  readonly content?: BidContent;
  /** Its shop's now; while the request is open. */
  readonly qualification: Qualification;
  readonly hasRank: boolean;
};

/** A bid with its points. */
type Compared = { readonly bid: Bid; readonly points: number; readonly place: number };

/** What is known of a need that was asked for. */
export type BuyingSituation = {
  readonly policy: BuyingPolicy;
  readonly need: Need;
  readonly mandate: Mandate;
  readonly nowMs: number;
  readonly rfq: Rfq;
  readonly tally: Pick<Tally, 'sealed' | 'best' | 'isUncontested'>;
  readonly bids: readonly BidSeen[];
  readonly openQuestions: number;
};

/** The first step for a need. Pure. */
export function beginBuying(asked: Requesting): Choice<BuyingStep> {
  const request = requestFor(asked);
  return 'open' in request
    ? { verdict: 'person', reasons: request.open, action: 'sourcing.publishRfq' }
    : act({ action: 'publishRfq', input: request.input }, request.reasons);
}

/** The next step for a need. Pure. */
export function nextBuying(situation: BuyingSituation): Choice<BuyingStep> {
  const { rfq, need } = situation;
  const { order } = rfq;
  if (order.itemType !== need.itemType || order.quantity !== need.quantity || order.neededByMs !== need.neededByMs)
    return person('need_changed', `the need was asked for in ${rfq.id} with another part, quantity or date`);
  if (rfq.state === 'awarded') return telling(situation);
  if (rfq.state !== 'open') return person('need_unmet', `the request is ${rfq.state} without an order`);
  return open(situation);
}

function open(situation: BuyingSituation): Choice<BuyingStep> {
  const { rfq, nowMs, tally, openQuestions } = situation;
  const { sealUntilMs, openUntilMs, awardUntilMs, toBuyer } = rfq;
  if (nowMs < sealUntilMs)
    return openQuestions > 0
      ? person('question_open', `${openQuestions} questions of bidders wait for an answer`, 'sourcing.answer')
      : waits('sealing_runs', `bids are sealed until ${timeOf(sealUntilMs)}`);
  if (nowMs < openUntilMs && (toBuyer !== undefined || tally.sealed > 0))
    return waits('opening_runs', `bids are opened until ${timeOf(openUntilMs)}`);
  if (toBuyer !== undefined && nowMs < toBuyer.contestUntilMs) return naming(situation, toBuyer.contestUntilMs);
  if (nowMs >= awardUntilMs) return ending(situation, reason('award_over', 'the time for the award is over'));
  return awarding(situation);
}

/** The bids that the agent would compare, best first, with the points that the ledger gave them, or would give now. */
function compared({ rfq, bids }: BuyingSituation): readonly Compared[] {
  const scored = bids.flatMap(({ bid, content, qualification }) => {
    if (bid.points !== undefined) return [{ bid, points: bid.points, place: bid.place }];
    if (content === undefined || bid.state === 'opened') return [];
    // Of a bid that was handed over the shop is as it was then, but for what others certify.
    const lapses = qualification.exclusions.filter(({ code }) => code === 'certificate_missing');
    const { lacks = [], points: shopPoints = 0 } = bid.shop ?? {};
    const faults = [...bidFaults(rfq, content, bid.acknowledged), ...lapses, ...lacks];
    if (faults.length > 0 || content.credits !== undefined) return [];
    return [{ bid, points: scoreBid(rfq, content, shopPoints).points, place: bid.place }];
  });
  return scored.sort(compareBids);
}

/** In the first half of the contest the best goes on the ledger; what cannot be read is a person's to say. */
function naming(situation: BuyingSituation, contestUntilMs: number): Choice<BuyingStep> {
  const { rfq, nowMs, tally, bids } = situation;
  const untilMs = rfq.openUntilMs + Math.floor((contestUntilMs - rfq.openUntilMs) / 2);
  const [best] = compared(situation);
  const isBetter = best !== undefined && best.bid.state === 'handedOver' && isAhead(best, tally.best);
  if (nowMs < untilMs && isBetter) {
    const all = compared(situation).map(({ bid, points }, at) =>
      reason('bid_compared', `number ${at + 1}: ${bid.bidder} with ${points} points`),
    );
    return act({ action: 'openReceived', bid: best.bid.id }, all);
  }
  const unreadable = bids.filter(
    ({ bid, content }) => bid.state === 'handedOver' && content === undefined && bid.isUnreadable !== true,
  );
  if (nowMs < untilMs && unreadable.length > 0) {
    const names = unreadable.map(({ bid }) => bid.bidder).join(', ');
    return person(
      'bid_unreadable',
      `the bids of ${names} cannot be read: say so before ${timeOf(untilMs)}`,
      'sourcing.sayUnreadable',
    );
  }
  return waits('contest_runs', `bidders may put a better bid on the ledger until ${timeOf(contestUntilMs)}`);
}

function isAhead(one: { readonly points: number; readonly place: number }, best: Tally['best']): boolean {
  return best === undefined || compareBids(one, best) < 0;
}

function awarding(situation: BuyingSituation): Choice<BuyingStep> {
  const { rfq, tally, bids, policy, mandate, nowMs } = situation;
  const seen = bids.find(({ bid }) => bid.id === tally.best?.bid);
  const content = seen?.bid.content;
  if (seen === undefined || content === undefined)
    return ending(situation, reason('bid_none', 'no bid without a fault is on the ledger'));
  const { bid, qualification } = seen;
  if (qualification.exclusions.some(({ code }) => code === 'certificate_missing'))
    return act({ action: 'excludeLapsed', bid: bid.id }, [
      reason('certificate_missing', `${bid.bidder} lost a certificate that is asked for`),
    ]);
  const { unit, quantity } = rfq.order;
  const total = timesCents(quantity, content.unitPriceCents);
  const reasons = [
    reason('best', `${bid.bidder} is the best by the rule, with ${bid.points ?? 0} points`),
    reason('price', `${moneyText(content.unitPriceCents, unit)} a unit, ${moneyText(total, unit)} in all`),
    reason('delivery', `delivered by ${timeOf(content.deliverByMs)}`),
  ];
  const short = [
    ...(tally.isUncontested === true
      ? [reason('not_contested', 'a better one was taken out when it was too late to contest this one')]
      : []),
    ...doubts(situation, policy, content),
    ...beyond(mandate, { what: 'sourcing.award', unit, amount: total }, nowMs),
  ];
  return short.length > 0
    ? { verdict: 'person', reasons: [...reasons, ...short], action: 'sourcing.award' }
    : act({ action: 'award', bid: bid.id }, reasons);
}

/** What a person should look at before an award. */
function doubts(situation: BuyingSituation, { limits }: BuyingPolicy, content: BidContent): readonly Reason[] {
  const { rfq } = situation;
  const count = compared(situation).length;
  const { unit, quantity } = rfq.order;
  const low = shareOf(rfq.reserveUnitPriceCents, limits.lowBasisPoints);
  const total = timesCents(quantity, content.unitPriceCents);
  return [
    ...(count < limits.leastBids
      ? [reason('bids_few', `${count} bids without a fault, the policy asks for ${limits.leastBids}`)]
      : []),
    ...(content.unitPriceCents < low
      ? [reason('price_low', `below ${moneyText(low, unit)} a unit a person looks whether it can be right`)]
      : []),
    ...(total > limits.mostOrderCents
      ? [reason('order_large', `the policy goes to ${moneyText(limits.mostOrderCents, unit)}`)]
      : []),
  ];
}

function ending({ mandate, nowMs }: BuyingSituation, why: Reason): Choice<BuyingStep> {
  const short = beyond(mandate, { what: 'sourcing.endRfq', unit: 'request', amount: 1 }, nowMs);
  return short.length > 0
    ? { verdict: 'person', reasons: [why, ...short], action: 'sourcing.endRfq' }
    : act({ action: 'endRfq' }, [why]);
}

/** Where bids went to the buyer, each loser is told its place. */
function telling(situation: BuyingSituation): Choice<BuyingStep> {
  const { rfq, bids } = situation;
  const done = reason('awarded', `order ${rfq.orderId ?? ''}`);
  if (rfq.toBuyer === undefined) return { verdict: 'leaves', reasons: [done] };
  const ranked = compared(situation);
  const next = ranked.findIndex(({ bid }) => bid.id !== rfq.winner && !bids.find((seen) => seen.bid === bid)?.hasRank);
  const bid = ranked[next]?.bid;
  if (bid === undefined) return { verdict: 'leaves', reasons: [done] };
  const place = { rank: next + 1, compared: ranked.length };
  return act({ action: 'tellRank', bid: bid.id, ...place }, [
    reason('rank', `${bid.bidder} came in as number ${place.rank} of ${place.compared}`),
  ]);
}

function act(step: BuyingStep, reasons: readonly Reason[]): Choice<BuyingStep> {
  return { verdict: 'act', step, reasons };
}
function person(code: string, sentence: string, action?: string): Choice<BuyingStep> {
  return { verdict: 'person', reasons: [reason(code, sentence)], ...(action === undefined ? {} : { action }) };
}
function waits(code: string, sentence: string): Choice<BuyingStep> {
  return { verdict: 'waits', reasons: [reason(code, sentence)] };
}
