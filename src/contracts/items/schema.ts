// Items as clients see them: types, the serialised parts and lots that are instances of them, hand-overs, genealogy.

import { defineInterface, record } from '#core/contract.ts';
import {
  Hash,
  integer,
  list,
  MemberId,
  object,
  oneOf,
  RecordId,
  type Static,
  TimeMs,
  Type,
  text,
} from '#core/schema.ts';

/** Most items that one offer, acceptance or permission names; each is one of at most 64 expected records. */
const ITEMS_AT_ONCE = 50;
/** Most identifiers that an item carries. */
export const IDENTIFIERS_PER_ITEM = 16;
/** Most parts and lots that go into one item. */
export const PARTS_PER_ITEM = 100;
const MEMBERS_ALLOWED = 8;

/** The states of an item; rules.ts says which follows which. */
export const ITEM_STATES = [
  'planned',
  'made',
  'rejected',
  'released',
  'inTransit',
  'inService',
  'consumed',
  'scrapped',
] as const;

/** What hand-overs pass on. */
const Passes = oneOf('custody', 'title', 'both');
/** Of a lot: in the type's unit, the smallest one that matters. A serialised part is 1 piece until it is consumed. */
const Quantity = integer(1, 1_000_000_000_000);
const MeasureUnit = oneOf('piece', 'gram', 'milligram', 'millimetre', 'millilitre');
const State = oneOf(...ITEM_STATES);
const PartNumber = text(80);
/** A serial or lot number as it is marked on the thing. */
const NumberText = text(80);
/** GTIN-14 (GS1 General Specifications, 2.1); shorter ones are filled with zeros on the left. */
const Gtin = Type.String({ pattern: '^[0-9]{14}$' });

const IdentifierKind = oneOf('printedCode', 'chip', 'fingerprint');
/** Evidence grade, see the glossary: 0 printed code to 4 physical fingerprint. */
const Grade = integer(0, 4);
/** How a thing is recognised: by a code that all may read, or by a value that only its salted commitment shows. */
const Identifier = Type.Union([
  object({ kind: IdentifierKind, grade: Grade, code: text(200) }),
  object({ kind: IdentifierKind, grade: Grade, commitment: Hash }),
]);

const ItemType = object({
  id: RecordId,
  /** The member whose part number this is; it gives the serial and lot numbers. */
  maker: MemberId,
  partNumber: PartNumber,
  name: text(200),
  gtin: Type.Optional(Gtin),
  tracking: oneOf('serial', 'lot'),
  unit: MeasureUnit,
});
const Item = object({
  id: RecordId,
  type: RecordId,
  kind: oneOf('serial', 'lot'),
  number: NumberText,
  /** What is left of it. */
  quantity: integer(0, 1_000_000_000_000),
  unit: MeasureUnit,
  owner: MemberId,
  custodian: MemberId,
  state: State,
  /** The order that it was planned for. */
  order: Type.Optional(RecordId),
  /** Members that a custodian may hand it on to, by leave of the owner. */
  passTo: list(MemberId, MEMBERS_ALLOWED),
  /** Open offers; while there is one, nothing else of the item changes, so that the other side signs what it saw. */
  offers: list(object({ handover: RecordId, to: MemberId, passes: Passes }), 2),
  identifiers: list(Identifier, IDENTIFIERS_PER_ITEM),
  /** What went into it; it travels with the item to its later owners. */
  madeFrom: list(object({ item: RecordId, quantity: Quantity, unit: MeasureUnit }), PARTS_PER_ITEM),
  /** How many times some of it went into another item. */
  timesUsed: integer(0, 1_000_000_000),
});
const Handover = object({
  id: RecordId,
  item: RecordId,
  from: MemberId,
  to: MemberId,
  passes: Passes,
  state: oneOf('open', 'accepted', 'withdrawn', 'declined'),
  offeredAtMs: TimeMs,
  endedAtMs: Type.Optional(TimeMs),
});
/** One link of the genealogy: `quantity` of the item `part` went into the item `of`. */
const Part = object({
  id: RecordId,
  part: RecordId,
  of: RecordId,
  quantity: Quantity,
  unit: MeasureUnit,
  /** Custodian and owners when it was written. */
  parties: list(MemberId, 3, 1),
  atMs: TimeMs,
});
/**
 * What is given once: a part number by its maker; a serial or lot number, and an identifier, among the items of a type.
 * The id is the hash of the content.
 */
const Taken = object({ id: RecordId, by: RecordId });

const Items = list(RecordId, ITEMS_AT_ONCE, 1);
const Handovers = list(RecordId, ITEMS_AT_ONCE, 1);

const input = {
  registerType: object({
    partNumber: PartNumber,
    name: text(200),
    gtin: Type.Optional(Gtin),
    tracking: oneOf('serial', 'lot'),
    unit: MeasureUnit,
  }),
  registerItem: object({ type: RecordId, serial: NumberText }),
  registerLot: object({ type: RecordId, lotNumber: NumberText, quantity: Quantity }),
  attachIdentifier: object({ item: RecordId, identifier: Identifier }),
  allowHandover: object({ items: Items, to: list(MemberId, MEMBERS_ALLOWED) }),
  offerHandover: object({ items: Items, to: MemberId, passes: Passes }),
  acceptHandover: object({ handovers: Handovers }),
  withdrawHandover: object({ handovers: Handovers }),
  consume: object({ part: RecordId, into: RecordId, quantity: Quantity }),
  splitLot: object({ lot: RecordId, quantity: Quantity, lotNumber: NumberText }),
  changeState: object({ item: RecordId, to: State }),
};

/** The interface of the items contract. */
export const itemsInterface = defineInterface({
  name: 'items',
  version: 1,
  records: {
    type: record(ItemType, { index: ['maker', 'partNumber', 'gtin'] }),
    item: record(Item, { index: ['type', 'number', 'owner', 'custodian', 'order', 'state'] }),
    handover: record(Handover, { index: ['item', 'from', 'to', 'state'] }),
    part: record(Part, { index: ['part', 'of'] }),
    taken: record(Taken),
  },
  refusals: {
    type_unknown: 'No item type has this id.',
    type_foreign:
      'The maker of the type gives its numbers, or the custodian of units that the maker has ordered or sold.',
    part_number_taken: 'This maker has an item type with this part number.',
    gtin_wrong: 'A GTIN of 14 digits ends in the check digit of GS1 General Specifications 7.9.',
    unit_not_piece: 'What is tracked by serial numbers is counted in pieces.',
    tracking_differs: 'A type is tracked either by serial numbers or by lots, and its items follow.',
    number_taken: 'This type has an item with this serial or lot number.',
    item_unknown: 'No item has this id.',
    not_owner: 'Only the owner of the item may do this.',
    not_custodian: 'Only the custodian of the item may do this.',
    grade_wrong: 'A printed code has the evidence grade 0 or 1, a chip 2 or 3, a fingerprint 4.',
    identifier_taken: 'Another item of this type, or this one, carries this identifier.',
    item_full: 'The item carries as many identifiers, or is made from as many parts, as one record holds.',
    offer_open: 'An offer of this item is open: accept, decline or withdraw it first.',
    not_movable: 'An item that is planned, consumed or scrapped is not handed over.',
    receiver_unknown: 'The receiver is not a member that takes part now.',
    receiver_same: 'The receiver is the member that offers.',
    receiver_not_allowed: 'A custodian hands an item on to its owner, or to whom the owner allows.',
    handover_unknown: 'No hand-over has this id.',
    handover_ended: 'The hand-over is accepted, withdrawn or declined already.',
    not_receiver: 'Only the member to whom the item was offered accepts it.',
    not_party: 'Only the two sides of a hand-over end it.',
    state_not_next: 'The item cannot go from its state to this one.',
    needs_evidence: 'An item of an order becomes made by its build, and released or rejected by its inspection.',
    not_released: 'Only what is released goes into another item.',
    owner_differs: 'What belongs to another goes only into an item of the same owner.',
    into_itself: 'An item does not go into itself.',
    into_finished: 'Things go only into an item that is planned or made and not yet part of another.',
    quantity_short: 'Less than this is left of the item.',
  },
  events: [
    'typeRegistered',
    'itemsRegistered',
    'identifierAttached',
    'handoverAllowed',
    'handoverOffered',
    'handoverAccepted',
    'handoverEnded',
    'partConsumed',
    'lotSplit',
    'stateChanged',
  ],
  actions: {
    registerType: {
      input: input.registerType,
      says: 'Register {partNumber}, {name}, tracked by {tracking}',
      subject: () => 'type',
      expects: { none: 'the type has no record yet' },
    },
    registerItem: {
      input: input.registerItem,
      says: 'Register serial number {serial} of {type} as made, owned and held by us',
      subject: ({ type }) => type,
      expects: ({ type }) => [['type', type]],
    },
    registerLot: {
      input: input.registerLot,
      says: 'Register lot {lotNumber} of {type}, {quantity}, as made, owned and held by us',
      subject: ({ type }) => type,
      expects: ({ type }) => [['type', type]],
    },
    attachIdentifier: {
      input: input.attachIdentifier,
      says: 'Attach an identifier to {item}, by which it is recognised',
      subject: ({ item }) => item,
      expects: ({ item }) => [['item', item]],
    },
    allowHandover: {
      input: input.allowHandover,
      says: 'Allow custodians to hand {items} on to {to}',
      subject: ({ items }) => items[0] ?? '',
      expects: ({ items }) => items.map((item) => ['item', item]),
    },
    offerHandover: {
      input: input.offerHandover,
      says: 'Offer {passes} of {items} to {to}',
      subject: ({ items }) => items[0] ?? '',
      expects: ({ items }) => items.map((item) => ['item', item]),
    },
    acceptHandover: {
      input: input.acceptHandover,
      says: 'Accept the hand-overs {handovers}',
      subject: ({ handovers }) => handovers[0] ?? '',
      expects: ({ handovers }) => handovers.map((handover) => ['handover', handover]),
    },
    withdrawHandover: {
      input: input.withdrawHandover,
      says: 'Withdraw or decline the hand-overs {handovers}',
      subject: ({ handovers }) => handovers[0] ?? '',
      expects: ({ handovers }) => handovers.map((handover) => ['handover', handover]),
    },
    consume: {
      input: input.consume,
      says: 'Use {quantity} of {part} in {into}',
      subject: ({ into }) => into,
      expects: ({ part, into }) => [
        ['item', part],
        ['item', into],
      ],
    },
    splitLot: {
      input: input.splitLot,
      says: 'Split {quantity} from lot {lot} as lot {lotNumber}',
      subject: ({ lot }) => lot,
      expects: ({ lot }) => [['item', lot]],
    },
    changeState: {
      input: input.changeState,
      says: 'Declare {item} to be {to}',
      subject: ({ item }) => item,
      expects: ({ item }) => [['item', item]],
    },
  },
});

/** One serialised part or lot. */
export type Item = Static<typeof Item>;
/** What items are instances of. */
export type ItemType = Static<typeof ItemType>;
/** A state of an item. */
export type ItemState = (typeof ITEM_STATES)[number];
/** How an item is recognised. */
export type Identifier = Static<typeof Identifier>;
