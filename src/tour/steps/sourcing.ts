// Step 3: the request goes to the shops; who qualifies seals a bid that nobody can read; after the deadline each is
// opened, and the best by the published rule becomes the order.

import { accountsInterface } from '#contracts/accounts/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { scoreBid } from '#contracts/sourcing/match.ts';
import type { Bid, Rfq } from '#contracts/sourcing/records.ts';
import { sourcingInterface } from '#contracts/sourcing/schema.ts';
import { type SealedBid, sealBid } from '#sdk/bids.ts';
import { grantFile } from '#sdk/files.ts';
import { SHOPS } from '../shops.ts';
import { mustHold, mustRefuse, type Tour } from '../stage.ts';
import { count, money, time } from '../wording.ts';
import { afterAward, type Ordered } from './agreed.ts';
import type { Designed } from './design.ts';
import { openMarket, requirementOf, sayWhoQualifies } from './market.ts';
import type { Asked } from './order.ts';

/** Real deadlines, of seconds. */
const SEAL_MS = 5_000;
const OPEN_MS = 120_000;
const AWARD_MS = 600_000;
const DAY_MS = 86_400_000;
/** What a shop sets aside until it opens its bid. */
const BOND_CENTS = 10_000;
const WEIGHTS = { price: 6000, time: 2500, shop: 1500 } as const;
const AGENT = 'northwind/agent';
const PERCENT = 100;

/** Plays step 3. @returns the order that the award made, ready to be carried out */
export async function sourcingStep(tour: Tour, asked: Asked, design: Designed): Promise<Ordered> {
  const { story } = tour;
  story.step(3, 'sourcing');
  await openMarket(tour, asked);
  const requirement = requirementOf(tour, asked);
  const qualified = await sayWhoQualifies(tour, requirement);
  const rfq = await publish(tour, { asked, design, requirement });
  const sealed = await sealBids(tour, rfq, [...qualified.keys()]);
  await tour.waitUntil(rfq.sealUntilMs);
  await showLateAndChanged(tour, rfq, sealed);
  await openBids(tour, sealed);
  const order = await award(tour, rfq, design);
  story.proves(
    'that no bid was changed after it was sealed, that the award follows from the published rule and the opened bids, and that the loser can check its place',
  );
  story.limit('that nobody saw a bid who runs a replica: once it is opened, its price stands in the log');
  return afterAward(tour, asked, { order, design });
}

async function publish(
  { story, cast, terms, clock }: Tour,
  {
    asked,
    design,
    requirement,
  }: { readonly asked: Asked; readonly design: Designed; readonly requirement: Rfq['requirement'] },
): Promise<Rfq> {
  const agent = cast.as(AGENT);
  const nowMs = clock();
  const published = await agent.do(sourcingInterface, 'publishRfq', {
    order: { ...asked.terms, designVersion: design.version },
    requirement,
    reserveUnitPriceCents: terms.reserveUnitPriceCents,
    weights: { ...WEIGHTS },
    sealUntilMs: nowMs + SEAL_MS,
    openUntilMs: nowMs + OPEN_MS,
    awardUntilMs: nowMs + AWARD_MS,
    bondCents: BOND_CENTS,
    invited: SHOPS.map(({ member }) => member),
    counterOffers: { rounds: 0, mostBasisPoints: 0 },
  });
  const rfq = await agent.need(sourcingInterface, 'rfq', published.id('rfq'));
  const { reserveUnitPriceCents, order, weights, sealUntilMs, bondCents } = rfq;
  const reserve = money(reserveUnitPriceCents, order.unit);
  story.line(`request for quotation to ${count(rfq.invited.length, 'shop')}: at most ${reserve} a unit (assumed)`);
  const [price, timeShare, shop] = [weights.price, weights.time, weights.shop].map((points) => points / PERCENT);
  story.line(
    `published rule, of each bid alone: price ${price} %, time ${timeShare} %, shop ${shop} %; of equal points the bid sealed first`,
  );
  story.line(
    `bids are sealed until ${time(sealUntilMs)}; who does not open its bid loses ${money(bondCents, order.unit)}`,
  );
  story.signed(agent.actor, 'the request, within its mandate', published.index);
  return rfq;
}

async function sealBids(tour: Tour, rfq: Rfq, qualified: readonly string[]): Promise<readonly SealedBid[]> {
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
    const own = sealBid(sales, rfq.id, content);
    const { index } = await sales.do(sourcingInterface, 'sealBid', {
      rfq: rfq.id,
      commitment: own.commitment,
      acknowledged: rfq.addenda,
    });
    sealed.push(own.sealed);
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
async function showLateAndChanged(
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

async function openBids({ cast }: Tour, sealed: readonly SealedBid[]): Promise<void> {
  for (const { bid, salt, content } of sealed) {
    const bidder = bid.split(':')[1] ?? '';
    await cast.as(`${bidder}/sales`).do(sourcingInterface, 'openBid', { bid, salt, content });
  }
}

async function award(tour: Tour, rfq: Rfq, design: Designed): Promise<string> {
  const { story, cast } = tour;
  const agent = cast.as(AGENT);
  const bids = await agent.list(sourcingInterface, 'bid', 'rfq', rfq.id);
  const ranked = [...bids].sort((a, b) => (b.points ?? 0) - (a.points ?? 0) || a.place - b.place);
  for (const bid of ranked) sayBid(tour, rfq, bid);
  const [best] = ranked;
  mustHold(best !== undefined, 'a bid was opened');
  const { index } = await agent.do(sourcingInterface, 'award', { rfq: rfq.id, bid: best.id });
  const awarded = await agent.need(sourcingInterface, 'rfq', rfq.id);
  mustHold(awarded.winner === best.id && awarded.orderId !== undefined, 'the award is what the rule gives');
  mustHold(best.bidder === 'harbour', 'Harbour Machining wins, whose machine logs the input has');
  story.line(`awarded by the rule to ${best.bidder}: order ${awarded.orderId}, accepted at once by its signed bid`);
  story.signed(agent.actor, 'the award, within its mandate', index);
  await sayPrice(tour, awarded.orderId);
  await tellLosers(tour, ranked.slice(1));
  await showFiles(tour, design);
  return awarded.orderId;
}

async function sayPrice({ story, cast }: Tour, id: string): Promise<void> {
  const order = await cast.as('northwind/buyer').need(procurementInterface, 'order', id);
  const { unitPriceCents, totalCents, feeCents = 0, unit, milestones = [] } = order;
  const { heldCents } = await cast.as('northwind/finance').need(accountsInterface, 'account', `northwind/${unit}`);
  mustHold(heldCents === totalCents, 'the whole price is set aside');
  const parts = milestones.map(({ name, shareBasisPoints }) => `${shareBasisPoints / PERCENT} % when ${name}`);
  const [each, held, fee] = [unitPriceCents, heldCents, feeCents].map((cents) => money(cents, unit));
  story.line(`${order.quantity} × ${each}; ${held} set aside, to be paid ${parts.join(', ')} (assumed)`);
  story.line(`fee of the platform: ${fee}, in the order before it was signed, and paid now`);
}

/** Each part of the score is computed again here. */
function sayBid({ story }: Tour, rfq: Rfq, { bidder, content, score, points }: Bid): void {
  mustHold(content !== undefined && score !== undefined, `${bidder} qualifies for the ledger, too`);
  const again = scoreBid(rfq, content, score.shopPoints);
  mustHold(again.points === points, `the points of ${bidder} are what anyone computes`);
  const { price, time: early, shop } = score;
  const offer = `${money(content.unitPriceCents, rfq.order.unit)}, by ${time(content.deliverByMs)}`;
  story.detail(`${bidder.padEnd(8)} ${offer}: ${points} points (price ${price}, time ${early}, shop ${shop})`);
}

/** A loser learns its own place, and no price of another. */
async function tellLosers({ story, cast }: Tour, losers: readonly Bid[]): Promise<void> {
  for (const { id, bidder } of losers) {
    const sales = cast.as(`${bidder}/sales`);
    await sales.do(sourcingInterface, 'learnRank', { bid: id });
    await sales.do(sourcingInterface, 'settleBid', { bid: id });
    const { rank, compared, points } = await sales.need(sourcingInterface, 'rank', id);
    const seen = await sales.list(sourcingInterface, 'bid', 'rfq', id.split(':')[0] ?? '');
    mustHold(seen.length === 1, `${bidder} sees no bid but its own`);
    story.line(`${bidder} learns its place, ${rank} of ${compared} with ${points} points, and sees no other bid`);
  }
}

/** The model goes to the winner's engineer alone. */
async function showFiles({ cast, clock }: Tour, { model }: Designed): Promise<void> {
  const grant = { reader: 'harbour/engineer', purpose: 'build', untilMs: clock() + DAY_MS } as const;
  await grantFile(cast.as('lindqvist/designer'), model, grant);
}
