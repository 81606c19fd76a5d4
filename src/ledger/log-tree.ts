// The Merkle tree over the log, kept as complete tiles in SQLite and the right edge in memory. Opening it reads at most
// 255 entries and the roots of 255 tiles a level, whatever the size of the log.

import type { StatementSync } from 'node:sqlite';
import { concat } from '#core/bytes.ts';
import { assert, Fault } from '#core/fault.ts';
import { LruMap } from '#core/lru-map.ts';
import {
  CompactTree,
  consistencyProof,
  type HashReader,
  inclusionProof,
  leafHash,
  rootOf,
  rootOfLeaves,
} from '#core/merkle.ts';
import { hashReaderOfTiles, TILE_HEIGHT, TILE_WIDTH } from '#core/tile.ts';
import { TILES_KEPT } from './limits.ts';
import type { Store } from './store.ts';

/** A tree whose tiles lie in a store. */
export class LogTree {
  readonly #readTile: StatementSync;
  readonly #writeTile: StatementSync;
  readonly #cache = new LruMap<string, Uint8Array>(TILES_KEPT);
  /** Hashes of the partial tile of each tile level. */
  readonly #edge: Uint8Array[][] = [];
  #tree: CompactTree;
  readonly #read: HashReader;

  /** Opens the tree of a log of `size` leaves. */
  constructor(store: Store, size: number) {
    this.#readTile = store.db.prepare('SELECT hashes FROM tiles WHERE level = ? AND idx = ?');
    this.#writeTile = store.db.prepare('INSERT INTO tiles VALUES(?, ?, ?, ?)');
    this.#read = hashReaderOfTiles((level, index) => this.tile(level, index));
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
    const edge = this.#edge[level] ?? [];
    const key = `${level}/${index}`;
    const kept = this.#cache.get(key);
    if (kept !== undefined) return kept;
    const row = this.#readTile.get(level, index);
    if (row === undefined) return concat(...edge);
    assert(row.hashes instanceof Uint8Array, 'tiles hold bytes');
    this.#cache.set(key, row.hashes);
    return row.hashes;
  }

  #add(level: number, index: number, hash: Uint8Array): void {
    let edge = this.#edge[level];
    if (edge === undefined) {
      edge = [];
      this.#edge[level] = edge;
    }
    assert(edge.length === index % TILE_WIDTH, 'the edge holds the partial tile');
    edge.push(hash);
    if (edge.length < TILE_WIDTH) return;
    const hashes = concat(...edge);
    const tile = Math.floor(index / TILE_WIDTH);
    const root = rootOfLeaves(edge);
    this.#writeTile.run(level, tile, root, hashes);
    this.#edge[level] = [];
  }

  #loadEdge(store: Store, size: number): void {
    const entries = store.db.prepare('SELECT bytes FROM entries WHERE idx >= ? AND idx < ? ORDER BY idx');
    const roots = store.db.prepare('SELECT root FROM tiles WHERE level = ? AND idx >= ? AND idx < ? ORDER BY idx');
    for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
      const start = count - (count % TILE_WIDTH);
      const rows = level === 0 ? entries.all(start, count) : roots.all(level - 1, start, count);
      this.#edge[level] = rows.map((row) => {
        const bytes = level === 0 ? row.bytes : row.root;
        assert(bytes instanceof Uint8Array, 'entries and roots are bytes');
        return level === 0 ? leafHash(bytes) : bytes;
      });
      if (this.#edge[level]?.length !== count - start) {
        throw new Fault('ledger_damaged', `${store.path}: an entry or a tile of level ${level} is missing`);
      }
    }
  }
}
