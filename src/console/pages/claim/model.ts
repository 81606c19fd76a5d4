// A thing that backs claims as its page shows it: how it stands, whose turn it is, and what stands behind the claims. Pure.

import type { accountsInterface, claimsInterface, RecordOf } from '#sdk/index.ts';
import { money } from '../../parts/amount.ts';
import type { Piece } from '../../parts/pieces.tsx';
import { claimTexts } from '../../texts/claims.ts';

/** A thing that backs claims. */
export type Asset = RecordOf<typeof claimsInterface, 'asset'>;
/** Money that is set aside to pay them. */
export type Fund = RecordOf<typeof claimsInterface, 'fund'>;
/** What of their unit was put into and taken out of circulation. */
export type Supply = RecordOf<typeof accountsInterface, 'supply'>;
/** How it stands: more than its state says, since claims also end by their time. */
export type Standing = keyof typeof claimTexts.states;

const ENDED: readonly Asset['state'][] = ['ended', 'lost', 'lapsed'];

/** How it stands at a time. */
export function standingOf({ state, lossReportedAtMs, lapsesAtMs }: Asset, nowMs: number): Standing {
  if (!ENDED.includes(state) && nowMs >= lapsesAtMs) return 'due';
  return state === 'open' && lossReportedAtMs !== undefined ? 'reported' : state;
}

/** Whose turn it is. */
export function claimTurn(
  { owner, valuer }: Asset,
  standing: Standing,
): { readonly member: string; readonly sentence: string } | undefined {
  const { turns } = claimTexts;
  if (standing === 'proposed') return { member: valuer, sentence: turns.value };
  if (standing === 'reported') return { member: valuer, sentence: turns.confirm };
  return standing === 'due' ? { member: owner, sentence: turns.settle } : undefined;
}

/** Claims that somebody holds now. */
export function inCirculation(supply: Supply | undefined): number {
  return supply === undefined ? 0 : supply.issuedTotal - supply.redeemedTotal;
}

/**
 * What stands behind the claims: money, the thing alone, and what of its value is not given out. Nothing once they have
 * ended; and where all is covered by money the thing is free, and stands behind nothing.
 */
export function coverOf(
  { state, payCents, payUnit, valueCents = 0 }: Asset,
  claims: number,
  leftCents: number,
): readonly Piece[] {
  if (ENDED.includes(state)) return [];
  const owed = claims * payCents;
  const piece = (look: Piece['look'], label: string, amount: number): Piece => ({
    ...{ look, label, amount },
    text: money(amount, payUnit),
  });
  const aside = Math.min(owed, leftCents);
  return [
    piece('aside', claimTexts.aside, aside),
    piece('open', claimTexts.byThing, owed - aside),
    piece('rest', claimTexts.free, state === 'covered' ? 0 : Math.max(0, valueCents - owed)),
  ];
}

/** What can be done with it as it stands. @param action `contract.action` */
export function fitsClaim(standing: Standing): (action: string) => boolean {
  return (action) => (action === 'claims.settle') === (standing === 'due');
}
