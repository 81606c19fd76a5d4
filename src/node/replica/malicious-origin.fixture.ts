// What a dishonest origin with the real keys may do, each case with what the replica must say of it.

import assert from 'node:assert/strict';
import { encodeResult, nextStateDigest } from '#core/block.ts';
import { leafHash, rootOfLeaves } from '#core/merkle.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { START_MS } from '#test/world.ts';
import type { EvidenceKind } from './evidence-format.ts';
import type { Follower } from './follower.ts';
import { makeLogs, noteOf, type OriginInHand, receiptIn, sizeAt, withBlockLeaf } from './origins.fixture.ts';

const BLOCKS = 6;
const PARTING = 4;

/** The honest log, and others by the same keys that execute as rightly. */
export const logs = await inPassing();
const { honest } = logs;

async function inPassing() {
  using folder = temporaryFolder();
  return await makeLogs(folder, { blocks: BLOCKS, parting: PARTING });
}

type Replica = { readonly origin: OriginInHand; readonly follower: Follower; readonly clock: { nowMs: number } };

/** One case: what the origin does, and what the replica says. */
export type Case = {
  readonly what: string;
  readonly kind: EvidenceKind;
  readonly at: readonly [entry: number, height: number] | undefined;
  act(replica: Replica): Promise<unknown>;
};

/** Follows the honest log up to a block, then whatever the origin shows next. */
function afterHonest(height: number, then: Parameters<OriginInHand['show']>[0]): Case['act'] {
  return async ({ origin, follower }) => {
    origin.show({ leaves: honest.slice(0, sizeAt(height)) });
    assert.equal((await follower.followOnce()).state, 'following');
    origin.show(then);
    await follower.followOnce();
  };
}

/** Shows this to a replica that knows nothing yet. */
function atOnce(leaves: readonly Uint8Array[]): Case['act'] {
  return async ({ origin, follower }) => {
    origin.show({ leaves });
    await follower.followOnce();
  };
}

const parting = sizeAt(PARTING - 1);
const second = sizeAt(1);
/** The honest log with the last bit of a statement's signature changed. */
const flipped = honest.with(second, lastBitFlipped(honest[second] ?? new Uint8Array()));

function lastBitFlipped(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte));
}

/** Every case. */
export const CASES: readonly Case[] = [
  {
    what: 'forks: another log of the same size',
    kind: 'fork',
    at: [parting, PARTING],
    act: afterHonest(BLOCKS, { leaves: logs.forked }),
  },
  {
    what: 'forks: another log of a larger size',
    kind: 'rewritten',
    at: [parting, PARTING],
    act: afterHonest(BLOCKS - 1, { leaves: logs.forked }),
  },
  {
    what: 'forks: another log of a smaller size',
    kind: 'rewritten',
    at: [parting, PARTING],
    act: afterHonest(BLOCKS, { leaves: logs.forked.slice(0, sizeAt(BLOCKS - 1)) }),
  },
  {
    what: 'forks and does not say where',
    kind: 'fork',
    at: undefined,
    act: afterHonest(BLOCKS, { leaves: logs.forked, instead: { consistency: down, inclusion: down } }),
  },
  {
    what: 'shows one log to the replica and another of its size to a witness',
    kind: 'fork',
    at: undefined,
    act: async (replica) => {
      await afterHonest(BLOCKS, { leaves: honest })(replica);
      assert.equal(replica.follower.compareWith(await noteOf(honest, sizeAt(3))), 'same');
      assert.equal(replica.follower.compareWith(await noteOf(logs.forked, parting)), 'same');
      assert.notEqual(replica.follower.compareWith(await noteOf(logs.forked)), 'same');
    },
  },
  {
    what: 'shows one log to the replica and a smaller, other one to a witness',
    kind: 'rewritten',
    at: undefined,
    act: async (replica) => {
      await afterHonest(BLOCKS, { leaves: honest })(replica);
      replica.follower.compareWith(await noteOf(logs.forked, sizeAt(PARTING)));
    },
  },
  {
    what: 'shows a witness what the replica comes to only later',
    kind: 'rewritten',
    at: undefined,
    act: async (replica) => {
      await afterHonest(2, { leaves: honest.slice(0, sizeAt(2)) })(replica);
      assert.equal(replica.follower.compareWith(await noteOf(logs.forked, sizeAt(PARTING))), 'kept');
      await atOnce(honest)(replica);
    },
  },
  {
    what: 'shows two witnesses two logs that the replica does not have yet',
    kind: 'fork',
    at: undefined,
    act: async (replica) => {
      await afterHonest(2, { leaves: honest.slice(0, sizeAt(2)) })(replica);
      assert.equal(replica.follower.compareWith(await noteOf(honest)), 'kept');
      replica.follower.compareWith(await noteOf(logs.forked));
    },
  },
  {
    what: 'gave a receipt for an entry that it hides',
    kind: 'hidden_entry',
    at: [parting + 1, PARTING],
    act: async (replica) => {
      await afterHonest(BLOCKS, { leaves: honest })(replica);
      const own = honest[parting + 1] ?? new Uint8Array();
      assert.equal(replica.follower.compareReceipt(own, await receiptIn(honest, parting + 1)), 'same');
      const leaf = logs.forked[parting + 1] ?? new Uint8Array();
      replica.follower.compareReceipt(leaf, await receiptIn(logs.forked, parting + 1));
    },
  },
  {
    what: 'gave a receipt for an entry that it hides, before the replica was there',
    kind: 'hidden_entry',
    at: [parting + 1, PARTING],
    act: async (replica) => {
      const leaf = logs.forked[parting + 1] ?? new Uint8Array();
      assert.equal(replica.follower.compareReceipt(leaf, await receiptIn(logs.forked, parting + 1)), 'kept');
      await atOnce(honest)(replica);
    },
  },
  {
    what: 'gave a receipt in a log that is another one around the entry',
    kind: 'hidden_entry',
    at: [second, 2],
    act: async (replica) => {
      await afterHonest(BLOCKS, { leaves: honest })(replica);
      replica.follower.compareReceipt(honest[second] ?? new Uint8Array(), await receiptIn(logs.forked, second));
    },
  },
  {
    what: 'drops an entry later',
    kind: 'rewritten',
    at: [second + 1, 2],
    act: afterHonest(BLOCKS, { leaves: logs.dropped }),
  },
  {
    what: 'puts entries in another order later',
    kind: 'fork',
    at: [second + 1, 2],
    act: afterHonest(BLOCKS, { leaves: logs.reordered }),
  },
  {
    what: 'changes a byte of an old entry and signs that',
    kind: 'fork',
    at: [second, 2],
    act: afterHonest(BLOCKS, { leaves: flipped }),
  },
  {
    what: 'changes a byte of an old entry and signs that, for a replica that comes later',
    kind: 'wrong_execution',
    at: [second, 2],
    act: atOnce(flipped),
  },
  {
    what: 'changes a byte of an old entry in what it serves',
    kind: 'leaves_differ',
    at: [second, 1],
    act: serving((from, to) => flipped.slice(from, to)),
  },
  {
    what: 'serves garbage',
    kind: 'leaves_differ',
    at: [2, 0],
    act: serving((from, to) => Array.from({ length: to - from }, (_, i) => Uint8Array.of(i))),
  },
  {
    what: 'serves entries in another order',
    kind: 'leaves_differ',
    at: [second + 1, 1],
    act: serving((from, to) => logs.reordered.slice(from, to)),
  },
  {
    what: 'signs another state than the statements give',
    kind: 'wrong_execution',
    at: [sizeAt(3) - 1, 3],
    act: afterHonest(2, {
      leaves: withBlockLeaf(honest, 3, ({ stateDigest }) => ({
        stateDigest: nextStateDigest(stateDigest, stateDigest),
      })),
    }),
  },
  {
    what: 'signs that a statement was refused which the contract accepts',
    kind: 'wrong_execution',
    at: [sizeAt(3) - 1, 3],
    act: atOnce(withBlockLeaf(honest, 3, () => ({ resultsRoot: refusedRoot(3) }))),
  },
  {
    what: 'signs other keys than are live',
    kind: 'wrong_execution',
    at: [sizeAt(1) - 1, 1],
    act: atOnce(withBlockLeaf(honest, 1, ({ recordsRoot }) => ({ membersRoot: recordsRoot }))),
  },
  {
    what: 'signs a statement twice',
    kind: 'wrong_execution',
    at: [sizeAt(1), 2],
    act: atOnce(honest.with(sizeAt(1), honest[2] ?? new Uint8Array())),
  },
  {
    what: 'signs a log that ends within a block',
    kind: 'wrong_execution',
    at: [sizeAt(3) + 1, 4],
    act: afterHonest(2, { leaves: honest.slice(0, sizeAt(3) + 2) }),
  },
  {
    what: 'signs what is neither a statement nor a block',
    kind: 'wrong_execution',
    at: [sizeAt(2), 3],
    act: afterHonest(2, { leaves: honest.with(sizeAt(2), new Uint8Array(9)) }),
  },
  {
    what: 'signs a block that leaves one out',
    kind: 'wrong_execution',
    at: [sizeAt(2) - 1, 3],
    act: atOnce(withBlockLeaf(honest, 2, ({ height }) => ({ height: height + 1 }))),
  },
  {
    what: 'signs another leaf of the genesis’ block',
    kind: 'wrong_execution',
    at: [1, 0],
    act: atOnce(withBlockLeaf(honest, 0, ({ timeMs }) => ({ timeMs: timeMs + 1 }))),
  },
  {
    what: 'signs a log of another genesis',
    kind: 'wrong_execution',
    at: [0, 0],
    act: atOnce(honest.with(0, Uint8Array.of(1))),
  },
  {
    what: 'turns block time back',
    kind: 'time_went_back',
    at: [sizeAt(4) - 1, 4],
    act: atOnce(withBlockLeaf(honest, 4, () => ({ timeMs: START_MS + 2500 }))),
  },
  {
    what: 'back-dates a block',
    kind: 'back_dated',
    at: [sizeAt(4) - 1, 4],
    act: afterHonest(3, { leaves: honest }),
  },
];

function serving(served: (from: number, to: number) => readonly Uint8Array[]): Case['act'] {
  return async ({ origin, follower }) => {
    async function* leaves(from: number, to: number): AsyncGenerator<Uint8Array> {
      yield* served(from, to);
    }
    origin.show({ leaves: honest, instead: { leaves } });
    await follower.followOnce();
  };
}

async function down(): Promise<never> {
  throw new Error('connection refused');
}

/** The results of a block, with its first statement refused. */
function refusedRoot(height: number): Uint8Array {
  const bytes = honest.slice(sizeAt(height - 1), sizeAt(height) - 1);
  return rootOfLeaves(
    bytes.map((leaf, i) =>
      leafHash(
        encodeResult({
          txId: leafHash(leaf),
          outcome: i === 0 ? 'membership.not_admin' : 'accepted',
          writesDigest: leafHash(leaf),
          eventsText: '[]',
        }),
      ),
    ),
  );
}
