// Block times as a replica saw them come: what the origin had not shown at some moment cannot be much older than that.

import { type BlockLeaf, decodeBlockLeaf } from '#core/block.ts';
import { isFault } from '#core/fault.ts';
import type { Ledger } from '#ledger/ledger.ts';
import { backDated } from './judgement.ts';
import { BACK_MS } from './limits.ts';
import type { Seen } from './replica-state.ts';
import type { ServedLog } from './served-log.ts';
import type { SignedHead } from './signed-head.ts';

/** The served leaves, up to the first block that is back-dated. @throws OriginFault `back_dated`, and those of the served log */
export async function* inTime(
  ledger: Ledger,
  served: ServedLog,
  { head, seen }: { readonly head: SignedHead; readonly seen: Seen | undefined },
): AsyncGenerator<Uint8Array> {
  let index = ledger.head.size;
  for await (const bytes of served.leaves()) {
    if (seen !== undefined && isBackDated(bytes, index, seen)) {
      throw backDated(ledger, served, head, { index, bytes, seen });
    }
    yield bytes;
    index++;
  }
}

function isBackDated(bytes: Uint8Array, index: number, { head, atMs }: Seen): boolean {
  const block = blockLeafOf(bytes);
  // What contradicts its own place is for replay to name.
  if (block === undefined || block.firstIndex + block.count !== index) return false;
  return block.firstIndex >= head.size && block.timeMs < atMs - BACK_MS;
}

/** A block leaf, where these are the bytes of one. */
function blockLeafOf(bytes: Uint8Array): BlockLeaf | undefined {
  if (bytes[0] === 0xd2) return undefined;
  try {
    return decodeBlockLeaf(bytes);
  } catch (error) {
    if (isFault(error)) return undefined;
    throw error;
  }
}
