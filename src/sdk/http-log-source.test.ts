// The log over HTTP as a replica reads it, held against the ledger itself.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64url, hex, utf8 } from '#core/bytes.ts';
import { originOf, parseCheckpointText } from '#core/checkpoint.ts';
import { addCosignatures, cosign } from '#core/cosignature.ts';
import { sha256 } from '#core/crypto.ts';
import { leafHash, verifyConsistency, verifyInclusion } from '#core/merkle.ts';
import { noteSigner } from '#core/note-signer.fixture.ts';
import { possessionBytes } from '#core/possession.ts';
import { decodeNote } from '#core/signed-note.ts';
import { newServer, type TestServer } from '#node/http/server.fixture.ts';
import type { LogSource } from '#node/replica/log-source.ts';
import { testKey } from '#test/keys.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { httpClient, QUICK } from './http.fixture.ts';
import { HttpLogSource } from './http-log-source.ts';

const NODE = 'borealis/replica';
const WITNESS = noteSigner('borealis.example/witness');
const STATEMENTS = 300;
const folder = temporaryFolder();
let server: TestServer;
let source: LogSource;

before(async () => {
  server = await newServer(folder.file('home'));
  const key = testKey(NODE);
  const ledgerId = server.node.ledger.id;
  const proof = base64url(key.signNow(possessionBytes(ledgerId, NODE)));
  const admin = server.client('borealis/admin');
  const enrolled = { id: NODE, kind: 'machine' as const, role: 'node' as const, mandate: [] };
  await admin.do(membershipInterface, 'enrolActor', { ...enrolled, key: { publicKey: key.publicKeyText, proof } });
  const witness = { name: WITNESS.name, publicKey: base64url(WITNESS.publicKey) };
  await admin.do(membershipInterface, 'registerWitness', witness);
  await Promise.all(Array.from({ length: STATEMENTS }, (_, i) => certify(`certificate ${i}`)));
  source = new HttpLogSource(server.url, { ledgerId, identity: { actor: NODE, signer: key }, ...QUICK });
});
after(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

async function certify(kind: string): Promise<number> {
  const evidence = base64url(sha256(utf8(kind)));
  const input = { subject: 'borealis', kind, validFromMs: 1, validUntilMs: 2, evidence };
  return (await server.client('acme/admin').do(membershipInterface, 'issueCredential', input)).index;
}

async function leaves(from: number, to: number): Promise<readonly Uint8Array[]> {
  const found: Uint8Array[] = [];
  for await (const leaf of source.leaves(from, to)) found.push(leaf);
  return found;
}

test('leaves are those of the log, from anywhere to anywhere', async () => {
  const { size } = server.node.ledger.head;
  assert.ok(size > 257);
  const entry = (index: number): Uint8Array => server.node.entryBytes(index);
  assert.deepEqual(await source.genesis(), entry(0));
  for (const [from, to] of [
    [0, size],
    [0, 1],
    [0, 256],
    [255, 257],
    [256, size],
    [size - 1, size],
    [7, 7],
  ] as const) {
    const expected = Array.from({ length: to - from }, (_, i) => entry(from + i));
    assert.deepEqual(await leaves(from, to), expected, `${from} to ${to}`);
  }
  await assert.rejects(leaves(0, size + 1), { status: 404 });
});

test('inclusion and consistency lead to the roots that the log has', async () => {
  const { size } = server.node.ledger.head;
  const root = (at: number): Uint8Array => server.node.ledger.tree.root(at);
  for (const [index, of] of [
    [0, size],
    [0, 1],
    [255, 256],
    [256, size],
    [size - 1, size],
    [100, 200],
  ] as const) {
    const { leaf, path } = await source.inclusion(index, of);
    assert.equal(hex(leaf), hex(leafHash(server.node.entryBytes(index))));
    assert.ok(verifyInclusion({ index, size: of, leaf, path, root: root(of) }), `${index} in ${of}`);
  }
  const path = await source.consistency(100, size);
  assert.ok(verifyConsistency({ size1: 100, root1: root(100), size2: size, root2: root(size), path }));
});

test('entries are for nodes of members only', async () => {
  const { id } = server.node.ledger;
  const identity = { actor: 'acme/admin', signer: testKey('acme/admin') };
  const stranger = new HttpLogSource(server.url, { ledgerId: id, identity, ...QUICK });
  await assert.rejects(stranger.leaves(0, 1).next(), { code: 'log_not_granted' });
});

test('a statement is durable first, and witnessed once a checkpoint that has it is co-signed', async () => {
  const client = await httpClient(server, 'acme/admin');
  const index = await certify('to be witnessed');
  assert.equal((await client.witnessed(index)).state, 'durable');
  const note = await source.checkpoint();
  const { text } = decodeNote(note);
  assert.equal(parseCheckpointText(text).origin, originOf(server.node.ledger.id));
  await source.cosign(addCosignatures(note, [await cosign(text, WITNESS, 1_767_600_000)]));
  const { size } = server.node.ledger.head;
  assert.deepEqual(await client.witnessed(index), { state: 'witnessed', by: [WITNESS.name], size });

  const later = await certify('after the witness');
  assert.equal((await client.witnessed(index)).state, 'witnessed', 'a later head takes nothing away');
  assert.equal((await client.witnessed(later)).state, 'durable');

  const own = { needed: 1, witnesses: [WITNESS] };
  assert.equal((await client.witnessed(index, own)).state, 'witnessed');
  const twice = { needed: 2, witnesses: [WITNESS, { ...WITNESS, name: 'another-name' }] };
  assert.equal((await client.witnessed(index, twice)).state, 'durable');
  const stranger = { needed: 1, witnesses: [noteSigner('acme.example/witness')] };
  assert.equal((await client.witnessed(index, stranger)).state, 'durable', 'who is pinned decides, not the node');
});

test('a node that cannot show that its receipt and its checkpoint are of one history is named', async () => {
  const index = await certify('in this history');
  const { ledgerId, url } = { ledgerId: server.node.ledger.id, url: server.url };
  const older = await source.checkpoint();
  await certify('and more');
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input));
    if (pathname === '/v1/proofs/consistency') return Response.json({ path: [base64url(sha256(utf8('no proof')))] });
    if (pathname === '/v1/cosignatures') return Response.json({ checkpoint: older });
    return globalThis.fetch(input, init);
  };
  const client = await httpClient({ ...server, url } as TestServer, 'acme/admin', { fetch, ledgerId });
  await assert.rejects(client.witnessed(index), { code: 'log_forked' });
});
