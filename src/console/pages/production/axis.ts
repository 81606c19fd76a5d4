// A window of time: zoomed, moved, and marked with times that people read off.

/** What is seen, from left to right. */
export type Window = { readonly fromMs: number; readonly toMs: number };
/** A mark of the axis. */
export type Tick = { readonly timeMs: number; readonly text: string };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Distances of marks. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((count) => count * DAY),
];
const SHORTEST = 5 * SECOND;
const LONGEST = 20 * 365 * DAY;
/** Room beside what is shown, of its length. */
const ROOM = 0.06;

/** The window that shows all of these, with room beside them; a day around `elseMs` where there is none. */
export function around(spans: readonly Window[], elseMs: number): Window {
  if (spans.length === 0) return { fromMs: elseMs - DAY / 2, toMs: elseMs + DAY / 2 };
  const from = Math.min(...spans.map(({ fromMs }) => fromMs));
  const to = Math.max(...spans.map(({ toMs }) => toMs));
  const room = Math.max((to - from) * ROOM, SHORTEST);
  return { fromMs: from - room, toMs: to + room };
}

/** Nearer by a factor below 1, farther by one above, about the middle. */
export function zoomed({ fromMs, toMs }: Window, factor: number): Window {
  const middle = (fromMs + toMs) / 2;
  const half = Math.min(LONGEST, Math.max(SHORTEST, (toMs - fromMs) * factor)) / 2;
  return { fromMs: middle - half, toMs: middle + half };
}

/** Later by a part of what is seen; earlier where it is negative. */
export function moved({ fromMs, toMs }: Window, part: number): Window {
  const by = (toMs - fromMs) * part;
  return { fromMs: fromMs + by, toMs: toMs + by };
}

/** Marks at round times of the reader's zone. @param most how many have room */
export function ticksOf({ fromMs, toMs }: Window, most: number): readonly Tick[] {
  const wanted = (toMs - fromMs) / Math.max(1, most);
  const step = STEPS.find((one) => one >= wanted) ?? LONGEST;
  const offset = new Date(fromMs).getTimezoneOffset() * MINUTE;
  const ticks: Tick[] = [];
  for (let at = Math.ceil((fromMs - offset) / step) * step + offset; at <= toMs; at += step) {
    ticks.push({ timeMs: at, text: tickText(at, step) });
  }
  return ticks;
}

/** Where a time stands in a picture of this width. */
export function xOf(timeMs: number, { fromMs, toMs }: Window, width: number): number {
  return ((timeMs - fromMs) / (toMs - fromMs)) * width;
}

/** A span with its two largest units: `6 min 12 s`. */
export function spanWords(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  const units: readonly (readonly [number, string])[] = [
    [DAY, 'd'],
    [HOUR, 'h'],
    [MINUTE, 'min'],
    [SECOND, 's'],
  ];
  const first = units.findIndex(([length]) => ms >= length);
  return units
    .slice(first, first + 2)
    .map(([length], i) => {
      const rest = i === 0 ? ms : ms % (units[first]?.[0] ?? 1);
      return [Math.floor(rest / length), units[first + i]?.[1]] as const;
    })
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** The day of a window in words, for its heading. */
export function dayOf(timeMs: number): string {
  const time = new Date(timeMs);
  return Number.isNaN(time.getTime()) ? '' : `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

function tickText(timeMs: number, step: number): string {
  const time = new Date(timeMs);
  const day = `${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  if (step >= 30 * DAY) return `${time.getFullYear()}-${two(time.getMonth() + 1)}`;
  if (step >= DAY || (time.getHours() === 0 && time.getMinutes() === 0 && time.getSeconds() === 0)) return day;
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
  return step < MINUTE ? `${clock}:${two(time.getSeconds())}` : clock;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
