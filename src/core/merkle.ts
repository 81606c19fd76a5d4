// The Merkle tree of RFC 9162 section 2.1: hashes, roots, and proofs that an entry is in a tree and that a tree grew out
// of an earlier one. Indices and sizes are safe integers; hashes are 32 bytes of SHA-256.

import { sha256 } from '#core/crypto.ts';
import { equalBytes } from './bytes.ts';
import { assert, Fault } from './fault.ts';

/** Bytes of a hash. */
export const HASH_BYTES = 32;

/** Hash of the complete subtree over the leaves index * 2^level up to, not including, (index + 1) * 2^level. */
export type HashReader = (level: number, index: number) => Uint8Array;

const EMPTY_ROOT = sha256(new Uint8Array(0));

/** Hash of a leaf: SHA-256(0x00, entry). */
export function leafHash(entry: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + entry.length);
  bytes.set(entry, 1);
  return sha256(bytes);
}

/** Hash of an inner node: SHA-256(0x01, left, right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + 2 * HASH_BYTES);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return sha256(bytes);
}

/** Root of the tree of the first `size` leaves; SHA-256 of nothing where there are none. */
export function rootOf(size: number, read: HashReader): Uint8Array {
  return size === 0 ? EMPTY_ROOT : rangeHash(0, size, read);
}

/** Path of the leaf `index` in the tree of the first `size` leaves (section 2.1.3.1). @throws Fault `proof_out_of_range` */
export function inclusionProof(index: number, size: number, read: HashReader): readonly Uint8Array[] {
  if (!isCount(index) || !isCount(size) || index >= size) {
    throw new Fault('proof_out_of_range', `expected an index below the size, got index ${index} and size ${size}`);
  }
  const path: Uint8Array[] = [];
  let begin = 0;
  let count = size;
  while (count > 1) {
    const left = leftCount(count);
    if (index - begin < left) {
      path.push(rangeHash(begin + left, count - left, read));
      count = left;
    } else {
      path.push(rangeHash(begin, left, read));
      begin += left;
      count -= left;
    }
  }
  return path.reverse();
}

/** Path from the tree of `size1` leaves to that of `size2` (section 2.1.4.1). @throws Fault `proof_out_of_range` */
export function consistencyProof(size1: number, size2: number, read: HashReader): readonly Uint8Array[] {
  if (!isCount(size1) || !isCount(size2) || size1 < 1 || size1 > size2) {
    throw new Fault('proof_out_of_range', `expected sizes from 1 on in order, got ${size1} and ${size2}`);
  }
  const path: Uint8Array[] = [];
  let begin = 0;
  let count = size2;
  while (size1 - begin !== count) {
    const left = leftCount(count);
    if (size1 - begin <= left) {
      path.push(rangeHash(begin + left, count - left, read));
      count = left;
    } else {
      path.push(rangeHash(begin, left, read));
      begin += left;
      count -= left;
    }
  }
  // Where the old tree is a subtree as it stands, the verifier has its root already.
  if (begin > 0) path.push(rangeHash(begin, count, read));
  return path.reverse();
}

/**
 * The root that an inclusion path leads to (section 2.1.3.2); undefined where index, size and path do not belong
 * together. The proof holds where this is the root of a signed head *of this size*: the root alone does not bind the size.
 */
export function rootOfInclusion(
  index: number,
  size: number,
  leaf: Uint8Array,
  path: readonly Uint8Array[],
): Uint8Array | undefined {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, ...path])) return undefined;
  let at = index;
  let last = size - 1;
  let root = leaf;
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      root = nodeHash(sibling, root);
      // The last node of a level without a sibling moves up as it is.
      while (at % 2 === 0 && at !== 0) {
        at = half(at);
        last = half(last);
      }
    } else root = nodeHash(root, sibling);
    at = half(at);
    last = half(last);
  }
  return last === 0 ? root : undefined;
}

/** What an inclusion proof says. */
export type Inclusion = {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly path: readonly Uint8Array[];
  readonly root: Uint8Array;
};

/** True where the leaf (its hash) is at `index` in the tree of this size and root. */
export function verifyInclusion({ index, size, leaf, path, root }: Inclusion): boolean {
  const computed = rootOfInclusion(index, size, leaf, path);
  return computed !== undefined && equalBytes(computed, root);
}

/** What a consistency proof says. */
export type Consistency = {
  readonly size1: number;
  readonly root1: Uint8Array;
  readonly size2: number;
  readonly root2: Uint8Array;
  readonly path: readonly Uint8Array[];
};

/** True where the first tree is how the second began (section 2.1.4.2). False for an empty first tree: it proves nothing. */
export function verifyConsistency({ size1, root1, size2, root2, path }: Consistency): boolean {
  if (!isCount(size1) || !isCount(size2) || size1 < 1 || size1 > size2) return false;
  if (size1 === size2) return path.length === 0 && equalBytes(root1, root2);
  if (path.length === 0 || !areHashes([root1, root2, ...path])) return false;
  const [first, ...rest] = 2 ** levelOf(size1) === size1 ? [root1, ...path] : path;
  if (first === undefined) return false;
  let at = size1 - 1;
  let last = size2 - 1;
  while (at % 2 === 1) {
    at = half(at);
    last = half(last);
  }
  let old = first;
  let now = first;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      old = nodeHash(sibling, old);
      now = nodeHash(sibling, now);
      while (at % 2 === 0 && at !== 0) {
        at = half(at);
        last = half(last);
      }
    } else now = nodeHash(now, sibling);
    at = half(at);
    last = half(last);
  }
  return last === 0 && equalBytes(old, root1) && equalBytes(now, root2);
}

/** A tree that keeps only the right edge: enough to append and to give the root, in O(log n) memory. */
export class CompactTree {
  /** Roots of the complete subtrees, from the largest at the left on: one for each binary digit 1 of the size. */
  readonly #edge: Uint8Array[] = [];
  #size = 0;

  /** Goes on from the first `size` leaves. */
  static resume(size: number, read: HashReader): CompactTree {
    assert(isCount(size), `tree size ${size}`);
    const tree = new CompactTree();
    for (let begin = 0; begin < size; ) {
      const level = levelOf(size - begin);
      tree.#edge.push(read(level, begin / 2 ** level));
      begin += 2 ** level;
    }
    tree.#size = size;
    return tree;
  }

  /** Leaves so far. */
  get size(): number {
    return this.#size;
  }

  /** Adds a leaf by its hash; tells of every subtree that this completes, from the leaf (level 0) up. */
  append(leaf: Uint8Array, completed?: (level: number, index: number, hash: Uint8Array) => void): void {
    let hash = leaf;
    let index = this.#size;
    completed?.(0, index, hash);
    for (let level = 1; index % 2 === 1; level++) {
      const left = this.#edge.pop();
      assert(left !== undefined, 'the right edge has a root for each digit of the size');
      hash = nodeHash(left, hash);
      index = half(index);
      completed?.(level, index, hash);
    }
    this.#edge.push(hash);
    this.#size++;
  }

  /** Root of the tree so far. */
  root(): Uint8Array {
    return this.#edge.length === 0 ? EMPTY_ROOT : this.#edge.reduceRight((right, left) => nodeHash(left, right));
  }
}

/** A tree that keeps every complete subtree's hash in memory: proofs for any size so far. */
export class MerkleTree {
  readonly #levels: Uint8Array[][] = [];
  readonly #edge = new CompactTree();

  /** Leaves so far. */
  get size(): number {
    return this.#edge.size;
  }

  /** Reads the hash of a complete subtree. */
  readonly read: HashReader = (level, index) => {
    const hash = this.#levels[level]?.[index];
    assert(hash !== undefined, `no complete subtree at level ${level}, index ${index}`);
    return hash;
  };

  /** Adds a leaf by its hash. */
  append(leaf: Uint8Array): void {
    this.#edge.append(leaf, (level, _index, hash) => {
      const hashes = this.#levels[level];
      if (hashes === undefined) this.#levels[level] = [hash];
      else hashes.push(hash);
    });
  }

  /** Root of the first `size` leaves; of all where none is given. */
  root(size: number = this.size): Uint8Array {
    return rootOf(size, this.read);
  }
}

/** Root of the tree over these leaf hashes. */
export function rootOfLeaves(leaves: Iterable<Uint8Array>): Uint8Array {
  const tree = new CompactTree();
  for (const leaf of leaves) tree.append(leaf);
  return tree.root();
}

/** Hash of the leaves from `begin` on, where `begin` is a multiple of the power of two at or above `count`. */
function rangeHash(begin: number, count: number, read: HashReader): Uint8Array {
  const level = levelOf(count);
  const left = 2 ** level;
  const hash = read(level, begin / left);
  return left === count ? hash : nodeHash(hash, rangeHash(begin + left, count - left, read));
}

/** The largest power of two below a count of 2 or more: where section 2.1.1 splits. */
function leftCount(count: number): number {
  return 2 ** levelOf(count - 1);
}

/** The largest level with 2^level <= n, for n of 1 and more. */
function levelOf(n: number): number {
  return n < 2 ** 32 ? 31 - Math.clz32(n) : 63 - Math.clz32(Math.floor(n / 2 ** 32));
}

function half(n: number): number {
  return Math.floor(n / 2);
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

function areHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash) => hash.length === HASH_BYTES);
}
