// A node in this process: it gives each reader what is theirs, keeps what it was told, and holds no secret of a member.

import assert from 'node:assert/strict';
import { createDecipheriv, scryptSync } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { accountsInterface } from '#contracts/accounts/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { sharingInterface } from '#contracts/sharing/schema.ts';
import { verifyBundle } from '#core/bundle.ts';
import { base64url, fromBase64url, fromHex, hex, utf8 } from '#core/bytes.ts';
import { encodeJson } from '#core/canonical-json.ts';
import { sha256 } from '#core/crypto.ts';
import { type SharedFile, shareFile } from '#sdk/files.ts';
import { createKeyFile, readKeyFile } from '#sdk/key-file.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { newHome, type TestHome } from './home.fixture.ts';
import { LocalNode } from './local.ts';

const PLAINTEXT = 'the secret thickness of the plate is 12.7001 mm';
const HOUR_MS = 3_600_000;

async function sharedFile(home: TestHome): Promise<SharedFile & { readonly plaintextHash: string }> {
  return shareFile(home.client('acme/designer'), {
    name: 'plate.step',
    mediaType: 'model/step',
    bytes: utf8(PLAINTEXT),
  });
}

async function readAll(source: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const chunk of source) bytes += chunk.length;
  return bytes;
}

async function accounts(home: TestHome): Promise<void> {
  await home.client('acme/finance').do(accountsInterface, 'createUnit', { code: 'EUR' });
  for (const name of ['a', 'b', 'c', 'd']) {
    await home.client('acme/finance').do(accountsInterface, 'openAccount', { unit: 'EUR', name });
    await home.client('borealis/finance').do(accountsInterface, 'openAccount', { unit: 'EUR', name });
  }
}

test('a page is filled with what the reader may see: the records of others take no place in it', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  await accounts(home);
  const { transport } = home.client('borealis/finance');
  const page = await transport.list('accounts/account', 'unit', 'EUR', { limit: 3 });
  assert.deepEqual(
    page.rows.map(([id]) => id),
    ['borealis/EUR/a', 'borealis/EUR/b', 'borealis/EUR/c'],
  );
  const rest = await transport.list('accounts/account', 'unit', 'EUR', { after: page.next ?? '', limit: 3 });
  assert.deepEqual(
    rest.rows.map(([id]) => id),
    ['borealis/EUR/d'],
  );
});

test('a list of others’ records is empty, and an unknown kind gives nothing', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  await accounts(home);
  const { transport } = home.client('borealis/finance');
  assert.deepEqual(await transport.list('accounts/account', 'owner', 'acme', { limit: 10 }), { rows: [] });
  assert.equal(await transport.record('nothing/known', 'x'), undefined);
});

test('a list by what is no index of its records is refused, and names those that there are', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const list = home.client('acme/buyer').transport.list('membership/actor', 'kind', 'person', { limit: 10 });
  await assert.rejects(list, { code: 'index_unknown', message: /not found by kind: .*member, role/ });
});

test('a file is read by its owner and, with a grant, by the named reader until the grant ends', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const file = await sharedFile(home);
  const hash = hex(fromBase64url(file.blob));
  const [owner, reader, colleague] = ['acme/buyer', 'borealis/buyer', 'borealis/admin'].map(
    (actor) => home.client(actor).transport,
  );
  assert.ok(owner !== undefined && reader !== undefined && colleague !== undefined);
  assert.equal(await readAll(owner.getBlob(hash)), file.sizeBytes);
  assert.throws(() => reader.getBlob(hash), { code: 'blob_not_granted' });

  const untilMs = home.clock.nowMs + HOUR_MS;
  const grant = { blob: file.blob, reader: 'borealis/buyer', purpose: 'quote' as const, untilMs };
  await home.client('acme/designer').do(sharingInterface, 'grantAccess', grant);
  assert.equal(await readAll(reader.getBlob(hash)), file.sizeBytes);
  assert.throws(() => colleague.getBlob(hash), { code: 'blob_not_granted' });

  await home.client('acme/designer').do(sharingInterface, 'endGrant', { grant: `${file.blob}:borealis/buyer:quote` });
  assert.throws(() => reader.getBlob(hash), { code: 'blob_not_granted' });
});

test('a grant ends by itself once a block is later than its time', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const file = await sharedFile(home);
  const grant = {
    blob: file.blob,
    reader: 'borealis/buyer',
    purpose: 'quote' as const,
    untilMs: home.clock.nowMs + HOUR_MS,
  };
  await home.client('acme/designer').do(sharingInterface, 'grantAccess', grant);
  const read = () => home.client('borealis/buyer').transport.getBlob(hex(fromBase64url(file.blob)));
  home.clock.nowMs += HOUR_MS;
  await home.client('acme/finance').do(accountsInterface, 'createUnit', { code: 'EUR' });
  read();
  home.clock.nowMs += 1;
  await home.client('acme/finance').do(accountsInterface, 'createUnit', { code: 'SEK' });
  assert.throws(read, { code: 'blob_not_granted' });
});

test('a node that is closed and opened again goes on where it was', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  assert.ok(LocalNode.exists(home.home));
  await home.client('acme/finance').do(accountsInterface, 'createUnit', { code: 'EUR' });
  const { ledger } = home.node;
  const [id, size] = [ledger.id, ledger.head.size];
  await home.reopen();
  assert.deepEqual([home.node.ledger.id, home.node.ledger.head.size], [id, size]);
  const { index } = await home.client('acme/finance').do(accountsInterface, 'openAccount', { unit: 'EUR' });
  const bundle = await home.client('acme/finance').transport.bundle([index]);
  assert.equal(verifyBundle(bundle, { ledgerId: id }).statements[0]?.outcome, 'accepted');
});

test('two nodes do not run on one home folder, and none on an empty one', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const clock = (): number => home.clock.nowMs;
  await assert.rejects(LocalNode.open({ home: home.home, clock }), { code: 'ledger_in_use' });
  await assert.rejects(LocalNode.open({ home: folder.file('empty'), clock }), { code: 'ledger_missing' });
  assert.ok(!existsSync(folder.file('empty')), 'nothing is made where nothing was');
});

test('a node does not go on with a ledger that another node’s keys sign', async () => {
  using folder = temporaryFolder();
  const home = await newHome(folder.file('home'));
  await home[Symbol.asyncDispose]();
  const other = await newHome(folder.file('other'));
  await other[Symbol.asyncDispose]();
  renameSync(join(other.home, 'node-key.json'), join(home.home, 'node-key.json'));
  await assert.rejects(LocalNode.open({ home: home.home, clock: () => 0 }), { code: 'node_key_foreign' });
});

test('private keys, passphrases, content keys and plaintext never reach a byte of the node’s home', async () => {
  using folder = temporaryFolder();
  const home = await newHome(folder.file('home'));
  const passphrase = 'a passphrase for this test';
  const keyPath = folder.file('designer.key');
  const keys = await createKeyFile(keyPath, 'acme/designer', passphrase);
  await home
    .client('acme/designer')
    .do(membershipInterface, 'setEncryptionKey', { publicKey: base64url(keys.encryptionKey) });
  const file = await sharedFile(home);
  await home[Symbol.asyncDispose]();

  const secrets = [
    ...scalarsOf(keyPath, passphrase),
    sha256(utf8('touchmark test key acme/designer')),
    file.contentKey,
    file.opening.salt,
    fromHex(file.plaintextHash),
    utf8(passphrase),
    utf8(PLAINTEXT.slice(4, 40)),
  ];
  const public_ = keys.encryptionKey;
  const stored = bytesBelow(home.home);
  assert.ok(has(stored, public_), 'the search finds what is there: the public key');
  for (const [i, secret] of secrets.entries()) assert.ok(!has(stored, secret), `secret ${i} is in the home folder`);
});

/** Both private scalars, taken out of the key file the long way. */
function scalarsOf(path: string, passphrase: string): readonly Uint8Array[] {
  const { sealed, ...header } = readKeyFile(path);
  const { n, r, p, salt } = header.scrypt;
  const key = scryptSync(passphrase, fromBase64url(salt), 32, { N: n, r, p, maxmem: 256 * n * r });
  const bytes = fromBase64url(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, fromBase64url(header.nonce));
  decipher.setAAD(encodeJson(header));
  decipher.setAuthTag(bytes.subarray(64));
  const scalars = new Uint8Array(Buffer.concat([decipher.update(bytes.subarray(0, 64)), decipher.final()]));
  return [scalars.subarray(0, 32), scalars.subarray(32)];
}

function bytesBelow(folder: string): readonly Buffer[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

/** True where a file holds the bytes as they are, or in a usual writing of them. */
function has(files: readonly Buffer[], secret: Uint8Array): boolean {
  const buffer = Buffer.from(secret);
  const writings = [
    buffer,
    ...(['hex', 'base64', 'base64url'] as const).map((name) => Buffer.from(buffer.toString(name).replace(/=+$/, ''))),
  ];
  return files.some((file) => writings.some((writing) => file.includes(writing)));
}
