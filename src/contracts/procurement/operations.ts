// What other contracts ask of procurement.

import { defineOperation } from '#core/contract.ts';
import { placeOrder } from './place-order.ts';
import { type Order, type OrderTerms, procurementInterface } from './schema.ts';

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
 * Places an order of the caller's member that is accepted at once: the calling contract vouches that the seller has
 * signed these very terms, in a bid or a standing offer.
 * @returns its id. Refuses as `placeOrder` does
 */
export const placeAgreed = defineOperation(procurementInterface, (ctx, terms: OrderTerms): string =>
  placeOrder(ctx, terms, 'accepted'),
);
