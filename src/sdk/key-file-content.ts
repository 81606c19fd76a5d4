// What a key file holds, and how it is opened where there is no Node: scrypt (RFC 7914) gives the key, AES-256-GCM of
// WebCrypto opens. Writing one, and reading it from a disk, is key-file.ts.

import { scryptAsync } from '@noble/hashes/scrypt.js';
import { base64url, fromBase64url, utf8 } from '#core/bytes.ts';
import { decodeJson, encodeJson, type Json } from '#core/canonical-json.ts';
import { Fault } from '#core/fault.ts';
import { ActorId, compile, object, PublicKey, type Static, Type } from '#core/schema.ts';
import { importReaderKey } from '#vault/reader-key.ts';
import { type ActorKeys, signerOf } from './web-keys.ts';

/** Bytes of a key file, at most. */
const MAX_KEY_FILE_BYTES = 16_384;
const SCALAR_BYTES = 32;

const KeyFile = object({
  format: Type.Literal('touchmark-key-1'),
  actor: ActorId,
  /** Signing key and encryption key: what others may know. */
  publicKey: PublicKey,
  encryptionKey: PublicKey,
  /** N is a power of two, of at most 128 MiB: a file from outside must not take the machine down. The salt has 16 bytes. */
  scrypt: object({
    n: Type.Union([Type.Literal(16_384), Type.Literal(32_768), Type.Literal(65_536), Type.Literal(131_072)]),
    r: Type.Literal(8),
    p: Type.Literal(1),
    salt: Type.String({ pattern: '^[A-Za-z0-9_-]{21}[AQgw]$' }),
  }),
  /** 12 bytes. */
  nonce: Type.String({ pattern: '^[A-Za-z0-9_-]{16}$' }),
  /** AES-256-GCM over both private scalars, 32 bytes each; the file's other members are its associated data. */
  sealed: Type.String({ pattern: '^[A-Za-z0-9_-]{106}[AEIMQUYcgkosw048]$' }),
});
/** A key file. */
export type KeyFile = Static<typeof KeyFile>;
/** Half of a key pair that is written, with the half that is not secret. */
export type Scalar = { readonly scalar: Uint8Array; readonly publicKey: Uint8Array };

const check = compile(KeyFile);

/** Reads a key file without opening it. @param name of the file, for messages @throws Fault `key_file_invalid` */
export function decodeKeyFile(bytes: Uint8Array, name: string): KeyFile {
  if (bytes.length > MAX_KEY_FILE_BYTES) throw new Fault('key_file_invalid', `${name} is too large for a key file`);
  let value: Json;
  try {
    value = decodeJson(bytes);
  } catch (cause) {
    throw new Fault('key_file_invalid', `${name} is not a key file`, { cause });
  }
  const fault = check.firstError(value);
  if (fault !== undefined) throw new Fault('key_file_invalid', `${name}: ${fault}`);
  // The schema was checked in the line above.
  return value as KeyFile;
}

/** What the passphrase becomes the file's key from. */
export function passphraseBytes(passphrase: string): Uint8Array {
  return utf8(passphrase.normalize('NFC'));
}

/** What is sealed with the scalars: the file without them. */
export function associatedData({ sealed: _, ...header }: KeyFile): Uint8Array {
  return encodeJson(header as Json);
}

/** Keys that WebCrypto holds and does not give out again. */
export async function actorKeys(actor: string, signing: Scalar, reading: Scalar): Promise<ActorKeys> {
  const { publicKey, scalar } = signing;
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: base64url(publicKey.subarray(1, 33)),
    y: base64url(publicKey.subarray(33)),
    d: base64url(scalar),
  };
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const privateKey = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign']);
  const imported = await crypto.subtle.importKey('raw', new Uint8Array(publicKey), algorithm, true, ['verify']);
  return {
    actor,
    signer: await signerOf({ privateKey, publicKey: imported }),
    readerKey: await importReaderKey(reading.scalar, reading.publicKey),
    encryptionKey: reading.publicKey,
  };
}

/** Opens a key file anywhere. @throws Fault `key_file_invalid`, `passphrase_wrong` */
export async function openKeyFileBytes(bytes: Uint8Array, passphrase: string): Promise<ActorKeys> {
  const file = decodeKeyFile(bytes, 'the file');
  const { n, r, p, salt } = file.scrypt;
  const derived = await scryptAsync(passphraseBytes(passphrase), fromBase64url(salt), { N: n, r, p, dkLen: 32 });
  const key = await crypto.subtle.importKey('raw', new Uint8Array(derived), 'AES-GCM', false, ['decrypt']);
  const iv = new Uint8Array(fromBase64url(file.nonce));
  const additionalData = new Uint8Array(associatedData(file));
  let scalars: Uint8Array;
  try {
    const sealed = new Uint8Array(fromBase64url(file.sealed));
    scalars = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, sealed));
  } catch (cause) {
    throw passphraseWrong('the file', cause);
  }
  return actorKeys(
    file.actor,
    { scalar: scalars.subarray(0, SCALAR_BYTES), publicKey: fromBase64url(file.publicKey) },
    { scalar: scalars.subarray(SCALAR_BYTES), publicKey: fromBase64url(file.encryptionKey) },
  );
}

/** The Fault of a file that its passphrase does not open. */
export function passphraseWrong(name: string, cause: unknown): Fault {
  return new Fault('passphrase_wrong', `${name}: the passphrase is not the one, or the file was changed`, { cause });
}
