// What a buying agent may ask for and on which terms, as its purchasing department signs it off; and the needs that it is
// given. All figures are integers with the unit in the name.

import { Requirement } from '#contracts/capacity/records.ts';
import { rfqTerms } from '#contracts/sourcing/records.ts';
import { Fault } from '#core/fault.ts';
import {
  Cents,
  compile,
  Hash,
  integer,
  list,
  MemberId,
  object,
  RecordId,
  type Static,
  TimeMs,
  Type,
  text,
} from '#core/schema.ts';
import { RULES_PER_LIST } from '../limits.ts';

const SHOPS = 200;
const NEEDS = 1_000;
const MINUTES = 60 * 24 * 366;
const WHOLE = 10_000;

const { machineMinutes: _, neededByMs: __, ...asked } = Requirement.properties;
const {
  itemType: ___,
  quantity: ____,
  unit: _____,
  neededByMs: ______,
  deliveryPlace: _______,
  ...terms
} = rfqTerms.order.properties;

const Part = object({
  itemType: RecordId,
  /** What a shop must be; how long it takes is reckoned from the two below. */
  requirement: object(asked),
  setUpMinutes: integer(0, 1_000_000),
  minutesPerUnit: integer(1, 1_000_000),
  /** The most that is paid for a unit: shops see it. */
  reserveUnitPriceCents: rfqTerms.reserveUnitPriceCents,
  /** Everything else that the order says. */
  order: object(terms),
  files: rfqTerms.files,
});

const BuyingPolicy = object({
  unit: rfqTerms.order.properties.unit,
  parts: list(Part, RULES_PER_LIST, 1),
  weights: rfqTerms.weights,
  bondCents: Cents,
  /** True: bids are the agent's to read, and only the best comes to stand on the ledger. */
  toBuyer: Type.Boolean(),
  nda: rfqTerms.nda,
  trackRecord: rfqTerms.trackRecord,
  /** Approved shops; of those that qualify, so many of the best are asked. */
  shops: list(MemberId, SHOPS, 1),
  mostInvited: integer(1, SHOPS),
  /** How long each part of a request takes; a contest only where bids go to the buyer. */
  times: object({
    sealMinutes: integer(1, MINUTES),
    openMinutes: integer(1, MINUTES),
    contestMinutes: integer(1, MINUTES),
    awardMinutes: integer(1, MINUTES),
    /** From the award to the day of need, at least. */
    leastLeadDays: integer(0, 3_660),
  }),
  /** What is beyond these is a person's. */
  limits: object({
    leastBids: integer(1, SHOPS),
    mostOrderCents: Cents,
    mostQuantity: integer(1, 1_000_000_000),
    /** Below this part of the reserve a price is too good. */
    lowBasisPoints: integer(0, WHOLE),
  }),
});
const Need = object({
  /** The buyer's own, once. */
  reference: text(80),
  itemType: RecordId,
  quantity: integer(1, 1_000_000_000),
  neededByMs: TimeMs,
  /** Salted commitment to the address. */
  deliveryPlace: Hash,
});

/** What a buying agent may do. */
export type BuyingPolicy = Static<typeof BuyingPolicy>;
/** One part that it may buy. */
export type PolicyPart = Static<typeof Part>;
/** What is needed. */
export type Need = Static<typeof Need>;

const [policyCheck, needsCheck] = [compile(BuyingPolicy), compile(list(Need, NEEDS))];

/** Checks a policy. @param name begins each message @throws Fault `buying_policy_invalid` */
export function asBuyingPolicy(name: string, value: unknown): BuyingPolicy {
  const fault = policyCheck.firstError(value);
  if (fault !== undefined) throw new Fault('buying_policy_invalid', `${name}: ${fault}`);
  // The schema was checked in the line above.
  const policy = value as BuyingPolicy;
  const { price, time, shop } = policy.weights;
  if (price + time + shop !== WHOLE)
    throw new Fault('buying_policy_invalid', `${name}: /weights add up to ${price + time + shop}, not to ${WHOLE}`);
  const types = policy.parts.map(({ itemType }) => itemType);
  const twice = [types, policy.shops].map((names) => names.findIndex((one, at) => names.indexOf(one) !== at));
  for (const [i, place] of ['/parts', '/shops'].entries())
    if ((twice[i] ?? -1) >= 0)
      throw new Fault('buying_policy_invalid', `${name}: ${place}/${twice[i]} is there already`);
  return policy;
}

/** Checks a list of needs. @param name begins each message @throws Fault `needs_invalid` */
export function asNeeds(name: string, value: unknown): readonly Need[] {
  const fault = needsCheck.firstError(value);
  if (fault !== undefined) throw new Fault('needs_invalid', `${name}: ${fault}`);
  // As above.
  const needs = value as readonly Need[];
  const references = needs.map(({ reference }) => reference);
  const twice = references.findIndex((one, at) => references.indexOf(one) !== at);
  if (twice >= 0) throw new Fault('needs_invalid', `${name}: /${twice}/reference is there already`);
  return needs;
}
