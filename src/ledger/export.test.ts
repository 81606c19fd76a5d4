import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { createRegistry } from '#contracts/index.ts';
import { concat, hex } from '#core/bytes.ts';
import { encodeCbor } from '#core/cbor.ts';
import { originOf, signCheckpoint } from '#core/checkpoint.ts';
import { Fault, isFault } from '#core/fault.ts';
import { newLedger, nodeSigner, temporaryFolder } from '#test/ledgers.ts';
import { SOAK, seededRandom } from '#test/load.ts';
import { recordsOf, tellStory } from '#test/story.ts';
import { auditLedger } from './audit.ts';
import { entriesFrom } from './entries.ts';
import { exportLedger, importLedger } from './export.ts';
import type { Ledger } from './ledger.ts';
import { SignaturePool } from './signature-pool.ts';

const registry = createRegistry();
const pool = new SignaturePool(1);
const folder = temporaryFolder();
after(async () => {
  folder[Symbol.dispose]();
  await pool[Symbol.asyncDispose]();
});

const source = await newLedger(folder.file('source.db'));
await tellStory(source, { seed: 3, statements: 24 });
await exportLedger(source, folder.file('source.export'));
const exported = new Uint8Array(readFileSync(folder.file('source.export')));
const leaves = [...entriesFrom(source.store, 0, source.head.size)].map(({ bytes }) => encodeCbor(bytes));
const note = await source.checkpoint();
const options = { registry, pool, signer: nodeSigner };

/** Imports bytes into a folder of their own. */
async function importing<T>(bytes: Uint8Array, then: (ledger: Ledger, path: string) => T | Promise<T>): Promise<T> {
  using own = temporaryFolder();
  writeFileSync(own.file('an.export'), bytes);
  try {
    using ledger = await importLedger(own.file('an.export'), own.file('ledger.db'), options);
    return await then(ledger, own.file('ledger.db'));
  } catch (error) {
    assert.deepEqual(readdirSync(own.path), ['an.export'], 'nothing is left that could be taken for a ledger');
    throw error;
  }
}

test('an export holds the log and the checkpoint and gives the same ledger', async () => {
  assert.equal(hex(exported), hex(concat(encodeCbor('touchmark-export-1'), ...leaves, encodeCbor(note))));
  await importing(exported, async (ledger, path) => {
    assert.equal(ledger.id, source.id);
    assert.equal(hex(ledger.head.root), hex(source.head.root));
    assert.equal(hex(ledger.head.stateDigest), hex(source.head.stateDigest));
    assert.deepEqual(recordsOf(ledger), recordsOf(source));
    await exportLedger(ledger, `${path}.export`);
    assert.equal(hex(readFileSync(`${path}.export`)), hex(exported));
    await auditLedger(path, { registry, pool });
    await tellStory(ledger, { seed: 4, statements: 6 });
  });
});

const wrongHead = await signCheckpoint(
  { origin: originOf(source.id), size: source.head.size, root: new Uint8Array(32) },
  { ...nodeSigner.checkpoint, name: originOf(source.id) },
);
const format = encodeCbor('touchmark-export-1');
const last = encodeCbor(note);

const broken: { readonly [what: string]: readonly [code: string, bytes: Uint8Array] } = {
  'nothing in it': ['export_malformed', new Uint8Array(0)],
  'another format': ['export_malformed', concat(encodeCbor('touchmark-export-2'), ...leaves, last)],
  'no genesis': ['export_malformed', concat(format, last)],
  'only a genesis': ['replay_block_differs', concat(format, ...leaves.slice(0, 1))],
  'no checkpoint': ['export_malformed', concat(format, ...leaves)],
  'two checkpoints': ['export_malformed', concat(format, ...leaves, last, last)],
  'a leaf behind the checkpoint': ['export_malformed', concat(format, ...leaves, last, ...leaves.slice(-1))],
  'a checkpoint of another root': ['export_checkpoint', concat(format, ...leaves, encodeCbor(wrongHead))],
  'an unsigned checkpoint': ['export_checkpoint', concat(format, ...leaves, encodeCbor('x'))],
  'the last block missing': ['replay_block_missing', concat(format, ...leaves.slice(0, -1), last)],
  'a leaf missing': ['replay_range', concat(format, ...leaves.toSpliced(2, 1), last)],
  'a leaf twice': ['replay_range', concat(format, ...leaves.toSpliced(2, 0, leaves[2] ?? format), last)],
  'a block twice': ['replay_height', concat(format, ...leaves, ...leaves.slice(-1), last)],
  'a number among the leaves': ['export_malformed', concat(format, ...leaves, encodeCbor(1), last)],
  'a leaf that says it is huge': ['export_malformed', concat(format, Uint8Array.of(0x5a, 0xff, 0xff, 0xff, 0xff))],
  'a length in its long form': ['export_malformed', concat(format, Uint8Array.of(0x58, 1, 0))],
};

for (const [what, [code, bytes]] of Object.entries(broken)) {
  test(`an export with ${what} is refused: ${code}`, async () => {
    await assert.rejects(
      importing(bytes, () => {}),
      (error) => isFault(error, code),
    );
  });
}

test('an export with two leaves in each other’s place is refused', async () => {
  for (let i = 0; i + 1 < leaves.length; i++) {
    const [one, two] = [leaves[i] ?? format, leaves[i + 1] ?? format];
    await assert.rejects(
      importing(concat(format, ...leaves.with(i, two).with(i + 1, one), last), () => {}),
      Fault,
    );
  }
});

test('an export cut off anywhere, or with any bit changed, is refused with a Fault', async () => {
  const random = seededRandom(17);
  for (let run = 0; run < (SOAK ? 500 : 40); run++) {
    const at = Math.floor(random() * exported.length);
    const flipped = Uint8Array.from(exported, (byte, i) => (i === at ? byte ^ (1 << Math.floor(random() * 8)) : byte));
    for (const bytes of [exported.subarray(0, at), flipped]) {
      await assert.rejects(
        importing(bytes, () => {}),
        Fault,
        `run ${run} at byte ${at}`,
      );
    }
  }
});

test('an import needs a new place, and an export a new file', async () => {
  using own = temporaryFolder();
  (await newLedger(own.file('ledger.db')))[Symbol.dispose]();
  const into = (path: string) => importLedger(folder.file('source.export'), own.file(path), options);
  await assert.rejects(into('ledger.db'), (error) => isFault(error, 'ledger_exists'));
  await assert.rejects(into('absent/ledger.db'), (error) => isFault(error, 'ledger_disk'));
  await assert.rejects(importLedger(own.file('absent'), own.file('new.db'), options), (error) =>
    isFault(error, 'export_malformed'),
  );
  assert.equal(existsSync(own.file('new.db')), false);
  await assert.rejects(exportLedger(source, folder.file('source.export')), (error) => isFault(error, 'export_failed'));
  await assert.rejects(exportLedger(source, own.file('absent/x')), (error) => isFault(error, 'export_failed'));
  assert.equal(hex(readFileSync(folder.file('source.export'))), hex(exported));
});
