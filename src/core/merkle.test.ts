import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sharedData } from '#test/shared-data.ts';
import { fromBase64 } from './base64.ts';
import { equalBytes, hex, utf8 } from './bytes.ts';
import {
  CompactTree,
  consistencyProof,
  type HashReader,
  inclusionProof,
  leafHash,
  MerkleTree,
  nodeHash,
  rootOf,
  rootOfInclusion,
  rootOfLeaves,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts';

const SIZES = 130;
const LEAVES = Array.from({ length: SIZES }, (_, i) => leafHash(utf8(`entry ${i}`)));
const TREE = new MerkleTree();
for (const leaf of LEAVES) TREE.append(leaf);

/** The definition of section 2.1.1, word for word. */
function slowRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return rootOfLeaves([]);
  if (leaves.length === 1) return only;
  let k = 1;
  while (2 * k < leaves.length) k *= 2;
  return nodeHash(slowRoot(leaves.slice(0, k)), slowRoot(leaves.slice(k)));
}

function flip(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
}

function leafAt(index: number): Uint8Array {
  const leaf = LEAVES[index];
  assert.ok(leaf !== undefined);
  return leaf;
}

/** All vectors of a folder: name and content. */
function vectors(folder: string): readonly (readonly [string, Vector])[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]);
}

type Vector = {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
};

test('the empty tree, the leaf and the node have the hashes of RFC 9162', () => {
  assert.equal(hex(rootOfLeaves([])), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  assert.equal(hex(leafHash(new Uint8Array(0))), '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  const leaf = leafHash(new Uint8Array(0));
  assert.equal(hex(nodeHash(leaf, leaf)), hex(rootOfLeaves([leaf, leaf])));
});

test('every way to compute a root agrees with the definition, at every size', () => {
  const compact = new CompactTree();
  for (let size = 0; size <= SIZES; size++) {
    const expected = hex(slowRoot(LEAVES.slice(0, size)));
    assert.equal(hex(TREE.root(size)), expected, `root at ${size}`);
    assert.equal(hex(rootOf(size, TREE.read)), expected, `rootOf at ${size}`);
    assert.equal(hex(compact.root()), expected, `compact at ${size}`);
    const resumed = CompactTree.resume(size, TREE.read);
    assert.equal(hex(resumed.root()), expected, `resumed at ${size}`);
    assert.equal(resumed.size, size);
    if (size === SIZES) break;
    compact.append(leafAt(size));
    resumed.append(leafAt(size));
    assert.equal(hex(resumed.root()), hex(compact.root()), `after resume at ${size}`);
  }
});

test('every entry has a proof at every size, and no other index or size has the same one', () => {
  for (let size = 1; size <= SIZES; size++) {
    const root = TREE.root(size);
    for (let index = 0; index < size; index++) {
      const path = inclusionProof(index, size, TREE.read);
      const leaf = leafAt(index);
      assert.ok(verifyInclusion({ index, size, leaf, path, root }), `${index} in ${size}`);
      if (size > 40 && size % 13 !== 0) continue;
      for (let other = 0; other <= size; other++) {
        if (other !== index) assert.ok(!verifyInclusion({ index: other, size, leaf, path, root }), `as ${other}`);
      }
    }
  }
});

test('a root alone does not bind the size: why receipts sign it', () => {
  const path = inclusionProof(0, 3, TREE.read);
  const root = TREE.root(3);
  assert.ok(verifyInclusion({ index: 0, size: 3, leaf: leafAt(0), path, root }));
  assert.ok(verifyInclusion({ index: 0, size: 4, leaf: leafAt(0), path, root }));
});

test('a proof with any byte changed, a hash added, dropped or cut proves nothing', () => {
  for (const size of [1, 2, 3, 7, 8, 9, 64, 100, 130]) {
    const root = TREE.root(size);
    for (const index of new Set([0, size >> 1, size - 1])) {
      const path = inclusionProof(index, size, TREE.read);
      const leaf = leafAt(index);
      const proof = { index, size, leaf, path, root };
      for (let at = 0; at < 32; at++) {
        assert.ok(!verifyInclusion({ ...proof, leaf: flip(leaf, at) }));
        assert.ok(!verifyInclusion({ ...proof, root: flip(root, at) }));
        for (let i = 0; i < path.length; i++) {
          assert.ok(!verifyInclusion({ ...proof, path: path.map((hash, j) => (i === j ? flip(hash, at) : hash)) }));
        }
      }
      assert.ok(!verifyInclusion({ ...proof, path: [...path, root] }));
      assert.ok(!verifyInclusion({ ...proof, path: [leaf, ...path] }));
      if (path.length > 0) assert.ok(!verifyInclusion({ ...proof, path: path.slice(1) }));
      if (path.length > 0) assert.ok(!verifyInclusion({ ...proof, path: path.slice(0, -1) }));
      assert.ok(!verifyInclusion({ ...proof, leaf: leaf.subarray(1) }));
    }
  }
});

test('every earlier tree is proven to be how the later one began; no other pair of sizes or roots is', () => {
  for (let size2 = 1; size2 <= SIZES; size2++) {
    const root2 = TREE.root(size2);
    for (let size1 = 1; size1 <= size2; size1++) {
      const proof = { size1, root1: TREE.root(size1), size2, root2, path: consistencyProof(size1, size2, TREE.read) };
      assert.ok(verifyConsistency(proof), `${size1} to ${size2}`);
      if (size2 % 13 !== 0) continue;
      assert.ok(!verifyConsistency({ ...proof, root1: flip(proof.root1, 7) }));
      assert.ok(!verifyConsistency({ ...proof, root2: flip(proof.root2, 7) }));
      assert.ok(!verifyConsistency({ ...proof, path: [...proof.path, root2] }));
      if (size1 > 1) assert.ok(!verifyConsistency({ ...proof, size1: size1 - 1 }), `${size1} less one, to ${size2}`);
      if (size1 < size2) assert.ok(!verifyConsistency({ ...proof, size1: size1 + 1 }), `${size1} and one, to ${size2}`);
      for (let i = 0; i < proof.path.length; i++) {
        const path = proof.path.map((hash, j) => (i === j ? flip(hash, i) : hash));
        assert.ok(!verifyConsistency({ ...proof, path }), `hash ${i} of ${size1} to ${size2}`);
        assert.ok(!verifyConsistency({ ...proof, path: proof.path.toSpliced(i, 1) }));
      }
    }
  }
});

test('trees beyond 2^32 entries work to the last safe integer', () => {
  // A log in which every entry is the same: one hash for each level.
  const levels = [leafHash(utf8('same'))];
  for (let level = 1; level <= 53; level++) {
    const below = levels[level - 1];
    assert.ok(below !== undefined);
    levels.push(nodeHash(below, below));
  }
  const read: HashReader = (level, index) => {
    assert.ok(Number.isSafeInteger(index) && index >= 0);
    const hash = levels[level];
    assert.ok(hash !== undefined);
    return hash;
  };
  for (const size of [2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 40 + 5, 2 ** 53 - 1]) {
    const root = rootOf(size, read);
    assert.ok(equalBytes(CompactTree.resume(size, read).root(), root));
    for (const index of [0, 1, size - 2, size - 1, Math.floor(size / 3)]) {
      const path = inclusionProof(index, size, read);
      assert.ok(verifyInclusion({ index, size, leaf: read(0, index), path, root }), `${index} of ${size}`);
    }
    for (const size1 of [1, 2 ** 31 - 1, 2 ** 31, size - 1, size]) {
      const path = consistencyProof(size1, size, read);
      const proof = { size1, root1: rootOf(size1, read), size2: size, root2: root, path };
      assert.ok(verifyConsistency(proof), `${size1} to ${size}`);
    }
  }
});

test('indices and sizes that are no place in a tree are refused', () => {
  for (const [index, size] of [
    [0, 0],
    [1, 1],
    [-1, 4],
    [0.5, 4],
    [0, 2 ** 53],
    [Number.NaN, 4],
  ] as const) {
    // biome-ignore format: one row
    assert.throws(() => inclusionProof(index, size, TREE.read), { code: 'proof_out_of_range' });
    assert.equal(rootOfInclusion(index, size, leafAt(0), []), undefined);
  }
  for (const [size1, size2] of [
    [0, 4],
    [5, 4],
    [-1, 4],
    [1.5, 4],
    [1, 2 ** 53],
  ] as const) {
    // biome-ignore format: one row
    assert.throws(() => consistencyProof(size1, size2, TREE.read), { code: 'proof_out_of_range' });
    assert.ok(!verifyConsistency({ size1, root1: leafAt(0), size2, root2: leafAt(0), path: [] }));
  }
});

test('inclusion vectors of transparency-dev', (t) => {
  const folder = sharedData('merkle/inclusion');
  if (folder === undefined) return t.skip('shared/data is absent');
  const all = vectors(folder);
  for (const [name, vector] of all) {
    const proof = {
      index: vector.leafIdx,
      size: vector.treeSize,
      leaf: fromBase64(vector.leafHash),
      path: (vector.proof ?? []).map(fromBase64),
      root: fromBase64(vector.root),
    };
    assert.equal(verifyInclusion(proof), !vector.wantErr, name);
  }
  assert.deepEqual([all.length, all.filter(([, { wantErr }]) => !wantErr).length], [98, 6]);
});

test('consistency vectors of transparency-dev', (t) => {
  const folder = sharedData('merkle/consistency');
  if (folder === undefined) return t.skip('shared/data is absent');
  const all = vectors(folder);
  for (const [name, vector] of all) {
    const proof = {
      size1: vector.size1,
      root1: fromBase64(vector.root1),
      size2: vector.size2,
      root2: fromBase64(vector.root2),
      path: (vector.proof ?? []).map(fromBase64),
    };
    assert.equal(verifyConsistency(proof), !vector.wantErr, name);
  }
  assert.deepEqual([all.length, all.filter(([, { wantErr }]) => !wantErr).length], [98, 6]);
});
