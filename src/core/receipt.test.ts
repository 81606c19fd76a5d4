import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { testKey } from '#test/keys.ts';
import { equalBytes, hex, utf8 } from './bytes.ts';
import { type CborValue, decodeCbor, encodeCbor } from './cbor.ts';
import { keyThumbprint } from './cose-key.ts';
import { decodeSign1, encodeSign1, type Sign1Content, signSign1 } from './cose-sign1.ts';
import { isFault } from './fault.ts';
import { inclusionProof, leafHash, MerkleTree } from './merkle.ts';
import { createReceipt, decodeReceipt, verifyReceipt } from './receipt.ts';

const NODE = testKey('node');
const TREE = new MerkleTree();
for (let i = 0; i < 40; i++) TREE.append(leafHash(utf8(`entry ${i}`)));

type Place = { readonly index: number; readonly size: number };

function contentOf({ index, size }: Place) {
  const [leaf, path, root] = [TREE.read(0, index), inclusionProof(index, size, TREE.read), TREE.root(size)];
  return { ledgerId: 'abc', subject: 'order-7', leafHash: leaf, size, index, path, root };
}

function expectationOf(index: number) {
  return { ledgerId: 'abc', subject: 'order-7', leafHash: TREE.read(0, index), publicKey: NODE.publicKey };
}

/** The receipt with another proof in its unsigned header. */
function withProof(receipt: Uint8Array, ...proofs: readonly CborValue[]): Uint8Array {
  const sign1 = decodeSign1(receipt);
  return encodeSign1({ ...sign1, unprotected: new Map([[396, new Map([[-1, proofs]])]]) });
}

const PLACE = { index: 5, size: 11 };
const RECEIPT = await createReceipt(contentOf(PLACE), NODE);

test('a receipt of each entry at each size verifies for that entry', async () => {
  for (let size = 1; size <= 20; size++) {
    for (let index = 0; index < size; index++) {
      const receipt = await createReceipt(contentOf({ index, size }), NODE);
      const proven = verifyReceipt(receipt, { ...expectationOf(index), index });
      assert.deepEqual([proven.index, proven.size, hex(proven.root)], [index, size, hex(TREE.root(size))]);
    }
  }
});

test('a receipt is the COSE receipt of RFC 9942, with the size signed', () => {
  const sign1 = decodeSign1(RECEIPT);
  const kid = keyThumbprint(NODE.publicKey);
  const claims = encodeCbor(new Map([[1, 'touchmark/abc'], [2, 'order-7']])); // biome-ignore format: one map
  const header = `a501280458${(32).toString(16)}${hex(kid)}0f${hex(claims)}19018b013a000100000b`;
  assert.equal(hex(sign1.protectedBytes), header);
  assert.equal(sign1.payload, undefined);
  const path = inclusionProof(PLACE.index, PLACE.size, TREE.read);
  const proof = encodeCbor([PLACE.size, PLACE.index, path]);
  assert.equal(hex(encodeCbor(sign1.unprotected)), hex(encodeCbor(new Map([[396, new Map([[-1, [proof]]])]]))));
});

test('no index or size but the true one can be told of a receipt', async () => {
  for (const [index, size] of [
    [0, 1],
    [0, 2],
    [0, 3],
    [2, 3],
    [4, 5],
    [5, 11],
    [10, 11],
    [15, 16],
    [16, 17],
    [36, 37],
  ] as const) {
    // biome-ignore format: places
    const content = contentOf({ index, size });
    const receipt = await createReceipt(content, NODE);
    for (let otherSize = 1; otherSize <= 40; otherSize++) {
      for (let other = 0; other <= otherSize; other++) {
        if (other === index && otherSize === size) continue;
        const relabelled = withProof(receipt, encodeCbor([otherSize, other, content.path]));
        const codes = ['receipt_size', 'receipt_path', 'receipt_signature'];
        assert.throws(
          () => verifyReceipt(relabelled, expectationOf(index)),
          (error) => isFault(error) && codes.includes(error.code),
          `${index} in ${size} as ${other} in ${otherSize}`,
        );
      }
    }
  }
});

test('a receipt of something else is refused by what differs', () => {
  const expected = expectationOf(PLACE.index);
  const rows = [
    [{ ...expected, ledgerId: 'abd' }, 'receipt_ledger'],
    [{ ...expected, subject: 'order-8' }, 'receipt_subject'],
    [{ ...expected, index: 6 }, 'receipt_index'],
    [{ ...expected, publicKey: testKey('another node').publicKey }, 'receipt_key'],
    [{ ...expected, leafHash: TREE.read(0, 6) }, 'receipt_signature'],
    [{ ...expected, leafHash: new Uint8Array(31) }, 'receipt_path'],
    [{ ...expected, publicKey: new Uint8Array(65) }, 'public_key_invalid'],
  ] as const;
  for (const [expectation, code] of rows) assert.throws(() => verifyReceipt(RECEIPT, expectation), { code });
});

test('a proof that is altered or misshapen is refused by name', () => {
  const path = inclusionProof(PLACE.index, PLACE.size, TREE.read);
  const { size, index } = PLACE;
  const rows: readonly (readonly [string, Uint8Array, string])[] = [
    ['no proof', withProof(RECEIPT), 'receipt_proof'],
    [
      'two proofs',
      withProof(RECEIPT, encodeCbor([size, index, path]), encodeCbor([size, index, path])),
      'receipt_proof',
    ],
    ['a proof not in bytes', withProof(RECEIPT, [size, index, path]), 'receipt_proof'],
    ['a proof of two parts', withProof(RECEIPT, encodeCbor([size, index])), 'receipt_proof'],
    ['a negative index', withProof(RECEIPT, encodeCbor([size, -1, path])), 'receipt_proof'],
    ['a size beyond 2^53', withProof(RECEIPT, encodeCbor([2n ** 60n, index, path])), 'receipt_proof'],
    ['a short hash', withProof(RECEIPT, encodeCbor([size, index, [new Uint8Array(31)]])), 'receipt_proof'],
    ['54 hashes', withProof(RECEIPT, encodeCbor([size, index, Array(54).fill(new Uint8Array(32))])), 'receipt_proof'],
    ['an index beyond the size', withProof(RECEIPT, encodeCbor([size, size, path])), 'receipt_path'],
    ['a hash less', withProof(RECEIPT, encodeCbor([size, index, path.slice(1)])), 'receipt_path'],
    ['a hash more', withProof(RECEIPT, encodeCbor([size, index, [...path, TREE.root()]])), 'receipt_path'],
    ['hashes in another order', withProof(RECEIPT, encodeCbor([size, index, path.toReversed()])), 'receipt_signature'],
    ['another size', withProof(RECEIPT, encodeCbor([size + 1, index, path])), 'receipt_size'],
    ['a payload within', encodeSign1({ ...decodeSign1(RECEIPT), payload: TREE.root(size) }), 'receipt_payload'],
    ['no headers', encodeSign1({ ...decodeSign1(RECEIPT), unprotected: new Map() }), 'receipt_proof'],
  ];
  for (const [what, receipt, code] of rows) {
    assert.throws(() => verifyReceipt(receipt, expectationOf(index)), { name: 'Fault', code }, what);
  }
});

test('a receipt signed over other headers is refused by name', async () => {
  const { protected: good, unprotected } = decodeSign1(RECEIPT);
  const rows: readonly (readonly [number, CborValue | undefined, string])[] = [
    [1, -7, 'receipt_algorithm'],
    [1, undefined, 'receipt_algorithm'],
    [395, 2, 'receipt_header'],
    [395, undefined, 'receipt_header'],
    [4, undefined, 'receipt_header'],
    [4, 'key', 'receipt_header'],
    [4, new Uint8Array(32), 'receipt_key'],
    [15, undefined, 'receipt_header'],
    [15, new Map([[1, 'touchmark/abc']]), 'receipt_header'],
    [15, new Map([[1, 'touchmark/abc'], [2, 'order-7'], [3, 'more']]), 'receipt_header'], // biome-ignore format: one row
    [-65537, undefined, 'receipt_header'],
    [-65537, -1, 'receipt_header'],
    [-65537, 12, 'receipt_size'],
    [99, 1, 'receipt_header'],
  ];
  for (const [label, value, code] of rows) {
    const header = new Map(good);
    if (value === undefined) header.delete(label);
    else header.set(label, value);
    const content: Sign1Content = { protected: header, unprotected, payload: TREE.root(PLACE.size) };
    const receipt = encodeSign1({ ...(await signSign1(content, NODE)), payload: undefined });
    assert.throws(() => verifyReceipt(receipt, expectationOf(PLACE.index)), { code }, `${label}: ${value}`);
  }
});

test('no changed byte of a receipt goes unseen', () => {
  fc.assert(
    fc.property(fc.nat(RECEIPT.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = RECEIPT.map((byte, i) => (i === at ? byte ^ change : byte));
      assert.throws(() => verifyReceipt(changed, expectationOf(PLACE.index)), { name: 'Fault' });
    }),
    { seed: 9942, numRuns: 400 },
  );
});

test('a path that does not lead to the root is never signed', async () => {
  await assert.rejects(createReceipt({ ...contentOf(PLACE), root: TREE.root(12) }, NODE), /assertion failed/);
  await assert.rejects(createReceipt({ ...contentOf(PLACE), index: 6 }, NODE), /assertion failed/);
});

test('a receipt can be read before it is verified', () => {
  const receipt = decodeReceipt(RECEIPT);
  assert.deepEqual([receipt.issuer, receipt.subject, receipt.index, receipt.size], ['touchmark/abc', 'order-7', 5, 11]);
  assert.ok(equalBytes(receipt.kid, keyThumbprint(NODE.publicKey)));
  assert.throws(() => decodeReceipt(encodeCbor(decodeCbor(RECEIPT)).subarray(1)), { code: 'cose_invalid' });
});
