// kill -9 at seeded moments under load: what was acknowledged is there, once. Half of the moments are within a commit for
// certain: the process is killed at the n-th system call by which SQLite writes the ledger, also after half of a write.

import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { after, test } from 'node:test';
import { createRegistry } from '#contracts/index.ts';
import { isFault } from '#core/fault.ts';
import { auditLedger } from '#ledger/audit.ts';
import { Ledger } from '#ledger/ledger.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { newLedger, nodeSigner, temporaryFolder } from '#test/ledgers.ts';
import { SOAK, seededRandom } from '#test/load.ts';
import { assertKept, compileShim, type FaultPlan, runWriter, type WriterEnd } from './fault-run.ts';

const pool = new SignaturePool(1);
after(() => pool[Symbol.asyncDispose]());

const SEED = 2026;
const OUTSIDE = SOAK ? 80 : 5;
const INSIDE = SOAK ? 120 : 10;
/** Kills of the same ledger, one after the other. */
const IN_A_ROW = 5;
/** Makes SQLite copy the log into the file often, so that kills fall into that too. */
const PRAGMAS = ['wal_autocheckpoint = 8'];

test('killed from outside at any moment, the ledger keeps what was acknowledged', async () => {
  const random = seededRandom(SEED);
  for (let run = 0; run < OUTSIDE; run += IN_A_ROW) {
    using folder = temporaryFolder();
    const path = folder.file('ledger.db');
    (await newLedger(path))[Symbol.dispose]();
    const ended: WriterEnd[] = [];
    for (let kill = 0; kill < IN_A_ROW; kill++) {
      const killAfter = 1 + Math.floor(random() * 60);
      const end = await runWriter(path, { seed: run + kill, count: 5000, killAfter, pragmas: PRAGMAS });
      assert.equal(end.signal, 'SIGKILL', `seed ${SEED}, run ${run + kill}: ${end.errors}`);
      ended.push(end);
      await assertKept(path, ended, pool);
    }
  }
});

test('killed within a commit, also within a write, the ledger keeps what was acknowledged', async (t) => {
  using tools = temporaryFolder();
  const shim = compileShim(t, tools.path);
  if (shim === undefined) return;
  const random = seededRandom(SEED + 1);
  for (let run = 0; run < INSIDE; run += IN_A_ROW) {
    using folder = temporaryFolder();
    const path = folder.file('ledger.db');
    (await newLedger(path))[Symbol.dispose]();
    const ended: WriterEnd[] = [];
    for (let kill = 0; kill < IN_A_ROW; kill++) {
      const fault: FaultPlan = {
        how: random() < 0.5 ? 'kill' : 'tear',
        calls: random() < 0.7 ? 'any' : 'write',
        at: 1 + Math.floor(random() * 250),
      };
      const end = await runWriter(path, { seed: run + kill, count: 5000, fault, pragmas: PRAGMAS }, shim);
      assert.equal(end.signal, 'SIGKILL', `seed ${SEED}, run ${run + kill}, ${JSON.stringify(fault)}: ${end.errors}`);
      ended.push(end);
      await assertKept(path, ended, pool);
    }
  }
});

test('a write-ahead log that was cut after a kill: everything is there, or the ledger says that it is behind', async () => {
  using folder = temporaryFolder();
  const path = folder.file('ledger.db');
  (await newLedger(path))[Symbol.dispose]();
  const end = await runWriter(path, { seed: 1, count: 5000, killAfter: 40 });
  const walBytes = statSync(`${path}-wal`).size;
  const registry = createRegistry();
  const outcomes = { whole: 0, refused: 0 };
  for (const part of [0, 0.1, 0.3, 0.5, 0.8, 0.99, 0.9999, 1]) {
    using copy = temporaryFolder();
    for (const file of readdirSync(folder.path)) copyFileSync(folder.file(file), copy.file(file));
    truncateSync(copy.file('ledger.db-wal'), Math.floor(walBytes * part));
    try {
      using ledger = Ledger.open(copy.file('ledger.db'), { registry, signer: nodeSigner });
      assert.ok(
        end.acknowledged.every(({ index }) => index < ledger.head.size),
        `cut to ${part}`,
      );
      outcomes.whole++;
    } catch (error) {
      assert.ok(isFault(error, 'ledger_behind_mark'), `cut to ${part}: ${error}`);
      outcomes.refused++;
      // What is left is a true beginning, and may be read.
      await auditLedger(copy.file('ledger.db'), { registry, pool });
    }
  }
  assert.ok(outcomes.whole >= 1 && outcomes.refused >= 5, JSON.stringify(outcomes));
});
