// Agreements as clients see them: what buyer and seller sign once, so that single orders need no negotiation; supply
// chains made of such agreements; and rules by which stock is filled up.

import { procurementInterface } from '#contracts/procurement/schema.ts';
import { UnitCode } from '#contracts/shared/money.ts';
import { defineInterface, record } from '#core/contract.ts';
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

const AGREEMENTS_PER_CHAIN = 12;
const AGREEMENTS_PER_RULE = 8;
const PRICE_STEPS = 10;

const {
  itemType: _,
  quantity: __,
  unitPriceCents: ___,
  unit: ____,
  neededByMs: _____,
  seller: ______,
  ...standing
} = procurementInterface.actions.placeOrder.input.properties;
const Quantity = integer(1, 1_000_000_000);
const Counted = integer(0, 1_000_000_000);
const UnitPrice = integer(1, 1_000_000_000_000_000);

const agreed = {
  seller: MemberId,
  itemType: RecordId,
  unit: UnitCode,
  /** What a unit costs from which quantity on; the first from 1, then more. */
  prices: list(object({ fromQuantity: Quantity, unitPriceCents: UnitPrice }), PRICE_STEPS, 1),
  mostPerOrder: Quantity,
  mostInTotal: Quantity,
  /** From the call-off to the date that it is needed by, at least. */
  leadDays: integer(1, 3_660),
  /** Certificates of the seller without which nothing is ordered. */
  certificates: list(object({ kind: text(100), issuers: list(MemberId, 8, 1) }), 8),
  untilMs: TimeMs,
  /** Everything else that each order says. */
  order: object(standing),
};
const Agreement = object({ id: RecordId, buyer: MemberId, ...agreed, state: oneOf('proposed', 'live', 'ended') });
/** How much was called off; apart from the agreement, so that its terms keep their hash. */
const CalledOff = object({ agreement: RecordId, buyer: MemberId, seller: MemberId, quantity: Counted });
/** Agreements with several sellers that are called off together, step by step of one product. */
const Chain = object({
  id: RecordId,
  buyer: MemberId,
  name: text(80),
  agreements: list(RecordId, AGREEMENTS_PER_CHAIN, 2),
});

const restock = {
  itemType: RecordId,
  minimum: Quantity,
  orderQuantity: Quantity,
  /** No order below or above these: a price that is too good is looked at by a person. */
  leastUnitPriceCents: UnitPrice,
  mostUnitPriceCents: UnitPrice,
  /** Approved suppliers by their agreements, in the order of preference. */
  agreements: list(RecordId, AGREEMENTS_PER_RULE, 1),
  mostPerPeriod: Quantity,
  periodMs: integer(60_000, 366 * 86_400_000),
};
const Rule = object({ id: RecordId, buyer: MemberId, ...restock, state: oneOf('live', 'ended') });
/** The last reading, and the shortage that is open. */
const Stock = object({
  rule: RecordId,
  buyer: MemberId,
  quantity: Counted,
  by: ActorId,
  atMs: TimeMs,
  shortage: Type.Optional(RecordId),
});
/** Why a supplier was taken, or not. */
const Tried = object({
  agreement: RecordId,
  why: oneOf(
    'chosen',
    'not_live',
    'expired',
    'too_many',
    'price_outside',
    'certificate_missing',
    'type_other',
    'period_full',
    'not_asked',
  ),
  unitPriceCents: Type.Optional(Cents),
});
/** Stock that fell below its minimum, and what came of it. */
const Shortage = object({
  id: RecordId,
  rule: RecordId,
  buyer: MemberId,
  quantity: Counted,
  tried: list(Tried, AGREEMENTS_PER_RULE),
  state: oneOf('ordered', 'awaitsDecision', 'dismissed', 'over'),
  order: Type.Optional(RecordId),
  /** Who decided, and the salted commitment to why. */
  decision: Type.Optional(object({ by: ActorId, reason: Hash })),
  openedAtMs: TimeMs,
});
/** How much a rule ordered in one of its periods. */
const Period = object({ rule: RecordId, buyer: MemberId, quantity: Counted });

const input = {
  propose: object(agreed),
  id: object({ agreement: RecordId }),
  callOff: object({ agreement: RecordId, quantity: Quantity, neededByMs: TimeMs }),
  setChain: object({ name: text(80), agreements: Chain.properties.agreements }),
  callOffChain: object({ chain: RecordId, quantity: Quantity, neededByMs: TimeMs }),
  setRule: object(restock),
  rule: object({ rule: RecordId }),
  report: object({ rule: RecordId, quantity: Counted }),
  decide: object({ shortage: RecordId, verdict: oneOf('order', 'dismiss'), reason: Hash }),
};

/** The interface of the agreements contract. */
export const agreementsInterface = defineInterface({
  name: 'agreements',
  version: 1,
  records: {
    agreement: record(Agreement, { index: ['buyer', 'seller', 'itemType', 'state'] }),
    calledOff: record(CalledOff),
    chain: record(Chain, { index: ['buyer'] }),
    rule: record(Rule, { index: ['buyer', 'state'] }),
    stock: record(Stock),
    shortage: record(Shortage, { index: ['rule', 'state'] }),
    period: record(Period),
  },
  refusals: {
    seller_unknown: 'The seller is another member that takes part now.',
    prices_wrong: 'Prices begin with the first unit and go on to larger quantities.',
    until_past: 'An agreement ends at a time to come.',
    agreement_unknown: 'No agreement has this id.',
    not_buyer: 'Only the buyer does this.',
    not_seller: 'Only the seller agrees.',
    not_party: 'Only buyer and seller end an agreement.',
    not_proposed: 'The agreement is no longer open to be agreed to.',
    agreement_ended: 'The agreement is not in force, or has ended.',
    quantity_too_large: 'The agreement allows less than this, in one order or in total.',
    too_soon: 'The agreement gives the seller more time than this.',
    certificate_lapsed: 'The seller does not hold a certificate that the agreement asks for.',
    agreement_foreign: 'The agreements are the buyer’s own, each named once.',
    chain_unknown: 'No supply chain has this id.',
    band_wrong: 'A price band goes from less to more.',
    rule_unknown: 'No restocking rule has this id.',
    rule_ended: 'The rule has ended.',
    stock_enough: 'The stock is not below its minimum.',
    shortage_open: 'A shortage of this stock is open already.',
    shortage_unknown: 'No shortage has this id.',
    shortage_decided: 'The shortage awaits no decision.',
    nothing_fits: 'No approved supplier fits.',
  },
  events: [
    'agreementProposed',
    'agreementMade',
    'agreementEnded',
    'calledOff',
    'chainSet',
    'ruleSet',
    'ruleEnded',
    'stockReported',
    'shortageOpened',
    'shortageDecided',
    'shortageOver',
  ],
  actions: {
    propose: {
      input: input.propose,
      says: 'Propose to {seller} that we order {itemType} at the prices {prices} {unit} cents, at most {mostInTotal} in all, until {untilMs}',
      subject: ({ itemType }) => itemType,
      expects: ({ itemType }) => [['items/type', itemType]],
      roles: ['buyer'],
    },
    agree: {
      input: input.id,
      says: 'Agree to {agreement}: orders within it need no further word of ours',
      subject: ({ agreement }) => agreement,
      expects: ({ agreement }) => [['agreement', agreement]],
      roles: ['sales'],
    },
    end: {
      input: input.id,
      says: 'End the agreement {agreement}: what is ordered stays ordered',
      subject: ({ agreement }) => agreement,
      expects: ({ agreement }) => [['agreement', agreement]],
      roles: ['buyer', 'sales'],
    },
    callOff: {
      input: input.callOff,
      says: 'Order {quantity} by the agreement {agreement}, needed by {neededByMs}',
      subject: ({ agreement }) => agreement,
      expects: ({ agreement }) => [['agreement', agreement]],
      roles: ['buyer', 'agent'],
    },
    setChain: {
      input: input.setChain,
      says: 'Make a supply chain, {name}, of the agreements {agreements}',
      subject: ({ agreements }) => agreements[0] ?? '',
      expects: ({ agreements }) => agreements.map((agreement) => ['agreement', agreement]),
      roles: ['buyer', 'engineer'],
    },
    callOffChain: {
      input: input.callOffChain,
      says: 'Order {quantity} of every step of the supply chain {chain}, needed by {neededByMs}',
      subject: ({ chain }) => chain,
      expects: ({ chain }) => [['chain', chain]],
      roles: ['buyer'],
    },
    setRule: {
      input: input.setRule,
      says: 'Below {minimum} of {itemType} order {orderQuantity} at {leastUnitPriceCents} to {mostUnitPriceCents} cents, by the agreements {agreements}, at most {mostPerPeriod} in {periodMs}',
      subject: ({ itemType }) => itemType,
      expects: ({ agreements }) => agreements.map((agreement) => ['agreement', agreement]),
      roles: ['buyer'],
    },
    endRule: {
      input: input.rule,
      says: 'End the restocking rule {rule}',
      subject: ({ rule }) => rule,
      expects: ({ rule }) => [['rule', rule]],
      roles: ['buyer'],
    },
    reportStock: {
      input: input.report,
      says: 'Report {quantity} in stock by the rule {rule}: below its minimum that orders more',
      subject: ({ rule }) => rule,
      expects: ({ rule }) => [['rule', rule]],
      roles: ['machine', 'agent', 'logistics', 'buyer'],
    },
    noteShortage: {
      input: input.report,
      says: 'Note that {quantity} is in stock by the rule {rule}, below its minimum: a person decides',
      subject: ({ rule }) => rule,
      expects: ({ rule }) => [['rule', rule]],
      roles: ['machine', 'agent', 'logistics'],
    },
    decideShortage: {
      input: input.decide,
      says: 'Decide on the shortage {shortage}: {verdict}, for the reason committed to as {reason}',
      subject: ({ shortage }) => shortage,
      expects: ({ shortage }) => [['shortage', shortage]],
      roles: ['buyer'],
    },
  },
});

/** What buyer and seller signed once. */
export type Agreement = Static<typeof Agreement>;
/** By which stock is filled up. */
export type Rule = Static<typeof Rule>;
/** Stock below its minimum. */
export type Shortage = Static<typeof Shortage>;
/** Why a supplier was taken, or not. */
export type Tried = Static<typeof Tried>;
