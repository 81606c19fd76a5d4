// The sealed file, version 1: a header, then chunks. Everything in it is checked: a chunk opens only at its own place,
// in its own file, under its own header, and the file only as a whole.
//
//   header, 57 bytes   0  7  ASCII "TMVAULT"
//                      7  1  version, 1
//                      8  1  chunk power p, 10 to 22: a chunk holds 2^p bytes of plaintext, the last one 0 to 2^p
//                      9 16  file id, random
//                     25 32  key check
//   chunks             chunk i (from 0) = AES-256-GCM(file key, nonce i, additional data = header, plaintext i), that
//                      is the ciphertext and a tag of 16 bytes. Only a file of one chunk may have an empty last chunk.
//   keys               HKDF-SHA256 (RFC 5869; secret = content key, 32 bytes; salt = header bytes 0 to 24;
//                      info = ASCII "touchmark/vault/file/v1"; 71 bytes) = file key 32, nonce prefix 7, key check 32
//   nonce i            nonce prefix 7, i as 4 bytes big-endian, 1 for the last chunk and 0 for every other
//
// The nonces are the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its
// Nonce-Reuse Misuse-Resistance, 2015). The key check commits the file to one key (AES-GCM alone does not: a file could
// be made that opens to two texts under two keys), and tells a wrong key from a damaged chunk.

import { concat, equalBytes, utf8 } from '#core/bytes.ts';
import { assert, Fault } from '#core/fault.ts';
import { importAeadKey, KEY_BYTES, NONCE_BYTES, webBytes } from './aead.ts';
import { MAX_CHUNK_POWER, MIN_CHUNK_POWER } from './limits.ts';

const MAGIC = utf8('TMVAULT');
const VERSION = 1;
const INFO = utf8('touchmark/vault/file/v1');
const POWER_AT = 8;
const CHECK_AT = 25;
const PREFIX_BYTES = 7;

/** Bytes of the header. */
export const HEADER_BYTES = 57;

/** Bytes of a file id. */
export const FILE_ID_BYTES = 16;

/** What sealing and opening need of one file. */
export type FileKey = {
  readonly header: Uint8Array;
  readonly chunkBytes: number;
  readonly key: CryptoKey;
  readonly noncePrefix: Uint8Array;
};

/** Starts a sealed file. @throws Fault `vault_key_invalid` */
export async function newFileKey(contentKey: Uint8Array, fileId: Uint8Array, chunkPower: number): Promise<FileKey> {
  assert(chunkPower >= MIN_CHUNK_POWER && chunkPower <= MAX_CHUNK_POWER, 'the chunk power is within its limits');
  assert(fileId.length === FILE_ID_BYTES, 'the file id has its length');
  const start = concat(MAGIC, Uint8Array.of(VERSION, chunkPower), fileId);
  const { check, ...derived } = await derive(contentKey, start);
  return { header: concat(start, check), chunkBytes: 2 ** chunkPower, ...derived };
}

/**
 * Reads the header of a sealed file.
 * @throws Fault `vault_header_invalid`; `vault_key_wrong` where key and header do not belong together;
 * `vault_key_invalid`
 */
export async function openFileKey(contentKey: Uint8Array, header: Uint8Array): Promise<FileKey> {
  if (header.length < HEADER_BYTES) throw invalid(`${HEADER_BYTES} bytes of header`, `${header.length}`);
  if (!equalBytes(header.subarray(0, MAGIC.length), MAGIC)) throw invalid('"TMVAULT" at byte 0', 'other bytes');
  if (header[MAGIC.length] !== VERSION) throw invalid(`version ${VERSION} at byte 7`, `${header[MAGIC.length]}`);
  const power = header[POWER_AT] ?? 0;
  if (power < MIN_CHUNK_POWER || power > MAX_CHUNK_POWER) {
    throw invalid(`a chunk power of ${MIN_CHUNK_POWER} to ${MAX_CHUNK_POWER} at byte ${POWER_AT}`, `${power}`);
  }
  const { check, ...derived } = await derive(contentKey, header.subarray(0, CHECK_AT));
  if (!equalBytes(check, header.subarray(CHECK_AT, HEADER_BYTES))) {
    throw new Fault(
      'vault_key_wrong',
      `expected the content key of this file, got another, or a header changed in bytes ${POWER_AT} to ${HEADER_BYTES - 1}`,
    );
  }
  return { header: header.slice(0, HEADER_BYTES), chunkBytes: 2 ** power, ...derived };
}

/** Where a chunk stands: the last one is marked in its nonce. */
export type Place = 'last' | 'inner';

/** The nonce of chunk `index`. */
export function chunkNonce(file: FileKey, index: number, place: Place): Uint8Array {
  const nonce = new Uint8Array(NONCE_BYTES);
  nonce.set(file.noncePrefix);
  new DataView(nonce.buffer).setUint32(PREFIX_BYTES, index);
  nonce[NONCE_BYTES - 1] = place === 'last' ? 1 : 0;
  return nonce;
}

async function derive(contentKey: Uint8Array, salt: Uint8Array) {
  if (contentKey.length !== KEY_BYTES) {
    throw new Fault('vault_key_invalid', `expected a content key of ${KEY_BYTES} bytes, got ${contentKey.length}`);
  }
  const { subtle } = globalThis.crypto;
  const secret = await subtle.importKey('raw', webBytes(contentKey), 'HKDF', false, ['deriveBits']);
  const bits = await subtle.deriveBits(
    { name: 'HKDF', hash: 'SHA-256', salt: webBytes(salt), info: webBytes(INFO) },
    secret,
    8 * (KEY_BYTES + PREFIX_BYTES + HEADER_BYTES - CHECK_AT),
  );
  const bytes = new Uint8Array(bits);
  return {
    key: await importAeadKey(bytes.subarray(0, KEY_BYTES)),
    noncePrefix: bytes.slice(KEY_BYTES, KEY_BYTES + PREFIX_BYTES),
    check: bytes.slice(KEY_BYTES + PREFIX_BYTES),
  };
}

function invalid(expected: string, got: string): Fault {
  return new Fault('vault_header_invalid', `not a sealed file: expected ${expected}, got ${got}`);
}
