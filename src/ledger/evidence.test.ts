import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createRegistry } from '#contracts/index.ts';
import { decodeBlockLeaf } from '#core/block.ts';
import { verifyBundle } from '#core/bundle.ts';
import { blockSubject } from '#core/bundle-format.ts';
import { base64url, hex } from '#core/bytes.ts';
import { addCosignatures, cosign } from '#core/cosignature.ts';
import { isFault } from '#core/fault.ts';
import { leafHash, verifyConsistency } from '#core/merkle.ts';
import { noteSigner } from '#core/note-signer.fixture.ts';
import { verifyReceipt } from '#core/receipt.ts';
import { decodeNote } from '#core/signed-note.ts';
import { decodeStatement } from '#core/statement.ts';
import { newLedger, nodeSigner, signedFor, temporaryFolder } from '#test/ledgers.ts';
import { addBlock, certificate, certify, enrolment, kidOf, revocation } from '#test/load.ts';
import { tellStory } from '#test/story.ts';
import { START_MS } from '#test/world.ts';
import { auditLedger } from './audit.ts';
import { entryAt } from './entries.ts';
import { bundleOf, receiptOf } from './evidence.ts';
import { Ledger } from './ledger.ts';
import { SignaturePool } from './signature-pool.ts';

const code = (wanted: string) => (error: unknown) => isFault(error, wanted);

/** A ledger of some 600 entries with a checkpoint after every tenth statement. */
async function longLedger(path: string): Promise<{ readonly ledger: Ledger; readonly sizes: readonly number[] }> {
  const ledger = await newLedger(path);
  const sizes: number[] = [];
  for (let i = 0; i < 40; i++) {
    await tellStory(ledger, { seed: i, statements: 10, mostPerBlock: 1 + (i % 7), perTime: 10 });
    await ledger.checkpoint();
    sizes.push(ledger.head.size);
  }
  return { ledger, sizes };
}

test('any entry has a receipt at any later checkpoint, and none at another size', async () => {
  using folder = temporaryFolder();
  const { ledger, sizes } = await longLedger(folder.file('ledger.db'));
  using _ = ledger;
  const places = fc
    .nat(sizes.length - 1)
    .chain((at) => fc.tuple(fc.constant(sizes[at] ?? 1), fc.nat((sizes[at] ?? 1) - 1)));
  const property = fc.asyncProperty(places, async ([size, index]) => {
    const bytes = entryAt(ledger.store, index)?.bytes ?? new Uint8Array();
    const subject =
      index === 0
        ? 'genesis'
        : bytes[0] === 0xd2
          ? decodeStatement(bytes).subject
          : blockSubject(decodeBlockLeaf(bytes).height);
    const expected = {
      ledgerId: ledger.id,
      subject,
      leafHash: leafHash(bytes),
      publicKey: nodeSigner.receipt.publicKey,
      index,
    };
    const proven = verifyReceipt(await receiptOf(ledger, index, size), expected);
    assert.deepEqual([proven.size, hex(proven.root)], [size, hex(ledger.tree.root(size))]);
    if (!sizes.includes(size - 1)) await assert.rejects(receiptOf(ledger, 0, size - 1), code('size_has_no_checkpoint'));
  });
  await fc.assert(property, { numRuns: 300, seed: 42 });
  await assert.rejects(receiptOf(ledger, ledger.head.size), code('entry_unknown'));
  await assert.rejects(receiptOf(ledger, sizes[3] ?? 0, sizes[2]), code('size_has_no_checkpoint'));
});

test('every checkpoint grew out of every earlier one', async () => {
  using folder = temporaryFolder();
  const { ledger, sizes } = await longLedger(folder.file('ledger.db'));
  using _ = ledger;
  for (const size1 of sizes) {
    for (const size2 of sizes.filter((size) => size >= size1)) {
      const [root1, root2] = [ledger.tree.root(size1), ledger.tree.root(size2)];
      const path = ledger.tree.consistency(size1, size2);
      assert.ok(verifyConsistency({ size1, root1, size2, root2, path }), `${size1} to ${size2}`);
      if (size1 < size2) assert.ok(!verifyConsistency({ size1, root1: root2, size2, root2, path }));
    }
  }
});

test('a bundle proves its statements with outcome, time and signer', async () => {
  using folder = temporaryFolder();
  using ledger = await newLedger(folder.file('ledger.db'));
  const statements = [await certify(ledger, 'ISO 9001'), await certify(ledger, 'refused', 'acme/buyer')];
  addBlock(ledger, START_MS + 5, statements);
  const report = verifyBundle(await bundleOf(ledger, [2, 3]), { ledgerId: ledger.id });
  assert.deepEqual(
    report.statements.map(({ index, height, timeMs, outcome, actor, role, txId }) => [
      index,
      height,
      timeMs,
      outcome,
      actor,
      role,
      txId,
    ]),
    [
      [
        2,
        1,
        START_MS + 5,
        'accepted',
        'acme/admin',
        'admin',
        base64url(decodeStatement(statements[0] ?? new Uint8Array()).txId),
      ],
      [
        3,
        1,
        START_MS + 5,
        'role_not_allowed',
        'acme/buyer',
        'buyer',
        base64url(decodeStatement(statements[1] ?? new Uint8Array()).txId),
      ],
    ],
  );
  assert.deepEqual([report.anchored, report.size], [true, 5]);
});

test('a statement whose key was enrolled in its own block is proven by the next block', async () => {
  using folder = temporaryFolder();
  using ledger = await newLedger(folder.file('ledger.db'));
  const actor = 'acme/inspector';
  addBlock(ledger, START_MS, [
    await signedFor(ledger, enrolment(ledger, actor)),
    await certify(ledger, 'ISO 9001', actor),
  ]);
  await assert.rejects(bundleOf(ledger, [3]), code('bundle_key_too_fresh'));
  addBlock(ledger, START_MS, [await certify(ledger, 'AS9100D')]);
  const [proven] = verifyBundle(await bundleOf(ledger, [3]), { ledgerId: ledger.id }).statements;
  assert.deepEqual([proven?.actor, proven?.height], [actor, 1]);
});

test('a statement whose key came and went within its own block is proven by the next block, also after a restart', async () => {
  using folder = temporaryFolder();
  const path = folder.file('ledger.db');
  const options = { registry: createRegistry(), signer: nodeSigner };
  const ledger = await newLedger(path);
  const actor = 'acme/inspector';
  const block = [enrolment(ledger, actor), certificate('ISO 9001', actor), revocation(actor)];
  addBlock(ledger, START_MS, await Promise.all(block.map((signing) => signedFor(ledger, signing))));
  ledger[Symbol.dispose]();
  using again = Ledger.open(path, options);
  for (const kind of ['AS9100D', 'NADCAP']) addBlock(again, START_MS, [await certify(again, kind)]);
  const [proven] = verifyBundle(await bundleOf(again, [3]), { ledgerId: again.id }).statements;
  assert.deepEqual([proven?.actor, proven?.outcome], [actor, 'accepted']);
  const heights = [1, 2, 3].map((height) => again.members.keys.proof(kidOf(actor), height) !== undefined);
  assert.deepEqual(heights, [false, true, false]);
  await using pool = new SignaturePool(1);
  await auditLedger(path, { ...options, pool });
});

test('a statement stays provable after its key was revoked, and after the ledger was opened again', async () => {
  using folder = temporaryFolder();
  const path = folder.file('ledger.db');
  const ledger = await newLedger(path);
  addBlock(ledger, START_MS, [await certify(ledger, 'ISO 9001', 'acme/quality')]);
  addBlock(ledger, START_MS, [await signedFor(ledger, revocation('acme/quality'))]);
  addBlock(ledger, START_MS, [await certify(ledger, 'AS9100D')]);
  ledger[Symbol.dispose]();
  using again = Ledger.open(path, { registry: createRegistry(), signer: nodeSigner });
  const [proven] = verifyBundle(await bundleOf(again, [2]), { ledgerId: again.id }).statements;
  assert.deepEqual([proven?.actor, proven?.outcome], ['acme/quality', 'accepted']);
});

test('a bundle made while blocks are written is of one checkpoint', async () => {
  using folder = temporaryFolder();
  using ledger = await newLedger(folder.file('ledger.db'));
  addBlock(ledger, START_MS, [await certify(ledger, 'first')]);
  const more = await Promise.all(Array.from({ length: 20 }, (_, i) => certify(ledger, `kind ${i}`)));
  for (const bytes of more) {
    const bundle = bundleOf(ledger, [2]);
    addBlock(ledger, START_MS, [bytes]);
    assert.equal(verifyBundle(await bundle, { ledgerId: ledger.id }).size, ledger.head.size - 2);
  }
});

test('a bundle stands on an earlier checkpoint that a witness co-signed, where that has what it needs', async () => {
  using folder = temporaryFolder();
  using ledger = await newLedger(folder.file('ledger.db'));
  const actor = 'acme/inspector';
  const add = async (...signings: readonly Parameters<typeof signedFor>[1][]) =>
    addBlock(ledger, START_MS, await Promise.all(signings.map((signing) => signedFor(ledger, signing))));
  await add(certificate('ISO 9001'));
  await add(enrolment(ledger, actor), certificate('AS9100D', actor));
  const { size, note } = { size: ledger.head.size, note: await ledger.checkpoint() };
  await add(certificate('NADCAP'));
  const witness = noteSigner('borealis.example/witness');
  const at = { size, note: addCosignatures(note, [await cosign(decodeNote(note).text, witness, START_MS / 1000)]) };
  const policy = { needed: 1, keys: [], witnesses: [witness] };
  const report = verifyBundle(await bundleOf(ledger, [2, 4], at), { ledgerId: ledger.id, policy });
  assert.deepEqual([report.size, report.witnessedBy.length, report.statements.length], [size, 1, 2]);
  const rows = [
    ['entry_after_checkpoint', [2, size]],
    ['bundle_key_too_fresh', [5]],
  ] as const;
  for (const [wanted, indexes] of rows) {
    await assert.rejects(bundleOf(ledger, indexes, at), code(wanted));
    await bundleOf(ledger, indexes);
  }
  await assert.rejects(bundleOf(ledger, [2], { size: 4, note: at.note }), /the size 4/);
});

test('what has no proof is said so', async () => {
  using folder = temporaryFolder();
  const path = folder.file('ledger.db');
  using ledger = await newLedger(path);
  addBlock(ledger, START_MS, [await signedFor(ledger, certificate('ISO 9001'))]);
  await assert.rejects(bundleOf(ledger, [0]), code('entry_not_statement'));
  await assert.rejects(bundleOf(ledger, [1]), code('entry_not_statement'));
  await assert.rejects(bundleOf(ledger, [9]), code('entry_unknown'));
  await assert.rejects(bundleOf(ledger, []), code('bundle_too_large'));
  await assert.rejects(bundleOf(ledger, new Array(1001).fill(2)), code('bundle_too_large'));
  using reader = Ledger.openReadOnly(path, { registry: createRegistry() });
  await assert.rejects(receiptOf(reader, 2), code('ledger_has_no_key'));
});
