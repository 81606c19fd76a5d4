// What the actions of orders take.

import { UnitCode } from '#contracts/shared/money.ts';
import { Cents, Hash, integer, list, object, oneOf, RecordId, type Static, Type, text } from '#core/schema.ts';
import { changed, ITEMS_PER_REMAKE } from './course.ts';
import { Counted, OrderTerms, Quantity, TermName } from './records.ts';

/** Units with an id of their own that one statement plans. */
const SERIALS_AT_ONCE = 100;

/** The input of each action; `ofOrder` and the like serve several. */
export const input = {
  placeOrder: OrderTerms,
  ofOrder: object({ id: RecordId }),
  registerUnits: object({ order: RecordId, serials: list(text(80), SERIALS_AT_ONCE, 1) }),
  closeOrder: object({
    id: RecordId,
    acceptedQuantity: Counted,
    /** How much more the seller gets; the price of what was accepted, less what was paid, where absent. */
    payCents: Type.Optional(Cents),
  }),
  setPolicy: object({
    unit: UnitCode,
    /** No second person where absent. */
    secondAboveCents: Type.Optional(Cents),
  }),
  publishTariff: object({ unit: UnitCode, feeBasisPoints: integer(0, 1_000), mostCents: Cents }),
  proposeChange: object({ id: RecordId, ...changed }),
  /** A change by the side that proposed it. */
  ofChange: object({ id: RecordId, from: oneOf('buyer', 'seller') }),
  /** `quantity`: for how many units it is released in all. */
  releaseMilestone: object({ id: RecordId, milestone: TermName, quantity: Quantity }),
  openDispute: object({
    id: RecordId,
    /** An amount of what is still open, what is open of the price of some units, or an amount of what was kept back. */
    part: Type.Union([
      object({ amountCents: Cents }),
      object({ quantity: Quantity, milestone: Type.Optional(TermName) }),
      object({ retainedCents: Cents }),
    ]),
    /** Salted commitment to the reason. */
    reason: Hash,
  }),
  ofDispute: object({ order: RecordId, dispute: RecordId }),
  split: object({ order: RecordId, dispute: RecordId, sellerCents: Cents }),
  proposeRemake: object({ id: RecordId, items: list(RecordId, ITEMS_PER_REMAKE, 1) }),
  ofRemake: object({ order: RecordId, remake: RecordId }),
  settle: object({ id: RecordId, dispute: Type.Optional(RecordId) }),
} as const;

/** The inputs as values. */
export type Input = { readonly [name in keyof typeof input]: Static<(typeof input)[name]> };
