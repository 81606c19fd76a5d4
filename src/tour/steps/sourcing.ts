// Step 3: the request goes to the shops; who qualifies seals a bid that nobody can read; after the deadline each goes to
// the buyer, who puts the best on the ledger; where nobody contests it, it becomes the order.

import { accountsInterface } from '#contracts/accounts/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import type { Rfq } from '#contracts/sourcing/records.ts';
import { sourcingInterface } from '#contracts/sourcing/schema.ts';
import { grantFile } from '#sdk/files.ts';
import { SHOPS } from '../shops.ts';
import { mustHold, type Tour } from '../stage.ts';
import { count, money, time } from '../wording.ts';
import { afterAward, type Ordered } from './agreed.ts';
import {
  AGENT,
  handOverBids,
  nameBest,
  type ReadBid,
  readBids,
  sealBids,
  showLateAndChanged,
  showNoContest,
  tellLosers,
} from './bidding.ts';
import type { Designed } from './design.ts';
import { openMarket, requirementOf, sayWhoQualifies } from './market.ts';
import type { Asked } from './order.ts';

/** Real deadlines, of seconds. */
const SEAL_MS = 5_000;
const OPEN_MS = SEAL_MS + 4_000;
const CONTEST_MS = OPEN_MS + 5_000;
const AWARD_MS = 600_000;
const DAY_MS = 86_400_000;
/** What a shop sets aside until it opens its bid. */
const BOND_CENTS = 10_000;
const WEIGHTS = { price: 6000, time: 2500, shop: 1500 } as const;
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
  await handOverBids(tour, rfq);
  const ranked = await readBids(tour, rfq);
  await tour.waitUntil(rfq.openUntilMs);
  await nameBest(tour, rfq, ranked);
  await showNoContest(tour, rfq, ranked.slice(1));
  await tour.waitUntil(rfq.toBuyer?.contestUntilMs ?? rfq.openUntilMs);
  const order = await award(tour, rfq, { ranked, design });
  story.proves(
    'that no bid was changed after it was sealed, that whoever had a better one could put it on the ledger before the award, and that the price of a bid that lost stands nowhere but with its two sides',
  );
  story.limit('the rank that a loser is told: it is the word of the buyer, who alone has read all bids');
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
    toBuyer: { contestUntilMs: nowMs + CONTEST_MS, reader: AGENT },
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
    `bids are sealed until ${time(sealUntilMs)}, then handed over to the buyer; who does not loses ${money(bondCents, order.unit)}`,
  );
  story.signed(agent.actor, 'the request, within its mandate', published.index);
  return rfq;
}

async function award(
  tour: Tour,
  rfq: Rfq,
  { ranked, design }: { readonly ranked: readonly ReadBid[]; readonly design: Designed },
): Promise<string> {
  const { story, cast } = tour;
  const agent = cast.as(AGENT);
  const best = ranked[0]?.bid;
  mustHold(best !== undefined, 'a bid was handed over');
  const { index } = await agent.do(sourcingInterface, 'award', { rfq: rfq.id, bid: best.id });
  const awarded = await agent.need(sourcingInterface, 'rfq', rfq.id);
  mustHold(awarded.winner === best.id && awarded.orderId !== undefined, 'the award is what the rule gives');
  mustHold(best.bidder === 'harbour', 'Harbour Machining wins, whose machine logs the input has');
  story.line(`awarded by the rule to ${best.bidder}: order ${awarded.orderId}, accepted at once by its signed bid`);
  story.signed(agent.actor, 'the award, within its mandate', index);
  await sayPrice(tour, awarded.orderId);
  await tellLosers(tour, ranked);
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

/** The model goes to the winner's engineer alone. */
async function showFiles({ cast, clock }: Tour, { model }: Designed): Promise<void> {
  const grant = { reader: 'harbour/engineer', purpose: 'build', untilMs: clock() + DAY_MS } as const;
  await grantFile(cast.as('lindqvist/designer'), model, grant);
}
