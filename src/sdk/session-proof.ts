// The session proof: how an actor shows a node that it holds its key, once, for one challenge. COSE_Sign1 by the actor's
// signing key over canonical JSON {actor, address, audience, challenge}, under a content type of its own: no signature over a
// statement is a session proof, and none over a session proof is a statement.
//
//   18([ << {1: -9, 3: "application/touchmark-session+json", 4: kid} >>, {}, payload, signature ])

import { base64url, equalBytes } from '#core/bytes.ts';
import { decodeJson, encodeJson } from '#core/canonical-json.ts';
import { type CborMap, encodeCbor } from '#core/cbor.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import {
  ALGORITHM_ESP256,
  decodeSign1,
  encodeSign1,
  LABEL,
  type Signer,
  signSign1,
  sigStructure,
} from '#core/cose-sign1.ts';
import { isLowS, verifyEs256 } from '#core/es256.ts';
import { Fault, isFault } from '#core/fault.ts';
import { ActorId, compile, object, type Static, Type } from '#core/schema.ts';

/** Content type of a session proof's payload (COSE header 3). */
export const SESSION_TYPE = 'application/touchmark-session+json';

/** A session proof's COSE bytes: far above what the longest actor id needs. */
export const MAX_SESSION_PROOF_BYTES = 2048;

const Claim = object({
  actor: ActorId,
  /** Host and port that the actor's client talks to: a node that hands on another's challenge gains nothing by it. */
  address: Type.String({ pattern: '^[\\x21-\\x7e]{1,255}$' }),
  /** The ledger's id. */
  audience: Type.String({ pattern: '^[0-9a-z]{1,128}$' }),
  /** As the node gave it. */
  challenge: Type.String({ pattern: '^[A-Za-z0-9_-]{16,512}$' }),
});
const check = compile(Claim);

/** What a session proof says. */
export type SessionClaim = Static<typeof Claim>;

/** A session proof as read from its bytes. Its signature is not verified: `kid` names the key that `verifies` needs. */
export type SessionProof = SessionClaim & {
  /** Thumbprint of the signer's key (RFC 9679), base64url. */
  readonly kid: string;
  /** True where the signature is that of this key (SEC1 uncompressed point, 65 bytes), and the key has this kid. */
  verifies(publicKey: Uint8Array): boolean;
};

/** Signs a session proof. @returns its COSE bytes @throws Fault `session_proof_invalid` */
export async function signSessionProof(claim: SessionClaim, signer: Signer): Promise<Uint8Array> {
  const { actor, address, audience, challenge } = claimOf(claim);
  const payload = encodeJson({ actor, address, audience, challenge });
  return encodeSign1(await signSign1({ protected: headerOf(keyThumbprint(signer.publicKey)), payload }, signer));
}

/**
 * Reads a session proof: its fixed header, deterministic CBOR, canonical JSON, low s.
 * @throws Fault `session_proof_invalid` naming the part
 */
export function readSessionProof(bytes: Uint8Array): SessionProof {
  if (bytes.length > MAX_SESSION_PROOF_BYTES) {
    throw invalid(`expected at most ${MAX_SESSION_PROOF_BYTES} bytes, got ${bytes.length}`);
  }
  try {
    return read(bytes);
  } catch (cause) {
    if (!isFault(cause) || cause.code === 'session_proof_invalid') throw cause;
    throw new Fault('session_proof_invalid', `session proof: ${cause.message}`, { cause });
  }
}

function read(bytes: Uint8Array): SessionProof {
  const { protected: header, protectedBytes, unprotected, payload, signature } = decodeSign1(bytes);
  const kid = header.get(LABEL.kid);
  if (!(kid instanceof Uint8Array) || kid.length !== 32) throw invalid('expected a kid of 32 bytes');
  // Deterministic CBOR: one header has one encoding.
  if (!equalBytes(protectedBytes, encodeCbor(headerOf(kid)))) {
    throw invalid(`expected the protected header {1: ${ALGORITHM_ESP256}, 3: "${SESSION_TYPE}", 4: kid}, got another`);
  }
  if (unprotected.size > 0) throw invalid(`expected an empty unprotected header, got ${unprotected.size} members`);
  if (payload === undefined) throw invalid('expected the payload within it, got nil');
  if (!isLowS(signature)) throw invalid('expected a signature of 64 bytes with the low s, got another');
  const message = sigStructure(protectedBytes, new Uint8Array(0), payload);
  return {
    ...claimOf(decodeJson(payload)),
    kid: base64url(kid),
    verifies: (publicKey) =>
      base64url(keyThumbprint(publicKey)) === base64url(kid) && verifyEs256(publicKey, message, signature),
  };
}

function headerOf(kid: Uint8Array): CborMap {
  return new Map<number, number | string | Uint8Array>([
    [LABEL.algorithm, ALGORITHM_ESP256],
    [LABEL.contentType, SESSION_TYPE],
    [LABEL.kid, kid],
  ]);
}

function claimOf(value: unknown): SessionClaim {
  const error = check.firstError(value);
  if (error !== undefined) throw invalid(`its payload: ${error}`);
  // The schema was checked in the line above.
  return value as SessionClaim;
}

function invalid(what: string): Fault {
  return new Fault('session_proof_invalid', `session proof: ${what}`);
}
