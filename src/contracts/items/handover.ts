// Hand-overs: custody and title move by two signatures, the offer of the one that has it and the acceptance of the
// other. The offer stands in the item, which changes in nothing else until it is accepted, withdrawn or declined.

import { isMember } from '#contracts/membership/operations.ts';
import type { Context } from '#core/contract.ts';
import { free, heldByCaller, known, ownedByCaller } from './changes.ts';
import { putItem } from './put-item.ts';
import type { Item } from './records.ts';
import { overlap } from './rules.ts';
import type { itemsInterface } from './schema.ts';

type Ctx = Context<typeof itemsInterface>;
type Passes = Item['offers'][number]['passes'];

/** Offers one item. Refuses with the codes of rights first, of the item's state last. @returns the hand-over's id */
export function offer(ctx: Ctx, id: string, { to, passes }: { readonly to: string; readonly passes: Passes }): string {
  const item = known(ctx, id);
  free(ctx, item);
  const from = ctx.caller.member;
  if (passes !== 'title') heldByCaller(ctx, item);
  if (passes !== 'custody') ownedByCaller(ctx, item);
  if (to === from) ctx.refuse('receiver_same', { to });
  if (!ctx.call(isMember, { member: to })) ctx.refuse('receiver_unknown', { to });
  // Who owns the thing may give it to anyone; who only holds it may not, unless a contract vouches for the owner's leave.
  if (item.bound === undefined && item.owner !== from && to !== item.owner && !item.passTo.includes(to)) {
    ctx.refuse('receiver_not_allowed', { item: id, to });
  }
  if (['planned', 'consumed', 'scrapped'].includes(item.state)) ctx.refuse('not_movable', { state: item.state });
  if (item.offers.some((other) => overlap(other.passes, passes))) ctx.refuse('offer_open', { item: id });
  const handover = ctx.newId('handover');
  ctx.put('handover', handover, { id: handover, item: id, from, to, passes, state: 'open', offeredAtMs: ctx.timeMs });
  putItem(ctx, { ...item, offers: [...item.offers, { handover, to, passes }] });
  ctx.emit('handoverOffered', { handover, item: id });
  return handover;
}

/** Accepts one hand-over: custody, title or both are the caller's from now on. */
export function accept(ctx: Ctx, id: string): void {
  const handover = open(ctx, id);
  const { member } = ctx.caller;
  if (handover.to !== member) ctx.refuse('not_receiver', { to: handover.to });
  const item = known(ctx, handover.item);
  free(ctx, item);
  const custody = handover.passes === 'title' ? {} : { custodian: member };
  // The leave to hand on was the former owner's.
  const title = handover.passes === 'custody' ? {} : { owner: member, passTo: [] };
  putItem(ctx, { ...withoutOffer(item, id), ...custody, ...title });
  ctx.put('handover', id, { ...handover, state: 'accepted', endedAtMs: ctx.timeMs });
  ctx.emit('handoverAccepted', { handover: id, item: item.id });
}

/** Ends one hand-over: the offering side withdraws it, the other declines it. */
export function end(ctx: Ctx, id: string): void {
  const handover = open(ctx, id);
  const { member } = ctx.caller;
  const item = known(ctx, handover.item);
  free(ctx, item);
  // A contract that keeps the item ends what it let offer.
  const isParty = member === handover.from || member === handover.to || item.bound !== undefined;
  if (!isParty) ctx.refuse('not_party', { handover: id });
  putItem(ctx, withoutOffer(item, id));
  const state = member === handover.to ? 'declined' : 'withdrawn';
  ctx.put('handover', id, { ...handover, state, endedAtMs: ctx.timeMs });
  ctx.emit('handoverEnded', { handover: id, item: item.id, state });
}

function open(ctx: Ctx, id: string) {
  const handover = ctx.get('handover', id);
  if (handover === undefined) return ctx.refuse('handover_unknown', { handover: id });
  if (handover.state !== 'open') return ctx.refuse('handover_ended', { handover: id, state: handover.state });
  return handover;
}

function withoutOffer(item: Item, handover: string): Item {
  return { ...item, offers: item.offers.filter((other) => other.handover !== handover) };
}
