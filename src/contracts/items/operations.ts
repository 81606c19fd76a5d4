// What other contracts may do with items. The caller's signature counts here as in an action: a custodian's for what
// happens to the thing, its owner's for scrapping it.

import { defineOperation } from '#core/contract.ts';
import { changeState, usePart } from './changes.ts';
import type { Item, ItemState, ItemType } from './records.ts';
import { addItem } from './register.ts';
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
