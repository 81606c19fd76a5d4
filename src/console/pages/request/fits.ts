// Which actions on a request can come now: the others would be refused, and are not offered.

import type { Bid, Rfq, Tally } from './facts.ts';
import { mayBid, type Phase, phaseOf } from './model.ts';

type Known = { readonly rfq: Rfq; readonly tally: Tally | undefined; readonly own: Bid | undefined };
type Rule = { readonly by: 'buyer' | 'bidder' | 'anyone'; readonly in: readonly Phase[] };

const BEFORE_AWARD = ['sealing', 'opening', 'contest', 'awarding'] as const;
/** Actions by who takes them and when; what is not named is offered always. */
const RULES: { readonly [action: string]: Rule } = {
  'sourcing.signNda': { by: 'bidder', in: BEFORE_AWARD },
  'sourcing.ask': { by: 'bidder', in: BEFORE_AWARD },
  'sourcing.sealBid': { by: 'bidder', in: ['sealing'] },
  'sourcing.giveFiles': { by: 'buyer', in: BEFORE_AWARD },
  'sourcing.addAddendum': { by: 'buyer', in: ['sealing'] },
  'sourcing.cancelRfq': { by: 'buyer', in: ['sealing'] },
  'sourcing.counterOffer': { by: 'buyer', in: ['awarding'] },
  'sourcing.award': { by: 'buyer', in: ['awarding'] },
  'sourcing.awardByChoice': { by: 'buyer', in: ['awarding'] },
  'sourcing.endRfq': { by: 'buyer', in: ['awarding', 'over'] },
  'sourcing.settlePool': { by: 'anyone', in: ['awarded', 'ended', 'cancelled'] },
};

/** True where an action can come. @param action `contract.action` */
export function fitsRequest(
  { rfq, tally }: Known,
  member: string | undefined,
  nowMs: number,
): (action: string) => boolean {
  const phase = phaseOf(rfq, nowMs, tally);
  const sides = { buyer: member === rfq.buyer, bidder: mayBid(rfq, member), anyone: true };
  return (action) => {
    const rule = RULES[action];
    if (rule === undefined) return true;
    if (action === 'sourcing.signNda' && rfq.nda === undefined) return false;
    if (action === 'sourcing.giveFiles' && rfq.files === undefined) return false;
    if (action === 'sourcing.settlePool' && rfq.pool === undefined) return false;
    if (action === 'sourcing.counterOffer' && rfq.counterOffers.rounds === 0) return false;
    // Once the time for the award is over, anyone ends it.
    if (action === 'sourcing.endRfq' && phase === 'over') return true;
    return sides[rule.by] && rule.in.includes(phase);
  };
}
