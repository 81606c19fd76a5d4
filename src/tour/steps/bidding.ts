// Bids of step 3: each lies sealed at the node with its key at its bidder's, is handed over to the buyer's agent after
// the deadline, read there, and the best of them put on the ledger.

import { scoreBid } from '#contracts/sourcing/match.ts';
import type { Bid, Rfq } from '#contracts/sourcing/records.ts';
import { sourcingInterface } from '#contracts/sourcing/schema.ts';
import { type BidOpening, type SealedBid, sealBid } from '#sdk/bids.ts';
import { handOverBid, readBid, sealForBuyer } from '#sdk/handed-over-bids.ts';
import { SHOPS } from '../shops.ts';
import { mustHold, mustRefuse, type Tour } from '../stage.ts';
import { count, money, time } from '../wording.ts';

/** Who buys for northwind, within its mandate. */
export const AGENT = 'northwind/agent';

/** A bid as the buyer has read it, with the points that it computes. */
export type ReadBid = BidOpening & { readonly bid: Bid; readonly points: number };

/** Each shop that bids seals its bid. */
export async function sealBids(tour: Tour, rfq: Rfq, qualified: readonly string[]): Promise<readonly SealedBid[]> {
  const { story, cast, terms } = tour;
  const bidders = SHOPS.filter(({ member, bid }) => bid !== undefined && qualified.includes(member));
  const sealed: SealedBid[] = [];
  const { neededByMs } = rfq.order;
  for (const { member, bid } of bidders) {
    if (bid === undefined) continue;
    const sales = cast.as(`${member}/sales`);
    const content = {
      unitPriceCents: share(terms.unitPriceCents, bid.priceBasisPoints),
      deliverByMs: rfq.sealUntilMs + share(neededByMs - rfq.sealUntilMs, bid.timeBasisPoints),
      validUntilMs: rfq.awardUntilMs,
    };
    const { commitment, file, sealed: own } = await sealForBuyer(sales, rfq.id, content);
    const { index } = await sales.do(sourcingInterface, 'sealBid', {
      rfq: rfq.id,
      commitment,
      file,
      acknowledged: rfq.addenda,
    });
    sealed.push(own);
    story.signed(sales.actor, 'a sealed bid: the ledger has a salted commitment to it, and a bond', index);
  }
  mustHold(sealed.length > 1, 'more than one shop bids');
  return sealed;
}

/** Whole part of a share in 10,000ths. */
function share(whole: number, basisPoints: number): number {
  return Number((BigInt(whole) * BigInt(basisPoints)) / 10_000n);
}

/** A bid that comes too late, and one that is opened to another price than was sealed. */
export async function showLateAndChanged(
  { story, cast, tamper }: Tour,
  rfq: Rfq,
  sealed: readonly SealedBid[],
): Promise<void> {
  const late = cast.as('fjord/sales');
  const content = { unitPriceCents: 1, deliverByMs: rfq.order.neededByMs, validUntilMs: rfq.awardUntilMs };
  const { commitment } = sealBid(late, rfq.id, content);
  const tooLate = await late.try(sourcingInterface, 'sealBid', { rfq: rfq.id, commitment, acknowledged: rfq.addenda });
  const what = 'a bid sealed after the deadline';
  story.refused(what, tooLate.outcome, mustRefuse(sourcingInterface, tooLate, 'sealing_over', what));
  const own = sealed.at(-1);
  mustHold(own !== undefined, 'there is a bid');
  const changed = { ...own.content, unitPriceCents: own.content.unitPriceCents - 1 };
  const bidder = own.bid.split(':')[1] ?? '';
  const attempt = await cast.as(`${bidder}/sales`).try(sourcingInterface, 'openBid', {
    bid: own.bid,
    salt: own.salt,
    content: changed,
  });
  const attack = `${bidder} opens its bid a cent below what it sealed`;
  const sentence = mustRefuse(sourcingInterface, attempt, 'commitment_differs', attack);
  if (tamper === 'bid') story.stopped(attack, attempt.outcome, sentence);
  else story.refused(attack, attempt.outcome, sentence);
}

/** Each bidder hands its bid over: the buyer's agent gets a key for its file, and nobody else. */
export async function handOverBids({ story, cast }: Tour, rfq: Rfq): Promise<void> {
  const bids = await cast.as(AGENT).list(sourcingInterface, 'bid', 'rfq', rfq.id);
  for (const bid of bids) {
    const actor = `${bid.bidder}/sales`;
    await handOverBid(cast.as(actor), cast.keys(actor).readerKey, bid);
  }
  story.line(`after the deadline ${count(bids.length, 'bid')} are handed over: each file’s key goes to ${AGENT} alone`);
}

/** The buyer's agent opens each file, holds it against the commitment, and scores it. @returns the best first */
export async function readBids({ story, cast }: Tour, rfq: Rfq): Promise<readonly ReadBid[]> {
  const agent = cast.as(AGENT);
  const read: ReadBid[] = [];
  for (const bid of await agent.list(sourcingInterface, 'bid', 'rfq', rfq.id)) {
    const opening = await readBid(agent, cast.keys(AGENT).readerKey, bid);
    const { price, time: early, shop, points } = scoreBid(rfq, opening.content, bid.shop?.points ?? 0);
    const { unitPriceCents, deliverByMs } = opening.content;
    const offer = `${money(unitPriceCents, rfq.order.unit)}, by ${time(deliverByMs)}`;
    story.detail(`${bid.bidder.padEnd(8)} ${offer}: ${points} points (price ${price}, time ${early}, shop ${shop})`);
    read.push({ ...opening, bid, points });
  }
  return read.sort((a, b) => b.points - a.points || a.bid.place - b.bid.place);
}

/** The best goes on the ledger, which judges it by the same rule. */
export async function nameBest({ story, cast }: Tour, rfq: Rfq, [best]: readonly ReadBid[]): Promise<void> {
  mustHold(best !== undefined, 'a bid was handed over');
  const agent = cast.as(AGENT);
  const { salt, content } = best;
  const { index } = await agent.do(sourcingInterface, 'openReceived', { bid: best.bid.id, salt, content });
  const { points, state } = await agent.need(sourcingInterface, 'bid', best.bid.id);
  mustHold(state === 'opened' && points === best.points, 'the ledger gives the points that the buyer computes');
  story.signed(agent.actor, 'the best bid, put on the ledger; the others stay between their two sides', index);
  mustHold((await agent.need(sourcingInterface, 'leader', rfq.id)).points === points, 'bidders learn its points');
}

/** A bidder compares what the ledger tells of the best with its own bid. */
export async function showNoContest({ story, cast }: Tour, rfq: Rfq, losers: readonly ReadBid[]): Promise<void> {
  for (const { bid, points } of losers) {
    const leader = await cast.as(`${bid.bidder}/sales`).need(sourcingInterface, 'leader', rfq.id);
    const isBetter = leader.points > points || (leader.points === points && leader.place < bid.place);
    mustHold(isBetter, `${bid.bidder} has no better bid to put on the ledger`);
    story.line(`${bid.bidder} sees that the best has ${leader.points} points, its own ${points}: nothing to contest`);
  }
}

/** A loser is told its own place, and sees no price of another. */
export async function tellLosers({ story, cast }: Tour, ranked: readonly ReadBid[]): Promise<void> {
  for (const [at, { bid }] of ranked.entries()) {
    if (at === 0) continue;
    const sales = cast.as(`${bid.bidder}/sales`);
    const place = { rank: at + 1, compared: ranked.length };
    await cast.as(AGENT).do(sourcingInterface, 'tellRank', { bid: bid.id, ...place });
    await sales.do(sourcingInterface, 'settleBid', { bid: bid.id });
    const { rank, compared } = await sales.need(sourcingInterface, 'rank', bid.id);
    const seen = await sales.list(sourcingInterface, 'bid', 'rfq', bid.rfq);
    mustHold(
      seen.length === 1 && seen[0]?.content === undefined,
      `${bid.bidder} sees no bid, and its own stays unseen`,
    );
    story.line(`${bid.bidder} is told its place, ${rank} of ${compared}; its price stands nowhere on the ledger`);
  }
}
