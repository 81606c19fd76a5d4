// What happens to an item: its state, what goes into it, what is split from it. Quantities are conserved: what leaves a
// lot is written as a link of the genealogy, or is a lot of its own.
//
// The genealogy has no cycle: a link part → of is written only while `of` has no link out of itself. A cycle would need
// a path from `of` to `part`, so a link out of `of`, or `of` to be `part`, which is refused by name.

import type { Context } from '#core/contract.ts';
import { putItem } from './put-item.ts';
import { type Item, type ItemState, PARTS_PER_ITEM } from './records.ts';
import { addItem } from './register.ts';
import { follows, needsEvidence } from './rules.ts';
import type { itemsInterface } from './schema.ts';

type Ctx = Context<typeof itemsInterface>;

/** Moves an item to its next state, by its custodian; by its owner to scrap it. */
export function changeState(ctx: Ctx, id: string, to: ItemState): void {
  const item = known(ctx, id);
  if (to === 'scrapped') ownedByCaller(ctx, item);
  else heldByCaller(ctx, item);
  free(ctx, item);
  unoffered(ctx, item);
  if (!follows(item.state, to)) ctx.refuse('state_not_next', { from: item.state, to });
  if (ctx.via === '' && needsEvidence(item, to)) ctx.refuse('needs_evidence', { to });
  putItem(ctx, { ...item, state: to });
  ctx.emit('stateChanged', { item: id, to });
}

/** Uses a quantity of a lot, or a serialised part, in an item. @returns the id of the link */
export function usePart(
  ctx: Ctx,
  input: { readonly part: string; readonly into: string; readonly quantity: number },
): string {
  const { quantity } = input;
  const part = heldByCaller(ctx, known(ctx, input.part));
  const into = heldByCaller(ctx, known(ctx, input.into));
  free(ctx, part);
  free(ctx, into);
  unoffered(ctx, part);
  unoffered(ctx, into);
  if (part.id === into.id) return ctx.refuse('into_itself', { item: part.id });
  // A custodian works with what is entrusted to it, but gives nobody's material to another.
  if (part.owner !== ctx.caller.member && part.owner !== into.owner)
    return ctx.refuse('owner_differs', { part: part.id });
  if (part.state !== 'released') return ctx.refuse('not_released', { part: part.id, state: part.state });
  if ((into.state !== 'planned' && into.state !== 'made') || into.timesUsed > 0) {
    return ctx.refuse('into_finished', { item: into.id, state: into.state });
  }
  if (into.madeFrom.length >= PARTS_PER_ITEM) return ctx.refuse('item_full', { item: into.id });
  putItem(ctx, less(ctx, part, quantity));
  const used = { item: part.id, quantity, unit: part.unit };
  putItem(ctx, { ...into, madeFrom: [...into.madeFrom, used] });
  ctx.emit('partConsumed', { part: part.id, into: into.id, quantity });
  return link(ctx, part, into, quantity);
}

/** Makes a lot of its own from a quantity of a lot, with the same owner, custodian and state. */
export function splitLot(
  ctx: Ctx,
  input: { readonly lot: string; readonly quantity: number; readonly lotNumber: string },
): void {
  const { quantity, lotNumber: number } = input;
  const lot = heldByCaller(ctx, known(ctx, input.lot));
  free(ctx, lot);
  unoffered(ctx, lot);
  const type = ctx.get('type', lot.type);
  if (type === undefined) ctx.refuse('type_unknown', { type: lot.type });
  if (lot.kind !== 'lot') ctx.refuse('tracking_differs', { tracking: type.tracking });
  putItem(ctx, less(ctx, lot, quantity));
  const { owner, custodian, state, order } = lot;
  const id = addItem(ctx, type, {
    kind: 'lot',
    number,
    quantity,
    owner,
    custodian,
    state,
    ...(order === undefined ? {} : { order }),
  });
  const split = known(ctx, id);
  const { documents, unit } = lot;
  putItem(ctx, { ...split, documents, madeFrom: [{ item: lot.id, quantity, unit }] });
  link(ctx, lot, split, quantity);
  ctx.emit('lotSplit', { lot: lot.id, into: id, quantity });
}

/** The item with this id. */
export function known(ctx: Ctx, id: string): Item {
  return ctx.get('item', id) ?? ctx.refuse('item_unknown', { item: id });
}

/** The item, when the caller's member holds it. */
export function heldByCaller(ctx: Ctx, item: Item): Item {
  if (item.custodian !== ctx.caller.member)
    return ctx.refuse('not_custodian', { item: item.id, custodian: item.custodian });
  return item;
}

/** The item, when the caller's member owns it. */
export function ownedByCaller(ctx: Ctx, item: Item): Item {
  if (item.owner !== ctx.caller.member) return ctx.refuse('not_owner', { item: item.id, owner: item.owner });
  return item;
}

/** Passes where no offer of the item is open. */
export function unoffered(ctx: Ctx, { id, offers }: Item): void {
  if (offers.length > 0) ctx.refuse('offer_open', { item: id });
}

/** Passes where no other contract than the calling one moves the item. */
export function free(ctx: Ctx, { id, bound }: Item): void {
  if (bound !== undefined && bound.contract !== ctx.via)
    ctx.refuse('item_bound', { item: id, contract: bound.contract });
}

function less(ctx: Ctx, item: Item, quantity: number): Item {
  if (item.quantity < quantity) return ctx.refuse('quantity_short', { item: item.id, left: item.quantity });
  const left = item.quantity - quantity;
  return { ...item, quantity: left, timesUsed: item.timesUsed + 1, state: left === 0 ? 'consumed' : item.state };
}

function link(ctx: Ctx, part: Item, of: Item, quantity: number): string {
  const id = ctx.newId('part');
  const parties = [...new Set([ctx.caller.member, part.owner, of.owner])].sort();
  const { unit } = part;
  ctx.put('part', id, { id, part: part.id, of: of.id, quantity, unit, parties, atMs: ctx.timeMs });
  return id;
}
