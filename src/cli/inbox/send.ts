// One statement of a file from its signing to its outcome, which the journal keeps.

import { type Line as SdkLine, sendKept } from '#sdk/send-kept.ts';
import { type Done, madeBy } from '../outcome.ts';
import type { Journal, Result, Signed } from './journal.ts';

/** The way of an inbox, or of an agent, to a ledger. */
export type Line = SdkLine & {
  /** ms since 1970, as the node counts. */
  nowMs(): number;
  /** Ends the session at the node. */
  close(): Promise<void>;
};

/** Why a signed statement has no outcome yet, although the node answered. */
export type Held = { readonly code: string; readonly sentence: string };

/**
 * Sends a kept statement.
 * @returns undefined once its result is in the journal
 * @throws Fault, of the node, where no answer came: send it again later
 */
export async function send(line: Line, journal: Journal, content: string, signed: Signed): Promise<Held | undefined> {
  const sent = await sendKept(line, signed.bytes);
  if (sent.state === 'held') return { code: sent.code, sentence: sent.sentence };
  journal.setResult(content, signed, sent.state === 'expired' ? { outcome: 'expired' } : resultOf(sent.submitted));
  return undefined;
}

function resultOf(done: Done): Result {
  const { outcome, index = 0, height, timeMs, details } = done;
  return { outcome, place: { index, height, timeMs }, details, made: madeBy(done) };
}
