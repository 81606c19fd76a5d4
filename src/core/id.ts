// Ids that replay gives again and that the signer knows before submitting: kind, a dash, and 128 bits of
// SHA-256(transaction id, kind, ordinal) in base32.

import { sha256 } from '#core/crypto.ts';
import { base32, concat, utf8 } from './bytes.ts';

/**
 * Id of the `ordinal`-th thing of a kind that a statement makes.
 * @param txId transaction id, 32 bytes
 * @param kind the record's name; it leads the id
 * @param ordinal from 0, counted per kind within the statement
 */
export function newId(txId: Uint8Array, kind: string, ordinal: number): string {
  const digest = sha256(concat(txId, utf8(`${kind}#${ordinal}`)));
  return `${kind}-${base32(digest.subarray(0, 16))}`;
}

/** A ledger's id: SHA-256 of its genesis in base32, 52 characters. */
export function ledgerIdOf(genesis: Uint8Array): string {
  return base32(sha256(genesis));
}
