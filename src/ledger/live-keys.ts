// Which keys were live at which block: from it, the members tree of any block can be built again for a proof.

import { equalBytes } from '#core/bytes.ts';
import { assert } from '#core/fault.ts';
import { inclusionProof, leafHash, MerkleTree } from '#core/merkle.ts';
import type { Store } from './store.ts';

/** A key's place in the members tree of a block. */
export type MemberProof = {
  readonly leaf: Uint8Array;
  readonly path: readonly { readonly side: 'left' | 'right'; readonly hash: Uint8Array }[];
};

/** The history of live keys in one ledger file. */
export class LiveKeys {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Notes the leaves that the members tree has from the block `height` on. */
  set(keys: readonly { readonly kid: string; readonly leaf: Uint8Array }[], height: number): void {
    const { db } = this.#store;
    const old = new Map(this.at(height).map(({ kid, leaf }) => [kid, leaf]));
    const end = db.prepare('UPDATE live_keys SET to_height = ? WHERE kid = ? AND to_height IS NULL');
    const begin = db.prepare('INSERT OR REPLACE INTO live_keys VALUES(?, ?, ?, NULL)');
    for (const { kid, leaf } of keys) {
      const before = old.get(kid);
      old.delete(kid);
      if (before !== undefined && equalBytes(before, leaf)) continue;
      if (before !== undefined) end.run(height, kid);
      begin.run(kid, leaf, height);
    }
    for (const kid of old.keys()) end.run(height, kid);
  }

  /** The proof that a key was live at a block, or undefined where it was not. */
  proof(kid: string, height: number): MemberProof | undefined {
    const keys = this.at(height);
    const index = keys.findIndex((key) => key.kid === kid);
    const found = keys[index];
    if (found === undefined) return undefined;
    const tree = new MerkleTree();
    for (const { leaf } of keys) tree.append(leafHash(leaf));
    const hashes = inclusionProof(index, keys.length, tree.read);
    const sides = inclusionSides(index, keys.length);
    return { leaf: found.leaf, path: hashes.map((hash, i) => ({ side: sides[i] ?? 'right', hash })) };
  }

  /** The leaves of a block's members tree, sorted by thumbprint. */
  at(height: number): readonly { readonly kid: string; readonly leaf: Uint8Array }[] {
    const rows = this.#store.db
      .prepare(
        'SELECT kid, leaf FROM live_keys WHERE from_height <= ? AND (to_height IS NULL OR to_height > ?) ORDER BY kid',
      )
      .all(height, height);
    return rows.map(({ kid, leaf }) => {
      assert(leaf instanceof Uint8Array, 'member leaves are bytes');
      return { kid: String(kid), leaf };
    });
  }
}

/** On which side each hash of an RFC 9162 path stands. With sides, no byte of a proof is left that could be changed unnoticed. */
function inclusionSides(index: number, size: number): readonly ('left' | 'right')[] {
  const sides: ('left' | 'right')[] = [];
  for (let at = index, last = size - 1; last > 0; at = Math.floor(at / 2), last = Math.floor(last / 2)) {
    if (at % 2 === 1) sides.push('left');
    else if (at !== last) sides.push('right');
  }
  return sides;
}
