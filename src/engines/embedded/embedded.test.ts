import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { concat } from '#core/bytes.ts';
import { type Fault, isFault } from '#core/fault.ts';
import { testEngine } from '#engines/conformance.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { newLedger, temporaryFolder } from '#test/ledgers.ts';
import { certify } from '#test/load.ts';
import { START_MS } from '#test/world.ts';
import { EmbeddedEngine } from './embedded.ts';
import { STATEMENTS_WAITING } from './limits.ts';

const pool = new SignaturePool(2);
after(() => pool[Symbol.asyncDispose]());

testEngine('the embedded engine', (ledger, options) => new EmbeddedEngine({ ledger, pool, ...options }));

test('the engine takes so many statements at once, and more again later', async () => {
  using folder = temporaryFolder();
  const ledger = await newLedger(folder.file('ledger.db'));
  await using engine = new EmbeddedEngine({ ledger, pool, clock: () => START_MS });
  const right = await certify(ledger, 'ISO 9001');
  // A flood of made-up signatures of one transaction: each waits on its own until it is found wrong.
  const flood = Array.from({ length: STATEMENTS_WAITING }, (_, i) => {
    const bytes = Uint8Array.from(right);
    new DataView(bytes.buffer).setUint32(bytes.length - 8, i);
    return engine.submit(bytes);
  });
  await assert.rejects(engine.submit(right), (error) => isFault(error, 'engine_full'));
  assert.ok((await Promise.all(flood)).every(({ outcome }) => outcome === 'signature_wrong'));
  assert.equal((await engine.submit(right)).outcome, 'accepted');
});

test('when the ledger fails, nobody is told of a success and nothing more is taken', async () => {
  using folder = temporaryFolder();
  const ledger = await newLedger(folder.file('ledger.db'));
  const told: unknown[] = [];
  const onFatal = (error: unknown): void => void told.push(error);
  await using engine = new EmbeddedEngine({ ledger, pool, clock: () => START_MS, onFatal, statementsPerBlock: 1 });
  ledger.store.db.exec('PRAGMA max_page_count = 1');
  const sent = await Promise.all([
    certify(ledger, 'a'.repeat(90)),
    ...Array.from({ length: 200 }, (_, i) => certify(ledger, `${i}`)),
  ]);
  const results = await Promise.allSettled(sent.map((bytes) => engine.submit(bytes)));
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Fault] : []));
  assert.ok(failures.length > 0);
  assert.ok(failures.every((error) => isFault(error, 'engine_failed') && isFault(error.cause, 'disk_full')));
  assert.equal(told.length, 1);
  await assert.rejects(engine.submit(await certify(ledger, 'later')), (error) => isFault(error, 'engine_failed'));
  const kept = ledger.head.size;
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, (kept - 2) / 2);
});

test('a cut-off statement and one with bytes behind it are no statements', async () => {
  using folder = temporaryFolder();
  const ledger = await newLedger(folder.file('ledger.db'));
  await using engine = new EmbeddedEngine({ ledger, pool, clock: () => START_MS });
  const right = await certify(ledger, 'ISO 9001');
  for (const bytes of [right.subarray(0, -1), concat(right, Uint8Array.of(0)), new Uint8Array(0)]) {
    await assert.rejects(engine.submit(bytes), (error) => isFault(error, 'statement_malformed'));
  }
});
