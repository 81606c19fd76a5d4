// Files from their owner to their readers, over HTTP: the reader needs the blob's id and its own key, and nothing that
// the owner would have to hand over besides.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sharingInterface } from '#contracts/sharing/schema.ts';
import { fromBase64url, hex } from '#core/bytes.ts';
import { newServer, type TestServer } from '#node/http/server.fixture.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { seededBytes } from '#vault/vault.fixture.ts';
import {
  type FileToShare,
  grantFile,
  nameOfFile,
  openGranted,
  openStream,
  ownFile,
  sealForSharing,
  shareFile,
} from './files.ts';
import { httpClient, readerKeyOf } from './http.fixture.ts';
import type { Progress } from './transport.ts';

const HOUR_MS = 3_600_000;
const folder = temporaryFolder();
let server: TestServer;
let seed = 1;

before(async () => {
  server = await newServer(folder.file('home'));
});
after(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** A file of this many bytes, another at each call. */
function plan(length: number): FileToShare & { readonly bytes: Uint8Array } {
  return { name: 'Plan ü.step', mediaType: 'model/step', bytes: seededBytes(length, seed++) };
}

const owner = () => httpClient(server, 'acme/designer');
const reader = () => httpClient(server, 'borealis/designer');
const grantOf = (to: string) => ({ reader: to, purpose: 'build' as const, untilMs: server.clock.nowMs + HOUR_MS });

for (const length of [0, 1, 2 ** 20, 3 * 2 ** 20 + 5]) {
  test(`a file of ${length} bytes reaches its reader with its name, and its owner again elsewhere`, async () => {
    const file = plan(length);
    const up: Progress[] = [];
    const down: Progress[] = [];
    const shared = await shareFile(await owner(), file, { onProgress: (progress) => up.push(progress) });
    assert.deepEqual(up.at(-1), { doneBytes: shared.sizeBytes, ofBytes: shared.sizeBytes });
    await assert.rejects(openGranted(await reader(), await readerKeyOf('borealis/designer'), shared.blob), {
      code: 'blob_not_granted',
    });

    // All that the owner has left is its key and the id on the ledger.
    const again = await ownFile(await owner(), await readerKeyOf('acme/designer'), shared.blob);
    const { plaintextHash: _, ...kept } = shared;
    assert.deepEqual(again, kept);
    await grantFile(await owner(), again, grantOf('borealis/designer'));
    const readerKey = await readerKeyOf('borealis/designer');
    const opened = await openGranted(await reader(), readerKey, shared.blob, {
      onProgress: (progress) => down.push(progress),
    });
    assert.deepEqual(opened, file);
    assert.equal(await nameOfFile(await reader(), readerKey, shared.blob), file.name);
    await assert.rejects(nameOfFile(await httpClient(server, 'acme/buyer'), readerKey, shared.blob), {
      code: 'vault_key_unknown',
    });
    assert.deepEqual(down.at(-1), { doneBytes: shared.sizeBytes, ofBytes: shared.sizeBytes });
  });
}

test('a large file streams, in and out, from a source that can be read again', async () => {
  const piece = seededBytes(2 ** 20, 99);
  let readings = 0;
  const source = async function* () {
    readings++;
    for (let i = 0; i < 40; i++) yield piece;
  };
  const shared = await shareFile(await owner(), { name: 'log.txt', mediaType: 'text/plain', bytes: source });
  assert.equal(readings, 2);
  let bytes = 0;
  const { name, bytes: stream } = await openStream(await owner(), await readerKeyOf('acme/designer'), shared.blob);
  for await (const chunk of stream) bytes += chunk.length;
  assert.deepEqual([name, bytes], ['log.txt', 40 * 2 ** 20]);
});

test('a browser’s file is shared as it is', async () => {
  const { bytes, ...named } = plan(70_000);
  const shared = await shareFile(await owner(), { ...named, bytes: new Blob([new Uint8Array(bytes)]) });
  const opened = await openGranted(await owner(), await readerKeyOf('acme/designer'), shared.blob);
  assert.deepEqual(opened.bytes, bytes);
});

test('an upload that failed goes on where it stopped, and registers nothing twice', async () => {
  let failures = 2;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (init?.method !== 'PUT' || failures-- <= 0) return globalThis.fetch(input, init);
    throw new TypeError('the connection broke');
  };
  const client = await httpClient(server, 'acme/designer', { fetch, attempts: 1 });
  const onItsWay = await sealForSharing(client, plan(1000));
  await assert.rejects(onItsWay.share(), { code: 'node_unreachable' });
  const size = server.node.ledger.head.size;
  await assert.rejects(onItsWay.share(), { code: 'node_unreachable' });
  await onItsWay.share();
  await onItsWay.share();
  assert.equal(server.node.ledger.head.size, size);
  await openGranted(client, await readerKeyOf('acme/designer'), onItsWay.file.blob);
});

test('a file that changed since it was sealed is not sent: not a byte of what it is now', async () => {
  const pieces = [seededBytes(2 ** 20, 1), seededBytes(2 ** 20, 2)];
  let isChanged = false;
  const source = () => (isChanged ? [pieces[0] ?? new Uint8Array(), seededBytes(2 ** 20, 5)] : pieces);
  const client = await owner();
  const onItsWay = await sealForSharing(client, { name: 'a.nc', mediaType: 'text/plain', bytes: source });
  isChanged = true;
  await assert.rejects(onItsWay.share(), { code: 'file_changed' });
  assert.equal(await server.node.vault.has(hex(fromBase64url(onItsWay.file.blob))), false);
});

test('nobody shares a file, or grants it, that nobody could open', async () => {
  const machine = await httpClient(server, 'acme/designer');
  const shared = await shareFile(machine, plan(10));
  await assert.rejects(grantFile(machine, shared, grantOf('borealis/nobody')), { code: 'record_unknown' });
});

test('ciphertext that is not registered, or another’s, is not taken', async () => {
  const { transport } = await owner();
  const body = {
    sizeBytes: 3,
    read: async function* () {
      yield Uint8Array.of(1, 2, 3);
    },
  };
  await assert.rejects(transport.putBlob('ab'.repeat(32), body), { code: 'blob_not_granted' });
  const near = server.client('acme/designer').transport;
  await assert.rejects(near.putBlob('ab'.repeat(32), body), { code: 'blob_not_granted' });
  const shared = await shareFile(await owner(), plan(10));
  const other = (await reader()).transport;
  await assert.rejects(other.putBlob(hex(fromBase64url(shared.blob)), body), { code: 'blob_not_granted' });
});

test('a large upload that the node refuses is refused by its code, not by a broken connection', async () => {
  const piece = seededBytes(2 ** 20, 9);
  let sent = 0;
  const read = async function* () {
    for (let i = 0; i < 200; i++) {
      sent++;
      yield piece;
    }
  };
  const { transport } = await owner();
  const refused = transport.putBlob('ab'.repeat(32), { sizeBytes: 200 * 2 ** 20, read });
  await assert.rejects(refused, { code: 'blob_not_granted', status: 403 });
  assert.ok(sent < 200, `${sent} MiB were sent`);
});

test('a grant that ended, and a key that was erased, open nothing', async () => {
  const client = await owner();
  const shared = await shareFile(client, plan(10));
  const readerKey = await readerKeyOf('borealis/designer');
  const grant = await grantFile(client, shared, grantOf('borealis/designer'));
  await openGranted(await reader(), readerKey, shared.blob);
  await client.do(sharingInterface, 'endGrant', { grant });
  await assert.rejects(openGranted(await reader(), readerKey, shared.blob), { code: 'blob_not_granted' });
  await grantFile(client, shared, grantOf('borealis/designer'));
  const { transport } = await reader();
  await transport.eraseKey(hex(fromBase64url(shared.blob)), 'borealis/designer');
  await assert.rejects(openGranted(await reader(), readerKey, shared.blob), { code: 'vault_key_unknown' });
});

test('an owner who commits to another file than it seals is found out by its reader', async () => {
  const client = await owner();
  const honest = await sealForSharing(client, plan(10));
  const other = await sealForSharing(client, plan(10));
  const { blob, sizeBytes, mediaType } = honest.file;
  const contentCommitment = other.file.opening.commitment;
  await client.do(sharingInterface, 'registerBlob', { hash: blob, sizeBytes, mediaType, contentCommitment });
  await honest.share();
  await grantFile(client, honest.file, grantOf('borealis/designer'));
  await assert.rejects(openGranted(await reader(), await readerKeyOf('borealis/designer'), blob), {
    code: 'vault_plaintext_differs',
  });
});
