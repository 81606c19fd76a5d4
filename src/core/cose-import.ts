// COSE_Sign1 of others, as evidence: verified over the bytes as they were signed. Wider than what the ledger accepts
// (tag optional, algorithm -7 beside -9, high s, external data, header encodings of any form), so never for statements.

import { verifyP256 } from '#core/crypto.ts';
import { type CborMap, decodeForeignCbor, Tagged } from './cbor.ts';
import { ALGORITHM_ESP256, LABEL, sign1OfValue, sigStructure } from './cose-sign1.ts';
import { Fault } from './fault.ts';

/** ECDSA with SHA-256 (RFC 9053 section 2.1), on P-256 as we use it. */
const ALGORITHM_ES256 = -7;
const NONE = new Uint8Array(0);

/** What a foreign signature covers, and the headers around it. */
export type ImportedSign1 = {
  readonly algorithm: typeof ALGORITHM_ES256 | typeof ALGORITHM_ESP256;
  readonly protected: CborMap;
  /** Not signed. */
  readonly unprotected: CborMap;
  readonly payload: Uint8Array;
};

/** The key, and what the signature covers beside the envelope. */
export type ImportOptions = {
  /** SEC1 uncompressed point, 65 bytes. */
  readonly publicKey: Uint8Array;
  readonly externalAad?: Uint8Array;
  /** Required where the envelope holds none, refused where it holds one. */
  readonly detachedPayload?: Uint8Array;
};

/**
 * Verifies a foreign COSE_Sign1 (RFC 9052 section 4.4).
 * @throws Fault `cose_algorithm_unsupported`, `cose_signature_invalid`, `cose_invalid`, `cose_critical_unsupported`, and
 * those of decodeForeignCbor
 */
export function verifyImportedSign1(bytes: Uint8Array, options: ImportOptions): ImportedSign1 {
  const value = decodeForeignCbor(bytes);
  const sign1 = sign1OfValue(value instanceof Tagged ? value.value : value, decodeForeignCbor);
  // Unsigned, it still cannot mislead: both algorithms that we know are the same computation.
  const algorithm = sign1.protected.get(LABEL.algorithm) ?? sign1.unprotected.get(LABEL.algorithm);
  if (algorithm !== ALGORITHM_ES256 && algorithm !== ALGORITHM_ESP256) {
    throw new Fault('cose_algorithm_unsupported', `expected the algorithm -7 or -9, got ${algorithm ?? 'none'}`);
  }
  if ((sign1.payload === undefined) === (options.detachedPayload === undefined)) {
    throw new Fault('cose_invalid', 'expected the payload either in the envelope or beside it');
  }
  const payload = sign1.payload ?? options.detachedPayload ?? NONE;
  // Section 4.4: an empty protected header is signed as no bytes, however it was encoded.
  const protectedBytes = sign1.protected.size === 0 ? NONE : sign1.protectedBytes;
  const message = sigStructure(protectedBytes, options.externalAad ?? NONE, payload);
  if (!verifyP256(options.publicKey, message, sign1.signature)) {
    throw new Fault('cose_signature_invalid', 'the signature is not of this key and content');
  }
  return { algorithm, protected: sign1.protected, unprotected: sign1.unprotected, payload };
}
