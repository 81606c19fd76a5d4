// How a review ends: the decision names what it covers, and the item's custodian moves the item.

import { itemOf, setState } from '#contracts/items/operations.ts';
import { fulfil } from '#contracts/procurement/operations.ts';
import type { Context } from '#core/contract.ts';
import type { DecisionOf, ReasonOf, ReviewOf } from './records.ts';
import type { inspectionInterface } from './schema.ts';

type Ctx = Context<typeof inspectionInterface>;

/** Refuses a cover that is no reason of the review and, unless the unit is rejected, a reason that is not covered. */
export function checkCovers(
  ctx: Ctx,
  reasons: readonly ReasonOf[],
  { verdict, covers }: Pick<DecisionOf, 'verdict' | 'covers'>,
) {
  const keyOf = ({ code, laboratory = '' }: DecisionOf['covers'][number]) => `${code} ${laboratory}`;
  const known = new Set(reasons.map(keyOf));
  const covered = new Set(covers.map(keyOf));
  const unknown = covers.find((cover) => !known.has(keyOf(cover)));
  if (unknown !== undefined) return ctx.refuse('cover_unknown', unknown);
  const open = reasons.find((reason) => !covered.has(keyOf(reason)));
  if (open !== undefined && verdict !== 'reject') {
    ctx.refuse('reason_not_covered', { code: open.code, laboratory: open.laboratory });
  }
}

/** Moves the item as its ended review says. The caller must hold it. */
export function settle(ctx: Ctx, { id: item, order, state }: ReviewOf): void {
  ctx.call(setState, { item, to: state === 'rejected' ? 'rejected' : 'released' });
  if (state !== 'rejected') ctx.call(fulfil, { order, kind: 'inspected', quantity: 1, items: [item] });
}

/** Moves the item at once where the review has ended and the caller holds it; otherwise its custodian does it later. */
export function settleIfHeld(ctx: Ctx, review: ReviewOf): void {
  const item = ctx.call(itemOf, { id: review.id });
  const canMove = item?.state === 'made' && item.custodian === ctx.caller.member && item.offers.length === 0;
  if (review.state !== 'awaitsDecision' && canMove) settle(ctx, review);
}
