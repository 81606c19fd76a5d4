// What other contracts ask of procurement.

import { defineOperation } from '#core/contract.ts';
import { type Order, procurementInterface } from './schema.ts';

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
