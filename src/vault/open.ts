// Opening: a sealed file (sealed-file.ts) becomes its plaintext again. A chunk comes out only after its check; whether
// the file is whole shows only at the end, so nothing that came out may be acted on before the stream ended without a
// Fault.

import { concat } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { decrypt, TAG_BYTES } from './aead.ts';
import { ByteReader, type ByteSource } from './byte-reader.ts';
import { CHUNKS_AHEAD, MAX_BYTES_IN_MEMORY, MAX_FILE_BYTES } from './limits.ts';
import { chunkNonce, type FileKey, HEADER_BYTES, openFileKey, type Place } from './sealed-file.ts';

/** Options of `openFile` and `openToBytes`. */
export type OpenOptions = {
  /** Plaintext bytes that are refused when exceeded. */
  readonly maxBytes?: number;
};

/**
 * Opens a sealed file as it streams through. Messages count chunks from 0.
 * @throws Fault `vault_header_invalid`, `vault_key_wrong`, `vault_key_invalid`, `vault_file_too_large`;
 * `vault_file_truncated` where the file ends after a chunk that is not the last one;
 * `vault_file_extended` where something follows the last chunk;
 * `vault_chunk_invalid` where a chunk was changed, moved, repeated, cut, or comes from another file
 */
export async function* openFile(
  source: ByteSource,
  contentKey: Uint8Array,
  options: OpenOptions = {},
): AsyncGenerator<Uint8Array> {
  const maxBytes = options.maxBytes ?? MAX_FILE_BYTES;
  const reader = new ByteReader(source);
  const inWork: Promise<Uint8Array>[] = [];
  try {
    const head = await reader.read(HEADER_BYTES);
    const file = await openFileKey(contentKey, head.bytes);
    for (let index = 0, last = false; !last; index++) {
      const piece = await reader.read(file.chunkBytes + TAG_BYTES);
      last = piece.last;
      if (index * file.chunkBytes + piece.bytes.length - TAG_BYTES > maxBytes) {
        throw new Fault('vault_file_too_large', `expected at most ${maxBytes} bytes, got more with chunk ${index}`);
      }
      const opened = openChunk(file, index, last ? 'last' : 'inner', piece.bytes);
      // It is awaited below, unless an earlier chunk failed; then nobody else would handle its failure.
      opened.catch(() => undefined);
      inWork.push(opened);
      const done = inWork.length < CHUNKS_AHEAD ? undefined : inWork.shift();
      if (done !== undefined) yield done;
    }
    yield* inWork;
  } finally {
    await reader.close();
  }
}

/**
 * Opens a sealed file into memory: all of it or nothing. At most 512 MiB unless options say otherwise.
 * @throws as openFile
 */
export async function openToBytes(
  source: ByteSource,
  contentKey: Uint8Array,
  options: OpenOptions = {},
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of openFile(source, contentKey, { maxBytes: MAX_BYTES_IN_MEMORY, ...options })) {
    chunks.push(chunk);
  }
  return concat(...chunks);
}

async function openChunk(file: FileKey, index: number, place: Place, sealed: Uint8Array): Promise<Uint8Array> {
  if (sealed.length < TAG_BYTES) {
    throw new Fault(
      'vault_file_truncated',
      `chunk ${index}: expected a tag of ${TAG_BYTES} bytes, got the end of the file after ${sealed.length} bytes`,
    );
  }
  const plaintext = await decrypt(file.key, chunkNonce(file, index, place), file.header, sealed);
  if (plaintext === undefined) throw await explain(file, index, place, sealed);
  if (plaintext.length === 0 && index > 0) {
    throw new Fault('vault_chunk_invalid', `chunk ${index}: expected at least one byte, got an empty last chunk`);
  }
  return plaintext;
}

/** A chunk that opens at the other place was sealed here, so the file was cut behind it or continued. */
async function explain(file: FileKey, index: number, place: Place, sealed: Uint8Array): Promise<Fault> {
  const other = place === 'last' ? 'inner' : 'last';
  if ((await decrypt(file.key, chunkNonce(file, index, other), file.header, sealed)) === undefined) {
    return new Fault(
      'vault_chunk_invalid',
      `chunk ${index}: expected the sealed bytes of this place in this file, got changed, moved, cut or foreign ones`,
    );
  }
  return place === 'last'
    ? new Fault('vault_file_truncated', `chunk ${index}: expected more chunks to follow, got the end of the file`)
    : new Fault('vault_file_extended', `chunk ${index}: expected the end of the file, got more bytes`);
}
