// What other contracts may do with items. The caller's signature counts here as in an action: a custodian's for what
// happens to the thing, its owner's for scrapping it.

import { type Context, defineOperation } from '#core/contract.ts';
import { changeState, free, heldByCaller, known, ownedByCaller, unoffered, usePart } from './changes.ts';
import { accept, end, offer } from './handover.ts';
import { putItem } from './put-item.ts';
import type { Item, ItemState, ItemType } from './records.ts';
import { addItem } from './register.ts';
import { follows } from './rules.ts';
import { itemsInterface } from './schema.ts';

/** The item with this id, or undefined. */
export const itemOf = defineOperation(itemsInterface, (ctx, { id }: { readonly id: string }): Item | undefined =>
  ctx.get('item', id),
);

/** The item type with this id, or undefined. */
export const typeOf = defineOperation(itemsInterface, (ctx, { id }: { readonly id: string }): ItemType | undefined =>
  ctx.get('type', id),
);

/**
 * Plans one serialised item for each serial number of an order. The calling contract vouches that the maker of the
 * type is a party to the order; the caller is the maker or the custodian-to-be.
 * @param input `serials`: at most 100
 * @returns the items' ids in the order of the serials. Refuses with `type_unknown`, `type_foreign`,
 * `tracking_differs`, `number_taken`
 */
export const planUnits = defineOperation(
  itemsInterface,
  (
    ctx,
    input: {
      readonly type: string;
      readonly owner: string;
      readonly custodian: string;
      readonly serials: readonly string[];
      readonly order: string;
    },
  ): readonly string[] => {
    const { type: typeId, owner, custodian, serials, order } = input;
    const type = ctx.get('type', typeId);
    if (type === undefined) return ctx.refuse('type_unknown', { type: typeId });
    if (![type.maker, custodian].includes(ctx.caller.member)) return ctx.refuse('type_foreign', { maker: type.maker });
    const ids = serials.map((number) =>
      addItem(ctx, type, { kind: 'serial', number, quantity: 1, owner, custodian, state: 'planned', order }),
    );
    ctx.emit('itemsRegistered', { type: typeId, ids });
    return ids;
  },
);

/**
 * Moves an item to its next state, also to those that need evidence, which the calling contract has.
 * Refuses with `item_unknown`, `not_custodian` (`not_owner` for scrapping), `offer_open`, `state_not_next`
 */
export const setState = defineOperation(
  itemsInterface,
  (ctx, { item, to }: { readonly item: string; readonly to: ItemState }): void => changeState(ctx, item, to),
);

/**
 * Uses a quantity of a released lot, or the one piece of a serialised part, in an item that is planned or made; the
 * caller holds both. The quantity is in the lot's unit.
 * @returns the id of the genealogy's link. Refuses with `item_unknown`, `not_custodian`, `offer_open`, `owner_differs`,
 * `into_itself`, `into_finished`, `not_released`, `quantity_short`, `item_full`
 */
export const consume = defineOperation(
  itemsInterface,
  (ctx, input: { readonly lot: string; readonly into: string; readonly quantity: number }): string =>
    usePart(ctx, { part: input.lot, into: input.into, quantity: input.quantity }),
);

/**
 * Binds an item of the caller's, which owns and holds it, to a record of the calling contract: from then on that contract
 * alone moves it, until it frees it. `titleTo` is whom it may pass the title to.
 * Refuses with `item_unknown`, `not_custodian`, `not_owner`, `item_bound`, `offer_open`, `not_movable`
 */
export const bind = defineOperation(
  itemsInterface,
  (ctx, input: { readonly item: string; readonly record: string; readonly titleTo?: string }) => {
    const item = ownedByCaller(ctx, heldByCaller(ctx, known(ctx, input.item)));
    if (item.bound !== undefined) return ctx.refuse('item_bound', { item: item.id, contract: item.bound.contract });
    unoffered(ctx, item);
    if (['planned', 'consumed', 'scrapped'].includes(item.state)) ctx.refuse('not_movable', { state: item.state });
    const { record, titleTo } = input;
    const bound = { contract: ctx.via, record, ...(titleTo === undefined ? {} : { titleTo }) };
    putItem(ctx, { ...item, bound });
    ctx.emit('itemBound', { item: item.id, contract: ctx.via, record });
  },
);

/** Frees an item that the calling contract bound to this record. Refuses with `item_unknown`, `not_bound`, `offer_open` */
export const release = defineOperation(
  itemsInterface,
  (ctx, { item: id, record }: { readonly item: string; readonly record: string }): void => {
    const { bound: _, ...item } = boundTo(ctx, id, record);
    unoffered(ctx, item);
    putItem(ctx, item);
    ctx.emit('itemFreed', { item: id });
  },
);

/**
 * Passes the title of a bound item to whom its owner named when it bound it, and frees it: the calling contract vouches
 * that the condition came true. Refuses with `item_unknown`, `not_bound`, `offer_open`, `not_movable`
 */
export const passTitle = defineOperation(
  itemsInterface,
  (ctx, { item: id, record }: { readonly item: string; readonly record: string }) => {
    const { bound, ...item } = boundTo(ctx, id, record);
    const to = bound?.titleTo;
    if (to === undefined) return ctx.refuse('not_bound', { item: id });
    unoffered(ctx, item);
    if (item.state === 'consumed' || item.state === 'scrapped') ctx.refuse('not_movable', { state: item.state });
    putItem(ctx, { ...item, owner: to, passTo: [] });
    ctx.emit('titlePassed', { item: id, from: item.owner, to });
  },
);

/**
 * Scraps a bound item, and frees it: the calling contract vouches that its owner has signed for it. A thing that is under
 * way or taken apart already is not scrapped so. Refuses with `item_unknown`, `item_bound`, `not_bound`, `state_not_next`
 */
export const scrapBound = defineOperation(
  itemsInterface,
  (ctx, { item: id, record }: { readonly item: string; readonly record: string }): void => {
    const { bound: _, ...item } = boundTo(ctx, id, record);
    if (!follows(item.state, 'scrapped')) ctx.refuse('state_not_next', { from: item.state, to: 'scrapped' });
    putItem(ctx, { ...item, state: 'scrapped' });
    ctx.emit('stateChanged', { item: id, to: 'scrapped' });
  },
);

/** Offers custody of an item that the calling contract bound; the caller holds it. @returns the hand-over. As `offerHandover` */
export const offerCustody = defineOperation(
  itemsInterface,
  (ctx, { item, to }: { readonly item: string; readonly to: string }): string =>
    offer(ctx, item, { to, passes: 'custody' }),
);

/** Takes custody by a hand-over to the caller's member. Refuses as `acceptHandover` */
export const takeCustody = defineOperation(itemsInterface, (ctx, { handover }: { readonly handover: string }): void =>
  accept(ctx, handover),
);

/** Ends a hand-over of an item that the calling contract bound. Refuses as `withdrawHandover` */
export const endOffer = defineOperation(itemsInterface, (ctx, { handover }: { readonly handover: string }): void =>
  end(ctx, handover),
);

function boundTo(ctx: Context<typeof itemsInterface>, id: string, record: string): Item {
  const item = known(ctx, id);
  free(ctx, item);
  return item.bound?.record === record ? item : ctx.refuse('not_bound', { item: id });
}
