import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sharedData } from '#test/shared-data.ts';
import { concat, hex, utf8 } from './bytes.ts';
import { verifyCheckpoint } from './checkpoint.ts';
import {
  CompactTree,
  consistencyProof,
  inclusionProof,
  leafHash,
  MerkleTree,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts';
import { parseVkey } from './signed-note.ts';
import {
  decodeEntries,
  encodeEntries,
  hashReaderOfTiles,
  parseTilePath,
  TILE_HEIGHT,
  TILE_WIDTH,
  type TileName,
  tilePath,
  tileWidth,
} from './tile.ts';

const PATHS: readonly (readonly [string, TileName])[] = [
  ['tile/0/000', { level: 0, index: 0, width: 256 }],
  ['tile/0/000.p/1', { level: 0, index: 0, width: 1 }],
  ['tile/1/999.p/255', { level: 1, index: 999, width: 255 }],
  ['tile/0/x001/000', { level: 0, index: 1000, width: 256 }],
  ['tile/2/x001/x234/067.p/8', { level: 2, index: 1234067, width: 8 }],
  ['tile/63/000', { level: 63, index: 0, width: 256 }],
  ['tile/entries/x001/234', { level: undefined, index: 1234, width: 256 }],
  ['tile/0/x009/x007/x199/x254/x740/991', { level: 0, index: Number.MAX_SAFE_INTEGER, width: 256 }],
];

test('tiles have the paths of C2SP tlog-tiles', () => {
  for (const [path, name] of PATHS) {
    assert.equal(tilePath(name), path);
    assert.deepEqual(parseTilePath(path), name);
  }
});

test('a path in another form is refused', () => {
  const paths = [
    '',
    'tile/0/0',
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/000/',
    '/tile/0/000',
    'tile/0/x000/000',
  ];
  const partial = ['tile/0/000.p/0', 'tile/0/000.p/256', 'tile/0/000.p/01', 'tile/0/000.p/', 'tile/0/000.p/999'];
  const more = [
    'tile/0/001/000',
    'tile/0/x009/x007/x199/x254/x740/992',
    'tile/entries/0000',
    'tile/data/000',
    'tile/0/000\n',
  ];
  for (const path of [...paths, ...partial, ...more]) {
    assert.throws(() => parseTilePath(path), { code: 'tile_path_invalid' }, path);
  }
});

test('a tile is as wide as the log fills it', () => {
  const rows = [[0, 0, 0, 0], [1, 0, 0, 1], [256, 0, 0, 256], [256, 0, 1, 0], [300, 0, 1, 44], [300, 1, 0, 1]] as const; // biome-ignore format: rows
  for (const [size, level, index, width] of rows) assert.equal(tileWidth(size, level, index), width);
  assert.equal(tileWidth(2 ** 53 - 1, 6, 0), 31);
});

test('roots and proofs read out of tiles are those of the tree', () => {
  const tree = new MerkleTree();
  const compact = new CompactTree();
  const tiles = new Map<string, Uint8Array[]>();
  const size = 70_000;
  for (let i = 0; i < size; i++) {
    const leaf = leafHash(utf8(`${i}`));
    tree.append(leaf);
    compact.append(leaf, (level, index, hash) => {
      if (level % TILE_HEIGHT !== 0) return;
      const name = `${level / TILE_HEIGHT}/${Math.floor(index / TILE_WIDTH)}`;
      tiles.set(name, [...(tiles.get(name) ?? []), hash]);
    });
  }
  const read = hashReaderOfTiles((level, index) => concat(...(tiles.get(`${level}/${index}`) ?? [])));
  assert.equal(tiles.get('0/273')?.length, tileWidth(size, 0, 273));
  assert.equal(tiles.get('1/1')?.length, tileWidth(size, 1, 1));
  for (const at of [1, 2, 255, 256, 257, 511, 65_535, 65_536, 65_537, size]) {
    const root = rootOf(at, read);
    assert.equal(hex(root), hex(tree.root(at)), `root at ${at}`);
    for (const index of new Set([0, at >> 1, at - 1])) {
      const path = inclusionProof(index, at, read);
      assert.ok(verifyInclusion({ index, size: at, leaf: read(0, index), path, root }), `${index} in ${at}`);
    }
    const path = consistencyProof(at, size, read);
    assert.ok(verifyConsistency({ size1: at, root1: root, size2: size, root2: tree.root(), path }));
  }
  assert.throws(() => rootOf(size + 1, read), { code: 'tile_too_short' });
});

test('a tile that is cut short is named', () => {
  const read = hashReaderOfTiles(() => new Uint8Array(100));
  assert.throws(() => read(0, 2), { code: 'tile_too_short', message: /tile 0 of level 0, got 100 bytes/ });
  assert.throws(() => hashReaderOfTiles(() => new Uint8Array(96))(2, 0), { code: 'tile_too_short' });
});

test('entries read back from their bundle; a broken bundle is refused', () => {
  const entries = [utf8('a'), new Uint8Array(0), new Uint8Array(65_535).fill(7)];
  assert.deepEqual(decodeEntries(encodeEntries(entries)), entries);
  assert.deepEqual(decodeEntries(new Uint8Array(0)), []);
  assert.equal(decodeEntries(new Uint8Array(512)).length, 256);
  for (const bundle of [Uint8Array.of(0), Uint8Array.of(0, 1), Uint8Array.of(0, 2, 9), new Uint8Array(514)]) {
    assert.throws(() => decodeEntries(bundle), { code: 'bundle_invalid' });
  }
});

test('the log of tessera: its entries give its tiles, roots and every checkpoint, each grown out of the one before', (t) => {
  const folder = sharedData('merkle/tessera-log');
  if (folder === undefined) return t.skip('shared/data is absent');
  const key = parseVkey('example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx');
  const checkpoints = readdirSync(folder).filter((name) => /^checkpoint\.\d+$/.test(name));
  assert.equal(checkpoints.length, 16);
  const heads = [...checkpoints, 'checkpoint']
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .map((note) => verifyCheckpoint(note, { origin: 'example.com/log/testdata', keys: [key] }).checkpoint)
    .sort((a, b) => a.size - b.size);
  assert.deepEqual(heads.map(({ size }) => size), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15]); // biome-ignore format: one row
  const tree = new MerkleTree();
  for (const { size, root } of heads) {
    if (size > tree.size) {
      const entries = decodeEntries(readFileSync(join(folder, tilePath({ level: undefined, index: 0, width: size }))));
      assert.equal(entries.length, size);
      for (const entry of entries.slice(tree.size)) tree.append(leafHash(entry));
    }
    assert.equal(hex(tree.root()), hex(root), `root at ${size}`);
    if (size === 0) continue;
    const tile: Uint8Array = readFileSync(join(folder, tilePath({ level: 0, index: 0, width: size })));
    assert.equal(hex(tile), hex(concat(...Array.from({ length: size }, (_, i) => tree.read(0, i)))));
    const read = hashReaderOfTiles(() => tile);
    for (const earlier of heads.filter((head) => head.size > 0 && head.size <= size)) {
      const path = consistencyProof(earlier.size, size, read);
      const proof = { size1: earlier.size, root1: earlier.root, size2: size, root2: root, path };
      assert.ok(verifyConsistency(proof), `${earlier.size} to ${size}`);
    }
  }
});
