// A witness never signs two histories: whatever happens to its replica, and wherever its process ends.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { verifyCosignature } from '#core/cosignature.ts';
import { decodeNote } from '#core/signed-note.ts';
import type { Ledger } from '#ledger/ledger.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { addBlocks, blockOfStatements, LEDGER_ID, newOrigin } from './origins.fixture.ts';
import { readSignedHead, type SignedHead } from './signed-head.ts';
import { Witness } from './witness.ts';

const folder = temporaryFolder();
after(() => folder[Symbol.dispose]());

/** A ledger of so many blocks that are its own. */
async function ledgerOf(name: string, blocks: number): Promise<Ledger> {
  const ledger = newOrigin(folder.file(name));
  for (let i = 0; i < blocks; i++) addBlocks(ledger, [await blockOfStatements(ledger, `${name} ${i}`)]);
  return ledger;
}

async function headOf(ledger: Ledger): Promise<SignedHead> {
  return readSignedHead(await ledger.checkpoint(), { genesis: ledger.genesis, ledgerId: ledger.id });
}

function openWitness(home: string): Witness {
  return new Witness(LEDGER_ID, { keyPath: `${home}/key.pem`, statePath: `${home}/witness.json`, name: 'borealis' });
}

const ledger = await ledgerOf('one.db', 2);
const early = await headOf(ledger);
addBlocks(ledger, [await blockOfStatements(ledger, 'more')]);
const late = await headOf(ledger);
const other = await ledgerOf('other.db', 2);
after(() => {
  ledger[Symbol.dispose]();
  other[Symbol.dispose]();
});

test('a witness signs with one key, before and after a restart, and again what it signed', async () => {
  using own = temporaryFolder();
  const first = openWitness(own.path);
  assert.equal(first.signedSize, 0);
  const note = await first.cosign(ledger, early, 7);
  const again = openWitness(own.path);
  assert.deepEqual(again.signer.publicKey, first.signer.publicKey);
  assert.equal(again.signedSize, early.size);
  assert.deepEqual(verifyCosignature(decodeNote(note), again.signer), { timeSeconds: 7 });
  const later = await again.cosign(ledger, early, 8);
  assert.deepEqual(verifyCosignature(decodeNote(later), first.signer), { timeSeconds: 8 });
  await again.cosign(ledger, late, 9);
  assert.equal(again.signedSize, late.size);
  assert.deepEqual(readdirSync(own.path).sort(), ['key.pem', 'witness.json']);
});

test('what it must not sign, it does not sign, and its memory stays', async () => {
  using own = temporaryFolder();
  await openWitness(own.path).cosign(ledger, late, 1);
  const memory = readFileSync(own.file('witness.json'), 'utf8');
  const otherHead = await headOf(other);
  const refused: readonly (readonly [string, Ledger, SignedHead])[] = [
    ['witness_smaller', ledger, early],
    ['witness_not_stored', ledger, { ...late, root: new Uint8Array(32) }],
    ['witness_not_stored', ledger, { ...late, size: late.size + 1 }],
    ['witness_not_stored', ledger, otherHead],
    ['witness_smaller', other, otherHead],
  ];
  for (const [code, replica, head] of refused) {
    await assert.rejects(openWitness(own.path).cosign(replica, head, 2), { code });
    assert.equal(readFileSync(own.file('witness.json'), 'utf8'), memory);
  }
});

test('a replica with another history gets no co-signature, however long it is', async () => {
  using own = temporaryFolder();
  await openWitness(own.path).cosign(ledger, early, 1);
  await assert.rejects(openWitness(own.path).cosign(other, await headOf(other), 2), { code: 'witness_other_history' });
  addBlocks(other, [await blockOfStatements(other, 'longer')]);
  await assert.rejects(openWitness(own.path).cosign(other, await headOf(other), 2), { code: 'witness_other_history' });
});

test('a head is remembered before it is signed: a witness that ends in between has not forgotten it', async () => {
  using own = temporaryFolder();
  const witness = openWitness(own.path);
  const seen: string[] = [];
  const { signer } = witness;
  const sign = signer.sign;
  Object.assign(signer, {
    sign: (message: Uint8Array) => {
      seen.push(readFileSync(own.file('witness.json'), 'utf8'));
      return sign(message);
    },
  });
  await witness.cosign(ledger, late, 1);
  assert.equal(seen.length, 1);
  assert.ok(seen[0]?.includes(`"size":${late.size}`), 'what was in the file when the key was asked to sign');
});

test('a witness whose memory or key cannot be read does not start', async () => {
  using own = temporaryFolder();
  await openWitness(own.path).cosign(ledger, early, 1);
  const memory = readFileSync(own.file('witness.json'), 'utf8');
  const wrong = ['', '{}', memory.slice(1), memory.replace(LEDGER_ID, 'a'.repeat(52)), memory.replace('-1"', '-2"')];
  for (const text of wrong) {
    writeFileSync(own.file('witness.json'), text);
    assert.throws(() => openWitness(own.path), { code: 'witness_state_invalid' }, text);
  }
  rmSync(own.file('witness.json'));
  renameSync(own.file('key.pem'), own.file('kept.pem'));
  for (const text of ['', 'x', readFileSync(own.file('kept.pem'), 'utf8').slice(0, 60)]) {
    writeFileSync(own.file('key.pem'), text);
    assert.throws(() => openWitness(own.path), { code: 'witness_key_invalid' });
    assert.equal(readFileSync(own.file('key.pem'), 'utf8'), text, 'it is not replaced');
  }
});
