// What a node takes as a co-signature: a line by the registered key of a live witness, under a head of its own log.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64url, hex } from '#core/bytes.ts';
import { checkpointText, originOf } from '#core/checkpoint.ts';
import { cosign } from '#core/cosignature.ts';
import { noteSigner } from '#core/note-signer.fixture.ts';
import { encodeNote, type NoteSignature, type NoteSigner } from '#core/signed-note.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { Cosignatures } from './cosignatures.ts';
import { newHome } from './home.fixture.ts';
import { openNodeDb } from './node-db.ts';
import { Witnessing } from './witnessing.ts';

const WITNESS = noteSigner('acme-1');
const STRANGER = noteSigner('acme-1', 'another key');
const TIME_SECONDS = 1_767_000_000;

async function newWitnessing() {
  const folder = temporaryFolder();
  const home = await newHome(folder.file('home'));
  const publicKey = base64url(WITNESS.publicKey);
  await home.client('acme/admin').do(membershipInterface, 'registerWitness', { name: WITNESS.name, publicKey });
  const { ledger } = home.node;
  const { size } = ledger.head;
  const db = openNodeDb(folder.file('cosignatures.db'));
  return {
    witnessing: new Witnessing(ledger, new Cosignatures(db), () => home.clock.nowMs),
    size,
    /** A checkpoint of the log, or what is said to be one, without the node's own line. */
    text: (more: { readonly origin?: string; readonly size?: number; readonly root?: Uint8Array } = {}) =>
      checkpointText({ origin: originOf(ledger.id), size, root: ledger.tree.root(size), ...more }),
    older: () => checkpointText({ origin: originOf(ledger.id), size: size - 1, root: ledger.tree.root(size - 1) }),
    retire: () => home.client('acme/admin').do(membershipInterface, 'retireWitness', { name: WITNESS.name }),
    async [Symbol.asyncDispose]() {
      db[Symbol.dispose]();
      await home[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

const by = (signer: NoteSigner, text: string) => cosign(text, signer, TIME_SECONDS);
const noteOf = (text: string, ...signatures: readonly NoteSignature[]) => encodeNote({ text, signatures });

test('a line of the witness under the head makes it witnessed', async () => {
  await using node = await newWitnessing();
  const text = node.text();
  assert.deepEqual(node.witnessing.take(noteOf(text, await by(WITNESS, text))), {
    size: node.size,
    witnesses: ['acme-1'],
  });
  assert.equal(node.witnessing.witnessedSize(), node.size);
  assert.equal(node.witnessing.latestSizeOf('acme-1'), node.size);
});

const FOREIGN = [
  ['checkpoint_origin', { origin: 'touchmark/another' }],
  ['cosignature_other_root', { root: new Uint8Array(32) }],
  ['size_has_no_checkpoint', { size: 1_000 }],
  ['size_has_no_checkpoint', { size: 0 }],
] as const;
for (const [code, more] of FOREIGN) {
  test(`${code}: a co-signed checkpoint with ${Object.entries(more)} is not of this log`, async () => {
    await using node = await newWitnessing();
    const text = node.text(more);
    const line = await by(WITNESS, text);
    assert.throws(() => node.witnessing.take(noteOf(text, line)), { code });
    assert.equal(node.witnessing.witnessedSize(), 0);
  });
}

test('cosignature_missing: a line by another key under the witness’s name is none of its', async () => {
  await using node = await newWitnessing();
  const text = node.text();
  const line = await by(STRANGER, text);
  assert.throws(() => node.witnessing.take(noteOf(text, line)), { code: 'cosignature_missing' });
});

test('cosignature_invalid: a line of the witness under another text is not one of this', async () => {
  await using node = await newWitnessing();
  const line = await by(WITNESS, node.text({ root: new Uint8Array(32) }));
  assert.throws(() => node.witnessing.take(noteOf(node.text(), line)), { code: 'cosignature_invalid' });
});

test('a line of another key under the witness’s name does not stay in place of its own', async () => {
  await using node = await newWitnessing();
  const text = node.text();
  const own = await by(WITNESS, text);
  node.witnessing.take(noteOf(text, await by(STRANGER, text), own));
  assert.deepEqual(
    node.witnessing.of(node.size).map(({ keyId }) => hex(keyId)),
    [hex(own.keyId)],
  );
});

test('a line under an older head, coming later, takes nothing back', async () => {
  await using node = await newWitnessing();
  for (const text of [node.text(), node.older()]) node.witnessing.take(noteOf(text, await by(WITNESS, text)));
  assert.equal(node.witnessing.witnessedSize(), node.size);
});

test('a witness that is retired makes nothing witnessed, before or after', async () => {
  await using node = await newWitnessing();
  const text = node.text();
  const note = noteOf(text, await by(WITNESS, text));
  node.witnessing.take(note);
  await node.retire();
  assert.equal(node.witnessing.witnessedSize(), 0);
  assert.throws(() => node.witnessing.take(note), { code: 'cosignature_missing' });
});
