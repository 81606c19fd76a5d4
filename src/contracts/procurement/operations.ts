// What other contracts ask of procurement.

import { defineOperation } from '#core/contract.ts';
import { type Fulfilment, recordFulfilment } from './fulfilling.ts';
import { checkAsked, placeOrder } from './placing.ts';
import type { Order, OrderTerms, Progress } from './records.ts';
import { procurementInterface } from './schema.ts';

/** The order with this id, or undefined. */
export const orderOf = defineOperation(
  procurementInterface,
  (ctx, { id }: { readonly id: string }): Order | undefined => ctx.get('order', id),
);

/** How many units of the order have their id so far; they are the items whose `order` it is. */
export const unitsOf = defineOperation(
  procurementInterface,
  (ctx, { id }: { readonly id: string }): number => ctx.get('units', id)?.planned ?? 0,
);

/**
 * Passes where the caller's member could place an order of these terms with some seller, at this price at most. Who
 * sells and what is not looked at. Refuses as `placeOrder` does, and with `account_missing` where the operator of the
 * tariff has no account
 */
export const orderable = defineOperation(procurementInterface, (ctx, asked: Omit<OrderTerms, 'seller'>): void =>
  checkAsked(ctx, asked),
);

/**
 * Places an order of the caller's member that is accepted at once: the calling contract vouches that the seller has
 * signed these very terms, in a bid or a standing offer. Above the buyer's limit for one signature it waits in the state
 * `awaitsSecond` all the same, and is accepted once another person of the buyer confirms it.
 * @returns its id. Refuses as `placeOrder` does, and with `account_missing` where the seller has no account to be paid to
 */
export const placeAgreed = defineOperation(procurementInterface, (ctx, terms: OrderTerms): string =>
  placeOrder(ctx, terms, 'accepted'),
);

/**
 * Counts what was done for an order, and releases what its milestones say: the calling contract vouches for the
 * evidence. `built` is production's to say, `inspected` inspection's, `delivered`, `accepted` and `rejected` (what was
 * delivered is not: its delivery no longer counts) shipping's. With `items` each counts once for its kind; without, the
 * `quantity` does. What is more than was ordered, or is accepted beyond what is delivered, counts nothing. `atMs` is the
 * block time of the evidence where it is older than this statement. Refuses with `order_unknown`, `not_accepted`.
 */
export const fulfil = defineOperation(procurementInterface, (ctx, input: Fulfilment): void =>
  recordFulfilment(ctx, input),
);

/** How many of the order are built, inspected, delivered and accepted; undefined where there is no such order. */
export const progressOf = defineOperation(
  procurementInterface,
  (ctx, { id }: { readonly id: string }): Progress | undefined => ctx.get('progress', id),
);
