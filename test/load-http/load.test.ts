// 64 connections submit statements to a node in a process of its own while lists are read and the log is followed. Nothing
// is lost, nothing doubled, and the node's memory stays flat. What it was fast is printed, and decides nothing.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createRegistry } from '#contracts/index.ts';
import { base64url } from '#core/bytes.ts';
import { auditLedger } from '#ledger/audit.ts';
import { Ledger } from '#ledger/ledger.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { homePaths, LocalNode } from '#node/local.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { SOAK } from '#test/load.ts';
import { foundTrade } from '#test/trade-home.ts';
import { until } from '#test/until.ts';
import { START_MS } from '#test/world.ts';
import { assertFlat } from './flat-memory.ts';
import { signPayments } from './payments.ts';
import { ServedLoad } from './served-load.ts';

const pool = new SignaturePool(1);
after(() => pool[Symbol.asyncDispose]());
const registry = createRegistry();

/** Statements are sent for so long; the time in which the next are signed does not count. */
const FOR_MS = SOAK ? 120_000 : 5_000;
/** Statements that are signed at once. */
const PORTION = SOAK ? 10_000 : 1_000;
/** Portions at least, however slow the machine is: after each, memory is looked at. */
const PORTIONS = 6;
const IN_PROCESS = SOAK ? 20_000 : 3_000;
const CONNECTIONS = 64;

test(`${CONNECTIONS} connections at once: what was acknowledged is in the ledger, once, and memory stays flat`, async (t) => {
  using folder = temporaryFolder();
  const inProcess = await inProcessRate(folder.file('in-process'));
  const home = folder.file('node');
  const { ledgerId, size } = await foundTrade(home);
  await using load = await ServedLoad.open(home, ledgerId, CONNECTIONS);
  while (load.sendingMs < FOR_MS || load.samples.length < PORTIONS) {
    await load.send(
      await signPayments(ledgerId, { from: load.acknowledged.size, count: PORTION, nowMs: load.nowMs() }),
    );
  }
  await until('the readers saw everything', () => {
    load.assertWell();
    return load.watchers.every(({ seen }) => (seen.at(-1)?.index ?? 0) >= load.lastIndex);
  });
  await load.end();
  await judge(load, homePaths(home).ledger, size);
  assertFlat(load.samples);
  await auditLedger(homePaths(home).ledger, { registry, pool });
  const perSecond = (load.acknowledged.size / load.sendingMs) * 1000;
  const { p50, p99 } = load.times();
  const [first, last] = [load.samples[0], load.samples.at(-1)];
  t.diagnostic(
    `load: ${load.acknowledged.size} statements, ${Math.round(perSecond)} a second over HTTP beside ${load.pages} pages and ${load.watchers.length} followers, ` +
      `${Math.round((100 * perSecond) / inProcess)} % of ${Math.round(inProcess)} in process with nothing beside; p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
  );
  t.diagnostic(
    `load, memory MiB: held ${mib(first?.heldBytes)} to ${mib(last?.heldBytes)}, of the process ${mib(first?.rssBytes)} to ${mib(last?.rssBytes)}`,
  );
});

/** The log after the founding is exactly what was acknowledged, and everyone who followed saw exactly that. */
async function judge(load: ServedLoad, path: string, size: number): Promise<void> {
  using ledger = Ledger.openReadOnly(path, { registry });
  const rows = ledger.store.db.prepare(
    'SELECT idx, tx_id, outcome FROM entries WHERE idx >= ? AND tx_id IS NOT NULL ORDER BY idx',
  );
  const indexes: number[] = [];
  for (const { idx, tx_id, outcome } of rows.iterate(size)) {
    assert.ok(tx_id instanceof Uint8Array);
    assert.equal(outcome, 'accepted');
    assert.equal(load.acknowledged.get(base64url(tx_id)), idx, `entry ${idx} is not what was acknowledged`);
    indexes.push(Number(idx));
  }
  assert.equal(indexes.length, load.acknowledged.size);
  for (const { name, seen } of load.watchers) {
    const own = seen.flatMap(({ index }) => (index >= size ? index : []));
    assert.deepEqual(own, indexes, name);
  }
}

/** The same statements in this process, from as many callers. @returns statements a second */
async function inProcessRate(home: string): Promise<number> {
  const { ledgerId } = await foundTrade(home);
  await using node = await LocalNode.open({ home, clock: () => START_MS });
  const statements = [...(await signPayments(ledgerId, { from: 0, count: IN_PROCESS, nowMs: START_MS }))];
  const started = performance.now();
  const client = async (): Promise<void> => {
    for (let statement = statements.pop(); statement !== undefined; statement = statements.pop()) {
      assert.equal((await node.submit(statement)).outcome, 'accepted');
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  return (IN_PROCESS / (performance.now() - started)) * 1000;
}

function mib(bytes = 0): number {
  return Math.round(bytes / 2 ** 20);
}
