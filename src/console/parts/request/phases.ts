// A request on its way: until when it does what, whose turn it is, and who may bid. By the node's clock, as the ledger is;
// the ledger itself decides by the time of the block.

import { requestTexts } from '../../texts/requests.ts';
import { relativeTime } from '../time.ts';
import type { Bid, Rfq, Tally } from './facts.ts';

/** Where a request is. */
export type Phase = 'sealing' | 'opening' | 'contest' | 'awarding' | 'over' | 'awarded' | 'ended' | 'cancelled';
/** A stage of its time. */
export type Stage = {
  readonly phase: Phase;
  readonly name: string;
  /** Undefined: it was over before its time, when every bid was open. */
  readonly untilMs: number | undefined;
  readonly state: 'done' | 'now' | 'ahead' | 'stopped';
};
/** Whose turn it is. */
export type RequestTurn = {
  readonly member: string;
  readonly role: string | undefined;
  readonly sentence: string;
};

/** Where a request is at a time. @param tally where the reader sees it: bids that are all opened end the opening */
export function phaseOf(rfq: Rfq, nowMs: number, tally?: Tally): Phase {
  const { state, sealUntilMs, openUntilMs, awardUntilMs, toBuyer } = rfq;
  if (state !== 'open') return state;
  if (nowMs < sealUntilMs) return 'sealing';
  const isAllOpen = toBuyer === undefined && tally?.sealed === 0;
  if (nowMs < openUntilMs && !isAllOpen) return 'opening';
  if (toBuyer !== undefined && nowMs < toBuyer.contestUntilMs) return 'contest';
  return nowMs < awardUntilMs ? 'awarding' : 'over';
}

/** The stages, with the one that runs. */
export function stagesOf(rfq: Rfq, nowMs: number, tally?: Tally): readonly Stage[] {
  const { sealUntilMs, openUntilMs, awardUntilMs, toBuyer } = rfq;
  const all: readonly (readonly [Phase, number])[] = [
    ['sealing', sealUntilMs],
    ['opening', openUntilMs],
    ...(toBuyer === undefined ? [] : [['contest', toBuyer.contestUntilMs] as const]),
    ['awarding', awardUntilMs],
  ];
  const phase = phaseOf(rfq, nowMs, tally);
  const at = all.findIndex(([name]) => name === phase);
  const endedMs = rfq.endedAtMs ?? nowMs;
  return all.map(([name, untilMs], i) => {
    const words = toBuyer !== undefined && name === 'opening' ? requestTexts.handingOver : requestTexts.stages[name];
    const state = stageState({ phase, i, at, isPast: untilMs <= endedMs });
    // What was over before its time ended then.
    const overMs = Math.min(untilMs, rfq.endedAtMs ?? untilMs);
    return { phase: name, name: words, untilMs: state === 'done' && overMs > nowMs ? undefined : overMs, state };
  });
}

type Place = { readonly phase: Phase; readonly i: number; readonly at: number; readonly isPast: boolean };

function stageState({ phase, i, at, isPast }: Place): Stage['state'] {
  if (at >= 0) return i < at ? 'done' : i === at ? 'now' : 'ahead';
  if (phase === 'awarded') return 'done';
  return isPast ? 'done' : 'stopped';
}

/** Where a request is, in words: `bids are sealed, 2 days left`. */
export function phaseWords(rfq: Rfq, nowMs: number, tally?: Tally): string {
  const phase = phaseOf(rfq, nowMs, tally);
  const running = stagesOf(rfq, nowMs, tally).find(({ state }) => state === 'now');
  if (running?.untilMs === undefined) return requestTexts.phases[phase];
  const until = relativeTime(running.untilMs, nowMs);
  const words = phase === 'opening' && rfq.toBuyer !== undefined ? requestTexts.handedOver : requestTexts.phases[phase];
  return requestTexts.phaseUntil(words, until);
}

/** True where a member may bid: invited, or all are; never the buyer. */
export function mayBid({ buyer, invited }: Rfq, member: string | undefined): boolean {
  return member !== undefined && member !== buyer && (invited.length === 0 || invited.includes(member));
}

/** Whose turn it is, as far as the reader sees; undefined where it waits for a time alone. */
export function requestTurn(rfq: Rfq, nowMs: number, bids: readonly Bid[], tally?: Tally): RequestTurn | undefined {
  const phase = phaseOf(rfq, nowMs, tally);
  const { buyer, toBuyer } = rfq;
  const turns = requestTexts.turns;
  const sealed = bids.find(({ state }) => state === 'sealed');
  if (sealed !== undefined && phase === 'opening') {
    const sentence = toBuyer === undefined ? turns.openBid : turns.handOver;
    return { member: sealed.bidder, role: 'sales', sentence };
  }
  // In the second half of the contest it is the bidders'.
  if (phase === 'contest' && nowMs < namingUntilMs(rfq))
    return { member: buyer, role: 'buyer', sentence: turns.nameBest };
  if (phase === 'awarding') return { member: buyer, role: 'buyer', sentence: turns.award };
  return phase === 'over' ? { member: buyer, role: 'buyer', sentence: turns.end } : undefined;
}

/** Until when the buyer says which bid is the best: the second half of the contest is the bidders'. */
export function namingUntilMs({ openUntilMs, toBuyer }: Rfq): number {
  const contestUntilMs = toBuyer?.contestUntilMs ?? openUntilMs;
  return openUntilMs + Math.floor((contestUntilMs - openUntilMs) / 2);
}
