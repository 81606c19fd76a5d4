// A signed statement that was kept before it was sent: while its outcome is not known, the same bytes are sent again, and
// nothing else is signed in its place until it is in the log or never can be.

import { type Fault, isFault } from '#core/fault.ts';
import { decodeStatement } from '#core/statement.ts';
import type { Client } from './client.ts';
import { HttpFault } from './http-port.ts';
import { OutcomeUnknown } from './outcome-unknown.ts';
import type { Submitted } from './transport.ts';

/** The way to a ledger. */
export type Line = {
  readonly client: Client;
  /** Of the ledger's last block, ms since 1970. */
  blockTimeMs(): Promise<number>;
};

/** What came of a kept statement. */
export type Sent =
  | { readonly state: 'in the log'; readonly submitted: Submitted & { id(kind: string, ordinal?: number): string } }
  /** It was never applied, and never can be. */
  | { readonly state: 'expired' }
  /** No outcome yet, although the node answered. */
  | { readonly state: 'held'; readonly code: string; readonly sentence: string };

const OF_THE_NODE = ['answer_invalid', 'answer_too_large', 'clock_differs', 'ledger_wrong'];
/** Not signed in, not allowed, too slow, too much: nothing that what was signed is to blame for. */
const STATUS_OF_THE_NODE = [401, 403, 408, 425, 429];

/** True for what is in the way between here and the ledger, and says nothing of what is sent. */
export function isOfNode(error: unknown): error is Fault {
  if (!isFault(error)) return false;
  if (error instanceof HttpFault)
    return error.status === undefined || error.status >= 500 || STATUS_OF_THE_NODE.includes(error.status);
  return error instanceof OutcomeUnknown || OF_THE_NODE.includes(error.code);
}

/** Sends a kept statement. @throws Fault, of the node, where no answer came: send it again later */
export async function sendKept({ client, blockTimeMs }: Line, bytes: Uint8Array): Promise<Sent> {
  const { txId, action } = decodeStatement(bytes);
  const submitted = await client.submit(bytes);
  if (submitted.index !== undefined) return { state: 'in the log', submitted };
  // It was dropped now; an earlier sending may still have been applied. The log is asked after the block time, so that
  // no block that could take it comes between.
  const isOver = (await blockTimeMs()) > action.notAfterMs;
  const known = await client.transport.outcome({ txId, notAfterMs: action.notAfterMs });
  if (known?.index !== undefined) return { state: 'in the log', submitted: { ...known, id: submitted.id } };
  if (isOver) return { state: 'expired' };
  const code = submitted.outcome;
  const sentence =
    code === 'statement_expired'
      ? 'it was signed too long ago, and is signed anew once the ledger’s next block shows that it cannot be taken'
      : 'the ledger did not take the statement; it is sent again';
  return { state: 'held', code, sentence };
}
