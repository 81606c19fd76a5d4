// Replay: the log alone gives the same records, events and digests again. One reader serves import (replay into a new
// file), audit (replay beside the file) and replicas (replay from where they are): it takes leaves in order and names the
// first that is wrong.

import { type BlockLeaf, decodeBlockLeaf } from '#core/block.ts';
import { equalBytes } from '#core/bytes.ts';
import { Fault, isFault } from '#core/fault.ts';
import { PROTOCOL } from '#core/genesis.ts';
import { decodeStatement, type Statement } from '#core/statement.ts';
import type { Applied } from './applied.ts';
import { checkSignatures } from './candidate.ts';
import type { Ledger } from './ledger.ts';
import { BLOCK_STATEMENTS } from './limits.ts';
import type { SignaturePool } from './signature-pool.ts';

/** Called after each block, with what its statements came to. */
export type BlockListener = (leaf: BlockLeaf, index: number, applied: readonly Applied[]) => void;

/** What is wrong with a log: `replay_*`, at an entry of a block. The sentence begins with both. */
export class ReplayFault extends Fault {
  readonly entry: number;
  readonly height: number;

  constructor(
    code: string,
    what: string,
    at: { readonly entry: number; readonly height: number; readonly cause?: unknown },
  ) {
    super(code, `entry ${at.entry} (block ${at.height}): ${what}`, { cause: at.cause });
    this.entry = at.entry;
    this.height = at.height;
  }
}

/**
 * Replays leaves into a ledger, from its head on; whoever executed a block that is wrong has it staged, so that the
 * target must be opened anew.
 * @param leaves bytes in log order, from the leaf after the target's last block on
 * @throws ReplayFault; the target's file is left at the last whole block. `replay_release_missing` and
 * `replay_protocol_unknown` say that the log needs a later software than this
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
        throw new ReplayFault('replay_block_missing', `a block has at most ${BLOCK_STATEMENTS} statements`, {
          entry: index,
          height: target.head.height + 1,
        });
      }
      statements.push(leaf);
    } else {
      onBlock(leaf, index, await replayBlock(target, leaf, { statements, index, bytes, pool }));
      statements = [];
    }
    index++;
  }
  if (statements.length > 0) {
    const height = target.head.height + 1;
    throw new ReplayFault('replay_block_missing', `the log ends without the leaf of block ${height}`, {
      entry: index - 1,
      height,
    });
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
  const { size, height, timeMs } = target.head;
  const fault = (code: string, what: string, entry = index) =>
    new ReplayFault(code, what, { entry, height: leaf.height });
  if (leaf.protocol > PROTOCOL) {
    throw fault('replay_protocol_unknown', `it is of protocol ${leaf.protocol}, this software knows ${PROTOCOL}`);
  }
  if (leaf.height !== height + 1) throw fault('replay_height', `expected block ${height + 1}`);
  if (leaf.firstIndex !== size || leaf.count !== statements.length || leaf.count === 0) {
    const says = `${leaf.count} statements from ${leaf.firstIndex} on`;
    throw fault('replay_range', `it says ${says}, the log has ${statements.length} from ${size} on`);
  }
  if (leaf.timeMs < timeMs) throw fault('replay_time', `its time ${leaf.timeMs} is before the last block's ${timeMs}`);
  const candidates = await checkSignatures(pool, statements, ({ kid }) => target.key(kid)?.publicKey);
  for (const [i, candidate] of candidates.entries()) {
    if (candidate === undefined) throw fault('replay_signature', 'the signature is wrong', size + i);
  }
  const applied = target.execute(
    leaf.timeMs,
    candidates.flatMap((candidate) => candidate ?? []),
  );
  const dropped = applied.findIndex((one) => one.index === undefined);
  const reason = applied[dropped]?.outcome;
  if (reason !== undefined) {
    const code = reason === 'release_missing' ? 'replay_release_missing' : 'replay_dropped';
    throw fault(code, `${reason}: it had no place in the block that entry ${index} ends`, size + dropped);
  }
  const own = target.stagedBlockLeaf();
  if (own === undefined || !equalBytes(own, bytes)) {
    throw fault('replay_block_differs', `${differingField(own, leaf)} of its leaf is not what executing it gives`);
  }
  target.commit();
  return applied;
}

/** The first field in which a block leaf is not what executing its statements gives. */
function differingField(own: Uint8Array | undefined, leaf: BlockLeaf): string {
  const expected = own === undefined ? undefined : decodeBlockLeaf(own);
  const fields = ['protocol', 'resultsRoot', 'stateDigest', 'membersRoot', 'recordsRoot', 'timeMs'] as const;
  return fields.find((name) => String(expected?.[name]) !== String(leaf[name])) ?? 'bytes';
}

/** A leaf is a statement (CBOR tag 18) or a block leaf (CBOR map). */
function readLeaf(bytes: Uint8Array, index: number, target: Ledger): Statement | BlockLeaf {
  try {
    return bytes[0] === 0xd2 ? decodeStatement(bytes) : decodeBlockLeaf(bytes);
  } catch (cause) {
    if (!isFault(cause)) throw cause;
    throw new ReplayFault('replay_leaf', cause.message, { entry: index, height: target.head.height + 1, cause });
  }
}
