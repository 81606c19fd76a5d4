// What other contracts ask of inspection.

import { defineOperation } from '#core/contract.ts';
import type { ReviewOf } from './records.ts';
import { inspectionInterface } from './schema.ts';

/** The review of an item, or undefined. */
export const reviewOf = defineOperation(
  inspectionInterface,
  (ctx, { item }: { readonly item: string }): ReviewOf | undefined => ctx.get('review', item),
);

/** True where the item's review passes, or a person accepted the item, also by concession. */
export const isAccepted = defineOperation(inspectionInterface, (ctx, { item }: { readonly item: string }): boolean => {
  const state = ctx.get('review', item)?.state;
  return state === 'passes' || state === 'accepted' || state === 'concession';
});
