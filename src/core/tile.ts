// C2SP tlog-tiles: a log as files that never change. A tile holds up to 256 hashes of every eighth tree level; an entry
// bundle holds up to 256 entries. Partial tiles stand at the right edge only.

import { concat } from './bytes.ts';
import { assert, Fault } from './fault.ts';
import { HASH_BYTES, type HashReader, nodeHash } from './merkle.ts';

/** Tree levels that one tile spans. */
export const TILE_HEIGHT = 8;

/** Hashes of a full tile; entries of a full bundle. */
export const TILE_WIDTH = 256;

/** Tile levels 0 to 5 hold logs of up to 2^48 entries; the standard allows 63. */
const MAX_TILE_LEVEL = 63;

/** Which tile or bundle: `level` undefined is a bundle of entries. `width` is 1 to 256. */
export type TileName = { readonly level: number | undefined; readonly index: number; readonly width: number };

/** Reads the hashes of a tile, joined; it may hold more than are needed. */
export type TileReader = (level: number, index: number) => Uint8Array;

/** Path below the log's address: `tile/<level>/<index>[.p/<width>]`, `tile/entries/<index>[.p/<width>]`. */
export function tilePath({ level, index, width }: TileName): string {
  const groups = [];
  for (let rest = index, first = true; first || rest > 0; rest = Math.floor(rest / 1000), first = false) {
    groups.unshift(`${first ? '' : 'x'}${String(rest % 1000).padStart(3, '0')}`);
  }
  const partial = width === TILE_WIDTH ? '' : `.p/${width}`;
  return `tile/${level ?? 'entries'}/${groups.join('/')}${partial}`;
}

/** Reads a path; only what tilePath writes. @throws Fault `tile_path_invalid` */
export function parseTilePath(path: string): TileName {
  const match = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  if (match !== null) {
    const name = {
      level: match[1] === 'entries' ? undefined : Number(match[1]),
      index: Number(match[2]?.replaceAll(/[x/]/g, '')),
      width: match[3] === undefined ? TILE_WIDTH : Number(match[3]),
    };
    const known = Number.isSafeInteger(name.index) && (name.level ?? 0) <= MAX_TILE_LEVEL;
    if (known && name.width <= TILE_WIDTH && tilePath(name) === path) return name;
  }
  throw new Fault(
    'tile_path_invalid',
    `expected tile/<level>/<index> or tile/entries/<index>, got ${path.slice(0, 64)}`,
  );
}

/** Hashes that a tile has in a log of `size` entries: 0 to 256. Bundles count as level 0. */
export function tileWidth(size: number, level: number, index: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** level);
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH));
}

/** Reads subtree hashes out of tiles: what a tile does not store it holds the parts of. @throws Fault `tile_too_short` */
export function hashReaderOfTiles(readTile: TileReader): HashReader {
  return (level, index) => {
    const tileLevel = Math.floor(level / TILE_HEIGHT);
    const count = 2 ** (level % TILE_HEIGHT);
    const tileIndex = Math.floor((index * count) / TILE_WIDTH);
    const start = index * count - tileIndex * TILE_WIDTH;
    const tile = readTile(tileLevel, tileIndex);
    if (tile.length % HASH_BYTES !== 0 || tile.length < (start + count) * HASH_BYTES) {
      throw new Fault(
        'tile_too_short',
        `expected ${start + count} hashes in tile ${tileIndex} of level ${tileLevel}, got ${tile.length} bytes`,
      );
    }
    return hashOfTile(tile, start, count);
  };
}

/** An entry bundle: each entry with its length in two bytes before it. */
export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array {
  assert(entries.length <= TILE_WIDTH, `a bundle of ${entries.length} entries`);
  return concat(...entries.flatMap((entry) => [lengthOf(entry), entry]));
}

/** Entries of a bundle, as views of its bytes. @throws Fault `bundle_invalid` */
export function decodeEntries(bundle: Uint8Array): readonly Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bundle.length; ) {
    const start = at + 2;
    const end = start + (bundle[at] ?? 0) * 256 + (bundle[at + 1] ?? 0);
    if (end > bundle.length || start > bundle.length) {
      throw new Fault('bundle_invalid', `entry ${entries.length} goes beyond the ${bundle.length} bytes of its bundle`);
    }
    if (entries.length === TILE_WIDTH) {
      throw new Fault('bundle_invalid', `expected at most ${TILE_WIDTH} entries in a bundle, got more`);
    }
    entries.push(bundle.subarray(start, end));
    at = end;
  }
  return entries;
}

/** Hash over `count` (a power of two) hashes of a tile. */
function hashOfTile(tile: Uint8Array, start: number, count: number): Uint8Array {
  if (count === 1) return tile.subarray(start * HASH_BYTES, (start + 1) * HASH_BYTES);
  const left = count / 2;
  return nodeHash(hashOfTile(tile, start, left), hashOfTile(tile, start + left, left));
}

function lengthOf(entry: Uint8Array): Uint8Array {
  assert(entry.length < 65_536, `an entry of ${entry.length} bytes`);
  return Uint8Array.of(entry.length >> 8, entry.length & 255);
}
