// Dishonesty at bad moments: while a replica catches up, across a restart, and where the fault is the replica's own.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { auditLedger } from '#ledger/audit.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { START_MS } from '#test/world.ts';
import { writeDurably } from './durable-file.ts';
import { verifyEvidenceFile } from './evidence.ts';
import { EvidenceFolder } from './evidence-folder.ts';
import { Follower } from './follower.ts';
import { type FollowerOptions, replicaPaths } from './follower-options.ts';
import { BACK_MS, PENDING_MOST, SERVED_WRONGLY_FILES } from './limits.ts';
import {
  LEDGER_ID,
  makeLogs,
  noteOf,
  OriginInHand,
  receiptIn,
  registry,
  sizeAt,
  withBlockLeaf,
} from './origins.fixture.ts';
import { Pending } from './pending.ts';

const pool = new SignaturePool(1);
const folder = temporaryFolder();
after(async () => {
  folder[Symbol.dispose]();
  await pool[Symbol.asyncDispose]();
});

const BLOCKS = 6;
const PARTING = 4;
const { honest, longer, forked } = await makeLogs(folder, { blocks: BLOCKS, parting: PARTING });

function open(home: string, source: OriginInHand, options: Partial<FollowerOptions> = {}): Promise<Follower> {
  const usual = { home, ledgerId: LEDGER_ID, source, registry, pool, clock: () => START_MS, witnessName: 'w' };
  return Follower.open({ ...usual, ...options });
}

/** Follows the log until it has so many blocks, and is stopped there as by a kill. */
async function cutAt(home: string, leaves: readonly Uint8Array[], height: number): Promise<void> {
  const origin = new OriginInHand();
  origin.show({ leaves });
  const stop = new AbortController();
  const onProgress = (entries: number): void => {
    if (entries === sizeAt(height)) stop.abort(new Error('cut'));
  };
  using follower = await open(home, origin, { onProgress });
  await assert.rejects(follower.followOnce(stop.signal), { message: 'cut' });
  assert.equal(follower.ledger.head.size, sizeAt(height));
}

test('a fork to the same size while the replica catches up is shown by the two checkpoints', async () => {
  using own = temporaryFolder();
  const home = own.file('replica');
  await cutAt(home, honest, 2);
  const origin = new OriginInHand();
  origin.show({ leaves: forked });
  using follower = await open(home, origin);
  const { state, finding, size } = await follower.followOnce();
  assert.deepEqual([state, finding?.kind, size], ['stopped_on_evidence', 'fork', sizeAt(2)]);
  await verifyEvidenceFile(finding?.file ?? '', { registry, pool });
});

test('a fork to a larger size while the replica catches up is shown when it has come there', async () => {
  using own = temporaryFolder();
  const home = own.file('replica');
  await cutAt(home, honest.slice(0, sizeAt(5)), 2);
  const origin = new OriginInHand();
  origin.show({ leaves: forked });
  using follower = await open(home, origin);
  const { state, finding } = await follower.followOnce();
  assert.deepEqual([state, finding?.kind], ['stopped_on_evidence', 'rewritten']);
  await verifyEvidenceFile(finding?.file ?? '', { registry, pool });
  assert.deepEqual(origin.cosigned, []);
});

test('a fork below what the replica has, with no checkpoint of its own to show it, is named and not co-signed', async () => {
  using own = temporaryFolder();
  const home = own.file('replica');
  await cutAt(home, honest.slice(0, sizeAt(5)), PARTING);
  const origin = new OriginInHand();
  origin.show({ leaves: forked });
  for (let start = 0; start < 2; start++) {
    using follower = await open(home, origin);
    const { state, finding, size } = await follower.followOnce();
    assert.deepEqual([state, finding?.kind, finding?.file, size], ['behind', 'rewritten', undefined, sizeAt(PARTING)]);
    assert.match(
      finding?.sentence ?? '',
      new RegExp(`entry ${sizeAt(PARTING - 1)} \\(block ${PARTING}\\) .*no checkpoint`),
    );
  }
  assert.deepEqual(origin.cosigned, []);
  await auditLedger(replicaPaths(home).ledger, { registry, pool });
});

test('an origin that shows less while the replica catches up is followed as far, and named', async () => {
  using own = temporaryFolder();
  const home = own.file('replica');
  await cutAt(home, honest, 2);
  const origin = new OriginInHand();
  origin.show({ leaves: honest, size: sizeAt(3) });
  using follower = await open(home, origin);
  const less = await follower.followOnce();
  assert.deepEqual([less.state, less.finding?.kind, less.size], ['behind', 'rolled_back', sizeAt(3)]);
  assert.equal(less.originSize, sizeAt(BLOCKS));
  origin.show({ leaves: longer });
  const { state, finding } = await follower.followOnce();
  assert.deepEqual([state, finding], ['following', undefined]);
});

test('a checkpoint within a block, shown later, does not stand in the way of a comparison', async () => {
  using own = temporaryFolder();
  const origin = new OriginInHand();
  origin.show({ leaves: honest });
  using follower = await open(own.file('replica'), origin);
  await follower.followOnce();
  const within = sizeAt(PARTING) - 2;
  origin.show({ leaves: honest, size: within });
  assert.equal((await follower.followOnce()).finding?.kind, 'rolled_back');
  const other = forked.slice(0, within);
  const finding = follower.compareReceipt(other[within - 1] ?? new Uint8Array(), await receiptIn(other, within - 1));
  assert.ok(typeof finding === 'object' && finding.kind === 'hidden_entry');
  await verifyEvidenceFile(finding.file ?? '', { registry, pool });
});

test('an operator who removes the evidence lets the replica go on', async () => {
  using own = temporaryFolder();
  const home = own.file('replica');
  const origin = new OriginInHand();
  const wrong = withBlockLeaf(honest, 3, ({ recordsRoot }) => ({ stateDigest: recordsRoot }));
  origin.show({ leaves: wrong });
  {
    using follower = await open(home, origin);
    assert.equal((await follower.followOnce()).state, 'stopped_on_evidence');
  }
  rmSync(replicaPaths(home).evidence, { recursive: true });
  rmSync(replicaPaths(home).state);
  origin.show({ leaves: longer });
  using follower = await open(home, origin);
  assert.equal((await follower.followOnce()).state, 'following');
  assert.equal(origin.cosigned.length, 1);
});

test('a file among the evidence that nobody can read stops the replica too', async () => {
  using own = temporaryFolder();
  const home = own.file('replica');
  const origin = new OriginInHand();
  origin.show({ leaves: honest });
  (await open(home, origin))[Symbol.dispose]();
  assert.equal(new EvidenceFolder(replicaPaths(home).evidence).stop(), undefined);
  writeDurably(`${replicaPaths(home).evidence}/fork-0.json`, '{');
  using follower = await open(home, origin);
  const { state, finding } = await follower.followOnce();
  assert.deepEqual([state, finding?.kind], ['stopped_on_evidence', 'unreadable']);
});

const BACK: readonly (readonly [what: string, seenMs: number, state: 'following' | 'stopped_on_evidence'])[] = [
  ['just within a minute', START_MS + (PARTING * 1000 + BACK_MS), 'following'],
  ['more than a minute', START_MS + (PARTING * 1000 + BACK_MS) + 1, 'stopped_on_evidence'],
];
for (const [what, seenMs, expected] of BACK) {
  test(`a block that is dated ${what} before its absence was seen, across a restart: ${expected}`, async () => {
    using own = temporaryFolder();
    const home = own.file('replica');
    const origin = new OriginInHand();
    origin.show({ leaves: honest, size: sizeAt(PARTING - 1) });
    {
      using follower = await open(home, origin, { clock: () => seenMs });
      assert.equal((await follower.followOnce()).state, 'following');
    }
    origin.show({ leaves: honest });
    {
      using follower = await open(home, origin, { clock: () => seenMs + 1000 });
      const { state, size, finding } = await follower.followOnce();
      assert.equal(state, expected, finding?.sentence);
      if (expected === 'following') return;
      assert.equal(size, sizeAt(PARTING - 1), 'it is not taken');
      assert.match(finding?.sentence ?? '', new RegExp(`block ${PARTING}\\).*without that block`));
    }
    // The operator looked at it and accepts it: the origin's clock was slow.
    rmSync(replicaPaths(home).evidence, { recursive: true });
    using follower = await open(home, origin, { clock: () => seenMs + 2000 });
    assert.equal((await follower.followOnce()).state, 'following');
    assert.equal(origin.cosigned.length, 2);
  });
}

test('a replica whose own file is damaged accuses no one', async () => {
  using own = temporaryFolder();
  const home = own.file('replica');
  const origin = new OriginInHand();
  origin.show({ leaves: honest, size: sizeAt(2) });
  {
    using follower = await open(home, origin);
    assert.equal((await follower.followOnce()).state, 'following');
  }
  {
    using db = new DatabaseSync(replicaPaths(home).ledger);
    db.exec(
      `UPDATE records SET value = replace(value, '"role":"admin"', '"role":"buyer"') WHERE kind LIKE 'membership/%'`,
    );
  }
  origin.show({ leaves: honest });
  using follower = await open(home, origin);
  await assert.rejects(follower.followOnce(), { code: 'replica_damaged' });
  const { evidence } = replicaPaths(home);
  assert.deepEqual(existsSync(evidence) ? readdirSync(evidence) : [], []);
  assert.equal(origin.cosigned.length, 1);
});

test('what others were shown waits, within a bound: what has longest to wait goes first', () => {
  const pending = new Pending<{ readonly size: number }>();
  for (let size = 2 * PENDING_MOST; size > 0; size--) pending.add({ size });
  assert.equal(pending.waiting.length, PENDING_MOST);
  assert.equal(pending.add({ size: PENDING_MOST + 1 }), false);
  assert.deepEqual(pending.take(2), [{ size: 1 }, { size: 2 }]);
  assert.deepEqual(pending.take(2), []);
  assert.equal(pending.take(PENDING_MOST).length, PENDING_MOST - 2);
});

test('what is served wrongly again and again leaves a bounded number of files, and stops nothing', async () => {
  using own = temporaryFolder();
  const home = own.file('replica');
  const origin = new OriginInHand();
  using follower = await open(home, origin);
  for (let i = 0; i < SERVED_WRONGLY_FILES + 3; i++) {
    async function* leaves(from: number): AsyncGenerator<Uint8Array> {
      yield Uint8Array.of(i);
      yield* honest.slice(from + 1);
    }
    origin.show({ leaves: honest, instead: { leaves } });
    const { state, finding } = await follower.followOnce();
    assert.deepEqual([state, finding?.kind], ['behind', 'leaves_differ']);
    assert.equal(finding?.file !== undefined, i < SERVED_WRONGLY_FILES);
  }
  assert.equal(readdirSync(replicaPaths(home).evidence).length, SERVED_WRONGLY_FILES);
  origin.show({ leaves: honest });
  assert.equal((await follower.followOnce()).state, 'following');
});

test('a checkpoint of another’s that no node signed is no comparison', async () => {
  using own = temporaryFolder();
  const origin = new OriginInHand();
  origin.show({ leaves: honest });
  using follower = await open(own.file('replica'), origin);
  await follower.followOnce();
  const note = (await noteOf(forked)).replace(/(.{20})\n$/, 'AAAAAAAAAAAAAAAAAAAA\n');
  assert.throws(() => follower.compareWith(note), { name: 'Fault' });
  assert.equal(follower.status().state, 'following');
});
