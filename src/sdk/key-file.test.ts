// Key files: what goes in comes out, with the passphrase and an unchanged file only.

import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fromBase64url, utf8 } from '#core/bytes.ts';
import { lowS, verifyEs256 } from '#core/es256.ts';
import { isFault } from '#core/fault.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { createKeyFile, openKeyFile, readKeyFile } from './key-file.ts';
import { openKeyFileBytes } from './key-file-content.ts';

const PASSPHRASE = 'correct horse battery staple';
/** Each tried byte costs one scrypt; the long form tries all of them. */
const EACH_NTH_BYTE = process.env.SOAK === '1' ? 1 : 23;

test('a key file gives the same keys again, ready to sign and to read', async () => {
  using folder = temporaryFolder();
  const path = folder.file('buyer.key');
  const made = await createKeyFile(path, 'acme/buyer', PASSPHRASE);
  const opened = await openKeyFile(path, PASSPHRASE);
  assert.equal(opened.actor, 'acme/buyer');
  assert.deepEqual(opened.signer.publicKey, made.signer.publicKey);
  assert.deepEqual(opened.encryptionKey, made.encryptionKey);
  const message = utf8('order');
  const signature = lowS(await opened.signer.sign(message));
  assert.ok(verifyEs256(made.signer.publicKey, message, signature));
});

test('a browser opens the same file to the same keys, and gives them to nobody', async () => {
  using folder = temporaryFolder();
  const path = folder.file('buyer.key');
  const made = await createKeyFile(path, 'acme/buyer', PASSPHRASE);
  const bytes = new Uint8Array(readFileSync(path));
  const opened = await openKeyFileBytes(bytes, PASSPHRASE);
  assert.equal(opened.actor, 'acme/buyer');
  assert.deepEqual(opened.encryptionKey, made.encryptionKey);
  const message = utf8('order');
  assert.ok(verifyEs256(made.signer.publicKey, message, lowS(await opened.signer.sign(message))));
  assert.equal(opened.readerKey.privateKey.extractable, false);
  await assert.rejects(openKeyFileBytes(bytes, 'another'), { code: 'passphrase_wrong' });
  const changed = utf8(new TextDecoder().decode(bytes).replace('acme/buyer', 'acme/admin'));
  await assert.rejects(openKeyFileBytes(changed, PASSPHRASE), { code: 'passphrase_wrong' });
  await assert.rejects(openKeyFileBytes(utf8('{}'), PASSPHRASE), { code: 'key_file_invalid' });
});

test('two actors’ files have nothing secret in common', async () => {
  using folder = temporaryFolder();
  await createKeyFile(folder.file('a.key'), 'acme/buyer', PASSPHRASE);
  await createKeyFile(folder.file('b.key'), 'acme/buyer', PASSPHRASE);
  const [a, b] = [readKeyFile(folder.file('a.key')), readKeyFile(folder.file('b.key'))];
  for (const field of ['publicKey', 'encryptionKey', 'nonce', 'sealed'] as const) assert.notEqual(a[field], b[field]);
  assert.notEqual(a.scrypt.salt, b.scrypt.salt);
});

test('only its owner may read a key file, and it is never overwritten', async () => {
  using folder = temporaryFolder();
  const path = folder.file('buyer.key');
  await createKeyFile(path, 'acme/buyer', PASSPHRASE);
  if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600);
  await assert.rejects(createKeyFile(path, 'acme/buyer', PASSPHRASE), { code: 'key_file_exists' });
});

test('a wrong passphrase opens nothing', async () => {
  using folder = temporaryFolder();
  const path = folder.file('buyer.key');
  await createKeyFile(path, 'acme/buyer', PASSPHRASE);
  for (const wrong of ['', `${PASSPHRASE} `, PASSPHRASE.toUpperCase()]) {
    await assert.rejects(openKeyFile(path, wrong), { code: 'passphrase_wrong' }, wrong);
  }
});

test('composed and decomposed letters are one passphrase', async () => {
  using folder = temporaryFolder();
  const path = folder.file('buyer.key');
  await createKeyFile(path, 'acme/buyer', 'Blechb\u00fcchse im Regen');
  assert.equal((await openKeyFile(path, 'Blechbu\u0308chse im Regen')).actor, 'acme/buyer');
});

test('a key file with a changed byte is refused with a Fault', async () => {
  using folder = temporaryFolder();
  const path = folder.file('buyer.key');
  await createKeyFile(path, 'acme/buyer', PASSPHRASE);
  const bytes = new Uint8Array(readFileSync(path));
  for (let i = 0; i < bytes.length; i += EACH_NTH_BYTE) {
    writeFileSync(path, bytes.with(i, (bytes[i] ?? 0) ^ 1));
    await assert.rejects(
      openKeyFile(path, PASSPHRASE),
      (error) => isFault(error, 'key_file_invalid') || isFault(error, 'passphrase_wrong'),
      `byte ${i}`,
    );
  }
});

test('costs that scrypt cannot take, or that would take a machine down, are refused', async () => {
  using folder = temporaryFolder();
  const path = folder.file('buyer.key');
  await createKeyFile(path, 'acme/buyer', PASSPHRASE);
  const text = readFileSync(path, 'utf8');
  const costs: readonly string[] = ['"n":32769', '"n":2', '"n":1073741824', '"n":32768,"r":0'];
  for (const cost of costs) {
    writeFileSync(path, text.replace('"n":32768', cost));
    await assert.rejects(openKeyFile(path, PASSPHRASE), { code: 'key_file_invalid' }, cost);
  }
});

test('what is no key file is refused by name', async () => {
  using folder = temporaryFolder();
  const path = folder.file('no.key');
  const contents: readonly (string | Uint8Array)[] = [
    '',
    'null',
    '{}',
    '{"format":"touchmark-key-2"}',
    new Uint8Array(20_000),
  ];
  for (const content of contents) {
    writeFileSync(path, content);
    await assert.rejects(openKeyFile(path, PASSPHRASE), { code: 'key_file_invalid' });
  }
  await assert.rejects(openKeyFile(folder.file('absent.key'), PASSPHRASE), { code: 'key_file_invalid' });
});

test('the file holds the public keys and nothing of the private ones', async () => {
  using folder = temporaryFolder();
  const path = folder.file('buyer.key');
  const keys = await createKeyFile(path, 'acme/buyer', PASSPHRASE);
  const file = readKeyFile(path);
  assert.deepEqual(fromBase64url(file.publicKey), keys.signer.publicKey);
  assert.deepEqual(Object.keys(file).sort(), [
    'actor',
    'encryptionKey',
    'format',
    'nonce',
    'publicKey',
    'scrypt',
    'sealed',
  ]);
  assert.equal(keys.readerKey.privateKey.extractable, false);
  assert.doesNotMatch(readFileSync(path, 'utf8'), /correct horse/);
});
