// Which members are related, by their own word. It counts against them alone, so that nobody gains by declaring another.

import { isMember } from '#contracts/membership/operations.ts';
import type { Rfq } from './records.ts';
import type { Ctx } from './request.ts';

/** Relations of one member that are looked at. */
const RELATIONS = 100;

/** Action `declareRelation`. */
export function declareRelation(ctx: Ctx, other: string): void {
  const { member } = ctx.caller;
  const id = idOf(member, other);
  const isNew = ctx.get('relation', id) === undefined;
  if (other === member || !isNew || !ctx.call(isMember, { member: other }))
    ctx.refuse('relation_wrong', { member: other });
  ctx.put('relation', id, { id, a: member, b: other, by: member });
  ctx.emit('relationDeclared', { a: member, b: other });
}

/** Action `withdrawRelation`. */
export function withdrawRelation(ctx: Ctx, other: string): void {
  const id = idOf(ctx.caller.member, other);
  if (ctx.get('relation', id) === undefined) ctx.refuse('relation_unknown', { member: other });
  ctx.delete('relation', id);
  ctx.emit('relationWithdrawn', { a: ctx.caller.member, b: other });
}

/** True where a bidder is related to the buyer, or to a bidder that shares the pool already: that one keeps its share. */
export function isRelated(ctx: Ctx, { id, buyer }: Pick<Rfq, 'id' | 'buyer'>, bidder: string): boolean {
  const others = new Set([
    ...ctx.list('relation', 'a', bidder, { limit: RELATIONS }).map(([, { b }]) => b),
    ...ctx.list('relation', 'b', bidder, { limit: RELATIONS }).map(([, { a }]) => a),
  ]);
  return others.has(buyer) || [...others].some((other) => ctx.get('bid', `${id}:${other}`)?.eligible === true);
}

/** Each side's word is a record of its own. */
function idOf(member: string, other: string): string {
  return `${member}:${other}`;
}
