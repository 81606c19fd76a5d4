// Orders as clients see them: what is bought from whom, at which price, by when, under which terms.

import { UnitCode } from '#contracts/shared/money.ts';
import { defineInterface, record } from '#core/contract.ts';
import {
  Cents,
  Decimal,
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

const TERMS_PER_ORDER = 40;
/** Units with an id of their own that one statement plans. */
const SERIALS_AT_ONCE = 100;

/** In pieces, or of a lot in the item type's unit. */
const Quantity = integer(1, 1_000_000_000);
const Accepted = integer(0, 1_000_000_000);
const TermName = text(80);

/** What was agreed of the thing. What is open in it is judged by a person, see rules.ts. */
const Term = object({
  name: TermName,
  /** What is measured: `diameter of hole 3`. */
  measure: Type.Optional(text(120)),
  unit: Type.Optional(text(24)),
  /** At most, or at least: the measure's name says which. */
  limit: Type.Optional(Decimal),
  /** Which evidence shows it: `QIF results of the receiving laboratory`. */
  evidenceSource: Type.Optional(text(120)),
});

const terms = {
  seller: MemberId,
  itemType: RecordId,
  quantity: Quantity,
  unitPriceCents: Cents,
  unit: UnitCode,
  neededByMs: TimeMs,
  /** Salted commitment to the address. */
  deliveryPlace: Hash,
  /** Which version of a design is to be built; the licence to build it says whether it exists. */
  designVersion: Type.Optional(RecordId),
  terms: list(Term, TERMS_PER_ORDER),
  /** Names of the terms, and of fields of the order, that its source left out and the buyer filled in. */
  assumed: list(TermName, TERMS_PER_ORDER),
  /** `hold`: the whole price is set aside from the buyer's account now. `invoice`: it is paid outside the order. */
  payment: oneOf('hold', 'invoice'),
};
const Order = object({
  id: RecordId,
  buyer: MemberId,
  ...terms,
  totalCents: Cents,
  state: oneOf('placed', 'accepted', 'closing', 'declined', 'cancelled', 'closed'),
  hold: Type.Optional(RecordId),
  /** How much the buyer says was accepted, once it wants to close the order. */
  acceptedQuantity: Type.Optional(Accepted),
});
/** How many units have their id; apart from the order, so that its terms keep their hash. */
const Units = object({ order: RecordId, buyer: MemberId, seller: MemberId, planned: Accepted });

/** What was done for an order, by the evidence of other contracts. */
const Progress = object({
  order: RecordId,
  buyer: MemberId,
  seller: MemberId,
  built: Accepted,
  inspected: Accepted,
  delivered: Accepted,
  accepted: Accepted,
});
/** An item that counts already for one kind of evidence; the id is `kind/item`. */
const Counted = object({ order: RecordId, buyer: MemberId, seller: MemberId });

const input = {
  placeOrder: object(terms),
  orderId: object({ id: RecordId }),
  registerUnits: object({ order: RecordId, serials: list(text(80), SERIALS_AT_ONCE, 1) }),
  closeOrder: object({ id: RecordId, acceptedQuantity: Accepted }),
};

/** The interface of the procurement contract. */
export const procurementInterface = defineInterface({
  name: 'procurement',
  version: 1,
  records: {
    order: record(Order, { index: ['buyer', 'seller', 'state', 'itemType'] }),
    units: record(Units),
    progress: record(Progress),
    counted: record(Counted),
  },
  refusals: {
    seller_unknown: 'The seller is not a member that takes part now.',
    seller_same: 'A member does not order from itself.',
    type_unknown: 'No item type has this id.',
    type_foreign: 'The item type is the buyer’s or the seller’s: only its maker gives its serial numbers.',
    needed_by_past: 'The date by which it is needed lies in the past.',
    term_twice: 'Each term has a name of its own.',
    assumed_unknown: 'What is assumed is a term, or a field of the order.',
    total_too_large: 'Quantity times unit price is more than an amount may be.',
    account_missing: 'The member has no account in this unit.',
    order_unknown: 'No order has this id.',
    not_buyer: 'Only the buyer does this.',
    not_seller: 'Only the seller does this.',
    not_party: 'Only the buyer or the seller does this.',
    not_placed: 'The order is no longer open: it was accepted, declined or cancelled.',
    not_accepted: 'The order must be accepted, and not closed.',
    closing_not_proposed: 'The buyer has not proposed to close the order.',
    units_too_many: 'The order has fewer units than this.',
    not_serial: 'Only units that are tracked by serial numbers get their ids ahead.',
    accepted_too_many: 'No more can be accepted than was ordered.',
  },
  events: [
    'orderPlaced',
    'orderAccepted',
    'orderDeclined',
    'orderCancelled',
    'unitsRegistered',
    'closingProposed',
    'orderClosed',
    'orderProgressed',
  ],
  actions: {
    placeOrder: {
      input: input.placeOrder,
      says: 'Order {quantity} of {itemType} from {seller} at {unitPriceCents} {unit} cents each by {neededByMs}',
      subject: ({ itemType }) => itemType,
      expects: ({ itemType }) => [['items/type', itemType]],
      roles: ['buyer', 'agent'],
    },
    acceptOrder: {
      input: input.orderId,
      says: 'Accept the order {id} with its terms',
      subject: ({ id }) => id,
      expects: ({ id }) => [['order', id]],
      roles: ['sales', 'agent'],
    },
    declineOrder: {
      input: input.orderId,
      says: 'Decline the order {id}',
      subject: ({ id }) => id,
      expects: ({ id }) => [['order', id]],
      roles: ['sales', 'agent'],
    },
    cancelOrder: {
      input: input.orderId,
      says: 'Cancel the order {id} before it is accepted',
      subject: ({ id }) => id,
      expects: ({ id }) => [['order', id]],
      roles: ['buyer'],
    },
    registerUnits: {
      input: input.registerUnits,
      says: 'Give units of order {order} the serial numbers {serials}',
      subject: ({ order }) => order,
      expects: ({ order }) => [['order', order]],
    },
    closeOrder: {
      input: input.closeOrder,
      says: 'Close the order {id} with {acceptedQuantity} accepted and to be paid',
      subject: ({ id }) => id,
      expects: ({ id }) => [['order', id]],
      roles: ['buyer', 'finance', 'agent'],
    },
    agreeClosing: {
      input: input.orderId,
      says: 'Agree to close the order {id} with less accepted than was ordered',
      subject: ({ id }) => id,
      expects: ({ id }) => [['order', id]],
      roles: ['sales', 'finance'],
    },
  },
});

/** What a buyer asks for. */
export type OrderTerms = Static<typeof input.placeOrder>;
/** An order as its parties see it. */
export type Order = Static<typeof Order>;
/** How far an order is. */
export type Progress = Static<typeof Progress>;
/** One agreed term of an order. */
export type Term = Static<typeof Term>;
