// What a block gathers while its statements are executed.

import { nextStateDigest } from '#core/block.ts';
import type { KeyBinding } from '#core/identity.ts';
import { leafHash } from '#core/merkle.ts';

/** Where and when a block stands. */
export type Place = { readonly height: number; readonly timeMs: number; readonly firstIndex: number };

/** What a block has gathered so far. */
export class BlockInProgress {
  /** Leaf hashes of the results tree. */
  readonly results: Uint8Array[] = [];
  /** Keys that signed a statement of the block, by thumbprint. */
  readonly signers = new Map<string, KeyBinding>();
  stateDigest: Uint8Array;
  keysChanged = false;

  constructor(stateDigest: Uint8Array) {
    this.stateDigest = stateDigest;
  }

  /** @param digest of the writes, where there are any */
  add(result: Uint8Array, digest: Uint8Array | undefined): void {
    this.results.push(leafHash(result));
    if (digest !== undefined) this.stateDigest = nextStateDigest(this.stateDigest, digest);
  }
}
