// A disk that fails under the ledger: the process ends with one sentence and a code, what was acknowledged is there.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { newLedger, temporaryFolder } from '#test/ledgers.ts';
import { SOAK, seededRandom } from '#test/load.ts';
import { assertKept, compileShim, type FaultPlan, runWriter } from './fault-run.ts';

const pool = new SignaturePool(1);
after(() => pool[Symbol.asyncDispose]());

const SEED = 7;

type Case = {
  readonly what: string;
  readonly fault: Omit<FaultPlan, 'at'>;
  readonly reason: RegExp;
  readonly runs: number;
};

const cases: readonly Case[] = [
  { what: 'an fsync that fails', fault: { how: 'eio', calls: 'sync' }, reason: /disk I\/O error/, runs: SOAK ? 30 : 2 },
  { what: 'a write that fails', fault: { how: 'eio', calls: 'write' }, reason: /disk I\/O error/, runs: SOAK ? 20 : 2 },
  { what: 'a disk that is full', fault: { how: 'enospc', calls: 'write' }, reason: /is full/, runs: SOAK ? 20 : 2 },
  {
    what: 'a write that stops half-way',
    fault: { how: 'short', calls: 'write' },
    reason: /is full/,
    runs: SOAK ? 20 : 2,
  },
];

for (const { what, fault, reason, runs } of cases) {
  test(`${what} ends the process, and nothing acknowledged is lost`, async (t) => {
    using folder = temporaryFolder();
    const shim = compileShim(t, folder.path);
    if (shim === undefined) return;
    const path = folder.file('ledger.db');
    (await newLedger(path))[Symbol.dispose]();
    const random = seededRandom(SEED);
    const ended = [];
    for (let run = 0; run < runs; run++) {
      const at = 1 + Math.floor(random() * (fault.calls === 'sync' ? 20 : 150));
      const end = await runWriter(path, { seed: run, count: 5000, fault: { ...fault, at } }, shim);
      const place = `seed ${SEED}, run ${run}, call ${at}: ${end.errors}`;
      assert.ok(end.code !== 0 && end.signal === null, place);
      assert.match(end.errors, /code: '(engine_failed|disk_full|ledger_disk)'/, place);
      assert.match(end.errors, reason, place);
      ended.push(end);
      await assertKept(path, ended, pool);
    }
  });
}

test('a ledger file that may not grow ends the process with disk_full', async () => {
  using folder = temporaryFolder();
  const path = folder.file('ledger.db');
  (await newLedger(path))[Symbol.dispose]();
  const end = await runWriter(path, { seed: 1, count: 5000, pragmas: ['max_page_count = 60'] });
  assert.equal(end.code, 1);
  assert.match(
    end.errors,
    /the ledger failed and this process must end: .*is full; what was acknowledged is kept; make room/,
  );
  assert.match(end.errors, /code: 'disk_full'/);
  assert.ok(end.acknowledged.length > 0);
  await assertKept(path, [end], pool);
});
