// What a verb is given of the world outside, so that it runs the same in a test.

/** Output, surroundings and the person at the terminal. */
export type Io = {
  /** A line for the result. */
  out(line: string): void;
  /** A line for what went wrong, or what is going on. */
  err(line: string): void;
  /** Shows how far a long run is, on a terminal only: each call replaces the last. */
  progress(line: string): void;
  readonly isTty: boolean;
  readonly env: { readonly [name: string]: string | undefined };
  /** Absolute. */
  readonly cwd: string;
  /** ms since 1970 */
  clock(): number;
  /** Asks for a line that is not echoed. @throws Fault `no_terminal` where nobody can be asked */
  askHidden(question: string): Promise<string>;
  /** Aborted on the first SIGINT or SIGTERM from the moment on that a verb reads this. */
  readonly stop: AbortSignal;
};

/** Exit codes of every verb. */
export const EXIT = {
  ok: 0,
  /** What was checked is wrong. */
  wrong: 1,
  usage: 2,
  /** Consistent, but not held against a known ledger. */
  notAnchored: 3,
  /** Something cannot be read, opened or written. */
  unreadable: 4,
  /** A bug in touchmark. */
  bug: 70,
} as const;
