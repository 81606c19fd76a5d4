import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { utf8 } from '#core/bytes.ts';
import { isFault } from '#core/fault.ts';
import { BlobStore } from './blob-store.ts';
import { commitToFile, type FileSecret } from './file-secret.ts';
import { type CommittedFile, openByReader } from './reader.ts';
import { newReaderKey, readerPublicKey } from './reader-key.ts';
import { sealFile } from './seal.ts';
import { collect, newHash, seededBytes } from './vault.fixture.ts';
import { type KeyBinding, wrapKey } from './wrap.ts';

const code = (expected: string) => (error: unknown) => isFault(error, expected);
const hashOf = (bytes: Uint8Array) => newHash().update(bytes).digest('hex');
const otherHash = '0'.repeat(64);

async function emptyStore(t: TestContext, maxBytes?: number) {
  const root = await mkdtemp(join(tmpdir(), 'touchmark-vault-'));
  t.after(() => rm(root, { recursive: true }));
  return { root, store: await BlobStore.open(root, maxBytes === undefined ? {} : { maxBytes }) };
}

async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function aSecret(contentKey: Uint8Array): FileSecret {
  return { contentKey, salt: seededBytes(32, 2), nonce: 'A'.repeat(22), name: 'plate.step' };
}

async function aWrappedKey(binding: KeyBinding) {
  const pair = await newReaderKey();
  return { pair, wrapped: await wrapKey(aSecret(seededBytes(32, 1)), await readerPublicKey(pair), binding) };
}

for (const length of [0, 1, 2 ** 18 - 1, 2 ** 18, 2 ** 18 + 1, 3 * 2 ** 18 + 5]) {
  test(`a blob of ${length} bytes is stored under its hash and comes back`, async (t) => {
    const { root, store } = await emptyStore(t);
    const bytes = seededBytes(length, 2);
    const hash = hashOf(bytes);
    assert.equal(await store.has(hash), false);
    assert.deepEqual(await store.put([bytes.subarray(0, 7), bytes.subarray(7)], hash), { hash, sizeBytes: length });
    assert.deepEqual(await collect(store.get(hash)), bytes);
    assert.equal(await store.sizeBytes(hash), length);
    assert.deepEqual(await filesIn(root), [join(root, hash.slice(0, 2), hash)]);
    const reopened = await BlobStore.open(root);
    assert.deepEqual(await collect(reopened.get(hash)), bytes);
  });
}

test('bytes with another hash than declared are refused and leave nothing', async (t) => {
  const { root, store } = await emptyStore(t);
  await assert.rejects(store.put([seededBytes(100, 3)], otherHash), code('vault_hash_differs'));
  assert.deepEqual(await filesIn(root), []);
});

test('a blob beyond the limit, and a source that fails, leave nothing', async (t) => {
  const { root, store } = await emptyStore(t, 100);
  await assert.rejects(store.put([seededBytes(60, 4), seededBytes(41, 5)]), code('vault_file_too_large'));
  assert.equal((await store.put([seededBytes(60, 4), seededBytes(40, 5)])).sizeBytes, 100);
  const before = await filesIn(root);
  function* failing() {
    yield seededBytes(50, 6);
    throw new Error('the cable was pulled');
  }
  await assert.rejects(store.put(failing()), /the cable was pulled/);
  assert.deepEqual(await filesIn(root), before);
});

test('a byte flipped on the disk is a Fault that names the blob, before the last piece comes out', async (t) => {
  const { root, store } = await emptyStore(t);
  const bytes = seededBytes(2 ** 19, 7);
  const { hash } = await store.put([bytes]);
  const path = join(root, hash.slice(0, 2), hash);
  for (const changed of [
    bytes.with(2 ** 18 + 9, (bytes[2 ** 18 + 9] ?? 0) ^ 1),
    bytes.subarray(1),
    new Uint8Array(0),
  ]) {
    await writeFile(path, changed);
    let came = 0;
    await assert.rejects(
      async () => {
        for await (const piece of store.get(hash)) came += piece.length;
      },
      (error) => isFault(error, 'vault_blob_damaged') && error.message.includes(hash),
    );
    assert.ok(came < changed.length || changed.length === 0);
  }
  await store.put([bytes], hash);
  assert.deepEqual(await collect(store.get(hash)), bytes);
});

test('what an earlier process left half-written is removed when the store opens', async (t) => {
  const { root } = await emptyStore(t);
  await writeFile(join(root, 'incoming', 'x.part'), 'half');
  await BlobStore.open(root);
  assert.deepEqual(await filesIn(root), []);
});

test('a file too large for the disk is a clear Fault and leaves nothing under the final name', (t) => {
  if (process.platform === 'win32') return t.skip('no limit of file sizes per process');
  // A process may write files of 64 KiB at most: the write that goes beyond fails as on a full disk.
  const run = spawnSync(
    'sh',
    [
      '-c',
      'ulimit -f 128; exec "$0" "$1"',
      process.execPath,
      fileURLToPath(new URL('./full-disk.fixture.ts', import.meta.url)),
    ],
    {
      encoding: 'utf8',
    },
  );
  assert.equal(run.stderr, '');
  assert.deepEqual(JSON.parse(run.stdout), { code: 'vault_disk_full', files: 0, afterwards: 1 });
});

test('a folder that cannot be made is a Fault with its cause', async (t) => {
  const { root } = await emptyStore(t);
  await writeFile(join(root, 'file'), '');
  await assert.rejects(BlobStore.open(join(root, 'file', 'vault')), (error) => {
    return isFault(error, 'vault_disk_failed') && error.cause instanceof Error;
  });
});

test('names that are no hash never reach the disk', async (t) => {
  const { store } = await emptyStore(t);
  for (const name of [
    '',
    '..',
    '../../etc/passwd',
    'A'.repeat(64),
    `${otherHash}\n`,
    `${otherHash}/x`,
    `${otherHash}.keys`,
  ]) {
    await assert.rejects(collect(store.get(name)), code('vault_hash_invalid'));
    await assert.rejects(store.has(name), code('vault_hash_invalid'));
    await assert.rejects(store.erase(name), code('vault_hash_invalid'));
    await assert.rejects(store.getKey(name, 'actor-a'), code('vault_hash_invalid'));
    await assert.rejects(store.put([], name), code('vault_hash_invalid'));
  }
});

test('a blob that is not here is a Fault, and takes no keys', async (t) => {
  const { root, store } = await emptyStore(t);
  const { wrapped } = await aWrappedKey({ ledger: 'l', blob: otherHash, reader: 'actor-a' });
  await assert.rejects(collect(store.get(otherHash)), code('vault_blob_unknown'));
  await assert.rejects(store.putKey(otherHash, 'actor-a', wrapped), code('vault_blob_unknown'));
  assert.equal(await store.getKey(otherHash, 'actor-a'), undefined);
  await store.erase(otherHash);
  await store.eraseKey(otherHash, 'actor-a');
  assert.deepEqual(await filesIn(root), []);
});

test('keys lie beside the blob, one for each reader whatever its id, and can be erased', async (t) => {
  const { root, store } = await emptyStore(t);
  const { hash: blob } = await store.put([seededBytes(10, 8)]);
  const readers = ['actor-a', 'ACTOR-A', '../actor-a', 'con', 'ü', 'a'.repeat(256)];
  for (const reader of readers) {
    const { wrapped } = await aWrappedKey({ ledger: 'l', blob, reader });
    await store.putKey(blob, reader, wrapped);
    assert.deepEqual(await store.getKey(blob, reader), wrapped);
  }
  const files = await filesIn(root);
  assert.equal(files.length, 1 + readers.length);
  assert.ok(files.every((file) => file.startsWith(join(root, blob.slice(0, 2)))));
  await store.eraseKey(blob, 'actor-a');
  assert.equal(await store.getKey(blob, 'actor-a'), undefined);
  assert.notEqual(await store.getKey(blob, 'ACTOR-A'), undefined);
  await store.erase(blob);
  assert.equal(await store.has(blob), false);
  assert.deepEqual(await filesIn(root), []);
});

test('a reader id that is empty, too long or not Unicode is refused', async (t) => {
  const { store } = await emptyStore(t);
  for (const reader of ['', 'a'.repeat(257), '\ud800']) {
    await assert.rejects(store.getKey(otherHash, reader), code('vault_reader_invalid'));
  }
});

test('a key written again replaces the earlier one, and a damaged one is a Fault', async (t) => {
  const { root, store } = await emptyStore(t);
  const { hash: blob } = await store.put([seededBytes(10, 9)]);
  const binding = { ledger: 'l', blob, reader: 'actor-a' };
  const [first, second] = [await aWrappedKey(binding), await aWrappedKey(binding)];
  await store.putKey(blob, 'actor-a', first.wrapped);
  await store.putKey(blob, 'actor-a', second.wrapped);
  assert.deepEqual(await store.getKey(blob, 'actor-a'), second.wrapped);
  const [file] = (await filesIn(root)).filter((path) => path.endsWith('.json'));
  assert.ok(file);
  await writeFile(file, (await readFile(file)).subarray(0, 50));
  await assert.rejects(store.getKey(blob, 'actor-a'), code('vault_wrapped_key_invalid'));
});

test('many puts at once, some of the same blob, all succeed', async (t) => {
  const { root, store } = await emptyStore(t);
  const blobs = Array.from({ length: 12 }, (_, i) => seededBytes(5000, i % 4));
  const stored = await Promise.all(blobs.map((bytes) => store.put([bytes])));
  assert.deepEqual(
    stored.map(({ hash }) => hash),
    blobs.map(hashOf),
  );
  assert.equal((await filesIn(root)).length, new Set(blobs.map(hashOf)).size);
});

/** A drawing in the store, with a key for one reader. */
async function aDrawing(t: TestContext) {
  const { root, store } = await emptyStore(t);
  const secret = utf8('ISO-10303-21; plate 120 x 80 mm, tolerance 0.02 mm; ');
  const plaintext = new Uint8Array(secret.length * 3000);
  for (let i = 0; i < 3000; i++) plaintext.set(secret, i * secret.length);
  const sealing = sealFile([plaintext], { chunkPower: 14 });
  const { hash: blob } = await store.put(sealing.bytes);
  const summary = sealing.summary();
  const pair = await newReaderKey();
  const binding: KeyBinding = { ledger: 'ledger-a', blob, reader: 'actor-a' };
  const owner = { ledger: 'ledger-a', owner: 'acme' };
  const committed = commitToFile({ name: 'plate.step', ...summary }, owner);
  await store.putKey(blob, 'actor-a', await wrapKey(committed.secret, await readerPublicKey(pair), binding));
  const onLedger: CommittedFile = { owner: 'acme', commitment: committed.commitment };
  return { root, store, secret, plaintext, summary, pair, binding, onLedger };
}

test('a reader with a key opens the drawing, which is what was committed to, and learns its name', async (t) => {
  const { store, plaintext, summary, pair, binding, onLedger } = await aDrawing(t);
  assert.equal(summary.ciphertextHash, binding.blob);
  const opened = await openByReader(store, binding, pair, onLedger);
  assert.equal(opened.secret.name, 'plate.step');
  assert.deepEqual(await collect(opened.bytes), plaintext);
});

test('neither the drawing nor its key is in the store folder', async (t) => {
  const { root, secret, summary } = await aDrawing(t);
  const files = await filesIn(root);
  assert.equal(files.length, 2);
  for (const file of files) {
    const bytes = await readFile(file);
    for (let length = secret.length; length >= 8; length -= 4) {
      assert.equal(bytes.indexOf(secret.subarray(0, length)), -1, file);
    }
    assert.equal(bytes.indexOf(summary.contentKey), -1, file);
    assert.equal(bytes.indexOf(Buffer.from(summary.contentKey).toString('base64url')), -1, file);
    assert.equal(bytes.indexOf(Buffer.from(summary.contentKey).toString('hex')), -1, file);
    assert.equal(bytes.indexOf(summary.plaintextHash), -1, file);
  }
});

test('a reader without a key, with an erased key, or with another key opens nothing', async (t) => {
  const { store, pair, binding, onLedger } = await aDrawing(t);
  const open = (reader: string, key: CryptoKeyPair) => openByReader(store, { ...binding, reader }, key, onLedger);
  await assert.rejects(open('actor-b', pair), code('vault_key_unknown'));
  await assert.rejects(open('actor-a', await newReaderKey()), code('vault_key_wrong'));
  const wrapped = await store.getKey(binding.blob, 'actor-a');
  assert.ok(wrapped);
  await store.putKey(binding.blob, 'actor-b', wrapped);
  await assert.rejects(open('actor-b', pair), code('vault_key_wrong'));
  await store.eraseKey(binding.blob, 'actor-a');
  await assert.rejects(open('actor-a', pair), code('vault_key_unknown'));
});

test('a plaintext that is not the committed one is refused at the end', async (t) => {
  const { store, pair, binding, onLedger } = await aDrawing(t);
  const others: readonly CommittedFile[] = [
    { ...onLedger, commitment: otherHash },
    { ...onLedger, owner: 'borealis' },
  ];
  for (const other of others) {
    const { bytes } = await openByReader(store, binding, pair, other);
    await assert.rejects(collect(bytes), code('vault_plaintext_differs'));
  }
});
