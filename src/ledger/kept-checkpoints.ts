// Checkpoints that a ledger without a key of its own keeps: its origin's, of what it holds. The audit holds them to the
// same rules as those of a ledger that signs.

import { equalBytes, fromBase64url } from '#core/bytes.ts';
import { originOf, verifyWholeCheckpoint } from '#core/checkpoint.ts';
import { assert } from '#core/fault.ts';
import type { Ledger } from './ledger.ts';

/** Keeps a node's checkpoint durably. @param note with signatures of nodes of the genesis alone, over a head that the ledger holds @throws as verifyWholeCheckpoint */
export function keepCheckpoint(ledger: Ledger, note: string): void {
  const origin = originOf(ledger.id);
  const keys = ledger.genesis.body.nodes.map(({ checkpointKey }) => ({
    name: origin,
    publicKey: fromBase64url(checkpointKey),
  }));
  const { checkpoint } = verifyWholeCheckpoint(note, { origin, keys });
  const { size, root } = checkpoint;
  assert(size <= ledger.head.size && equalBytes(ledger.tree.root(size), root), `a checkpoint of the log, size ${size}`);
  ledger.store.db.prepare('INSERT OR IGNORE INTO checkpoints VALUES(?, ?)').run(size, note);
}
