// What the page and the worker that reads a machine log say to each other.

/** The bytes of a log, and the limit by which its gaps were counted. */
export type LogJob = { readonly name: string; readonly bytes: Uint8Array; readonly gapLimitMs: number };
/** A data item with numbers over time. */
export type LogSeries = {
  readonly item: string;
  readonly timesMs: readonly number[];
  readonly values: readonly number[];
  readonly count: number;
};
/** What was read: `root` is computed from the bytes, base64url. */
export type LogRead = {
  readonly root: string;
  readonly lines: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly series: readonly LogSeries[];
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number; readonly line: number }[];
  readonly findings: readonly { readonly code: string; readonly place: string; readonly text: string }[];
};
/** The answer: what was read, or why it was not. */
export type LogAnswer = { readonly read: LogRead } | { readonly fault: string };
