// The node's log keys: made once, kept, and never taken from a file that does not hold them.

import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { utf8 } from '#core/bytes.ts';
import { originOf, signCheckpoint, verifyCheckpoint } from '#core/checkpoint.ts';
import { lowS, verifyEs256 } from '#core/es256.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { openNodeKey } from './node-key.ts';

test('a node’s keys are made on its first start and are the same on the next', () => {
  using folder = temporaryFolder();
  const path = folder.file('node-key.json');
  const made = openNodeKey(path);
  const opened = openNodeKey(path);
  assert.deepEqual(opened.checkpoint.publicKey, made.checkpoint.publicKey);
  assert.deepEqual(opened.receipt.publicKey, made.receipt.publicKey);
  assert.deepEqual([made.checkpoint.publicKey.length, made.receipt.publicKey.length], [32, 65]);
  if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('they sign checkpoints and receipts that verify', async () => {
  using folder = temporaryFolder();
  const { checkpoint, receipt } = openNodeKey(folder.file('node-key.json'));
  const name = originOf('testworld');
  const note = await signCheckpoint({ origin: name, size: 3, root: new Uint8Array(32) }, { ...checkpoint, name });
  const verified = verifyCheckpoint(note, { origin: name, keys: [{ name, publicKey: checkpoint.publicKey }] });
  assert.equal(verified.signers.length, 1);
  assert.ok(verifyEs256(receipt.publicKey, utf8('receipt'), lowS(await receipt.sign(utf8('receipt')))));
});

test('a file without the two keys is refused, not replaced', () => {
  using folder = temporaryFolder();
  const path = folder.file('node-key.json');
  openNodeKey(path);
  const { checkpoint } = JSON.parse(readFileSync(path, 'utf8'));
  const contents = [
    '',
    '{}',
    'null',
    JSON.stringify({ checkpoint }),
    JSON.stringify({ checkpoint, receipt: 'none' }),
    JSON.stringify({ checkpoint, receipt: checkpoint }),
  ];
  for (const content of contents) {
    writeFileSync(path, content);
    assert.throws(() => openNodeKey(path), { code: 'node_key_invalid' }, content.slice(0, 40));
    assert.equal(readFileSync(path, 'utf8'), content);
  }
});
