// The high-water mark: how far this ledger had come, outside its database. A ledger file that is behind its mark is a
// restored backup or was cut: going on from there would sign a second history. Two slots are written in turn, so that a
// torn write leaves the other; after its making it needs no fsync, since an old mark only notices less.

import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { concat, equalBytes } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';

/** Size and root of the log at some commit. */
export type Mark = { readonly size: number; readonly root: Uint8Array };

const SLOT_BYTES = 64;
const CHECK_BYTES = 24;

/** The mark of one ledger file, open to write. */
export class HighWaterMark {
  readonly #file: number;
  #slot = 0;

  private constructor(file: number) {
    this.#file = file;
  }

  /** Makes the mark of a ledger that begins, durably: a ledger without its mark would not be opened again. */
  static create(path: string, mark: Mark): HighWaterMark {
    const created = new HighWaterMark(openSync(path, 'wx+'));
    created.set(mark);
    created.set(mark);
    fsyncSync(created.#file);
    syncFolder(dirname(path));
    return created;
  }

  /** Opens a mark that is there. */
  static open(path: string): HighWaterMark {
    return new HighWaterMark(openSync(path, 'r+'));
  }

  /** Notes how far the log has come. */
  set(mark: Mark): void {
    const slot = encode(mark);
    writeSync(this.#file, slot, 0, SLOT_BYTES, this.#slot * SLOT_BYTES);
    this.#slot = 1 - this.#slot;
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}

/** Where the mark of a ledger file lies. */
export function markPath(ledgerPath: string): string {
  return `${ledgerPath}.mark`;
}

/** The highest mark in the file, or undefined where there is none that is whole. */
export function readMark(path: string): Mark | undefined {
  if (!existsSync(path)) return undefined;
  const bytes = new Uint8Array(readFileSync(path));
  const marks = [0, 1].flatMap((slot) => decode(bytes.subarray(slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES)) ?? []);
  return marks.sort((a, b) => b.size - a.size)[0];
}

function encode({ size, root }: Mark): Uint8Array {
  const number = new Uint8Array(8);
  new DataView(number.buffer).setBigUint64(0, BigInt(size));
  const content = concat(number, root);
  return concat(content, sha256(content).subarray(0, CHECK_BYTES));
}

function decode(slot: Uint8Array): Mark | undefined {
  if (slot.length < SLOT_BYTES) return undefined;
  const content = slot.subarray(0, 40);
  if (!equalBytes(sha256(content).subarray(0, CHECK_BYTES), slot.subarray(40))) return undefined;
  const size = Number(new DataView(content.buffer, content.byteOffset, 8).getBigUint64(0));
  return { size, root: content.slice(8) };
}

/** Makes a folder's entries durable. Windows cannot, and needs no such call. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
