// What a selling agent does next about one request: pure, from what the ledger shows, the shop's price rules and the
// agent's mandate. It seals what the rules give, opens or hands over what it sealed, and leaves to a person what the rules
// or the mandate do not cover. It never seals what it could not open: a bid that stays shut costs its bond.

import type { Qualification } from '#contracts/capacity/match.ts';
import { compareBids, scoreBid } from '#contracts/sourcing/match.ts';
import type { Bid, BidContent, Counter, Leader, Rfq } from '#contracts/sourcing/records.ts';
import { timeOf } from '../field-value.ts';
import { tooMuch, uncovered } from './acceptance.ts';
import { timesCents } from './amounts.ts';
import { type Binding, type Choice, exclusionText, moneyText, type Reason, reason } from './decision.ts';
import { allBeyond, beyond, type Mandate } from './mandate.ts';
import { type PriceRules, quote } from './price-rules.ts';

const DAY_MS = 86_400_000;
const CLAIM_MS = 30 * DAY_MS;

/** A statement that the agent signs. */
export type SellingStep =
  | { readonly action: 'signNda' | 'handOver' | 'settleBid' | 'learnRank' | 'claimShare' }
  | { readonly action: 'sealBid'; readonly content: BidContent }
  | { readonly action: 'openBid'; readonly content: BidContent }
  | { readonly action: 'acceptCounter' | 'declineCounter'; readonly counter: string };

/** What is known of a request, for one shop. */
export type SellingSituation = {
  readonly rfq: Rfq;
  /** As the buyer calls the part, where that can be seen. */
  readonly part?: string;
  readonly rules: PriceRules;
  readonly mandate: Mandate;
  readonly nowMs: number;
  /** True where a person said: this one, whatever it comes to. */
  readonly isTaken: boolean;
  /** The shop's by the ledger's facts now. */
  readonly qualification: Qualification;
  /** What the shop's months lack of what is asked. */
  readonly recordFaults: readonly string[];
  readonly hasSignedNda: boolean;
  /** Commitments of the request's addenda. */
  readonly addenda: readonly string[];
  readonly bid?: Bid;
  /** What our sealed bid says; absent where another actor of ours sealed it. */
  readonly content?: BidContent;
  readonly leader?: Leader;
  /** An open one. */
  readonly counter?: Pick<Counter, 'id' | 'unitPriceCents'>;
  readonly hasRank: boolean;
  /** What our other bids that are sealed bind to once they are opened. */
  readonly pending: readonly Binding[];
};

/** The next step about a request. Pure. */
export function nextSelling(situation: SellingSituation): Choice<SellingStep> {
  const { bid, rfq } = situation;
  if (bid?.state === 'withdrawn') return leaves('bid_withdrawn', 'somebody of the shop withdrew the bid');
  if (bid === undefined)
    return rfq.state === 'open' ? bidding(situation) : leaves('rfq_over', `the request is ${rfq.state}`);
  switch (bid.state) {
    case 'sealed':
      return afterSealing(situation, bid);
    case 'handedOver':
      return contesting(situation, bid);
    case 'opened':
      return afterOpening(situation, bid);
    default:
      return settled(situation, bid);
  }
}

function bidding(situation: SellingSituation): Choice<SellingStep> {
  const { rfq, rules, nowMs, qualification, recordFaults, hasSignedNda, isTaken } = situation;
  if (rules.buyers.refused.includes(rfq.buyer)) return leaves('buyer_refused', `the rules refuse ${rfq.buyer}`);
  if (nowMs >= rfq.sealUntilMs) return leaves('sealing_over', `bids were sealed until ${timeOf(rfq.sealUntilMs)}`);
  const lacks = qualification.exclusions.map((exclusion) => reason(exclusion.code, exclusionText(exclusion)));
  const record = recordFaults.map((code) => reason(code, 'the shop’s months do not reach what the request asks for'));
  if (lacks.length + record.length > 0) return { verdict: 'leaves', reasons: [...lacks, ...record] };
  const unread = unreadOf(situation);
  if (unread.length > 0) return person(unread, 'sourcing.sealBid');
  if (rfq.nda !== undefined && !hasSignedNda) {
    const short = beyond(situation.mandate, { what: 'sourcing.signNda', unit: 'agreement', amount: 1 }, nowMs);
    if (short.length > 0) return person(short, 'sourcing.signNda');
    return act({ action: 'signNda' }, [reason('nda_read', 'the agreement is among those that the shop has read')]);
  }
  const open = uncovered(rules, rfq);
  if (open.length > 0 && !isTaken) return person([askedOf(situation), ...open], 'sourcing.sealBid');
  return pricing(situation);
}

function askedOf({ rfq, part }: SellingSituation): Reason {
  const { buyer, order, reserveUnitPriceCents } = rfq;
  const most = moneyText(reserveUnitPriceCents, order.unit);
  const words = `${buyer} asks for ${order.quantity} of ${part ?? order.itemType} by ${timeOf(order.neededByMs)}, at most ${most} a unit`;
  return reason('asked', words);
}

/** Agreements and addenda that nobody of the shop has read. */
function unreadOf({ rfq, rules, addenda, hasSignedNda }: SellingSituation): readonly Reason[] {
  const { nda } = rfq;
  return [
    ...(nda !== undefined && !hasSignedNda && !rules.read.includes(nda)
      ? [reason('nda_unread', `nobody said to have read the agreement ${nda}: add it to "read"`)]
      : []),
    ...addenda
      .filter((text) => !rules.read.includes(text))
      .map((text) => reason('addendum_unread', `nobody said to have read the addendum ${text}: add it to "read"`)),
    // Bids acknowledge the last: one that is not seen here yet cannot have been read.
    ...(addenda.length < rfq.addenda ? [reason('addendum_unseen', 'an addendum cannot be seen yet')] : []),
  ];
}

function pricing(situation: SellingSituation): Choice<SellingStep> {
  const { rfq, rules, nowMs, qualification, isTaken } = situation;
  const { order, reserveUnitPriceCents: reserve } = rfq;
  const quoted = quote(rules, rfq, nowMs);
  const asked = askedOf(situation);
  if ('unpriced' in quoted) return person([asked, quoted.unpriced], 'sourcing.sealBid');
  const { leastUnitPriceCents: least } = quoted;
  const most = moneyText(reserve, order.unit);
  if (least > reserve)
    return {
      verdict: 'leaves',
      reasons: [asked, ...quoted.reasons, reason('above_reserve', `the buyer pays ${most} at most`)],
    };
  const met = quoted.unitPriceCents > reserve ? [reason('met_reserve', `lowered to the buyer’s most, ${most}`)] : [];
  const finishMs = qualification.reasons.find(({ part }) => part === 'earliness')?.found ?? order.neededByMs;
  const deliverByMs = finishMs + rules.deliveryDays * DAY_MS;
  if (deliverByMs > order.neededByMs)
    return leaves('too_late', `it could come by ${timeOf(deliverByMs)}, needed is ${timeOf(order.neededByMs)}`);
  const unitPriceCents = Math.min(quoted.unitPriceCents, reserve);
  const content = { unitPriceCents, deliverByMs, validUntilMs: rfq.awardUntilMs };
  const reasons = [asked, ...quoted.reasons, ...met, reason('delivery', `delivered by ${timeOf(deliverByMs)}`)];
  const large = isTaken ? [] : tooMuch(rules, rfq, unitPriceCents);
  const short = [...large, ...unbindable(situation, content)];
  return short.length > 0
    ? person([...reasons, ...short], 'sourcing.sealBid')
    : act({ action: 'sealBid', content }, reasons);
}

/** Why the agent could not open what it seals; the bond would be lost. */
function unbindable({ rfq, mandate, pending, nowMs }: SellingSituation, content: BidContent): readonly Reason[] {
  const { order, bondCents, openUntilMs } = rfq;
  const opening = bindingOf(rfq, content);
  return [
    ...beyond(mandate, { what: 'sourcing.sealBid', unit: order.unit, amount: bondCents }, nowMs),
    ...beyond(mandate, opening, openUntilMs),
    ...allBeyond(mandate, opening, pending),
  ];
}

/** What showing a bid binds to: its price on the ledger, or the most of the request where the ledger does not see it. */
export function bindingOf(rfq: Rfq, { unitPriceCents }: Pick<BidContent, 'unitPriceCents'>): Binding {
  const { order, toBuyer, reserveUnitPriceCents } = rfq;
  const { unit, quantity } = order;
  return toBuyer === undefined
    ? { what: 'sourcing.openBid', unit, amount: timesCents(quantity, unitPriceCents) }
    : { what: 'sourcing.handOver', unit, amount: timesCents(quantity, reserveUnitPriceCents) };
}

function afterSealing(situation: SellingSituation, bid: Bid): Choice<SellingStep> {
  const { rfq, nowMs, content } = situation;
  if (rfq.state !== 'open' || nowMs >= rfq.openUntilMs)
    return act({ action: 'settleBid' }, [reason('opening_over', 'what is set aside for the bid is due')]);
  if (content === undefined)
    return leaves('bid_of_another', 'another actor of the shop sealed this bid, and alone can open it');
  if (nowMs >= rfq.sealUntilMs) {
    const why = [reason('sealing_over', `sealing ended at ${timeOf(rfq.sealUntilMs)}`)];
    return act(rfq.toBuyer === undefined ? { action: 'openBid', content } : { action: 'handOver' }, why);
  }
  if (bid.acknowledged < rfq.addenda) {
    const unread = unreadOf(situation);
    if (unread.length > 0) return person(unread, 'sourcing.sealBid');
    return pricing(situation);
  }
  return waits('sealing_runs', `bids are sealed until ${timeOf(rfq.sealUntilMs)}`);
}

/** A bid that the buyer holds: shown where the buyer cannot read it, or put something worse on the ledger, or nothing. */
function contesting(situation: SellingSituation, bid: Bid): Choice<SellingStep> {
  const { rfq, nowMs, content, leader } = situation;
  if (rfq.state !== 'open') return act({ action: 'settleBid' }, [reason('rfq_over', `the request is ${rfq.state}`)]);
  const untilMs = rfq.toBuyer?.contestUntilMs ?? rfq.openUntilMs;
  if (nowMs >= untilMs) return waits('award_runs', `the buyer awards until ${timeOf(rfq.awardUntilMs)}`);
  if (content === undefined) return leaves('bid_of_another', 'another actor of the shop handed this bid over');
  if (bid.isUnreadable === true)
    return contest(situation, content, reason('bid_unreadable', 'the buyer says that it cannot read the bid'));
  const halfMs = rfq.openUntilMs + Math.floor((untilMs - rfq.openUntilMs) / 2);
  if (leader === undefined)
    return nowMs < halfMs
      ? waits('naming_runs', `the buyer puts the best bid on the ledger until ${timeOf(halfMs)}`)
      : contest(situation, content, reason('none_named', 'the buyer put no bid on the ledger'));
  // The shop counts as it was when it handed the bid over.
  const { lacks = [], points: shopPoints = 0 } = bid.shop ?? {};
  if (lacks.length > 0) return waits('shop_lacks', `the bid is not compared: ${lacks.join(', ')}`);
  const { points } = scoreBid(rfq, content, shopPoints);
  const compared = `the best has ${leader.points} points, ours ${points}`;
  return compareBids({ points, place: bid.place }, leader) < 0
    ? contest(situation, content, reason('ours_better', compared))
    : waits('not_best', compared);
}

function contest(situation: SellingSituation, content: BidContent, why: Reason): Choice<SellingStep> {
  const { rfq, mandate, nowMs } = situation;
  const amount = timesCents(rfq.order.quantity, content.unitPriceCents);
  const short = beyond(mandate, { what: 'sourcing.openBid', unit: rfq.order.unit, amount }, nowMs);
  return short.length > 0 ? person([why, ...short], 'sourcing.openBid') : act({ action: 'openBid', content }, [why]);
}

function afterOpening(situation: SellingSituation, bid: Bid): Choice<SellingStep> {
  const { rfq, counter, nowMs } = situation;
  if (rfq.state !== 'open') return act({ action: 'settleBid' }, [reason('rfq_over', `the request is ${rfq.state}`)]);
  if (counter !== undefined) return answering(situation, counter);
  if (nowMs >= rfq.awardUntilMs)
    return person(
      [reason('award_over', 'the buyer let the time for the award go by: anyone may end the request')],
      'sourcing.endRfq',
    );
  const { points, faults } = bid;
  return points === undefined
    ? waits('bid_excluded', `the bid is not compared: ${faults.join(', ')}`)
    : waits('award_runs', `${points} points; the buyer awards until ${timeOf(rfq.awardUntilMs)}`);
}

function answering(situation: SellingSituation, counter: Pick<Counter, 'id' | 'unitPriceCents'>): Choice<SellingStep> {
  const { rfq, rules, nowMs, mandate } = situation;
  const { unit, quantity } = rfq.order;
  const quoted = quote(rules, rfq, nowMs);
  if ('unpriced' in quoted) return person([quoted.unpriced], 'sourcing.acceptCounter');
  const { leastUnitPriceCents: least } = quoted;
  const [asked, may] = [counter.unitPriceCents, least].map((cents) => moneyText(cents, unit));
  const why = reason('counter', `the buyer asks for ${asked} a unit; the rules go down to ${may}`);
  if (counter.unitPriceCents < least) return act({ action: 'declineCounter', counter: counter.id }, [why]);
  const amount = timesCents(quantity, counter.unitPriceCents);
  const short = beyond(mandate, { what: 'sourcing.acceptCounter', unit, amount }, nowMs);
  return short.length > 0
    ? person([why, ...short], 'sourcing.acceptCounter')
    : act({ action: 'acceptCounter', counter: counter.id }, [why]);
}

function settled({ rfq, hasRank, nowMs }: SellingSituation, bid: Bid): Choice<SellingStep> {
  const { pool, endedAtMs = nowMs, toBuyer, poolHold } = rfq;
  const isShared = pool !== undefined && poolHold !== undefined && bid.eligible && bid.shareCents === undefined;
  if (isShared && nowMs < endedAtMs + CLAIM_MS)
    return act({ action: 'claimShare' }, [reason('share_due', 'the bid shares the reward pool')]);
  if (bid.content !== undefined && bid.state === 'lost' && toBuyer === undefined && !hasRank)
    return act({ action: 'learnRank' }, [reason('rank_unknown', 'the bid is settled, its place not known')]);
  const words = bid.state === 'won' ? `won: order ${rfq.orderId ?? ''}` : `the bid is ${bid.state}`;
  return leaves(`bid_${bid.state}`, words);
}

function act(step: SellingStep, reasons: readonly Reason[]): Choice<SellingStep> {
  return { verdict: 'act', step, reasons };
}
function person(reasons: readonly Reason[], action: string): Choice<SellingStep> {
  return { verdict: 'person', reasons, action };
}
function leaves(code: string, sentence: string): Choice<SellingStep> {
  return { verdict: 'leaves', reasons: [reason(code, sentence)] };
}
function waits(code: string, sentence: string): Choice<SellingStep> {
  return { verdict: 'waits', reasons: [reason(code, sentence)] };
}
