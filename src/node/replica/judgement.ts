// From what a replica stumbled over to what can be shown of it.

import { assert, type Fault, isFault } from '#core/fault.ts';
import { leafHash, rootOfLeaves, verifyConsistency } from '#core/merkle.ts';
import { blockOf, entriesFrom, entryAt } from '#ledger/entries.ts';
import type { Ledger } from '#ledger/ledger.ts';
import type { ReplayFault } from '#ledger/replay.ts';
import { conflictOf } from './comparison.ts';
import { keptHead } from './comparisons.ts';
import { type Difference, firstDifference } from './difference.ts';
import { leafAt, prefixOf } from './evidence-format.ts';
import { needsLaterSoftware } from './execute-log.ts';
import { OriginFault } from './finding.ts';
import type { Origin } from './origin.ts';
import type { Seen } from './replica-state.ts';
import type { ServedLog } from './served-log.ts';
import type { SignedHead } from './signed-head.ts';
import { TreeAhead } from './tree-ahead.ts';

/** Leaves of the genesis' block. */
const FOUNDING_LEAVES = 2;

/** The origin's head is not how the replica's log begins, or the other way round. */
export async function conflict(origin: Origin, ledger: Ledger, head: SignedHead): Promise<OriginFault> {
  const { size } = ledger.head;
  const own = keptHead(ledger, head.size) ?? keptHead(ledger);
  const isShown = own !== undefined && own.size >= head.size;
  const tree = new TreeAhead(ledger);
  let difference: Difference | undefined;
  try {
    difference = await firstDifference(origin, { own: tree, head }, { same: 0, differs: Math.min(size, head.size) });
  } catch (error) {
    // The two heads say enough; the origin, who should say where they part, does not.
    if (!isShown || !(isFault(error, 'origin_unreachable') || error instanceof OriginFault)) throw error;
  }
  const draft = own && conflictOf(ledger, own, head, difference);
  if (draft !== undefined)
    return new OriginFault(draft.kind as 'fork' | 'rewritten', 'two logs were signed', { draft });
  if (difference === undefined) {
    return new OriginFault(
      'proof_wrong',
      `the origin does not show that its log of ${head.size} entries begins with the ${size} that it showed before (up to block ${ledger.head.height})`,
    );
  }
  if (difference.index < FOUNDING_LEAVES) return wrongFounding(origin, ledger, head, difference);
  const { height } = blockOf(ledger.store, difference.index);
  return new OriginFault(
    'rewritten',
    `entry ${difference.index} (block ${height}) is another one in the log of ${head.size} entries that ${head.by} signed; no checkpoint over the one before was kept that could show it`,
  );
}

/** The log does not begin with the genesis and its block. */
async function wrongFounding(
  origin: Origin,
  ledger: Ledger,
  head: SignedHead,
  { index }: Difference,
): Promise<OriginFault> {
  const place = `entry ${index} (block 0)`;
  const leaves = [...entriesFrom(ledger.store, 0, index)].map(({ bytes }) => bytes);
  for await (const served of origin.leaves(index, index + 1)) leaves.push(served);
  const size = index + 1;
  const root = rootOfLeaves(leaves.map(leafHash));
  const path = await origin.consistency(size, head.size);
  if (!verifyConsistency({ size1: size, root1: root, size2: head.size, root2: head.root, path })) {
    return new OriginFault('leaves_differ', `${place}: it is not what the genesis gives, nor what was served`);
  }
  const code = index === 0 ? 'replay_genesis' : 'replay_block_differs';
  return new OriginFault('wrong_execution', place, {
    draft: {
      kind: 'wrong_execution',
      checkpoint: head.note,
      prefix: prefixOf(size, root, path),
      entry: index,
      height: 0,
      code,
    },
    log: { leaves, checkpoint: head.note },
  });
}

/** Executing the served log found something wrong. The ledger was opened anew: nothing is staged. */
export function wrongLog(ledger: Ledger, served: ServedLog, head: SignedHead, fault: ReplayFault): OriginFault {
  if (needsLaterSoftware(fault)) return new OriginFault('later_software', fault.message, { cause: fault });
  if (fault.code === 'replay_time') return timeWentBack(ledger, served, head, fault);
  const ahead = served.ahead(ledger.head.size);
  const { size, path } = served.proven;
  const draft = {
    kind: 'wrong_execution',
    checkpoint: head.note,
    prefix: prefixOf(size, new TreeAhead(ledger, ahead).root(size), path),
    entry: fault.entry,
    height: fault.height,
    code: fault.code,
  } as const;
  const log = { leaves: withAhead(ledger, ahead), checkpoint: head.note };
  return new OriginFault('wrong_execution', fault.message, { draft, log, cause: fault });
}

function* withAhead(ledger: Ledger, ahead: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const { bytes } of entriesFrom(ledger.store, 0, ledger.head.size)) yield bytes;
  yield* ahead;
}

function timeWentBack(ledger: Ledger, served: ServedLog, head: SignedHead, fault: ReplayFault): OriginFault {
  const ahead = served.ahead(ledger.head.size);
  const { size, path } = served.proven;
  const tree = new TreeAhead(ledger, ahead);
  const before = ledger.head.size - 1;
  const [one, two] = [entryAt(ledger.store, before)?.bytes, ahead[fault.entry - ledger.head.size]];
  assert(one !== undefined && two !== undefined, `block leaves ${before} and ${fault.entry} are at hand`);
  const draft = {
    kind: 'time_went_back',
    checkpoint: head.note,
    prefix: prefixOf(size, tree.root(size), path),
    before: leafAt(before, one, tree.inclusion(before, size).path),
    after: leafAt(fault.entry, two, tree.inclusion(fault.entry, size).path),
  } as const;
  return new OriginFault('time_went_back', fault.message, { draft, cause: fault });
}

/** A block leaf that is about to be executed says a time at which the origin had shown that it had no such block. */
export function backDated(
  ledger: Ledger,
  served: ServedLog,
  head: SignedHead,
  block: { readonly index: number; readonly bytes: Uint8Array; readonly seen: Seen },
): OriginFault {
  const { size, path } = served.proven;
  const tree = new TreeAhead(ledger, served.ahead());
  const draft = {
    kind: 'back_dated',
    checkpoint: head.note,
    prefix: prefixOf(size, tree.root(size), path),
    block: leafAt(block.index, block.bytes, tree.inclusion(block.index, size).path),
    seen: { checkpoint: block.seen.head.note, atMs: block.seen.atMs },
  } as const;
  return new OriginFault('back_dated', `entry ${block.index} is back-dated`, { draft });
}

/** True for the failure that time may heal. */
export function isUnreachable(error: unknown): error is Fault {
  return isFault(error, 'origin_unreachable');
}
