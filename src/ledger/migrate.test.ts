// A ledger of the release before: executed anew into a file of this one, or left as it is to the last byte.

import assert from 'node:assert/strict';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { createRegistry } from '#contracts/index.ts';
import { base64url } from '#core/bytes.ts';
import { newLedger, nodeSigner, signedFor, temporaryFolder } from '#test/ledgers.ts';
import { addBlock, certify, enrolment, rotation } from '#test/load.ts';
import { START_MS } from '#test/world.ts';
import { auditLedger } from './audit.ts';
import { Ledger } from './ledger.ts';
import { migrateLedger } from './migrate.ts';
import { toLayout1 } from './older-layouts.fixture.ts';
import { SignaturePool } from './signature-pool.ts';

const registry = createRegistry();
const folder = temporaryFolder();
let pool: SignaturePool;
let count = 0;

before(() => {
  pool = new SignaturePool();
});
after(async () => {
  await pool[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

type Old = { readonly path: string; readonly size: number; readonly root: string; readonly digest: string };

/** A ledger with several blocks, a refusal, keys that changed and checkpoints, as the release of layout 1 left it. */
async function oldLedger(): Promise<Old> {
  const path = folder.file(`ledger-${count++}.db`);
  const ledger = await newLedger(path);
  addBlock(ledger, START_MS, [await certify(ledger, 'first'), await certify(ledger, 'second')]);
  await ledger.checkpoint();
  addBlock(ledger, START_MS + 1, [await signedFor(ledger, enrolment(ledger, 'acme/gauges'))]);
  addBlock(ledger, START_MS + 2, [await signedFor(ledger, rotation(ledger, 'acme/gauges', 'another key'))]);
  const unknown = { by: 'acme/admin', action: 'membership.revokeCredential', input: { id: 'none' } };
  addBlock(ledger, START_MS + 3, [await signedFor(ledger, unknown)]);
  await ledger.checkpoint();
  const { size, root, stateDigest } = ledger.head;
  ledger[Symbol.dispose]();
  toLayout1(path);
  return { path, size, root: base64url(root), digest: base64url(stateDigest) };
}

const migrate = (path: string) => migrateLedger(path, { registry, pool });
const change = (path: string, sql: string): void => {
  using db = new DatabaseSync(path);
  db.exec(sql);
};

describe('migration', () => {
  test('a ledger of layout 1 goes on in layout 2 with the same log, state and checkpoints', async () => {
    const { path, size, root, digest } = await oldLedger();
    assert.throws(() => Ledger.open(path, { registry, signer: nodeSigner }), {
      code: 'ledger_not_ours',
      message: /its layout is 1; touchmark migrate brings it to this release$/,
    });
    const progress: number[] = [];
    const done = await migrateLedger(path, { registry, pool, onProgress: (at) => progress.push(at) });
    assert.deepEqual(done, { from: 1, to: 2, entries: size, kept: `${path}.before-migration` });
    assert.equal(progress.at(-1), size);
    const report = await auditLedger(path, { registry, pool });
    assert.deepEqual([report.entries, report.checkpoints, report.refused], [size, 2, 1]);
    using ledger = Ledger.open(path, { registry, signer: nodeSigner });
    assert.deepEqual([base64url(ledger.head.root), base64url(ledger.head.stateDigest)], [root, digest]);
    addBlock(ledger, START_MS + 4, [await certify(ledger, 'after the migration')]);
    assert.equal(ledger.head.size, size + 2);
    assert.equal(existsSync(`${path}.migrating`), false);
    using kept = new DatabaseSync(done.kept, { readOnly: true });
    assert.equal(kept.prepare('PRAGMA user_version').get()?.user_version, 1);
    assert.equal(kept.prepare('SELECT count(*) AS n FROM entries').get()?.n, size);
  });

  test('what is of this layout already is left alone', async () => {
    const { path } = await oldLedger();
    await migrate(path);
    const bytes = readFileSync(path);
    assert.deepEqual(await migrate(path), { from: 2, to: 2, entries: undefined, kept: `${path}.before-migration` });
    assert.deepEqual(readFileSync(path), bytes);
  });

  test('what was still in the write-ahead log is not lost', async () => {
    const { path, size } = await oldLedger();
    // A reader that ends after the writer leaves the log behind, as a crash does.
    const reader = new DatabaseSync(path, { readOnly: true });
    reader.exec('BEGIN; SELECT count(*) FROM entries');
    change(path, 'PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; UPDATE checkpoints SET size = size');
    assert.ok(existsSync(`${path}-wal`));
    await assert.rejects(migrate(path), { code: 'ledger_in_use' });
    reader.close();
    assert.equal((await migrate(path)).entries, size);
    assert.equal(existsSync(`${path}-wal`), false);
  });

  test('a migration that was killed right before its end is done again', async () => {
    const { path, size } = await oldLedger();
    linkSync(path, `${path}.before-migration`);
    assert.equal((await migrate(path)).entries, size);
  });
});

describe('a migration is refused, and changes nothing', () => {
  const rows: readonly (readonly [what: string, sql: string, code: string, sentence: RegExp])[] = [
    ['an entry that is missing', 'DELETE FROM entries WHERE idx = 5', 'ledger_damaged', /entry 5 is missing$/],
    [
      'a log that was cut',
      'DELETE FROM entries WHERE idx > 4; DELETE FROM blocks WHERE leaf_idx > 4; DELETE FROM checkpoints WHERE size > 5',
      'ledger_behind_mark',
      /restored backup or was cut/,
    ],
    [
      'another root',
      'UPDATE blocks SET root = zeroblob(32) WHERE height = 4',
      'migration_differs',
      /its last block, 4, is not/,
    ],
    [
      'a checkpoint of another log',
      "UPDATE checkpoints SET note = replace(note, char(10) || '5' || char(10), char(10) || '6' || char(10))",
      'migration_differs',
      /checkpoint 5: /,
    ],
    ['a layout that is not known', 'PRAGMA user_version = 77', 'ledger_not_ours', /its layout is 77$/],
    [
      'another application’s file',
      'PRAGMA application_id = 1',
      'ledger_not_ours',
      /no ledger that this release can bring/,
    ],
  ];
  for (const [what, sql, code, sentence] of rows) {
    test(what, async () => {
      const { path } = await oldLedger();
      change(path, sql);
      change(path, 'PRAGMA journal_mode = DELETE');
      const bytes = readFileSync(path);
      await assert.rejects(migrate(path), { code, message: sentence });
      assert.deepEqual(readFileSync(path), bytes);
      assert.equal(existsSync(`${path}.before-migration`), false);
      assert.equal(existsSync(`${path}.migrating`), false);
    });
  }

  test('a statement that was changed by one bit', async () => {
    const { path } = await oldLedger();
    {
      using db = new DatabaseSync(path);
      const bytes = db.prepare('SELECT bytes FROM entries WHERE idx = 2').get()?.bytes;
      assert.ok(bytes instanceof Uint8Array);
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      db.prepare('UPDATE entries SET bytes = ? WHERE idx = 2').run(bytes);
    }
    await assert.rejects(migrate(path), { code: 'replay_signature', message: /^entry 2 \(block 1\): / });
    assert.equal(existsSync(`${path}.before-migration`), false);
  });

  test('a ledger that a node has open', async () => {
    const { path } = await oldLedger();
    await migrate(path);
    using _open = Ledger.open(path, { registry, signer: nodeSigner });
    await assert.rejects(migrate(path), { code: 'ledger_in_use' });
  });

  test('where an older kept file would be lost', async () => {
    const { path } = await oldLedger();
    writeFileSync(`${path}.before-migration`, 'of another migration');
    await assert.rejects(migrate(path), { code: 'migration_kept_exists' });
    assert.equal(readFileSync(`${path}.before-migration`, 'utf8'), 'of another migration');
  });

  test('what is no ledger at all', async () => {
    await assert.rejects(migrate(folder.file('absent.db')), { code: 'ledger_missing' });
    writeFileSync(folder.file('text.db'), 'not a database, but long enough to be taken for one');
    await assert.rejects(migrate(folder.file('text.db')), { code: 'ledger_not_ours' });
    rmSync(folder.file('text.db'));
  });
});
