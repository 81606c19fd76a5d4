// Who held a shipment from when to when, and whose it was: from its record, its legs and its acceptance. Pure.

import type { RecordSeen } from '#sdk/index.ts';
import type { Shipment } from '../../parts/shipment.ts';

/** A leg that is done. */
export type Leg = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly takenBy: string;
  readonly sealIntact: boolean;
  readonly atMs: number;
  /** The statement that wrote it. */
  readonly entry: number;
};
/** What the buyer took. */
export type Acceptance = {
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
  readonly reason?: string;
  readonly by?: string;
  readonly atMs: number;
};
/** A stretch of a lane: `from` and `until` are columns, times where they are known. */
export type Span = {
  /** Undefined: not shown to the reader. */
  readonly member: string | undefined;
  readonly from: number;
  readonly until: number;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
  readonly kind: 'done' | 'now' | 'expected' | 'gap';
};
/** Two lanes over the same columns. */
export type Lanes = { readonly columns: number; readonly custody: readonly Span[]; readonly title: readonly Span[] };

/** Its legs in the order of time. Every replica wrote them through the contract's schema. */
export function legsOf(seen: readonly RecordSeen[]): readonly Leg[] {
  return seen.map(({ value, entry }) => ({ ...(value as unknown as Leg), entry })).sort((a, b) => a.atMs - b.atMs);
}

/** What the buyer took; undefined while it has not said. */
export function acceptanceOf(seen: RecordSeen | undefined): Acceptance | undefined {
  return seen === undefined ? undefined : (seen.value as unknown as Acceptance);
}

/** The lanes. */
export function lanesOf(shipment: Shipment, legs: readonly Leg[], acceptance: Acceptance | undefined): Lanes {
  const { route, at, seller, buyer, state } = shipment;
  const isUnderway = state === 'packed' || state === 'underway';
  const holders = holdersOf(shipment, legs);
  const held = holders.map(({ member, sinceMs }, i): Span => {
    const next = holders[i + 1];
    const kind = member === undefined ? 'gap' : next === undefined ? 'now' : 'done';
    return { member, from: i, until: i + 1, sinceMs, untilMs: next?.sinceMs, kind };
  });
  const expected = (isUnderway ? route.slice(at + 1) : []).map(
    (member, i): Span => ({
      ...{ member, from: held.length + i, until: held.length + i + 1 },
      ...{ sinceMs: undefined, untilMs: undefined, kind: 'expected' },
    }),
  );
  const passes = acceptance !== undefined && acceptance.accepted.length > 0;
  // The acceptance is within the last stretch of custody, which is two columns wide then.
  const isDecided = acceptance !== undefined || state === 'accepted';
  const columns = held.length + expected.length + (isDecided ? 1 : 0);
  const custody = [...held, ...expected].map((span, i, all) =>
    i === all.length - 1 ? { ...span, until: columns } : span,
  );
  const untilMs = passes ? acceptance.atMs : undefined;
  const own: Span = {
    member: seller,
    from: 0,
    until: passes ? columns - 1 : columns,
    sinceMs: undefined,
    untilMs,
    kind: passes ? 'done' : 'now',
  };
  const taken: Span = {
    member: buyer,
    from: columns - 1,
    until: columns,
    sinceMs: untilMs,
    untilMs: undefined,
    kind: 'now',
  };
  if (acceptance === undefined && isDecided) {
    // Carriers are not shown what the buyer took.
    const before: Span = { ...own, until: columns - 1, kind: 'done' };
    return { columns, custody, title: [before, { ...taken, member: undefined, kind: 'gap' }] };
  }
  return { columns, custody, title: passes ? [own, taken] : [own] };
}

/** Legs that the reader is not shown. */
export function hiddenLegs({ at }: Shipment, legs: readonly Leg[]): number {
  return Math.max(0, at - legs.length);
}

type Holder = { readonly member: string | undefined; readonly sinceMs: number | undefined };

/** One after the other; where a leg begins with someone else than the last ended with, there is a gap. */
function holdersOf({ seller, route, at }: Shipment, legs: readonly Leg[]): readonly Holder[] {
  const holders: Holder[] = [{ member: seller, sinceMs: undefined }];
  for (const { from, to, atMs } of legs) {
    if (holders.at(-1)?.member !== from) {
      holders.push({ member: undefined, sinceMs: undefined }, { member: from, sinceMs: undefined });
    }
    holders.push({ member: to, sinceMs: atMs });
  }
  const now = route[at];
  if (now !== undefined && holders.at(-1)?.member !== now) {
    holders.push({ member: undefined, sinceMs: undefined }, { member: now, sinceMs: undefined });
  }
  return holders;
}

/** A shipment is given up so long after it was due, not before (contract `shipping`). */
const OVERDUE_MS = 7 * 86_400_000;

/** True where its seller may give it up. */
export function isOverdue({ at, dueMs }: Shipment, nowMs: number): boolean {
  return at > 0 && nowMs >= dueMs + OVERDUE_MS;
}
