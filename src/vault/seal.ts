// Sealing: a plaintext stream becomes a sealed file (sealed-file.ts), a few chunks at a time. The output depends on
// plaintext, content key, file id and chunk size alone, not on the pieces in which the plaintext came.

import { assert, Fault } from '#core/fault.ts';
import { encrypt, KEY_BYTES } from './aead.ts';
import { ByteReader, type ByteSource } from './byte-reader.ts';
import { CHUNK_POWER, CHUNKS_AHEAD, MAX_FILE_BYTES } from './limits.ts';
import { Meter } from './meter.ts';
import { type Random, webRandom } from './random.ts';
import { chunkNonce, FILE_ID_BYTES, type FileKey, newFileKey } from './sealed-file.ts';

/** Options of `sealFile`. */
export type SealOptions = {
  /** 32 secret bytes; without it, fresh random ones. */
  readonly contentKey?: Uint8Array;
  /** Gives the file id, and the content key where none is given. Repeating both for two texts would give both away. */
  readonly random?: Random;
  /** Plaintext bytes of a chunk as a power of two, 10 to 22. */
  readonly chunkPower?: number;
  /** Bytes of plaintext that are refused when exceeded. */
  readonly maxBytes?: number;
};

/** What is known once a file is sealed. Hashes: SHA-256 as lower-case hexadecimal. */
export type SealSummary = {
  /** Of the sealed file: the name of the blob. */
  readonly ciphertextHash: string;
  /** Bytes of the sealed file. */
  readonly sizeBytes: number;
  /** Of the exact bytes that went in. On a ledger only inside a commitment. */
  readonly plaintextHash: string;
  readonly plaintextBytes: number;
  /** 32 secret bytes, to be wrapped for each reader. */
  readonly contentKey: Uint8Array;
};

/** A file being sealed. */
export type Sealing = {
  /** The sealed file, to be read once and in full. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** What came of it; known once `bytes` was read to its end, a bug before. */
  summary(): SealSummary;
};

/**
 * Seals a file as it streams through.
 * Reading `bytes` throws Fault `vault_file_too_large`, `vault_key_invalid`, and what the source throws.
 */
export function sealFile(source: ByteSource, options: SealOptions = {}): Sealing {
  let summary: SealSummary | undefined;
  async function* run(): AsyncGenerator<Uint8Array> {
    summary = yield* sealChunks(source, options);
  }
  return {
    bytes: run(),
    summary: () => {
      assert(summary !== undefined, 'the sealed file was read to its end');
      return summary;
    },
  };
}

async function* sealChunks(source: ByteSource, options: SealOptions): AsyncGenerator<Uint8Array, SealSummary> {
  const random = options.random ?? webRandom;
  const contentKey = options.contentKey ?? random(KEY_BYTES);
  const plaintext = new Meter();
  const ciphertext = new Meter();
  const reader = new ByteReader(source);
  try {
    const file = await newFileKey(contentKey, random(FILE_ID_BYTES), options.chunkPower ?? CHUNK_POWER);
    yield ciphertext.pass(file.header);
    for await (const chunk of encryptChunks(file, reader, plaintext, options.maxBytes ?? MAX_FILE_BYTES)) {
      yield ciphertext.pass(chunk);
    }
  } finally {
    await reader.close();
  }
  return {
    ciphertextHash: ciphertext.digest(),
    sizeBytes: ciphertext.bytes,
    plaintextHash: plaintext.digest(),
    plaintextBytes: plaintext.bytes,
    contentKey,
  };
}

async function* encryptChunks(
  file: FileKey,
  reader: ByteReader,
  plaintext: Meter,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  const inWork: Promise<Uint8Array>[] = [];
  for (let index = 0, last = false; !last; index++) {
    const piece = await reader.read(file.chunkBytes);
    last = piece.last;
    inWork.push(encrypt(file.key, chunkNonce(file, index, last ? 'last' : 'inner'), file.header, piece.bytes));
    plaintext.pass(piece.bytes);
    if (plaintext.bytes > maxBytes) {
      throw new Fault('vault_file_too_large', `expected at most ${maxBytes} bytes to seal, got more`);
    }
    const done = inWork.length < CHUNKS_AHEAD ? undefined : inWork.shift();
    if (done !== undefined) yield done;
  }
  yield* inWork;
}
