// Claims as clients see them: the thing that backs them, what another member says it is worth, and what a claim pays.

import { UnitCode } from '#contracts/shared/money.ts';
import { defineInterface, record } from '#core/contract.ts';
import { Cents, integer, MemberId, object, oneOf, RecordId, type Static, TimeMs, Type } from '#core/schema.ts';

/** Claims run at most so long: 10 years of 366 days. Longer is no end. */
export const LONGEST_MS = 3_660 * 86_400_000;
/** So many claims at once. */
const Claims = integer(1, 1_000_000_000_000_000);

/** A thing that backs claims, and the terms of them. Who is offered a claim reads it. */
const Asset = object({
  id: RecordId,
  item: RecordId,
  owner: MemberId,
  /** The member that says what the thing is worth, and confirms its loss. */
  valuer: MemberId,
  /** The unit of accounts that the claims are. */
  unit: UnitCode,
  /** What one claim pays. */
  payUnit: UnitCode,
  payCents: Cents,
  /** From then on they pay nothing any more. */
  lapsesAtMs: TimeMs,
  /** What all claims together may pay; signed by the valuer, and absent until then. */
  valueCents: Type.Optional(Cents),
  lossReportedAtMs: Type.Optional(TimeMs),
  /** `covered`: money is set aside for every claim in place of the thing, which is free again. */
  state: oneOf('proposed', 'open', 'covered', 'ended', 'lost', 'lapsed'),
  /** Claims that ended with it, unpaid: by its loss or by their time. */
  unpaidClaims: Type.Optional(integer(0, Number.MAX_SAFE_INTEGER)),
});
/** Money of the owner that is set aside to pay claims; apart from the terms, so that these keep their hash. */
const Fund = object({
  asset: RecordId,
  /** Where it came from and what is left goes back to; absent where nothing is set aside. */
  account: Type.Optional(RecordId),
  hold: Type.Optional(RecordId),
  leftCents: Cents,
});

const asset = object({ asset: RecordId });
const input = {
  propose: object({
    item: RecordId,
    valuer: MemberId,
    unit: UnitCode,
    payUnit: UnitCode,
    payCents: integer(1, 1_000_000_000_000),
    lapsesAtMs: TimeMs,
  }),
  value: object({ asset: RecordId, valueCents: Cents }),
  issue: object({ asset: RecordId, to: RecordId, claims: Claims }),
  fund: object({ asset: RecordId, from: RecordId, amountCents: Claims }),
  redeem: object({ asset: RecordId, from: RecordId, claims: Claims, to: RecordId }),
};

/** The interface of the claims contract. */
export const claimsInterface = defineInterface({
  name: 'claims',
  version: 1,
  records: {
    asset: record(Asset, { index: ['item', 'owner', 'valuer', 'unit', 'state'] }),
    fund: record(Fund),
  },
  refusals: {
    asset_unknown: 'No asset has this id.',
    item_unready: 'Only what is released or in service backs claims.',
    valuer_wrong: 'The valuer is another member that takes part now.',
    valuer_related: 'The valuer is not related to the owner, by the word of neither.',
    unit_same: 'A claim pays in another unit than it is itself.',
    lapse_wrong: 'Claims lapse at a time to come, within 3660 days.',
    not_owner: 'Only the owner of the asset does this.',
    not_valuer: 'Only the member that the owner named as valuer does this.',
    not_open: 'The asset backs no claims now: it is not valued yet, or has ended.',
    value_short: 'The claims in circulation pay more than this value.',
    loss_reported: 'The asset is reported lost.',
    loss_unreported: 'The owner has not reported the asset lost.',
    above_value: 'All claims together would pay more than the asset was valued at.',
    account_wrong: 'The account is not of the unit that this needs.',
    fund_account: 'What is added to the fund comes from the account that the rest came from.',
    fund_too_large: 'More than all claims pay is not set aside.',
    fund_short: 'Less than this is set aside to pay claims.',
    not_covered: 'The thing is free only when money is set aside for every claim.',
    not_lapsed: 'The claims have not lapsed yet.',
    ended: 'The asset backs claims no more, and its money is settled.',
  },
  events: [
    'assetProposed',
    'assetValued',
    'claimsIssued',
    'assetFunded',
    'claimsRedeemed',
    'lossReported',
    'assetEnded',
  ],
  actions: {
    propose: {
      input: input.propose,
      says: 'Let {item} back claims in {unit}, which pay {payCents} {payUnit} each until {lapsesAtMs}; {valuer} says what it is worth. It stays with us, and is not sold, changed or used up meanwhile',
      subject: ({ item }) => item,
      expects: ({ item }) => [['items/item', item]],
      roles: ['finance'],
    },
    value: {
      input: input.value,
      says: 'We say that {asset} is worth {valueCents}, in the unit that its claims pay',
      subject: ({ asset: id }) => id,
      expects: ({ asset: id }) => [['asset', id]],
      roles: ['finance', 'quality'],
    },
    issue: {
      input: input.issue,
      says: 'Issue {claims} claims against {asset} to {to}',
      subject: ({ asset: id }) => id,
      expects: ({ asset: id }) => [['asset', id]],
      roles: ['finance'],
    },
    fund: {
      input: input.fund,
      says: 'Set {amountCents} of {from} aside for whoever redeems claims against {asset}; it comes back only when these end',
      subject: ({ asset: id }) => id,
      expects: ({ asset: id }) => [['asset', id]],
      roles: ['finance', 'agent'],
    },
    redeem: {
      input: input.redeem,
      says: 'Give up {claims} claims of {from} against {asset}, to be paid to {to}',
      subject: ({ asset: id }) => id,
      expects: ({ asset: id }) => [['asset', id]],
      roles: ['finance', 'agent'],
    },
    close: {
      input: asset,
      says: 'Take {asset} back: every claim against it is paid, or money for it is set aside',
      subject: ({ asset: id }) => id,
      expects: ({ asset: id }) => [['asset', id]],
      roles: ['finance'],
    },
    reportLoss: {
      input: asset,
      says: 'Report {asset} lost or beyond repair: once its valuer confirms it, it is scrapped and its claims are void',
      subject: ({ asset: id }) => id,
      expects: ({ asset: id }) => [['asset', id]],
      roles: ['finance'],
    },
    confirmLoss: {
      input: asset,
      says: 'Confirm that {asset} is lost or beyond repair: it is scrapped, and its claims are void',
      subject: ({ asset: id }) => id,
      expects: ({ asset: id }) => [['asset', id]],
      roles: ['finance', 'quality'],
    },
    settle: {
      input: asset,
      says: 'End the claims against {asset}, which have lapsed, and return its money and the thing to its owner',
      subject: ({ asset: id }) => id,
      expects: ({ asset: id }) => [['asset', id]],
    },
  },
});

/** A thing that backs claims. */
export type Asset = Static<typeof Asset>;
/** Money that is set aside to pay claims. */
export type Fund = Static<typeof Fund>;
