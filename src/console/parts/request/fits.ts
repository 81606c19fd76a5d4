// When an action on a request can come, beyond what its state and the reader's side say (data/action-states.ts): the
// deadlines are the clock's.

import type { Rfq, Tally } from './facts.ts';
import { type Phase, phaseOf } from './phases.ts';

const BEFORE_AWARD = ['sealing', 'opening', 'contest', 'awarding'] as const;
/** What is not named can come at any time. */
const PHASES: { readonly [action: string]: readonly Phase[] } = {
  'sourcing.ask': BEFORE_AWARD,
  'sourcing.signNda': BEFORE_AWARD,
  'sourcing.giveFiles': BEFORE_AWARD,
  'sourcing.sealBid': ['sealing'],
  'sourcing.addAddendum': ['sealing'],
  'sourcing.cancelRfq': ['sealing'],
  'sourcing.counterOffer': ['awarding'],
  'sourcing.award': ['awarding'],
  'sourcing.awardByChoice': ['awarding'],
};

/** True where an action can come. @param action `contract.action` */
export function fitsRequest(
  { rfq, tally }: { readonly rfq: Rfq; readonly tally: Tally | undefined },
  member: string | undefined,
  nowMs: number,
): (action: string) => boolean {
  const phase = phaseOf(rfq, nowMs, tally);
  return (action) => {
    if (action === 'sourcing.counterOffer' && rfq.counterOffers.rounds === 0) return false;
    // Its buyer ends it once it may award; when the time for that is over, anyone does.
    if (action === 'sourcing.endRfq') return phase === 'over' || (phase === 'awarding' && member === rfq.buyer);
    return PHASES[action]?.includes(phase) !== false;
  };
}
