// P-256 public keys: 65 bytes, the uncompressed point of SEC 1 section 2.3.3. One key has one form and one thumbprint.

import { sha256 } from '#core/crypto.ts';
import { concat, fromHex } from './bytes.ts';
import { Fault } from './fault.ts';

/** Bytes of a public key. */
const PUBLIC_KEY_BYTES = 65;

// {1: 2 (EC2), -1: 1 (P-256), -2: x, -3: y} in deterministic CBOR, up to the bytes of x and between x and y.
const BEFORE_X = fromHex('a40102200121' + '5820');
const BEFORE_Y = fromHex('225820');

/** Checks the form of a key. That the point is on the curve shows when the key verifies. @throws Fault `public_key_invalid` */
export function checkPublicKey(publicKey: Uint8Array): void {
  if (publicKey.length === PUBLIC_KEY_BYTES && publicKey[0] === 4) return;
  throw new Fault(
    'public_key_invalid',
    `expected an uncompressed P-256 point: ${PUBLIC_KEY_BYTES} bytes from 4 on, got ${publicKey.length} from ${publicKey[0]} on`,
  );
}

/** COSE key thumbprint (RFC 9679 section 3): SHA-256, 32 bytes. The `kid` of statements. @throws Fault `public_key_invalid` */
export function keyThumbprint(publicKey: Uint8Array): Uint8Array {
  checkPublicKey(publicKey);
  return sha256(concat(BEFORE_X, publicKey.subarray(1, 33), BEFORE_Y, publicKey.subarray(33)));
}
