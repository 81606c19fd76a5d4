// Changes in a bundle or a receipt, down to a single bit: each is refused with a Fault, and nothing else is thrown.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { decodeBlockLeaf, encodeBlockLeaf } from '#core/block.ts';
import { verifyBundle } from '#core/bundle.ts';
import { type Bundle, encodeBundle } from '#core/bundle-format.ts';
import { base64url, concat, fromBase64url, fromUtf8, hex } from '#core/bytes.ts';
import { decodeJson } from '#core/canonical-json.ts';
import { encodeCbor } from '#core/cbor.ts';
import { decodeSign1, encodeSign1 } from '#core/cose-sign1.ts';
import { Fault, isFault } from '#core/fault.ts';
import { leafHash } from '#core/merkle.ts';
import { decodeReceipt, verifyReceipt } from '#core/receipt.ts';
import { decodeStatement } from '#core/statement.ts';
import { entryAt } from '#ledger/entries.ts';
import { bundleOf, receiptOf } from '#ledger/evidence.ts';
import { newLedger, nodeSigner, temporaryFolder } from '#test/ledgers.ts';
import { addBlock, certify, flippedBytes, genesisWith, SOAK, seededRandom } from '#test/load.ts';
import { tellStory } from '#test/story.ts';

const folder = temporaryFolder();
after(() => folder[Symbol.dispose]());

const SEED = 99;

/** A ledger, the bundle of three of its entries, and the receipt of one. */
async function evidence(file: string) {
  using ledger = await newLedger(folder.file(file));
  const told = await tellStory(ledger, { seed: SEED, statements: 24 });
  // The key of a statement may have come in its own block: the next one proves it.
  addBlock(ledger, ledger.head.timeMs, [await certify(ledger, 'last')]);
  const indexes = told.flatMap(({ applied }) => applied.index ?? []).slice(-4, -1);
  const index = indexes[0] ?? assert.fail();
  const { bytes } = entryAt(ledger.store, index) ?? assert.fail();
  return {
    ledgerId: ledger.id,
    bundle: await bundleOf(ledger, indexes),
    receipt: await receiptOf(ledger, index),
    bytes,
    index,
    size: ledger.head.size,
  };
}

const right = await evidence('right.db');
const expected = {
  ledgerId: right.ledgerId,
  subject: decodeStatement(right.bytes).subject,
  leafHash: leafHash(right.bytes),
  publicKey: nodeSigner.receipt.publicKey,
};

test('changed bits in a bundle: it is refused with a Fault', () => {
  assert.equal(verifyBundle(right.bundle, { ledgerId: right.ledgerId }).statements.length, 3);
  const random = seededRandom(SEED);
  for (let flip = 0; flip < (SOAK ? 10_000 : 500); flip++) {
    const changed = flippedBytes(right.bundle, random, 8);
    assert.throws(() => verifyBundle(changed, { ledgerId: right.ledgerId }), Fault, `flip ${flip}`);
  }
});

test('a bundle cut off anywhere is refused with a Fault', () => {
  for (let at = 0; at < right.bundle.length; at += 97) {
    assert.throws(() => verifyBundle(right.bundle.subarray(0, at), { ledgerId: right.ledgerId }), Fault, `at ${at}`);
  }
});

test('a bundle with another block time is refused', () => {
  const bundle = decodeJson(right.bundle) as Bundle;
  for (const [i, block] of bundle.blocks.entries()) {
    const leaf = decodeBlockLeaf(fromBase64url(block.leaf));
    const blocks = bundle.blocks.with(i, {
      ...block,
      leaf: base64url(encodeBlockLeaf({ ...leaf, timeMs: leaf.timeMs + 1 })),
    });
    assert.throws(
      () => verifyBundle(encodeBundle({ ...bundle, blocks })),
      (error) => isFault(error, 'bundle_block'),
    );
  }
});

test('every changed bit in a receipt is noticed', () => {
  const { receipt } = right;
  assert.equal(verifyReceipt(receipt, expected).index, right.index);
  for (let at = 0; at < receipt.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const changed = Uint8Array.from(receipt, (byte, i) => (i === at ? byte ^ (1 << bit) : byte));
      assert.throws(() => verifyReceipt(changed, expected), Fault, `bit ${bit} of byte ${at}`);
    }
  }
});

test('a true receipt told of another index or size is refused', () => {
  const { path } = decodeReceipt(right.receipt);
  const sign1 = decodeSign1(right.receipt);
  const told = (size: number, index: number): Uint8Array =>
    encodeSign1({ ...sign1, unprotected: new Map([[396, new Map([[-1, [encodeCbor([size, index, path])]]])]]) });
  assert.equal(hex(told(right.size, right.index)), hex(right.receipt));
  for (let index = 0; index < right.size; index++) {
    if (index !== right.index)
      assert.throws(() => verifyReceipt(told(right.size, index), expected), Fault, `index ${index}`);
  }
  for (const size of [right.size - 1, right.size + 1, right.size * 2]) {
    for (let index = 0; index < size; index++) {
      assert.throws(() => verifyReceipt(told(size, index), expected), Fault, `index ${index} of ${size}`);
    }
  }
});

test('a bundle of an invented ledger with the same names is refused, and without a pin says that it is not anchored', async () => {
  const invented = await evidence('invented.db');
  assert.notEqual(invented.ledgerId, right.ledgerId);
  assert.throws(
    () => verifyBundle(invented.bundle, { ledgerId: right.ledgerId }),
    (error) => isFault(error, 'bundle_ledger'),
  );
  const report = verifyBundle(invented.bundle);
  assert.deepEqual([report.anchored, report.ledgerName], [false, 'Test ledger']);
  assert.equal(verifyBundle(right.bundle, { ledgerId: right.ledgerId }).anchored, true);
});

test('a genesis with another founder’s name is another ledger', async () => {
  const genesis = await genesisWith((body) => ({ ...body, name: 'Test ledger ' }));
  const text = fromUtf8(right.bundle);
  const own = (decodeJson(right.bundle) as Bundle).genesis;
  const changed = concat(Buffer.from(text.replace(own, base64url(genesis))));
  assert.throws(
    () => verifyBundle(changed, { ledgerId: right.ledgerId }),
    (error) => isFault(error, 'bundle_ledger'),
  );
  assert.throws(() => verifyBundle(changed), Fault);
});
