import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sha256 } from '#core/crypto.ts';
import { testKey } from '#test/keys.ts';
import {
  type BlockLeaf,
  decodeBlockLeaf,
  EMPTY_ROOT,
  encodeBlockLeaf,
  encodeMemberLeaf,
  encodeResult,
  FIRST_STATE_DIGEST,
  membersRootOf,
  nextStateDigest,
} from './block.ts';
import { base64url, concat, fromUtf8, hex, utf8 } from './bytes.ts';
import { type CborValue, encodeCbor } from './cbor.ts';
import { keyThumbprint } from './cose-key.ts';
import { Fault, isFault } from './fault.ts';
import { leafHash, nodeHash } from './merkle.ts';

const HASH = new Uint8Array(32).fill(7);
const LEAF: BlockLeaf = {
  protocol: 1,
  height: 3,
  timeMs: 1_767_600_000_000,
  firstIndex: 10,
  count: 2,
  resultsRoot: HASH,
  stateDigest: sha256(HASH),
  membersRoot: sha256(utf8('members')),
  recordsRoot: EMPTY_ROOT,
};

function withField(field: string, value: CborValue | undefined): Uint8Array {
  const fields = new Map<string, CborValue>(Object.entries(LEAF));
  if (value === undefined) fields.delete(field);
  else fields.set(field, value);
  return encodeCbor(fields);
}

const malformed: readonly (readonly [what: string, code: string, bytes: Uint8Array])[] = [
  ['nothing', 'cbor_invalid', new Uint8Array(0)],
  ['a list', 'block_leaf_malformed', encodeCbor([])],
  ['a field less', 'block_leaf_malformed', withField('recordsRoot', undefined)],
  ['a field more', 'block_leaf_malformed', withField('memo', 'x')],
  ['a height below zero', 'block_leaf_malformed', withField('height', -1)],
  ['a height as text', 'block_leaf_malformed', withField('height', '3')],
  ['a time beyond 2^53', 'block_leaf_malformed', withField('timeMs', 2n ** 60n)],
  ['a root of 31 bytes', 'block_leaf_malformed', withField('resultsRoot', HASH.subarray(1))],
  ['a root as text', 'block_leaf_malformed', withField('membersRoot', hex(HASH))],
  ['a byte more', 'cbor_invalid', concat(encodeBlockLeaf(LEAF), Uint8Array.of(0))],
];

for (const [what, code, bytes] of malformed) {
  test(`${what} is no block leaf`, () => {
    assert.throws(
      () => decodeBlockLeaf(bytes),
      (error) => isFault(error, code),
    );
  });
}

test('a block leaf reads back as it was, and every changed byte gives another leaf or none', () => {
  const bytes = encodeBlockLeaf(LEAF);
  assert.equal(hex(encodeBlockLeaf(decodeBlockLeaf(bytes))), hex(bytes));
  assert.equal(decodeBlockLeaf(bytes).timeMs, LEAF.timeMs);
  for (let i = 0; i < bytes.length; i++) {
    const changed = Uint8Array.from(bytes, (byte, at) => (at === i ? byte ^ 1 : byte));
    try {
      assert.equal(hex(encodeBlockLeaf(decodeBlockLeaf(changed))), hex(changed), `byte ${i}`);
    } catch (error) {
      assert.ok(error instanceof Fault, `byte ${i}: ${error}`);
    }
  }
});

test('block leaves of any numbers read back', () => {
  const whole = fc.maxSafeNat();
  const root = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const leaves = fc.record({
    protocol: whole,
    height: whole,
    timeMs: whole,
    firstIndex: whole,
    count: whole,
    resultsRoot: root,
    stateDigest: root,
    membersRoot: root,
    recordsRoot: root,
  });
  fc.assert(
    fc.property(leaves, (leaf) => {
      const read = decodeBlockLeaf(encodeBlockLeaf(leaf));
      assert.deepEqual(JSON.stringify(read, null), JSON.stringify(leaf, null));
    }),
    { numRuns: 1000, seed: 42 },
  );
});

test('a result says transaction, outcome, writes and events, in this order', () => {
  const result = { txId: HASH, outcome: 'items.not_owner', writesDigest: HASH, eventsText: '[]' };
  assert.equal(fromUtf8(encodeResult(result)), `["${base64url(HASH)}","items.not_owner","${base64url(HASH)}",[]]`);
});

test('the members tree is over kid, key, member, actor and role of the live keys', () => {
  const keys = ['acme/buyer', 'acme/sales'].map((actor) => {
    const { publicKey, publicKeyText } = testKey(actor);
    return {
      kid: base64url(keyThumbprint(publicKey)),
      publicKey: publicKeyText,
      member: 'acme',
      actor,
      role: 'buyer',
      kind: 'person' as const,
    };
  });
  const leaves = keys.map(({ kid, publicKey, member, actor, role }) =>
    leafHash(utf8(JSON.stringify([kid, publicKey, member, actor, role]))),
  );
  assert.deepEqual(
    membersRootOf(keys.map((key) => encodeMemberLeaf(key, 'live'))),
    nodeHash(...(leaves as [Uint8Array, Uint8Array])),
  );
  assert.deepEqual(
    keys.map((key) => leafHash(encodeMemberLeaf(key, 'live'))),
    leaves,
  );
  assert.deepEqual(membersRootOf([]), EMPTY_ROOT);
});

test('the state digest is a chain: order and every link matter', () => {
  const [a, b] = [sha256(utf8('a')), sha256(utf8('b'))];
  const chain = (...links: readonly Uint8Array[]) => hex(links.reduce(nextStateDigest, FIRST_STATE_DIGEST));
  assert.equal(new Set([chain(), chain(a), chain(b), chain(a, b), chain(b, a), chain(a, a)]).size, 6);
  assert.equal(chain(a), hex(sha256(concat(sha256(utf8('touchmark-state')), a))));
});
