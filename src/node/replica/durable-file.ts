// A small file that is whole or as it was, whatever happens: written beside, made durable, then renamed into its place.

import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '#core/fault.ts';
import { syncFolder } from '#ledger/high-water-mark.ts';

/** Writes a file durably, for its owner alone: when this returns, a power cut leaves it. @throws Fault `replica_disk` */
export function writeDurably(path: string, content: Uint8Array | string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(`${path}.new`, 'w', 0o600);
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.new`, path);
    syncFolder(dirname(path));
  } catch (cause) {
    throw diskFault(path, cause);
  }
}

/** A file's bytes, or undefined where there is none. @throws Fault `replica_disk`, `replica_file_too_large` */
export function readSmall(path: string, mostBytes: number): Uint8Array | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const { size } = statSync(path);
    if (size > mostBytes) {
      throw new Fault('replica_file_too_large', `${path}: expected at most ${mostBytes} bytes, it has ${size}`);
    }
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    throw cause instanceof Fault ? cause : diskFault(path, cause);
  }
}

function diskFault(path: string, cause: unknown): Fault {
  return new Fault('replica_disk', `${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
}
