// An actor's private keys in a file, encrypted under a passphrase: scrypt (RFC 7914) gives the key, AES-256-GCM seals.
// For the command line, machines and agents. The node never sees it.

import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { base64url, concat, fromBase64url, utf8 } from '#core/bytes.ts';
import { decodeJson, encodeJson, type Json } from '#core/canonical-json.ts';
import { Fault } from '#core/fault.ts';
import { ActorId, compile, object, PublicKey, type Static, Type } from '#core/schema.ts';
import { importReaderKey } from '#vault/reader-key.ts';
import { type ActorKeys, signerOf } from './web-keys.ts';

/** scrypt's cost: 32 MiB and about a tenth of a second. */
const COST = { n: 32_768, r: 8, p: 1 } as const;
const MAX_KEY_FILE_BYTES = 16_384;

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
type KeyFile = Static<typeof KeyFile>;

const check = compile(KeyFile);

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

async function writeKeyFile(
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
  const { sealed, ...header } = readKeyFile(path);
  const bytes = fromBase64url(sealed);
  const decipher = createDecipheriv('aes-256-gcm', await keyOf(header, passphrase), fromBase64url(header.nonce));
  decipher.setAAD(encodeJson(header as Json));
  decipher.setAuthTag(bytes.subarray(64));
  let scalars: Uint8Array;
  try {
    scalars = new Uint8Array(concat(decipher.update(bytes.subarray(0, 64)), decipher.final()));
  } catch (cause) {
    throw passphraseWrong(path, cause);
  }
  return {
    actor: header.actor,
    signing: { scalar: scalars.subarray(0, 32), publicKey: fromBase64url(header.publicKey) },
    reading: { scalar: scalars.subarray(32), publicKey: fromBase64url(header.encryptionKey) },
  };
}

function passphraseWrong(path: string, cause: unknown): Fault {
  return new Fault('passphrase_wrong', `${path}: the passphrase is not the one, or the file was changed`, { cause });
}

/** What a key file says without its passphrase. @throws Fault `key_file_invalid` */
export function readKeyFile(path: string): KeyFile {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(readFileSync(path));
  } catch (cause) {
    throw new Fault('key_file_invalid', `${path} cannot be read`, { cause });
  }
  if (bytes.length > MAX_KEY_FILE_BYTES) throw new Fault('key_file_invalid', `${path} is too large for a key file`);
  let value: Json;
  try {
    value = decodeJson(bytes);
  } catch (cause) {
    throw new Fault('key_file_invalid', `${path} is not a key file`, { cause });
  }
  const fault = check.firstError(value);
  if (fault !== undefined) throw new Fault('key_file_invalid', `${path}: ${fault}`);
  // The schema was checked in the line above.
  return value as KeyFile;
}

type Scalar = { readonly scalar: Uint8Array; readonly publicKey: Uint8Array };

async function newScalar(name: 'ECDSA' | 'ECDH'): Promise<Scalar> {
  const uses: KeyUsage[] = name === 'ECDSA' ? ['sign', 'verify'] : ['deriveBits'];
  const pair = await crypto.subtle.generateKey({ name, namedCurve: 'P-256' }, true, uses);
  const { d = '' } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  return { scalar: fromBase64url(d), publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) };
}

async function actorKeys(actor: string, signing: Scalar, reading: Scalar): Promise<ActorKeys> {
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

function keyOf({ scrypt: { n, r, p, salt } }: Pick<KeyFile, 'scrypt'>, passphrase: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const options = { N: n, r, p, maxmem: 256 * n * r };
    scrypt(utf8(passphrase.normalize('NFC')), fromBase64url(salt), 32, options, (error, key) => {
      if (error === null) resolve(new Uint8Array(key));
      else reject(error);
    });
  });
}
