// A period of rewards as its page shows it: where it is, whose turn it is, and each member's share, computed again by the
// published rule from the counts. Pure.

import { type RecordOf, rewardPoints, rewardShare, type rewardsInterface } from '#sdk/index.ts';
import { money } from '../../parts/amount.ts';
import type { Piece } from '../../parts/pieces.tsx';
import { rewardTexts } from '../../texts/rewards.ts';

/** A period. */
export type Period = RecordOf<typeof rewardsInterface, 'period'>;
/** Points of all, and what was paid. */
export type Sum = RecordOf<typeof rewardsInterface, 'sum'>;
/** What one member has entered. */
export type Tally = RecordOf<typeof rewardsInterface, 'tally'>;
/** One contribution. */
export type Entered = RecordOf<typeof rewardsInterface, 'entered'>;
/** Where a period is. */
export type Phase = keyof typeof rewardTexts.phases;

/** Where it is at a time. */
export function phaseOf({ startsAtMs, endsAtMs, claimUntilMs }: Period, sum: Sum | undefined, nowMs: number): Phase {
  if (sum?.state === 'settled') return 'settled';
  if (nowMs < startsAtMs) return 'ahead';
  if (nowMs < endsAtMs) return 'running';
  return nowMs < claimUntilMs ? 'claiming' : 'due';
}

/** A member's line. */
export type Line = {
  readonly tally: Tally;
  /** By the rule, as it stands. */
  readonly shareCents: number;
  /** False where the ledger's points or payment are not what the rule gives. */
  readonly agrees: boolean;
};

/** The members by their points, the most first. A share that was paid is checked only while no point can be added. */
export function linesOf(period: Period, sum: Sum | undefined, tallies: readonly Tally[]): readonly Line[] {
  const all = sum?.points ?? tallies.reduce((points, one) => points + one.points, 0);
  return tallies
    .map((tally) => {
      const { counts, points, paidCents } = tally;
      const shareCents = rewardShare(period, points, all);
      const agrees =
        rewardPoints(counts, period.points) === points && (paidCents === undefined || paidCents === shareCents);
      return { tally, shareCents, agrees };
    })
    .sort((a, b) => b.tally.points - a.tally.points || (a.tally.member < b.tally.member ? -1 : 1));
}

/** The pool, by what became of it. */
export function poolOf({ poolCents, unit }: Period, sum: Sum | undefined): readonly Piece[] {
  const paid = sum?.paidCents ?? 0;
  const left = poolCents - paid;
  const isSettled = sum?.state === 'settled';
  return [
    { look: 'gone', label: rewardTexts.paid, amount: paid, text: money(paid, unit) },
    {
      ...{ look: isSettled ? 'rest' : 'aside', label: isSettled ? rewardTexts.back : rewardTexts.open },
      ...{ amount: left, text: money(left, unit) },
    },
  ];
}

/** Whose turn it is: the reader's, where it has a share to take; the operator's, where what is left is its again. */
export function rewardTurn(
  { operator }: Period,
  phase: Phase,
  own: Tally | undefined,
): { readonly member: string; readonly sentence: string } | undefined {
  const { turns } = rewardTexts;
  if (phase === 'claiming' && own !== undefined && own.paidCents === undefined) {
    return { member: own.member, sentence: turns.claim };
  }
  return phase === 'due' ? { member: operator, sentence: turns.settle } : undefined;
}

/** What can be done with it now. @param action `contract.action` */
export function fitsReward(phase: Phase, own: Tally | undefined): (action: string) => boolean {
  return (action) => {
    if (action === 'rewards.enter') return phase === 'running';
    if (action === 'rewards.claimReward')
      return phase === 'claiming' && own !== undefined && own.paidCents === undefined;
    return action !== 'rewards.settle' || phase === 'due';
  };
}
