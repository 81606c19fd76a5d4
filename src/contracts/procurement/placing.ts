// Placing an order: who buys what from whom is checked, and with `payment: hold` the price is set aside, with the fee
// that the tariff names. Above the buyer's limit the order waits, unseen by the seller and with nothing set aside, until
// another person of the buyer confirms it. The fee is paid once, when the order is accepted.

import { typeOf } from '#contracts/items/operations.ts';
import { isMember } from '#contracts/membership/operations.ts';
import { timesCents } from '#contracts/shared/money.ts';
import { saysRelated } from '#contracts/standing/operations.ts';
import type { Context, ReadContext } from '#core/contract.ts';
import { assert } from '#core/fault.ts';
import { accountOf, asBuyer, asSeller, known, payOut, release, setAside } from './books.ts';
import { countAnswer, countCancelling } from './counting.ts';
import { untouched } from './price.ts';
import type { Money, Order, OrderTerms, Progress } from './records.ts';
import { feeOf, firstTwice, firstUnknown, sharesFit } from './rules.ts';
import type { procurementInterface } from './schema.ts';
import { anotherPerson, awaitSecond, needsSecond, secondId } from './second.ts';

type Ctx = Context<typeof procurementInterface>;
type State = 'placed' | 'accepted';

/** Places an order of the caller's member. @param state `accepted` where the seller has signed these terms already @returns its id */
export function placeOrder(ctx: Ctx, terms: OrderTerms, state: State): string {
  const buyer = ctx.caller.member;
  checkParties(ctx, buyer, terms);
  checkDate(ctx, terms.neededByMs);
  checkTerms(ctx, terms);
  const { quantity, unitPriceCents } = terms;
  const totalCents = timesCents(quantity, unitPriceCents);
  if (totalCents === undefined) return ctx.refuse('total_too_large', { quantity, unitPriceCents });
  const id = ctx.newId('order');
  const order: Order = { id, buyer, ...terms, totalCents, ...feeFor(ctx, terms, totalCents), state };
  const amountCents = totalCents + (order.feeCents ?? 0);
  if (!needsSecond(ctx, order, amountCents)) {
    open(ctx, order, state);
    return id;
  }
  ctx.put('order', id, { ...order, state: 'awaitsSecond' });
  awaitSecond(ctx, order, { action: 'placeOrder', amountCents, content: order, isAgreed: state === 'accepted' });
  return id;
}

/** Action `confirmOrder`. */
export function confirmOrder(ctx: Ctx, { id }: { readonly id: string }) {
  const order = asBuyer(ctx, known(ctx, id));
  if (order.state !== 'awaitsSecond') return ctx.refuse('not_awaiting', { state: order.state });
  const waiting = ctx.get('second', secondId(id, 'placeOrder'));
  assert(waiting !== undefined, `order ${id} has its first signature`);
  anotherPerson(ctx, waiting.first);
  checkDate(ctx, order.neededByMs);
  checkParties(ctx, order.buyer, order);
  ctx.delete('second', secondId(id, 'placeOrder'));
  open(ctx, order, waiting.isAgreed === true ? 'accepted' : 'placed');
}

/** Action `acceptOrder`. */
export function acceptOrder(ctx: Ctx, { id }: { readonly id: string }) {
  const order = asSeller(ctx, known(ctx, id));
  const money = ctx.get('money', id);
  if (order.state !== 'placed') return ctx.refuse('not_placed', { state: order.state });
  checkDate(ctx, order.neededByMs);
  assert(money !== undefined, `order ${id} has its money`);
  countAnswer(ctx, order, 'yes');
  accept(ctx, order, money);
}

/** Ends an order that is not accepted yet, by its seller or its buyer, and returns what was set aside. */
export function endUnaccepted(ctx: Ctx, order: Order, state: 'declined' | 'cancelled') {
  if (order.state !== 'placed') return ctx.refuse('not_placed', { state: order.state });
  const money = ctx.get('money', order.id);
  assert(money !== undefined, `order ${order.id} has its money`);
  const price = order.payment === 'hold' ? order.totalCents : 0;
  payOut(ctx, money.hold, undefined, price + (order.feeCents ?? 0));
  ctx.put('money', order.id, { ...money, heldCents: 0, returnedCents: order.totalCents });
  ctx.put('order', order.id, { ...order, state });
  if (state === 'declined') countAnswer(ctx, order, 'no');
  else countCancelling(ctx, order);
  ctx.emit(state === 'declined' ? 'orderDeclined' : 'orderCancelled', { id: order.id });
}

/** Action `cancelOrder`. */
export function cancelOrder(ctx: Ctx, { id }: { readonly id: string }) {
  const order = asBuyer(ctx, known(ctx, id));
  if (order.state !== 'awaitsSecond') return endUnaccepted(ctx, order, 'cancelled');
  ctx.delete('second', secondId(id, 'placeOrder'));
  ctx.put('order', id, { ...order, state: 'withdrawn' });
  ctx.emit('orderCancelled', { id });
}

/** What the buyer commits to: the price with the fee; undefined where it is more than an amount may be. */
export function commitsTo(
  ctx: ReadContext<typeof procurementInterface>,
  { quantity, unitPriceCents, unit, tariff }: OrderTerms,
) {
  const totalCents = timesCents(quantity, unitPriceCents);
  const found = tariff === undefined ? undefined : ctx.get('tariff', tariff);
  if (totalCents === undefined) return undefined;
  const feeCents = found === undefined ? 0 : feeOf(found, totalCents);
  return { what: 'procurement.placeOrder', unit, amount: totalCents + feeCents };
}

/** Refuses terms that no seller's signature makes an order of, at this price at most. */
export function checkAsked(ctx: Ctx, asked: Omit<OrderTerms, 'seller'>): void {
  const { quantity, unitPriceCents, unit } = asked;
  checkDeciders(ctx, ctx.caller.member, asked);
  checkDate(ctx, asked.neededByMs);
  checkTerms(ctx, asked);
  const totalCents = timesCents(quantity, unitPriceCents);
  if (totalCents === undefined) ctx.refuse('total_too_large', { quantity, unitPriceCents });
  const { feeTo } = feeFor(ctx, asked, totalCents ?? 0);
  if (feeTo !== undefined) accountOf(ctx, feeTo, unit);
}

function checkParties(ctx: Ctx, buyer: string, terms: OrderTerms) {
  const { seller, itemType, conditions } = terms;
  if (seller === buyer) ctx.refuse('seller_same', { seller });
  if (!ctx.call(isMember, { member: seller })) ctx.refuse('seller_unknown', { seller });
  const type = ctx.call(typeOf, { id: itemType });
  if (type === undefined) return ctx.refuse('type_unknown', { itemType });
  if (type.maker !== buyer && type.maker !== seller) ctx.refuse('type_foreign', { maker: type.maker });
  if (conditions?.arbiter === seller) ctx.refuse('arbiter_unfit', { arbiter: seller });
  checkDeciders(ctx, buyer, terms);
}

function checkDeciders(
  ctx: Ctx,
  buyer: string,
  { conditions, milestones = [] }: Pick<OrderTerms, 'conditions' | 'milestones'>,
): void {
  const arbiter = conditions?.arbiter;
  const isFit = arbiter === undefined || (arbiter !== buyer && ctx.call(isMember, { member: arbiter }));
  if (!isFit) ctx.refuse('arbiter_unfit', { arbiter });
  for (const { name, by } of milestones) {
    if (by !== undefined && !ctx.call(isMember, { member: by.member })) ctx.refuse('decider_unknown', { name });
  }
}

/** Refuses a seller that cannot be paid: later evidence alone releases money, and nobody is there to open an account. */
export function checkPayable(ctx: Ctx, { seller, unit, payment, totalCents }: Order): void {
  if (payment === 'hold' && totalCents > 0) accountOf(ctx, seller, unit);
}

/** Refuses a date that is past. */
export function checkDate(ctx: Ctx, neededByMs: number): void {
  if (neededByMs <= ctx.timeMs) ctx.refuse('needed_by_past', { neededByMs });
}

/** Refuses names that stand twice, and shares that do not make up the price. */
export function checkTerms(
  ctx: Ctx,
  { terms, assumed, milestones = [] }: Pick<OrderTerms, 'terms' | 'assumed' | 'milestones'>,
): void {
  const twice = firstTwice(terms.map(({ name }) => name)) ?? firstTwice(milestones.map(({ name }) => name));
  if (twice !== undefined) ctx.refuse('term_twice', { name: twice });
  const unknown = firstUnknown(assumed, terms);
  if (unknown !== undefined) ctx.refuse('assumed_unknown', { name: unknown });
  if (milestones.length > 0 && !sharesFit(milestones)) ctx.refuse('milestones_sum');
}

function feeFor(
  ctx: Ctx,
  { tariff: id, unit }: Pick<OrderTerms, 'tariff' | 'unit'>,
  totalCents: number,
): Pick<Order, 'feeCents' | 'feeTo'> {
  if (id === undefined) return {};
  const tariff = ctx.get('tariff', id);
  if (tariff?.state !== 'open') return ctx.refuse('tariff_unknown', { tariff: id });
  if (tariff.unit !== unit) return ctx.refuse('tariff_unit', { unit: tariff.unit });
  return { feeCents: feeOf(tariff, totalCents), feeTo: tariff.operator };
}

/** Sets the price and the fee aside, and shows the order to the seller. */
function open(ctx: Ctx, placed: Order, state: State): void {
  const order: Order = { ...placed, state };
  const { id, buyer, seller, payment, totalCents, feeCents = 0, feeTo, unit } = order;
  if (feeTo !== undefined) accountOf(ctx, feeTo, unit);
  const moreCents = (payment === 'hold' ? totalCents : 0) + feeCents;
  const money = untouched(order, setAside(ctx, order, { heldCents: 0, moreCents }));
  const done = { built: 0, inspected: 0, delivered: 0, late: 0, rejected: 0 };
  const accepted = { accepted: 0, acceptedSigned: 0, acceptedSilently: 0 };
  ctx.put('units', id, { order: id, buyer, seller, planned: 0 });
  const related = relatedOf(ctx, order);
  ctx.put('progress', id, { order: id, buyer, seller, placedAtMs: ctx.timeMs, ...related, ...done, ...accepted });
  ctx.put('money', id, money);
  ctx.put('order', id, order);
  ctx.emit('orderPlaced', { id });
  if (state === 'accepted') accept(ctx, order, money);
}

/** Which sides say that they are related to the other. What they say later changes nothing of this order. */
function relatedOf(ctx: Ctx, { buyer, seller }: Order): Pick<Progress, 'related'> {
  const related = [
    ...(ctx.call(saysRelated, { member: buyer, to: seller }) ? [buyer] : []),
    ...(ctx.call(saysRelated, { member: seller, to: buyer }) ? [seller] : []),
  ];
  return related.length === 0 ? {} : { related };
}

/** The order binds both sides: the fee is paid, and what is due on acceptance. */
function accept(ctx: Ctx, placed: Order, money: Money): void {
  const order: Order = { ...placed, state: 'accepted' };
  const { id, unit, feeCents = 0, feeTo } = order;
  checkPayable(ctx, order);
  ctx.put('order', id, order);
  ctx.emit('orderAccepted', { id });
  if (feeTo !== undefined && feeCents > 0) {
    payOut(ctx, money.hold, accountOf(ctx, feeTo, unit), feeCents);
    ctx.emit('feeCharged', { order: id, feeCents });
  }
  const progress = ctx.get('progress', id);
  assert(progress !== undefined, `order ${id} has its progress`);
  release(ctx, { order, money, progress });
}
