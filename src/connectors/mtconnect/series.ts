// Numbers over time of a machine log: each data item whose values are numbers, and the gaps between lines, as a plot needs
// them. A long series is thinned to the smallest and the largest value of each stretch, so that no peak is lost.

import { MAX_LOG_SERIES, MAX_LOG_SERIES_POINTS } from '../limits.ts';
import { readLine } from './line.ts';
import { logLeaves } from './lines.ts';

/** One data item: values at their times, in order; `count` before it was thinned. */
export type Series = {
  readonly item: string;
  readonly timesMs: readonly number[];
  readonly values: readonly number[];
  readonly count: number;
};
/** Time without a line, longer than the limit; `line` is the one after it. */
type Gap = { readonly fromMs: number; readonly toMs: number; readonly line: number };
/** What can be plotted of a log. */
export type LogSeries = { readonly series: readonly Series[]; readonly gaps: readonly Gap[] };

const NUMBER = /^[+-]?\d{1,15}(\.\d{1,15})?([eE][+-]?\d{1,2})?$/;
/** MTConnect's word for a value that is not known at the time (ANSI/MTC1.4 part 2). */
const UNAVAILABLE = 'UNAVAILABLE';

type Collected = { readonly timesMs: number[]; readonly values: number[] };

/** Reads what can be plotted. Unreadable lines are passed over: readLog names them. @throws those of logLeaves */
export function readSeries(bytes: Uint8Array, { gapLimitMs }: { readonly gapLimitMs: number }): LogSeries {
  const found = new Map<string, Collected | undefined>();
  const gaps: Gap[] = [];
  let number = 0;
  let beforeMs: number | undefined;
  for (const leaf of logLeaves(bytes)) {
    number++;
    const line = readLine(leaf);
    if (typeof line === 'string') continue;
    const timeMs = line.timeMicroseconds / 1000;
    if (beforeMs !== undefined && timeMs - beforeMs > gapLimitMs) {
      gaps.push({ fromMs: beforeMs, toMs: timeMs, line: number });
    }
    beforeMs = timeMs;
    take(found, line.item, line.value, timeMs);
  }
  const series = [...found].flatMap(([item, values]) =>
    values === undefined || values.values.length < 2 ? [] : [thinned(item, values)],
  );
  return { series: series.sort((a, b) => (a.item < b.item ? -1 : 1)).slice(0, MAX_LOG_SERIES), gaps };
}

/** An item with a value that is no number is none of ours, from then on and before. */
function take(found: Map<string, Collected | undefined>, item: string, value: string, timeMs: number): void {
  if (value === UNAVAILABLE || (found.has(item) && found.get(item) === undefined)) return;
  if (!NUMBER.test(value)) {
    found.set(item, undefined);
    return;
  }
  const collected = found.get(item) ?? { timesMs: [], values: [] };
  collected.timesMs.push(timeMs);
  collected.values.push(Number(value));
  found.set(item, collected);
}

function thinned(item: string, { timesMs, values }: Collected): Series {
  const count = values.length;
  if (count <= MAX_LOG_SERIES_POINTS) return { item, timesMs, values, count };
  const stretch = Math.ceil((2 * count) / MAX_LOG_SERIES_POINTS);
  const kept: number[] = [];
  for (let start = 0; start < count; start += stretch) {
    let [low, high] = [start, start];
    for (let i = start; i < Math.min(count, start + stretch); i++) {
      if ((values[i] ?? 0) < (values[low] ?? 0)) low = i;
      if ((values[i] ?? 0) > (values[high] ?? 0)) high = i;
    }
    kept.push(...(low === high ? [low] : low < high ? [low, high] : [high, low]));
  }
  return { item, timesMs: kept.map((i) => timesMs[i] ?? 0), values: kept.map((i) => values[i] ?? 0), count };
}
