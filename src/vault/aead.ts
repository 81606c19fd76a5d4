// AES-256-GCM (NIST SP 800-38D) through WebCrypto: 12-byte nonce, 16-byte tag at the end of the ciphertext.

/** Bytes of a key. */
export const KEY_BYTES = 32;

/** Bytes of a nonce. */
export const NONCE_BYTES = 12;

/** Bytes that sealing adds. */
export const TAG_BYTES = 16;

/** A key for `encrypt` and `decrypt`, not extractable, from 32 bytes. */
export function importAeadKey(key: Uint8Array): Promise<CryptoKey> {
  return globalThis.crypto.subtle.importKey('raw', webBytes(key), 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** Ciphertext with its tag. The bytes are read before this returns. A nonce is never used twice with one key. */
export async function encrypt(
  key: CryptoKey,
  nonce: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Promise<Uint8Array> {
  const sealed = await globalThis.crypto.subtle.encrypt(parameters(nonce, aad), key, webBytes(plaintext));
  return new Uint8Array(sealed);
}

/** Plaintext, or undefined where the tag does not match key, nonce, additional data and ciphertext. */
export async function decrypt(
  key: CryptoKey,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array | undefined> {
  try {
    const plaintext = await globalThis.crypto.subtle.decrypt(parameters(nonce, aad), key, webBytes(sealed));
    return new Uint8Array(plaintext);
  } catch (error) {
    // Web Cryptography API section 27.4: a tag that does not match is an OperationError.
    if (error instanceof DOMException && error.name === 'OperationError') return undefined;
    throw error;
  }
}

/** The same bytes as WebCrypto takes them: never in shared memory. */
export function webBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
}

function parameters(nonce: Uint8Array, aad: Uint8Array): AesGcmParams {
  return { name: 'AES-GCM', iv: webBytes(nonce), additionalData: webBytes(aad), tagLength: 8 * TAG_BYTES };
}
