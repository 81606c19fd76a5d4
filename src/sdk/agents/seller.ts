// A selling agent at work: looks at every request that its shop may bid on and at every bid of the shop that is not
// settled, and signs what selling.ts chooses, one statement after the other. It keeps nothing that the ledger can tell it,
// but the opening of what it sealed.

import { qualify } from '#contracts/capacity/match.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { trackRecordFaults } from '#contracts/sourcing/match.ts';
import type { Bid, BidContent, Rfq } from '#contracts/sourcing/records.ts';
import { sourcingInterface } from '#contracts/sourcing/schema.ts';
import { canonicalJson, type JsonObject } from '#core/canonical-json.ts';
import { isFault } from '#core/fault.ts';
import { sealBid } from '../bids.ts';
import { layBidKey, readBid, sealForBuyer } from '../handed-over-bids.ts';
import { isOfNode } from '../send-kept.ts';
import { shopFacts } from '../shop-facts.ts';
import { type Acted, type AgentDesk, actOnce, finishKept, ownMandate } from './act.ts';
import { type Binding, type Choice, type Decision, type Reason, reason } from './decision.ts';
import { sellerCounts } from './months.ts';
import type { PriceRules } from './price-rules.ts';
import { bindingOf, nextSelling, type SellingSituation, type SellingStep } from './selling.ts';

/** Statements about one request in one look. */
const STEPS_PER_LOOK = 8;
const UNSETTLED: readonly Bid['state'][] = ['sealed', 'handedOver', 'opened'];

/** How a selling agent works. */
export type SellerOptions = {
  readonly rules: PriceRules;
  /** The only requests that are looked at: a person takes them, whatever they come to; only what is unread still stops. */
  readonly taken?: readonly string[];
  /** Ends the look after the statement that is worked on. */
  readonly stop?: AbortSignal;
};

/** What opens a bid, with where it lies. */
type Opening = { readonly content: BidContent; readonly salt: string };

/**
 * Looks once at all that the shop may bid on, or has bid on.
 * @returns each decision as it is made
 * @throws Fault, of the node, where no answer came: nothing is lost, look again
 */
export async function* sellOnce(desk: AgentDesk, options: SellerOptions): AsyncGenerator<Decision> {
  const { client } = desk;
  const open = await client.list(sourcingInterface, 'rfq', 'state', 'open');
  const own = await client.list(sourcingInterface, 'bid', 'bidder', client.member);
  const due: Bid[] = [];
  for (const bid of own) if (!isOver(bid) || (await desk.memory.get(overKey(bid))) === undefined) due.push(bid);
  const others = open.filter(({ buyer }) => buyer !== client.member);
  const pending = await pendingOf(desk, own);
  // What is sealed comes first: it costs its bond where it is shown too late.
  for (const id of new Set([...due.map(({ rfq }) => rfq), ...others.map((rfq) => rfq.id)])) {
    if (options.stop?.aborted) return;
    if (options.taken?.includes(id) === false) continue;
    try {
      yield* about(desk, options, id, pending);
    } catch (error) {
      if (isOfNode(error) || !isFault(error)) throw error;
      yield { about: id, verdict: 'person', reasons: [reason(error.code, error.message)] };
    }
  }
}

/** True for a bid that is settled; what it may still get is looked at once. */
function isOver({ state }: Bid): boolean {
  return !UNSETTLED.includes(state);
}

/** Decisions about one request, until nothing more is to be signed now. */
async function* about(desk: AgentDesk, options: SellerOptions, id: string, pending: Pending): AsyncGenerator<Decision> {
  const kept = await finishKept(desk, id);
  if (kept !== undefined) yield kept.decision;
  if (kept !== undefined && kept.decision.verdict !== 'did') return;
  for (let steps = 0; steps < STEPS_PER_LOOK && !options.stop?.aborted; steps++) {
    const seen = await situationOf(desk, options, id, pending);
    if (seen === undefined) return;
    const choice = nextSelling(seen.situation);
    const { decision } = await carryOut(desk, seen, choice);
    yield decision;
    const { bid } = seen.situation;
    if (decision.verdict === 'leaves' && bid !== undefined && isOver(bid)) await desk.memory.set(overKey(bid), 'over');
    if (decision.verdict !== 'did') return;
    if (choice.verdict === 'act' && choice.step.action === 'sealBid')
      pending.set(id, bindingOf(seen.situation.rfq, choice.step.content));
  }
}

type Seen = { readonly situation: SellingSituation; readonly opening?: Opening };

/** What the ledger shows of a request now. */
async function situationOf(
  desk: AgentDesk,
  { rules, taken = [] }: SellerOptions,
  id: string,
  all: Pending,
): Promise<Seen | undefined> {
  const { client } = desk;
  const nowMs = desk.nowMs();
  const rfq = await client.get(sourcingInterface, 'rfq', id);
  if (rfq === undefined) return undefined;
  const own = `${id}:${client.member}`;
  const [type, bid, nda, rank, leader, counters, notices, mandate, shop] = await Promise.all([
    client.get(itemsInterface, 'type', rfq.order.itemType),
    client.get(sourcingInterface, 'bid', own),
    client.get(sourcingInterface, 'nda', own),
    client.get(sourcingInterface, 'rank', own),
    client.get(sourcingInterface, 'leader', id),
    client.list(sourcingInterface, 'counter', 'bid', own),
    client.list(sourcingInterface, 'notice', 'rfq', id),
    ownMandate(client),
    shopFacts(client, client.member, nowMs),
  ]);
  const opening = bid === undefined ? undefined : await openingOf(desk, bid);
  const { member } = client;
  const counts = await sellerCounts(client, { member, unit: rfq.order.unit, nowMs });
  const counter = counters.find(({ state }) => state === 'open');
  const situation: SellingSituation = {
    ...{ rfq, rules, mandate, nowMs },
    pending: [...all].flatMap(([other, binding]) => (other === id ? [] : [binding])),
    isTaken: taken.includes(id),
    qualification: qualify(rfq.requirement, shop),
    recordFaults: trackRecordFaults(rfq, counts),
    hasSignedNda: nda !== undefined,
    addenda: notices.filter(({ kind }) => kind === 'addendum').map(({ text }) => text),
    hasRank: rank !== undefined,
    ...(type === undefined ? {} : { part: `${type.partNumber} (${type.name})` }),
    ...(bid === undefined ? {} : { bid }),
    ...(opening === undefined ? {} : { content: opening.content }),
    ...(leader === undefined ? {} : { leader }),
    ...(counter === undefined ? {} : { counter }),
  };
  return opening === undefined ? { situation } : { situation, opening };
}

/** What opens our bid: from its file, or from what was kept; undefined where another actor of ours sealed it. */
async function openingOf({ client, readerKey, memory }: AgentDesk, bid: Bid): Promise<Opening | undefined> {
  if (bid.state !== 'sealed' && bid.state !== 'handedOver') return undefined;
  if (bid.file === undefined) {
    const text = await memory.get(bidKey(bid.id, bid.commitment));
    // Written by seal.
    return text === undefined ? undefined : (JSON.parse(text) as Opening);
  }
  try {
    return await readBid(client, readerKey, bid);
  } catch (error) {
    if (isFault(error, 'bid_unreadable')) return undefined;
    throw error;
  }
}

/** What our bids that are sealed and not opened bind to once they are, by request. */
type Pending = Map<string, Binding>;

async function pendingOf(desk: AgentDesk, bids: readonly Bid[]): Promise<Pending> {
  const pending: Pending = new Map();
  for (const bid of bids.filter(({ state }) => state === 'sealed')) {
    const rfq = await desk.client.get(sourcingInterface, 'rfq', bid.rfq);
    const opening = await openingOf(desk, bid);
    if (rfq !== undefined && opening !== undefined) pending.set(bid.rfq, bindingOf(rfq, opening.content));
  }
  return pending;
}

async function carryOut(desk: AgentDesk, seen: Seen, choice: Choice<SellingStep>): Promise<Acted> {
  const { rfq } = seen.situation;
  if (choice.verdict !== 'act') {
    const { verdict, reasons, action } = choice;
    return { decision: { about: rfq.id, verdict, reasons, ...(action === undefined ? {} : { action }) } };
  }
  return sign(desk, seen, choice.step, choice.reasons);
}

async function sign(desk: AgentDesk, seen: Seen, step: SellingStep, reasons: readonly Reason[]): Promise<Acted> {
  const { situation, opening } = seen;
  const { rfq } = situation;
  const bid = `${rfq.id}:${desk.client.member}`;
  const usual = { about: rfq.id, contract: sourcingInterface, reasons, sameAs: phaseOf(situation) };
  switch (step.action) {
    case 'sealBid':
      return actOnce(desk, { ...usual, action: 'sealBid', input: () => sealed(desk, rfq, step.content) });
    case 'openBid': {
      if (opening === undefined) return { decision: lost(rfq.id, reasons) };
      const { content, salt } = opening;
      return actOnce(desk, { ...usual, action: 'openBid', input: async () => ({ bid, salt, content }) });
    }
    case 'handOver':
      return actOnce(desk, { ...usual, action: 'handOver', input: () => handedOver(desk, bid) });
    case 'signNda':
      return actOnce(desk, { ...usual, action: 'signNda', input: async () => ({ rfq: rfq.id }) });
    case 'acceptCounter':
    case 'declineCounter':
      return actOnce(desk, { ...usual, action: step.action, input: async () => ({ counter: step.counter }) });
    default:
      return actOnce(desk, { ...usual, action: step.action, input: async () => ({ bid }) });
  }
}

/** What opens the bid is kept before the ledger hears of it. */
async function sealed({ client, memory }: AgentDesk, { id, addenda, toBuyer }: Rfq, content: BidContent) {
  const about = { rfq: id, acknowledged: addenda };
  if (toBuyer !== undefined) {
    const { commitment, file } = await sealForBuyer(client, id, content);
    return { ...about, commitment, file };
  }
  const own = sealBid(client, id, content);
  const opening: JsonObject = { content: { ...content }, salt: own.sealed.salt };
  await memory.set(bidKey(own.sealed.bid, own.commitment), canonicalJson(opening));
  return { ...about, commitment: own.commitment };
}

async function handedOver({ client, readerKey }: AgentDesk, bid: string) {
  const own = await client.need(sourcingInterface, 'bid', bid);
  return { bid, reader: await layBidKey(client, readerKey, own) };
}

function lost(about: string, reasons: readonly Reason[]): Decision {
  const words = 'what opens this bid is not in the agent’s memory';
  return { about, verdict: 'person', action: 'sourcing.openBid', reasons: [...reasons, reason('bid_lost', words)] };
}

/** While this is the same, so would a refusal be. */
function phaseOf({ rfq, bid, rules, nowMs, counter }: SellingSituation): string {
  const { sealUntilMs, openUntilMs, awardUntilMs, toBuyer } = rfq;
  const times = [sealUntilMs, openUntilMs, toBuyer?.contestUntilMs ?? openUntilMs, awardUntilMs];
  const phase = times.filter((time) => nowMs >= time).length;
  const about = { phase, rfq: rfq.state, addenda: rfq.addenda, counter: counter?.id ?? '', rules: { ...rules } };
  // A copy of what the ledger and the rules say, which is JSON.
  return canonicalJson({ ...about, bid: bid?.state ?? '' } as JsonObject);
}

/** Of a bid as it was sealed last: a withdrawn one may be sealed again. */
function overKey({ id, place }: Bid): string {
  return `over/${id}/${place}`;
}

function bidKey(bid: string, commitment: string): string {
  return `bid/${bid}/${commitment}`;
}
