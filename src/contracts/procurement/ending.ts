// How orders end. Both sides agree how much more is paid; the buyer alone closes an order that it pays in full; and when
// time has passed anyone settles what the order says of silence: what was delivered is accepted, what was kept back is
// paid, and long after its date an order ends with what was delivered.

import type { Context } from '#core/contract.ts';
import { asSeller, asSide, type Books, booksOf, close, keepMoney, runningBooks } from './books.ts';
import { countPayment } from './counting.ts';
import { runOut } from './disputing.ts';
import { acceptedTo, progressTo } from './fulfilling.ts';
import type { Input } from './inputs.ts';
import { ended, endedWith, openCents, withoutRetention, worth } from './price.ts';
import { lapseMs, silentlyAccepted } from './rules.ts';
import type { procurementInterface } from './schema.ts';
import { isSeconded } from './second.ts';

type Ctx = Context<typeof procurementInterface>;

/** Action `closeOrder`. */
export function closeOrder(ctx: Ctx, { id, acceptedQuantity, payCents: asked }: Input['closeOrder']) {
  const books = runningBooks(ctx, id);
  const { order, money } = books;
  asSide(ctx, order);
  if (acceptedQuantity > order.quantity) return ctx.refuse('accepted_too_many', { quantity: order.quantity });
  const mostCents = openCents(order, money);
  const payCents = asked ?? worth(order, money, acceptedQuantity);
  if (payCents > mostCents) return ctx.refuse('pay_too_much', { mostCents });
  const by = ctx.caller.member;
  if (!isSeconded(ctx, order, { action: 'closeOrder', amountCents: payCents, content: { acceptedQuantity, payCents } }))
    return;
  if (by === order.buyer && acceptedQuantity === order.quantity && payCents === mostCents) {
    return closeWith(ctx, books, { acceptedQuantity, payCents });
  }
  ctx.put('order', id, { ...order, state: 'closing', acceptedQuantity, closing: { by, payCents } });
  ctx.emit('closingProposed', { id, acceptedQuantity, payCents });
}

/** Action `agreeClosing`. */
export function agreeClosing(ctx: Ctx, { id }: Input['ofOrder']) {
  const books = runningBooks(ctx, id);
  const { state, acceptedQuantity, closing } = asSide(ctx, books.order);
  if (closing === undefined || acceptedQuantity === undefined) return ctx.refuse('closing_not_proposed', { state });
  if (closing.by === ctx.caller.member) return ctx.refuse('not_other_side', { by: closing.by });
  const { payCents } = closing;
  const mostCents = openCents(books.order, books.money);
  if (payCents > mostCents) return ctx.refuse('pay_too_much', { mostCents });
  const signed = { action: 'agreeClosing', amountCents: payCents, content: { acceptedQuantity, payCents } };
  if (isSeconded(ctx, books.order, signed)) closeWith(ctx, books, { acceptedQuantity, payCents });
}

/** Action `withdrawClosing`. */
export function withdrawClosing(ctx: Ctx, { id }: Input['ofOrder']) {
  const { order } = runningBooks(ctx, id);
  const { closing, acceptedQuantity: _, ...rest } = asSide(ctx, order);
  if (closing === undefined) return ctx.refuse('closing_not_proposed', { state: order.state });
  ctx.put('order', id, { ...rest, state: 'accepted' });
  ctx.emit('closingWithdrawn', { id });
}

/** Action `settle`. */
export function settle(ctx: Ctx, { id, dispute }: Input['settle']) {
  if (dispute !== undefined) return runOut(ctx, booksOf(ctx, id), dispute);
  // Each step may bring the next about.
  const isDue = [acceptSilently, lapse, payRetention].map((step) => step(ctx, booksOf(ctx, id)));
  if (!isDue.includes(true)) ctx.refuse('nothing_due', { id });
}

/** Action `confirmPayment`: the word of the seller, who alone sees what came in. */
export function confirmPayment(ctx: Ctx, { id }: Input['ofOrder']) {
  const { order, money } = booksOf(ctx, id);
  asSeller(ctx, order);
  if (money.invoicedMs === undefined) return ctx.refuse('not_invoiced', { payment: order.payment, state: order.state });
  if (money.invoicePaidMs !== undefined) return ctx.refuse('paid_already', { invoicePaidMs: money.invoicePaidMs });
  ctx.put('money', id, { ...money, invoicePaidMs: ctx.timeMs });
  countPayment(ctx, order, money);
  ctx.emit('paymentConfirmed', { order: id });
}

function acceptSilently(ctx: Ctx, books: Books): boolean {
  const { order, progress } = books;
  const accepted = silentlyAccepted(order, progress, ctx.timeMs);
  if (accepted <= progress.accepted) return false;
  const acceptedSilently = progress.acceptedSilently + accepted - progress.accepted;
  progressTo(ctx, books, acceptedTo({ ...progress, acceptedSilently }, accepted));
  return true;
}

function lapse(ctx: Ctx, { order, money, progress }: Books): boolean {
  if (order.state === 'closed' || ctx.timeMs < lapseMs(order)) return false;
  const { delivered } = progress;
  close(ctx, { order, money: endedWith(order, money, delivered), progress }, money, delivered);
  return true;
}

function payRetention(ctx: Ctx, { order, money }: Books): boolean {
  const { retentionDueMs, retainedCents, frozenRetainedCents } = money;
  if (retentionDueMs === undefined || ctx.timeMs < retentionDueMs) return false;
  if (retainedCents === frozenRetainedCents) return false;
  keepMoney(ctx, order, money, withoutRetention(money));
  ctx.emit('retentionReleased', { order: order.id, amountCents: retainedCents - frozenRetainedCents });
  return true;
}

function closeWith(
  ctx: Ctx,
  { order, money, progress }: Books,
  { acceptedQuantity, payCents }: { readonly acceptedQuantity: number; readonly payCents: number },
): void {
  const after = ended(order, money, { payCents, count: acceptedQuantity });
  close(ctx, { order, money: after, progress }, money, acceptedQuantity);
}
