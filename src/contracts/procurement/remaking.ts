// A rejected or scrapped unit is replaced: with both signatures as many more units of the order get an id, at no price.
// Each unit is replaced once; the new one may be rejected and replaced in its turn.

import { itemOf } from '#contracts/items/operations.ts';
import type { Context } from '#core/contract.ts';
import { asParty, known, runningBooks } from './books.ts';
import { uncount } from './fulfilling.ts';
import type { Input } from './inputs.ts';
import type { procurementInterface } from './schema.ts';

type Ctx = Context<typeof procurementInterface>;

/** Action `proposeRemake`. */
export function proposeRemake(ctx: Ctx, { id: order, items }: Input['proposeRemake']) {
  const { buyer, seller } = asParty(ctx, runningBooks(ctx, order).order);
  checkItems(ctx, order, items);
  const id = ctx.newId('remake');
  ctx.put('remake', id, { id, order, buyer, seller, by: ctx.caller.member, items, state: 'proposed' });
  ctx.emit('remakeProposed', { order, remake: id, items: [...items] });
}

/** Action `agreeRemake`. */
export function agreeRemake(ctx: Ctx, { order, remake: id }: Input['ofRemake']) {
  const books = runningBooks(ctx, order);
  const { buyer, seller } = asParty(ctx, books.order);
  const remake = openOne(ctx, order, id);
  if (remake.by === ctx.caller.member) return ctx.refuse('not_other_side', { by: remake.by });
  checkItems(ctx, order, remake.items);
  for (const item of remake.items) ctx.put('replaced', item, { order, buyer, seller, remake: id });
  uncount(ctx, books, remake.items);
  const units = ctx.get('units', order) ?? { order, buyer, seller, planned: 0 };
  ctx.put('units', order, { ...units, remade: (units.remade ?? 0) + remake.items.length });
  ctx.put('remake', id, { ...remake, state: 'agreed' });
  ctx.emit('remakeEnded', { order, remake: id, state: 'agreed' });
}

/** Action `withdrawRemake`, by either side. */
export function withdrawRemake(ctx: Ctx, { order, remake: id }: Input['ofRemake']): void {
  asParty(ctx, known(ctx, order));
  const remake = openOne(ctx, order, id);
  ctx.put('remake', id, { ...remake, state: 'withdrawn' });
  ctx.emit('remakeEnded', { order, remake: id, state: 'withdrawn' });
}

function openOne(ctx: Ctx, order: string, id: string) {
  const remake = ctx.get('remake', id);
  const isOpen = remake?.order === order && remake.state === 'proposed';
  return isOpen ? remake : ctx.refuse('remake_unknown', { remake: id });
}

function checkItems(ctx: Ctx, order: string, items: readonly string[]): void {
  items.forEach((id, at) => {
    const item = ctx.call(itemOf, { id });
    const isOut = item?.order === order && (item.state === 'rejected' || item.state === 'scrapped');
    const isAgain = items.indexOf(id) !== at || ctx.get('replaced', id) !== undefined;
    if (!isOut || isAgain) ctx.refuse('item_unfit', { item: id, state: item?.state });
  });
}
