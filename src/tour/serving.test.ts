// After the story both nodes serve it, until they are told to stop; a second run serves the same again.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { newFolder, play } from './play.fixture.ts';

/** What both nodes answer while they serve; then they are told to stop. */
async function lookThenStop(addresses: readonly string[], stop: AbortController): Promise<readonly unknown[]> {
  try {
    const responses = await Promise.all(addresses.map((address) => fetch(address)));
    return await Promise.all(responses.map((response) => response.json()));
  } finally {
    stop.abort();
  }
}

/** Plays, looks at each printed address while the nodes serve, and stops them. */
async function playAndLook(options: { readonly home: string; readonly publicAddress?: string }) {
  const stop = new AbortController();
  const addresses: string[] = [];
  let answers: Promise<readonly unknown[]> = Promise.resolve([]);
  const onLine = (line: string): void => {
    const [, address] = /^ {5}(http:\/\/\S+) {2}/.exec(line) ?? [];
    if (address !== undefined && /\/(v1|p)\//.test(line)) addresses.push(address);
    if (line.trim() === 'Ctrl+C ends it.') answers = lookThenStop(addresses, stop);
  };
  const played = await play({ ...options, stop, onLine });
  return { ...played, addresses, answers: await answers };
}

test('both nodes serve after the story; a second run adds nothing and serves at the same addresses', async (t) => {
  const options = { home: newFolder(t), publicAddress: 'https://plates.example/ledger' };
  const first = await playAndLook(options);
  const [ledger, replica, passport, cosignatures] = first.answers as readonly Record<string, unknown>[];
  assert.deepEqual(
    [ledger?.role, replica?.role, replica?.state, passport?.verdict, cosignatures?.witnessedSize],
    ['origin', 'replica', 'following', 'genuine record', ledger?.size],
  );
  const again = await playAndLook(options);
  assert.deepEqual([again.isNew, again.addresses], [false, first.addresses]);
  assert.deepEqual(again.answers[2], passport);
  assert.match(again.lines.join(' '), /Nothing was added; --fresh starts over/);

  const other = createServer().listen(Number(new URL(first.addresses[0] ?? '').port), '127.0.0.1');
  t.after(() => other.close());
  await once(other, 'listening');
  const elsewhere = await playAndLook(options);
  assert.match(elsewhere.lines.join(' '), /another program has an address of the last run/);
  assert.notEqual(elsewhere.addresses[0], first.addresses[0]);
  assert.deepEqual(elsewhere.answers[2], passport);

  const { pathname } = new URL(first.addresses[2] ?? '');
  const page = readFileSync(join(first.home, 'BRACKET-PLATE-001.passport.html'), 'utf8');
  const address = `${options.publicAddress}${pathname}`;
  assert.ok(page.includes(`Opens ${address}, where anyone`), 'the code on the page has the public address');
  const story = first.lines.map((line) => line.trim()).join(' ');
  assert.ok(story.includes(`the code opens ${address}: the node’s public address`));
});
