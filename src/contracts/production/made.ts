// When an item is made: each step that a machine log proves has a build that is proven or was accepted. Its custodian
// says so, and at once where the custodian signs the statement that completes it.

import { itemOf, setState } from '#contracts/items/operations.ts';
import { fulfil } from '#contracts/procurement/operations.ts';
import type { Context } from '#core/contract.ts';
import { isMade } from './rules.ts';
import type { productionInterface } from './schema.ts';

type Ctx = Context<typeof productionInterface>;

/** Action `declareMade`: after a decision of a member that does not hold the item. */
export function declareMade(ctx: Ctx, id: string) {
  const order = ctx.call(itemOf, { id })?.order ?? '';
  if (!buildsSuffice(ctx, order, id)) return ctx.refuse('builds_incomplete', { item: id });
  ctx.call(setState, { item: id, to: 'made' });
  ctx.call(fulfil, { order, kind: 'built', quantity: 1, items: [id] });
}

/** Declares the item made where it can be, and the caller holds it. */
export function declareMadeIfHeld(ctx: Ctx, order: string, id: string): void {
  const item = ctx.call(itemOf, { id });
  const canMove = item?.state === 'planned' && item.custodian === ctx.caller.member && item.offers.length === 0;
  if (canMove && buildsSuffice(ctx, order, id)) declareMade(ctx, id);
}

function buildsSuffice(ctx: Ctx, order: string, item: string): boolean {
  const plan = ctx.get('plan', order);
  const builds = ctx.list('build', 'item', item).map(([, build]) => build);
  return plan !== undefined && isMade(plan, builds);
}
