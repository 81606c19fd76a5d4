// COSE receipt (RFC 9942) of an entry: its path to a root that the node signs, payload detached. The standard's signature
// covers the root only, so a true proof could be told of another size, and with it of another index. Here the size stands
// in the protected header too; for a fixed size RFC 9162 paths prove one index only (a test tries all others).

import { equalBytes } from './bytes.ts';
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from './cbor.ts';
import { originOf } from './checkpoint.ts';
import { keyThumbprint } from './cose-key.ts';
import {
  ALGORITHM_ESP256,
  CLAIM,
  decodeSign1,
  encodeSign1,
  LABEL,
  type Sign1,
  type Signer,
  signSign1,
  sigStructure,
} from './cose-sign1.ts';
import { verifyEs256 } from './es256.ts';
import { assert, Fault } from './fault.ts';
import { HASH_BYTES, rootOfInclusion, verifyInclusion } from './merkle.ts';

/** Header labels of RFC 9942 section 2: verifiable data structure, its proofs. */
const LABEL_VDS = 395;
const LABEL_PROOFS = 396;
/** Ours, from the private range: the tree size under the signature. */
const LABEL_TREE_SIZE = -65537;
/** RFC9162_SHA256 (RFC 9942 section 5.1), and its kind of proof (section 5.2). */
const VDS_RFC9162 = 1;
const PROOF_INCLUSION = -1;
const PATH_LIMIT = 53;

/** What a receipt is made of. */
export type ReceiptContent = {
  readonly ledgerId: string;
  /** The `sub` of the statement. */
  readonly subject: string;
  readonly leafHash: Uint8Array;
  readonly size: number;
  readonly index: number;
  readonly path: readonly Uint8Array[];
  readonly root: Uint8Array;
};

/** A receipt taken apart, not yet verified. */
export type Receipt = {
  readonly issuer: string;
  readonly subject: string;
  readonly kid: Uint8Array;
  readonly size: number;
  readonly index: number;
  readonly path: readonly Uint8Array[];
  readonly protectedBytes: Uint8Array;
  readonly signature: Uint8Array;
};

/** What a verified receipt proves: the leaf is at `index` in the log's tree of `size` leaves with this root. */
export type ProvenEntry = { readonly size: number; readonly index: number; readonly root: Uint8Array };

/** What the receipt must be of. */
export type ReceiptExpectation = {
  readonly ledgerId: string;
  readonly subject: string;
  readonly leafHash: Uint8Array;
  /** The node's P-256 key, 65 bytes. */
  readonly publicKey: Uint8Array;
  readonly index?: number;
};

/** Makes and signs a receipt. The path must lead from the leaf to the root. */
export async function createReceipt(content: ReceiptContent, signer: Signer): Promise<Uint8Array> {
  const { size, index, path, root } = content;
  assert(verifyInclusion({ index, size, leaf: content.leafHash, path, root }), `path of entry ${index} in ${size}`);
  const proof = encodeCbor([size, index, path]);
  const sign1 = await signSign1(
    {
      protected: new Map<number, CborValue>([
        [LABEL.algorithm, ALGORITHM_ESP256],
        [LABEL.kid, keyThumbprint(signer.publicKey)],
        [
          LABEL.cwtClaims,
          new Map([
            [CLAIM.issuer, originOf(content.ledgerId)],
            [CLAIM.subject, content.subject],
          ]),
        ],
        [LABEL_VDS, VDS_RFC9162],
        [LABEL_TREE_SIZE, size],
      ]),
      unprotected: new Map([[LABEL_PROOFS, new Map([[PROOF_INCLUSION, [proof]]])]]),
      payload: root,
    },
    signer,
  );
  return encodeSign1({ ...sign1, payload: undefined });
}

/**
 * Reads a receipt without verifying it.
 * @throws Fault `receipt_header`, `receipt_algorithm`, `receipt_proof`, `receipt_size`, and those of decodeSign1
 */
export function decodeReceipt(bytes: Uint8Array): Receipt {
  const sign1 = decodeSign1(bytes);
  if (sign1.payload !== undefined) throw new Fault('receipt_payload', 'expected a detached payload, got one within');
  const header = headerOf(sign1);
  const proof = proofOf(sign1);
  if (header.size !== proof.size) {
    throw new Fault('receipt_size', `the signed tree size is ${header.size}, but the proof is for ${proof.size}`);
  }
  return { ...header, ...proof, protectedBytes: sign1.protectedBytes, signature: sign1.signature };
}

/**
 * Verifies that the ledger's node signed a tree which holds the leaf.
 * @throws Fault `receipt_ledger`, `receipt_subject`, `receipt_index`, `receipt_key`, `receipt_path` (leaf, index, size
 * and path do not belong together), `receipt_signature` (the root they lead to is not signed), and those of decodeReceipt
 */
export function verifyReceipt(bytes: Uint8Array, expected: ReceiptExpectation): ProvenEntry {
  const { issuer, subject, kid, size, index, path, protectedBytes, signature } = decodeReceipt(bytes);
  const origin = originOf(expected.ledgerId);
  if (issuer !== origin) throw new Fault('receipt_ledger', `expected a receipt of ${origin}, got one of ${issuer}`);
  if (subject !== expected.subject) {
    throw new Fault('receipt_subject', `expected a receipt about ${expected.subject}, got one about ${subject}`);
  }
  if (expected.index !== undefined && expected.index !== index) {
    throw new Fault('receipt_index', `expected a receipt of entry ${expected.index}, got one of entry ${index}`);
  }
  if (!equalBytes(kid, keyThumbprint(expected.publicKey))) {
    throw new Fault('receipt_key', 'the receipt names another key than the expected one');
  }
  const root = rootOfInclusion(index, size, expected.leafHash, path);
  if (root === undefined) {
    throw new Fault(
      'receipt_path',
      `a path of ${path.length} hashes is not one of entry ${index} in a tree of ${size}`,
    );
  }
  if (!verifyEs256(expected.publicKey, sigStructure(protectedBytes, new Uint8Array(0), root), signature)) {
    throw new Fault('receipt_signature', `the root that entry ${index} and its path lead to is not signed by the key`);
  }
  return { size, index, root };
}

function headerOf({ protected: header }: Sign1): Pick<Receipt, 'issuer' | 'subject' | 'kid' | 'size'> {
  if (header.get(LABEL.algorithm) !== ALGORITHM_ESP256) {
    throw new Fault('receipt_algorithm', `expected the algorithm ${ALGORITHM_ESP256} in the protected header`);
  }
  if (header.get(LABEL_VDS) !== VDS_RFC9162) {
    throw new Fault('receipt_header', `expected the header ${LABEL_VDS} to be ${VDS_RFC9162}`);
  }
  const kid = header.get(LABEL.kid);
  const claims = header.get(LABEL.cwtClaims);
  const size = header.get(LABEL_TREE_SIZE);
  if (header.size !== 5 || !(kid instanceof Uint8Array) || !(claims instanceof Map) || !isCount(size)) {
    throw new Fault('receipt_header', 'expected the protected headers algorithm, kid, claims, structure and tree size');
  }
  // The type guard of a Map gives any.
  const [issuer, subject]: readonly unknown[] = [claims.get(CLAIM.issuer), claims.get(CLAIM.subject)];
  if (claims.size !== 2 || typeof issuer !== 'string' || typeof subject !== 'string') {
    throw new Fault('receipt_header', 'expected the claims issuer and subject');
  }
  return { issuer, subject, kid, size };
}

function proofOf({ unprotected }: Sign1): Pick<Receipt, 'size' | 'index' | 'path'> {
  const proofs = asMap(unprotected.get(LABEL_PROOFS));
  const list = proofs?.get(PROOF_INCLUSION);
  if (unprotected.size !== 1 || proofs?.size !== 1 || !Array.isArray(list) || list.length !== 1) {
    throw new Fault('receipt_proof', `expected one inclusion proof as unprotected header ${LABEL_PROOFS}`);
  }
  const [encoded]: readonly unknown[] = list;
  if (!(encoded instanceof Uint8Array)) throw new Fault('receipt_proof', 'the inclusion proof is not a byte string');
  const proof = decodeCbor(encoded);
  if (!Array.isArray(proof) || proof.length !== 3) {
    throw new Fault('receipt_proof', 'expected size, index and path as inclusion proof');
  }
  const [size, index, path]: readonly unknown[] = proof;
  if (!isCount(size) || !isCount(index)) throw new Fault('receipt_proof', 'size or index is not a count');
  if (!Array.isArray(path) || path.length > PATH_LIMIT || !path.every(isHash)) {
    throw new Fault('receipt_proof', `expected a path of at most ${PATH_LIMIT} hashes of ${HASH_BYTES} bytes`);
  }
  return { size, index, path };
}

function asMap(value: CborValue | undefined): CborMap | undefined {
  return value instanceof Map ? value : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}

function isHash(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === HASH_BYTES;
}
