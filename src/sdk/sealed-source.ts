// A sealed file that can be sent as often as it must be, without ever lying anywhere as a whole. It is sealed anew, byte
// for byte the same, each time it is read. A source that gives other bytes than the first time is stopped before any of
// what came of them goes out: two texts under the same key and nonces would give both away.

import { equalBytes } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { Fault } from '#core/fault.ts';
import { KEY_BYTES } from '#vault/aead.ts';
import type { ByteSource } from '#vault/byte-reader.ts';
import { webRandom } from '#vault/random.ts';
import { type SealSummary, sealFile } from '#vault/seal.ts';
import { FILE_ID_BYTES } from '#vault/sealed-file.ts';
import type { BlobBody } from './transport.ts';

/** What is shared: bytes, a browser's file, or something that can be read from its start again and again. */
export type FileContent = Uint8Array | Blob | (() => ByteSource);

/** A sealed file, ready to be sent. */
export type SealedSource = BlobBody & { readonly summary: SealSummary };

/** Seals a file for the first time; nothing is kept of it but the hash of each sealed piece. @throws as sealFile */
export async function sealSource(content: FileContent): Promise<SealedSource> {
  const contentKey = webRandom(KEY_BYTES);
  const fileId = webRandom(FILE_ID_BYTES);
  const seal = () => sealFile(open(content), { contentKey, random: () => fileId });
  const hashes: Uint8Array[] = [];
  const first = seal();
  for await (const piece of first.bytes) hashes.push(sha256(piece));
  const summary = first.summary();
  return { summary, sizeBytes: summary.sizeBytes, read: () => same(seal().bytes, hashes) };
}

async function* same(pieces: AsyncIterable<Uint8Array>, hashes: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  let index = 0;
  for await (const piece of pieces) {
    const expected = hashes[index++];
    if (expected === undefined || !equalBytes(sha256(piece), expected)) throw changed();
    yield piece;
  }
  if (index !== hashes.length) throw changed();
}

function open(content: FileContent): ByteSource {
  if (content instanceof Uint8Array) return [content];
  return typeof content === 'function' ? content() : piecesOf(content.stream());
}

/** Not every browser iterates over a stream by itself. */
async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
  } finally {
    await reader.cancel();
  }
}

function changed(): Fault {
  return new Fault('file_changed', 'the file is not what it was when it was sealed: share it anew, as it is now');
}
