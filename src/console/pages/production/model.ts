// Machines over time: a lane for each, with its free and booked hours, and what it made or is to make as bars. A build's
// times are those of its log; a job's are those of its plan.

import type { Build, Calendar, Job, Machine, Slot } from '#sdk/index.ts';
import type { Window } from './axis.ts';

/** What is known of machines and their work. */
export type Shop = {
  readonly machines: readonly Machine[];
  readonly calendars: readonly Calendar[];
  /** Booked hours by machine, as far as the reader sees them. */
  readonly booked: ReadonlyMap<string, readonly Slot[]>;
  readonly jobs: readonly Job[];
  readonly builds: readonly Build[];
  /** When jobs that run were started, by their id. */
  readonly started: ReadonlyMap<string, number>;
};
/** A pause within a build: its length is that of the log, its place follows from its line. */
export type Pause = { readonly fromMs: number; readonly toMs: number; readonly line: number };
/** A piece of work on a lane. */
export type Bar = Window & {
  readonly job: string;
  readonly item: string;
  readonly step: string;
  /** The name of the permitted program: what it is called where the reader does not see the unit. */
  readonly program: string;
  readonly state: Job['state'];
  /** Whose word its times are. */
  readonly by: 'log' | 'plan' | 'running';
  readonly pauses: readonly Pause[];
  readonly findings: Build['findings'];
  /** Bars that overlap stand under each other. */
  readonly row: number;
};
/** A machine's lane. */
export type Lane = {
  readonly machine: string;
  readonly known: Machine | undefined;
  readonly free: readonly Window[];
  readonly booked: readonly Window[];
  readonly down: Window | undefined;
  readonly bars: readonly Bar[];
  readonly rows: number;
  /** Jobs without a time. */
  readonly untimed: readonly Job[];
};

/** A lane for each machine that has work or is known, those with work first. */
export function lanesOf(shop: Shop, nowMs: number): readonly Lane[] {
  const ids = new Set([...shop.jobs.map(({ machine }) => machine), ...shop.machines.map(({ id }) => id)]);
  const lanes = [...ids].map((machine) => laneOf(shop, machine, nowMs));
  const rank = ({ bars, untimed }: Lane): number => (bars.length + untimed.length > 0 ? 0 : 1);
  return lanes.sort((a, b) => rank(a) - rank(b) || (a.machine < b.machine ? -1 : 1));
}

/** Pauses of a build as parts of its time. */
export function pausesOf({ startedMs, endedMs, logLines, gaps }: Build): readonly Pause[] {
  const lengthMs = endedMs - startedMs;
  return gaps.first.map(({ line, lengthMs: pauseMs }) => {
    const within = Math.min(pauseMs, lengthMs);
    const from = startedMs + Math.min(lengthMs - within, ((line - 1) / Math.max(1, logLines)) * (lengthMs - within));
    return { fromMs: from, toMs: from + within, line };
  });
}

/** What is looked at first: the last stretch of work without a break longer than a month, else all hours. */
export function firstLook(lanes: readonly Lane[]): readonly Window[] {
  const bars = lanes.flatMap((lane) => lane.bars).sort((a, b) => b.toMs - a.toMs);
  const [last] = bars;
  if (last === undefined) return lanes.flatMap(({ free, booked }) => [...free, ...booked]);
  let from = last.fromMs;
  const seen: Bar[] = [];
  for (const bar of bars) {
    if (from - bar.toMs > LONG_BREAK_MS) break;
    from = Math.min(from, bar.fromMs);
    seen.push(bar);
  }
  return seen;
}

const LONG_BREAK_MS = 30 * 86_400_000;
/** A machine that is down and whose return nobody expects is drawn so far. */
const UNKNOWN_RETURN_MS = 86_400_000;

function laneOf({ machines, calendars, booked, jobs, builds, started }: Shop, machine: string, nowMs: number): Lane {
  const known = machines.find(({ id }) => id === machine);
  const own = jobs.filter((job) => job.machine === machine);
  const bars: Omit<Bar, 'row'>[] = [];
  const untimed: Job[] = [];
  for (const job of own) {
    const bar = barOf(
      job,
      builds.find((build) => build.job === job.id),
      started.get(job.id),
      nowMs,
    );
    if (bar !== undefined) bars.push(bar);
    else if (job.state !== 'cancelled') untimed.push(job);
  }
  const placed = inRows(bars);
  return {
    machine,
    known,
    free: (calendars.find(({ id }) => id === machine)?.free ?? []).map(windowOf),
    booked: (booked.get(machine) ?? []).map(windowOf),
    down: known?.state === 'down' ? downOf(known, nowMs) : undefined,
    bars: placed,
    rows: Math.max(1, ...placed.map(({ row }) => row + 1)),
    untimed,
  };
}

function barOf(
  { id, item, step, state, slot, program }: Job,
  build: Build | undefined,
  startedMs: number | undefined,
  nowMs: number,
): Omit<Bar, 'row'> | undefined {
  const common = { job: id, item, step, state, program: program.name };
  if (build !== undefined) {
    const { startedMs: fromMs, endedMs: toMs, findings } = build;
    return { ...common, fromMs, toMs, by: 'log', pauses: pausesOf(build), findings };
  }
  if (state === 'cancelled') return undefined;
  const none = { pauses: [], findings: [] };
  if (state === 'running' && startedMs !== undefined) {
    return { ...common, ...none, fromMs: startedMs, toMs: Math.max(nowMs, slot?.untilMs ?? nowMs), by: 'running' };
  }
  return slot === undefined ? undefined : { ...common, ...none, ...windowOf(slot), by: 'plan' };
}

/** Each bar in the first row that is free at its start. */
function inRows(bars: readonly Omit<Bar, 'row'>[]): readonly Bar[] {
  const ends: number[] = [];
  return [...bars]
    .sort((a, b) => a.fromMs - b.fromMs)
    .map((bar) => {
      const found = ends.findIndex((end) => end <= bar.fromMs);
      const row = found < 0 ? ends.length : found;
      ends[row] = bar.toMs;
      return { ...bar, row };
    });
}

function downOf({ sinceMs, expectedReturnMs }: Machine, nowMs: number): Window {
  return { fromMs: sinceMs, toMs: expectedReturnMs ?? Math.max(nowMs, sinceMs) + UNKNOWN_RETURN_MS };
}

function windowOf({ fromMs, untilMs }: Slot): Window {
  return { fromMs, toMs: untilMs };
}
