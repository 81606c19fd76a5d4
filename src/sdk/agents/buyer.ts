// A buying agent at work: for each need it looks how far its request is, and signs what buying.ts chooses, one statement
// after the other. Which request a need became is kept before the request is sent, so that no need is asked for twice.

import { qualify } from '#contracts/capacity/match.ts';
import type { Bid, Rfq } from '#contracts/sourcing/records.ts';
import { sourcingInterface } from '#contracts/sourcing/schema.ts';
import { canonicalJson, type JsonObject } from '#core/canonical-json.ts';
import { assert, isFault } from '#core/fault.ts';
import type { BidOpening } from '../bids.ts';
import { readBid } from '../handed-over-bids.ts';
import { isOfNode } from '../send-kept.ts';
import { shopFacts } from '../shop-facts.ts';
import { type Acted, type AgentDesk, actOnce, finishKept, ownMandate } from './act.ts';
import { type BidSeen, type BuyingSituation, type BuyingStep, beginBuying, nextBuying } from './buying.ts';
import type { BuyingPolicy, Need } from './buying-policy.ts';
import { type Choice, type Decision, type Reason, reason } from './decision.ts';

/** Statements about one need in one look, beside one for each bid. */
const STEPS_PER_LOOK = 8;

/** How a buying agent works. */
export type BuyerOptions = {
  readonly policy: BuyingPolicy;
  readonly needs: readonly Need[];
  /** Ends the look after the statement that is worked on. */
  readonly stop?: AbortSignal;
};

/**
 * Looks once at every need.
 * @returns each decision as it is made
 * @throws Fault, of the node, where no answer came: nothing is lost, look again
 */
export async function* buyOnce(desk: AgentDesk, options: BuyerOptions): AsyncGenerator<Decision> {
  for (const need of options.needs) {
    if (options.stop?.aborted) return;
    try {
      yield* about(desk, options, need);
    } catch (error) {
      if (isOfNode(error) || !isFault(error)) throw error;
      yield { about: need.reference, verdict: 'person', reasons: [reason(error.code, error.message)] };
    }
  }
}

async function* about(desk: AgentDesk, options: BuyerOptions, need: Need): AsyncGenerator<Decision> {
  const { reference } = need;
  if ((await desk.memory.get(overKey(reference))) !== undefined) return;
  const kept = await finishKept(desk, reference);
  if (kept !== undefined) yield kept.decision;
  if (kept !== undefined && kept.decision.verdict !== 'did') return;
  for (let steps = 0, most = STEPS_PER_LOOK; steps < most && !options.stop?.aborted; steps++) {
    const { decision, bids } = await step(desk, options.policy, need);
    most = STEPS_PER_LOOK + bids;
    yield decision;
    if (decision.verdict === 'leaves') await desk.memory.set(overKey(reference), decision.reasons[0]?.code ?? '');
    if (decision.verdict !== 'did') return;
  }
}

/** One step for a need. @returns its decision, and how many bids there are */
async function step(
  desk: AgentDesk,
  policy: BuyingPolicy,
  need: Need,
): Promise<{ readonly decision: Decision; readonly bids: number }> {
  const { client, memory } = desk;
  const mandate = await ownMandate(client);
  const nowMs = desk.nowMs();
  const id = await memory.get(requestKey(need.reference));
  const rfq = id === undefined ? undefined : await client.get(sourcingInterface, 'rfq', id);
  if (rfq === undefined) {
    const shops = [];
    for (const member of policy.shops) shops.push(await shopFacts(client, member, nowMs));
    const choice = beginBuying({ policy, need, mandate, shops, nowMs, reader: client.actor });
    return { decision: (await carryOut(desk, need, choice)).decision, bids: 0 };
  }
  const situation = await situationOf(desk, { policy, need, mandate, nowMs, rfq });
  const { decision } = await carryOut(desk, need, nextBuying(situation), situation);
  return { decision, bids: situation.bids.length };
}

async function situationOf(
  desk: AgentDesk,
  known: Omit<BuyingSituation, 'tally' | 'bids' | 'openQuestions'>,
): Promise<BuyingSituation> {
  const { client } = desk;
  const { rfq, nowMs } = known;
  const isOver = nowMs >= rfq.openUntilMs || rfq.state !== 'open';
  const [tally, questions, bids, ranks] = await Promise.all([
    client.need(sourcingInterface, 'tally', rfq.id),
    client.list(sourcingInterface, 'question', 'rfq', rfq.id),
    nowMs < rfq.sealUntilMs ? [] : client.list(sourcingInterface, 'bid', 'rfq', rfq.id),
    client.list(sourcingInterface, 'rank', 'rfq', rfq.id),
  ]);
  const told = new Set(ranks.map(({ id }) => id));
  const seen: BidSeen[] = [];
  for (const bid of bids)
    seen.push({ ...(await bidSeen(desk, { rfq, bid, nowMs, isOver })), hasRank: told.has(bid.id) });
  return { ...known, tally, bids: seen, openQuestions: questions.filter(({ state }) => state === 'open').length };
}

type Looked = { readonly rfq: Rfq; readonly bid: Bid; readonly nowMs: number; readonly isOver: boolean };

async function bidSeen(desk: AgentDesk, { rfq, bid, nowMs, isOver }: Looked): Promise<Omit<BidSeen, 'hasRank'>> {
  const isOpen = rfq.state === 'open' && isOver && (bid.state === 'handedOver' || bid.state === 'opened');
  const qualification = isOpen
    ? qualify(rfq.requirement, await shopFacts(desk.client, bid.bidder, nowMs))
    : { exclusions: [], scorePoints: 0, reasons: [] };
  // What nobody put on the ledger is compared by its file, also when its bidder has settled it.
  const isReceived = isOver && bid.shop !== undefined && (bid.state === 'handedOver' || bid.state === 'lost');
  const opening = isReceived ? await openingOf(desk, bid) : undefined;
  return { bid, qualification, ...(opening === undefined ? {} : { content: opening.content }) };
}

/** A bid that was handed over is read once. */
async function openingOf({ client, readerKey, memory }: AgentDesk, bid: Bid): Promise<BidOpening | undefined> {
  const known = await memory.get(receivedKey(bid.id, bid.commitment));
  // Written below.
  if (known !== undefined) return JSON.parse(known) as BidOpening;
  try {
    const opening = await readBid(client, readerKey, bid);
    await memory.set(receivedKey(bid.id, bid.commitment), canonicalJson({ ...opening } as JsonObject));
    return opening;
  } catch (error) {
    if (isFault(error, 'bid_unreadable')) return undefined;
    throw error;
  }
}

async function carryOut(
  desk: AgentDesk,
  need: Need,
  choice: Choice<BuyingStep>,
  situation?: BuyingSituation,
): Promise<Acted> {
  if (choice.verdict !== 'act') {
    const { verdict, reasons, action } = choice;
    return { decision: { about: need.reference, verdict, reasons, ...(action === undefined ? {} : { action }) } };
  }
  const { step: next, reasons } = choice;
  const usual = { about: need.reference, contract: sourcingInterface, reasons };
  if (next.action === 'publishRfq') {
    const about = { need: { ...need }, order: { ...next.input.order }, shops: next.input.invited } as JsonObject;
    return actOnce(desk, {
      ...{ ...usual, action: 'publishRfq', sameAs: canonicalJson(about), input: async () => next.input },
      beforeSent: (id) => desk.memory.set(requestKey(need.reference), id('rfq')),
    });
  }
  assert(situation !== undefined, `${next.action} is about a request`);
  return sign(desk, situation, next, reasons);
}

async function sign(
  desk: AgentDesk,
  situation: BuyingSituation,
  next: Exclude<BuyingStep, { readonly action: 'publishRfq' }>,
  reasons: readonly Reason[],
): Promise<Acted> {
  const { rfq, need, tally } = situation;
  const seen = 'bid' in next ? situation.bids.find(({ bid }) => bid.id === next.bid) : undefined;
  const about = { rfq: rfq.state, best: tally.best?.bid ?? '', bid: seen?.bid.id ?? '', state: seen?.bid.state ?? '' };
  const usual = { about: need.reference, contract: sourcingInterface, reasons, sameAs: canonicalJson(about) };
  switch (next.action) {
    case 'openReceived':
      return actOnce(desk, { ...usual, action: 'openReceived', input: () => received(desk, seen?.bid, next.bid) });
    case 'award':
      return actOnce(desk, { ...usual, action: 'award', input: async () => ({ rfq: rfq.id, bid: next.bid }) });
    case 'excludeLapsed':
      return actOnce(desk, { ...usual, action: 'excludeLapsed', input: async () => ({ bid: next.bid }) });
    case 'tellRank': {
      const { bid, rank, compared: of } = next;
      return actOnce(desk, { ...usual, action: 'tellRank', input: async () => ({ bid, rank, compared: of }) });
    }
    case 'endRfq':
      return actOnce(desk, { ...usual, action: 'endRfq', input: async () => ({ rfq: rfq.id }) });
  }
}

async function received(desk: AgentDesk, bid: Bid | undefined, id: string) {
  const opening = bid === undefined ? undefined : await openingOf(desk, bid);
  assert(opening !== undefined, `${id} was chosen, and so was read`);
  return { bid: id, salt: opening.salt, content: opening.content };
}

function requestKey(reference: string): string {
  return `need/${reference}`;
}
function overKey(reference: string): string {
  return `over/${reference}`;
}
function receivedKey(bid: string, commitment: string): string {
  return `received/${bid}/${commitment}`;
}
