// What the buyer does with the bids now: put the best on the ledger where bids go to the buyer, then award by the rule, or
// by a choice of its own with a reason.

import type { Rfq, Tally } from '../../parts/request/facts.ts';
import { namingUntilMs, type Phase } from '../../parts/request/phases.ts';
import type { Compared } from './compare.ts';

/** The step. */
export type AwardStep =
  | { readonly kind: 'name'; readonly best: Compared }
  | {
      readonly kind: 'award';
      /** By the ledger's word; undefined where no bid is without a fault, or the best was taken out too late. */
      readonly best: Compared | undefined;
      readonly others: readonly Compared[];
      readonly isUncontested: boolean;
    };

type Situation = {
  readonly rfq: Rfq;
  readonly tally: Tally | undefined;
  readonly phase: Phase;
  readonly nowMs: number;
  readonly compared: readonly Compared[];
};

/** What is to be done now; undefined where it is another's turn, or there is nothing to award. */
export function awardStep({ rfq, tally, phase, nowMs, compared }: Situation): AwardStep | undefined {
  if (phase === 'contest') {
    const best = compared.find(({ rank }) => rank === 1);
    const isNew = best !== undefined && !best.isOnLedger;
    return isNew && nowMs < namingUntilMs(rfq) ? { kind: 'name', best } : undefined;
  }
  if (phase !== 'awarding') return undefined;
  const isUncontested = tally?.isUncontested === true;
  const fit = compared.filter(
    ({ isOnLedger, bid }) => isOnLedger && bid.state === 'opened' && bid.points !== undefined,
  );
  const best = isUncontested ? undefined : fit.find(({ bid }) => bid.id === tally?.best?.bid);
  return { kind: 'award', best, others: fit.filter((one) => one !== best), isUncontested };
}
