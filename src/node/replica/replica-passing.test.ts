// What is wrong with an origin without showing that it is dishonest: it is named, nothing is co-signed that was not
// stored, and when it has passed the replica goes on.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { auditLedger } from '#ledger/audit.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { START_MS } from '#test/world.ts';
import { Follower } from './follower.ts';
import { type FollowerOptions, replicaPaths } from './follower-options.ts';
import { LEAF_BYTES } from './limits.ts';
import type { LogSource } from './log-source.ts';
import {
  addBlocks,
  blockOfStatements,
  LEDGER_ID,
  leavesOf,
  newOrigin,
  noteOf,
  OriginInHand,
  registry,
  sizeAt,
  withBlockLeaf,
} from './origins.fixture.ts';

const pool = new SignaturePool(1);
const folder = temporaryFolder();
after(async () => {
  folder[Symbol.dispose]();
  await pool[Symbol.asyncDispose]();
});

function open(home: string, source: LogSource, options: Partial<FollowerOptions> = {}): Promise<Follower> {
  return Follower.open({ home, ledgerId: LEDGER_ID, source, registry, pool, clock: () => START_MS, ...options });
}

/** The honest leaves of a short log. */
const leaves = await shortLog();

async function shortLog(): Promise<readonly Uint8Array[]> {
  using ledger = newOrigin(folder.file('short.db'));
  const blocks: (readonly Uint8Array[])[] = [];
  for (let height = 1; height <= 4; height++) blocks.push(await blockOfStatements(ledger, `short ${height}`));
  addBlocks(ledger, blocks);
  return leavesOf(ledger);
}

/** Something wrong that shows no dishonest origin: what it is called, and what is shown. */
const PASSING: readonly {
  readonly what: string;
  readonly finding: string;
  readonly state: 'behind' | 'unreachable' | 'following';
  readonly says: RegExp;
  readonly show: Parameters<OriginInHand['show']>[0];
  readonly size?: number;
  readonly clockMs?: number;
}[] = [
  {
    what: 'cannot be reached',
    finding: 'unreachable',
    state: 'unreachable',
    says: /checkpoint: connection refused/,
    show: { leaves, instead: { checkpoint: refuse } },
  },
  {
    what: 'breaks off within the entries',
    finding: 'unreachable',
    state: 'unreachable',
    says: /entry 15: connection refused/,
    show: { leaves, instead: { leaves: (from) => serve([...leaves.slice(from, 15), refuse]) } },
  },
  {
    what: 'shows a checkpoint by another key',
    finding: 'checkpoint_wrong',
    state: 'behind',
    says: /signature/,
    show: {
      leaves,
      instead: { checkpoint: async () => (await noteOf(leaves)).replace(/(.{20})\n$/, 'AAAAAAAAAAAAAAAAAAAA\n') },
    },
  },
  {
    what: 'shows something else than a checkpoint',
    finding: 'checkpoint_wrong',
    state: 'behind',
    says: /note/,
    show: { leaves, instead: { checkpoint: async () => '<html>' } },
  },
  {
    what: 'shows an empty log',
    finding: 'checkpoint_wrong',
    state: 'behind',
    says: /0 entries/,
    show: { leaves, size: 0 },
  },
  {
    what: 'shows an older checkpoint than before',
    finding: 'rolled_back',
    state: 'behind',
    says: /shows 6 entries, and showed 10 before \(entry 9/,
    show: { leaves, size: sizeAt(1) },
  },
  {
    what: 'serves fewer entries than it signed',
    finding: 'leaves_missing',
    state: 'behind',
    says: /entry 12: .* no more/,
    show: { leaves, instead: { leaves: (from) => serve(leaves.slice(from, 12)) } },
  },
  {
    what: 'serves an entry that is too long to be one',
    finding: 'leaves_differ',
    state: 'behind',
    says: /entry 11: .*65535 bytes/,
    show: {
      leaves,
      instead: { leaves: () => serve([leaves[10] ?? new Uint8Array(), new Uint8Array(LEAF_BYTES + 1)]) },
    },
  },
  {
    what: 'serves proofs that prove nothing',
    finding: 'proof_wrong',
    state: 'behind',
    says: /18 entries begins with the 10/,
    show: { leaves, instead: { consistency: async () => [new Uint8Array(32)] } },
  },
  {
    what: 'serves other entries, and as proof of the true ones something else',
    finding: 'proof_wrong',
    state: 'behind',
    says: /entries 10 to 17 \(from block 3 on\)/,
    show: {
      leaves,
      instead: {
        leaves: () => serve(leaves.slice(2, 10)),
        inclusion: async () => ({ leaf: new Uint8Array(32), path: [] }),
      },
    },
  },
  {
    what: 'serves proofs that are none',
    finding: 'proof_wrong',
    state: 'behind',
    says: /32 bytes/,
    show: { leaves, instead: { consistency: async () => [new Uint8Array(31)] } },
  },
  {
    what: 'has a clock that is ahead',
    finding: 'time_ahead',
    state: 'following',
    says: /entry 17 \(block 4\).* does not co-sign/,
    show: { leaves },
    size: 18,
    clockMs: START_MS + 4000 - 61_000,
  },
  {
    what: 'does not take the co-signature',
    finding: 'not_handed',
    state: 'following',
    says: /connection refused/,
    show: { leaves, instead: { cosign: refuse } },
    size: 18,
  },
];

async function refuse(): Promise<never> {
  throw new Error('connection refused');
}

async function* serve(parts: readonly (Uint8Array | (() => Promise<never>))[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield part instanceof Uint8Array ? part : await part();
}

for (const { what, finding, state, says, show, size, clockMs = START_MS } of PASSING) {
  test(`an origin that ${what}: ${finding}, and the replica goes on when that has passed`, async () => {
    using own = temporaryFolder();
    const home = own.file('replica');
    const origin = new OriginInHand();
    const clock = { nowMs: clockMs };
    using follower = await open(home, origin, { witnessName: 'borealis', clock: () => clock.nowMs });
    origin.show({ leaves, size: sizeAt(2) });
    assert.equal((await follower.followOnce()).state, 'following');
    origin.show(show);
    const status = await follower.followOnce();
    assert.equal(status.finding?.kind, finding, status.finding?.sentence);
    assert.equal(status.state, state);
    assert.match(status.finding?.sentence ?? '', says);
    assert.equal(origin.cosigned.length, 1, 'it co-signed nothing but what it has stored before');
    if (size !== undefined) assert.equal(status.size, size);
    if (finding === 'time_ahead') clock.nowMs += 1000;
    else origin.show({ leaves });
    const later = await follower.followOnce();
    assert.equal(later.finding, undefined, later.finding?.sentence);
    assert.equal(later.state, 'following');
    assert.equal(later.size, leaves.length);
    assert.equal(origin.cosigned.length, 2);
    follower[Symbol.dispose]();
    await auditLedger(replicaPaths(home).ledger, { registry, pool });
  });
}

test('an origin that serves without end is asked for no more than it signed', async () => {
  using own = temporaryFolder();
  const origin = new OriginInHand();
  let served = 0;
  let isLeft = false;
  async function* endless(from: number): AsyncGenerator<Uint8Array> {
    try {
      for (let index = from; ; index++, served++) yield leaves[index % leaves.length] ?? new Uint8Array();
    } finally {
      isLeft = true;
    }
  }
  origin.show({ leaves, instead: { leaves: endless } });
  using follower = await open(own.file('replica'), origin);
  assert.equal((await follower.followOnce()).state, 'following');
  assert.ok(served <= leaves.length, `${served} leaves`);
  assert.ok(isLeft, 'the source was let go');
});

test('a source that never answers ends with the signal', async () => {
  using own = temporaryFolder();
  const origin = new OriginInHand();
  const stop = new AbortController();
  using follower = await open(own.file('replica'), origin);
  const asked = Promise.withResolvers<void>();
  const never = (): Promise<never> => {
    asked.resolve();
    return new Promise(() => {});
  };
  origin.show({ leaves, instead: { checkpoint: never } });
  const round = follower.followOnce(stop.signal);
  await asked.promise;
  stop.abort(new Error('enough'));
  await assert.rejects(round, { message: 'enough' });
});

test('a log of a later software is not executed and not co-signed, and is no evidence', async () => {
  using own = temporaryFolder();
  const home = own.file('replica');
  const origin = new OriginInHand();
  origin.show({ leaves: withBlockLeaf(leaves, 3, () => ({ protocol: 2 })) });
  for (let start = 0; start < 2; start++) {
    using follower = await open(home, origin, { witnessName: 'borealis' });
    const { state, size, finding } = await follower.followOnce();
    assert.deepEqual([state, size, finding?.kind], ['behind', sizeAt(2), 'later_software']);
    assert.match(finding?.sentence ?? '', /entry 13 \(block 3\): it is of protocol 2/);
  }
  assert.deepEqual(origin.cosigned, []);
  await auditLedger(replicaPaths(home).ledger, { registry, pool });
});
