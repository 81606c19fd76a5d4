// ZIP archives (PKWARE APPNOTE 6.3.9) as OPC packages use them: stored or deflated entries, one disk, no encryption.
// The central directory is read and held against each local header; entries may not overlap, leave the archive by name or
// appear twice. An entry is inflated in pieces, and never beyond the size that it declared and the limits allowed.

import { Inflate } from 'fflate';
import { equalBytes } from '#core/bytes.ts';
import { Fault, isFault } from '#core/fault.ts';
import {
  MAX_ARCHIVE_ENTRIES,
  MAX_ARCHIVE_INFLATED_BYTES,
  MAX_ARCHIVE_RATIO,
  MIN_ARCHIVE_RATIO_BYTES,
} from '../limits.ts';
import { crc32 } from './crc32.ts';

const STORED = 0;
const DEFLATED = 8;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const PIECE_BYTES = 16 * 1024;

/** One file of an archive. `size`: declared inflated bytes; `start`, `dataStart`: bytes from the archive's beginning. */
export type ArchiveEntry = {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  readonly start: number;
  readonly dataStart: number;
  readonly packed: Uint8Array;
};

/**
 * Entries of an archive by name; folders are left out.
 * @throws Fault `archive_truncated`, `archive_unsupported`, `archive_name_unsafe`, `archive_name_twice`,
 * `archive_header_mismatch`, `archive_overlap`, `archive_too_many_entries`, `archive_too_large`, `archive_ratio`
 */
export function openArchive(bytes: Uint8Array): ReadonlyMap<string, ArchiveEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = findDirectory(view);
  const all: ArchiveEntry[] = [];
  let at = directory.start;
  for (let i = 0; i < directory.count; i++) {
    const { entry, next } = readCentral(bytes, view, at, directory.start);
    all.push(entry);
    at = next;
  }
  if (at !== directory.end)
    throw mismatch('central directory', `${directory.end - at} bytes more or less than it says`);
  checkSizes(all);
  checkOverlap(all, directory.start);
  return byName(all);
}

/**
 * Inflates an entry in pieces.
 * @throws Fault `archive_deflate_invalid`, `archive_size_mismatch`, `archive_crc_mismatch`, or what `take` throws
 */
export function inflateEntry(entry: ArchiveEntry, take: (piece: Uint8Array) => void): void {
  let size = 0;
  let crc = 0;
  const count = (piece: Uint8Array) => {
    size += piece.length;
    if (size > entry.size) throw sizeMismatch(entry, `more than ${entry.size}`);
    crc = crc32(piece, crc);
    take(piece);
  };
  if (entry.method === STORED) count(entry.packed);
  else inflate(entry, count);
  if (size !== entry.size) throw sizeMismatch(entry, `${size}`);
  if (crc !== entry.crc) {
    throw new Fault('archive_crc_mismatch', `archive: ${entry.name}: expected CRC-32 ${entry.crc}, got ${crc}`);
  }
}

function inflate(entry: ArchiveEntry, take: (piece: Uint8Array) => void): void {
  // What `take` throws is kept apart from what the inflater throws: only the latter is a broken archive.
  let thrown: { readonly error: unknown } | undefined;
  const inflater = new Inflate((piece) => {
    try {
      take(piece);
    } catch (error) {
      thrown = { error };
      throw error;
    }
  });
  try {
    for (let at = 0; at < entry.packed.length; at += PIECE_BYTES) {
      inflater.push(entry.packed.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= entry.packed.length);
    }
  } catch (cause) {
    if (thrown !== undefined) throw thrown.error;
    if (isFault(cause)) throw cause;
    throw new Fault('archive_deflate_invalid', `archive: ${entry.name}: expected DEFLATE data, got broken data`, {
      cause,
    });
  }
}

type Directory = { readonly start: number; readonly end: number; readonly count: number };

/** End of central directory record (section 4.3.16). Its comment must end with the file, so only one record can fit. */
function findDirectory(view: DataView): Directory {
  const lowest = Math.max(0, view.byteLength - END_BYTES - 0xffff);
  for (let at = view.byteLength - END_BYTES; at >= lowest; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    if (at + END_BYTES + view.getUint16(at + 20, true) !== view.byteLength) continue;
    const count = view.getUint16(at + 10, true);
    const start = view.getUint32(at + 16, true);
    if (count === 0xffff || start === 0xffffffff) throw unsupported('a ZIP64 archive');
    if (view.getUint32(at + 4, true) !== 0 || view.getUint16(at + 8, true) !== count)
      throw unsupported('several disks');
    if (count > MAX_ARCHIVE_ENTRIES) {
      throw new Fault(
        'archive_too_many_entries',
        `archive: expected at most ${MAX_ARCHIVE_ENTRIES} entries, got ${count}`,
      );
    }
    if (start + view.getUint32(at + 12, true) !== at)
      throw mismatch('central directory', 'a place that is not its own');
    return { start, end: at, count };
  }
  throw new Fault(
    'archive_truncated',
    `archive: expected an end of central directory, got ${view.byteLength} bytes without`,
  );
}

function readCentral(bytes: Uint8Array, view: DataView, at: number, directoryStart: number) {
  if (at + CENTRAL_BYTES > bytes.length || view.getUint32(at, true) !== 0x02014b50) {
    throw mismatch(`central directory at byte ${at}`, 'no file header');
  }
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const packedSize = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const nameBytes = bytes.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + view.getUint16(at + 28, true));
  const start = view.getUint32(at + 42, true);
  const name = checkName(nameBytes);
  if ((flags & 0x2041) !== 0) throw unsupported(`${name} encrypted`);
  if (method !== STORED && method !== DEFLATED) throw unsupported(`${name} with method ${method}`);
  if ([packedSize, size, start].includes(0xffffffff)) throw unsupported(`${name} in ZIP64 form`);
  const dataStart = localDataStart(bytes, view, { start, nameBytes, name, method, directoryStart });
  if (dataStart + packedSize > directoryStart) throw mismatch(name, 'data that reach beyond the entries');
  const packed = bytes.subarray(dataStart, dataStart + packedSize);
  const next = at + CENTRAL_BYTES + nameBytes.length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  return { entry: { name, method, crc: view.getUint32(at + 16, true), size, start, dataStart, packed }, next };
}

type Local = { start: number; nameBytes: Uint8Array; name: string; method: number; directoryStart: number };

function localDataStart(bytes: Uint8Array, view: DataView, { start, nameBytes, name, method, directoryStart }: Local) {
  if (start + LOCAL_BYTES > directoryStart || view.getUint32(start, true) !== 0x04034b50) {
    throw mismatch(name, `no local header at byte ${start}`);
  }
  const nameEnd = start + LOCAL_BYTES + view.getUint16(start + 26, true);
  const localName = bytes.subarray(start + LOCAL_BYTES, nameEnd);
  if (!equalBytes(localName, nameBytes) || view.getUint16(start + 8, true) !== method) {
    throw mismatch(name, 'another name or method in its local header');
  }
  return nameEnd + view.getUint16(start + 28, true);
}

/** Names are printable ASCII, as OPC part names are (ISO/IEC 29500-2), and stay inside the archive. */
function checkName(bytes: Uint8Array): string {
  const name = new TextDecoder('latin1').decode(bytes);
  const segments = name.replace(/\/$/, '').split('/');
  const safe = /^[\x20-\x7e]+$/.test(name) && !/[\\:]/.test(name);
  if (safe && segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..')) return name;
  throw new Fault(
    'archive_name_unsafe',
    `archive: expected names inside the archive, got ${JSON.stringify(name.slice(0, 80))}`,
  );
}

function checkSizes(entries: readonly ArchiveEntry[]): void {
  let total = 0;
  for (const { name, size, packed } of entries) {
    total += size;
    if (total > MAX_ARCHIVE_INFLATED_BYTES) {
      throw new Fault(
        'archive_too_large',
        `archive: ${name}: expected at most ${MAX_ARCHIVE_INFLATED_BYTES} bytes, got more`,
      );
    }
    if (size > MIN_ARCHIVE_RATIO_BYTES && size > packed.length * MAX_ARCHIVE_RATIO) {
      const came = `${size} bytes from ${packed.length}`;
      throw new Fault('archive_ratio', `archive: ${name}: expected at most ${MAX_ARCHIVE_RATIO} to 1, got ${came}`);
    }
  }
}

function checkOverlap(entries: readonly ArchiveEntry[], directoryStart: number): void {
  const ordered = entries.toSorted((a, b) => a.start - b.start);
  for (const [i, entry] of ordered.entries()) {
    if (entry.dataStart + entry.packed.length > (ordered[i + 1]?.start ?? directoryStart)) {
      throw new Fault(
        'archive_overlap',
        `archive: ${entry.name}: expected entries apart, got one that overlaps the next`,
      );
    }
  }
}

/** OPC part names are equal without regard to case (ISO/IEC 29500-2), so two that differ in case clash. */
function byName(entries: readonly ArchiveEntry[]): ReadonlyMap<string, ArchiveEntry> {
  const seen = new Set<string>();
  for (const { name } of entries) {
    const folded = name.toLowerCase();
    if (seen.has(folded)) throw new Fault('archive_name_twice', `archive: expected each name once, got ${name} twice`);
    seen.add(folded);
  }
  return new Map(entries.filter(({ name }) => !name.endsWith('/')).map((entry) => [entry.name, entry]));
}

function sizeMismatch(entry: ArchiveEntry, came: string): Fault {
  return new Fault('archive_size_mismatch', `archive: ${entry.name}: expected ${entry.size} bytes, got ${came}`);
}

function mismatch(place: string, came: string): Fault {
  return new Fault('archive_header_mismatch', `archive: ${place}: expected headers that agree, got ${came}`);
}

function unsupported(came: string): Fault {
  return new Fault('archive_unsupported', `archive: expected stored or deflated entries on one disk, got ${came}`);
}
