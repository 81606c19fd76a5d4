// Bids side by side, judged again in this browser by the published rule: points, place, and why in a sentence. What the
// ledger says of them is held against that.

import { type BidScore, bidFaults, compareBids, scoreBid } from '#sdk/index.ts';
import { grouped } from '../../parts/amount.ts';
import type { Bid, Read, Rfq } from '../../parts/request/facts.ts';
import { compareTexts, faultText } from '../../texts/requests.ts';

/** A bid in the comparison. */
export type Compared = {
  readonly bid: Bid;
  /** Undefined: nobody who looks here knows what it says. */
  readonly content: Bid['content'];
  /** True where it stands on the ledger; else this reader read what was handed over to it. */
  readonly isOnLedger: boolean;
  /** From 1, among those whose content is known here; undefined where it is excluded or unknown, or the others are. */
  readonly rank: number | undefined;
  readonly score: BidScore | undefined;
  readonly reason: string;
  /** What is computed here against what the ledger says; undefined where it says nothing of it. */
  readonly agrees: boolean | undefined;
};
/** What came of judging again. */
export type AwardCheck = {
  readonly verdict: 'agrees' | 'differs' | 'chosen' | 'open';
  /** Bids whose content is not known here. */
  readonly unknown: number;
};

/** States of bids that stood in the comparison though nobody here knows what they say. */
const UNSEEN: readonly Bid['state'][] = ['handedOver', 'lost'];

/** The parts of a score. */
const PARTS = ['price', 'time', 'shop'] as const;

type Judged = Pick<Compared, 'bid' | 'content' | 'isOnLedger' | 'score'> & { readonly faults: readonly string[] };

/**
 * Ranked bids first, then excluded ones, then those that nobody here knows.
 * @param member who looks: the buyer sees every bid, anyone else its own alone, which has no place among itself
 */
export function comparisonOf(
  rfq: Rfq,
  bids: readonly Bid[],
  read: Read,
  member: string | undefined,
): readonly Compared[] {
  const isWhole = member === rfq.buyer;
  const judged = bids.map((bid) => judge(rfq, bid, read));
  const ranked = judged
    .filter(({ score }) => score !== undefined)
    .sort((a, b) => compareBids(standing(a), standing(b)));
  const [best] = ranked;
  const rest = judged.filter(({ score }) => score === undefined);
  const excluded = rest.filter(({ content }) => content !== undefined);
  const unknown = rest.filter(({ content }) => content === undefined);
  return [
    ...ranked.map((one, i) =>
      isWhole
        ? told(one, i + 1, rankReason(one, best, ranked[1], unknown.length))
        : told(one, undefined, compareTexts.own),
    ),
    ...excluded.map((one) => told(one, undefined, compareTexts.excluded(one.faults.map(faultText)))),
    ...unknown.map((one) => told(one, undefined, compareTexts.states[one.bid.state])),
  ];
}

/** What the award was against what the rule gives, as far as it can be seen here. */
export function checkAward({ winner, choice }: Rfq, compared: readonly Compared[]): AwardCheck {
  const unknown = compared.filter(({ bid, content }) => content === undefined && UNSEEN.includes(bid.state)).length;
  const isOff = compared.some(({ agrees }) => agrees === false);
  const best = compared.find(({ rank }) => rank === 1)?.bid.id;
  const isSeen = compared.some(({ bid }) => bid.id === winner);
  if (choice !== undefined) return { verdict: isOff ? 'differs' : 'chosen', unknown };
  if (isOff || (isSeen && best !== undefined && winner !== best)) return { verdict: 'differs', unknown };
  return { verdict: isSeen && best !== undefined ? 'agrees' : 'open', unknown };
}

function standing({ bid: { place }, score }: Judged): Pick<Bid, 'place'> & { readonly points: number } {
  return { place, points: score?.points ?? 0 };
}

function judge(rfq: Rfq, bid: Bid, read: Read): Judged {
  const { content, score, faults, shop } = bid;
  if (content !== undefined) {
    const again = score === undefined ? undefined : scoreBid(rfq, content, score.shopPoints);
    return { bid, content, isOnLedger: true, score: again, faults };
  }
  const handed = read.get(bid.id)?.content;
  if (handed === undefined) return { bid, content: undefined, isOnLedger: false, score: undefined, faults: [] };
  const found = [...bidFaults(rfq, handed, bid.acknowledged), ...(shop?.lacks ?? [])];
  const own = found.length > 0 ? undefined : scoreBid(rfq, handed, shop?.points ?? 0);
  return { bid, content: handed, isOnLedger: false, score: own, faults: found };
}

function told({ faults: _, ...one }: Judged, rank: number | undefined, reason: string): Compared {
  const { points, score } = one.bid;
  const agrees = points === undefined || score === undefined ? undefined : sameScore(one.score, { ...score, points });
  return { ...one, rank, reason, agrees };
}

function sameScore(computed: BidScore | undefined, onLedger: BidScore): boolean {
  return computed?.points === onLedger.points && PARTS.every((part) => computed[part] === onLedger[part]);
}

/** Why a bid has its place: of the best how far it leads, of the others what put them behind. */
function rankReason(one: Judged, best: Judged | undefined, second: Judged | undefined, unknown: number): string {
  if (one.score === undefined || best?.score === undefined) return '';
  if (one === best) {
    const behind = second?.score === undefined ? undefined : best.score.points - second.score.points;
    if (behind === undefined) return unknown > 0 ? compareTexts.onlyKnown : compareTexts.only;
    return behind === 0 ? compareTexts.sealedFirst : compareTexts.leads(grouped(behind));
  }
  const { bid, score } = best;
  const lost = score.points - one.score.points;
  if (lost === 0) return compareTexts.sealedLater(bid.bidder);
  const own = one.score;
  const less = PARTS.filter((part) => score[part] > own[part]);
  const more = PARTS.filter((part) => score[part] < own[part]);
  const named = (parts: readonly (typeof PARTS)[number][]): string =>
    parts.map((part) => `${compareTexts.parts[part]} ${grouped(Math.abs(score[part] - own[part]))}`).join(', ');
  return compareTexts.behind(bid.bidder, grouped(lost), named(less), named(more));
}
