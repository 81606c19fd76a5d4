// Rewards as clients see them: a period with its published points and its pool, and what members have entered in it.

import { UnitCode } from '#contracts/shared/money.ts';
import { defineInterface, record } from '#core/contract.ts';
import {
  Cents,
  Count,
  Hash,
  integer,
  MemberId,
  object,
  oneOf,
  RecordId,
  type Static,
  TimeMs,
  Type,
} from '#core/schema.ts';

const DAY_MS = 86_400_000;
/** A period begins at most so long after it is published, and lasts at most as long: 400 days. */
export const LONGEST_MS = 400 * DAY_MS;
/** Members have at least so long to claim their share: 14 days. */
export const LEAST_CLAIM_MS = 14 * DAY_MS;

/** Points for one contribution of each kind. */
const Points = object({
  /** An order that its seller made in full: closed, with all of it accepted. */
  orders: integer(0, 1_000),
  /** More, where the order says what lateness costs, all of it is delivered, and nothing was late. */
  onTime: integer(0, 1_000),
  /** A bid that was opened without a fault, on a request that ended in an order. */
  bids: integer(0, 1_000),
});
const Counts = object({ orders: Count, onTime: Count, bids: Count });

/** A period: who contributes how much of what counts, and what is shared. Its rules never change. */
const Period = object({
  id: RecordId,
  operator: MemberId,
  unit: UnitCode,
  poolCents: Cents,
  points: Points,
  /** The most of the pool that one member gets. */
  mostBasisPoints: integer(1, 10_000),
  startsAtMs: TimeMs,
  endsAtMs: TimeMs,
  claimUntilMs: TimeMs,
  /** Where the pool came from, and what nobody claimed goes back to. */
  account: RecordId,
  hold: RecordId,
});
/** Points of all and what was paid; apart from the rules, so that these keep their hash. */
const Sum = object({ period: RecordId, points: Count, paidCents: Cents, state: oneOf('open', 'settled') });
/** What one member has entered; the id is `period:member`. It names no customer. */
const Tally = object({
  id: RecordId,
  period: RecordId,
  member: MemberId,
  counts: Counts,
  points: Count,
  /** Its share, once paid. */
  paidCents: Type.Optional(Cents),
});
/** One contribution that is counted, for good; the id is the hash of operator, kind and record. */
const Entered = object({
  id: Hash,
  period: RecordId,
  operator: MemberId,
  member: MemberId,
  kind: oneOf('order', 'bid'),
  record: RecordId,
  onTime: Type.Boolean(),
});

const period = object({ period: RecordId });
const input = {
  open: object({
    from: RecordId,
    unit: UnitCode,
    poolCents: integer(1, 1_000_000_000_000_000),
    points: Points,
    mostBasisPoints: integer(1, 10_000),
    startsAtMs: TimeMs,
    endsAtMs: TimeMs,
    claimUntilMs: TimeMs,
  }),
  enter: object({ period: RecordId, kind: oneOf('order', 'bid'), record: RecordId }),
};

/** The interface of the rewards contract. */
export const rewardsInterface = defineInterface({
  name: 'rewards',
  version: 1,
  records: {
    period: record(Period, { index: ['operator', 'unit'] }),
    sum: record(Sum, { index: ['state'] }),
    tally: record(Tally, { index: ['period', 'member'] }),
    entered: record(Entered, { index: ['period', 'member'] }),
  },
  refusals: {
    times_wrong:
      'A period begins when or after it is published, within 400 days, lasts at most 400, and is claimed for 14 to 400 days.',
    points_none: 'A period gives points for something.',
    account_wrong: 'The pool comes from an account of its unit.',
    period_unknown: 'No period has this id.',
    not_running: 'Contributions are entered while the period runs.',
    operator_apart: 'The operator of a period, which gets the fees, takes no part in it.',
    contribution_unknown: 'There is no such order or bid.',
    contribution_foreign: 'A member enters its own orders as a seller, and its own bids.',
    contribution_related: 'What a member does for one to which it says it is related does not count.',
    contribution_unfit:
      'What counts is an order that was made in full, or a faultless bid on a request that became an order.',
    no_fee: 'What counts is about an order that paid a fee to the operator of the period.',
    entered_already: 'The contribution is entered already, in this period or another.',
    worth_nothing: 'The period gives no points for this.',
    not_ended: 'Shares are paid when the period has ended.',
    claim_over: 'The time to claim shares is over.',
    nothing_entered: 'The member has entered nothing in this period.',
    claimed_already: 'The member has its share of this period.',
    account_missing: 'The member needs an account in the unit of the period, to be paid to.',
    claim_open: 'Members may still claim their shares.',
    settled: 'The period is settled.',
  },
  events: ['periodOpened', 'contributionEntered', 'rewardPaid', 'periodSettled'],
  actions: {
    open: {
      input: input.open,
      says: 'Share {poolCents} {unit} from {from} among those who contribute from {startsAtMs} to {endsAtMs}: {points} for each contribution, at most {mostBasisPoints} basis points of it a member, to be claimed until {claimUntilMs}',
      subject: ({ unit }) => unit,
      expects: { none: 'the period has no record yet' },
      roles: ['finance'],
    },
    enter: {
      input: input.enter,
      says: 'Have our {kind} {record} counted in {period}',
      subject: ({ period: id }) => id,
      expects: ({ period: id }) => [['period', id]],
    },
    claimReward: {
      input: period,
      says: 'Take our share of {period}',
      subject: ({ period: id }) => id,
      expects: ({ period: id }) => [['period', id]],
    },
    settle: {
      input: period,
      says: 'Return what nobody claimed of {period} to its operator',
      subject: ({ period: id }) => id,
      expects: ({ period: id }) => [['period', id]],
    },
  },
});

/** A period of rewards. */
export type Period = Static<typeof Period>;
