// What the vault's tests share: bytes from a seed, cutting them into pieces, sealing them in memory.

import { createHash } from 'node:crypto';
import { concat } from '#core/bytes.ts';
import type { ByteSource } from './byte-reader.ts';
import { type SealOptions, type SealSummary, sealFile } from './seal.ts';

/** SHA-256 as Node gives it. */
export const newHash = () => createHash('sha256');

/** Bytes that look random and are the same for the same seed (xorshift32). */
export function seededBytes(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed | 1;
  for (let i = 0; i < length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state;
  }
  return bytes;
}

/** All bytes of a stream. */
export async function collect(source: ByteSource): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return concat(...parts);
}

/** A sealed file in memory, with what is known of it. */
export async function sealBytes(
  plaintext: Uint8Array,
  options: SealOptions = {},
): Promise<SealSummary & { readonly sealed: Uint8Array }> {
  const sealing = sealFile([plaintext], options);
  const sealed = await collect(sealing.bytes);
  return { sealed, ...sealing.summary() };
}
