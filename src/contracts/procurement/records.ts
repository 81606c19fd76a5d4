// Orders as records: the terms that were agreed, and apart from them, so that the terms keep their hash, how far the
// order is and where its money stands.

import { UnitCode } from '#contracts/shared/money.ts';
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
/** Most milestones of an order. */
export const MILESTONES_PER_ORDER = 12;
/** Deliveries whose time is kept until they are accepted; the latest are joined where there are more. */
export const DELIVERIES_KEPT = 16;

/** In pieces, or of a lot in the item type's unit. */
export const Quantity = integer(1, 1_000_000_000);
/** A quantity that may be none. */
export const Counted = integer(0, 1_000_000_000);
/** Quantities that were added up. */
const Quantities = integer(0, Number.MAX_SAFE_INTEGER);
/** A part of something, in hundredths of a percent. */
const BasisPoints = integer(1, 10_000);
/** Which milestone: its place in the order's list. An order without milestones has one part, 0, paid at its closing. */
export const MilestoneIndex = integer(0, MILESTONES_PER_ORDER - 1);
/** Names a term or a milestone; each stands once. */
export const TermName = text(80);
const Days = integer(0, 3_660);

/** What was agreed of the thing. What is open in it is judged by a person, see rules.ts. */
export const Term = object({
  name: TermName,
  /** What is measured: `diameter of hole 3`. */
  measure: Type.Optional(text(120)),
  unit: Type.Optional(text(24)),
  /** At most, or at least: the measure's name says which. */
  limit: Type.Optional(Decimal),
  /** Which evidence shows it: `QIF results of the receiving laboratory`. */
  evidenceSource: Type.Optional(text(120)),
});
/** What was agreed of the deal. What is absent is open: a person decides. */
export const Conditions = object({
  /** Incoterms 2020, with the named place. */
  incoterm: Type.Optional(
    object({
      code: oneOf('EXW', 'FCA', 'FAS', 'FOB', 'CFR', 'CIF', 'CPT', 'CIP', 'DAP', 'DPU', 'DDP'),
      place: text(120),
    }),
  ),
  liabilityLimitCents: Type.Optional(Cents),
  warrantyDays: Type.Optional(Days),
  /** Whose law applies: ISO 3166-1 alpha-2. */
  law: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
  /** The court, or the rules of arbitration, in words. */
  forum: Type.Optional(text(120)),
  /** Of an order on invoice. */
  paymentDays: Type.Optional(Days),
  /** The member that decides disputes. */
  arbiter: Type.Optional(MemberId),
  /** After so many days, what was delivered and not rejected counts as accepted. */
  acceptanceDays: Type.Optional(Days),
  /** After so many days a dispute ends that nobody ended; where the buyer opened it, with this share for the seller. */
  dispute: Type.Optional(object({ days: integer(1, 366), sellerBasisPoints: integer(0, 10_000) })),
  /** So many days after the date it is needed by, the order ends with what was delivered. */
  lapseDays: Type.Optional(integer(1, 3_660)),
});
/** A part of the price, and what must come true for it. */
export const Milestone = object({
  name: TermName,
  shareBasisPoints: BasisPoints,
  /** `acceptance` is the seller's acceptance of the order; `accepted` that of the things, unit by unit. */
  when: oneOf('acceptance', 'built', 'inspected', 'delivered', 'accepted', 'decision'),
  /** Who releases it by hand; the buyer where absent. */
  by: Type.Optional(
    object({
      member: MemberId,
      role: oneOf('buyer', 'sales', 'engineer', 'quality', 'logistics', 'finance', 'auditor'),
    }),
  ),
});

/** What a buyer asks for. */
export const terms = {
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
  conditions: Type.Optional(Conditions),
  /** Parts of the price that are paid on the way; without them it is paid when the order is closed. */
  milestones: Type.Optional(list(Milestone, MILESTONES_PER_ORDER, 1)),
  /** What is kept back of each payment, and for how long after the last unit was accepted. */
  retention: Type.Optional(object({ shareBasisPoints: BasisPoints, days: Days })),
  /** What a late delivery costs the seller, of the price of what came late: for each day begun, and at most. */
  late: Type.Optional(object({ basisPointsPerDay: BasisPoints, mostBasisPoints: BasisPoints })),
  /** The tariff of the platform's operator, which gets its fee when the order is accepted. */
  tariff: Type.Optional(RecordId),
};
/** The input of a new order. */
export const OrderTerms = object(terms);
/** An order as its parties see it. */
export const Order = object({
  id: RecordId,
  buyer: MemberId,
  ...terms,
  totalCents: Cents,
  /** What the tariff says of this price, once and for all. */
  feeCents: Type.Optional(Cents),
  feeTo: Type.Optional(MemberId),
  state: oneOf('awaitsSecond', 'withdrawn', 'placed', 'accepted', 'closing', 'declined', 'cancelled', 'closed'),
  /** Which version of its terms this is; the first where absent. */
  revision: Type.Optional(Quantity),
  /** How much was accepted, in the words of who wants to close the order. */
  acceptedQuantity: Type.Optional(Counted),
  /** Who proposed to close it, with how much more to be paid to the seller. */
  closing: Type.Optional(object({ by: MemberId, payCents: Cents })),
});

/** Both sides of an order; they see what is about it. */
export const parties = { buyer: MemberId, seller: MemberId };
/** How many units have their id, and how many more there may be than were ordered: those that replace rejected ones. */
export const Units = object({ order: RecordId, ...parties, planned: Counted, remade: Type.Optional(Counted) });
/** What was done for an order, by the evidence of other contracts. */
export const Progress = object({
  order: RecordId,
  ...parties,
  /** When the seller could first see it. */
  placedAtMs: TimeMs,
  /** Sides that said by then that they are related to the other: the order adds nothing to their standing. */
  related: Type.Optional(list(MemberId, 2, 1)),
  built: Counted,
  inspected: Counted,
  /** Less what the buyer rejected. */
  delivered: Counted,
  /** Of those, how many came after the date that was agreed when they came; and when the last came. */
  late: Counted,
  lastDeliveredMs: Type.Optional(TimeMs),
  /** What the buyer sent back so far, whether or not it came again. */
  rejected: Quantities,
  /** By the buyer's signature, or because it kept silent for as long as the order says. */
  accepted: Counted,
  acceptedSigned: Counted,
  /** Of what is accepted, because the buyer kept silent. */
  acceptedSilently: Counted,
  /** Deliveries that are not accepted yet: when, and how many were there then. */
  deliveries: Type.Optional(list(object({ atMs: TimeMs, delivered: Counted }), DELIVERIES_KEPT)),
});
/** An item that counts already for one kind of evidence; the id is `kind/item`. */
export const CountedItem = object({ order: RecordId, ...parties });
/**
 * Where the price of an order stands: always `price = paid + returned + held`, and
 * `held = retained + for each part what is open or frozen`. On invoice nothing moves here: `paid` is what is payable.
 */
export const Money = object({
  order: RecordId,
  ...parties,
  unit: UnitCode,
  hold: Type.Optional(RecordId),
  /** The price less what was paid and returned. */
  heldCents: Cents,
  paidCents: Cents,
  returnedCents: Cents,
  /** What the seller earned: paid and kept back, less what was late. */
  earnedCents: Cents,
  /** What was kept back of that so far, and what of it is still held. */
  keptCents: Cents,
  retainedCents: Cents,
  /** Of what is retained, in dispute. */
  frozenRetainedCents: Cents,
  retentionDueMs: Type.Optional(TimeMs),
  /** Reductions for late delivery in all, and what of them is not yet taken from a payment. */
  lateCents: Cents,
  lateDueCents: Cents,
  /** For each milestone, or one for an order without. */
  parts: list(
    object({
      /** For how many units it was released. */
      count: Counted,
      /** What of it was paid or returned in due course; in dispute; given by the end of a dispute. */
      settledCents: Cents,
      frozenCents: Cents,
      disposedCents: Cents,
    }),
    MILESTONES_PER_ORDER,
    1,
  ),
  /** When an order on invoice ended with something to pay, when that is due, and when its seller confirmed it as paid. */
  invoicedMs: Type.Optional(TimeMs),
  invoiceDueMs: Type.Optional(TimeMs),
  invoicePaidMs: Type.Optional(TimeMs),
  /** Disputes that each side opened. */
  disputes: object({ buyer: Counted, seller: Counted }),
  /** Members that release a milestone by hand: they see what they release. */
  deciders: Type.Optional(list(MemberId, MILESTONES_PER_ORDER)),
});
/** What a buyer asks for. */
export type OrderTerms = Static<typeof OrderTerms>;
/** An order as its parties see it. */
export type Order = Static<typeof Order>;
/** How far an order is. */
export type Progress = Static<typeof Progress>;
/** Where the price of an order stands. */
export type Money = Static<typeof Money>;
/** A part of the price. */
export type Milestone = Static<typeof Milestone>;
/** One agreed term of an order. */
export type Term = Static<typeof Term>;
