// A replica of an honest origin: it comes to the same log and state however often it is off, cut, killed; and what is
// wrong without being dishonest is said and passes.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { hex } from '#core/bytes.ts';
import { verifyCosignature } from '#core/cosignature.ts';
import { decodeNote } from '#core/signed-note.ts';
import { auditLedger } from '#ledger/audit.ts';
import type { Ledger } from '#ledger/ledger.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { addBlock, certify, SOAK, seededRandom } from '#test/load.ts';
import { recordsOf } from '#test/story.ts';
import { START_MS } from '#test/world.ts';
import { Follower } from './follower.ts';
import { type FollowerOptions, replicaPaths } from './follower-options.ts';
import { PIECE_LEAVES } from './limits.ts';
import type { LogSource } from './log-source.ts';
import { LEDGER_ID, LedgerSource, newOrigin, registry } from './origins.fixture.ts';

const pool = new SignaturePool(1);
const folder = temporaryFolder();
after(async () => {
  folder[Symbol.dispose]();
  await pool[Symbol.asyncDispose]();
});

const KILLS = SOAK ? 60 : 6;

function open(home: string, source: LogSource, options: Partial<FollowerOptions> = {}): Promise<Follower> {
  return Follower.open({ home, ledgerId: LEDGER_ID, source, registry, pool, clock: () => START_MS, ...options });
}

/** The replica's file is whole, and its log and records are the origin's. */
async function assertEqual(home: string, origin: Ledger): Promise<void> {
  await auditLedger(replicaPaths(home).ledger, { registry, pool });
  using follower = await open(home, new LedgerSource(origin));
  assert.equal(hex(follower.ledger.head.root), hex(origin.head.root));
  assert.equal(hex(follower.ledger.head.stateDigest), hex(origin.head.stateDigest));
  assert.deepEqual(recordsOf(follower.ledger), recordsOf(origin));
}

/** An origin with so many blocks of one statement. */
async function originOf(name: string, blocks: number): Promise<Ledger> {
  const ledger = newOrigin(folder.file(name));
  for (let i = 0; i < blocks; i++) addBlock(ledger, START_MS, [await certify(ledger, `${name} ${i}`)]);
  return ledger;
}

const long = await originOf('long.db', 200);
after(() => long[Symbol.dispose]());

test('a replica that was off for 200 blocks catches up, then follows, and co-signs what it stored', async () => {
  using own = temporaryFolder();
  using ledger = newOrigin(own.file('origin.db'));
  const source = new LedgerSource(ledger);
  const progress: number[] = [];
  using follower = await open(own.file('replica'), source, {
    witnessName: 'borealis',
    onProgress: (entries) => progress.push(entries),
  });
  assert.equal(follower.status().state, 'behind');
  assert.equal((await follower.followOnce()).state, 'following');
  const leaves: number[] = [];
  for (let i = 0; i < 200; i++) {
    addBlock(ledger, START_MS + i, [await certify(ledger, `off ${i}`)]);
    leaves.push(ledger.head.size);
  }
  const status = await follower.followOnce();
  assert.deepEqual(status, {
    state: 'following',
    size: ledger.head.size,
    originSize: ledger.head.size,
    lastSeenMs: START_MS,
    cosignedSize: ledger.head.size,
  });
  assert.deepEqual(progress, leaves);
  const [first = '', last = '', ...more] = source.cosigned;
  assert.deepEqual(more, []);
  assert.ok(decodeNote(first).text.includes('\n2\n'));
  const key = follower.witness?.signer ?? assert.fail();
  assert.deepEqual(verifyCosignature(decodeNote(last), key), { timeSeconds: START_MS / 1000 });
  assert.ok(last.startsWith(await ledger.checkpoint()), 'the origin’s own signature stays');
  assert.equal(follower.cosignedNote, last);
  await follower.followOnce();
  assert.equal(source.cosigned.length, 2, 'one head is handed over once');
  await assertEqualClosed(follower, own.file('replica'), ledger);
});

async function assertEqualClosed(follower: Follower, home: string, origin: Ledger): Promise<void> {
  follower[Symbol.dispose]();
  await assertEqual(home, origin);
}

test('blocks that are longer than a piece come over whole', async () => {
  using own = temporaryFolder();
  using ledger = newOrigin(own.file('origin.db'));
  for (const count of [1, PIECE_LEAVES + 10, 700]) {
    const block: Uint8Array[] = [];
    for (let i = 0; i < count; i++) block.push(await certify(ledger, `${count} ${i}`));
    addBlock(ledger, START_MS, block);
  }
  const home = own.file('replica');
  using follower = await open(home, new LedgerSource(ledger));
  assert.equal((await follower.followOnce()).state, 'following');
  await assertEqualClosed(follower, home, ledger);
});

test('a replica that is stopped anywhere goes on from there', async () => {
  using own = temporaryFolder();
  const home = own.file('replica');
  const random = seededRandom(11);
  let stops = 0;
  for (;;) {
    const stop = new AbortController();
    let left = 1 + Math.floor(random() * 30);
    const onProgress = (): void => {
      if (--left === 0) stop.abort(new Error('stopped by the test'));
    };
    using follower = await open(home, new LedgerSource(long), { onProgress });
    const before = follower.ledger.head.size;
    try {
      const { state } = await follower.followOnce(stop.signal);
      assert.equal(state, 'following');
      break;
    } catch (error) {
      assert.equal(error, stop.signal.reason);
      assert.ok(follower.ledger.head.size > before);
      stops++;
    }
  }
  assert.ok(stops > 5, `${stops}`);
  await assertEqual(home, long);
});

test('a replica that is killed at any block, and while it is founded, goes on from there', async () => {
  using own = temporaryFolder();
  const home = own.file('replica');
  const main = fileURLToPath(new URL('./replica-process.fixture.ts', import.meta.url));
  const random = seededRandom(2026);
  for (let kill = 0; kill < KILLS; kill++) {
    const child = spawn(process.execPath, [main, folder.file('long.db'), home, long.id], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    let left = 1 + Math.floor(random() * (300 / KILLS));
    let lines = 0;
    for await (const line of createInterface(child.stdout)) {
      lines++;
      if (--left === 0 && !line.startsWith('cosigned')) child.kill('SIGKILL');
    }
    await ended;
    assert.ok(lines > 0, `kill ${kill}`);
  }
  using follower = await open(home, new LedgerSource(long), { witnessName: 'borealis' });
  assert.equal((await follower.followOnce()).state, 'following');
  await assertEqualClosed(follower, home, long);
});

test('what a kill left of a founding is no ledger, and is made anew', async () => {
  using own = temporaryFolder();
  const home = own.file('replica');
  (await open(home, new LedgerSource(long)))[Symbol.dispose]();
  rmSync(replicaPaths(home).ledger);
  using follower = await open(home, new LedgerSource(long));
  assert.equal((await follower.followOnce()).state, 'following');
});

test('a replica takes no other ledger than the one it was told of', async () => {
  using own = temporaryFolder();
  const source = new LedgerSource(long);
  const other = 'a'.repeat(52);
  await assert.rejects(open(own.file('replica'), source, { ledgerId: other }), { code: 'replica_ledger_wrong' });
  assert.equal(readdirSync(own.path).includes('replica'), false, 'nothing was begun');
  (await open(own.file('replica'), source))[Symbol.dispose]();
  await assert.rejects(open(own.file('replica'), source, { ledgerId: other }), { code: 'replica_ledger_wrong' });
});
