// The members tree of the next block: the keys that are live after the last one, and those that signed in the last one
// and are gone. Without the latter no block would prove the signer of a statement whose key was enrolled and revoked in
// its own block.

import { EMPTY_ROOT, encodeMemberLeaf, membersRootOf } from '#core/block.ts';
import type { KeyBinding } from '#core/identity.ts';
import type { Registry } from '#core/registry.ts';
import type { StateReader } from '#core/state.ts';
import { LiveKeys } from './live-keys.ts';
import type { Store } from './store.ts';

/** The members tree of one ledger. */
export class Members {
  /** The trees of all blocks. */
  readonly keys: LiveKeys;
  readonly #registry: Registry;
  readonly #state: StateReader;
  #root = EMPTY_ROOT;
  #hasGoneKeys = false;

  constructor(store: Store, registry: Registry, state: StateReader) {
    this.keys = new LiveKeys(store);
    this.#registry = registry;
    this.#state = state;
  }

  /** Root of the members tree of the next block. */
  get root(): Uint8Array {
    return this.#root;
  }

  /** Reads the tree of the block `height`, which is the next. */
  load(height: number): void {
    const leaves = this.keys.at(height);
    this.#root = membersRootOf(leaves.map(({ leaf }) => leaf));
    this.#hasGoneKeys = leaves.length !== this.#registry.identity.liveKeys(this.#state).length;
  }

  /** Makes the tree of the block `height`, which is the next, where it is another than the last one's. */
  follow(
    height: number,
    { keysChanged, signers }: { readonly keysChanged: boolean; readonly signers: ReadonlyMap<string, KeyBinding> },
  ): void {
    if (!keysChanged && !this.#hasGoneKeys) return;
    const live = this.#registry.identity.liveKeys(this.#state);
    const gone = new Map(signers);
    for (const { kid } of live) gone.delete(kid);
    const leaves = [
      ...live.map((key) => ({ kid: key.kid, leaf: encodeMemberLeaf(key, 'live') })),
      ...[...gone.values()].map((key) => ({ kid: key.kid, leaf: encodeMemberLeaf(key, 'gone') })),
    ].sort((a, b) => (a.kid < b.kid ? -1 : 1));
    this.keys.set(leaves, height);
    this.#root = membersRootOf(leaves.map(({ leaf }) => leaf));
    this.#hasGoneKeys = gone.size > 0;
  }
}
