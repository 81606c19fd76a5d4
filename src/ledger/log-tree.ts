// The Merkle tree over the log, kept as complete tiles in SQLite and the right edge in memory. Opening it reads at most
// 255 entries and the roots of 255 tiles a level, whatever the size of the log.

import type { StatementSync } from 'node:sqlite';
import { concat } from '#core/bytes.ts';
import { assert, Fault } from '#core/fault.ts';
import { LruMap } from '#core/lru-map.ts';
import {
  CompactTree,
  consistencyProof,
  HASH_BYTES,
  type HashReader,
  inclusionProof,
  leafHash,
  nodeHash,
  rootOf,
  rootOfLeaves,
} from '#core/merkle.ts';
import { TILE_HEIGHT, TILE_WIDTH } from '#core/tile.ts';
import { TILES_KEPT } from './limits.ts';
import type { Store } from './store.ts';

/** A tree whose tiles lie in a store. */
export class LogTree {
  readonly #readTile: StatementSync;
  readonly #writeTile: StatementSync;
  /** Inner nodes of tiles, by tile and width: those of a complete tile never change. */
  readonly #nodes = new LruMap<string, readonly Uint8Array[]>(TILES_KEPT);
  /** Hashes of the partial tile of each tile level, and which tile of its level that is. */
  readonly #edge: { index: number; hashes: Uint8Array[] }[] = [];
  #tree: CompactTree;

  /** Opens the tree of a log of `size` leaves. */
  constructor(store: Store, size: number) {
    this.#readTile = store.db.prepare('SELECT hashes FROM tiles WHERE level = ? AND idx = ?');
    this.#writeTile = store.db.prepare('INSERT INTO tiles VALUES(?, ?, ?, ?)');
    this.#loadEdge(store, size);
    this.#tree = CompactTree.resume(size, this.#read);
  }

  /** Leaves so far, those of an open transaction included. */
  get size(): number {
    return this.#tree.size;
  }

  /** Adds an entry inside the caller's transaction, and writes each tile that this completes. */
  append(entry: Uint8Array): void {
    this.#tree.append(leafHash(entry), (level, index, hash) => {
      if (level % TILE_HEIGHT !== 0) return;
      this.#add(level / TILE_HEIGHT, index, hash);
    });
  }

  /** Root of the first `size` leaves; of all where none is given. */
  root(size?: number): Uint8Array {
    return size === undefined || size === this.size ? this.#tree.root() : rootOf(size, this.#read);
  }

  /** RFC 9162 path of an entry in the tree of the first `size` leaves. @throws Fault `proof_out_of_range` */
  inclusion(index: number, size: number): readonly Uint8Array[] {
    return inclusionProof(index, size, this.#read);
  }

  /** RFC 9162 path from one size to another. @throws Fault `proof_out_of_range` */
  consistency(size1: number, size2: number): readonly Uint8Array[] {
    return consistencyProof(size1, size2, this.#read);
  }

  /** The hashes of a tile, joined; fewer than 256 at the right edge. */
  tile(level: number, index: number): Uint8Array {
    const edge = this.#edge[level];
    if (edge?.index === index) return concat(...edge.hashes);
    const hashes = this.#readTile.get(level, index)?.hashes;
    if (hashes instanceof Uint8Array) return hashes;
    throw new Fault('tile_missing', `the log has no tile ${index} of level ${level}`);
  }

  readonly #read: HashReader = (level, index) => {
    const [tileLevel, within] = [Math.floor(level / TILE_HEIGHT), level % TILE_HEIGHT];
    const perTile = TILE_WIDTH >> within;
    const tile = Math.floor(index / perTile);
    const start = (index % perTile) * HASH_BYTES;
    const hash = this.#nodesOf(tileLevel, tile)[within]?.subarray(start, start + HASH_BYTES);
    assert(hash?.length === HASH_BYTES, `the subtree ${index} of level ${level} is complete`);
    return hash;
  };

  /** A tile's hashes and the complete inner nodes above them, a level each. */
  #nodesOf(level: number, index: number): readonly Uint8Array[] {
    const edge = this.#edge[level];
    const key = `${level}/${index}/${edge?.index === index ? edge.hashes.length : TILE_WIDTH}`;
    let nodes = this.#nodes.get(key);
    if (nodes === undefined) {
      nodes = innerNodes(this.tile(level, index));
      this.#nodes.set(key, nodes);
    }
    return nodes;
  }

  #add(level: number, index: number, hash: Uint8Array): void {
    const tile = Math.floor(index / TILE_WIDTH);
    const edge = this.#edge[level] ?? { index: tile, hashes: [] };
    this.#edge[level] = edge;
    assert(edge.index === tile && edge.hashes.length === index % TILE_WIDTH, 'the edge holds the partial tile');
    edge.hashes.push(hash);
    if (edge.hashes.length < TILE_WIDTH) return;
    this.#writeTile.run(level, tile, rootOfLeaves(edge.hashes), concat(...edge.hashes));
    this.#edge[level] = { index: tile + 1, hashes: [] };
  }

  #loadEdge(store: Store, size: number): void {
    const entries = store.db.prepare('SELECT bytes FROM entries WHERE idx >= ? AND idx < ? ORDER BY idx');
    const roots = store.db.prepare('SELECT root FROM tiles WHERE level = ? AND idx >= ? AND idx < ? ORDER BY idx');
    for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
      const start = count - (count % TILE_WIDTH);
      const rows = level === 0 ? entries.all(start, count) : roots.all(level - 1, start, count);
      const hashes = rows.map((row) => {
        const bytes = level === 0 ? row.bytes : row.root;
        assert(bytes instanceof Uint8Array, 'entries and roots are bytes');
        return level === 0 ? leafHash(bytes) : bytes;
      });
      this.#edge[level] = { index: start / TILE_WIDTH, hashes };
      if (hashes.length !== count - start) {
        throw new Fault('ledger_damaged', `${store.path}: an entry or a tile of level ${level} is missing`);
      }
    }
  }
}

/** The levels of a tile: its hashes, then each level of nodes over complete pairs of the one below. */
function innerNodes(hashes: Uint8Array): readonly Uint8Array[] {
  const levels = [hashes];
  for (let below = hashes; below.length >= 2 * HASH_BYTES; ) {
    const pairs = Math.floor(below.length / (2 * HASH_BYTES));
    const level = new Uint8Array(pairs * HASH_BYTES);
    for (let i = 0; i < pairs; i++) {
      const left = 2 * i * HASH_BYTES;
      const node = nodeHash(
        below.subarray(left, left + HASH_BYTES),
        below.subarray(left + HASH_BYTES, left + 2 * HASH_BYTES),
      );
      level.set(node, i * HASH_BYTES);
    }
    levels.push(level);
    below = level;
  }
  return levels;
}
