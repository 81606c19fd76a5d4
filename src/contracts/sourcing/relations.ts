// Who of those that bid said that they are related: it counts against them alone, so that nobody gains by naming another.

import { relationsOf, saysRelated } from '#contracts/standing/operations.ts';
import type { Rfq } from './records.ts';
import type { Ctx } from './request.ts';

/**
 * True where a bidder said that it is related to the buyer, or to another that bids: then that one alone shares the pool.
 * Where both said so, whoever opened first does.
 */
export function isRelated(ctx: Ctx, { id, buyer }: Pick<Rfq, 'id' | 'buyer'>, bidder: string): boolean {
  return ctx.call(relationsOf, { member: bidder }).some((other) => {
    if (other === buyer) return true;
    const bid = ctx.get('bid', `${id}:${other}`);
    const isBidding = bid?.state === 'sealed' || bid?.state === 'opened';
    return ctx.call(saysRelated, { member: other, to: bidder }) ? bid?.eligible === true : isBidding;
  });
}
