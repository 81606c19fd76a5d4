// Evidence that shows nothing is refused, whoever wrote it: an honest origin cannot be accused with what it signed.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { base64url, equalBytes, utf8 } from '#core/bytes.ts';
import { decodeGenesis } from '#core/genesis.ts';
import { consistencyProof, inclusionProof, leafHash, MerkleTree } from '#core/merkle.ts';
import { writeLog } from '#ledger/export.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { START_MS } from '#test/world.ts';
import { logBeside, verifyEvidence, verifyEvidenceFile } from './evidence.ts';
import {
  EVIDENCE_FORMAT,
  type Evidence,
  type EvidenceDraft,
  encodeEvidence,
  hashAt,
  leafAt,
  prefixOf,
} from './evidence-format.ts';
import { proveEvidence } from './evidence-proof.ts';
import { EVIDENCE_BYTES } from './limits.ts';
import { GENESIS, LEDGER_ID, makeLogs, noteOf, receiptIn, registry, sizeAt, withBlockLeaf } from './origins.fixture.ts';

const pool = new SignaturePool(1);
const folder = temporaryFolder();
after(async () => {
  folder[Symbol.dispose]();
  await pool[Symbol.asyncDispose]();
});

const BLOCKS = 4;
const logs = await makeLogs(folder, { blocks: BLOCKS, parting: 3 });
const { honest, forked } = logs;
const founding = decodeGenesis(GENESIS);
const size = honest.length;
const half = sizeAt(2);
const note = await noteOf(honest);
const halfNote = await noteOf(honest, half);
const forkedNote = await noteOf(forked);

function treeOf(leaves: readonly Uint8Array[]): MerkleTree {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.append(leafHash(leaf));
  return tree;
}

const tree = treeOf(honest);
const prefixAt = (at: number) => prefixOf(at, tree.root(at), consistencyProof(at, size, tree.read));
const at = (index: number, of = size) => ({ leaf: tree.read(0, index), path: inclusionProof(index, of, tree.read) });
const blockAt = (height: number) => {
  const index = sizeAt(height) - 1;
  return leafAt(index, honest[index] ?? GENESIS, at(index).path);
};
const receipt = async (leaves: readonly Uint8Array[], index: number) => ({
  receipt: base64url(await receiptIn(leaves, index)),
  leaf: base64url(leaves[index] ?? GENESIS),
});
const othersTree = treeOf(forked);
const other = sizeAt(2);
const otherAt = { leaf: othersTree.read(0, other), path: inclusionProof(other, size, othersTree.read) };
const execution = {
  kind: 'wrong_execution',
  checkpoint: note,
  entry: sizeAt(3) - 1,
  height: 3,
  code: 'replay_block_differs',
} as const;

/** What an accuser might write, and what would have to be otherwise. */
const FALSE: readonly (readonly [what: string, draft: EvidenceDraft])[] = [
  ['a fork of one log', { kind: 'fork', first: note, second: note }],
  ['a fork of two sizes', { kind: 'fork', first: halfNote, second: note }],
  [
    'a fork that does part, at an entry that is the same',
    {
      kind: 'fork',
      first: note,
      second: forkedNote,
      entry: {
        index: 2,
        first: hashAt(at(2)),
        second: hashAt({ leaf: othersTree.read(0, 2), path: inclusionProof(2, size, othersTree.read) }),
        block: blockAt(1),
        blockIn: 'first',
      },
    },
  ],
  [
    'a fork, at an entry of another block',
    {
      kind: 'fork',
      first: note,
      second: forkedNote,
      entry: { index: other, first: hashAt(at(other)), second: hashAt(otherAt), block: blockAt(2), blockIn: 'first' },
    },
  ],
  ['a log that grew', { kind: 'rewritten', first: halfNote, second: note, prefix: prefixAt(half) }],
  ['a log that grew, without a word', { kind: 'rewritten', first: halfNote, second: note }],
  [
    'two logs whose order is turned round',
    { kind: 'rewritten', first: note, second: halfNote, prefix: prefixAt(half) },
  ],
  ['another size than the first’s', { kind: 'rewritten', first: halfNote, second: note, prefix: prefixAt(half + 1) }],
  ['a checkpoint by nobody', { kind: 'fork', first: note, second: note.replace(/\n\d+\n/, '\n17\n') }],
  [
    'time that goes forth',
    { kind: 'time_went_back', checkpoint: note, prefix: prefixAt(size), before: blockAt(1), after: blockAt(2) },
  ],
  [
    'time that goes back, told backwards',
    { kind: 'time_went_back', checkpoint: note, prefix: prefixAt(size), before: blockAt(2), after: blockAt(1) },
  ],
  [
    'a statement as a block',
    {
      kind: 'time_went_back',
      checkpoint: note,
      prefix: prefixAt(size),
      before: blockAt(2),
      after: leafAt(2, honest[2] ?? GENESIS, at(2).path),
    },
  ],
  [
    'a block in good time',
    {
      kind: 'back_dated',
      checkpoint: note,
      prefix: prefixAt(size),
      block: blockAt(3),
      seen: { checkpoint: halfNote, atMs: START_MS + 3000 + 60_000 },
    },
  ],
  [
    'a block that had been seen',
    {
      kind: 'back_dated',
      checkpoint: note,
      prefix: prefixAt(size),
      block: blockAt(2),
      seen: { checkpoint: halfNote, atMs: START_MS + 600_000 },
    },
  ],
  [
    'a receipt that is kept',
    {
      kind: 'hidden_entry',
      ...(await receipt(honest, 2)),
      checkpoint: note,
      prefix: prefixAt(size),
      there: hashAt(at(2)),
      block: blockAt(1),
    },
  ],
  [
    'a receipt of another size',
    {
      kind: 'hidden_entry',
      ...(await receipt(forked, other)),
      checkpoint: note,
      prefix: prefixAt(half),
      there: hashAt(at(2, half)),
      block: blockAt(1),
    },
  ],
  [
    'a receipt by nobody',
    {
      kind: 'hidden_entry',
      ...(await receipt(forked, other)),
      leaf: base64url(honest[other] ?? GENESIS),
      checkpoint: note,
      prefix: prefixAt(size),
      there: hashAt(at(other)),
      block: blockAt(3),
    },
  ],
  [
    'what was rightly served',
    {
      kind: 'leaves_differ',
      checkpoint: note,
      index: 2,
      served: base64url(honest[2] ?? GENESIS),
      leaf: base64url(at(2).leaf),
      path: at(2).path.map(base64url),
    },
  ],
  [
    'a leaf that is not signed',
    {
      kind: 'leaves_differ',
      checkpoint: note,
      index: 2,
      served: base64url(GENESIS),
      leaf: base64url(at(3).leaf),
      path: at(2).path.map(base64url),
    },
  ],
  ['an execution of what is not there', { ...execution, prefix: prefixAt(sizeAt(2)) }],
  [
    'a beginning that is not the log’s',
    { ...execution, prefix: prefixOf(half, othersTree.root(half + 1), consistencyProof(half, size, tree.read)) },
  ],
];

for (const [what, draft] of FALSE) {
  test(`no evidence: ${what}`, async () => {
    const evidence = { ...draft, format: EVIDENCE_FORMAT, genesis: base64url(GENESIS), sentence: 'x' } as Evidence;
    // Whatever sentence stands in it: that comes after.
    assert.throws(() => proveEvidence(evidence, founding), { code: 'evidence_unproven' });
    await assert.rejects(verifyEvidence(encodeEvidence(evidence), { registry, pool }), { code: 'evidence_unproven' });
  });
}

/** A file about a log, with the log beside it. */
function withLog(name: string, draft: EvidenceDraft, leaves: readonly Uint8Array[], checkpoint = note) {
  const frame = { ...draft, format: EVIDENCE_FORMAT, genesis: base64url(GENESIS), sentence: '' } as Evidence;
  const logPath = folder.file(`${name}.export`);
  writeLog(logPath, leaves, checkpoint);
  const bytes = encodeEvidence({ ...frame, sentence: proveEvidence(frame, founding) } as Evidence);
  return { bytes, logPath };
}

const EXECUTIONS: readonly (readonly [what: string, says: RegExp, prefix: number, leaves: readonly Uint8Array[]])[] = [
  ['all of an honest log', /finds nothing wrong/, size, honest],
  ['a beginning that ends within a block', /finds nothing wrong/, sizeAt(3) + 1, honest.slice(0, sizeAt(3) + 1)],
  ['another log', /not the beginning/, size, forked],
  ['a shorter log', /not the beginning/, size, honest.slice(0, half)],
  ['a longer log', /not 14 entries and a checkpoint/, sizeAt(3), honest],
];
for (const [what, says, prefix, leaves] of EXECUTIONS) {
  test(`no evidence of a wrong execution: ${what}`, async () => {
    const { bytes, logPath } = withLog(what, { ...execution, prefix: prefixAt(prefix) }, leaves);
    await assert.rejects(verifyEvidence(bytes, { registry, pool, logPath }), (error: Error) => {
      assert.match(error.message, says);
      return 'code' in error && error.code === 'evidence_unproven';
    });
  });
}

test('a wrong execution is shown at its place and for its reason only, and by no one without the log', async () => {
  const wrong = withBlockLeaf(honest, 3, ({ recordsRoot }) => ({ stateDigest: recordsRoot }));
  const wrongTree = treeOf(wrong);
  const prefix = prefixOf(size, wrongTree.root(), []);
  const right = { ...execution, checkpoint: await noteOf(wrong), prefix };
  const claim = withLog('right', right, wrong, right.checkpoint);
  assert.equal((await verifyEvidence(claim.bytes, { registry, pool, logPath: claim.logPath })).ledgerId, LEDGER_ID);
  await assert.rejects(verifyEvidence(claim.bytes, { registry, pool }), { code: 'evidence_log_missing' });
  for (const [i, change] of [{ entry: 5 }, { height: 2 }, { code: 'replay_time' }].entries()) {
    const { bytes, logPath } = withLog(`wrong ${i}`, { ...right, ...change }, wrong, right.checkpoint);
    await assert.rejects(verifyEvidence(bytes, { registry, pool, logPath }), { code: 'evidence_unproven' });
  }
  const later = withBlockLeaf(honest, 3, () => ({ protocol: 2 }));
  const draft = { ...execution, checkpoint: await noteOf(later), prefix: prefixOf(size, treeOf(later).root(), []) };
  const { bytes, logPath } = withLog('later', draft, later, draft.checkpoint);
  await assert.rejects(verifyEvidence(bytes, { registry, pool, logPath }), { code: 'evidence_needs_later_software' });
});

test('a file without its log, or with something else as its log, shows no wrong execution', async () => {
  const wrong = withBlockLeaf(honest, 3, ({ recordsRoot }) => ({ stateDigest: recordsRoot }));
  const prefix = prefixOf(size, treeOf(wrong).root(), []);
  const { bytes } = withLog('gone', { ...execution, checkpoint: await noteOf(wrong), prefix }, wrong);
  const path = folder.file('alone.json');
  await assert.rejects(verifyEvidenceFile(path, { registry, pool }), { code: 'evidence_missing' });
  writeFileSync(path, bytes);
  await assert.rejects(verifyEvidenceFile(path, { registry, pool }), { code: 'evidence_log_missing' });
  for (const log of [new Uint8Array(0), utf8('no export'), Uint8Array.of(0x5a)]) {
    writeFileSync(logBeside(path), log);
    await assert.rejects(verifyEvidenceFile(path, { registry, pool }), { code: 'evidence_unproven' });
  }
});

test('what has not the form of evidence is refused', async () => {
  const forms: readonly (readonly [string, Uint8Array])[] = [
    ['evidence_malformed', new Uint8Array(0)],
    ['evidence_malformed', utf8('{}')],
    ['evidence_malformed', utf8('{"kind":"toString"}')],
    ['evidence_malformed', utf8('{"kind":"fork"}')],
    ['evidence_malformed', Uint8Array.of(0xff)],
    ['evidence_too_large', new Uint8Array(EVIDENCE_BYTES + 1)],
  ];
  for (const [code, bytes] of forms) await assert.rejects(verifyEvidence(bytes, { registry, pool }), { code });
  assert.ok(!equalBytes(tree.root(), othersTree.root()));
});
