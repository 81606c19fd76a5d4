// Executes a log from its first leaf on and says what is wrong with it, or that nothing is.

import { equalBytes } from '#core/bytes.ts';
import { assert } from '#core/fault.ts';
import { entryAt } from '#ledger/entries.ts';
import type { Ledger } from '#ledger/ledger.ts';
import { ReplayFault, replay } from '#ledger/replay.ts';
import type { SignaturePool } from '#ledger/signature-pool.ts';

/**
 * Executes leaves into a ledger that holds the genesis' block alone.
 * @param isWhole false where the leaves are the beginning of a longer log: then it may end within a block
 * @returns the first thing that is wrong
 */
export async function executeLog(
  ledger: Ledger,
  leaves: AsyncIterable<Uint8Array>,
  { pool, isWhole }: { readonly pool: SignaturePool; readonly isWhole: boolean },
): Promise<ReplayFault | undefined> {
  const progress = { hasEnded: false };
  try {
    await replay(ledger, afterGenesis(ledger, leaves, progress), pool);
    return undefined;
  } catch (error) {
    if (!(error instanceof ReplayFault)) throw error;
    return progress.hasEnded && !isWhole ? undefined : error;
  }
}

/** True where the log is not wrong, but of a later release than this software. */
export function needsLaterSoftware({ code }: { readonly code: string }): boolean {
  return code === 'replay_release_missing' || code === 'replay_protocol_unknown';
}

/** Compares the genesis' block with the ledger's own, and gives what comes after it. */
async function* afterGenesis(
  ledger: Ledger,
  leaves: AsyncIterable<Uint8Array>,
  progress: { hasEnded: boolean },
): AsyncGenerator<Uint8Array> {
  let index = 0;
  for await (const bytes of leaves) {
    if (index >= 2) yield bytes;
    else checkFounding(ledger, index, bytes);
    index++;
  }
  progress.hasEnded = true;
}

/** The first two leaves of a log follow from its genesis. @throws ReplayFault `replay_genesis`, `replay_block_differs` */
function checkFounding({ store }: Ledger, index: number, bytes: Uint8Array): void {
  const own = entryAt(store, index)?.bytes;
  assert(own !== undefined, 'a ledger holds its genesis and the leaf of block 0');
  if (equalBytes(own, bytes)) return;
  const at = { entry: index, height: 0 };
  throw index === 0
    ? new ReplayFault('replay_genesis', 'it is not the genesis', at)
    : new ReplayFault('replay_block_differs', 'the leaf is not what the genesis gives', at);
}
