// Changing an order that is accepted. Either side proposes, the other agrees; both versions stay on record. The hold is
// topped up by the buyer's signature (with its proposal, or when it agrees) or the difference returned. What a signed
// step has settled stands: no fewer units than were built, no other terms once one is built, no price below what is given.

import { timesCents } from '#contracts/shared/money.ts';
import type { Context } from '#core/contract.ts';
import { asParty, asSide, type Books, endChange, known, payOut, release, runningBooks, setAside } from './books.ts';
import type { Change } from './course.ts';
import type { Input } from './inputs.ts';
import { checkDate, checkPayable, checkTerms } from './placing.ts';
import { repriced } from './price.ts';
import type { Money, Order } from './records.ts';
import type { procurementInterface } from './schema.ts';
import { isSeconded } from './second.ts';

type Ctx = Context<typeof procurementInterface>;

/** Action `proposeChange`. */
export function proposeChange(ctx: Ctx, input: Input['proposeChange']) {
  const { id, ...changes } = input;
  const books = runningBooks(ctx, id);
  const { buyer, seller } = asSide(ctx, books.order);
  const by = ctx.caller.member;
  const side = `${id}/${by === buyer ? 'buyer' : 'seller'}`;
  if (ctx.get('change', side)?.state === 'proposed') return ctx.refuse('change_open', { order: id });
  const { order: next } = changed(ctx, books, changes);
  if (!mayRaise(ctx, books.order, next, 'proposeChange')) return;
  const topUpCents = by === buyer ? topUpOf(books.order, next) : 0;
  if (topUpCents > 0) ctx.put('money', id, topUp(ctx, books, topUpCents));
  const { totalCents } = next;
  ctx.put('change', side, { order: id, buyer, seller, by, changes, totalCents, topUpCents, state: 'proposed' });
  ctx.emit('changeProposed', { order: id, by });
}

/** Action `agreeChange`. */
export function agreeChange(ctx: Ctx, { id, from }: Input['ofChange']) {
  const books = runningBooks(ctx, id);
  const { order } = books;
  const change = proposed(ctx, asSide(ctx, order), from);
  if (ctx.caller.member === change.by) return ctx.refuse('not_other_side', { by: change.by });
  const next = changed(ctx, books, change.changes);
  if (!mayRaise(ctx, order, next.order, 'agreeChange')) return;
  // The other proposal was made of the terms of now: with them it ends.
  const otherId = `${id}/${from === 'buyer' ? 'seller' : 'buyer'}`;
  const other = ctx.get('change', otherId);
  if (other?.state === 'proposed') endChange(ctx, books.money, otherId, { ...other, state: 'withdrawn' });
  const hold = change.by === order.seller ? topUp(ctx, books, topUpOf(order, next.order)).hold : books.money.hold;
  ctx.put('change', `${id}/${from}`, { ...change, topUpCents: 0, state: 'agreed' });
  const money: Money = hold === undefined ? next.money : { ...next.money, hold };
  if (order.payment === 'hold') payOut(ctx, hold, undefined, Math.max(0, order.totalCents - next.order.totalCents));
  keepRevisions(ctx, order, next.order);
  ctx.put('order', id, next.order);
  ctx.emit('orderChanged', { id, revision: next.order.revision ?? 1 });
  release(ctx, { order: next.order, money, progress: books.progress });
}

/** Actions `declineChange`, by the other side, and `withdrawChange`, by the side that proposed it. */
export function dropChange(ctx: Ctx, { id, from }: Input['ofChange'], state: 'declined' | 'withdrawn') {
  const change = proposed(ctx, asParty(ctx, known(ctx, id)), from);
  const isOwn = ctx.caller.member === change.by;
  if (isOwn !== (state === 'withdrawn')) return ctx.refuse('not_other_side', { by: change.by });
  const money = ctx.get('money', id);
  if (money !== undefined) endChange(ctx, money, `${id}/${from}`, { ...change, state });
}

function proposed(ctx: Ctx, { id }: Order, from: 'buyer' | 'seller'): Change {
  const change = ctx.get('change', `${id}/${from}`);
  return change?.state === 'proposed' ? change : ctx.refuse('change_unknown', { order: id, from });
}

/** The order with the change, and its money; refuses what contradicts a step that is signed. */
function changed(
  ctx: Ctx,
  { order, money, progress }: Books,
  changes: Change['changes'],
): { readonly order: Order; readonly money: Money } {
  const next = withChanges(ctx, order, changes);
  if (ctx.contentId({ ...order, ...changes }) === ctx.contentId(order)) ctx.refuse('change_empty', { order: order.id });
  if (changes.neededByMs !== undefined) checkDate(ctx, changes.neededByMs);
  checkTerms(ctx, next);
  const { built, inspected, delivered, accepted } = progress;
  const done = Math.max(built, inspected, delivered, accepted);
  if (next.quantity < done) return ctx.refuse('quantity_below_done', { done });
  const isOther = changes.terms !== undefined || changes.designVersion !== undefined;
  if (isOther && built > 0) return ctx.refuse('terms_fixed', { built });
  const newMoney = repriced(order, next, money);
  if (newMoney === undefined) return ctx.refuse('price_below_settled', { order: order.id });
  checkPayable(ctx, next);
  return { order: next, money: newMoney };
}

/** A proposal to close was made of the old terms: the order goes on without it. */
function withChanges(ctx: Ctx, order: Order, changes: Change['changes']): Order {
  const { closing: _, acceptedQuantity: __, ...rest } = order;
  const next: Order = { ...rest, ...changes, state: 'accepted', revision: (order.revision ?? 1) + 1 };
  const { quantity, unitPriceCents } = next;
  const totalCents = timesCents(quantity, unitPriceCents);
  if (totalCents === undefined) return ctx.refuse('total_too_large', { quantity, unitPriceCents });
  // What was assumed of a term that is gone is no longer there to be judged.
  const gone = new Set(
    order.terms.map(({ name }) => name).filter((name) => next.terms.every((term) => term.name !== name)),
  );
  return { ...next, totalCents, assumed: order.assumed.filter((name) => !gone.has(name)) };
}

/** A higher price needs two persons of the buyer where the whole of it is above their limit. */
function mayRaise(ctx: Ctx, order: Order, next: Order, action: string): boolean {
  const amountCents = next.totalCents > order.totalCents ? next.totalCents : 0;
  return isSeconded(ctx, order, { action, amountCents, content: next });
}

function topUpOf(order: Order, next: Order): number {
  return order.payment === 'hold' ? Math.max(0, next.totalCents - order.totalCents) : 0;
}

function topUp(ctx: Ctx, { order, money }: Books, moreCents: number): Money {
  const { hold: before, heldCents } = money;
  const hold = setAside(ctx, order, { hold: before, heldCents, moreCents });
  return hold === undefined ? money : { ...money, hold };
}

/** Both versions, each under its number. */
function keepRevisions(ctx: Ctx, order: Order, next: Order): void {
  if (order.revision === undefined) keepRevision(ctx, order);
  keepRevision(ctx, next);
}

/** Keeps the terms of now under their number; what is in dispute shows to the arbiter. */
export function keepRevision(ctx: Ctx, order: Order, disputed?: true): void {
  const { id, feeCents: _fee, feeTo: _to, state: _state, revision: number = 1, ...terms } = order;
  const { acceptedQuantity: _quantity, closing: _closing, ...agreed } = terms;
  const key = `${id}/${number}`;
  const earlier = ctx.get('revision', key);
  const isDisputed = disputed ?? earlier?.disputed;
  const shown = isDisputed === undefined ? {} : { disputed: isDisputed };
  ctx.put('revision', key, { ...agreed, order: id, number, sinceMs: earlier?.sinceMs ?? ctx.timeMs, ...shown });
}
