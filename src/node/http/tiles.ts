// The log as C2SP tlog-tiles: bytes of hash tiles and entry bundles, cut at the durable head. A block that is staged is in
// the tree already, but never in a tile that is given: a power failure could still take it back.

import { Fault } from '#core/fault.ts';
import { HASH_BYTES } from '#core/merkle.ts';
import { encodeEntries, TILE_WIDTH, type TileName, tilePath, tileWidth } from '#core/tile.ts';
import { entriesFrom } from '#ledger/entries.ts';
import type { Ledger } from '#ledger/ledger.ts';

/**
 * Cache-Control of what lies below the log's address. A tile never changes, a partial one neither: a wider one has another
 * path. Bundles hold statements, which are for their readers only, so no shared cache keeps them.
 */
export const LOG_CACHING = {
  checkpoint: 'no-cache',
  hashes: 'public, max-age=31536000, immutable',
  entries: 'private, max-age=31536000, immutable',
} as const;

/**
 * The bytes of a hash tile or an entry bundle. A partial one is there at every width up to that of the head's.
 * @throws Fault `tile_missing` where the log at its head does not have it that wide
 */
export function tileBytes(ledger: Ledger, name: TileName): Uint8Array {
  const { level, index, width } = name;
  const there = tileWidth(ledger.head.size, level ?? 0, index);
  if (width > there) {
    throw new Fault(
      'tile_missing',
      `the log of ${ledger.head.size} entries has no ${tilePath(name)}: it has ${there} of the ${width}`,
    );
  }
  if (level !== undefined) return ledger.tree.tile(level, index).subarray(0, width * HASH_BYTES);
  const entries = [...entriesFrom(ledger.store, index * TILE_WIDTH, width)];
  if (entries.length < width) {
    throw new Fault('ledger_damaged', `${ledger.store.path}: an entry of ${tilePath(name)} is missing`);
  }
  return encodeEntries(entries.map(({ bytes }) => bytes));
}
