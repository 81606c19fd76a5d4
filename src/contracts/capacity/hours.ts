// Arithmetic of a machine's hours. Pure. Lists of slots are in order and apart, as `join` gives them; every bound is a
// whole minute, so that minutes are counted exactly.

import type { Slot } from './records.ts';

/** A minute in milliseconds. */
const MINUTE_MS = 60_000;

/** True where a slot starts and ends on whole minutes, and starts before it ends. */
export function isSlot({ fromMs, untilMs }: Slot): boolean {
  return fromMs % MINUTE_MS === 0 && untilMs % MINUTE_MS === 0 && fromMs < untilMs;
}

/** The whole minute at this time, or the next one. */
export function nextMinute(timeMs: number): number {
  const past = timeMs % MINUTE_MS;
  return past === 0 ? timeMs : timeMs - past + MINUTE_MS;
}

/** All these slots: what touches or overlaps becomes one. */
export function join(slots: readonly Slot[]): Slot[] {
  const joined: Slot[] = [];
  for (const slot of [...slots].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = joined.at(-1);
    if (last === undefined || last.untilMs < slot.fromMs) joined.push(slot);
    else if (last.untilMs < slot.untilMs) joined[joined.length - 1] = { fromMs: last.fromMs, untilMs: slot.untilMs };
  }
  return joined;
}

/** What is left of these slots where the others are taken out. */
export function without(slots: readonly Slot[], taken: readonly Slot[]): Slot[] {
  const left: Slot[] = [];
  const cuts = join(taken);
  for (const { fromMs, untilMs } of slots) {
    let start = fromMs;
    for (const cut of cuts) {
      if (cut.untilMs <= start || cut.fromMs >= untilMs) continue;
      if (cut.fromMs > start) left.push({ fromMs: start, untilMs: cut.fromMs });
      start = cut.untilMs;
    }
    if (start < untilMs) left.push({ fromMs: start, untilMs });
  }
  return left;
}

/** What of these slots lies between two times, in whole minutes. */
export function between(slots: readonly Slot[], fromMs: number, beforeMs: number): Slot[] {
  const first = nextMinute(fromMs);
  const last = beforeMs - (beforeMs % MINUTE_MS);
  return slots.flatMap((slot) => {
    const cut = { fromMs: Math.max(slot.fromMs, first), untilMs: Math.min(slot.untilMs, last) };
    return cut.fromMs < cut.untilMs ? [cut] : [];
  });
}

/** True where one of these slots holds the whole of another. */
export function covers(slots: readonly Slot[], { fromMs, untilMs }: Slot): boolean {
  return slots.some((slot) => slot.fromMs <= fromMs && untilMs <= slot.untilMs);
}

/** How many minutes these slots hold. */
export function minutesOf(slots: readonly Slot[]): number {
  return slots.reduce((sum, { fromMs, untilMs }) => sum + (untilMs - fromMs), 0) / MINUTE_MS;
}

/** When so many minutes are worked off, slot by slot; undefined where the slots hold fewer. */
export function finishOf(slots: readonly Slot[], minutes: number): number | undefined {
  let leftMs = minutes * MINUTE_MS;
  for (const { fromMs, untilMs } of slots) {
    if (leftMs <= untilMs - fromMs) return fromMs + leftMs;
    leftMs -= untilMs - fromMs;
  }
  return undefined;
}

/** The first slot of this length without a break; undefined where none of these is that long. */
export function firstSlot(slots: readonly Slot[], lengthMs: number): Slot | undefined {
  const long = slots.find(({ fromMs, untilMs }) => untilMs - fromMs >= lengthMs);
  return long === undefined ? undefined : { fromMs: long.fromMs, untilMs: long.fromMs + lengthMs };
}
