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

/**
 * True where a bidder said that it is related to the buyer, or to another that bids: then that one alone shares the pool.
 * Where both said so, whoever opened first does.
 */
export function isRelated(ctx: Ctx, { id, buyer }: Pick<Rfq, 'id' | 'buyer'>, bidder: string): boolean {
  const own = ctx.list('relation', 'a', bidder, { limit: RELATIONS }).map(([, { b }]) => b);
  return own.some((other) => {
    if (other === buyer) return true;
    const bid = ctx.get('bid', `${id}:${other}`);
    const isBidding = bid?.state === 'sealed' || bid?.state === 'opened';
    const isMutual = ctx.get('relation', idOf(other, bidder)) !== undefined;
    return isMutual ? bid?.eligible === true : isBidding;
  });
}

/** Each side's word is a record of its own. */
function idOf(member: string, other: string): string {
  return `${member}:${other}`;
}
