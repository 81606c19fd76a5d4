import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createRegistry } from '#contracts/index.ts';
import { entryAt } from '#ledger/entries.ts';
import { bundleOf } from '#ledger/evidence.ts';
import { Ledger } from '#ledger/ledger.ts';
import { testKey } from '#test/keys.ts';
import { nodeSigner, temporaryFolder } from '#test/ledgers.ts';
import { addBlock, certify, genesisWith } from '#test/load.ts';
import { START_MS } from '#test/world.ts';
import { decodeBlockLeaf, encodeBlockLeaf } from './block.ts';
import { type Policy, verifyBundle } from './bundle.ts';
import { type Bundle, encodeBundle, MAX_BUNDLE_ENTRIES } from './bundle-format.ts';
import { base64url, concat, fromBase64url, fromHex, utf8 } from './bytes.ts';
import { decodeJson } from './canonical-json.ts';
import { originOf, parseCheckpointText, signCheckpoint } from './checkpoint.ts';
import { addCosignatures, cosign } from './cosignature.ts';
import { isFault } from './fault.ts';
import { noteSigner } from './note-signer.fixture.ts';
import { decodeNote, type NoteSigner } from './signed-note.ts';
import { decodeStatement } from './statement.ts';

const [SECOND, STRANGER] = [noteSigner('second node'), noteSigner('stranger')];
const folder = temporaryFolder();
after(() => folder[Symbol.dispose]());
const genesis = await genesisWith((body) => ({
  ...body,
  nodes: [
    ...body.nodes,
    { name: 'second', checkpointKey: base64url(SECOND.publicKey), receiptKey: testKey('second').publicKeyText },
  ],
}));
const ledger = Ledger.create(folder.file('ledger.db'), genesis, { registry: createRegistry(), signer: nodeSigner });
addBlock(ledger, START_MS, [await certify(ledger, 'a'), await certify(ledger, 'b', 'acme/quality')]);
addBlock(ledger, START_MS + 1, [await certify(ledger, 'c')]);
const other = await certify(ledger, 'never logged');
const bytes = await bundleOf(ledger, [2, 3]);
const unrelated = decodeJson(await bundleOf(ledger, [5])) as Bundle;
// Verified to be one in the first test.
const RIGHT = decodeJson(bytes) as Bundle;
const ledgerId = ledger.id;
const foreignAudience = await (async () => {
  const { crafted } = await import('#test/load.ts');
  return crafted(ledger, () => ({ audience: 'a'.repeat(52) }));
})();

type Entry = Bundle['entries'][number];

const entry = RIGHT.entries[0] ?? assert.fail();
const second = RIGHT.entries[1] ?? assert.fail();
const block = RIGHT.blocks[0] ?? assert.fail();
const withEntry = (change: Partial<Entry>): Bundle => ({ ...RIGHT, entries: [{ ...entry, ...change }, second] });
const withBlock = (change: Partial<Bundle['blocks'][number]>): Bundle => ({
  ...RIGHT,
  blocks: [{ ...block, ...change }],
});

/** The checkpoint, signed by these keys. */
async function signedBy(...signers: readonly Omit<NoteSigner, 'name'>[]): Promise<Bundle> {
  const name = originOf(ledgerId);
  const checkpoint = parseCheckpointText(decodeNote(RIGHT.checkpoint).text);
  return { ...RIGHT, checkpoint: await signCheckpoint(checkpoint, ...signers.map((signer) => ({ ...signer, name }))) };
}

function otherTime(leaf: string): string {
  return base64url(encodeBlockLeaf({ ...decodeBlockLeaf(fromBase64url(leaf)), timeMs: 1 }));
}

function json(value: object): Uint8Array {
  return utf8(JSON.stringify(value));
}

type Row = readonly [what: string, code: string, bytes: Uint8Array | Bundle, says?: RegExp];

const emptied = { ...RIGHT, entries: [] };
const rows: readonly Row[] = [
  ['more than 16 MiB', 'bundle_too_large', new Uint8Array(16_777_217)],
  ['nothing', 'bundle_malformed', new Uint8Array(0)],
  ['no UTF-8', 'bundle_malformed', fromHex('ff')],
  ['JSON with a space', 'bundle_malformed', concat(bytes, utf8(' '))],
  ['deep nesting', 'bundle_malformed', utf8('['.repeat(100_000))],
  ['a list', 'bundle_malformed', utf8('[]')],
  ['an unknown member', 'bundle_malformed', json({ ...RIGHT, zz: 1 })],
  ['another format', 'bundle_malformed', json({ ...RIGHT, format: 'touchmark-bundle-2' })],
  ['no entries', 'bundle_malformed', emptied],
  ['no blocks', 'bundle_malformed', { ...RIGHT, blocks: [] }],
  ['too many entries', 'bundle_malformed', { ...RIGHT, entries: new Array<Entry>(MAX_BUNDLE_ENTRIES + 1).fill(entry) }],
  [
    'a path of 54 hashes',
    'bundle_malformed',
    withEntry({ result: { leaf: entry.result.leaf, path: new Array<string>(54).fill('A'.repeat(43)) } }),
  ],
  ['an index below zero', 'bundle_malformed', withEntry({ index: -1 })],
  ['no genesis', 'bundle_ledger', { ...RIGHT, genesis: base64url(utf8('{}')) }],
  ['a genesis with unused bits', 'bundle_ledger', { ...RIGHT, genesis: 'AB' }],
  ['a checkpoint that is no note', 'bundle_checkpoint', { ...RIGHT, checkpoint: 'x' }],
  [
    'a checkpoint of another origin',
    'bundle_checkpoint',
    { ...RIGHT, checkpoint: RIGHT.checkpoint.replaceAll(ledgerId, 'a'.repeat(52)) },
  ],
  [
    'a checkpoint of another size',
    'bundle_checkpoint',
    { ...RIGHT, checkpoint: RIGHT.checkpoint.replace('\n7\n', '\n8\n') },
  ],
  ['a checkpoint by strangers', 'bundle_checkpoint', await signedBy(STRANGER)],
  [
    'a checkpoint with a stranger’s line more',
    'bundle_checkpoint',
    await signedBy(nodeSigner.checkpoint, STRANGER),
    /unknown/,
  ],
  ['a checkpoint with a line twice', 'bundle_checkpoint', await signedBy(nodeSigner.checkpoint, nodeSigner.checkpoint)],
  ['a block leaf that is none', 'bundle_block', withBlock({ leaf: base64url(utf8('x')) })],
  ['a block leaf of another time', 'bundle_block', withBlock({ leaf: otherTime(block.leaf) })],
  ['a block at another index', 'bundle_block', withBlock({ index: block.index + 1 })],
  ['a block’s receipt of something else', 'bundle_block', withBlock({ receipt: entry.receipt })],
  ['a block twice', 'bundle_block', { ...RIGHT, blocks: [block, block] }],
  ['a statement of a block that is not there', 'bundle_entry', withEntry({ height: 2 })],
  ['a statement that is none', 'bundle_entry', withEntry({ statement: base64url(utf8('x')) })],
  ['a statement that is not in the log', 'bundle_entry', withEntry({ statement: base64url(other) })],
  [
    'a statement for another ledger',
    'bundle_entry',
    withEntry({ statement: base64url(foreignAudience) }),
    /for the ledger/,
  ],
  ['a statement at another index', 'bundle_entry', withEntry({ index: 3 })],
  ['a receipt that is none', 'bundle_entry', withEntry({ receipt: base64url(utf8('x')) })],
  [
    'a statement told of another block',
    'bundle_entry',
    {
      ...RIGHT,
      blocks: [block, ...unrelated.blocks.filter(({ index }) => index !== block.index)],
      entries: [{ ...entry, height: 2 }, second],
    },
    /not in block 2/,
  ],
  ['the result of another statement', 'bundle_result', withEntry({ result: second.result })],
  [
    'a result that is not in the block',
    'bundle_result',
    withEntry({ result: { ...entry.result, leaf: base64url(utf8('[]')) } }),
  ],
  ['a result with a hash less', 'bundle_result', withEntry({ result: { ...entry.result, path: [] } })],
  ['the key of another actor', 'bundle_signer', withEntry({ signer: second.signer })],
  [
    'a member leaf that is not in the tree',
    'bundle_signer',
    withEntry({ signer: { ...entry.signer, leaf: base64url(utf8('[]')) } }),
  ],
  [
    'a member path with a side changed',
    'bundle_signer',
    withEntry({
      signer: {
        ...entry.signer,
        path: entry.signer.path.map(({ side, hash }) => ({ side: side === 'left' ? 'right' : 'left', hash })),
      },
    }),
  ],
  [
    'a member proof of a block that is not there',
    'bundle_signer',
    withEntry({ signer: { ...entry.signer, height: 2 } }),
  ],
  [
    'a block that nothing needs',
    'bundle_unused',
    { ...RIGHT, blocks: [...RIGHT.blocks, ...unrelated.blocks.filter(({ index }) => index !== block.index)] },
  ],
];

for (const [what, code, bundle, says] of rows) {
  test(`a bundle with ${what} is refused: ${code}`, () => {
    const file = bundle instanceof Uint8Array ? bundle : encodeBundle(bundle);
    assert.throws(
      () => verifyBundle(file, { ledgerId }),
      (error) => isFault(error, code) && (says === undefined || says.test(error.message)),
    );
  });
}

test('a member proof has one form, also where two blocks have the same members tree', async () => {
  const both = decodeJson(await bundleOf(ledger, [2, 5])) as Bundle;
  const [first, last] = both.entries;
  assert.ok(first !== undefined && last !== undefined && first.signer.height === 1);
  verifyBundle(encodeBundle(both), { ledgerId });
  const changed = { ...both, entries: [{ ...first, signer: { ...first.signer, height: 2 } }, last] };
  assert.throws(
    () => verifyBundle(encodeBundle(changed), { ledgerId }),
    (error) => isFault(error, 'bundle_signer'),
  );
});

test('every code of verifyBundle has a row', () => {
  const codes = ['too_large', 'malformed', 'ledger', 'checkpoint', 'block', 'entry', 'result', 'signer', 'unused'];
  assert.deepEqual([...new Set(rows.map(([, code]) => code))].sort(), codes.map((code) => `bundle_${code}`).sort());
});

test('the bundle that the rows change is right, and proves its statements', () => {
  const report = verifyBundle(bytes, { ledgerId });
  assert.deepEqual(
    report.statements.map(({ index, actor, outcome, txId }) => [index, actor, outcome, txId]),
    [2, 3].map((index) => {
      const { txId } = decodeStatement(entryAt(ledger.store, index)?.bytes ?? new Uint8Array());
      return [index, index === 2 ? 'acme/admin' : 'acme/quality', 'accepted', base64url(txId)];
    }),
  );
  assert.deepEqual(
    [report.size, report.anchored, report.signedBy],
    [ledger.head.size, true, [base64url(nodeSigner.checkpoint.publicKey)]],
  );
});

const one = nodeSigner.checkpoint;
const keys = [one.publicKey, SECOND.publicKey];
const witness = [STRANGER.publicKey];
type PolicyRow = readonly [what: string, signers: readonly Omit<NoteSigner, 'name'>[], policy: Policy, holds: boolean];
const policies: readonly PolicyRow[] = [
  ['1 of 2, by the first', [one], { needed: 1, keys }, true],
  ['1 of 2, by the second', [SECOND], { needed: 1, keys }, true],
  ['2 of 2, by both', [one, SECOND], { needed: 2, keys }, true],
  ['2 of 2, by one', [one], { needed: 2, keys }, false],
  ['2 of 2, by one twice', [one, one], { needed: 2, keys }, false],
  ['2 of 2 where a key is named twice, by one', [one], { needed: 2, keys: [one.publicKey, one.publicKey] }, false],
  ['1 of the second, by the first', [one], { needed: 1, keys: [SECOND.publicKey] }, false],
  ['a witness that is not in the genesis, with the node', [one, STRANGER], { needed: 1, keys: witness }, true],
  ['a witness that is not in the genesis, absent', [one, SECOND], { needed: 1, keys: witness }, false],
  ['nobody needed, but a stranger’s line', [one, STRANGER], { needed: 0, keys: [] }, false],
];

for (const [what, signers, policy, holds] of policies) {
  test(`policy: ${what}: ${holds ? 'holds' : 'does not hold'}`, async () => {
    const file = encodeBundle(await signedBy(...signers));
    if (holds) assert.equal(verifyBundle(file, { ledgerId, policy }).signedBy.length, signers.length);
    else
      assert.throws(
        () => verifyBundle(file, { ledgerId, policy }),
        (error) => isFault(error, 'bundle_checkpoint'),
      );
  });
}

const [ONE, TWO] = [noteSigner('one.example/witness'), noteSigner('two.example/witness')];
const twoNames = [ONE, { ...ONE, name: 'another.example' }];
type WitnessRow = readonly [what: string, cosigners: readonly NoteSigner[], policy: Policy | undefined, result: string];
/** Results: witnesses that counted, and lines that were passed over; or the code. */
const witnessed: readonly WitnessRow[] = [
  ['no policy: a co-signature is passed over', [ONE], undefined, '0 and 1'],
  ['1 of 1 witness, co-signed', [ONE], { needed: 1, keys: [], witnesses: [ONE] }, '1 and 0'],
  ['1 of 1 witness, by another', [TWO], { needed: 1, keys: [], witnesses: [ONE] }, 'bundle_checkpoint'],
  ['1 of 2 witnesses, by both', [ONE, TWO], { needed: 1, keys: [], witnesses: [ONE, TWO] }, '2 and 0'],
  ['2 of 2 witnesses, by one', [ONE], { needed: 2, keys: [], witnesses: [ONE, TWO] }, 'bundle_checkpoint'],
  ['a node and a witness', [ONE], { needed: 2, keys: [one.publicKey], witnesses: [ONE] }, '1 and 0'],
  [
    'a node and a witness, by the node',
    [],
    { needed: 2, keys: [one.publicKey], witnesses: [ONE] },
    'bundle_checkpoint',
  ],
  ['a witness beside one that is not known', [ONE, TWO], { needed: 1, keys: [], witnesses: [ONE] }, '1 and 1'],
  ['one key under two names', twoNames, { needed: 2, keys: [], witnesses: twoNames }, 'bundle_checkpoint'],
  [
    'one key as a node and as a witness',
    [{ ...one, name: ONE.name }],
    { needed: 2, keys: [one.publicKey], witnesses: [{ ...one, name: ONE.name }] },
    'bundle_checkpoint',
  ],
];

for (const [what, cosigners, policy, result] of witnessed) {
  test(`witnesses: ${what}: ${result}`, async () => {
    const { text } = decodeNote(RIGHT.checkpoint);
    const lines = await Promise.all(cosigners.map((signer) => cosign(text, signer, 1_767_600_000)));
    const file = encodeBundle({ ...RIGHT, checkpoint: addCosignatures(RIGHT.checkpoint, lines) });
    const verify = () => verifyBundle(file, policy === undefined ? { ledgerId } : { ledgerId, policy });
    if (result === 'bundle_checkpoint') return assert.throws(verify, (error) => isFault(error, result));
    const { signedBy, witnessedBy, unknownCosignatures } = verify();
    assert.equal(`${witnessedBy.length} and ${unknownCosignatures}`, result);
    assert.deepEqual(signedBy, [base64url(one.publicKey)]);
    for (const { timeMs } of witnessedBy) assert.equal(timeMs, 1_767_600_000_000);
  });
}
