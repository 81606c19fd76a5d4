// What a signed mapping must be: each characteristic of each programme stands in it exactly once, so that nothing is
// left out of a review by not being named, and each unit of the order has its own label.

import { itemOf } from '#contracts/items/operations.ts';
import type { Context } from '#core/contract.ts';
import type { CharacteristicOf, PartiesOf, UnitOf } from './records.ts';
import { SIDES } from './review.ts';
import type { inspectionInterface } from './schema.ts';

type Ctx = Context<typeof inspectionInterface>;

/** Refuses an item that is no unit of the order. */
export function checkItem(ctx: Ctx, order: string, item: string) {
  if (ctx.call(itemOf, { id: item })?.order !== order) ctx.refuse('item_foreign', { item, order });
}

/** Refuses ids that the laboratory does not have, that stand there twice, or that are missing. */
export function checkMapped(ctx: Ctx, characteristics: readonly CharacteristicOf[], ids: readonly string[]) {
  const open = new Set(characteristics.map(({ id }) => id));
  const known = new Set(open);
  for (const id of ids) {
    if (!known.has(id)) return ctx.refuse('characteristic_unknown', { id });
    if (!open.delete(id)) return ctx.refuse('characteristic_mapped_twice', { id });
  }
  const [missing] = open;
  if (missing !== undefined) ctx.refuse('characteristic_unmapped', { id: missing, count: open.size });
}

/** Notes under which labels the laboratories measured these units. */
export function mapUnits(
  ctx: Ctx,
  { order, buyer, seller, laboratories }: Omit<PartiesOf, 'id'>,
  units: readonly Pick<UnitOf, 'item' | 'labels'>[],
) {
  const taken = new Set<string>();
  for (const unit of units) {
    const { item, labels } = unit;
    const names = [
      `item ${item}`,
      ...SIDES.flatMap((side) => (labels[side] === undefined ? [] : [`${side} ${labels[side]}`])),
    ];
    for (const name of names) {
      if (taken.has(name)) return ctx.refuse('unit_label_taken', { name });
      taken.add(name);
    }
    checkItem(ctx, order, item);
    const review = ctx.get('review', item);
    if (review !== undefined && review.state !== 'awaitsDecision') return ctx.refuse('review_final', { item });
    ctx.put('unit', item, { id: item, order, buyer, seller, laboratories, ...unit, by: ctx.caller.actor });
  }
  if (units.length > 0) ctx.emit('unitsMapped', { order, units: units.length });
}
