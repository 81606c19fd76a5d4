// A dispute as its page shows it: whose turn it is, where its money went, what happens when nobody ends it. Pure.

import type { procurementInterface, RecordOf } from '#sdk/index.ts';
import { money } from '../../parts/amount.ts';
import type { Piece } from '../../parts/pieces.tsx';
import { disputeTexts } from '../../texts/disputes.ts';

/** A dispute. */
export type Dispute = RecordOf<typeof procurementInterface, 'dispute'>;
/** What is known of the order's terms: by its sides from the order, by the arbiter from the revision in dispute. */
export type Terms = Pick<
  RecordOf<typeof procurementInterface, 'order'>,
  'unit' | 'quantity' | 'milestones' | 'conditions'
>;
/** A side of the order. */
export type Side = 'buyer' | 'seller';

/** Which side a member is. */
export function sideOf({ buyer }: Pick<Dispute, 'buyer'>, member: string): Side {
  return member === buyer ? 'buyer' : 'seller';
}

/** Whose turn it is: who was asked to agree, else who decides, else who opened it; nobody once its time has run out. */
export function turnOf(
  dispute: Dispute,
  nowMs: number,
): { readonly member: string; readonly sentence: string } | undefined {
  const { state, proposal, arbiter, buyer, seller, by, untilMs } = dispute;
  if (state !== 'open' || nowMs >= untilMs) return undefined;
  if (proposal !== undefined) {
    return { member: proposal.by === buyer ? seller : buyer, sentence: disputeTexts.turns.answer };
  }
  if (arbiter !== undefined) return { member: arbiter, sentence: disputeTexts.turns.decide };
  return { member: by, sentence: disputeTexts.turns.propose };
}

/** True where time has ended what nobody ended, and someone has only to say so. */
export function isDue({ state, untilMs }: Dispute, nowMs: number): boolean {
  return state === 'open' && nowMs >= untilMs;
}

/** The money in question, by what became of it. */
export function piecesOf({ state, amountCents, sellerCents }: Dispute, unit: string | undefined): readonly Piece[] {
  const piece = (look: Piece['look'], label: string, cents: number): Piece => ({
    ...{ look, label, amount: cents },
    text: money(cents, unit),
  });
  if (state === 'open') return [piece('open', disputeTexts.frozen, amountCents)];
  if (sellerCents === undefined) return [piece('aside', disputeTexts.thawed, amountCents)];
  return [
    piece('gone', disputeTexts.forSeller, sellerCents),
    piece('rest', disputeTexts.forBuyer, amountCents - sellerCents),
  ];
}

/** From which parts of the price it is. */
export function partLines(
  { parts, retainedCents }: Dispute,
  terms: Terms | undefined,
): readonly (readonly [name: string, cents: number])[] {
  const lines = parts.map(({ milestone, amountCents }) => {
    const named = terms?.milestones?.[milestone]?.name;
    const plain =
      terms !== undefined && terms.milestones === undefined
        ? disputeTexts.whole
        : disputeTexts.milestone(milestone + 1);
    return [named ?? plain, amountCents] as const;
  });
  return retainedCents === 0 ? lines : [...lines, [disputeTexts.retained, retainedCents]];
}

/** What happens at its time, where nobody ended it before: only what the buyer froze is split. */
export function silenceWords({ by, seller }: Dispute, terms: Terms | undefined): string {
  const agreed = terms?.conditions?.dispute;
  return agreed === undefined || by === seller
    ? disputeTexts.lifts
    : disputeTexts.splits(`${agreed.sellerBasisPoints / 100} %`);
}
