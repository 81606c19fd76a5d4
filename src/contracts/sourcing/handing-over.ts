// Bids that are the buyer's to read. Each bidder hands its sealed file over when sealing has ended. The buyer puts the best
// on the ledger, which judges it, and the bidders learn how good it is. Whoever has a better one opens it then, so that
// the award goes to the best all the same, while the price of a bid that loses stands nowhere but with its two sides.

import { grantFrom } from '#contracts/sharing/operations.ts';
import type { Static } from '#core/schema.ts';
import { knownBid, ownBid, putOpened, shopOf } from './bids.ts';
import type { Bid, Rfq } from './records.ts';
import { asBuyer, type Ctx, knownRfq, namingUntilMs, openRfq, readsFor, tallyOf } from './request.ts';
import type { sourcingInterface } from './schema.ts';

type Input<A extends keyof (typeof sourcingInterface)['actions']> = Static<
  (typeof sourcingInterface)['actions'][A]['input']
>;

/** Action `handOver`: an actor of the buyer may fetch the file; the bidder's client lays the key for it beside it. */
export function handOver(ctx: Ctx, { bid: id, reader }: Input<'handOver'>) {
  const bid = ownBid(ctx, id);
  const rfq = openRfq(ctx, bid.rfq);
  const { file } = bid;
  if (rfq.toBuyer === undefined || file === undefined) return ctx.refuse('not_to_buyer', { rfq: rfq.id });
  if (bid.state !== 'sealed') return ctx.refuse('bid_not_sealed', { state: bid.state });
  if (ctx.timeMs < rfq.sealUntilMs) return ctx.refuse('sealing_runs', { sealUntilMs: rfq.sealUntilMs });
  if (ctx.timeMs >= rfq.openUntilMs) return ctx.refuse('opening_over', { openUntilMs: rfq.openUntilMs });
  // Who was to read them may be gone: then another of the buyer's actors does.
  readsFor(ctx, rfq.buyer, reader);
  ctx.call(grantFrom, { blob: file, reader, purpose: 'quote', untilMs: rfq.awardUntilMs });
  ctx.put('bid', id, { ...bid, shop: shopOf(ctx, rfq, bid.bidder), state: 'handedOver' });
  const tally = tallyOf(ctx, rfq.id);
  ctx.put('tally', rfq.id, { ...tally, sealed: tally.sealed - 1 });
  ctx.emit('bidHandedOver', { rfq: rfq.id, bid: id });
}

/** Action `openReceived`: by the buyer, in the first half of the contest, so that the second is left to the bidders. */
export function openReceived(ctx: Ctx, { bid: id, ...opening }: Input<'openReceived'>) {
  const { bid, rfq } = received(ctx, id);
  if (ctx.timeMs < rfq.openUntilMs) return ctx.refuse('opening_runs', { openUntilMs: rfq.openUntilMs });
  whileNaming(ctx, rfq);
  putOpened(ctx, rfq, bid, opening);
}

/** Action `sayUnreadable`, in time for the bidder to open it: nothing can be read, or something else than was sealed. */
export function sayUnreadable(ctx: Ctx, id: string) {
  const { bid, rfq } = received(ctx, id);
  whileNaming(ctx, rfq);
  if (bid.isUnreadable === true) return ctx.refuse('unreadable_already', { bid: id });
  ctx.put('bid', id, { ...bid, isUnreadable: true });
  ctx.emit('bidUnreadable', { rfq: rfq.id, bid: id });
}

/** Action `tellRank`: the word of the buyer, who alone has read them all. */
export function tellRank(ctx: Ctx, { bid: id, rank, compared }: Input<'tellRank'>) {
  const bid = knownBid(ctx, id);
  const rfq = asBuyer(ctx, knownRfq(ctx, bid.rfq));
  if (rfq.toBuyer === undefined) return ctx.refuse('not_to_buyer', { rfq: rfq.id });
  if (rfq.state === 'open') return ctx.refuse('award_runs', { awardUntilMs: rfq.awardUntilMs });
  const wasReceived = bid.state === 'handedOver' || bid.state === 'opened' || bid.state === 'lost';
  if (!wasReceived) return ctx.refuse('bid_not_handed_over', { state: bid.state });
  if (rank < 1 || rank > compared || compared > tallyOf(ctx, rfq.id).bidders) return ctx.refuse('rank_wrong', { rank });
  ctx.put('rank', id, { id, rfq: rfq.id, buyer: rfq.buyer, bidder: bid.bidder, rank, compared });
  ctx.emit('rankLearned', { rfq: rfq.id, bid: id });
}

function whileNaming(ctx: Ctx, rfq: Rfq): void {
  const untilMs = namingUntilMs(rfq);
  if (ctx.timeMs >= untilMs) ctx.refuse('naming_over', { untilMs });
}

function received(ctx: Ctx, id: string): { readonly bid: Bid; readonly rfq: Rfq } {
  const bid = knownBid(ctx, id);
  const rfq = asBuyer(ctx, openRfq(ctx, bid.rfq));
  return bid.state === 'handedOver' ? { bid, rfq } : ctx.refuse('bid_not_handed_over', { state: bid.state });
}
