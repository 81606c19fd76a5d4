// Ids that replay gives again and that the signer knows before submitting: kind, a dash, and in base32 the statement's
// notAfterMs (48 bits) and 128 bits of SHA-256(transaction id, kind, ordinal). The time leads so that what is made
// together lies together in an index, however large the ledger is; it is not to be read as when a thing was made.

import { sha256 } from '#core/crypto.ts';
import { base32, concat, utf8 } from './bytes.ts';

/** What a statement's ids grow from. */
export type IdSeed = {
  /** Transaction id, 32 bytes. */
  readonly txId: Uint8Array;
  readonly notAfterMs: number;
};

const TIME_BYTES = 6;

/**
 * Id of the `ordinal`-th thing of a kind that a statement makes.
 * @param seed of the statement that makes it
 * @param kind the record's name; it leads the id
 * @param ordinal from 0, counted per kind within the statement
 */
export function newId({ txId, notAfterMs }: IdSeed, kind: string, ordinal: number): string {
  const digest = sha256(concat(txId, utf8(`${kind}#${ordinal}`)));
  const bytes = new Uint8Array(TIME_BYTES + 16);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(notAfterMs) << 16n);
  bytes.set(digest.subarray(0, 16), TIME_BYTES);
  return `${kind}-${base32(bytes)}`;
}

/** A ledger's id: SHA-256 of its genesis in base32, 52 characters. */
export function ledgerIdOf(genesis: Uint8Array): string {
  return base32(sha256(genesis));
}
