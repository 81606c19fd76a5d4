// A reader's encryption key: ECDH on P-256, as DHKEM(P-256, HKDF-SHA256) of RFC 9180 section 7.1 uses it. A private key
// held here cannot be taken out of WebCrypto again.

import { base64url } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { webBytes } from './aead.ts';

const ALGORITHM = { name: 'ECDH', namedCurve: 'P-256' };
const PUBLIC_KEY_BYTES = 65;
const PRIVATE_KEY_BYTES = 32;

/** Makes a key pair whose private key never leaves WebCrypto. */
export function newReaderKey(): Promise<CryptoKeyPair> {
  return globalThis.crypto.subtle.generateKey(ALGORITHM, false, ['deriveBits']);
}

/**
 * A key pair from a key file.
 * @param privateKey the scalar, 32 bytes big-endian
 * @param publicKey SEC1 uncompressed point, 65 bytes
 * @throws Fault `vault_key_invalid`, also where the two do not belong together
 */
export async function importReaderKey(privateKey: Uint8Array, publicKey: Uint8Array): Promise<CryptoKeyPair> {
  if (privateKey.length !== PRIVATE_KEY_BYTES) throw invalid('private', PRIVATE_KEY_BYTES, privateKey.length);
  const checked = await importReaderPublicKey(publicKey);
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: base64url(publicKey.subarray(1, 33)),
    y: base64url(publicKey.subarray(33)),
    d: base64url(privateKey),
  };
  try {
    const imported = await globalThis.crypto.subtle.importKey('jwk', jwk, ALGORITHM, false, ['deriveBits']);
    return { privateKey: imported, publicKey: checked };
  } catch (cause) {
    throw new Fault('vault_key_invalid', 'expected a P-256 private key and its public key, got a pair that is none', {
      cause,
    });
  }
}

/** A reader's public key from its SEC1 uncompressed point, 65 bytes. @throws Fault `vault_key_invalid` */
export async function importReaderPublicKey(publicKey: Uint8Array): Promise<CryptoKey> {
  if (publicKey.length !== PUBLIC_KEY_BYTES || publicKey[0] !== 4) {
    throw invalid('public', PUBLIC_KEY_BYTES, publicKey.length);
  }
  try {
    return await globalThis.crypto.subtle.importKey('raw', webBytes(publicKey), ALGORITHM, true, []);
  } catch (cause) {
    throw new Fault('vault_key_invalid', 'expected a public key on P-256, got a point that is not on the curve', {
      cause,
    });
  }
}

/** The public key as SEC1 uncompressed point, 65 bytes. */
export async function readerPublicKey(pair: CryptoKeyPair): Promise<Uint8Array> {
  return new Uint8Array(await globalThis.crypto.subtle.exportKey('raw', pair.publicKey));
}

function invalid(what: string, expected: number, got: number): Fault {
  return new Fault('vault_key_invalid', `expected a P-256 ${what} key of ${expected} bytes, got ${got} that are none`);
}
