// What a reader needs of a file and nobody else may know: its content key, what opens the commitment to it, its name.
// 336 bytes, always, so that a wrapped secret does not tell how long the name is:
//
//   content key 32, salt 32, nonce 16, bytes of the name 1, the name in UTF-8 and zeros 255
//
// The commitment is that of a file on a ledger: contract `sharing`, field `file`, the plaintext's SHA-256 in hexadecimal.

import { base64url, concat, fromBase64url, fromUtf8, utf8 } from '#core/bytes.ts';
import { assert, Fault } from '#core/fault.ts';
import { KEY_BYTES } from './aead.ts';
import { type CommitmentPlace, checkCommitment, commit } from './commitment.ts';
import { MAX_NAME_BYTES } from './limits.ts';
import { type Random, webRandom } from './random.ts';

const SALT_BYTES = 32;
const NONCE_BYTES = 16;
const NAME_AT = KEY_BYTES + SALT_BYTES + NONCE_BYTES + 1;

/** Bytes of an encoded secret. */
export const FILE_SECRET_BYTES = NAME_AT + MAX_NAME_BYTES;

/** The secret of one file. */
export type FileSecret = {
  /** 32 bytes. */
  readonly contentKey: Uint8Array;
  /** 32 bytes. */
  readonly salt: Uint8Array;
  /** 16 bytes, base64url: part of the place of the commitment. */
  readonly nonce: string;
  /** 1 to 255 bytes of UTF-8 without control characters and slashes. */
  readonly name: string;
};

/** Whose file it is, on which ledger. */
export type FileOwner = { readonly ledger: string; readonly owner: string };

/** A new secret of a file, and its commitment (64 hexadecimal digits). @throws Fault `vault_file_name_invalid` */
export function commitToFile(
  file: { readonly name: string; readonly contentKey: Uint8Array; readonly plaintextHash: string },
  owner: FileOwner,
  random: Random = webRandom,
): { readonly secret: FileSecret; readonly commitment: string } {
  checkName(file.name);
  const nonce = base64url(random(NONCE_BYTES));
  const { hash, salt } = commit(placeOf(owner, nonce), file.plaintextHash, random);
  return { secret: { contentKey: file.contentKey, salt, nonce, name: file.name }, commitment: hash };
}

/** True where the commitment (64 hexadecimal digits) is to the plaintext with this SHA-256 (hexadecimal). */
export function isCommittedFile(
  commitment: string,
  { salt, nonce }: Pick<FileSecret, 'salt' | 'nonce'>,
  owner: FileOwner,
  plaintextHash: string,
): boolean {
  return checkCommitment(commitment, placeOf(owner, nonce), plaintextHash, salt);
}

/** The secret as 336 bytes. @throws Fault `vault_file_name_invalid`, `vault_key_invalid` */
export function encodeFileSecret({ contentKey, salt, nonce, name }: FileSecret): Uint8Array {
  if (contentKey.length !== KEY_BYTES) {
    throw new Fault('vault_key_invalid', `expected a content key of ${KEY_BYTES} bytes, got ${contentKey.length}`);
  }
  const nonceBytes = fromBase64url(nonce);
  assert(salt.length === SALT_BYTES && nonceBytes.length === NONCE_BYTES, 'salt and nonce have their lengths');
  const nameBytes = checkName(name);
  const padding = new Uint8Array(MAX_NAME_BYTES - nameBytes.length);
  return concat(contentKey, salt, nonceBytes, Uint8Array.of(nameBytes.length), nameBytes, padding);
}

/** Reads what encodeFileSecret writes. @throws Fault `vault_secret_invalid`, `vault_file_name_invalid` */
export function decodeFileSecret(bytes: Uint8Array): FileSecret {
  if (bytes.length !== FILE_SECRET_BYTES) throw invalid(`${FILE_SECRET_BYTES} bytes`, `${bytes.length}`);
  const end = NAME_AT + (bytes[NAME_AT - 1] ?? 0);
  if (bytes.subarray(end).some((byte) => byte !== 0)) throw invalid('zeros after the name', 'other bytes');
  const at = (start: number, length: number): Uint8Array => bytes.slice(start, start + length);
  const name = fromUtf8(bytes.subarray(NAME_AT, end));
  checkName(name);
  return {
    contentKey: at(0, KEY_BYTES),
    salt: at(KEY_BYTES, SALT_BYTES),
    nonce: base64url(at(KEY_BYTES + SALT_BYTES, NONCE_BYTES)),
    name,
  };
}

function placeOf({ ledger, owner }: FileOwner, nonce: string): CommitmentPlace {
  return { ledger, contract: 'sharing', field: 'file', owner, nonce };
}

/** Whoever writes an opened file under its name must not end up in another folder. */
function checkName(name: string): Uint8Array {
  const bytes = name.isWellFormed() ? utf8(name) : new Uint8Array(0);
  const isFree = bytes.length > 0 && bytes.length <= MAX_NAME_BYTES && !/[\p{Cc}/\\]/u.test(name);
  if (isFree && name !== '.' && name !== '..') return bytes;
  throw new Fault(
    'vault_file_name_invalid',
    `expected a file name of 1 to ${MAX_NAME_BYTES} bytes without control characters and slashes, got ${bytes.length} bytes`,
  );
}

function invalid(expected: string, got: string): Fault {
  return new Fault('vault_secret_invalid', `a file's secret: expected ${expected}, got ${got}`);
}
