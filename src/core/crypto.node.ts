// Hashing and signature checks in Node, through node:crypto. crypto.ts is the same interface for browsers, through
// noble; package.json's `imports` chooses. Signatures come in their standard fixed-size forms.

import { createHash, createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { LruMap } from './lru-map.ts';

const KEYS_KEPT = 4096;
const P256_SPKI = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');

const keys = new LruMap<string, KeyObject | 'invalid'>(KEYS_KEPT);

/** SHA-256 (FIPS 180-4): 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}

/** SHA-256 of bytes that come piece by piece. */
export type StreamingHash = { update(bytes: Uint8Array): unknown; digest(): Uint8Array };

/** A new streaming SHA-256. */
export function newSha256(): StreamingHash {
  return createHash('sha256');
}

/**
 * ECDSA over P-256 with SHA-256 (FIPS 186-5).
 * @param publicKey SEC1 uncompressed point, 65 bytes
 * @param signature r and s, 32 bytes each, big-endian. High s is accepted here; es256.ts refuses it.
 */
export function verifyP256(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  // OpenSSL also takes the hybrid forms, which start with 6 or 7.
  const key = publicKey[0] === 4 ? importKey(P256_SPKI, publicKey, 65) : undefined;
  if (key === undefined || signature.length !== 64) return false;
  // The ieee-p1363 path of node:crypto is a third slower than DER.
  return verify('sha256', message, key, derOfSignature(signature));
}

/** Ed25519 (RFC 8032). `publicKey` 32 bytes, `signature` 64 bytes. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = importKey(ED25519_SPKI, publicKey, 32);
  if (key === undefined || signature.length !== 64) return false;
  return verify(null, message, key, signature);
}

function importKey(prefix: Uint8Array, publicKey: Uint8Array, length: number): KeyObject | undefined {
  if (publicKey.length !== length) return undefined;
  const name = Buffer.from(publicKey.buffer, publicKey.byteOffset, publicKey.length).toString('latin1');
  let key = keys.get(name);
  if (key === undefined) {
    key = tryImport(Buffer.concat([prefix, publicKey]));
    keys.set(name, key);
  }
  return key === 'invalid' ? undefined : key;
}

function tryImport(der: Buffer): KeyObject | 'invalid' {
  try {
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch {
    // OpenSSL refuses a point that is not on the curve: no signature of it is valid.
    return 'invalid';
  }
}

/** DER of r and s (RFC 3279 section 2.2.3): each without leading zeros, and with one where it would look negative. */
function derOfSignature(signature: Uint8Array): Uint8Array {
  const der = new Uint8Array(72);
  const afterR = putInteger(der, 2, signature, 0);
  const end = putInteger(der, afterR, signature, 32);
  der[0] = 0x30;
  der[1] = end - 2;
  return der.subarray(0, end);
}

/** Writes the 32-byte integer at `from` as a DER integer. @returns where it ends */
function putInteger(der: Uint8Array, at: number, signature: Uint8Array, from: number): number {
  let start = from;
  while (start < from + 31 && signature[start] === 0) start++;
  const sign = (signature[start] ?? 0) >= 0x80 ? 1 : 0;
  const length = from + 32 - start;
  der[at] = 0x02;
  der[at + 1] = length + sign;
  der[at + 2] = 0;
  der.set(signature.subarray(start, from + 32), at + 2 + sign);
  return at + 2 + sign + length;
}
