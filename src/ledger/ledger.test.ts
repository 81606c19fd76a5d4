import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { contracts, createRegistry } from '#contracts/index.ts';
import { identity } from '#contracts/membership/identity.ts';
import { membership } from '#contracts/membership/membership.ts';
import { hex } from '#core/bytes.ts';
import { isFault } from '#core/fault.ts';
import { Registry } from '#core/registry.ts';
import { dropTable } from '#test/drops.ts';
import { newLedger, nodeSigner, signedFor, temporaryFolder, testGenesis } from '#test/ledgers.ts';
import { addBlock, certify, crafted, enrolment, genesisWith, revocation, rotation } from '#test/load.ts';
import { START_MS } from '#test/world.ts';
import { auditLedger } from './audit.ts';
import { backupLedger } from './backup.ts';
import { Ledger } from './ledger.ts';
import { SignaturePool } from './signature-pool.ts';

const registry = createRegistry();
const options = { registry, signer: nodeSigner };
const pool = new SignaturePool(1);
after(() => pool[Symbol.asyncDispose]());

const code = (wanted: string) => (error: unknown) => isFault(error, wanted);

/** The code of a statement at its place in a block, and the size of the log after it. */
for (const [reason, make] of Object.entries(dropTable)) {
  test(`at its place, too: ${reason}`, async () => {
    using folder = temporaryFolder();
    const genesis = await genesisWith((body) => ({ ...body, limits: { ...body.limits, statementBytes: 1024 } }));
    using ledger = Ledger.create(folder.file('ledger.db'), genesis, options);
    addBlock(ledger, START_MS, [await certify(ledger, 'ISO 9001')]);
    const [wrong, right] = [await make(ledger, START_MS), await certify(ledger, 'AS9100D')];
    const applied = addBlock(ledger, START_MS, [wrong, right]);
    assert.deepEqual(
      applied.map(({ outcome, index }) => [outcome, index]),
      [
        [reason, undefined],
        ['accepted', 4],
      ],
    );
    assert.equal(ledger.head.size, 6);
  });
}

test('a block of nothing but dropped statements is no block', async () => {
  using folder = temporaryFolder();
  using ledger = await newLedger(folder.file('ledger.db'));
  const { head } = ledger;
  addBlock(ledger, START_MS, [await dropTable.key_unknown(ledger, START_MS)]);
  assert.deepEqual(ledger.head, head);
  assert.equal(addBlock(ledger, START_MS, [await certify(ledger, 'ISO 9001')])[0]?.outcome, 'accepted');
});

test('a statement twice in one block is one entry', async () => {
  using folder = temporaryFolder();
  using ledger = await newLedger(folder.file('ledger.db'));
  const bytes = await certify(ledger, 'ISO 9001');
  const applied = addBlock(ledger, START_MS, [bytes, bytes]);
  assert.deepEqual(
    applied.map(({ outcome }) => outcome),
    ['accepted', 'statement_known'],
  );
});

test('a key signs from its enrolment on, in the same block too, and not after it was replaced or revoked', async () => {
  using folder = temporaryFolder();
  using ledger = await newLedger(folder.file('ledger.db'));
  const actor = 'acme/inspector';
  const by = (kind: string, key: string) => certify(ledger, kind, actor).then(() => signedBy(kind, key));
  const signedBy = (kind: string, key: string) =>
    signedFor(ledger, {
      by: actor,
      action: 'membership.issueCredential',
      key,
      input: { subject: 'borealis', kind, validFromMs: 0, validUntilMs: 1, evidence: 'A'.repeat(43) },
    });
  const block = [
    await by('before', actor),
    await signedFor(ledger, enrolment(ledger, actor)),
    await by('enrolled', actor),
    await signedFor(ledger, rotation(ledger, actor, 'second key')),
    await by('old key', actor),
    await by('new key', 'second key'),
    await signedFor(ledger, revocation('second key')),
    await by('revoked', 'second key'),
  ];
  const outcomes = addBlock(ledger, START_MS, block).map(({ outcome }) => outcome);
  assert.deepEqual(outcomes, [
    'key_unknown',
    'accepted',
    'accepted',
    'accepted',
    'key_unknown',
    'accepted',
    'accepted',
    'key_unknown',
  ]);
});

test('block time is the clock’s, but never before the last block’s', async () => {
  using folder = temporaryFolder();
  using ledger = await newLedger(folder.file('ledger.db'));
  const times: number[] = [];
  for (const step of [1000, -50_000, 2000])
    times.push(addBlock(ledger, START_MS + step, [await certify(ledger, `${step}`)])[0]?.timeMs ?? 0);
  assert.deepEqual(times, [START_MS + 1000, START_MS + 1000, START_MS + 2000]);
});

test('a ledger opened again stands where it stood, and goes on', async () => {
  using folder = temporaryFolder();
  const path = folder.file('ledger.db');
  const first = await newLedger(path);
  for (let i = 0; i < 300; i++) addBlock(first, START_MS + i, [await certify(first, `kind ${i}`)]);
  const { head } = first;
  const note = await first.checkpoint();
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  using again = Ledger.open(path, options);
  assert.deepEqual(
    { ...again.head, root: hex(again.head.root), stateDigest: hex(again.head.stateDigest) },
    {
      size: head.size,
      height: head.height,
      timeMs: head.timeMs,
      root: hex(head.root),
      stateDigest: hex(head.stateDigest),
    },
  );
  assert.equal(again.storedCheckpoint(), note);
  addBlock(again, START_MS + 1000, [await certify(again, 'after')]);
  await auditLedger(path, { registry, pool });
});

test('a staged block that was not committed is gone', async () => {
  using folder = temporaryFolder();
  const path = folder.file('ledger.db');
  const ledger = await newLedger(path);
  addBlock(ledger, START_MS, [await certify(ledger, 'ISO 9001')]);
  const { head } = ledger;
  const statement = await certify(ledger, 'AS9100D');
  const { Candidate } = await import('./candidate.ts');
  const { decodeStatement } = await import('#core/statement.ts');
  ledger.execute(START_MS, [new Candidate(decodeStatement(statement))]);
  ledger[Symbol.dispose]();
  using again = Ledger.open(path, options);
  assert.equal(again.head.size, head.size);
  assert.equal(addBlock(again, START_MS, [statement])[0]?.outcome, 'accepted');
});

test('a second process is refused while the first writes; a reader beside it is not', async () => {
  using folder = temporaryFolder();
  const path = folder.file('ledger.db');
  using ledger = await newLedger(path);
  addBlock(ledger, START_MS, [await certify(ledger, 'ISO 9001')]);
  assert.throws(() => Ledger.open(path, options), code('ledger_in_use'));
  const script = `
    import { createRegistry } from '#contracts/index.ts';
    import { Ledger } from '#ledger/ledger.ts';
    const options = { registry: createRegistry() };
    const reader = Ledger.openReadOnly(process.argv[1], options);
    console.log(reader.head.size);
    try { Ledger.open(process.argv[1], options); } catch (error) { console.log(error.code); }`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script, path], { encoding: 'utf8' });
  assert.equal(run.stdout, '4\nledger_in_use\n', run.stderr);
  addBlock(ledger, START_MS, [await certify(ledger, 'AS9100D')]);
});

test('a reader that opens while blocks are written always sees a whole one', async () => {
  using folder = temporaryFolder();
  const path = folder.file('ledger.db');
  using ledger = await newLedger(path);
  for (let i = 0; i < 20; i++) {
    addBlock(ledger, START_MS, [await certify(ledger, `kind ${i}`)]);
    using reader = Ledger.openReadOnly(path, { registry });
    addBlock(ledger, START_MS, [await certify(ledger, `more ${i}`)]);
    assert.equal(reader.head.size, ledger.head.size - 2);
    assert.equal(hex(reader.tree.root(reader.head.size)), hex(reader.head.root));
    assert.equal(hex(ledger.tree.root(reader.head.size)), hex(reader.head.root));
  }
});

test('a backup is read and audited, but nobody goes on with it', async () => {
  using folder = temporaryFolder();
  const [path, copy] = [folder.file('ledger.db'), folder.file('backup.db')];
  using ledger = await newLedger(path);
  addBlock(ledger, START_MS, [await certify(ledger, 'ISO 9001')]);
  await backupLedger(ledger, copy);
  await assert.rejects(backupLedger(ledger, copy), code('backup_exists'));
  await assert.rejects(backupLedger(ledger, folder.file('absent/backup.db')), code('ledger_disk'));
  addBlock(ledger, START_MS, [await certify(ledger, 'AS9100D')]);
  assert.throws(() => Ledger.open(copy, options), code('ledger_mark_missing'));
  assert.equal((await auditLedger(copy, { registry, pool })).entries, 4);
  using reader = Ledger.openReadOnly(copy, { registry });
  assert.equal(reader.head.size, 4);
});

test('a backup put in the place of the ledger is behind its mark', async () => {
  using folder = temporaryFolder();
  const [path, copy] = [folder.file('ledger.db'), folder.file('backup.db')];
  const ledger = await newLedger(path);
  await backupLedger(ledger, copy);
  addBlock(ledger, START_MS, [await certify(ledger, 'ISO 9001')]);
  ledger[Symbol.dispose]();
  copyFileSync(copy, path);
  assert.throws(() => Ledger.open(path, options), code('ledger_behind_mark'));
  assert.equal(Ledger.openReadOnly(path, { registry }).head.size, 2);
});

type Broken = { readonly what: string; readonly code: string; readonly make: (path: string) => void };

const sql = (text: string) => (path: string) => {
  const db = new DatabaseSync(path);
  db.exec(text);
  db.close();
};

const broken: readonly Broken[] = [
  { what: 'no file', code: 'ledger_missing', make: (path) => rmSync(path) },
  { what: 'an empty file', code: 'ledger_not_ours', make: (path) => writeFileSync(path, '') },
  { what: 'a text file', code: 'ledger_not_ours', make: (path) => writeFileSync(path, 'x'.repeat(10_000)) },
  { what: 'another program’s SQLite file', code: 'ledger_not_ours', make: sql('PRAGMA application_id = 1') },
  { what: 'a later layout', code: 'ledger_not_ours', make: sql('PRAGMA user_version = 3') },
  { what: 'no genesis', code: 'ledger_damaged', make: sql('DELETE FROM entries WHERE idx = 0') },
  { what: 'no blocks', code: 'ledger_damaged', make: sql('DELETE FROM blocks') },
  { what: 'an entry missing at the end', code: 'ledger_damaged', make: sql('DELETE FROM entries WHERE idx = 3') },
  { what: 'an entry missing within', code: 'ledger_damaged', make: sql('DELETE FROM entries WHERE idx = 2') },
  { what: 'an entry changed', code: 'ledger_damaged', make: sql("UPDATE entries SET bytes = x'00' WHERE idx = 2") },
  {
    what: 'a key record that is no JSON',
    code: 'ledger_damaged',
    make: sql("UPDATE records SET value = '{' WHERE kind = 'membership/key'"),
  },
  {
    what: 'a block cut off',
    code: 'ledger_behind_mark',
    make: sql('DELETE FROM entries WHERE idx > 1; DELETE FROM blocks WHERE height > 0'),
  },
  { what: 'no mark', code: 'ledger_mark_missing', make: (path) => rmSync(`${path}.mark`) },
  {
    what: 'a mark torn in both slots',
    code: 'ledger_mark_missing',
    make: (path) => writeFileSync(`${path}.mark`, new Uint8Array(128)),
  },
];

for (const { what, code: wanted, make } of broken) {
  test(`a ledger with ${what} is not opened: ${wanted}`, async () => {
    using folder = temporaryFolder();
    const path = folder.file('ledger.db');
    const ledger = await newLedger(path);
    addBlock(ledger, START_MS, [await certify(ledger, 'ISO 9001')]);
    ledger[Symbol.dispose]();
    make(path);
    for (let attempt = 0; attempt < 2; attempt++) assert.throws(() => Ledger.open(path, options), code(wanted));
  });
}

test('a new ledger is made only where none is and none was', async () => {
  using folder = temporaryFolder();
  const path = folder.file('ledger.db');
  const genesis = await testGenesis();
  Ledger.create(path, genesis, options)[Symbol.dispose]();
  assert.throws(() => Ledger.create(path, genesis, options), code('ledger_exists'));
  rmSync(path);
  assert.throws(() => Ledger.create(path, genesis, options), code('ledger_exists'));
  assert.throws(() => Ledger.create(folder.file('absent/ledger.db'), genesis, options), code('ledger_disk'));
  assert.throws(
    () => Ledger.create(folder.file('other.db'), genesis.subarray(1), options),
    (error) => error instanceof Error,
  );
  assert.equal(existsSync(folder.file('other.db')), false);
});

test('a ledger reached by another name is not written by two', async () => {
  using folder = temporaryFolder();
  const path = folder.file('ledger.db');
  using ledger = await newLedger(path);
  symlinkSync(path, folder.file('alias.db'));
  assert.throws(() => Ledger.open(folder.file('alias.db'), options), code('ledger_mark_missing'));
  assert.equal(ledger.head.size, 2);
});

test('a pool that is closed says so', async () => {
  const closed = new SignaturePool(1);
  await closed[Symbol.asyncDispose]();
  const check = { publicKey: new Uint8Array(65), message: new Uint8Array(1), signature: new Uint8Array(64) };
  await assert.rejects(closed.verify([check]), code('signature_worker_lost'));
});

test('a version that is not in force is refused, whatever it would say of its subject', async () => {
  using folder = temporaryFolder();
  const registry = new Registry([...contracts, { ...membership, version: 2 }], identity);
  using ledger = await newLedger(folder.file('l.db'), registry);
  const statement = await crafted(ledger, ({ action }) => ({ subject: 'nonsense', action: { ...action, version: 2 } }));
  assert.deepEqual(
    addBlock(ledger, START_MS, [statement]).map(({ outcome }) => outcome),
    ['version_inactive'],
  );
});
