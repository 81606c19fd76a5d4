// A dishonest origin with the real keys: whatever it signs, shows or serves, the replica catches it, names entry and
// block, keeps what a third party can check, and holds nothing but what was right.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { equalBytes } from '#core/bytes.ts';
import { auditLedger } from '#ledger/audit.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { flippedBytes, SOAK, seededRandom } from '#test/load.ts';
import { START_MS } from '#test/world.ts';
import { logBeside, verifyEvidenceFile } from './evidence.ts';
import type { EvidenceKind } from './evidence-format.ts';
import { Follower } from './follower.ts';
import { replicaPaths } from './follower-options.ts';
import { CASES, type Case, logs } from './malicious-origin.fixture.ts';
import { LEDGER_ID, leavesOf, OriginInHand, registry } from './origins.fixture.ts';

const pool = new SignaturePool(1);
after(() => pool[Symbol.asyncDispose]());

const NOW_MS = START_MS + 600_000;
const FLIPS = SOAK ? 600 : 30;

/** The replica's ledger is whole, and how the honest log begins. */
async function assertHonest(home: string): Promise<void> {
  const path = replicaPaths(home).ledger;
  await auditLedger(path, { registry, pool });
  using follower = await openFollower(home, new OriginInHand(), { nowMs: START_MS });
  const own = leavesOf(follower.ledger);
  const differs = own.findIndex((bytes, i) => !equalBytes(bytes, logs.longer[i] ?? new Uint8Array()));
  assert.equal(differs, -1, `entry ${differs} of the replica is not of the honest log`);
}

function openFollower(home: string, source: OriginInHand, clock: { nowMs: number }): Promise<Follower> {
  const options = {
    home,
    ledgerId: LEDGER_ID,
    source,
    registry,
    pool,
    clock: () => clock.nowMs,
    witnessName: 'borealis',
  };
  return Follower.open(options);
}

for (const { what, kind, at, act } of CASES) {
  test(`an origin that ${what} is caught: ${kind}`, async () => {
    using own = temporaryFolder();
    const home = own.file('replica');
    const origin = new OriginInHand();
    const clock = { nowMs: kind === 'back_dated' ? NOW_MS : START_MS };
    {
      using follower = await openFollower(home, origin, clock);
      await act({ origin, follower, clock });
      const { state, finding } = follower.status();
      assert.equal(finding?.kind, kind, finding?.sentence);
      assert.equal(state, kind === 'leaves_differ' ? 'behind' : 'stopped_on_evidence');
    }
    await assertEvidence(home, kind, at);
    await assertHonest(home);
    await assertRestart(home, kind);
  });
}

/** One file, which a third party can check, and in which nothing can be changed. */
async function assertEvidence(home: string, kind: string, at: Case['at']): Promise<void> {
  const { evidence } = replicaPaths(home);
  const [file = '', ...more] = readdirSync(evidence).filter((name) => name.endsWith('.json'));
  assert.deepEqual(more, [], 'one finding, one file');
  const path = join(evidence, file);
  const claim = await verifyEvidenceFile(path, { registry, pool });
  assert.equal(claim.kind, kind);
  assert.equal(claim.ledgerId, LEDGER_ID);
  const [entry, height] = at ?? [];
  // What was served instead of an entry belongs to no block.
  const words = at === undefined ? [] : [`entry ${entry} `, ...(kind === 'leaves_differ' ? [] : [`(block ${height})`])];
  for (const word of words) assert.ok(claim.sentence.includes(word), claim.sentence);
  await assertNoOtherClaim(path);
}

/** No bit of the file, or of the log beside it, can be changed. */
async function assertNoOtherClaim(path: string): Promise<void> {
  using copy = temporaryFolder();
  const random = seededRandom(7);
  const bytes = new Uint8Array(readFileSync(path));
  const log = existsSync(logBeside(path)) ? new Uint8Array(readFileSync(logBeside(path))) : undefined;
  for (let run = 0; run < FLIPS; run++) {
    const isLog = log !== undefined && run % 3 === 0;
    writeFileSync(copy.file('a.json'), isLog ? bytes : flippedBytes(bytes, random, 7));
    if (log !== undefined) writeFileSync(copy.file('a.export'), isLog ? flippedBytes(log, random, 8) : log);
    await assert.rejects(verifyEvidenceFile(copy.file('a.json'), { registry, pool }), { name: 'Fault' }, `flip ${run}`);
  }
}

/** What shows a dishonest origin stops the replica for good: it keeps what it has and signs no more. */
async function assertRestart(home: string, kind: EvidenceKind): Promise<void> {
  const origin = new OriginInHand();
  origin.show({ leaves: logs.longer });
  using follower = await openFollower(home, origin, { nowMs: START_MS });
  const { size } = follower.ledger.head;
  const { state, finding } = await follower.followOnce();
  if (kind === 'leaves_differ') {
    assert.equal(state, 'following');
    assert.equal(follower.ledger.head.size, logs.longer.length);
    assert.equal(origin.cosigned.length, 1);
  } else {
    assert.equal(state, 'stopped_on_evidence');
    assert.equal(finding?.kind, kind);
    assert.equal(follower.ledger.head.size, size);
    assert.deepEqual(origin.cosigned, []);
  }
}
