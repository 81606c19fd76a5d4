// What is odd in the machine logs of consecutive units, each as a named finding. Pure; repairs nothing. Whether a
// program is the licensed one is not known here: the names seen are facts, their judgement is the ledger's.

import type { Finding } from '../finding.ts';
import type { LogFacts } from './facts.ts';
import type { Listed, Run } from './runs.ts';

/** The log of one unit; `file` stands in findings. */
export type UnitLog = { readonly file: string; readonly facts: LogFacts };

/** Finding for each place up to this many per file and code; beyond, one finding counts the rest. */
const PLACES = 20;

/**
 * Findings of one log.
 * Codes: `line_unreadable`, `time_gap`, `time_backwards`, `time_cut`, `line_repeated`, `hold`, `program_not_named`,
 * `programs_several`, `part_count_missing`, `part_counts_several`, `part_count_unreadable`, `run_incomplete`,
 * `run_program_not_named`, `runtime_fell`
 */
export function logFindings({ file, facts }: UnitLog): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (code: string, text: string) => findings.push({ code, place: file, text });
  const each = <T extends { readonly line?: number; readonly toLine?: number }>(
    code: string,
    { count, listed }: Listed<T>,
    textOf: (value: T) => string,
  ) => {
    for (const value of listed.slice(0, PLACES)) {
      findings.push({ code, place: `${file}:${value.line ?? value.toLine}`, text: textOf(value) });
    }
    if (count > PLACES) add(code, `${count - PLACES} more, ${count} in all`);
  };
  each('line_unreadable', facts.unreadable, ({ reason }) => `unreadable (${reason}); kept in the committed bytes`);
  each('time_gap', facts.gaps, ({ ms, fromLine }) => `${ms} ms since line ${fromLine}`);
  each('time_backwards', facts.backwards, ({ ms, fromLine }) => `${ms} ms earlier than line ${fromLine}`);
  each('line_repeated', facts.repeated, () => 'the same bytes as the line before');
  each(
    'hold',
    facts.holds,
    ({ value, lastedMs }) => `${value}${lastedMs === undefined ? ', its end is not logged' : ` for ${lastedMs} ms`}`,
  );
  each(
    'run_incomplete',
    runsThat(facts.runs, ({ elapsedMs }) => elapsedMs === undefined),
    incompleteText,
  );
  const unnamed = runsThat(facts.runs, ({ programs }) => programs.length === 0);
  each(
    'run_program_not_named',
    unnamed,
    ({ elapsedMs }) => `a run${elapsedMs === undefined ? '' : ` of ${elapsedMs} ms`} whose program is not named`,
  );
  if (facts.runtimeFalls.count > 0) add('runtime_fell', fallsText(facts));
  if (facts.timesCut > 0) add('time_cut', `${facts.timesCut} times are finer than a microsecond and were cut`);
  const programs = [...new Set(facts.programsRunning.listed.map(({ value }) => value))];
  if (programs.length === 0) add('program_not_named', 'no Program_Name_Running: the log does not say what ran');
  if (programs.length > 1) add('programs_several', `${programs.length} programs ran: ${programs.join(', ')}`);
  const { count, listed } = facts.partCounts;
  if (count === 0) add('part_count_missing', 'no Part_Count');
  if (count > 1)
    add(
      'part_counts_several',
      `${count} part counts: ${listed
        .slice(0, PLACES)
        .map(({ value }) => value)
        .join(', ')}`,
    );
  const odd = listed.filter(({ value }) => readCount(value) === undefined);
  const unreadable = { count: odd.length, listed: odd };
  each('part_count_unreadable', unreadable, ({ value }) => `Part_Count "${value}" is no count`);
  return findings;
}

/**
 * Part counts that repeat, skip or run back over the logs of consecutive units, in order of their times.
 * Codes: `part_count_repeated`, `part_count_skipped`, `part_count_backwards`
 */
export function partCountFindings(logs: readonly UnitLog[]): readonly Finding[] {
  const counted = logs
    .flatMap(({ file, facts }) =>
      facts.partCounts.listed.map((logged) => ({ ...logged, file, count: readCount(logged.value) })),
    )
    .filter((logged) => logged.count !== undefined)
    .map((logged) => ({ ...logged, count: logged.count ?? 0 }))
    .sort((a, b) => a.timeMicroseconds - b.timeMicroseconds);
  return counted.flatMap((logged, index) => {
    const before = counted[index - 1];
    if (before === undefined || logged.count === before.count + 1) return [];
    const place = `${logged.file}:${logged.line}`;
    const since = `after ${before.count} in ${before.file}:${before.line}`;
    if (logged.count === before.count) {
      const when = logged.timeMicroseconds === before.timeMicroseconds ? ', at the same time' : '';
      return [{ code: 'part_count_repeated', place, text: `${logged.count} again ${since}${when}` }];
    }
    if (logged.count < before.count) return [{ code: 'part_count_backwards', place, text: `${logged.count} ${since}` }];
    return [
      {
        code: 'part_count_skipped',
        place,
        text: `${logged.count} ${since}: ${logged.count - before.count - 1} missing`,
      },
    ];
  });
}

function runsThat({ listed }: Listed<Run>, wanted: (run: Run) => boolean): Listed<Run & { readonly line: number }> {
  const found = listed.filter(wanted).map((run) => ({ ...run, line: run.startLine ?? run.endLine ?? 1 }));
  return { count: found.length, listed: found };
}

function incompleteText({ startLine }: Run): string {
  return startLine === undefined
    ? 'a run ends here whose start is not logged'
    : 'a run starts here whose end is not logged';
}

function fallsText({ runtimeFalls }: LogFacts): string {
  const [first] = runtimeFalls.listed;
  const example =
    first === undefined ? '' : `, first on line ${first.line} from ${first.fromSeconds} to ${first.toSeconds}`;
  return `Program_Runtime_Seconds went back ${runtimeFalls.count} times during a run${example}`;
}

/** A count of parts as written: digits, at most 15 of them. */
function readCount(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
