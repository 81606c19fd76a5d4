// What an engine does: it puts signed statements into one order and makes them durable. It executes nothing itself.

import type { Applied } from '#ledger/applied.ts';

/** An engine over one ledger. */
export interface Engine {
  /**
   * Takes a statement's bytes. When the promise resolves, the statement is durable at its place, or it was dropped: its
   * `index` says which. It may be sent again after any error: it is applied once.
   * @throws Fault `statement_*` and JSON's codes (its form), `engine_full` (later), `engine_closed`, `engine_failed`
   */
  submit(statement: Uint8Array): Promise<Applied>;
  /** Resolves when everything that was submitted is durable. */
  idle(): Promise<void>;
  /** Takes no more, finishes what was submitted, and lets the ledger go. */
  [Symbol.asyncDispose](): Promise<void>;
}
