// Followers who read as they please: all get the same, however slowly; little waits for them, and who takes nothing is let go.

import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { after, before, test } from 'node:test';
import { Fault } from '#core/fault.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { signTraded } from '#test/trade-home.ts';
import { until } from '#test/until.ts';
import type { Reader } from '../access.ts';
import { newHome, type TestHome } from '../home.fixture.ts';
import { FOLLOWER_CHARACTERS, HEARTBEAT_MS } from '../limits.ts';
import { EventFollower } from './event-follower.ts';

const STATEMENTS = 700;
/** No entry of this test is longer. */
const ENTRY_CHARACTERS = 1_000;
const ACME: Reader = { member: 'acme', actor: 'acme/admin', role: 'admin' };

const folder = temporaryFolder();
let home: TestHome;
let words = 0;

before(async () => {
  home = await newHome(folder.file('home'));
  await certify(STATEMENTS);
});
after(async () => {
  await home[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** @returns the indexes of the statements */
async function certify(count: number): Promise<readonly (number | undefined)[]> {
  const { node, clock } = home;
  const sent = Array.from({ length: count }, async () => {
    const word = `certificate ${words++}`;
    const bytes = await signTraded(node.ledger.id, { kind: 'certificate', member: 'acme', word, nowMs: clock.nowMs });
    return (await node.submit(bytes)).index;
  });
  return (await Promise.all(sent)).sort((a = 0, b = 0) => a - b);
}

/** Takes a piece when told to. */
class SlowReader extends Writable {
  text = '';
  #taken: (() => void) | undefined;

  override _write(piece: Buffer, _: string, taken: () => void): void {
    this.text += piece.toString();
    this.#taken = taken;
  }

  take(): void {
    this.#taken?.();
  }

  get indexes(): readonly number[] {
    return [...this.text.matchAll(/^id: (\d+)$/gm)].map(([, index]) => Number(index));
  }
}

function followed(response: Writable, from: number): EventFollower {
  const follower = new EventFollower({ response, feed: home.node.feed, after: from, reader: () => ACME });
  follower.start();
  return follower;
}

test('who reads slowly gets everything once, in order, and little waits for it', async () => {
  const reader = new SlowReader();
  const follower = followed(reader, 0);
  const more = await certify(10);
  assert.ok(reader.writableLength <= FOLLOWER_CHARACTERS + ENTRY_CHARACTERS, `${reader.writableLength} bytes wait`);
  await until('it was given everything', () => {
    reader.take();
    return reader.indexes.at(-1) === more.at(-1);
  });
  follower.end();
  const { indexes } = reader;
  assert.equal(new Set(indexes).size, indexes.length);
  assert.ok(indexes.length >= STATEMENTS + more.length);
  assert.deepEqual(indexes.slice(-more.length), more);
});

test('who has seen everything sees the next block from its first statement', async () => {
  const pieces: string[] = [];
  const reader = new Writable({
    write: (piece, _encoding, taken) => {
      pieces.push(String(piece));
      taken();
    },
  });
  const follower = followed(reader, 0);
  for (let block = 0; block < 3; block++) {
    const [index] = await certify(1);
    await until('it is told', () => pieces.some((piece) => piece.includes(`id: ${index}\n`)), 2_000);
  }
  follower.end();
});

test('who takes nothing for two heartbeats is let go; who reads stays', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const [asleep, awake] = [new SlowReader(), new Writable({ write: (_piece, _encoding, taken) => taken() })];
  const followers = [followed(asleep, 0), followed(awake, 0)];
  t.mock.timers.tick(HEARTBEAT_MS);
  assert.equal(asleep.destroyed, false);
  t.mock.timers.tick(HEARTBEAT_MS);
  assert.equal(asleep.destroyed, true);
  t.mock.timers.tick(5 * HEARTBEAT_MS);
  assert.equal(awake.destroyed, false);
  for (const follower of followers) follower.end();
});

test('a session that ended ends the connection', async () => {
  const reader = new SlowReader();
  const { feed, ledger } = home.node;
  let isLive = true;
  const follower = new EventFollower({
    response: reader,
    feed,
    after: ledger.head.size - 1,
    reader: () => {
      if (isLive) return ACME;
      throw new Fault('session_unknown', 'it ended');
    },
  });
  follower.start();
  isLive = false;
  reader.take();
  await certify(1);
  assert.equal(reader.writableEnded, true);
});
