// What a machine log tells of one build: programs, holds, part counts, run time, gaps, and what is wrong with the log
// itself. Line by line in bounded memory. An unreadable line is counted and named, stays in the committed bytes, and
// ends nothing unless there are too many.

import { equalBytes } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { MAX_LOG_ITEMS, MAX_LOG_LINES, MAX_LOG_UNREADABLE_PERCENT } from '../limits.ts';
import { type LogLine, readLine, type Unreadable } from './line.ts';
import { type ByteSource, LineCutter, type RawLine } from './lines.ts';
import { type Hold, type Listed, Listing, type LoggedValue, type Run, RunTracker, type RuntimeFall } from './runs.ts';

/** Time between two readable lines that follow each other, in whole milliseconds, cut down. */
type Step = { readonly fromLine: number; readonly toLine: number; readonly ms: number };

/** Facts of one log. Times are microseconds from 1970 in UTC. */
export type LogFacts = {
  readonly bytes: number;
  readonly lines: number;
  readonly readable: number;
  readonly unreadable: Listed<{ readonly line: number; readonly reason: Unreadable }>;
  readonly firstTimeMicroseconds: number;
  readonly lastTimeMicroseconds: number;
  /** Lines whose time was finer than a microsecond. */
  readonly timesCut: number;
  /** Readable lines by data item. */
  readonly items: ReadonlyMap<string, number>;
  /** Longer than the stated limit. */
  readonly gaps: Listed<Step>;
  /** The later line has the earlier time; `ms` is positive. */
  readonly backwards: Listed<Step>;
  /** Lines equal, byte for byte, to the one before. */
  readonly repeated: Listed<{ readonly line: number }>;
  readonly programsRunning: Listed<LoggedValue>;
  readonly programsEditing: Listed<LoggedValue>;
  /** Program_Status by value, and those that interrupt. */
  readonly statuses: ReadonlyMap<string, number>;
  readonly holds: Listed<Hold>;
  readonly runs: Listed<Run>;
  readonly runtimeFalls: Listed<RuntimeFall>;
  readonly partCounts: Listed<LoggedValue>;
};

/** `gapLimitMs`: a longer time between two lines is a gap. */
type LogOptions = { readonly gapLimitMs: number };

/**
 * Reads a log.
 * @throws Fault `log_no_readable_line`, `log_mostly_unreadable` (more than 1%), `log_too_many_items`, and those of
 * `LineCutter`
 */
export async function readLog(source: ByteSource, options: LogOptions): Promise<LogFacts> {
  const reader = new LogReader(options);
  const cutter = new LineCutter();
  const take = (lines: Iterable<RawLine>) => {
    for (const { number, bytes } of lines) reader.line(number, bytes);
  };
  if (source instanceof Uint8Array) take(cutter.push(source));
  else for await (const chunk of source) take(cutter.push(chunk));
  take(cutter.end());
  return reader.facts();
}

type Placed = LogLine & { readonly line: number };

class LogReader {
  readonly #gapLimitMs: number;
  readonly #unreadable = new Listing<{ readonly line: number; readonly reason: Unreadable }>();
  readonly #gaps = new Listing<Step>();
  readonly #backwards = new Listing<Step>();
  readonly #repeated = new Listing<{ readonly line: number }>();
  readonly #running = new Listing<LoggedValue>();
  readonly #editing = new Listing<LoggedValue>();
  readonly #partCounts = new Listing<LoggedValue>();
  readonly #tracker = new RunTracker();
  readonly #items = new Map<string, number>();
  readonly #statuses = new Map<string, number>();
  #bytes = 0;
  #lines = 0;
  #timesCut = 0;
  #firstTime: number | undefined;
  #previous: Placed | undefined;
  #previousBytes = new Uint8Array(0);

  constructor({ gapLimitMs }: LogOptions) {
    this.#gapLimitMs = gapLimitMs;
  }

  line(number: number, bytes: Uint8Array): void {
    this.#lines = number;
    this.#bytes += bytes.length;
    if (number > 1 && equalBytes(bytes, this.#previousBytes)) this.#repeated.add({ line: number });
    this.#previousBytes = new Uint8Array(bytes);
    const read = readLine(bytes);
    if (typeof read !== 'string') this.#take({ ...read, line: number });
    else this.#takeUnreadable(number, read);
  }

  facts(): LogFacts {
    this.#tracker.end();
    const { first, last } = this.#checkReadable();
    return {
      bytes: this.#bytes,
      lines: this.#lines,
      readable: this.#lines - this.#unreadable.count,
      unreadable: this.#unreadable,
      firstTimeMicroseconds: first,
      lastTimeMicroseconds: last,
      timesCut: this.#timesCut,
      items: sortedByName(this.#items),
      gaps: this.#gaps,
      backwards: this.#backwards,
      repeated: this.#repeated,
      programsRunning: this.#running,
      programsEditing: this.#editing,
      statuses: sortedByName(this.#statuses),
      holds: this.#tracker.holds,
      runs: this.#tracker.runs,
      runtimeFalls: this.#tracker.runtimeFalls,
      partCounts: this.#partCounts,
    };
  }

  #takeUnreadable(line: number, reason: Unreadable): void {
    this.#unreadable.add({ line, reason });
    // More than any log may have: no need to read the rest.
    if (isTooMany(this.#unreadable.count, MAX_LOG_LINES)) throw this.#mostlyUnreadable();
  }

  #checkReadable(): { readonly first: number; readonly last: number } {
    if (this.#firstTime === undefined || this.#previous === undefined) {
      const text = `expected lines "time|data item|value", got none among ${this.#lines}${this.#firstUnreadable()}`;
      throw new Fault('log_no_readable_line', text);
    }
    if (isTooMany(this.#unreadable.count, this.#lines)) throw this.#mostlyUnreadable();
    return { first: this.#firstTime, last: this.#previous.timeMicroseconds };
  }

  #mostlyUnreadable(): Fault {
    const got = `${this.#unreadable.count} of ${this.#lines}${this.#firstUnreadable()}`;
    const text = `expected at most ${MAX_LOG_UNREADABLE_PERCENT}% unreadable lines, got ${got}`;
    return new Fault('log_mostly_unreadable', text);
  }

  #firstUnreadable(): string {
    const [first] = this.#unreadable.listed;
    return first === undefined ? '' : `, the first on line ${first.line}`;
  }

  #take(line: Placed): void {
    this.#firstTime ??= line.timeMicroseconds;
    if (line.timeCut) this.#timesCut++;
    this.#takeStep(line);
    this.#previous = line;
    this.#count(line);
    const { item, value, timeMicroseconds } = line;
    const logged = { line: line.line, timeMicroseconds, value };
    if (item === 'Program_Name_Running') {
      this.#running.add(logged);
      this.#tracker.takeProgram(logged);
    } else if (item === 'Program_Name_Editing') this.#editing.add(logged);
    else if (item === 'Part_Count') this.#partCounts.add(logged);
    else if (item === 'Program_Runtime_Seconds') this.#tracker.takeRuntime(logged);
    else if (item === 'Program_Status') {
      this.#tracker.takeStatus(logged);
      this.#countStatus(logged);
    }
  }

  #takeStep(line: Placed): void {
    if (this.#previous === undefined) return;
    const microseconds = line.timeMicroseconds - this.#previous.timeMicroseconds;
    const ms = Math.floor(Math.abs(microseconds) / 1000);
    const step = { fromLine: this.#previous.line, toLine: line.line, ms };
    if (microseconds < 0) this.#backwards.add(step);
    else if (microseconds > this.#gapLimitMs * 1000) this.#gaps.add(step);
  }

  #count({ item, line }: Placed): void {
    const before = this.#items.get(item) ?? 0;
    if (before === 0 && this.#items.size === MAX_LOG_ITEMS) {
      throw new Fault(
        'log_too_many_items',
        `line ${line}: expected at most ${MAX_LOG_ITEMS} data items, got "${item}" too`,
      );
    }
    this.#items.set(item, before + 1);
  }

  #countStatus(status: LoggedValue): void {
    // A log names a handful of states; beyond the limit only their total, in `items`, goes on.
    if (this.#statuses.has(status.value) || this.#statuses.size < MAX_LOG_ITEMS) {
      this.#statuses.set(status.value, (this.#statuses.get(status.value) ?? 0) + 1);
    }
  }
}

function isTooMany(unreadable: number, lines: number): boolean {
  return unreadable * 100 > lines * MAX_LOG_UNREADABLE_PERCENT;
}

function sortedByName(counts: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
