// Files that the command line reads: whole, up to a limit, with one Fault for whatever is in the way.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { Fault } from '#core/fault.ts';

/** A file's bytes. @param cwd that a relative path starts from @throws Fault `file_unreadable`, `file_too_large` */
export function readWhole(cwd: string, path: string, most: number): Uint8Array {
  return withFile(cwd, path, (file, size) => {
    if (size > most) throw new Fault('file_too_large', `${path} has ${size} bytes; at most ${most} are read`);
    return readPart(file, 0, size);
  });
}

/** The first and the last bytes of a file, at most `most` of each. @throws Fault `file_unreadable` */
export function readEnds(
  cwd: string,
  path: string,
  most: number,
): { readonly start: Uint8Array; readonly end: Uint8Array; readonly size: number } {
  return withFile(cwd, path, (file, size) => ({
    start: readPart(file, 0, Math.min(size, most)),
    end: readPart(file, Math.max(0, size - most), Math.min(size, most)),
    size,
  }));
}

/** @throws Fault `file_unreadable` where a path is no file that can be read */
export function assertFile(cwd: string, path: string): void {
  withFile(cwd, path, () => undefined);
}

function withFile<T>(cwd: string, path: string, work: (file: number, size: number) => T): T {
  let file: number | undefined;
  try {
    file = openSync(resolve(cwd, path), 'r');
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new Fault('file_unreadable', `${path} is not a file`);
    return work(file, stat.size);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (typeof code !== 'string') throw cause;
    const reason = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new Fault('file_unreadable', `${path}: ${reason}`, { cause });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function readPart(file: number, from: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const read = readSync(file, bytes, at, length - at, from + at);
    // The file became shorter meanwhile.
    if (read === 0) return bytes.subarray(0, at);
    at += read;
  }
  return bytes;
}
