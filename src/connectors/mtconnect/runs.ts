// Follows the program through a log: a run goes from Program_Status ACTIVE to PROGRAM_COMPLETED; a hold interrupts it
// and does not end it. How long a run took is told by the log's times; the control's own count of seconds
// (Program_Runtime_Seconds) stands beside it as logged.

import { MAX_LOG_LISTED } from '../limits.ts';

/** Up to MAX_LOG_LISTED of them, and how many there are. */
export type Listed<T> = { readonly count: number; readonly listed: readonly T[] };

/** A value of a data item at its line. */
export type LoggedValue = { readonly line: number; readonly timeMicroseconds: number; readonly value: string };

/** A state that interrupts the program; `lastedMs` up to the next Program_Status, undefined where none follows. */
export type Hold = LoggedValue & { readonly lastedMs?: number };

/** One run. `startLine` is absent where the log begins within it, `endLine` and `elapsedMs` where an end is missing. */
export type Run = {
  readonly startLine?: number;
  readonly endLine?: number;
  readonly elapsedMs?: number;
  /** Program_Name_Running as logged since the run before ended; empty where the log does not say what ran. */
  readonly programs: readonly string[];
  /** The last Program_Runtime_Seconds logged during it. */
  readonly runtimeSeconds?: number;
};

/** Program_Runtime_Seconds went back during a run. */
export type RuntimeFall = { readonly line: number; readonly fromSeconds: number; readonly toSeconds: number };

/** A list that keeps the first MAX_LOG_LISTED and counts the rest. */
export class Listing<T> implements Listed<T> {
  count = 0;
  readonly listed: T[] = [];

  /** Keeps or counts one. */
  add(value: T): void {
    this.count++;
    if (this.listed.length < MAX_LOG_LISTED) this.listed.push(value);
  }
}

const HOLDS = new Set(['FEED_HOLD', 'INTERRUPTED', 'STOPPED', 'PROGRAM_STOPPED', 'OPTIONAL_STOP', 'WAIT']);

/** Takes the statuses and run times of one log in order; `end` closes what is open. */
export class RunTracker {
  readonly runs = new Listing<Run>();
  readonly holds = new Listing<Hold>();
  readonly runtimeFalls = new Listing<RuntimeFall>();
  #start: LoggedValue | undefined;
  #hold: LoggedValue | undefined;
  #seconds: number | undefined;
  #programs = new Set<string>();

  /** A Program_Status. */
  takeStatus(status: LoggedValue): void {
    this.#endHold(status.timeMicroseconds);
    if (status.value === 'ACTIVE' && this.#start === undefined) this.#begin(status);
    if (status.value === 'PROGRAM_COMPLETED') this.#endRun(status);
    if (HOLDS.has(status.value)) this.#hold = status;
  }

  /** A Program_Name_Running. */
  takeProgram({ value }: LoggedValue): void {
    if (this.#programs.size < MAX_LOG_LISTED) this.#programs.add(value);
  }

  /** A Program_Runtime_Seconds; one that is no whole number is left out. */
  takeRuntime({ line, value }: LoggedValue): void {
    if (!/^\d{1,9}$/.test(value)) return;
    const seconds = Number(value);
    const before = this.#seconds;
    if (this.#start !== undefined && before !== undefined && seconds < before) {
      this.runtimeFalls.add({ line, fromSeconds: before, toSeconds: seconds });
    }
    this.#seconds = seconds;
  }

  /** The log is over. */
  end(): void {
    this.#endHold(undefined);
    if (this.#start !== undefined) this.#endRun(undefined);
  }

  #begin(status: LoggedValue): void {
    this.#start = status;
    this.#seconds = undefined;
  }

  #endRun(end: LoggedValue | undefined): void {
    const start = this.#start;
    const elapsed = start && end && Math.floor((end.timeMicroseconds - start.timeMicroseconds) / 1000);
    this.runs.add({
      ...(start === undefined ? {} : { startLine: start.line }),
      ...(end === undefined ? {} : { endLine: end.line }),
      ...(elapsed === undefined ? {} : { elapsedMs: elapsed }),
      programs: [...this.#programs],
      ...(this.#seconds === undefined ? {} : { runtimeSeconds: this.#seconds }),
    });
    this.#start = undefined;
    this.#programs = new Set();
  }

  #endHold(timeMicroseconds: number | undefined): void {
    const hold = this.#hold;
    this.#hold = undefined;
    if (hold === undefined) return;
    if (timeMicroseconds === undefined) this.holds.add(hold);
    else this.holds.add({ ...hold, lastedMs: Math.floor((timeMicroseconds - hold.timeMicroseconds) / 1000) });
  }
}
