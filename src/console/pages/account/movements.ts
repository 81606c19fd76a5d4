// The movements of an account with what was in it after each, reckoned back from what is in it now. Pure.

import type { RecordSeen } from '#sdk/index.ts';
import type { Account } from '../../parts/account.ts';
import { csvText } from '../../parts/csv-text.ts';
import { moneyTexts } from '../../texts/money.ts';

/** A movement as its account sees it. */
export type Movement = {
  readonly id: string;
  readonly timeMs: number;
  /** Above zero into the account. */
  readonly amountCents: number;
  /** The account on the other side; undefined where the issuer issued or took back. */
  readonly other: string | undefined;
  /** The member on the other side. */
  readonly member: string;
  readonly reference: string;
  /** In the account afterwards, free and set aside together: setting aside moves nothing out of it. */
  readonly afterCents: number;
  readonly entry: number;
};
/** Movements, newest first. */
export type Statement = {
  readonly movements: readonly Movement[];
  /** What was in it before the oldest; 0 where none is missing. */
  readonly beforeCents: number;
};
type Transfer = {
  readonly from?: string;
  readonly to?: string;
  readonly payer: string;
  readonly payee: string;
  readonly amountCents: number;
  readonly reference: string;
  readonly timeMs: number;
};

/** The statement of an account. @param transfers from it and to it, any order, some perhaps twice */
export function statementOf({ id, balanceCents, heldCents }: Account, transfers: readonly RecordSeen[]): Statement {
  const newestFirst = [...new Map(transfers.map((one) => [one.id, one])).values()]
    .map(({ id: transfer, entry, value }) => ({ transfer, entry, ...(value as unknown as Transfer) }))
    .sort((a, b) => b.timeMs - a.timeMs || b.entry - a.entry);
  let afterCents = balanceCents + heldCents;
  const movements = newestFirst.map(({ transfer, entry, from, to, payer, payee, amountCents, reference, timeMs }) => {
    const isIn = to === id;
    const movement: Movement = {
      ...{ id: transfer, entry, timeMs, reference, afterCents },
      amountCents: isIn ? amountCents : -amountCents,
      other: isIn ? from : to,
      member: isIn ? payer : payee,
    };
    afterCents -= movement.amountCents;
    return movement;
  });
  return { movements, beforeCents: afterCents };
}

/** Hundredths as a decimal text for a spreadsheet: `-12.50`. */
function decimal(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The statement as a file. */
export function statementCsv({ unit }: Account, { movements }: Statement): string {
  const { csv } = moneyTexts;
  return csvText([
    [csv.time, csv.way, csv.with, csv.reference, csv.amount, csv.unit, csv.after, csv.id],
    ...movements.map(({ timeMs, amountCents, member, reference, afterCents, id }) => [
      new Date(timeMs).toISOString(),
      amountCents > 0 ? 'in' : 'out',
      ...[member, reference, decimal(amountCents), unit, decimal(afterCents), id],
    ]),
  ]);
}
