import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { createRegistry } from '#contracts/index.ts';
import { concat, hex } from '#core/bytes.ts';
import { CompactTree, HASH_BYTES, leafHash, rootOf } from '#core/merkle.ts';
import { decodeStatement } from '#core/statement.ts';
import { decodeEntries, hashReaderOfTiles, parseTilePath, tileWidth } from '#core/tile.ts';
import { Candidate } from '#ledger/candidate.ts';
import { entriesFrom } from '#ledger/entries.ts';
import { Ledger } from '#ledger/ledger.ts';
import { testKey } from '#test/keys.ts';
import { newLedger, nodeSigner, temporaryFolder } from '#test/ledgers.ts';
import { addBlock, certify, genesisWith } from '#test/load.ts';
import { START_MS } from '#test/world.ts';
import { LOG_CACHING, tileBytes } from './tiles.ts';

const folder = temporaryFolder();
let ledger: Ledger;
let entries: readonly Uint8Array[];

before(async () => {
  ledger = await newLedger(folder.file('ledger.db'));
  const statements = await Promise.all(Array.from({ length: 300 }, (_, i) => certify(ledger, `certificate ${i}`)));
  for (let i = 0; i < statements.length; i += 50) addBlock(ledger, START_MS, statements.slice(i, i + 50));
  // The genesis and its block leaf, 300 statements, 6 block leaves.
  assert.equal(ledger.head.size, 308);
  entries = [...entriesFrom(ledger.store, 0, ledger.head.size)].map(({ bytes }) => bytes);
});
after(() => {
  ledger[Symbol.dispose]();
  folder[Symbol.dispose]();
});

const tile = (path: string): Uint8Array => tileBytes(ledger, parseTilePath(path));

test('a hash tile holds the leaf hashes of its entries, at every width that is there', () => {
  for (const [path, from, to] of [
    ['tile/0/000', 0, 256],
    ['tile/0/000.p/1', 0, 1],
    ['tile/0/000.p/255', 0, 255],
    ['tile/0/001.p/1', 256, 257],
    ['tile/0/001.p/52', 256, 308],
  ] as const) {
    assert.deepEqual(tile(path), concat(...entries.slice(from, to).map(leafHash)), path);
  }
});

test('a bundle holds the entries themselves, at every width that is there', () => {
  for (const [path, from, to] of [
    ['tile/entries/000', 0, 256],
    ['tile/entries/000.p/2', 0, 2],
    ['tile/entries/001.p/51', 256, 307],
    ['tile/entries/001.p/52', 256, 308],
  ] as const) {
    assert.deepEqual(decodeEntries(tile(path)), entries.slice(from, to), path);
  }
});

test('what the log at its head does not have, it does not give', () => {
  for (const path of [
    'tile/0/001',
    'tile/0/001.p/53',
    'tile/0/002.p/1',
    'tile/1/000',
    'tile/1/000.p/2',
    'tile/2/000.p/1',
    'tile/63/000.p/1',
    'tile/entries/001',
    'tile/entries/001.p/53',
    'tile/entries/x009/x007/x199/x254/x740/991',
  ]) {
    assert.throws(() => tile(path), { code: 'tile_missing' }, path);
  }
});

test('the root of every size is read out of its tiles', () => {
  const tree = new CompactTree();
  for (const [index, entry] of entries.entries()) {
    tree.append(leafHash(entry));
    const size = index + 1;
    const read = hashReaderOfTiles((level, at) =>
      tileBytes(ledger, { level, index: at, width: tileWidth(size, level, at) }),
    );
    assert.equal(hex(rootOf(size, read)), hex(tree.root()), `size ${size}`);
  }
});

test('a block that is staged is not given before it is durable', async () => {
  const statements = await Promise.all([certify(ledger, 'staged')]);
  ledger.execute(
    START_MS,
    statements.map((bytes) => new Candidate(decodeStatement(bytes))),
  );
  for (const path of ['tile/0/001.p/53', 'tile/entries/001.p/53']) {
    assert.throws(() => tile(path), { code: 'tile_missing' }, path);
  }
  assert.equal(tile('tile/0/001.p/52').length, 52 * HASH_BYTES);
  ledger.commit();
  assert.equal(tile('tile/0/001.p/54').length, 54 * HASH_BYTES);
  assert.equal(decodeEntries(tile('tile/entries/001.p/54')).length, 54);
});

test('no shared cache keeps what is for its readers only, and a checkpoint is asked for anew', () => {
  assert.match(LOG_CACHING.entries, /^private/);
  assert.match(LOG_CACHING.hashes, /immutable/);
  assert.equal(LOG_CACHING.checkpoint, 'no-cache');
});

/** The test founding with so many more machines for each member. */
function foundingOf(machines: number): Promise<Uint8Array> {
  return genesisWith((body) => ({
    ...body,
    founders: body.founders.map((founder) => {
      const more = Array.from({ length: machines }, (_, i) => {
        const id = `${founder.member}/machine-in-the-long-hall-${i}`;
        const { publicKeyText: publicKey } = testKey(id);
        return { id, kind: 'machine' as const, role: 'machine', publicKey, encryptionKey: publicKey };
      });
      return { ...founder, actors: [...founder.actors, ...more] };
    }),
  }));
}

test('a genesis that an entry bundle can hold is served whole', async () => {
  const genesis = await foundingOf(50);
  assert.ok(genesis.length > 50_000 && genesis.length <= 65_535, `${genesis.length} bytes`);
  using large = Ledger.create(folder.file('large.db'), genesis, { registry: createRegistry(), signer: nodeSigner });
  const bundle = tileBytes(large, { level: undefined, index: 0, width: 1 });
  assert.deepEqual(decodeEntries(bundle), [genesis]);
});

test('a larger one founds nothing, and leaves nothing behind', () => {
  const path = folder.file('too-large.db');
  assert.throws(() => Ledger.create(path, new Uint8Array(65_536), { registry: createRegistry(), signer: nodeSigner }), {
    code: 'genesis_invalid',
    message: 'genesis: it has at most 65535 bytes, this has 65536',
  });
  assert.equal(existsSync(path), false);
});
