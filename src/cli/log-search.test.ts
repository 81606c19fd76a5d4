// A time is found in a log as each reader sees it, in few requests.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { newServer } from '#node/http/server.fixture.ts';
import { HttpTransport } from '#sdk/http-transport.ts';
import { testKey } from '#test/keys.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { indexBefore } from './log-search.ts';

const STATEMENTS = 60;
const STEP_MS = 500;

test('the index before a time leaves nothing of it behind, and little that is earlier', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('home'));
  for (let i = 0; i < STATEMENTS; i++) {
    server.clock.nowMs += i % 3 === 0 ? STEP_MS : 0;
    const admin = server.client(i % 4 === 0 ? 'borealis/admin' : 'acme/admin');
    await admin.try(membershipInterface, 'revokeKey', { kid: 'B'.repeat(42).padEnd(43, 'A') });
  }
  await using transport = await HttpTransport.connect(server.url, {
    ledgerId: server.node.ledger.id,
    identity: { actor: 'acme/admin', signer: testKey('acme/admin') },
    clock: () => server.clock.nowMs,
  });
  const { items } = await transport.entries(0, 500);
  assert.ok(items.length >= STATEMENTS / 2);
  let requests = 0;
  const log = {
    entries: (after: number, limit: number) => {
      requests++;
      return transport.entries(after, limit);
    },
  };
  const times = new Set(items.flatMap(({ timeMs }) => [timeMs - 1, timeMs, timeMs + 1]));
  for (const timeMs of [0, ...times]) {
    for (const within of [1, 2, 7, 500]) {
      requests = 0;
      const found = await indexBefore(log, timeMs, within);
      const first = items.find((entry) => entry.timeMs >= timeMs)?.index ?? Number.POSITIVE_INFINITY;
      const behind = items.filter(({ index, timeMs: own }) => index > found && own < timeMs);
      assert.ok(found < first, `${timeMs}, ${within}: ${found} is not before ${first}`);
      assert.ok(behind.length <= within, `${timeMs}, ${within}: ${behind.length} earlier ones are behind ${found}`);
      assert.ok(requests <= 16, `${requests} requests`);
    }
  }
});

test('a node that answers in circles is told so', async () => {
  // Of a statement no more is looked at.
  const log = { entries: async () => ({ items: [{ index: 1, timeMs: 1 }] as never }) };
  await assert.rejects(indexBefore(log, 2), { code: 'answer_invalid' });
});
