// The loop of a replica: it never gives up, waits longer each time up to a bound, and rests where there is evidence.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { seededRandom } from '#test/load.ts';
import { START_MS } from '#test/world.ts';
import { followOn, retryMs } from './follow-loop.ts';
import { Follower } from './follower.ts';
import { RETRY_MOST_MS, RETRY_MS } from './limits.ts';
import {
  addBlocks,
  blockOfStatements,
  LEDGER_ID,
  leavesOf,
  newOrigin,
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

const leaves = await makeLeaves();

async function makeLeaves(): Promise<readonly Uint8Array[]> {
  using ledger = newOrigin(folder.file('origin.db'));
  const blocks: (readonly Uint8Array[])[] = [];
  for (let height = 1; height <= 4; height++) blocks.push(await blockOfStatements(ledger, `block ${height}`));
  addBlocks(ledger, blocks);
  return leavesOf(ledger);
}

function openFollower(home: string, source: OriginInHand): Promise<Follower> {
  return Follower.open({ home, ledgerId: LEDGER_ID, source, registry, pool, clock: () => START_MS });
}

test('waits double from half a second to a minute, with half of it by chance', () => {
  const waits = Array.from({ length: 12 }, (_, i) => [retryMs(i + 1, 0), retryMs(i + 1, 0.999_999)] as const);
  assert.deepEqual(waits[0], [RETRY_MS / 2, RETRY_MS]);
  assert.deepEqual(waits[1], [RETRY_MS, 2 * RETRY_MS]);
  assert.deepEqual(waits.at(-1), [RETRY_MOST_MS / 2, RETRY_MOST_MS]);
  assert.equal(retryMs(1_000_000, 0.5), 0.75 * RETRY_MOST_MS);
});

test('an origin that is down for long is tried until it is back, and then followed at each news', async () => {
  using own = temporaryFolder();
  const origin = new OriginInHand();
  using follower = await openFollower(own.file('replica'), origin);
  const stop = new AbortController();
  const down = async (): Promise<never> => {
    throw new Error('connection refused');
  };
  origin.show({ leaves, instead: { checkpoint: down } });
  const waits: number[] = [];
  const sizes: number[] = [];
  const news: (() => void)[] = [
    () => origin.show({ leaves, size: sizeAt(2) }),
    () => {
      throw new Error('the stream was cut');
    },
    () => origin.show({ leaves }),
    () => stop.abort(),
  ];
  await followOn(follower, {
    signal: stop.signal,
    random: seededRandom(5),
    wait: async (ms) => {
      waits.push(ms);
      if (waits.length === 20) {
        assert.equal(follower.status().state, 'unreachable');
        origin.show({ leaves, size: sizeAt(1) });
      }
    },
    waitForNews: async () => {
      sizes.push(follower.status().size);
      news.shift()?.();
    },
  });
  assert.deepEqual(sizes, [sizeAt(1), sizeAt(2), sizeAt(2), sizeAt(4)]);
  assert.equal(waits.length, 21, 'twenty times down, and once for the stream');
  for (const [i, ms] of waits.slice(0, 20).entries()) {
    const most = Math.min(RETRY_MOST_MS, RETRY_MS * 2 ** i);
    assert.ok(ms >= most / 2 && ms <= most, `wait ${i}: ${ms}`);
  }
  assert.ok((waits[20] ?? 0) <= RETRY_MS, 'one that came back is not punished for before');
});

test('a replica that was stopped by evidence asks nothing more, and ends with the signal', async () => {
  using own = temporaryFolder();
  const origin = new OriginInHand();
  using follower = await openFollower(own.file('replica'), origin);
  origin.show({ leaves: withBlockLeaf(leaves, 2, ({ recordsRoot }) => ({ stateDigest: recordsRoot })) });
  const stop = new AbortController();
  const never = async (): Promise<never> => assert.fail('it waits for nothing');
  await follower.followOnce();
  const loop = followOn(follower, { signal: stop.signal, random: () => 0, wait: never, waitForNews: never });
  assert.equal(follower.status().state, 'stopped_on_evidence');
  stop.abort();
  await loop;
});

test('a failure of this machine ends the loop', async () => {
  using own = temporaryFolder();
  const origin = new OriginInHand();
  const follower = await openFollower(own.file('replica'), origin);
  origin.show({ leaves });
  follower[Symbol.dispose]();
  const never = async (): Promise<never> => assert.fail('it does not go on');
  const { signal } = new AbortController();
  await assert.rejects(followOn(follower, { signal, random: () => 0, wait: never, waitForNews: never }));
});
