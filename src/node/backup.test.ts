// A backup beside a node that writes, and what can be had back of it.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, test } from 'node:test';
import { createRegistry } from '#contracts/index.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { utf8 } from '#core/bytes.ts';
import { Ledger } from '#ledger/ledger.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { START_MS } from '#test/world.ts';
import { backupHome } from './backup.ts';
import { readManifest } from './backup-manifest.ts';
import { newServer, type TestServer } from './http/server.fixture.ts';
import { auditFile } from './inspect.ts';
import { homePaths, LocalNode } from './local.ts';
import { openNodeKey } from './node-key.ts';
import { restoreBackup } from './restore.ts';

const folder = temporaryFolder();
after(() => folder[Symbol.dispose]());
const clock = (): number => START_MS;
let homes = 0;

/** A served home with a statement and a file of the vault. */
async function served(): Promise<TestServer> {
  const server = await newServer(folder.file(`home-${homes++}`));
  await certify(server, 'first');
  await server.node.vault.put([utf8('what others sealed')]);
  return server;
}

function certify(server: TestServer, kind: string) {
  const certificate = {
    subject: 'borealis',
    kind,
    validFromMs: START_MS,
    validUntilMs: START_MS + 1,
    evidence: 'A'.repeat(43),
  };
  return server.client('acme/admin').do(membershipInterface, 'issueCredential', certificate);
}

describe('a backup', () => {
  test('is of one moment of a node that goes on writing, and is sound', async () => {
    await using server = await served();
    const out = folder.file('busy');
    let isDone = false;
    let written = 0;
    const writing = (async () => {
      while (!isDone) {
        await certify(server, `while it is copied ${written}`);
        written++;
      }
    })();
    const copied: number[] = [];
    const onProgress = (done: number): void => void copied.push(done);
    const manifest = await backupHome({
      home: server.home,
      out,
      nodeKey: 'left out',
      clock,
      pagesAtOnce: 1,
      onProgress,
    });
    isDone = true;
    await writing;
    // Without a read transaction of its own it would begin anew with each block.
    assert.ok(written > 0 && copied.every((done, i) => i === 0 || done > (copied[i - 1] ?? 0)), copied.join(' '));
    assert.deepEqual(readdirSync(out).sort(), ['backup.json', 'blobs.txt', 'ledger.db', 'node.db']);
    assert.deepEqual(readManifest(out), manifest);
    const report = await auditFile(join(out, 'ledger.db'));
    assert.deepEqual([report.entries, report.ledgerId], [manifest.size, server.node.ledger.id]);
    assert.ok(manifest.size >= 4 && manifest.size <= server.node.ledger.head.size);
    assert.deepEqual([manifest.blobs, manifest.blobBytes], [1, 18]);
    assert.equal(statSync(join(out, 'backup.json')).mode & 0o077, process.platform === 'win32' ? 0o066 : 0);
    assert.equal(existsSync(`${out}.unfinished`), false);
  });

  test('leaves the node’s key out, unless it is asked for', async () => {
    await using server = await served();
    const { home } = server;
    await backupHome({ home, out: folder.file('with-key'), nodeKey: 'copied', clock });
    const copied = readFileSync(folder.file('with-key/node-key.json'));
    assert.deepEqual(copied, readFileSync(homePaths(home).nodeKey));
    await backupHome({ home, out: folder.file('without-key'), nodeKey: 'left out', clock });
    for (const name of readdirSync(folder.file('without-key')))
      assert.ok(!readFileSync(folder.file(join('without-key', name))).includes('PRIVATE KEY'), name);
  });

  test('overwrites nothing, and needs a ledger', async () => {
    await using server = await served();
    mkdirSync(folder.file('taken'));
    const options = { home: server.home, nodeKey: 'left out', clock } as const;
    await assert.rejects(backupHome({ ...options, out: folder.file('taken') }), { code: 'backup_exists' });
    await assert.rejects(backupHome({ ...options, home: folder.file('nowhere'), out: folder.file('none') }), {
      code: 'ledger_missing',
    });
    assert.equal(existsSync(folder.file('none')), false);
    assert.equal(existsSync(folder.file('none.unfinished')), false);
  });
});

describe('a restored backup', () => {
  test('is what was backed up, can be read, and is not gone on with', async () => {
    await using server = await served();
    const [backup, home] = [folder.file('for-restore'), folder.file('restored')];
    const manifest = await backupHome({ home: server.home, out: backup, nodeKey: 'copied', clock });
    const { missingBlobs } = await restoreBackup(backup, home);
    const [listed = ''] = readFileSync(join(backup, 'blobs.txt'), 'utf8').split('\n');
    assert.deepEqual(missingBlobs, [listed.slice(0, 64)]);
    const { ledger, nodeKey } = homePaths(home);
    assert.equal((await auditFile(ledger)).entries, manifest.size);
    const registry = createRegistry();
    using read = Ledger.openReadOnly(ledger, { registry });
    assert.equal(read.id, server.node.ledger.id);
    assert.throws(() => Ledger.open(ledger, { registry, signer: openNodeKey(nodeKey) }), {
      code: 'ledger_mark_missing',
    });
    await assert.rejects(LocalNode.open({ home, clock }), { code: 'ledger_mark_missing' });
    assert.equal(existsSync(join(home, 'restoring')), false);
  });

  test('counts the vault’s files that are there already', async () => {
    await using server = await served();
    const [backup, home] = [folder.file('with-vault'), folder.file('with-vault-home')];
    await backupHome({ home: server.home, out: backup, nodeKey: 'left out', clock });
    const [line = ''] = readFileSync(join(backup, 'blobs.txt'), 'utf8').split('\n');
    const hash = line.slice(0, 64);
    mkdirSync(join(home, 'vault', hash.slice(0, 2)), { recursive: true });
    writeFileSync(join(home, 'vault', hash.slice(0, 2), hash), 'what others sealed');
    assert.deepEqual((await restoreBackup(backup, home)).missingBlobs, []);
  });

  test('is refused where any byte of it was changed, with the file’s name, and leaves nothing', async () => {
    await using server = await served();
    const backup = folder.file('damaged');
    await backupHome({ home: server.home, out: backup, nodeKey: 'copied', clock });
    for (const name of ['ledger.db', 'node.db', 'node-key.json', 'blobs.txt']) {
      const whole = readFileSync(join(backup, name));
      const home = folder.file(`damaged-home-${name}`);
      for (const broken of [
        whole.subarray(1),
        Uint8Array.from(whole, (byte, i) => (i === whole.length - 2 ? byte ^ 1 : byte)),
      ]) {
        writeFileSync(join(backup, name), broken);
        await assert.rejects(restoreBackup(backup, home), { code: 'backup_damaged', message: new RegExp(name) });
        assert.deepEqual(readdirSync(home), []);
      }
      rmSync(join(backup, name));
      await assert.rejects(restoreBackup(backup, home), { code: 'backup_damaged', message: /is missing$/ });
      writeFileSync(join(backup, name), whole);
    }
    await restoreBackup(backup, folder.file('whole-again'));
  });

  test('never takes the place of a ledger that is there', async () => {
    await using server = await served();
    const backup = folder.file('over');
    await backupHome({ home: server.home, out: backup, nodeKey: 'left out', clock });
    await assert.rejects(restoreBackup(backup, server.home), { code: 'home_not_empty' });
    const other = folder.file('only-mark');
    mkdirSync(other);
    writeFileSync(join(other, 'ledger.db.mark'), '');
    await assert.rejects(restoreBackup(backup, other), { code: 'home_not_empty' });
  });

  test('a folder that is no backup is refused', async () => {
    const rows = [
      ['{', /backup\.json: expected what touchmark backup writes/],
      ['{"format":"touchmark-backup-1"}', /backup\.json: /],
      [JSON.stringify({ format: 'x' }), /backup\.json: /],
    ] as const;
    mkdirSync(folder.file('no-backup'));
    await assert.rejects(restoreBackup(folder.file('no-backup'), folder.file('x')), { code: 'backup_invalid' });
    for (const [content, message] of rows) {
      writeFileSync(folder.file('no-backup/backup.json'), content);
      await assert.rejects(restoreBackup(folder.file('no-backup'), folder.file('x')), {
        code: 'backup_invalid',
        message,
      });
    }
  });

  test('another ledger under the right name is noticed', async () => {
    await using server = await served();
    const backup = folder.file('swapped');
    const manifest = await backupHome({ home: server.home, out: backup, nodeKey: 'left out', clock });
    writeFileSync(join(backup, 'backup.json'), JSON.stringify({ ...manifest, size: manifest.size - 1 }));
    await assert.rejects(restoreBackup(backup, folder.file('swapped-home')), { code: 'backup_damaged' });
    using copy = new DatabaseSync(join(backup, 'ledger.db'), { readOnly: true });
    assert.equal(copy.prepare('PRAGMA journal_mode').get()?.journal_mode, 'delete');
  });
});
