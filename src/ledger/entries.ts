// Reading the log's entries back out of the store.

import { type BlockLeaf, decodeBlockLeaf } from '#core/block.ts';
import { assert, Fault } from '#core/fault.ts';
import { ROWS_PER_PAGE } from './limits.ts';
import type { Store } from './store.ts';

/** One leaf of the log. A block leaf has no transaction id; its outcome is empty. */
export type Entry = {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly txId: Uint8Array | undefined;
  readonly outcome: string;
  readonly writesDigest: Uint8Array;
  /** Canonical JSON of an array of events. */
  readonly eventsText: string;
  /** Canonical JSON. */
  readonly details: string;
  /** See entry-readers.ts. */
  readonly readers: readonly string[];
};

/** The entry at an index, or undefined. */
export function entryAt(store: Store, index: number): Entry | undefined {
  return entriesFrom(store, index, 1).next().value ?? undefined;
}

/** Up to `count` entries from an index on, in order; a missing index ends it. */
export function* entriesFrom(store: Store, first: number, count: number): Generator<Entry, undefined> {
  const select = store.db.prepare('SELECT * FROM entries WHERE idx >= ? AND idx < ? ORDER BY idx');
  const end = first + count;
  for (let next = first; next < end; ) {
    const rows = select.all(next, Math.min(end, next + ROWS_PER_PAGE));
    for (const row of rows) {
      if (Number(row.idx) !== next) return;
      next++;
      yield entryOf(row);
    }
    if (rows.length === 0) return;
  }
}

/** The block that an entry belongs to, or ends. @throws Fault `entry_unknown` */
export function blockOf(store: Store, index: number): BlockLeaf {
  const row = store.db.prepare('SELECT leaf_idx FROM blocks WHERE leaf_idx >= ? ORDER BY leaf_idx LIMIT 1').get(index);
  const leaf = row === undefined ? undefined : entryAt(store, Number(row.leaf_idx));
  if (leaf === undefined) throw new Fault('entry_unknown', `there is no entry ${index}`);
  return decodeBlockLeaf(leaf.bytes);
}

function entryOf(row: Record<string, unknown>): Entry {
  const { idx, bytes, tx_id: txId, outcome, writes, events, details, readers } = row;
  assert(bytes instanceof Uint8Array, 'entries hold bytes');
  return {
    index: Number(idx),
    bytes,
    txId: txId instanceof Uint8Array ? txId : undefined,
    outcome: typeof outcome === 'string' ? outcome : '',
    writesDigest: writes instanceof Uint8Array ? writes : new Uint8Array(0),
    eventsText: typeof events === 'string' ? events : '[]',
    details: typeof details === 'string' ? details : '{}',
    readers: typeof readers === 'string' ? readers.split(' ') : [],
  };
}
