// One statement from its signing to its outcome. It is kept in the journal before it is sent; while its outcome is not
// known, the same bytes are sent again, and nothing else is signed in its place until it is in the log or never can be.

import { type Fault, isFault } from '#core/fault.ts';
import { decodeStatement } from '#core/statement.ts';
import type { Client } from '#sdk/client.ts';
import { HttpFault } from '#sdk/http-port.ts';
import { OutcomeUnknown } from '#sdk/outcome-unknown.ts';
import { type Done, madeBy } from '../outcome.ts';
import type { Journal, Result, Signed } from './journal.ts';

/** The way to a ledger. */
export type Line = {
  readonly client: Client;
  /** Of the ledger's last block, ms since 1970. */
  blockTimeMs(): Promise<number>;
  /** Ends the session at the node. */
  close(): Promise<void>;
};

/** Why a signed statement has no outcome yet, although the node answered. */
export type Held = { readonly code: string; readonly sentence: string };

const OF_THE_NODE = ['answer_invalid', 'answer_too_large', 'clock_differs', 'ledger_wrong'];
/** Not signed in, not allowed, too slow, too much: nothing that a file is to blame for. */
const STATUS_OF_THE_NODE = [401, 403, 408, 425, 429];

/** True for what is in the way between here and the ledger, and says nothing of the file. */
export function isOfNode(error: unknown): error is Fault {
  if (!isFault(error)) return false;
  if (error instanceof HttpFault)
    return error.status === undefined || error.status >= 500 || STATUS_OF_THE_NODE.includes(error.status);
  return error instanceof OutcomeUnknown || OF_THE_NODE.includes(error.code);
}

/**
 * Sends a kept statement.
 * @returns undefined once its result is in the journal
 * @throws Fault, of the node, where no answer came: send it again later
 */
export async function send(
  { client, blockTimeMs }: Line,
  journal: Journal,
  content: string,
  signed: Signed,
): Promise<Held | undefined> {
  const { txId, action } = decodeStatement(signed.bytes);
  const submitted = await client.submit(signed.bytes);
  if (submitted.index !== undefined) {
    journal.setResult(content, signed, resultOf(submitted));
    return undefined;
  }
  // It was dropped now; an earlier sending may still have been applied. The log is asked after the block time, so that
  // no block that could take it comes between.
  const isOver = (await blockTimeMs()) > action.notAfterMs;
  const known = await client.transport.outcome({ txId, notAfterMs: action.notAfterMs });
  if (known?.index !== undefined || isOver) {
    const result = known === undefined ? { outcome: 'expired' } : resultOf({ ...known, id: submitted.id });
    journal.setResult(content, signed, result);
    return undefined;
  }
  if (submitted.outcome !== 'statement_expired')
    return { code: submitted.outcome, sentence: 'the ledger did not take the statement; it is sent again' };
  const sentence =
    'it was signed too long ago, and is signed anew once the ledger’s next block shows that it cannot be taken';
  return { code: 'statement_expired', sentence };
}

function resultOf(done: Done): Result {
  const { outcome, index = 0, height, timeMs, details } = done;
  return { outcome, place: { index, height, timeMs }, details, made: madeBy(done) };
}
