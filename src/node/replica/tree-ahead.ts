// The Merkle tree of a ledger with leaves behind it that the ledger does not hold (yet): roots and proofs within both.

import { CompactTree, consistencyProof, type HashReader, inclusionProof, leafHash, rootOf } from '#core/merkle.ts';
import { hashReaderOfTiles } from '#core/tile.ts';
import type { Ledger } from '#ledger/ledger.ts';
import type { Inclusion } from './log-source.ts';

/** Reads subtree hashes of a ledger's own log. */
export function readerOf({ tree }: Ledger): HashReader {
  return hashReaderOfTiles((level, index) => tree.tile(level, index));
}

/** A tree over a ledger's entries and some more leaves. The ledger must not have a block staged. */
export class TreeAhead {
  readonly size: number;
  readonly #hashes = new Map<string, Uint8Array>();
  readonly #own: HashReader;

  constructor(ledger: Ledger, leaves: readonly Uint8Array[] = []) {
    this.#own = readerOf(ledger);
    const tree = CompactTree.resume(ledger.head.size, this.#own);
    for (const bytes of leaves) {
      tree.append(leafHash(bytes), (level, index, hash) => this.#hashes.set(`${level}/${index}`, hash));
    }
    this.size = tree.size;
  }

  /** Root of the first `size` leaves. */
  root(size: number): Uint8Array {
    return rootOf(size, this.#read);
  }

  /** A leaf's hash. */
  leaf(index: number): Uint8Array {
    return this.#read(0, index);
  }

  /** A leaf's hash and its path in the tree of the first `size` leaves. */
  inclusion(index: number, size: number): Inclusion {
    return { leaf: this.#read(0, index), path: inclusionProof(index, size, this.#read) };
  }

  /** The path from one size to another. */
  consistency(from: number, to: number): readonly Uint8Array[] {
    return consistencyProof(from, to, this.#read);
  }

  readonly #read: HashReader = (level, index) => this.#hashes.get(`${level}/${index}`) ?? this.#own(level, index);
}
