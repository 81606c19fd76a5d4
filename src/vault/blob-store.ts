// Blobs on disk, named by the SHA-256 of their bytes, with the wrapped keys beside them: Node only.
//   <root>/<first two digits>/<hash>                                a sealed file
//   <root>/<first two digits>/<hash>.keys/<SHA-256 of reader>.json  a content key wrapped for one reader
//   <root>/incoming/                                                being written; emptied when the store opens
// A file under its final name is whole and on the disk. One process owns a store.

import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hex, utf8 } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { Fault } from '#core/fault.ts';
import type { ByteSource } from './byte-reader.ts';
import { discard, flushFolder, moveInto, onDisk, systemCode, writeIncoming } from './disk.ts';
import { MAX_FILE_BYTES, MAX_READER_LENGTH, READ_BYTES } from './limits.ts';
import { Meter } from './meter.ts';
import type { BlobSource } from './reader.ts';
import { decodeWrappedKey, encodeWrappedKey, type WrappedKey } from './wrap.ts';

/** Options of `BlobStore.open`. */
export type BlobStoreOptions = {
  /** Bytes of one blob. */
  readonly maxBytes?: number;
};

/** A blob that was put. `hash`: SHA-256 of its bytes in lower-case hexadecimal. */
export type StoredBlob = { readonly hash: string; readonly sizeBytes: number };

/** The vault's disk. Every method also throws Fault `vault_hash_invalid`, `vault_disk_failed`. */
export class BlobStore implements BlobSource {
  readonly #root: string;
  readonly #maxBytes: number;

  private constructor(root: string, maxBytes: number) {
    this.#root = root;
    this.#maxBytes = maxBytes;
  }

  /** Opens a store, making its folder where there is none and removing what an earlier process left half-written. */
  static async open(root: string, options: BlobStoreOptions = {}): Promise<BlobStore> {
    const store = new BlobStore(root, options.maxBytes ?? MAX_FILE_BYTES);
    await discard(store.#incoming());
    await onDisk('create a folder', () => mkdir(store.#incoming(), { recursive: true, mode: 0o700 }));
    await flushFolder(root);
    return store;
  }

  /**
   * Stores a sealed file; on return it is on the disk. A blob that is there already is written anew.
   * @param declared the hash it must have
   * @throws Fault `vault_hash_differs`, `vault_file_too_large`, `vault_disk_full`; what the source throws
   */
  async put(source: ByteSource, declared?: string): Promise<StoredBlob> {
    if (declared !== undefined) checkHash(declared);
    const meter = new Meter();
    const path = await writeIncoming(this.#incoming(), limited(source, meter, this.#maxBytes));
    try {
      const hash = meter.digest();
      if (declared !== undefined && declared !== hash) {
        throw new Fault('vault_hash_differs', `expected the blob ${declared}, got bytes with hash ${hash}`);
      }
      await moveInto(path, this.#blob(hash));
      return { hash, sizeBytes: meter.bytes };
    } finally {
      await discard(path);
    }
  }

  /**
   * The bytes of a blob. The last piece comes only after the hash of all was checked.
   * @throws Fault `vault_blob_unknown`, `vault_blob_damaged`
   */
  async *get(blob: string): AsyncGenerator<Uint8Array> {
    await using file = await ifExists('open a blob', () => open(this.#blob(blob), 'r'));
    if (file === undefined) throw unknownBlob(blob);
    const meter = new Meter();
    let held: Uint8Array = new Uint8Array(0);
    for (;;) {
      const buffer = new Uint8Array(READ_BYTES);
      const { bytesRead } = await onDisk('read a blob', () => file.read(buffer));
      if (bytesRead === 0) break;
      if (held.length > 0) yield held;
      held = meter.pass(buffer.subarray(0, bytesRead));
    }
    const hash = meter.digest();
    if (hash !== blob) {
      throw new Fault('vault_blob_damaged', `blob ${blob}: expected bytes with this hash, got bytes with hash ${hash}`);
    }
    if (held.length > 0) yield held;
  }

  /** True where the blob is here. */
  async has(blob: string): Promise<boolean> {
    return (await this.sizeBytes(blob)) !== undefined;
  }

  /** Bytes of a blob; undefined where it is not here. */
  async sizeBytes(blob: string): Promise<number | undefined> {
    const found = await ifExists('look for a blob', () => stat(this.#blob(blob)));
    return found?.size;
  }

  /**
   * Removes a blob and every key of it from this disk. Copies elsewhere, and what the disk itself keeps, are
   * not its to remove.
   * To be repeated where it did not return.
   */
  async erase(blob: string): Promise<void> {
    // The blob first: putKey looks for it after writing, so no key of it stays behind.
    await discard(this.#blob(blob));
    await discard(this.#keys(blob));
    await this.#flush(blob);
  }

  /**
   * Stores a key wrapped for a reader, in place of an earlier one.
   * @throws Fault `vault_blob_unknown`, `vault_reader_invalid`, `vault_disk_full`
   */
  async putKey(blob: string, reader: string, wrapped: WrappedKey): Promise<void> {
    const finalPath = this.#key(blob, reader);
    const path = await writeIncoming(this.#incoming(), [encodeWrappedKey(wrapped)]);
    try {
      await moveInto(path, finalPath);
    } finally {
      await discard(path);
    }
    // Looked for last: a blob that was erased meanwhile takes its key with it.
    if (await this.has(blob)) return;
    await discard(this.#keys(blob));
    throw unknownBlob(blob);
  }

  /**
   * The key wrapped for a reader; undefined where there is none.
   * @throws Fault `vault_wrapped_key_invalid`, `vault_reader_invalid`
   */
  async getKey(blob: string, reader: string): Promise<WrappedKey | undefined> {
    const bytes = await ifExists('read a key', () => readFile(this.#key(blob, reader)));
    return bytes === undefined ? undefined : decodeWrappedKey(bytes);
  }

  /** Removes the key of one reader, where there is one. @throws Fault `vault_reader_invalid` */
  async eraseKey(blob: string, reader: string): Promise<void> {
    await discard(this.#key(blob, reader));
    await this.#flush(blob);
  }

  #incoming(): string {
    return join(this.#root, 'incoming');
  }

  #folder(blob: string): string {
    checkHash(blob);
    return join(this.#root, blob.slice(0, 2));
  }

  #blob(blob: string): string {
    return join(this.#folder(blob), blob);
  }

  #keys(blob: string): string {
    return join(this.#folder(blob), `${blob}.keys`);
  }

  #key(blob: string, reader: string): string {
    if (reader.length === 0 || reader.length > MAX_READER_LENGTH || !reader.isWellFormed()) {
      throw new Fault(
        'vault_reader_invalid',
        `expected a reader id of 1 to ${MAX_READER_LENGTH} characters, got ${reader.length}`,
      );
    }
    return join(this.#keys(blob), `${hex(sha256(utf8(reader)))}.json`);
  }

  async #flush(blob: string): Promise<void> {
    for (const folder of [this.#keys(blob), this.#folder(blob)]) {
      if ((await ifExists('look for a folder', () => stat(folder))) !== undefined) await flushFolder(folder);
    }
  }
}

async function* limited(source: ByteSource, meter: Meter, maxBytes: number): AsyncGenerator<Uint8Array> {
  for await (const bytes of source) {
    meter.pass(bytes);
    if (meter.bytes > maxBytes) {
      throw new Fault('vault_file_too_large', `expected a blob of at most ${maxBytes} bytes, got more`);
    }
    yield bytes;
  }
}

async function ifExists<T>(what: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await onDisk(what, call);
  } catch (error) {
    if (error instanceof Fault && systemCode(error.cause) === 'ENOENT') return undefined;
    throw error;
  }
}

function checkHash(hash: string): void {
  if (!/^[0-9a-f]{64}$/.test(hash)) {
    throw new Fault(
      'vault_hash_invalid',
      `expected a blob's hash as 64 lower-case hexadecimal digits, got ${hash.length} characters that are not`,
    );
  }
}

function unknownBlob(blob: string): Fault {
  return new Fault('vault_blob_unknown', `expected the blob ${blob}, got nothing under this name`);
}
