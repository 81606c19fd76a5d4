// Placing an order: who buys what from whom is checked, and with `payment: hold` the price is set aside. The caller's
// member is the buyer.

import { findAccount, placeHold } from '#contracts/accounts/operations.ts';
import { typeOf } from '#contracts/items/operations.ts';
import { isMember } from '#contracts/membership/operations.ts';
import { timesCents } from '#contracts/shared/money.ts';
import type { Context } from '#core/contract.ts';
import { firstTwice, firstUnknown } from './rules.ts';
import type { Order, OrderTerms, procurementInterface } from './schema.ts';

type Ctx = Context<typeof procurementInterface>;

/** Places an order of the caller's member. @param state `accepted` where the seller has signed these terms already @returns its id */
export function placeOrder(ctx: Ctx, terms: OrderTerms, state: 'placed' | 'accepted'): string {
  const buyer = ctx.caller.member;
  const { seller, itemType, quantity, unitPriceCents, unit, neededByMs } = terms;
  if (seller === buyer) return ctx.refuse('seller_same', { seller });
  if (!ctx.call(isMember, { member: seller })) return ctx.refuse('seller_unknown', { seller });
  const type = ctx.call(typeOf, { id: itemType });
  if (type === undefined) return ctx.refuse('type_unknown', { itemType });
  if (type.maker !== buyer && type.maker !== seller) return ctx.refuse('type_foreign', { maker: type.maker });
  if (neededByMs <= ctx.timeMs) return ctx.refuse('needed_by_past', { neededByMs });
  const twice = firstTwice(terms.terms.map(({ name }) => name));
  if (twice !== undefined) return ctx.refuse('term_twice', { name: twice });
  const unknown = firstUnknown(terms.assumed, terms.terms);
  if (unknown !== undefined) return ctx.refuse('assumed_unknown', { name: unknown });
  const totalCents = timesCents(quantity, unitPriceCents);
  if (totalCents === undefined) return ctx.refuse('total_too_large', { quantity, unitPriceCents });
  const id = ctx.newId('order');
  const hold = terms.payment === 'hold' && totalCents > 0 ? setAside(ctx, id, { seller, unit, totalCents }) : {};
  ctx.put('order', id, { id, buyer, ...terms, totalCents, state, ...hold });
  ctx.put('units', id, { order: id, buyer, seller, planned: 0 });
  ctx.put('progress', id, { order: id, buyer, seller, built: 0, inspected: 0, delivered: 0, accepted: 0 });
  ctx.emit('orderPlaced', { id });
  if (state === 'accepted') ctx.emit('orderAccepted', { id });
  return id;
}

/** The member's main account in a unit; refuses with `account_missing`. */
export function accountOf(ctx: Ctx, member: string, unit: string): string {
  return (ctx.call(findAccount, { member, unit }) ?? ctx.refuse('account_missing', { member, unit })).id;
}

type Price = Pick<Order, 'seller' | 'unit' | 'totalCents'>;

function setAside(ctx: Ctx, record: string, { seller, unit, totalCents }: Price): { readonly hold: string } {
  const account = accountOf(ctx, ctx.caller.member, unit);
  const terms = { amountCents: totalCents, record, condition: 'order.closed', beneficiary: seller };
  return { hold: ctx.call(placeHold, { account, ...terms }) };
}
