// What happens on the way of an order, as records: changes, disputes, remakes, first signatures that wait for a second, and
// what members say of orders to come.

import { UnitCode } from '#contracts/shared/money.ts';
import {
  ActorId,
  Cents,
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
import { Counted, MILESTONES_PER_ORDER, MilestoneIndex, parties, Quantity, terms } from './records.ts';

/** Rejected units that one remake replaces. */
export const ITEMS_PER_REMAKE = 50;

/** Terms of an order as they were agreed; the id is `order/number`. The arbiter sees what is in dispute. */
export const Revision = object({
  order: RecordId,
  buyer: MemberId,
  number: Quantity,
  ...terms,
  totalCents: Cents,
  sinceMs: TimeMs,
  disputed: Type.Optional(Type.Boolean()),
});
/** What may be changed once an order is accepted. */
export const changed = {
  quantity: Type.Optional(Quantity),
  unitPriceCents: Type.Optional(Cents),
  neededByMs: Type.Optional(TimeMs),
  terms: Type.Optional(terms.terms),
  designVersion: Type.Optional(RecordId),
};
/** A proposal of one side; the id is `order/buyer` or `order/seller`. */
export const Change = object({
  order: RecordId,
  ...parties,
  by: MemberId,
  changes: object(changed),
  /** The price that it would make. */
  totalCents: Cents,
  /** What the buyer set aside for it beyond the price of now. */
  topUpCents: Cents,
  state: oneOf('proposed', 'agreed', 'declined', 'withdrawn'),
});
/** A first signature that waits for another person of the buyer; the id is the order's, or `order/action`. */
export const Second = object({
  order: RecordId,
  buyer: MemberId,
  action: text(40),
  /** The hash of what was signed: the second person signs the same. */
  content: Hash,
  amountCents: integer(0, Number.MAX_SAFE_INTEGER),
  first: ActorId,
  /** Of an order that its seller has signed already. */
  isAgreed: Type.Optional(Type.Boolean()),
});
/** Above which amount two persons of a member must sign; the id is `member/unit`. */
export const Policy = object({ member: MemberId, unit: UnitCode, secondAboveCents: Cents });
/** What the operator of a platform takes of an accepted order. */
export const Tariff = object({
  id: RecordId,
  operator: MemberId,
  unit: UnitCode,
  /** At most a tenth. */
  feeBasisPoints: integer(0, 1_000),
  mostCents: Cents,
  state: oneOf('open', 'withdrawn'),
});
/** A frozen part of an order's money. */
export const Dispute = object({
  id: RecordId,
  order: RecordId,
  ...parties,
  arbiter: Type.Optional(MemberId),
  by: MemberId,
  /** Salted commitment to the reason. */
  reason: Hash,
  amountCents: Cents,
  /** From which milestones it is; and from what was retained. */
  parts: list(object({ milestone: MilestoneIndex, amountCents: Cents }), MILESTONES_PER_ORDER),
  retainedCents: Cents,
  /** How far the order was. */
  built: Counted,
  inspected: Counted,
  delivered: Counted,
  accepted: Counted,
  untilMs: TimeMs,
  state: oneOf('open', 'agreed', 'decided', 'withdrawn', 'ranOut'),
  /** How one side proposes to split it. */
  proposal: Type.Optional(object({ by: MemberId, sellerCents: Cents })),
  /** What the seller got. */
  sellerCents: Type.Optional(Cents),
});
/** New units for rejected ones. */
export const Remake = object({
  id: RecordId,
  order: RecordId,
  ...parties,
  by: MemberId,
  items: list(RecordId, ITEMS_PER_REMAKE, 1),
  state: oneOf('proposed', 'agreed', 'withdrawn'),
});
/** An item that was replaced once; the id is the item's. */
export const Replaced = object({ order: RecordId, ...parties, remake: RecordId });

/** A proposal to change an order. */
export type Change = Static<typeof Change>;
/** A frozen part of an order's money. */
export type Dispute = Static<typeof Dispute>;
