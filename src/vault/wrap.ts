// Wrapping a file's secret (file-secret.ts) for one reader: HPKE (RFC 9180) base mode, DHKEM(P-256, HKDF-SHA256),
// HKDF-SHA256, AES-256-GCM, one message, no additional data. `info` is the canonical JSON of {blob, domain, ledger, reader}, so a
// wrapped key opens for that reader and that blob on that ledger, and nowhere else.

import {
  Aes256Gcm,
  CipherSuite,
  DecapError,
  DeserializeError,
  DhkemP256HkdfSha256,
  HkdfSha256,
  OpenError,
} from '@hpke/core';
import { base64url, fromBase64url } from '#core/bytes.ts';
import { decodeJson, encodeJson, isObject } from '#core/canonical-json.ts';
import { Fault, isFault } from '#core/fault.ts';
import { TAG_BYTES } from './aead.ts';
import { decodeFileSecret, encodeFileSecret, FILE_SECRET_BYTES, type FileSecret } from './file-secret.ts';
import { MAX_WRAPPED_KEY_BYTES } from './limits.ts';
import { importReaderPublicKey } from './reader-key.ts';

const DOMAIN = 'touchmark/vault/key/v2';
const ENC_BYTES = 65;
const CIPHERTEXT_BYTES = FILE_SECRET_BYTES + TAG_BYTES;

/** What a wrapped key is bound to: the ledger's id, the blob's hash in hexadecimal, the reader's actor id. */
export type KeyBinding = { readonly ledger: string; readonly blob: string; readonly reader: string };

/** A file's secret that one reader can take out. `enc`: ephemeral public key, 65 bytes. `ciphertext`: 352 bytes. */
export type WrappedKey = { readonly enc: Uint8Array; readonly ciphertext: Uint8Array };

/** The cipher suite of wrapped keys: identifiers 0x0010, 0x0001, 0x0002 of RFC 9180 section 7. */
export const WRAP_SUITE = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/**
 * Wraps a file's secret for the holder of a public key (SEC1 uncompressed point, 65 bytes).
 * @throws Fault `vault_key_invalid`, and those of encodeFileSecret
 */
export async function wrapKey(
  secret: FileSecret,
  readerPublicKey: Uint8Array,
  binding: KeyBinding,
): Promise<WrappedKey> {
  const encoded = encodeFileSecret(secret);
  const recipientPublicKey = await importReaderPublicKey(readerPublicKey);
  const sealed = await WRAP_SUITE.seal({ recipientPublicKey, info: infoOf(binding) }, encoded);
  return { enc: new Uint8Array(sealed.enc), ciphertext: new Uint8Array(sealed.ct) };
}

/**
 * Takes out a file's secret.
 * @throws Fault `vault_key_wrong` where it was wrapped for another key, reader, blob or ledger, or was changed;
 * `vault_wrapped_key_invalid` where it is none, and those of decodeFileSecret
 */
export async function unwrapKey(
  wrapped: WrappedKey,
  readerKey: CryptoKeyPair,
  binding: KeyBinding,
): Promise<FileSecret> {
  checkShape(wrapped);
  return decodeFileSecret(new Uint8Array(await openWrapped(wrapped, readerKey, binding)));
}

async function openWrapped(
  { enc, ciphertext }: WrappedKey,
  readerKey: CryptoKeyPair,
  binding: KeyBinding,
): Promise<ArrayBuffer> {
  try {
    return await WRAP_SUITE.open({ recipientKey: readerKey, enc, info: infoOf(binding) }, ciphertext);
  } catch (cause) {
    if (cause instanceof OpenError) {
      throw new Fault(
        'vault_key_wrong',
        `expected a key wrapped for reader ${binding.reader} and blob ${binding.blob}, got one that does not open with this reader's key`,
        { cause },
      );
    }
    if (cause instanceof DeserializeError || cause instanceof DecapError) {
      throw new Fault('vault_wrapped_key_invalid', 'enc: expected a point on P-256, got bytes that are none', {
        cause,
      });
    }
    throw cause;
  }
}

/** A wrapped key as canonical JSON: `{"ciphertext","enc"}` in base64url. */
export function encodeWrappedKey(wrapped: WrappedKey): Uint8Array {
  return encodeJson({ enc: base64url(wrapped.enc), ciphertext: base64url(wrapped.ciphertext) });
}

/** Reads what `encodeWrappedKey` writes. @throws Fault `vault_wrapped_key_invalid` */
export function decodeWrappedKey(bytes: Uint8Array): WrappedKey {
  if (bytes.length > MAX_WRAPPED_KEY_BYTES) {
    throw invalid(`at most ${MAX_WRAPPED_KEY_BYTES} bytes`, `${bytes.length}`);
  }
  const wrapped = readFields(bytes);
  checkShape(wrapped);
  return wrapped;
}

function readFields(bytes: Uint8Array): WrappedKey {
  try {
    const value = decodeJson(bytes);
    if (!isObject(value)) throw invalid('an object', 'another value');
    const { enc, ciphertext, ...others } = value;
    if (typeof enc !== 'string' || typeof ciphertext !== 'string' || Object.keys(others).length > 0) {
      throw invalid('the texts enc and ciphertext and nothing else', `the names ${Object.keys(value).join(', ')}`);
    }
    return { enc: fromBase64url(enc), ciphertext: fromBase64url(ciphertext) };
  } catch (cause) {
    if (!isFault(cause) || cause.code === 'vault_wrapped_key_invalid') throw cause;
    throw new Fault('vault_wrapped_key_invalid', `a wrapped key is ${cause.message}`, { cause });
  }
}

function checkShape({ enc, ciphertext }: WrappedKey): void {
  if (enc.length !== ENC_BYTES || enc[0] !== 4) {
    throw invalid(`an uncompressed point of ${ENC_BYTES} bytes in enc`, `${enc.length} bytes`);
  }
  if (ciphertext.length !== CIPHERTEXT_BYTES) {
    throw invalid(`${CIPHERTEXT_BYTES} bytes of ciphertext`, `${ciphertext.length}`);
  }
}

function infoOf({ ledger, blob, reader }: KeyBinding): Uint8Array {
  return encodeJson({ blob, domain: DOMAIN, ledger, reader });
}

function invalid(expected: string, got: string): Fault {
  return new Fault('vault_wrapped_key_invalid', `a wrapped key: expected ${expected}, got ${got}`);
}
