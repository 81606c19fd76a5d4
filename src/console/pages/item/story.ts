// The story of an item as a time line, from the records about it that the reader may see. Pure.

import { fieldLabel, type RecordSeen } from '#sdk/index.ts';
import { quantity } from '../../parts/amount.ts';
import { itemTexts } from '../../texts/items.ts';

/** Records about an item, by kind. */
export type AboutItem = {
  readonly builds: readonly RecordSeen[];
  readonly results: readonly RecordSeen[];
  readonly decisions: readonly RecordSeen[];
  readonly handovers: readonly RecordSeen[];
  /** Of shipments with the item in them. */
  readonly legs: readonly RecordSeen[];
  readonly partsOf: readonly RecordSeen[];
  readonly usedIn: readonly RecordSeen[];
  readonly acceptances: readonly RecordSeen[];
  readonly passport: RecordSeen | undefined;
};
/** A step of the story. */
export type StoryStep = {
  readonly key: string;
  readonly timeMs: number;
  readonly words: string;
  /** A verdict, as StateWord has it. */
  readonly state?: string;
  /** Who did it, and to whom. */
  readonly by?: string;
  readonly to?: string;
  /** Another item. */
  readonly item?: string;
  readonly more?: string;
  /** The record: `contract/record`, id. */
  readonly record?: readonly [kind: string, id: string];
  readonly isGap?: true;
};

/** What the records say, and their field names, as their contracts' schemas have them. */
type Build = {
  readonly step: string;
  readonly machine: string;
  readonly endedMs: number;
  readonly findings: readonly string[];
  readonly state: string;
};
type Result = {
  readonly laboratory: string;
  readonly verdict: string;
  readonly atMs: number;
  readonly counts: { readonly inside: number; readonly outside: number };
};
type Decision = { readonly by: string; readonly verdict: string; readonly atMs: number };
type Handover = {
  readonly from: string;
  readonly to: string;
  readonly passes: string;
  readonly state: string;
  readonly offeredAtMs: number;
  readonly endedAtMs?: number;
};
type Leg = { readonly from: string; readonly to: string; readonly atMs: number };
type Part = {
  readonly part: string;
  readonly of: string;
  readonly quantity: number;
  readonly unit: string;
  readonly atMs: number;
};
type Acceptance = {
  readonly buyer: string;
  readonly atMs: number;
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
};
type Document = { readonly kind: string; readonly by: string; readonly atMs: number; readonly commitment: string };

/** The words of decisions as states. */
const DECIDED: { readonly [verdict: string]: string } = { accept: 'accepted', reject: 'rejected' };

/** The steps, oldest first. @param item its record */
export function storyOf(item: RecordSeen, about: AboutItem): readonly StoryStep[] {
  const steps = [
    ...about.builds.map(buildStep),
    ...about.partsOf.map((seen) => partStep(seen, 'in')),
    ...about.usedIn.map((seen) => partStep(seen, 'out')),
    ...about.results.map(resultStep),
    ...about.decisions.map(decisionStep),
    ...about.handovers.flatMap(handoverStep),
    ...about.legs.filter((leg) => !isHandedOver(leg, about.handovers)).map(legStep),
    ...about.acceptances.flatMap((seen) => acceptanceStep(seen, item.id)),
    ...documentsOf(item).map(documentStep),
    ...(about.passport === undefined ? [] : [passportStep(about.passport)]),
  ].sort((a, b) => a.timeMs - b.timeMs);
  return withGaps(steps);
}

/** The documents of an item. */
export function documentsOf({ value }: RecordSeen): readonly Document[] {
  // Every replica wrote the record through the contract's schema; so for all records here.
  return value.documents as unknown as readonly Document[];
}

function buildStep({ id, value }: RecordSeen): StoryStep {
  const { step, machine, endedMs, findings, state } = value as unknown as Build;
  const more = itemTexts.findings(findings.map(fieldLabel).map((words) => words.replaceAll('_', ' ')));
  return {
    key: id,
    timeMs: endedMs,
    words: itemTexts.built(step),
    by: machine,
    state,
    more,
    record: ['production/build', id],
  };
}

function partStep({ id, value }: RecordSeen, way: 'in' | 'out'): StoryStep {
  const { part, of, quantity: count, unit, atMs } = value as unknown as Part;
  const amount = quantity(count, unit);
  const words = way === 'in' ? itemTexts.wentIn(amount) : itemTexts.wentTo(amount);
  return { key: id, timeMs: atMs, words, item: way === 'in' ? part : of, record: ['items/part', id] };
}

function resultStep({ id, value }: RecordSeen): StoryStep {
  const { laboratory, verdict, atMs, counts } = value as unknown as Result;
  const more = itemTexts.counts(counts.inside, counts.outside);
  return {
    key: id,
    timeMs: atMs,
    words: itemTexts.measuredBy,
    by: laboratory,
    state: verdict,
    more,
    record: ['inspection/result', id],
  };
}

function decisionStep({ id, value }: RecordSeen): StoryStep {
  const { by, verdict, atMs } = value as unknown as Decision;
  const state = DECIDED[verdict] ?? verdict;
  return { key: id, timeMs: atMs, words: itemTexts.decided, by, state, record: ['inspection/decision', id] };
}

function handoverStep({ id, value }: RecordSeen): readonly StoryStep[] {
  const { from, to, passes, state, offeredAtMs, endedAtMs } = value as unknown as Handover;
  const step = { key: id, by: from, to, record: ['items/handover', id] as const };
  if (state === 'accepted') return [{ ...step, timeMs: endedAtMs ?? offeredAtMs, words: itemTexts.handed(passes) }];
  return [{ ...step, timeMs: offeredAtMs, words: itemTexts.offeredThen(passes), state }];
}

/** A leg passes each item by a hand-over of its own, which its two sides see. */
function isHandedOver({ value: leg }: RecordSeen, handovers: readonly RecordSeen[]): boolean {
  return handovers.some(({ value }) => value.from === leg.from && value.to === leg.to && value.endedAtMs === leg.atMs);
}

function legStep({ id, value }: RecordSeen): StoryStep {
  const { from, to, atMs } = value as unknown as Leg;
  return {
    key: id,
    timeMs: atMs,
    words: itemTexts.handed('custody'),
    by: from,
    to,
    record: ['shipping/leg', id],
  };
}

/** Only what the acceptance says of this item. */
function acceptanceStep({ id, value }: RecordSeen, item: string): readonly StoryStep[] {
  const { buyer, atMs, accepted, refused } = value as unknown as Acceptance;
  const step = { key: `acceptance ${id}`, timeMs: atMs, record: ['shipping/acceptance', id] as const };
  if (accepted.includes(item)) return [{ ...step, words: itemTexts.titlePassed, to: buyer, state: 'accepted' }];
  return refused.includes(item) ? [{ ...step, words: itemTexts.sentBack, by: buyer, state: 'refused' }] : [];
}

function documentStep({ kind, by, atMs, commitment }: Document): StoryStep {
  return { key: commitment, timeMs: atMs, words: itemTexts.attached(fieldLabel(kind)), by };
}

function passportStep({ id, value }: RecordSeen): StoryStep {
  return {
    key: `passport ${id}`,
    timeMs: Number(value.publishedAtMs),
    words: itemTexts.published,
    record: ['items/passport', id],
  };
}

const MAKING = ['items/part', 'production/build'];
const MOVES = ['items/handover', 'shipping/leg'];

/** Where custody leaves someone who is not seen to have got it, its way there is a gap. */
function withGaps(steps: readonly StoryStep[]): readonly StoryStep[] {
  const told: StoryStep[] = [];
  let holder: string | undefined;
  for (const step of steps) {
    const isHandover =
      MOVES.includes(step.record?.[0] ?? '') && step.state === undefined && step.words !== itemTexts.handed('title');
    if (isHandover && step.by !== undefined && step.by !== holder) {
      const isMaker = holder === undefined && told.some(({ record }) => MAKING.includes(record?.[0] ?? ''));
      if (!isMaker) {
        told.push({ key: `gap ${step.key}`, timeMs: step.timeMs, words: itemTexts.gapBefore(step.by), isGap: true });
      }
    }
    if (isHandover) holder = step.to;
    told.push(step);
  }
  return told;
}
