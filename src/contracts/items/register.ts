// How an item comes to be: one owner, one custodian, and a number that its type has given to no other.

import type { Json } from '#core/canonical-json.ts';
import type { Context } from '#core/contract.ts';
import { putItem } from './put-item.ts';
import type { Item, ItemType } from './records.ts';
import type { itemsInterface } from './schema.ts';

type Ctx = Context<typeof itemsInterface>;
type NewItem = Pick<Item, 'kind' | 'number' | 'quantity' | 'owner' | 'custodian' | 'state'> & {
  readonly order?: string;
};

/** Adds an item of a type. @returns its id. Refuses with `tracking_differs`, `number_taken` */
export function addItem(ctx: Ctx, type: ItemType, item: NewItem): string {
  if (type.tracking !== item.kind) return ctx.refuse('tracking_differs', { tracking: type.tracking });
  const id = ctx.newId('item');
  take(ctx, 'number_taken', { type: type.id, number: item.number }, id);
  const fresh = { passTo: [], offers: [], identifiers: [], documents: [], madeFrom: [], timesUsed: 0 };
  putItem(ctx, { id, type: type.id, unit: type.unit, ...fresh, ...item });
  return id;
}

/** Notes what is given once. Refuses with this code where it was given before. */
export function take(
  ctx: Ctx,
  taken: 'number_taken' | 'identifier_taken' | 'part_number_taken',
  content: { readonly [field: string]: Json },
  by: string,
): void {
  const id = ctx.contentId(content);
  const earlier = ctx.get('taken', id);
  if (earlier !== undefined) ctx.refuse(taken, { by: earlier.by });
  ctx.put('taken', id, { id, by });
}
