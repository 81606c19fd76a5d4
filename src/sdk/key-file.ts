// An actor's private keys in a file, encrypted under a passphrase: scrypt (RFC 7914) gives the key, AES-256-GCM seals.
// For the command line, machines and agents. The node never sees it.

import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { base64url, concat, fromBase64url } from '#core/bytes.ts';
import { encodeJson, type Json } from '#core/canonical-json.ts';
import { Fault } from '#core/fault.ts';
import {
  actorKeys,
  associatedData,
  decodeKeyFile,
  type KeyFile,
  passphraseBytes,
  passphraseWrong,
  type Scalar,
} from './key-file-content.ts';
import type { ActorKeys } from './web-keys.ts';

/** scrypt's cost: 32 MiB and about a tenth of a second. */
const COST = { n: 32_768, r: 8, p: 1 } as const;

/** Makes an actor's keys and writes them to a new file that only its owner may read. @throws Fault `key_file_exists` */
export async function createKeyFile(path: string, actor: string, passphrase: string): Promise<ActorKeys> {
  return writeKeyFile(path, { actor, signing: await newScalar('ECDSA'), reading: await newScalar('ECDH') }, passphrase);
}

/**
 * Writes a new file with a new signing key, and with the encryption key of an old one: what was sealed for it can still be
 * opened. @throws Fault `key_file_exists`, and as openKeyFile
 */
export async function renewKeyFile(oldPath: string, path: string, passphrase: string): Promise<ActorKeys> {
  const { actor, reading } = await openScalars(oldPath, passphrase);
  return writeKeyFile(path, { actor, signing: await newScalar('ECDSA'), reading }, passphrase);
}

/** Opens a key file. @throws Fault `key_file_invalid`, `passphrase_wrong` */
export async function openKeyFile(path: string, passphrase: string): Promise<ActorKeys> {
  const { actor, signing, reading } = await openScalars(path, passphrase);
  try {
    return await actorKeys(actor, signing, reading);
  } catch (cause) {
    throw passphraseWrong(path, cause);
  }
}

type Scalars = { readonly actor: string; readonly signing: Scalar; readonly reading: Scalar };

/** Writes keys that exist already to a new file. @throws Fault `key_file_exists` */
export async function writeKeyFile(
  path: string,
  { actor, signing, reading }: Scalars,
  passphrase: string,
): Promise<ActorKeys> {
  const header: Omit<KeyFile, 'sealed'> = {
    format: 'touchmark-key-1',
    actor,
    publicKey: base64url(signing.publicKey),
    encryptionKey: base64url(reading.publicKey),
    scrypt: { ...COST, salt: base64url(randomBytes(16)) },
    nonce: base64url(randomBytes(12)),
  };
  const cipher = createCipheriv('aes-256-gcm', await keyOf(header, passphrase), fromBase64url(header.nonce));
  cipher.setAAD(encodeJson(header as Json));
  const sealed = concat(cipher.update(concat(signing.scalar, reading.scalar)), cipher.final(), cipher.getAuthTag());
  try {
    writeFileSync(path, encodeJson({ ...header, sealed: base64url(sealed) } as Json), {
      flag: 'wx',
      mode: 0o600,
      flush: true,
    });
  } catch (cause) {
    throw new Fault('key_file_exists', `${path} could not be written: a key file is never overwritten`, { cause });
  }
  return actorKeys(actor, signing, reading);
}

async function openScalars(path: string, passphrase: string): Promise<Scalars> {
  const file = readKeyFile(path);
  const bytes = fromBase64url(file.sealed);
  const decipher = createDecipheriv('aes-256-gcm', await keyOf(file, passphrase), fromBase64url(file.nonce));
  decipher.setAAD(associatedData(file));
  decipher.setAuthTag(bytes.subarray(64));
  let scalars: Uint8Array;
  try {
    scalars = new Uint8Array(concat(decipher.update(bytes.subarray(0, 64)), decipher.final()));
  } catch (cause) {
    throw passphraseWrong(path, cause);
  }
  return {
    actor: file.actor,
    signing: { scalar: scalars.subarray(0, 32), publicKey: fromBase64url(file.publicKey) },
    reading: { scalar: scalars.subarray(32), publicKey: fromBase64url(file.encryptionKey) },
  };
}

/** What a key file says without its passphrase. @throws Fault `key_file_invalid` */
export function readKeyFile(path: string): KeyFile {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(readFileSync(path));
  } catch (cause) {
    throw new Fault('key_file_invalid', `${path} cannot be read`, { cause });
  }
  return decodeKeyFile(bytes, path);
}

async function newScalar(name: 'ECDSA' | 'ECDH'): Promise<Scalar> {
  const uses: KeyUsage[] = name === 'ECDSA' ? ['sign', 'verify'] : ['deriveBits'];
  const pair = await crypto.subtle.generateKey({ name, namedCurve: 'P-256' }, true, uses);
  const { d = '' } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  return { scalar: fromBase64url(d), publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) };
}

function keyOf({ scrypt: { n, r, p, salt } }: Pick<KeyFile, 'scrypt'>, passphrase: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const options = { N: n, r, p, maxmem: 256 * n * r };
    scrypt(passphraseBytes(passphrase), fromBase64url(salt), 32, options, (error, key) => {
      if (error === null) resolve(new Uint8Array(key));
      else reject(error);
    });
  });
}
