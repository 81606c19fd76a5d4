// What counts as a contribution: read from the records of orders and bids, never from anyone's word. Only what is about an
// order that paid a fee to the period's operator counts: two members that trade with themselves pay for each point.

import { orderOf, progressOf } from '#contracts/procurement/operations.ts';
import type { Order } from '#contracts/procurement/records.ts';
import { bidOf } from '#contracts/sourcing/operations.ts';
import { saysRelated } from '#contracts/standing/operations.ts';
import type { Context } from '#core/contract.ts';
import type { Counts } from './match.ts';
import type { rewardsInterface } from './schema.ts';

type Ctx = Context<typeof rewardsInterface>;
type Asked = { readonly record: string; readonly operator: string };

/** What one order or bid of the caller's member counts as. */
export function contributionOf(ctx: Ctx, asked: Asked & { readonly kind: 'order' | 'bid' }): Counts {
  return asked.kind === 'order' ? ofOrder(ctx, asked) : ofBid(ctx, asked);
}

function ofOrder(ctx: Ctx, { record, operator }: Asked): Counts {
  const order = ctx.call(orderOf, { id: record });
  if (order === undefined) return ctx.refuse('contribution_unknown', { record });
  if (order.seller !== ctx.caller.member) return ctx.refuse('contribution_foreign', { record });
  const progress = ctx.call(progressOf, { id: record });
  apart(ctx, order.buyer, progress?.related);
  const { state, acceptedQuantity, quantity } = order;
  if (state !== 'closed' || acceptedQuantity !== quantity) return ctx.refuse('contribution_unfit', { state });
  feePaid(ctx, order, operator);
  // Not by what lateness cost: of a low price that is rounded down to nothing.
  const isInTime = progress?.delivered === quantity && progress.late === 0;
  return { orders: 1, onTime: order.late !== undefined && isInTime ? 1 : 0, bids: 0 };
}

function ofBid(ctx: Ctx, { record, operator }: Asked): Counts {
  const found = ctx.call(bidOf, { id: record });
  if (found === undefined) return ctx.refuse('contribution_unknown', { record });
  const { bid, rfq } = found;
  if (bid.bidder !== ctx.caller.member) return ctx.refuse('contribution_foreign', { record });
  apart(ctx, rfq.buyer, bid.isRelated === true ? [bid.bidder] : []);
  const order = rfq.orderId === undefined ? undefined : ctx.call(orderOf, { id: rfq.orderId });
  // Points are given to a bid when it is opened and nothing speaks against it.
  if (bid.points === undefined || order === undefined) return ctx.refuse('contribution_unfit', { state: rfq.state });
  feePaid(ctx, order, operator);
  return { orders: 0, onTime: 0, bids: 1 };
}

/** What members of one owner do for each other is no contribution, where they say whose they are, or said it at first. */
function apart(ctx: Ctx, other: string, related: readonly string[] = []): void {
  const { member } = ctx.caller;
  if (related.includes(member) || ctx.call(saysRelated, { member, to: other }))
    ctx.refuse('contribution_related', { other });
}

/** A fee is paid when an order is accepted; one that still waits for a second signature has paid none. */
function feePaid(ctx: Ctx, { id, state, feeTo, feeCents = 0 }: Order, operator: string): void {
  const isPaid = state === 'accepted' || state === 'closing' || state === 'closed';
  if (!isPaid || feeTo !== operator || feeCents === 0) ctx.refuse('no_fee', { order: id });
}
