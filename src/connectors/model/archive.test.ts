import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import { concat } from '#core/bytes.ts';
import { MAX_ARCHIVE_ENTRIES } from '../limits.ts';
import { inflateEntry, openArchive } from './archive.ts';

const text = strToU8('twenty plates of one order '.repeat(50));
const good = zipSync({ 'a.txt': text, 'folder/b.txt': [text, { level: 0 }] });

/** A zip with bytes replaced in its `nth` header of a kind. */
function patch(
  zip: Uint8Array,
  find: 'local' | 'central' | 'end',
  nth: number,
  write: (view: DataView) => void,
): Uint8Array {
  const copy = zip.slice();
  const signature = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 }[find];
  const view = new DataView(copy.buffer);
  let seen = 0;
  for (let at = 0; at + 4 <= copy.length; at++) {
    if (view.getUint32(at, true) === signature && seen++ === nth) {
      write(new DataView(copy.buffer, at));
      return copy;
    }
  }
  throw new Error('no such header');
}

function readAll(zip: Uint8Array): void {
  for (const entry of openArchive(zip).values()) inflateEntry(entry, () => {});
}

test('stored and deflated entries come back whole', () => {
  for (const entry of openArchive(good).values()) {
    const pieces: Uint8Array[] = [];
    inflateEntry(entry, (piece) => pieces.push(piece.slice()));
    assert.deepEqual(concat(...pieces), text);
  }
});

const bomb = zipSync({ '3D/3dmodel.model': new Uint8Array(100 * 1024 * 1024) });
const lyingBomb = patch(bomb, 'central', 0, (view) => view.setUint32(24, 1000, true));
const many = zipSync(
  Object.fromEntries(Array.from({ length: MAX_ARCHIVE_ENTRIES + 1 }, (_, i) => [`${i}`, new Uint8Array(0)])),
);
const named = (name: string) => zipSync({ [name]: text });
const secondStart = new DataView(good.buffer).getUint32(good.length - 6, true);

const broken: readonly (readonly [string, Uint8Array, string])[] = [
  ['an archive cut short', good.subarray(0, good.length - 30), 'archive_truncated'],
  ['an archive of its first bytes', good.subarray(0, 8), 'archive_truncated'],
  ['a name that climbs out', named('../../x'), 'archive_name_unsafe'],
  ['a name that climbs within', named('a/../x'), 'archive_name_unsafe'],
  ['an absolute name', named('/etc/passwd'), 'archive_name_unsafe'],
  ['a drive letter', named('C:/x'), 'archive_name_unsafe'],
  ['a backslash', named('..\\x'), 'archive_name_unsafe'],
  ['a name twice in other case', zipSync({ 'a.txt': text, 'A.TXT': text }), 'archive_name_twice'],
  ['a bomb', bomb, 'archive_ratio'],
  ['a bomb that lies about its size', lyingBomb, 'archive_size_mismatch'],
  [
    'a size that is too large',
    patch(good, 'central', 0, (v) => v.setUint32(24, 0xfffffff0, true)),
    'archive_too_large',
  ],
  ['more entries than allowed', many, 'archive_too_many_entries'],
  ['a wrong checksum', patch(good, 'central', 0, (v) => v.setUint32(16, 1, true)), 'archive_crc_mismatch'],
  ['a size that is too small', patch(good, 'central', 0, (v) => v.setUint32(24, 10, true)), 'archive_size_mismatch'],
  ['data that are not DEFLATE', patch(good, 'local', 0, (v) => v.setUint8(35, 0xff)), 'archive_deflate_invalid'],
  ['packed data cut short', patch(good, 'central', 0, (v) => v.setUint32(20, 4, true)), 'archive_deflate_invalid'],
  ['entries that overlap', patch(good, 'central', 0, (v) => v.setUint32(20, 200, true)), 'archive_overlap'],
  ['one entry listed twice', patch(good, 'central', 1, (v) => v.setUint32(42, 0, true)), 'archive_header_mismatch'],
  [
    'data that reach into the directory',
    patch(good, 'central', 1, (v) => v.setUint32(20, 1e6, true)),
    'archive_header_mismatch',
  ],
  ['a local header of another name', patch(good, 'local', 0, (v) => v.setUint8(30, 0x62)), 'archive_header_mismatch'],
  [
    'a directory elsewhere',
    patch(good, 'end', 0, (v) => v.setUint32(16, secondStart + 1, true)),
    'archive_header_mismatch',
  ],
  [
    'fewer entries than the directory holds',
    patch(good, 'end', 0, (v) => v.setUint32(8, 0x00010001, true)),
    'archive_header_mismatch',
  ],
  ['an encrypted entry', patch(good, 'central', 0, (v) => v.setUint16(8, 1, true)), 'archive_unsupported'],
  ['another method', patch(good, 'central', 0, (v) => v.setUint16(10, 12, true)), 'archive_unsupported'],
  ['a ZIP64 archive', patch(good, 'end', 0, (v) => v.setUint32(16, 0xffffffff, true)), 'archive_unsupported'],
  ['several disks', patch(good, 'end', 0, (v) => v.setUint16(4, 1, true)), 'archive_unsupported'],
];

for (const [name, zip, code] of broken) {
  test(`${name} is refused`, () => {
    assert.throws(() => readAll(zip), { name: 'Fault', code });
  });
}

test('a bomb that lies about its size is stopped before it is inflated', () => {
  let inflated = 0;
  for (const entry of openArchive(lyingBomb).values()) {
    assert.throws(
      () =>
        inflateEntry(entry, (piece) => {
          inflated += piece.length;
        }),
      { code: 'archive_size_mismatch' },
    );
  }
  assert.equal(inflated, 0);
});

test('what the taker of pieces throws comes through as it is', () => {
  const stop = new Error('enough');
  for (const entry of openArchive(good).values())
    assert.throws(
      () =>
        inflateEntry(entry, () => {
          throw stop;
        }),
      stop,
    );
});

test('every cut and every flipped byte ends in a Fault or in the same content', () => {
  for (let at = 0; at < good.length; at++) {
    for (const zip of [good.subarray(0, at), good.with(at, (good[at] ?? 0) ^ 0xff)]) {
      try {
        readAll(zip);
      } catch (error) {
        assert.equal((error as Error).name, 'Fault');
      }
    }
  }
});
