// From a machine's log to what it signs of it, as `recordBuild` takes it. The log itself stays with the machine.

import { base64url } from '#core/bytes.ts';
import { leafHash, rootOfLeaves } from '#core/merkle.ts';
import type { LogFacts } from './facts.ts';
import { logLeaves } from './lines.ts';

const LINES_NAMED = 20;
const GAPS_NAMED = 50;

/** A log with its facts, which were read with `gapLimitMs`. */
type ReadLog = { readonly bytes: Uint8Array; readonly facts: LogFacts };

/** The facts of `recordBuild`. */
export function factsOfLog({ bytes, facts }: ReadLog, gapLimitMs: number) {
  const names = [...new Set(facts.programsRunning.listed.map(({ value }) => value))].slice(0, LINES_NAMED);
  const counts = facts.partCounts.listed.flatMap(({ value }) => (/^\d{1,9}$/.test(value) ? [Number(value)] : []));
  const steps = counts.slice(1).map((value, i) => value - (counts[i] ?? 0));
  const [first, last] = [counts[0], counts.at(-1)];
  const unreadable = facts.unreadable.listed.slice(0, LINES_NAMED).map(({ line }) => line);
  // A gap just over the limit has the limit's whole milliseconds: what is beyond is rounded up.
  const gaps = facts.gaps.listed.slice(0, GAPS_NAMED).map(({ toLine, ms }) => {
    return { line: toLine, lengthMs: ms === gapLimitMs ? ms + 1 : ms };
  });
  return {
    loggedNames: names,
    logRoot: logRootOf(bytes),
    logLines: facts.lines,
    unreadable: { count: facts.unreadable.count, firstLines: unreadable },
    gaps: { limitMs: gapLimitMs, count: facts.gaps.count, first: gaps },
    holds: facts.holds.count,
    partCounts: {
      ...(first === undefined ? {} : { first }),
      ...(last === undefined ? {} : { last }),
      repeats: steps.filter((step) => step === 0).length,
      skips: steps.filter((step) => step > 1).length,
    },
    startedMs: Math.floor(facts.firstTimeMicroseconds / 1000),
    endedMs: Math.ceil(facts.lastTimeMicroseconds / 1000),
    materials: [],
  };
}

/** RFC 9162 root over the exact lines of a log, base64url. */
export function logRootOf(bytes: Uint8Array): string {
  return base64url(rootOfLeaves([...logLeaves(bytes)].map(leafHash)));
}
