// What other contracts ask of production.

import { defineOperation } from '#core/contract.ts';
import type { Build, Plan } from './records.ts';
import { productionInterface } from './schema.ts';

/** The bill of process of an order, or undefined. */
export const planOf = defineOperation(
  productionInterface,
  (ctx, { order }: { readonly order: string }): Plan | undefined => ctx.get('plan', order),
);

/** The builds of an item, in the order of their ids: one for each machine step, and those that were rejected. */
export const buildsOf = defineOperation(
  productionInterface,
  (ctx, { item }: { readonly item: string }): readonly Build[] =>
    ctx.list('build', 'item', item).map(([, build]) => build),
);
