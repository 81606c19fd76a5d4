// COSE_Sign1 (RFC 9052 section 4.2), tag 18, deterministic: one signed message has one envelope around its signature.
// What the headers must hold is the matter of statements and receipts; this file knows only the frame.

import { type CborMap, type CborValue, decodeCbor, encodeCbor, TAG_SIGN1, Tagged } from './cbor.ts';
import { lowS } from './es256.ts';
import { Fault } from './fault.ts';

/** Header labels of RFC 9052 section 3.1, RFC 9597 and RFC 8392 section 4. */
export const LABEL = { algorithm: 1, critical: 2, contentType: 3, kid: 4, cwtClaims: 15 } as const;

/** CWT claims (RFC 8392 section 4) within the header `cwtClaims`. */
export const CLAIM = { issuer: 1, subject: 2, audience: 3 } as const;

/** ESP256: ECDSA on P-256 with SHA-256, fully specified (RFC 9864). */
export const ALGORITHM_ESP256 = -9;

/** A COSE_Sign1 taken apart. */
export type Sign1 = {
  /** The protected header as signed; no bytes where it is empty. */
  readonly protectedBytes: Uint8Array;
  readonly protected: CborMap;
  readonly unprotected: CborMap;
  /** Undefined where it is detached. */
  readonly payload: Uint8Array | undefined;
  readonly signature: Uint8Array;
};

/** A P-256 private key, wherever it lies. */
export type Signer = {
  /** SEC1 uncompressed point, 65 bytes. */
  readonly publicKey: Uint8Array;
  /** r and s of ECDSA with SHA-256 over the message, 64 bytes; s may be high. */
  sign(message: Uint8Array): Promise<Uint8Array>;
};

/** What is signed, and under which headers. */
export type Sign1Content = {
  readonly protected: CborMap;
  readonly unprotected?: CborMap;
  readonly payload: Uint8Array;
  readonly externalAad?: Uint8Array;
};

const NONE = new Uint8Array(0);
const EMPTY_MAP: CborMap = new Map();

/**
 * Reads a tagged, deterministic COSE_Sign1; does not verify it.
 * @throws Fault `cose_invalid` naming the part, `cose_critical_unsupported`, and those of decodeCbor
 */
export function decodeSign1(bytes: Uint8Array): Sign1 {
  const value = decodeCbor(bytes);
  if (!(value instanceof Tagged)) throw invalid(`expected tag ${TAG_SIGN1}, got none`);
  const sign1 = sign1OfValue(value.value, decodeCbor);
  if (sign1.protected.size === 0 && sign1.protectedBytes.length > 0) {
    throw invalid('an empty protected header is no bytes, got an empty map');
  }
  return sign1;
}

/** The tagged, deterministic envelope. `payload` is nil where it is detached. */
export function encodeSign1(sign1: Omit<Sign1, 'protected'>): Uint8Array {
  const parts = [sign1.protectedBytes, sign1.unprotected, sign1.payload ?? null, sign1.signature];
  return encodeCbor(new Tagged(TAG_SIGN1, parts));
}

/** The Sig_structure of RFC 9052 section 4.4, context "Signature1": the bytes that are signed. */
export function sigStructure(protectedBytes: Uint8Array, externalAad: Uint8Array, payload: Uint8Array): Uint8Array {
  return encodeCbor(['Signature1', protectedBytes, externalAad, payload]);
}

/** Signs, with low s. The result holds the payload; leave it out for a detached one. @throws Fault `signature_invalid` */
export async function signSign1(content: Sign1Content, signer: Signer): Promise<Sign1> {
  const protectedBytes = content.protected.size === 0 ? NONE : encodeCbor(content.protected);
  const message = sigStructure(protectedBytes, content.externalAad ?? NONE, content.payload);
  return {
    protectedBytes,
    protected: content.protected,
    unprotected: content.unprotected ?? EMPTY_MAP,
    payload: content.payload,
    signature: lowS(await signer.sign(message)),
  };
}

/**
 * The four parts of a COSE_Sign1 array (RFC 9052 section 4.2), with the protected header read by the given decoder.
 * @throws Fault `cose_invalid`, `cose_critical_unsupported`, and those of the decoder
 */
export function sign1OfValue(value: CborValue, decodeProtected: (bytes: Uint8Array) => CborValue): Sign1 {
  if (!Array.isArray(value) || value.length !== 4) throw invalid('expected an array of four');
  // The type guard of Array.isArray gives any[].
  const [protectedBytes, unprotected, payload, signature] = value as readonly CborValue[];
  if (!(protectedBytes instanceof Uint8Array)) throw invalid('the protected header is not a byte string');
  if (!(unprotected instanceof Map)) throw invalid('the unprotected header is not a map');
  if (payload !== null && !(payload instanceof Uint8Array)) throw invalid('the payload is neither bytes nor nil');
  if (!(signature instanceof Uint8Array)) throw invalid('the signature is not a byte string');
  const header = protectedBytes.length === 0 ? EMPTY_MAP : decodeProtected(protectedBytes);
  if (!(header instanceof Map)) throw invalid('the protected header is not a map');
  checkLabels(header, unprotected);
  return { protectedBytes, protected: header, unprotected, payload: payload ?? undefined, signature };
}

/** RFC 9052 section 3: no label in both headers; section 3.1: a critical header that is not understood is an error. */
function checkLabels(header: CborMap, unprotected: CborMap): void {
  for (const label of unprotected.keys()) {
    if (header.has(label)) throw invalid(`the header ${label} is both protected and unprotected`);
  }
  if (header.has(LABEL.critical) || unprotected.has(LABEL.critical)) {
    throw new Fault('cose_critical_unsupported', 'expected no critical headers, got the header 2');
  }
}

function invalid(what: string): Fault {
  return new Fault('cose_invalid', `not a COSE_Sign1: ${what}`);
}
