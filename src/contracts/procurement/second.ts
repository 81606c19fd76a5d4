// Four eyes: above the limit that its administrator set, two persons of the buyer sign what binds its money. The second
// signs the same statement again; the first signature alone moves nothing, and any later one takes its place.

import type { Json } from '#core/canonical-json.ts';
import type { Context } from '#core/contract.ts';
import type { Order } from './records.ts';
import type { procurementInterface } from './schema.ts';

type Ctx = Context<typeof procurementInterface>;

/** True where a buyer's orders and payments of this amount need a second person. */
export function needsSecond(ctx: Ctx, { buyer, unit }: Pick<Order, 'buyer' | 'unit'>, amountCents: number): boolean {
  const limit = ctx.get('policy', `${buyer}/${unit}`)?.secondAboveCents;
  return limit !== undefined && amountCents > limit;
}

/** Notes the first signature of an action on an order. */
export function awaitSecond(
  ctx: Ctx,
  { id: order, buyer }: Order,
  signed: {
    readonly action: string;
    readonly amountCents: number;
    readonly content: Json;
    readonly isAgreed?: boolean;
  },
): void {
  const { action, amountCents, isAgreed } = signed;
  const content = ctx.contentId(signed.content);
  const agreed = isAgreed === true ? { isAgreed } : {};
  const first = ctx.caller.actor;
  ctx.put('second', secondId(order, action), { order, buyer, action, content, amountCents, first, ...agreed });
  ctx.emit('secondAwaited', { order, action });
}

/**
 * True where what the caller signs can be done now: it is not the buyer, the amount needs no second person, or another
 * person of the buyer has signed the same before. Otherwise the signature is noted as the first.
 */
export function isSeconded(
  ctx: Ctx,
  order: Order,
  signed: { readonly action: string; readonly amountCents: number; readonly content: Json },
): boolean {
  if (ctx.caller.member !== order.buyer || !needsSecond(ctx, order, signed.amountCents)) return true;
  const id = secondId(order.id, signed.action);
  const waiting = ctx.get('second', id);
  const content = ctx.contentId(signed.content);
  if (waiting === undefined || waiting.content !== content || waiting.amountCents !== signed.amountCents) {
    awaitSecond(ctx, order, signed);
    return false;
  }
  anotherPerson(ctx, waiting.first);
  ctx.delete('second', id);
  return true;
}

/** Passes where the caller is a person, and another one than this actor. */
export function anotherPerson(ctx: Ctx, first: string): void {
  if (ctx.caller.actor === first || ctx.caller.kind !== 'person') ctx.refuse('second_same', { first });
}

/** Where the first signature of an action waits. */
export function secondId(order: string, action: string): string {
  return `${order}/${action}`;
}
