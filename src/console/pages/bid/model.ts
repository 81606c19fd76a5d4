// Making a bid by hand: what the page offers when, and what a bid would be worth by the published rule.

import { type BidScore, bidFaults, scoreBid } from '#sdk/index.ts';
import type { KeptOpening } from '../../data/bid-openings.ts';
import type { Bid, Leader, Rfq } from '../../parts/request/facts.ts';
import { mayBid, type Phase } from '../../parts/request/phases.ts';

/** What a bid says. */
export type Offer = KeptOpening['content'];
/**
 * What is to be done. `open` and `handOver` cost the bond where they are not done in time; `show`: a bid that was handed
 * over may be put on the ledger, because it is better than the best there, or must, because the buyer cannot read it.
 */
export type Step = 'seal' | 'sealed' | 'waits' | 'open' | 'handOver' | 'show' | 'notYours' | 'tooLate' | 'over';

type Situation = {
  readonly rfq: Rfq;
  readonly phase: Phase;
  readonly own: Bid | undefined;
  readonly member: string | undefined;
};

/** What is to be done now. */
export function stepOf({ rfq, phase, own, member }: Situation): Step {
  if (!mayBid(rfq, member)) return 'notYours';
  if (phase === 'sealing') return own?.state === 'sealed' ? 'sealed' : 'seal';
  if (own === undefined || own.state === 'withdrawn') return phase === 'opening' ? 'tooLate' : 'over';
  if (phase === 'opening' && own.state === 'sealed') return rfq.toBuyer === undefined ? 'open' : 'handOver';
  if (own.state === 'handedOver' && phase === 'contest') return 'show';
  return phase === 'opening' || phase === 'contest' || phase === 'awarding' ? 'waits' : 'over';
}

/** A bid by the rule, before it is sealed. */
export type Preview = { readonly totalCents: number; readonly score: BidScore; readonly faults: readonly string[] };

/** What a bid would be worth. @param shopPoints of the bidder's shop as it is now */
export function previewOf(rfq: Rfq, offer: Offer, shopPoints: number): Preview {
  return {
    totalCents: offer.unitPriceCents * rfq.order.quantity,
    score: scoreBid(rfq, offer, shopPoints),
    faults: bidFaults(rfq, offer, rfq.addenda),
  };
}

/** True where a bid that was handed over is better than the best on the ledger. @param shopPoints when it was handed over */
export function isBetter(rfq: Rfq, offer: Offer, own: Bid, leader: Leader | undefined): boolean {
  if (own.shop === undefined || own.shop.lacks.length > 0) return false;
  if (bidFaults(rfq, offer, own.acknowledged).length > 0) return false;
  const { points } = scoreBid(rfq, offer, own.shop.points);
  if (leader === undefined) return true;
  return points > leader.points || (points === leader.points && own.place < leader.place);
}

const MINUTE_MS = 60_000;

/** A time as a form has it, to the minute: the last before it, or the first after it. */
export function minuteOf(timeMs: number, round: 'before' | 'after'): string {
  const minutes = round === 'before' ? Math.floor(timeMs / MINUTE_MS) : Math.ceil(timeMs / MINUTE_MS);
  const time = new Date(minutes * MINUTE_MS);
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${date}T${two(time.getHours())}:${two(time.getMinutes())}`;
}
