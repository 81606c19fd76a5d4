// Hashing and signature checks outside Node, through noble. crypto.node.ts is the same interface on node:crypto, and
// says what each function takes and returns; a test holds the two against each other.

import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { sha256 as hash } from '@noble/hashes/sha2.js';

/** SHA-256 (FIPS 180-4): 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return hash(bytes);
}

/** SHA-256 of bytes that come piece by piece. */
export type StreamingHash = { update(bytes: Uint8Array): unknown; digest(): Uint8Array };

/** A new streaming SHA-256. */
export function newSha256(): StreamingHash {
  return hash.create();
}

/** ECDSA over P-256 with SHA-256: 65-byte uncompressed point, 64-byte r and s. */
export function verifyP256(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 65 || publicKey[0] !== 4 || signature.length !== 64) return false;
  try {
    return p256.verify(signature, message, publicKey, { lowS: false, prehash: true, format: 'compact' });
  } catch {
    // noble throws for a point that is not on the curve: no signature of it is valid.
    return false;
  }
}

/** Ed25519: 32-byte key, 64-byte signature. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    // noble's default, ZIP 215, takes keys and points of small order, which OpenSSL refuses.
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
