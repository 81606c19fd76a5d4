// A log that we serve, read and checked by other projects' code: Tessera's fsck and client, and Go's sumdb.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, describe, type TestContext, test } from 'node:test';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64 } from '#core/base64.ts';
import { base64url, concat, fromUtf8, utf8 } from '#core/bytes.ts';
import { originOf, signCheckpoint } from '#core/checkpoint.ts';
import { addCosignatures, cosign, formatCosignerVkey, verifyCosignature } from '#core/cosignature.ts';
import { sha256 } from '#core/crypto.ts';
import { noteSigner } from '#core/note-signer.fixture.ts';
import { possessionBytes } from '#core/possession.ts';
import { decodeNote, encodeNote, formatVkey } from '#core/signed-note.ts';
import { newServer, type TestServer } from '#node/http/server.fixture.ts';
import { testKey } from '#test/keys.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { START_MS } from '#test/world.ts';
import { type Changes, changingProxy } from './changing-proxy.ts';
import { type Ended, goChecker } from './tools.ts';

const NODE_ACTOR = 'borealis/replica';
/** Enough for a complete tile and a part of the next. */
const STATEMENTS = 300;
const WITNESSES = [
  { member: 'acme', word: 'our witness', signer: noteSigner('one.example/witness', 'our witness') },
  { member: 'borealis', word: 'their witness', signer: noteSigner('two.example/witness', 'their witness') },
] as const;

const folder = temporaryFolder();
let server: TestServer;

before(async () => {
  server = await newServer(folder.file('home'));
  const key = testKey(NODE_ACTOR);
  await server.client('borealis/admin').do(membershipInterface, 'enrolActor', {
    id: NODE_ACTOR,
    kind: 'machine',
    role: 'node',
    key: {
      publicKey: key.publicKeyText,
      proof: base64url(key.signNow(possessionBytes(server.node.ledger.id, NODE_ACTOR))),
    },
    mandate: [],
  });
  for (const { member, signer } of WITNESSES) {
    await server.client(`${member}/admin`).do(membershipInterface, 'registerWitness', {
      name: signer.name,
      publicKey: base64url(signer.publicKey),
    });
  }
  const earlier = await server.call(undefined, 'GET', '/log/checkpoint');
  writeFileSync(folder.file('earlier'), earlier.bytes);
  await certify(STATEMENTS);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

describe('a log of more than one tile', () => {
  test('is whole, proves each entry and every growth, and is signed by the key that its genesis names', async (t) => {
    const ended = await check(t, server.url, ['-earlier', folder.file('earlier')]);
    if (ended === undefined) return;
    assert.equal(ended.code, 0, ended.stderr);
    const { size, root } = server.node.ledger.head;
    assert.ok(size > STATEMENTS);
    const { resources, ...found } = JSON.parse(ended.stdout);
    assert.deepEqual(found, {
      origin: originOf(server.node.ledger.id),
      size,
      root: base64(root),
      inclusions: size,
      consistency: size,
      cosigners: [],
    });
    // The checkpoint, two bundles, two tiles of level 0 and one of level 1.
    assert.ok(resources >= 6, `${resources} resources`);
  });

  test('is not taken for that of another key, of another origin, or of a history that it did not grow out of', async (t) => {
    const { id, signer } = server.node.ledger;
    const origin = originOf(id);
    assert.ok(signer !== undefined);
    const fork = { origin, size: 2, root: sha256(utf8('another history')) };
    writeFileSync(folder.file('fork'), await signCheckpoint(fork, { ...signer.checkpoint, name: origin }));
    const rows = [
      ['-vkey', formatVkey(noteSigner(origin, 'a stranger')), /no verifiable signatures/],
      ['-origin', originOf('abc'), /failed to parse Checkpoint/],
      ['-earlier', folder.file('fork'), /growth from the earlier checkpoint/],
    ] as const;
    for (const [flag, value, says] of rows) {
      const ended = await check(t, server.url, [flag, value]);
      if (ended === undefined) return;
      assert.equal(ended.code, 1, flag);
      assert.match(ended.stderr, says);
    }
  });

  test('keeps its entries from who is not a member’s node', async (t) => {
    const ended = await check(t, server.url, ['-bearer', '']);
    if (ended === undefined) return;
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /tile\/entries\/000.*403/);
  });
});

describe('one byte that is not as it was signed is found', () => {
  const flip = (body: Uint8Array, at: number): Uint8Array => body.map((byte, i) => (i === at ? byte ^ 1 : byte));
  const rows: readonly (readonly [what: string, changes: Changes, says: RegExp])[] = [
    ['in an entry', { '/log/tile/entries/000': (body) => flip(body, 7000) }, /fsck/],
    ['in the last entry', { '/log/tile/entries/001': (body) => flip(body, body.length - 1) }, /fsck/],
    ['in a hash tile', { '/log/tile/0/000': (body) => flip(body, 4321) }, /fsck/],
    ['in a hash of the upper level', { '/log/tile/1/000': (body) => flip(body, 3) }, /fsck/],
    ['in the root', { '/log/checkpoint': (body) => utf8(otherRoot(fromUtf8(body))) }, /Checkpoint|signature/],
  ];
  for (const [what, changes, says] of rows) {
    test(what, async (t) => {
      await using proxy = await changingProxy(server.url, changes);
      const ended = await check(t, proxy.url, []);
      if (ended === undefined) return;
      assert.equal(ended.code, 1, `${ended.stdout}${ended.stderr}`);
      assert.match(ended.stderr, says);
      assert.deepEqual(proxy.changed(), Object.keys(changes));
    });
  }
});

describe('co-signatures', () => {
  test('by a witness of ours and by a witness of theirs stand together, and both projects read both', async (t) => {
    const [ours, theirs] = WITNESSES;
    // What the node hands out to be co-signed; theirs signs it with their own code.
    const asked = await server.call(undefined, 'GET', '/log/checkpoint?for=witnesses');
    const { text } = decodeNote(fromUtf8(asked.bytes));
    const line = await cosign(text, ours.signer, Math.floor(START_MS / 1000));
    const [, keyHash] = formatCosignerVkey(theirs.signer).split('+');
    const seed = base64(concat(Uint8Array.of(1), sha256(utf8(theirs.word))));
    const signed = await check(t, server.url, ['-cosign', `PRIVATE+KEY+${theirs.signer.name}+${keyHash}+${seed}`]);
    if (signed === undefined) return;
    assert.equal(signed.code, 0, signed.stderr);
    for (const note of [addCosignatures(fromUtf8(asked.bytes), [line]), signed.stdout]) {
      const taken = await server.call(undefined, 'POST', '/v1/cosignatures', { type: 'text/plain', bytes: utf8(note) });
      assert.equal(taken.status, 200, fromUtf8(taken.bytes));
    }
    const served = await server.call(undefined, 'GET', '/log/checkpoint');
    const note = decodeNote(fromUtf8(served.bytes));
    for (const { signer } of WITNESSES) assert.ok(verifyCosignature(note, signer) !== undefined, signer.name);

    const vkeys = WITNESSES.map(({ signer }) => formatCosignerVkey(signer));
    const all = await check(t, server.url, ['-witnesses', vkeys.join(',')]);
    assert.equal(all?.code, 0, all?.stderr);
    const { cosigners } = JSON.parse(all?.stdout ?? '');
    assert.deepEqual([...cosigners].sort(), WITNESSES.map(({ signer }) => signer.name).sort());
    const third = formatCosignerVkey(noteSigner('three.example/witness'));
    const missing = await check(t, server.url, ['-witnesses', [...vkeys, third].join(',')]);
    assert.equal(missing?.code, 1);
    assert.match(missing?.stderr ?? '', /expected 3 witnesses/);
  });

  test('of another head are not taken for those of this one', async (t) => {
    const [ours] = WITNESSES;
    await using proxy = await changingProxy(server.url, {
      '/log/checkpoint': async (body) => {
        const { text, signatures } = decodeNote(fromUtf8(body));
        const line = await cosign(otherRoot(text), ours.signer, Math.floor(START_MS / 1000));
        return utf8(encodeNote({ text, signatures: [...signatures.slice(0, 1), line] }));
      },
    });
    const ended = await check(t, proxy.url, ['-witnesses', formatCosignerVkey(ours.signer)]);
    if (ended === undefined) return;
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /invalid signature for key one\.example\/witness/);
  });
});

/** Runs the checker on the log at an address; undefined where it is absent and the test is skipped. */
async function check(t: TestContext, url: string, args: readonly string[]): Promise<Ended | undefined> {
  const program = goChecker(t);
  if (program === undefined) return undefined;
  const { id, signer } = server.node.ledger;
  const origin = originOf(id);
  const publicKey = signer?.checkpoint.publicKey ?? new Uint8Array();
  const token = await server.signIn(NODE_ACTOR);
  const usual = ['-origin', origin, '-vkey', formatVkey({ name: origin, publicKey }), '-bearer', token];
  // The last of a repeated flag counts.
  return program(['-log', `${url}/log`, ...usual, ...args]);
}

async function certify(count: number): Promise<void> {
  const client = server.client('acme/admin');
  const signed = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      client.sign(membershipInterface, 'issueCredential', {
        subject: 'borealis',
        kind: `certificate ${i}`,
        validFromMs: START_MS,
        validUntilMs: START_MS + 1,
        evidence: base64url(sha256(utf8(`certificate ${i}`))),
      }),
    ),
  );
  const applied = await Promise.all(signed.map((statement) => server.node.submit(statement)));
  assert.ok(applied.every(({ outcome }) => outcome === 'accepted'));
}

/** The checkpoint with another root, the signature left as it is. */
function otherRoot(note: string): string {
  const [origin, size, , ...rest] = note.split('\n');
  return [origin, size, base64(sha256(utf8('another root'))), ...rest].join('\n');
}
