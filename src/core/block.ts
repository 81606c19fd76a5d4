// The block leaf: the last leaf of each block, by which block time and outcomes are as tamper-evident as the
// statements themselves. It commits to each statement's result, the state, and the keys that were live.

import { sha256 } from '#core/crypto.ts';
import { base64url, utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { type CborValue, decodeCbor, encodeCbor } from './cbor.ts';
import { Fault } from './fault.ts';
import type { KeyBinding } from './identity.ts';
import { leafHash, rootOfLeaves } from './merkle.ts';

/** What a block leaf says. Roots and digests are 32 bytes. */
export type BlockLeaf = {
  /** Number of the runtime's own rules. */
  readonly protocol: number;
  /** 0 for the block of the genesis. */
  readonly height: number;
  readonly timeMs: number;
  /** Log index of the block's first statement. */
  readonly firstIndex: number;
  /** Statements in the block; the block leaf itself has index firstIndex + count. */
  readonly count: number;
  /** RFC 9162 root over the result leaves, in the order of the statements. */
  readonly resultsRoot: Uint8Array;
  /** Chain over the writes of all statements so far that wrote something (`nextStateDigest`). */
  readonly stateDigest: Uint8Array;
  /** RFC 9162 root over the keys that were live after the previous block or signed in it, sorted by thumbprint. */
  readonly membersRoot: Uint8Array;
  /** Reserved for proofs of current state: the root of the empty tree. */
  readonly recordsRoot: Uint8Array;
};

/** One statement's result as the results tree holds it. */
export type Result = {
  readonly txId: Uint8Array;
  readonly outcome: string;
  readonly writesDigest: Uint8Array;
  /** Canonical JSON of the events. */
  readonly eventsText: string;
};

/** Root of the empty tree: SHA-256 of nothing (RFC 9162 section 2.1.1). */
export const EMPTY_ROOT = sha256(new Uint8Array(0));
/** State digest before the first write. */
export const FIRST_STATE_DIGEST = sha256(utf8('touchmark-state'));

const FIELDS = [
  'protocol',
  'height',
  'timeMs',
  'firstIndex',
  'count',
  'resultsRoot',
  'stateDigest',
  'membersRoot',
  'recordsRoot',
] as const;

/** The block leaf's bytes: deterministic CBOR of a map with the field names as text keys. */
export function encodeBlockLeaf(leaf: BlockLeaf): Uint8Array {
  return encodeCbor(new Map<string, CborValue>(FIELDS.map((field) => [field, leaf[field]])));
}

/** Reads a block leaf. @throws Fault `block_leaf_malformed` naming the field, or deterministic CBOR's codes */
export function decodeBlockLeaf(bytes: Uint8Array): BlockLeaf {
  const map = decodeCbor(bytes);
  if (!(map instanceof Map) || map.size !== FIELDS.length) {
    throw new Fault('block_leaf_malformed', `block leaf: expected a map of ${FIELDS.length} fields`);
  }
  const whole = (field: string): number => {
    const value: unknown = map.get(field);
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw new Fault('block_leaf_malformed', `block leaf: ${field} is not a whole number`);
  };
  const hash = (field: string): Uint8Array => {
    const value: unknown = map.get(field);
    if (value instanceof Uint8Array && value.length === 32) return value;
    throw new Fault('block_leaf_malformed', `block leaf: ${field} is not 32 bytes`);
  };
  return {
    protocol: whole('protocol'),
    height: whole('height'),
    timeMs: whole('timeMs'),
    firstIndex: whole('firstIndex'),
    count: whole('count'),
    resultsRoot: hash('resultsRoot'),
    stateDigest: hash('stateDigest'),
    membersRoot: hash('membersRoot'),
    recordsRoot: hash('recordsRoot'),
  };
}

/** A leaf of the results tree: canonical JSON of `[transaction id, outcome, writes digest, events]`. */
export function encodeResult({ txId, outcome, writesDigest, eventsText }: Result): Uint8Array {
  // Outcomes are codes: letters, dots and underscores, which JSON leaves as they are.
  return utf8(`["${base64url(txId)}","${outcome}","${base64url(writesDigest)}",${eventsText}]`);
}

/**
 * A leaf of the members tree: canonical JSON of `[kid, public key, member, actor, role]`. Of a key that signed in the block
 * before and is gone, a sixth element says so: it proves the signer of that block, and of no later one.
 */
export function encodeMemberLeaf(
  { kid, publicKey, member, actor, role }: KeyBinding,
  state: 'live' | 'gone',
): Uint8Array {
  const leaf = [kid, publicKey, member, actor, role];
  return utf8(canonicalJson(state === 'gone' ? [...leaf, 'gone'] : leaf));
}

/** Root of the members tree over these leaves, which are sorted by the text of their thumbprints. */
export function membersRootOf(leaves: readonly Uint8Array[]): Uint8Array {
  return rootOfLeaves(leaves.map(leafHash));
}

/** The state digest after one more statement that wrote something: chained by statement, so that how blocks are cut leaves it alone. */
export function nextStateDigest(digest: Uint8Array, writesDigest: Uint8Array): Uint8Array {
  const joined = new Uint8Array(64);
  joined.set(digest, 0);
  joined.set(writesDigest, 32);
  return sha256(joined);
}
