// A milestone that no evidence releases is released by hand: by the person that it names, or by the buyer.

import type { Context } from '#core/contract.ts';
import { release, runningBooks } from './books.ts';
import type { Input } from './inputs.ts';
import { released } from './price.ts';
import type { Money, Order } from './records.ts';
import { countsOf } from './rules.ts';
import type { procurementInterface } from './schema.ts';
import { isSeconded } from './second.ts';

type Ctx = Context<typeof procurementInterface>;

/** Action `releaseMilestone`. */
export function releaseMilestone(ctx: Ctx, input: Input['releaseMilestone']) {
  const { id, milestone: name, quantity } = input;
  const { order, money, progress } = runningBooks(ctx, id);
  const index = order.milestones?.findIndex((one) => one.name === name) ?? -1;
  const milestone = order.milestones?.[index];
  const part = money.parts[index];
  if (milestone === undefined || part === undefined) return ctx.refuse('milestone_unknown', { milestone: name });
  if (!mayRelease(ctx, order, milestone.by)) return ctx.refuse('not_releaser', milestone.by ?? { member: order.buyer });
  if (quantity > order.quantity) return ctx.refuse('accepted_too_many', { quantity: order.quantity });
  if (quantity <= part.count) return ctx.refuse('released_already', { count: part.count });
  const parts = money.parts.map((one, i) => (i === index ? { ...one, count: quantity } : one));
  const after: Money = { ...money, parts };
  // All that the milestone gives, not what this release adds: steps do not add up past the limit.
  const amountCents = released(order, after, countsOf(order, after, progress)).parts[index]?.settledCents ?? 0;
  if (!isSeconded(ctx, order, { action: 'releaseMilestone', amountCents, content: input })) return;
  release(ctx, { order, money: after, progress }, money);
}

function mayRelease(
  ctx: Ctx,
  { buyer }: Order,
  by: { readonly member: string; readonly role: string } | undefined,
): boolean {
  const { member, role } = ctx.caller;
  if (by !== undefined) return member === by.member && role === by.role;
  return member === buyer && (role === 'buyer' || role === 'finance');
}
