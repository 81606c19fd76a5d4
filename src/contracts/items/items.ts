// Things: what they are, who owns them, who holds them, what went into them.
//
//   item:  planned → made → released → inTransit, inService → released …      consumed: went into another
//                     made ⇄ rejected → released (by concession)                 scrapped: for good
//   hand-over:  offered ──accept──▶ accepted;  ──withdraw / decline──▶ ended
//
// A custodian offers custody, an owner title; the receiver's signature moves it. A custodian that does not own the thing
// hands it on only to its owner or to whom the owner allows. An item of an order is judged by its build and inspection.
//
// Always: an item has one owner and one custodian, and each moves only by both signatures. The quantity of a lot is what
// was registered less what its links say went elsewhere. A type gives a number once. The genealogy has no cycle. A
// passport that is there says the item's current state, and never its owner, custodian or order.

import { type Context, defineContract } from '#core/contract.ts';
import { changeState, free, heldByCaller, known, ownedByCaller, splitLot, unoffered, usePart } from './changes.ts';
import { accept, end, offer } from './handover.ts';
import { publishPassport, withdrawPassport } from './passport.ts';
import { putItem } from './put-item.ts';
import { DOCUMENTS_PER_ITEM, IDENTIFIERS_PER_ITEM, type ItemType } from './records.ts';
import { addItem, take } from './register.ts';
import { gradeFits, gtinHolds } from './rules.ts';
import { itemsInterface } from './schema.ts';

type Ctx = Context<typeof itemsInterface>;

/** The items contract. */
export const items = defineContract(itemsInterface, {
  visibleTo: {
    // A catalogue entry: buyers and makers find each other by it.
    type: 'members',
    item: ({ owner, custodian, offers, passTo }) => [owner, custodian, ...offers.map(({ to }) => to), ...passTo],
    handover: ({ from, to }) => [from, to],
    part: ({ parties }) => parties,
    // It says only that something was given, and would let a stranger guess serial numbers.
    taken: () => [],
    passport: 'public',
  },
  actions: {
    registerType: {
      free: 'naming a type binds nobody',
      run(ctx, { partNumber, name, gtin, tracking, unit }) {
        const maker = ctx.caller.member;
        if (gtin !== undefined && !gtinHolds(gtin)) return ctx.refuse('gtin_wrong', { gtin });
        if (tracking === 'serial' && unit !== 'piece') return ctx.refuse('unit_not_piece', { unit });
        const id = ctx.newId('type');
        take(ctx, 'part_number_taken', { maker, partNumber }, id);
        ctx.put('type', id, { id, maker, partNumber, name, ...(gtin === undefined ? {} : { gtin }), tracking, unit });
        ctx.emit('typeRegistered', { type: id });
      },
    },
    registerItem: {
      commits: () => ({ what: 'items.registerItem', unit: 'item', amount: 1 }),
      run(ctx, { type, serial }) {
        register(ctx, type, { kind: 'serial', number: serial, quantity: 1 });
      },
    },
    registerLot: {
      commits: () => ({ what: 'items.registerLot', unit: 'item', amount: 1 }),
      run(ctx, { type, lotNumber, quantity }) {
        register(ctx, type, { kind: 'lot', number: lotNumber, quantity });
      },
    },
    attachIdentifier: {
      commits: () => ({ what: 'items.attachIdentifier', unit: 'item', amount: 1 }),
      run(ctx, { item: id, identifier }) {
        const item = heldByCaller(ctx, known(ctx, id));
        unoffered(ctx, item);
        if (!gradeFits(identifier))
          return ctx.refuse('grade_wrong', { kind: identifier.kind, grade: identifier.grade });
        if (item.identifiers.length >= IDENTIFIERS_PER_ITEM) return ctx.refuse('item_full', { item: id });
        const value = 'code' in identifier ? { code: identifier.code } : { commitment: identifier.commitment };
        take(ctx, 'identifier_taken', { type: item.type, kind: identifier.kind, ...value }, id);
        putItem(ctx, { ...item, identifiers: [...item.identifiers, identifier] });
        ctx.emit('identifierAttached', { item: id });
      },
    },
    attachDocument: {
      commits: () => ({ what: 'items.attachDocument', unit: 'item', amount: 1 }),
      run(ctx, { item: id, kind, commitment }) {
        const item = heldByCaller(ctx, known(ctx, id));
        unoffered(ctx, item);
        if (item.documents.length >= DOCUMENTS_PER_ITEM) return ctx.refuse('item_full', { item: id });
        if (item.documents.some((one) => one.commitment === commitment))
          return ctx.refuse('document_attached', { item: id });
        const document = { kind, commitment, by: ctx.caller.member, atMs: ctx.timeMs };
        putItem(ctx, { ...item, documents: [...item.documents, document] });
        ctx.emit('documentAttached', { item: id, kind });
      },
    },
    allowHandover: {
      run(ctx, { items: ids, to }) {
        for (const id of ids) {
          const item = ownedByCaller(ctx, known(ctx, id));
          free(ctx, item);
          unoffered(ctx, item);
          putItem(ctx, { ...item, passTo: to });
        }
        ctx.emit('handoverAllowed', { items: ids });
      },
    },
    offerHandover: {
      commits: (_, { items: ids, passes }) => ({
        what: passes === 'custody' ? 'items.offerCustody' : 'items.offerTitle',
        unit: 'item',
        amount: ids.length,
      }),
      run(ctx, { items: ids, ...terms }) {
        for (const id of ids) offer(ctx, id, terms);
      },
    },
    acceptHandover: {
      commits: (ctx, { handovers }) => ({
        what: handovers.every((id) => ctx.get('handover', id)?.passes === 'custody')
          ? 'items.acceptCustody'
          : 'items.acceptTitle',
        unit: 'item',
        amount: handovers.length,
      }),
      run(ctx, { handovers }) {
        for (const id of handovers) accept(ctx, id);
      },
    },
    withdrawHandover: {
      free: 'ending an offer moves nothing',
      run(ctx, { handovers }) {
        for (const id of handovers) end(ctx, id);
      },
    },
    consume: {
      commits: (ctx, { part, quantity }) => ({
        what: 'items.consume',
        unit: ctx.get('item', part)?.unit ?? 'piece',
        amount: quantity,
      }),
      run(ctx, input) {
        usePart(ctx, input);
      },
    },
    splitLot: {
      commits: () => ({ what: 'items.splitLot', unit: 'item', amount: 1 }),
      run(ctx, input) {
        splitLot(ctx, input);
      },
    },
    changeState: {
      commits: () => ({ what: 'items.changeState', unit: 'item', amount: 1 }),
      run(ctx, { item, to }) {
        changeState(ctx, item, to);
      },
    },
    publishPassport: {
      commits: () => ({ what: 'items.publishPassport', unit: 'item', amount: 1 }),
      run(ctx, { item }) {
        publishPassport(ctx, item);
      },
    },
    withdrawPassport: {
      commits: () => ({ what: 'items.withdrawPassport', unit: 'item', amount: 1 }),
      run(ctx, { item }) {
        withdrawPassport(ctx, item);
      },
    },
  },
});

function register(
  ctx: Ctx,
  typeId: string,
  made: { readonly kind: ItemType['tracking']; readonly number: string; readonly quantity: number },
): void {
  const type = ctx.get('type', typeId);
  const { member } = ctx.caller;
  if (type === undefined) ctx.refuse('type_unknown', { type: typeId });
  if (type.maker !== member) ctx.refuse('type_foreign', { maker: type.maker });
  const id = addItem(ctx, type, { ...made, owner: member, custodian: member, state: 'made' });
  ctx.emit('itemsRegistered', { type: typeId, ids: [id] });
}
