// Replay: the log alone gives the same records, events and digests again. One reader serves import (replay into a new
// file) and audit (replay beside the file): it takes leaves in order and names the first that is wrong.

import { type BlockLeaf, decodeBlockLeaf } from '#core/block.ts';
import { equalBytes } from '#core/bytes.ts';
import { Fault, isFault } from '#core/fault.ts';
import { decodeStatement, type Statement } from '#core/statement.ts';
import type { Applied } from './applied.ts';
import { checkSignatures } from './candidate.ts';
import type { Ledger } from './ledger.ts';
import { BLOCK_STATEMENTS } from './limits.ts';
import type { SignaturePool } from './signature-pool.ts';

/** Called after each block, with what its statements came to. */
export type BlockListener = (leaf: BlockLeaf, index: number, applied: readonly Applied[]) => void;

/**
 * Replays leaves from the first after the genesis on into a ledger that holds just the genesis' block.
 * @param leaves bytes in log order, from the leaf after the genesis' block on
 * @throws Fault `replay_*` whose sentence names entry and block; the target is left at the last whole block
 */
export async function replay(
  target: Ledger,
  leaves: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  pool: SignaturePool,
  onBlock: BlockListener = () => {},
): Promise<void> {
  const first = target.head.size;
  let index = first;
  let statements: Statement[] = [];
  for await (const bytes of leaves) {
    const leaf = readLeaf(bytes, index, target);
    if ('txId' in leaf) {
      if (statements.length === BLOCK_STATEMENTS) {
        throw new Fault('replay_block_missing', `entry ${index}: a block has at most ${BLOCK_STATEMENTS} statements`);
      }
      statements.push(leaf);
    } else {
      onBlock(leaf, index, await replayBlock(target, leaf, { statements, index, bytes, pool }));
      statements = [];
    }
    index++;
  }
  if (statements.length > 0) {
    throw new Fault(
      'replay_block_missing',
      `entry ${index - 1}: the log ends without the leaf of block ${target.head.height + 1}`,
    );
  }
}

async function replayBlock(
  target: Ledger,
  leaf: BlockLeaf,
  at: {
    readonly statements: readonly Statement[];
    readonly index: number;
    readonly bytes: Uint8Array;
    readonly pool: SignaturePool;
  },
): Promise<readonly Applied[]> {
  const { statements, index, bytes, pool } = at;
  const place = `entry ${index} (block ${leaf.height})`;
  const { size, height, timeMs } = target.head;
  if (leaf.height !== height + 1) throw new Fault('replay_height', `${place}: expected block ${height + 1}`);
  if (leaf.firstIndex !== size || leaf.count !== statements.length || leaf.count === 0) {
    throw new Fault(
      'replay_range',
      `${place}: it says ${leaf.count} statements from ${leaf.firstIndex} on, the log has ${statements.length} from ${size} on`,
    );
  }
  if (leaf.timeMs < timeMs)
    throw new Fault('replay_time', `${place}: its time ${leaf.timeMs} is before the last block's ${timeMs}`);
  const candidates = await checkSignatures(pool, statements, ({ kid }) => target.key(kid)?.publicKey);
  for (const [i, candidate] of candidates.entries()) {
    if (candidate === undefined)
      throw new Fault('replay_signature', `entry ${size + i} (block ${leaf.height}): the signature is wrong`);
  }
  const applied = target.execute(
    leaf.timeMs,
    candidates.flatMap((candidate) => candidate ?? []),
  );
  const dropped = applied.findIndex((one) => one.index === undefined);
  if (dropped >= 0) {
    throw new Fault(
      'replay_dropped',
      `entry ${size + dropped} (block ${leaf.height}): ${applied[dropped]?.outcome}: it had no place in the block that entry ${index} ends`,
    );
  }
  const own = target.stagedBlockLeaf();
  if (own === undefined || !equalBytes(own, bytes)) throw blockDiffers(place, own, leaf);
  target.commit();
  return applied;
}

/** Names the first field in which a block leaf is not what executing its statements gives. */
function blockDiffers(place: string, own: Uint8Array | undefined, leaf: BlockLeaf): Fault {
  const expected = own === undefined ? undefined : decodeBlockLeaf(own);
  const fields = ['protocol', 'resultsRoot', 'stateDigest', 'membersRoot', 'recordsRoot', 'timeMs'] as const;
  const field = fields.find((name) => String(expected?.[name]) !== String(leaf[name])) ?? 'bytes';
  return new Fault('replay_block_differs', `${place}: ${field} of its leaf is not what executing its statements gives`);
}

/** A leaf is a statement (CBOR tag 18) or a block leaf (CBOR map). */
function readLeaf(bytes: Uint8Array, index: number, target: Ledger): Statement | BlockLeaf {
  const place = `entry ${index} (block ${target.head.height + 1})`;
  try {
    return bytes[0] === 0xd2 ? decodeStatement(bytes) : decodeBlockLeaf(bytes);
  } catch (cause) {
    if (!isFault(cause)) throw cause;
    throw new Fault('replay_leaf', `${place}: ${cause.message}`, { cause });
  }
}
