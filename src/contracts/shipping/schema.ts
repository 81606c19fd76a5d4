// Shipping as clients see it: what is packed under which seal, who carries it, what arrived, what was accepted.

import { Identifier } from '#contracts/items/records.ts';
import { defineInterface, record } from '#core/contract.ts';
import {
  ActorId,
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
} from '#core/schema.ts';

/** Most items of a shipment: each costs a hand-over a leg, and a statement writes at most 500 records. */
export const ITEMS_PER_SHIPMENT = 50;
/** Most carriers, one after the other. */
const CARRIERS_PER_SHIPMENT = 6;
/** A shipment that is so much later than it was due may be given up by its seller: 7 days. */
export const OVERDUE_MS = 7 * 86_400_000;

const Items = list(RecordId, ITEMS_PER_SHIPMENT, 1);
const Carriers = list(MemberId, CARRIERS_PER_SHIPMENT);
const Quantity = integer(1, 1_000_000_000);

/** Things of one order on their way. It says nothing of prices: carriers read it. */
const Shipment = object({
  id: RecordId,
  order: RecordId,
  buyer: MemberId,
  seller: MemberId,
  items: Items,
  /** In pieces, or of lots in their unit. */
  quantity: Quantity,
  /** By which it is seen whether someone has opened it. */
  seal: Identifier,
  /** Everyone who holds it, one after the other: the seller, the carriers, the buyer. */
  route: list(MemberId, CARRIERS_PER_SHIPMENT + 2, 2),
  /** Who of the route holds it, from 0. */
  at: integer(0, CARRIERS_PER_SHIPMENT + 1),
  dueMs: TimeMs,
  /** Open hand-overs of all items to the next of the route. */
  offered: list(RecordId, ITEMS_PER_SHIPMENT),
  state: oneOf('packed', 'underway', 'received', 'accepted', 'unpacked', 'lost'),
});
/** One leg that is done: both sides signed it. */
const Leg = object({
  id: RecordId,
  shipment: RecordId,
  from: MemberId,
  to: MemberId,
  takenBy: ActorId,
  sealIntact: Type.Boolean(),
  readers: list(MemberId, CARRIERS_PER_SHIPMENT + 2),
  atMs: TimeMs,
});
const Exception = object({
  item: RecordId,
  result: oneOf('damaged', 'missing'),
  /** Salted commitment to a photo or note. */
  evidence: Type.Optional(Hash),
});
/** What arrived. */
const Receipt = object({
  /** The shipment. */
  id: RecordId,
  order: RecordId,
  buyer: MemberId,
  seller: MemberId,
  readers: list(MemberId, CARRIERS_PER_SHIPMENT + 2),
  counted: integer(0, ITEMS_PER_SHIPMENT),
  exceptions: list(Exception, ITEMS_PER_SHIPMENT),
  sealIntact: Type.Boolean(),
  by: ActorId,
  atMs: TimeMs,
});
/** What the buyer took as its own, and what not. */
const Acceptance = object({
  /** The shipment. */
  id: RecordId,
  order: RecordId,
  buyer: MemberId,
  seller: MemberId,
  accepted: list(RecordId, ITEMS_PER_SHIPMENT),
  refused: list(RecordId, ITEMS_PER_SHIPMENT),
  /** Salted commitment to why some were refused. */
  reason: Type.Optional(Hash),
  /** Absent where the buyer kept silent for as long as the order says. */
  by: Type.Optional(ActorId),
  atMs: TimeMs,
});
/** How much of an order is packed, and not given up. */
const Packed = object({ order: RecordId, buyer: MemberId, seller: MemberId, quantity: integer(0, 1_000_000_000) });

const input = {
  pack: object({ order: RecordId, items: Items, seal: Identifier, carriers: Carriers, dueMs: TimeMs }),
  shipment: object({ shipment: RecordId }),
  take: object({ shipment: RecordId, sealIntact: Type.Boolean() }),
  reroute: object({ shipment: RecordId, carriers: Carriers }),
  receive: object({
    shipment: RecordId,
    sealIntact: Type.Boolean(),
    exceptions: list(Exception, ITEMS_PER_SHIPMENT),
  }),
  accept: object({
    shipment: RecordId,
    refused: list(RecordId, ITEMS_PER_SHIPMENT),
    reason: Type.Optional(Hash),
  }),
};

/** The interface of the shipping contract. */
export const shippingInterface = defineInterface({
  name: 'shipping',
  version: 1,
  records: {
    shipment: record(Shipment, { index: ['order', 'buyer', 'seller', 'state'] }),
    leg: record(Leg, { index: ['shipment'] }),
    receipt: record(Receipt, { index: ['order'] }),
    acceptance: record(Acceptance, { index: ['order'] }),
    packed: record(Packed),
  },
  refusals: {
    order_unknown: 'No order has this id.',
    order_closed: 'The order is not accepted, or has ended.',
    not_seller: 'Only the seller of the order does this.',
    not_buyer: 'Only the buyer of the order does this.',
    route_wrong: 'Carriers are other members that take part now, each once, and neither side of the order.',
    due_past: 'A shipment is due at a time to come.',
    item_twice: 'A shipment has each item once.',
    item_foreign: 'The item is not of this order.',
    item_unready: 'Only what is released is shipped.',
    seal_wrong: 'A printed code has the evidence grade 0 or 1, a chip 2 or 3, a fingerprint 4.',
    packed_too_many: 'No more of an order is shipped than was ordered.',
    shipment_unknown: 'No shipment has this id.',
    shipment_ended: 'The shipment has arrived, was unpacked or is lost.',
    not_holder: 'Only the member that holds the shipment now does this.',
    not_next: 'Only the next member of the route takes the shipment.',
    not_offered: 'The shipment was not offered to the next of its route.',
    offered_already: 'The shipment is offered to the next of its route: take that back first.',
    arrives: 'The last of the route receives the shipment and counts it.',
    not_arriving: 'The shipment has carriers before it: the next of them takes it.',
    exception_wrong: 'An exception names an item of the shipment, once.',
    not_received: 'The shipment has not arrived, or its acceptance is done.',
    refused_wrong: 'What is refused is an item that arrived, named once.',
    reason_missing: 'Who refuses an item gives the reason.',
    silence_short: 'The buyer may still say what it accepts.',
    not_underway: 'Only a shipment that is under way is given up.',
    not_overdue: 'A shipment is given up seven days after it was due, not before.',
  },
  events: [
    'shipmentPacked',
    'shipmentOffered',
    'shipmentTaken',
    'offerTakenBack',
    'shipmentRerouted',
    'shipmentReceived',
    'shipmentAccepted',
    'shipmentUnpacked',
    'shipmentGivenUp',
  ],
  actions: {
    pack: {
      input: input.pack,
      says: 'Pack {items} of order {order} under the seal {seal}, by {carriers}, due {dueMs}; the title passes to the buyer when it accepts',
      subject: ({ order }) => order,
      expects: ({ order, items }) => [
        ['procurement/order', order],
        ...items.map((item) => ['items/item', item] as const),
      ],
      roles: ['logistics', 'sales', 'operator', 'agent'],
    },
    offer: {
      input: input.shipment,
      says: 'Offer the shipment {shipment} to the next of its route',
      subject: ({ shipment }) => shipment,
      expects: ({ shipment }) => [['shipment', shipment]],
      roles: ['logistics', 'sales', 'operator', 'agent'],
    },
    take: {
      input: input.take,
      says: 'Take the shipment {shipment} to carry it; seal intact: {sealIntact}',
      subject: ({ shipment }) => shipment,
      expects: ({ shipment }) => [['shipment', shipment]],
      roles: ['logistics', 'operator', 'agent'],
    },
    takeBack: {
      input: input.shipment,
      says: 'Take back, or decline, the offer of the shipment {shipment}',
      subject: ({ shipment }) => shipment,
      expects: ({ shipment }) => [['shipment', shipment]],
      roles: ['logistics', 'sales', 'operator', 'buyer', 'agent'],
    },
    reroute: {
      input: input.reroute,
      says: 'From where it is, let the shipment {shipment} go by {carriers}',
      subject: ({ shipment }) => shipment,
      expects: ({ shipment }) => [['shipment', shipment]],
      roles: ['logistics', 'sales'],
    },
    receive: {
      input: input.receive,
      says: 'Receive the shipment {shipment}; seal intact: {sealIntact}; exceptions: {exceptions}',
      subject: ({ shipment }) => shipment,
      expects: ({ shipment }) => [['shipment', shipment]],
      roles: ['logistics', 'quality', 'buyer', 'operator', 'agent'],
    },
    accept: {
      input: input.accept,
      says: 'Accept what arrived of the shipment {shipment} as ours, but {refused}',
      subject: ({ shipment }) => shipment,
      expects: ({ shipment }) => [
        ['shipment', shipment],
        ['receipt', shipment],
      ],
      roles: ['buyer', 'quality', 'agent'],
    },
    acceptSilently: {
      input: input.shipment,
      says: 'Let the shipment {shipment} count as accepted: its buyer kept silent for as long as the order says',
      subject: ({ shipment }) => shipment,
      expects: ({ shipment }) => [['shipment', shipment]],
    },
    unpack: {
      input: input.shipment,
      says: 'Unpack the shipment {shipment}, which has not left us',
      subject: ({ shipment }) => shipment,
      expects: ({ shipment }) => [['shipment', shipment]],
      roles: ['logistics', 'sales', 'operator'],
    },
    giveUp: {
      input: input.shipment,
      says: 'Give up the shipment {shipment}: it is lost or will not arrive; whoever holds it keeps it for us',
      subject: ({ shipment }) => shipment,
      expects: ({ shipment }) => [['shipment', shipment]],
      roles: ['logistics', 'sales'],
    },
  },
});

/** Things on their way. */
export type Shipment = Static<typeof Shipment>;
/** What arrived. */
export type Receipt = Static<typeof Receipt>;
