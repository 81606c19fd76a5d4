// What a verb is given of the world outside, so that it runs the same in a test; and the exit codes.

/** Output, surroundings and the person at the terminal. */
export type Io = {
  /** A line for the result. */
  out(line: string): void;
  /** A line for what went wrong, or what is going on. */
  err(line: string): void;
  /** Shows how far a long run is, on a terminal only: each call replaces the last. */
  progress(line: string): void;
  /** Text for another program, exactly as it is; on a terminal it is escaped as any line. */
  data(text: string): void;
  readonly isTty: boolean;
  /** Characters of a line of the terminal that `out` writes to; undefined where it is none. */
  readonly width: number | undefined;
  readonly env: { readonly [name: string]: string | undefined };
  /** Absolute. */
  readonly cwd: string;
  /** ms since 1970 */
  clock(): number;
  /** What comes in on standard input. */
  input(): AsyncIterable<Uint8Array>;
  /** Asks for a line that is not echoed. @throws Fault `no_terminal` where nobody can be asked */
  askHidden(question: string): Promise<string>;
  /** Asks for a line. @throws Fault `no_terminal` where nobody can be asked */
  ask(question: string): Promise<string>;
  /** Aborted on the first SIGINT or SIGTERM from the moment on that a verb reads this. */
  readonly stop: AbortSignal;
};

/** Exit codes of every verb. */
export const EXIT = {
  ok: 0,
  /** What was checked is wrong, or a contract refused. */
  wrong: 1,
  usage: 2,
  /** Consistent, but not held against a known ledger. */
  notAnchored: 3,
  /** Something cannot be read, opened, written or reached, or was not taken. */
  unreadable: 4,
  /** A bug in touchmark. */
  bug: 70,
} as const;

/** What each exit code says, for help and documentation. */
export const EXIT_SAYS: readonly (readonly [code: number, says: string])[] = [
  [EXIT.ok, 'ok'],
  [EXIT.wrong, 'what was checked is wrong, or a contract refused'],
  [EXIT.usage, 'wrong usage'],
  [EXIT.notAnchored, 'consistent, but not anchored'],
  [EXIT.unreadable, 'cannot be read, opened, written or reached, or was not taken'],
  [EXIT.bug, 'a bug in touchmark'],
];
