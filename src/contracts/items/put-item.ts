// The one place through which items are written: a passport that is there says the item's state and evidence grade as
// they are, whatever changed them, and never its owner, its custodian or its order.

import type { Context } from '#core/contract.ts';
import type { Item, Passport } from './records.ts';
import type { itemsInterface } from './schema.ts';

/** Writes an item, and its passport where that would say otherwise. Costs one read more than the item, at most a write. */
export function putItem(ctx: Context<typeof itemsInterface>, item: Item): void {
  ctx.put('item', item.id, item);
  const passport = ctx.get('passport', item.id);
  if (passport === undefined) return;
  const now = shownOf(item);
  if (passport.state === now.state && passport.evidenceGrade === now.evidenceGrade) return;
  ctx.put('passport', item.id, { ...passport, ...now });
}

/** What a passport shows of its item that can change. An item without identifiers is known by its number: grade 0. */
export function shownOf({ state, identifiers }: Item): Pick<Passport, 'state' | 'evidenceGrade'> {
  return { state, evidenceGrade: Math.max(0, ...identifiers.map(({ grade }) => grade)) };
}
