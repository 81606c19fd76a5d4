// ECDSA over P-256 with SHA-256 as statements and receipts use it (COSE algorithm -9, ESP256, RFC 9864): only the half of
// all signatures whose s is low, so that nobody can turn a signature into a second one of the same message.

import { verifyP256 } from '#core/crypto.ts';
import { compareBytes, fromHex } from './bytes.ts';
import { Fault } from './fault.ts';

/** The order n of P-256 (FIPS 186-5, SP 800-186 section 3.2.1.3). */
const ORDER = fromHex('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
/** (n - 1) / 2. */
const HALF_ORDER = fromHex('7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8');

/**
 * True where the signature is of this key and message, and its s is low.
 * @param publicKey SEC1 uncompressed point, 65 bytes
 * @param signature r and s, 32 bytes each, big-endian
 */
export function verifyEs256(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return isLowS(signature) && verifyP256(publicKey, message, signature);
}

/** True where the signature has 64 bytes and its s is at most (n - 1) / 2. */
export function isLowS(signature: Uint8Array): boolean {
  return signature.length === 64 && compareBytes(signature.subarray(32), HALF_ORDER) <= 0;
}

/** The same signature with s or n - s, whichever is low. @throws Fault `signature_invalid` where it is no pair r, s */
export function lowS(signature: Uint8Array): Uint8Array {
  if (isLowS(signature)) return signature;
  if (signature.length !== 64 || compareBytes(signature.subarray(32), ORDER) >= 0) {
    throw new Fault('signature_invalid', `expected r and s of 32 bytes each below n, got ${signature.length} bytes`);
  }
  const low = Uint8Array.from(signature);
  let borrow = 0;
  for (let i = 31; i >= 0; i--) {
    const difference = (ORDER[i] ?? 0) - (signature[32 + i] ?? 0) - borrow;
    low[32 + i] = difference & 255;
    borrow = difference < 0 ? 1 : 0;
  }
  return low;
}
