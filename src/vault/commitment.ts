// A commitment stands on a ledger in place of a value: SHA-256 over the canonical JSON of {contract, domain, field,
// ledger, nonce, owner, salt, value}. The 256-bit salt keeps it from being guessed, the names keep it from being copied
// elsewhere.

import { base64url, hex } from '#core/bytes.ts';
import { encodeJson, type Json } from '#core/canonical-json.ts';
import { sha256 } from '#core/crypto.ts';
import { Fault } from '#core/fault.ts';
import { type Random, webRandom } from './random.ts';

const DOMAIN = 'touchmark/commitment/v1';
const SALT_BYTES = 32;

/**
 * Where a commitment belongs: ledger id, contract, field in it, the member or actor it is of, and a nonce of theirs.
 */
export type CommitmentPlace = {
  readonly ledger: string;
  readonly contract: string;
  readonly field: string;
  readonly owner: string;
  readonly nonce: string;
};

/**
 * A commitment (64 lower-case hexadecimal digits) and the secret salt (32 bytes) that opens it together with the
 * value.
 */
export type Commitment = { readonly hash: string; readonly salt: Uint8Array };

/** Commits to a value with a fresh salt. @throws Fault `json_unsupported` where canonical JSON cannot say the value */
export function commit(place: CommitmentPlace, value: Json, random: Random = webRandom): Commitment {
  const salt = random(SALT_BYTES);
  return { hash: hashOf(place, value, salt), salt };
}

/**
 * True where `hash` is the commitment to this value at this place with this salt.
 * @throws Fault `vault_salt_invalid`, `json_unsupported`
 */
export function checkCommitment(hash: string, place: CommitmentPlace, value: Json, salt: Uint8Array): boolean {
  return hashOf(place, value, salt) === hash;
}

function hashOf({ ledger, contract, field, owner, nonce }: CommitmentPlace, value: Json, salt: Uint8Array): string {
  if (salt.length !== SALT_BYTES) {
    throw new Fault('vault_salt_invalid', `expected a salt of ${SALT_BYTES} bytes, got ${salt.length}`);
  }
  const bound = { domain: DOMAIN, ledger, contract, field, owner, nonce, salt: base64url(salt), value };
  return hex(sha256(encodeJson(bound)));
}
