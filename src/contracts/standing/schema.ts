// The standing of members as clients see it: for each member, side, unit of money and month, what its orders, bids and
// disputes came to, which no action writes, so that nobody chooses what counts; and whom a member says it is related to.

import { UnitCode } from '#contracts/shared/money.ts';
import { defineInterface, record } from '#core/contract.ts';
import { integer, MemberId, object, oneOf, RecordId, type Static, Type } from '#core/schema.ts';
import { COUNTERS, type Counter } from './match.ts';

const Sum = integer(0, Number.MAX_SAFE_INTEGER);
/** What is counted; a counter that is absent is 0. */
const Counts = Type.Partial(
  object(Object.fromEntries(COUNTERS.map((name) => [name, Sum])) as Record<Counter, typeof Sum>),
);
/** Which side of a deal is judged. */
const Side = oneOf('seller', 'buyer');
/** Months since January 1970, UTC. */
const Month = integer(0, 120_000);

/** What one month came to; the id is `member:side:unit:month`. It names no customer and no price. */
const MonthOfMember = object({
  id: RecordId,
  member: MemberId,
  side: Side,
  unit: UnitCode,
  month: Month,
  counts: Counts,
});
/** One thing that counted, for both sides of it: the months are the sums of these. */
const Fact = object({
  id: RecordId,
  member: MemberId,
  /** The other side, where there is one. */
  other: Type.Optional(MemberId),
  side: Side,
  unit: UnitCode,
  month: Month,
  kind: oneOf('answer', 'closing', 'acceptance', 'payment', 'dispute', 'cancelling', 'bid', 'request'),
  /** The order, dispute, bid or request. */
  record: RecordId,
  counts: Counts,
});

/** The word of a member that it is related to another; the id is `a:b`. */
const Relation = object({ id: RecordId, a: MemberId, b: MemberId });
const relation = object({ member: MemberId });

/** The interface of the standing contract. */
export const standingInterface = defineInterface({
  name: 'standing',
  version: 1,
  records: {
    month: record(MonthOfMember, { index: ['member', 'month'] }),
    fact: record(Fact, { index: ['member', 'record'] }),
    relation: record(Relation, { index: ['a', 'b'] }),
  },
  refusals: {
    relation_wrong: 'A member is related to another member that takes part, and says so once.',
    relation_unknown: 'The member has declared no such relation.',
  },
  events: ['counted', 'relationDeclared', 'relationWithdrawn'],
  actions: {
    declareRelation: {
      input: relation,
      says: 'Declare that we are related to {member}: what we do with each other earns us no record, reward or valuation',
      subject: ({ member }) => member,
      expects: { none: 'the relation has no record yet' },
      roles: ['admin', 'finance'],
    },
    withdrawRelation: {
      input: relation,
      says: 'Declare that we are no longer related to {member}',
      subject: ({ member }) => member,
      expects: { none: 'it ends whatever this member declared' },
      roles: ['admin', 'finance'],
    },
  },
});

/** What one month of a member came to. */
export type MonthOfMember = Static<typeof MonthOfMember>;
/** One thing that counted. */
export type Fact = Static<typeof Fact>;
