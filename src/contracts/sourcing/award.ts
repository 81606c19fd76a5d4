// From opened bids to an order: counter-offers to the best, the award by the published rule or by a person's choice, and
// what those who bid learn and get.

import { settleHold } from '#contracts/accounts/operations.ts';
import { placeAgreed } from '#contracts/procurement/operations.ts';
import type { Static } from '#core/schema.ts';
import { comparedBids, knownBid, lapsesOf, ownBid, withoutCredits } from './bids.ts';
import { poolShare, scoreBid, WHOLE } from './match.ts';
import type { Bid, BidContent, Rfq } from './records.ts';
import { accountOf, asBuyer, CLAIM_MS, type Ctx, end, isOpeningOver, knownRfq, openRfq, tallyOf } from './request.ts';
import type { sourcingInterface } from './schema.ts';

type CounterInput = Static<(typeof sourcingInterface)['actions']['counterOffer']['input']>;

/** Action `award`: only to the bid that the rule gives. */
export function award(ctx: Ctx, input: { readonly rfq: string; readonly bid: string }) {
  const { rfq, bid, content } = awardable(ctx, input);
  const { best, isUncontested } = tallyOf(ctx, rfq.id);
  if (best?.bid !== bid.id) return ctx.refuse('not_best', { best: best?.bid });
  if (isUncontested === true) return ctx.refuse('not_contested', { bid: bid.id });
  makeOrder(ctx, rfq, bid, content);
}

/** Action `awardByChoice`: to another bid without a fault, by a person, with a reason. */
export function awardByChoice(
  ctx: Ctx,
  { reason, ...input }: { readonly rfq: string; readonly bid: string; readonly reason: string },
) {
  const { rfq, bid, content } = awardable(ctx, input);
  makeOrder(ctx, rfq, bid, content, { choice: { by: ctx.caller.actor, reason } });
}

type Awardable = { readonly rfq: Rfq; readonly bid: Bid; readonly content: BidContent };

function awardable(ctx: Ctx, { rfq: id, bid: bidId }: { readonly rfq: string; readonly bid: string }): Awardable {
  const rfq = asBuyer(ctx, openRfq(ctx, id));
  if (!isOpeningOver(ctx, rfq)) return ctx.refuse('opening_runs', { openUntilMs: rfq.openUntilMs });
  if (ctx.timeMs >= rfq.awardUntilMs) return ctx.refuse('award_over', { awardUntilMs: rfq.awardUntilMs });
  const bid = knownBid(ctx, bidId);
  const { content } = bid;
  if (bid.rfq !== id || bid.state !== 'opened' || content === undefined) {
    return ctx.refuse('bid_not_opened', { state: bid.state });
  }
  // A certificate may have lapsed since.
  const faults = lapsesOf(ctx, rfq, bid);
  if (bid.points === undefined || faults.length > 0) return ctx.refuse('bid_excluded', { faults: [...faults] });
  return { rfq, bid, content };
}

/** The bidder signed these terms when it opened its bid, so the order is accepted at once. */
function makeOrder(ctx: Ctx, rfq: Rfq, bid: Bid, content: BidContent, more: Partial<Pick<Rfq, 'choice'>> = {}): void {
  const { unitPriceCents, credits } = content;
  const orderId = ctx.call(placeAgreed, { ...rfq.order, seller: bid.bidder, unitPriceCents });
  const payTo = credits === undefined ? undefined : accountOf(ctx, rfq.buyer, credits.unit);
  ctx.put('bid', bid.id, { ...withoutCredits(ctx, bid, payTo), state: 'won' });
  end(ctx, rfq, 'awarded', { orderId, winner: bid.id, ...more });
  ctx.emit('rfqAwarded', { rfq: rfq.id, bid: bid.id, order: orderId });
}

/** Action `counterOffer`: to the best bid, within what the request said from the start. */
export function counterOffer(ctx: Ctx, { unitPriceCents, ...input }: CounterInput) {
  const { rfq, bid, content } = awardable(ctx, input);
  const { rounds, mostBasisPoints } = rfq.counterOffers;
  if (tallyOf(ctx, rfq.id).best?.bid !== bid.id) return ctx.refuse('not_best', { bid: bid.id });
  const earlier = ctx.list('counter', 'rfq', rfq.id, { limit: 4 }).map(([, counter]) => counter);
  if (earlier.some(({ state }) => state === 'open')) return ctx.refuse('counter_open', { rfq: rfq.id });
  if (earlier.length >= rounds) return ctx.refuse('counter_too_many', { rounds });
  const isBelow = unitPriceCents < content.unitPriceCents;
  if (!isBelow || BigInt(unitPriceCents) * BigInt(WHOLE) < leastCents(content, mostBasisPoints)) {
    return ctx.refuse('counter_outside', { unitPriceCents });
  }
  const id = ctx.newId('counter');
  const about = { id, rfq: rfq.id, bid: bid.id, buyer: rfq.buyer, bidder: bid.bidder };
  ctx.put('counter', id, { ...about, round: earlier.length + 1, unitPriceCents, state: 'open' });
  ctx.emit('counterOffered', { rfq: rfq.id, counter: id });
}

/** In 10,000ths of a cent. */
function leastCents({ unitPriceCents }: BidContent, mostBasisPoints: number): bigint {
  return BigInt(unitPriceCents) * BigInt(WHOLE - mostBasisPoints);
}

/** Action `acceptCounter`: the bid has the price from now on; it was the best, and is no worse for it. */
export function acceptCounter(ctx: Ctx, id: string) {
  const counter = openCounter(ctx, id);
  const bid = ownBid(ctx, counter.bid);
  const rfq = openRfq(ctx, bid.rfq);
  const { content, score } = bid;
  if (content === undefined || score === undefined) return ctx.refuse('bid_excluded', { bid: bid.id });
  const cheaper = { ...content, unitPriceCents: counter.unitPriceCents };
  const { points, ...parts } = scoreBid(rfq, cheaper, score.shopPoints);
  ctx.put('bid', bid.id, { ...bid, content: cheaper, points, score: { ...parts, shopPoints: score.shopPoints } });
  const tally = tallyOf(ctx, rfq.id);
  if (tally.best?.bid === bid.id) ctx.put('tally', rfq.id, { ...tally, best: { ...tally.best, points } });
  ctx.put('counter', id, { ...counter, state: 'accepted' });
  ctx.emit('counterAnswered', { rfq: rfq.id, counter: id, answer: 'accepted' });
}

/** Action `declineCounter`: by the bidder, or by the buyer that takes it back. */
export function declineCounter(ctx: Ctx, id: string) {
  const counter = openCounter(ctx, id);
  const { member } = ctx.caller;
  if (member !== counter.bidder && member !== counter.buyer) return ctx.refuse('not_bidder', { bid: counter.bid });
  ctx.put('counter', id, { ...counter, state: 'declined' });
  ctx.emit('counterAnswered', { rfq: counter.rfq, counter: id, answer: 'declined' });
}

function openCounter(ctx: Ctx, id: string) {
  const counter = ctx.get('counter', id);
  if (counter === undefined) return ctx.refuse('counter_unknown', { counter: id });
  return counter.state === 'open' ? counter : ctx.refuse('counter_ended', { state: counter.state });
}

/** Action `claimShare`. */
export function claimShare(ctx: Ctx, id: string) {
  const bid = ownBid(ctx, id);
  const rfq = knownRfq(ctx, bid.rfq);
  const { pool, poolHold, state, endedAtMs } = rfq;
  if (pool === undefined) return ctx.refuse('pool_none', { rfq: rfq.id });
  if ((state !== 'awarded' && state !== 'ended') || endedAtMs === undefined) return ctx.refuse('pool_open', { state });
  if (bid.shareCents !== undefined) return ctx.refuse('share_claimed', { bid: id });
  const tally = tallyOf(ctx, rfq.id);
  const amountCents = bid.eligible ? poolShare(pool, tally.eligible) : 0;
  const isOver = poolHold === undefined || ctx.timeMs >= endedAtMs + CLAIM_MS;
  if (amountCents === 0 || isOver) return ctx.refuse('share_none', { bid: id });
  const payTo = accountOf(ctx, bid.bidder, pool.unit);
  ctx.call(settleHold, { hold: poolHold, payTo, amountCents });
  ctx.put('tally', rfq.id, { ...tally, claimed: tally.claimed + 1 });
  ctx.put('bid', id, { ...bid, shareCents: amountCents });
  ctx.emit('poolClaimed', { rfq: rfq.id, bid: id, amountCents });
}

/** Action `learnRank`: what the bidder is told, and nothing of the others. */
export function learnRank(ctx: Ctx, id: string) {
  const bid = ownBid(ctx, id);
  const rfq = knownRfq(ctx, bid.rfq);
  if (rfq.toBuyer !== undefined) return ctx.refuse('rank_of_buyer', { rfq: rfq.id });
  if (rfq.state === 'open') return ctx.refuse('award_runs', { awardUntilMs: rfq.awardUntilMs });
  if (bid.content === undefined) return ctx.refuse('bid_not_opened', { state: bid.state });
  const compared = comparedBids(ctx, rfq.id);
  const at = compared.findIndex((other) => other.id === id);
  const place = at < 0 ? {} : { rank: at + 1, points: bid.points ?? 0 };
  const about = { id, rfq: rfq.id, buyer: rfq.buyer, bidder: bid.bidder };
  ctx.put('rank', id, { ...about, ...place, compared: compared.length });
  ctx.emit('rankLearned', { rfq: rfq.id, bid: id });
}
