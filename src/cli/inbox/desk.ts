// What the work on a file is done with.

import type { InboxConfig } from './config.ts';
import type { Journal } from './journal.ts';
import type { Line } from './send.ts';

/** Where it is done, and with what. */
export type Desk = {
  /** Absolute. */
  readonly inbox: string;
  readonly config: InboxConfig;
  readonly journal: Journal;
  readonly line: Line;
  /** ms since 1970 */
  readonly nowMs: () => number;
  /** Options of a command line that reaches the same node. */
  readonly at: string;
};
