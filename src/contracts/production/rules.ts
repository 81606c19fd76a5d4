// What a machine's log proves, and what it does not. Pure. A build is proven only where its log names exactly the
// permitted program and the program was licensed; every other case is a finding, and those in STOPPING wait for a person.

import type { Build, LogFacts, Plan } from './records.ts';

type Finding = Build['findings'][number];

const STOPPING: readonly Finding[] = ['program_another', 'program_none', 'unlicensed', 'version_another'];
/** Unreadable lines in a hundred beyond which a log proves nothing. */
const UNREADABLE_PERCENT = 1;
/** How far a machine's clock may run ahead: 5 minutes. */
const CLOCK_AHEAD_MS = 5 * 60_000;

/** By what right the program ran. */
export type Right = 'permit' | 'permitOfAnotherVersion' | 'ownDesign' | 'none';

/** Compares the program names of a log with the permitted one. */
export function programVerdict(names: readonly string[], permitted: string): Build['programVerdict'] {
  if (names.length === 0) return 'none';
  return names.every((name) => name === permitted) ? 'matches' : 'another';
}

/** Everything that a person must see of a build, in a fixed order. */
export function findingsOf(facts: LogFacts, permitted: string, right: Right): Finding[] {
  const verdict = programVerdict(facts.loggedNames, permitted);
  const found: readonly (readonly [Finding, boolean])[] = [
    ['program_another', verdict === 'another'],
    ['program_none', verdict === 'none'],
    ['unlicensed', right === 'none'],
    ['version_another', right === 'permitOfAnotherVersion'],
    ['gaps', facts.gaps.count > 0],
    ['holds', facts.holds > 0],
    ['part_count_repeats', facts.partCounts.repeats > 0],
    ['part_count_skips', facts.partCounts.skips > 0],
    ['lines_unreadable', facts.unreadable.count > 0],
  ];
  return found.flatMap(([finding, holds]) => (holds ? [finding] : []));
}

/** True where these findings leave nothing to a person. */
export function isProven(findings: readonly Finding[]): boolean {
  return !findings.some((finding) => STOPPING.includes(finding));
}

/** True where the counts of a log fit each other and its number of lines. */
export function logAgrees({ logLines, loggedNames, unreadable, gaps }: LogFacts): boolean {
  const named = gaps.first.map(({ line }) => line);
  const counted =
    unreadable.firstLines.length === least(unreadable.count, 20) && named.length === least(gaps.count, 50);
  const placed = isRising(unreadable.firstLines, logLines) && isRising(named, logLines);
  const long = gaps.first.every(({ lengthMs }) => lengthMs > gaps.limitMs);
  const once = new Set(loggedNames).size === loggedNames.length;
  return counted && placed && long && once && unreadable.count <= logLines && gaps.count < logLines;
}

/** True where so many lines of a log can be read that it proves anything. */
export function isReadable({ logLines, unreadable }: LogFacts): boolean {
  return unreadable.count < logLines && unreadable.count * 100 <= logLines * UNREADABLE_PERCENT;
}

/** True where a build starts before it ends and has ended by now. */
export function timesFit({ startedMs, endedMs }: LogFacts, nowMs: number): boolean {
  return startedMs <= endedMs && endedMs <= nowMs + CLOCK_AHEAD_MS;
}

/** True where each step that a machine log proves has a build that is proven or accepted. */
export function isMade({ steps }: Plan, builds: readonly Pick<Build, 'step' | 'state'>[]): boolean {
  const good = new Set(builds.flatMap(({ step, state }) => (state === 'proven' || state === 'accepted' ? [step] : [])));
  const logged = steps.filter(({ evidence }) => evidence.includes('machineLog'));
  return logged.length > 0 && logged.every(({ name }) => good.has(name));
}

function isRising(lines: readonly number[], last: number): boolean {
  return lines.every((line, i) => line > (lines[i - 1] ?? 0) && line <= last);
}

function least(a: number, b: number): number {
  return Math.min(a, b);
}
