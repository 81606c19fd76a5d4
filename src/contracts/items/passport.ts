// Passports: what anyone who scans a code may know of an item. Its owner of the time publishes and withdraws it; sold,
// the item keeps its passport until the next owner withdraws it. put-item.ts keeps it true.

import type { Context } from '#core/contract.ts';
import { known, ownedByCaller } from './changes.ts';
import { shownOf } from './put-item.ts';
import { passportCode } from './records.ts';
import type { itemsInterface } from './schema.ts';

type Ctx = Context<typeof itemsInterface>;

/** Publishes the passport of an item. Refuses with `item_unknown`, `not_owner`, `passport_public` */
export function publishPassport(ctx: Ctx, id: string): void {
  const item = ownedByCaller(ctx, known(ctx, id));
  if (ctx.get('passport', id) !== undefined) ctx.refuse('passport_public', { item: id });
  const type = ctx.get('type', item.type);
  if (type === undefined) ctx.refuse('type_unknown', { type: item.type });
  const { maker, partNumber, name, gtin } = type;
  const { kind, number } = item;
  // A lot is not found by the path of serial numbers.
  const code = gtin === undefined || kind !== 'serial' ? {} : { code: passportCode(gtin, number) };
  ctx.put('passport', id, {
    item: id,
    type: type.id,
    kind,
    maker,
    partNumber,
    name,
    ...(gtin === undefined ? {} : { gtin }),
    number,
    ...code,
    ...shownOf(item),
    publishedAtMs: ctx.timeMs,
  });
  ctx.emit('passportPublished', { item: id });
}

/** Withdraws it. Refuses with `item_unknown`, `not_owner`, `passport_unknown` */
export function withdrawPassport(ctx: Ctx, id: string): void {
  ownedByCaller(ctx, known(ctx, id));
  if (ctx.get('passport', id) === undefined) ctx.refuse('passport_unknown', { item: id });
  ctx.delete('passport', id);
  ctx.emit('passportWithdrawn', { item: id });
}
