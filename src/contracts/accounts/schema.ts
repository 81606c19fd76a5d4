// Accounts as clients see them: units that a member issues, the accounts that hold them, money set aside, transfers.

import { UnitCode } from '#contracts/shared/money.ts';
import { defineInterface, record } from '#core/contract.ts';
import { Cents, integer, MemberId, object, oneOf, RecordId, type Static, Type } from '#core/schema.ts';

/** A lower-case word that tells an owner's accounts of one unit apart. */
const AccountName = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,31}$' });
/** Contract code for what must come true: `order.accepted`. */
const Condition = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_.-]{0,63}$' });
const AmountCents = integer(1, 1_000_000_000_000_000);
/** All sums stay exact because everything ever issued of a unit does. */
const TotalCents = integer(0, Number.MAX_SAFE_INTEGER);

const Unit = object({
  code: UnitCode,
  issuer: MemberId,
  /** The contract that alone puts it into circulation and takes it out: a ceiling of its own holds, whoever signs. */
  contract: Type.Optional(Type.String({ pattern: '^[a-z]{1,31}$' })),
  /** Since when what is left of it is worth nothing: it is neither paid nor set aside any more. */
  voidSinceMs: Type.Optional(integer(0, Number.MAX_SAFE_INTEGER)),
});
/** What was put into and taken out of circulation; apart from the unit, so that its terms keep their hash. */
const Supply = object({ unit: UnitCode, issuedTotal: TotalCents, redeemedTotal: TotalCents });
const Account = object({
  /** `owner/unit`, or `owner/unit/name`: whoever pays knows where to. */
  id: RecordId,
  owner: MemberId,
  unit: UnitCode,
  /** Free to spend. What is held is not in it. */
  balanceCents: TotalCents,
  heldCents: TotalCents,
  name: Type.Optional(AccountName),
});
/** Money set aside, with the permit to settle it: by which contract, for which of its records, on what condition. */
const Hold = object({
  id: RecordId,
  account: RecordId,
  owner: MemberId,
  /** The member that may be paid from it, where there is one: it sees that the money is there. */
  beneficiary: Type.Optional(MemberId),
  unit: UnitCode,
  /** What remains. */
  amountCents: TotalCents,
  contract: Type.String({ pattern: '^[a-z]{1,31}$' }),
  record: RecordId,
  condition: Condition,
  state: oneOf('held', 'settled'),
});
/** One movement between two accounts. Without `from` it was issued, without `to` redeemed. */
const Transfer = object({
  id: RecordId,
  unit: UnitCode,
  from: Type.Optional(RecordId),
  to: Type.Optional(RecordId),
  /** The members on both sides, or the issuer. */
  payer: MemberId,
  payee: MemberId,
  amountCents: Cents,
  reference: RecordId,
  timeMs: integer(0, Number.MAX_SAFE_INTEGER),
});

/** The interface of the accounts contract. */
export const accountsInterface = defineInterface({
  name: 'accounts',
  version: 1,
  records: {
    unit: record(Unit, { index: ['issuer'] }),
    supply: record(Supply),
    account: record(Account, { index: ['owner', 'unit'] }),
    hold: record(Hold, { index: ['account', 'record', 'state'] }),
    transfer: record(Transfer, { index: ['from', 'to', 'reference'] }),
  },
  refusals: {
    unit_taken: 'A unit with this code exists.',
    unit_unknown: 'No unit has this code.',
    unit_kept: 'Only the contract that keeps the unit issues it and takes it out.',
    unit_void: 'What is left of the unit is void.',
    unit_differs: 'Both accounts must be of the same unit.',
    not_issuer: 'Only the issuer of a unit puts it into circulation and takes it out.',
    account_taken: 'The member has this account already.',
    account_unknown: 'No account has this id.',
    account_same: 'A transfer goes to another account than the one it comes from.',
    not_owner: 'Only the owner of an account spends or sets aside what is in it.',
    amount_invalid: 'An amount is a whole number above zero.',
    amount_too_large: 'The total ever issued of a unit must stay within 2^53 - 1 of its smallest parts.',
    balance_short: 'The account has less than this free to spend.',
    hold_unknown: 'No hold has this id.',
    hold_foreign: 'Only the contract that the hold names settles it.',
    hold_settled: 'The hold is settled already.',
    hold_short: 'Less than this remains in the hold.',
  },
  events: ['unitCreated', 'unitVoided', 'accountOpened', 'transferred', 'holdPlaced', 'holdPaid', 'holdReturned'],
  actions: {
    createUnit: {
      input: object({ code: UnitCode }),
      says: 'Issue {code} as this member’s promise',
      subject: ({ code }) => code,
      expects: { none: 'the unit has no record yet' },
      roles: ['finance'],
    },
    openAccount: {
      input: object({ unit: UnitCode, name: Type.Optional(AccountName) }),
      says: 'Open an account in {unit}',
      subject: ({ unit }) => unit,
      expects: ({ unit }) => [['unit', unit]],
      roles: ['finance'],
    },
    issue: {
      input: object({ to: RecordId, amountCents: AmountCents, reference: RecordId }),
      says: 'Issue {amountCents} to {to} for {reference}',
      subject: ({ to }) => to,
      expects: { none: 'the amount is in the statement; a balance may move meanwhile' },
      roles: ['finance'],
    },
    redeem: {
      input: object({ from: RecordId, amountCents: AmountCents, reference: RecordId }),
      says: 'Take {amountCents} from {from} out of circulation for {reference}',
      subject: ({ from }) => from,
      expects: { none: 'the amount is in the statement; a balance may move meanwhile' },
      roles: ['finance'],
    },
    transfer: {
      input: object({ from: RecordId, to: RecordId, amountCents: AmountCents, reference: RecordId }),
      says: 'Pay {amountCents} from {from} to {to} for {reference}',
      subject: ({ from }) => from,
      expects: { none: 'the amount is in the statement; a balance may move meanwhile' },
      roles: ['finance', 'machine', 'agent'],
    },
  },
});

/** An account as its owner sees it. */
export type Account = Static<typeof Account>;
