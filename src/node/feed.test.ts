// What those who follow are told from memory is what the file says, at every place of a log that is longer than what is
// remembered.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryFolder } from '#test/ledgers.ts';
import { signTraded } from '#test/trade-home.ts';
import type { Reader } from './access.ts';
import { Feed } from './feed.ts';
import { newHome, type TestHome } from './home.fixture.ts';
import { ENTRIES_RECENT } from './limits.ts';

/** More than are remembered, so that some were forgotten. */
const STATEMENTS = 2 * ENTRIES_RECENT + 500;
const AT_ONCE = 300;
const READERS: readonly Reader[] = [
  undefined,
  { member: 'acme', actor: 'acme/admin', role: 'admin' },
  { member: 'borealis', actor: 'borealis/admin', role: 'admin' },
  { member: 'borealis', actor: 'borealis/node', role: 'node' },
];

/** Certificates, which all members see, and payments without an account, which only the payer sees. */
async function fill({ node, clock: { nowMs } }: TestHome): Promise<void> {
  for (let sent = 0; sent < STATEMENTS; sent += AT_ONCE) {
    const statements = Array.from({ length: AT_ONCE }, (_, i) => {
      const kind = i % 3 === 0 ? 'certificate' : 'payment';
      const member = i % 2 === 0 ? 'acme' : 'borealis';
      return signTraded(node.ledger.id, { kind, member, word: `n-${sent + i}`, nowMs });
    });
    await Promise.all((await Promise.all(statements)).map((bytes) => node.submit(bytes)));
  }
}

test('at every place of the log, those who follow are told what the file says', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  const { ledger, feed } = home.node;
  // As if someone followed: entries are remembered block by block.
  feed.onBlock(() => undefined);
  await fill(home);
  const told = (one: Feed, reader: Reader, place: number) =>
    one.entriesAfter(reader, place, 2).map(({ index, txId, height }) => [index, txId, height]);
  for (let place = 0; place < ledger.head.size; place += 23) {
    for (const reader of READERS) {
      // One that has just begun remembers nothing.
      assert.deepEqual(told(feed, reader, place), told(new Feed(ledger), reader, place), `behind ${place}`);
    }
  }
  const indexes = feed.entriesAfter(READERS[3], ledger.head.size - 2 * AT_ONCE, STATEMENTS).map(({ index }) => index);
  assert.ok(indexes.length >= AT_ONCE);
});
