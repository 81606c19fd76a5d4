// An order with what stands beside it, and the money that moves when these books change: exactly what a step of price.ts
// adds to `paid` goes from the hold to the seller, and what it adds to `returned` to the buyer.

import { findAccount, placeHold, settleHold } from '#contracts/accounts/operations.ts';
import type { Context } from '#core/contract.ts';
import { assert } from '#core/fault.ts';
import { countClosing } from './counting.ts';
import type { Change } from './course.ts';
import { isSpent, released } from './price.ts';
import type { Money, Order, Progress } from './records.ts';
import { countsOf, invoiced, retentionEndMs } from './rules.ts';
import type { procurementInterface } from './schema.ts';

type Ctx = Context<typeof procurementInterface>;

/** An order, where its money stands, and how far it is. */
export type Books = { readonly order: Order; readonly money: Money; readonly progress: Progress };

/** The order with this id; refuses with `order_unknown`. */
export function known(ctx: Ctx, id: string): Order {
  return ctx.get('order', id) ?? ctx.refuse('order_unknown', { id });
}

/** The books of an order that was accepted, also when it is closed; refuses with `order_unknown`, `not_accepted`. */
export function booksOf(ctx: Ctx, id: string): Books {
  const order = known(ctx, id);
  const money = ctx.get('money', id);
  const progress = ctx.get('progress', id);
  if (!['accepted', 'closing', 'closed'].includes(order.state))
    return ctx.refuse('not_accepted', { state: order.state });
  assert(money !== undefined && progress !== undefined, `order ${id} has its money and progress`);
  return { order, money, progress };
}

/** The books of an order that is accepted and not closed; refuses with `order_unknown`, `not_accepted`. */
export function runningBooks(ctx: Ctx, id: string): Books {
  const books = booksOf(ctx, id);
  if (books.order.state === 'closed') return ctx.refuse('not_accepted', { state: 'closed' });
  return books;
}

/** The order, where the caller’s member is its buyer or its seller. */
export function asParty(ctx: Ctx, order: Order): Order {
  if (![order.buyer, order.seller].includes(ctx.caller.member)) return ctx.refuse('not_party', { order: order.id });
  return order;
}

/** The order, where the caller signs for its side: who buys for the buyer, who sells for the seller, other roles for both. */
export function asSide(ctx: Ctx, order: Order): Order {
  const { member, role } = ctx.caller;
  asParty(ctx, order);
  if (role === (member === order.buyer ? 'sales' : 'buyer')) return ctx.refuse('role_of_other_side', { role });
  return order;
}

/** The order, where the caller’s member is its buyer. */
export function asBuyer(ctx: Ctx, order: Order): Order {
  if (order.buyer !== ctx.caller.member) return ctx.refuse('not_buyer', { buyer: order.buyer });
  return order;
}

/** The order, where the caller’s member is its seller. */
export function asSeller(ctx: Ctx, order: Order): Order {
  if (order.seller !== ctx.caller.member) return ctx.refuse('not_seller', { seller: order.seller });
  return order;
}

/** The member's main account in a unit; refuses with `account_missing`. */
export function accountOf(ctx: Ctx, member: string, unit: string): string {
  return (ctx.call(findAccount, { member, unit }) ?? ctx.refuse('account_missing', { member, unit })).id;
}

/** Writes where the money stands now, and moves what that takes out of the hold. */
export function keepMoney(ctx: Ctx, order: Order, before: Money, after: Money): void {
  const paidCents = after.paidCents - before.paidCents;
  const returnedCents = after.returnedCents - before.returnedCents;
  assert(paidCents >= 0 && returnedCents >= 0 && after.heldCents >= 0, `money of ${order.id} only leaves its hold`);
  ctx.put('money', order.id, after);
  if (paidCents > 0 || returnedCents > 0) ctx.emit('moneyReleased', { order: order.id, paidCents, returnedCents });
  if (order.payment === 'invoice') return;
  if (paidCents > 0) payOut(ctx, after.hold, accountOf(ctx, order.seller, order.unit), paidCents);
  payOut(ctx, after.hold, undefined, returnedCents);
}

/** Pays from a hold; `payTo` undefined returns it. Nothing where the amount is none. */
export function payOut(ctx: Ctx, hold: string | undefined, payTo: string | undefined, amountCents: number): void {
  if (amountCents === 0) return;
  assert(hold !== undefined, 'what is paid was set aside');
  ctx.call(settleHold, { hold, payTo, amountCents });
}

/** Sets more of the buyer's money aside, by its own signature. @returns the one hold that has it all, if any */
export function setAside(
  ctx: Ctx,
  order: Order,
  {
    hold,
    heldCents,
    moreCents,
  }: { readonly hold?: string | undefined; readonly heldCents: number; readonly moreCents: number },
): string | undefined {
  if (moreCents === 0) return hold;
  payOut(ctx, hold, undefined, heldCents);
  const { id: record, seller: beneficiary, buyer, unit } = order;
  const account = accountOf(ctx, buyer, unit);
  const amountCents = heldCents + moreCents;
  return ctx.call(placeHold, { account, amountCents, record, condition: 'order.closed', beneficiary });
}

/** Releases what is due by now; an order that is accepted and paid to its last unit and cent is closed. */
export function release(ctx: Ctx, { order, money, progress }: Books, before = money) {
  const after = released(order, money, countsOf(order, money, progress));
  if (progress.accepted >= order.quantity && isSpent(order, after)) {
    return close(ctx, { order, money: after, progress }, before, progress.accepted);
  }
  keepMoney(ctx, order, before, withRetentionEnd(ctx, { order, money: after, progress }));
}

/** Closes an order whose parts are given or frozen. */
export function close(ctx: Ctx, { order, money, progress }: Books, before: Money, acceptedQuantity: number): void {
  voidChanges(ctx, order, money);
  const { closing: _, ...rest } = order;
  const closed: Order = { ...rest, state: 'closed', acceptedQuantity };
  const given = withRetentionEnd(ctx, { order: closed, money, progress });
  const after = { ...given, ...invoiced(closed, given, ctx.timeMs) };
  keepMoney(ctx, closed, before, after);
  ctx.put('order', order.id, closed);
  countClosing(ctx, { order: closed, money: after, progress }, acceptedQuantity);
  ctx.emit('orderClosed', { id: order.id, acceptedQuantity });
}

/** Ends the proposals of both sides to change the order, and returns what the buyer set aside for its own. */
function voidChanges(ctx: Ctx, order: Order, money: Money): void {
  for (const side of ['buyer', 'seller']) {
    const change = ctx.get('change', `${order.id}/${side}`);
    if (change?.state === 'proposed') endChange(ctx, money, `${order.id}/${side}`, { ...change, state: 'withdrawn' });
  }
}

/** Ends a proposal that is not agreed, and returns what was set aside for it. */
export function endChange(ctx: Ctx, money: Money, id: string, change: Change): void {
  payOut(ctx, money.hold, undefined, change.topUpCents);
  ctx.put('change', id, { ...change, topUpCents: 0 });
  ctx.emit('changeEnded', { order: change.order, state: change.state });
}

/** What is kept back is due so many days after the last unit was accepted, or the order was closed. */
function withRetentionEnd(ctx: Ctx, { order, money, progress }: Books): Money {
  const isOver = order.state === 'closed' || progress.accepted >= order.quantity;
  const dueMs = isOver ? (money.retentionDueMs ?? retentionEndMs(order, ctx.timeMs)) : undefined;
  const { retentionDueMs: _, ...rest } = money;
  return dueMs === undefined ? rest : { ...rest, retentionDueMs: dueMs };
}
