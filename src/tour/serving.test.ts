// After the story both nodes serve it, until they are told to stop; a second run serves the same again.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { newFolder, play } from './play.fixture.ts';

const PUBLIC = 'https://plates.example/ledger';

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
    if (address !== undefined && line.includes('/v1/')) addresses.push(address);
    if (line.trim() === 'Ctrl+C ends it.') answers = lookThenStop(addresses, stop);
  };
  const played = await play({ ...options, stop, onLine });
  return { ...played, addresses, answers: await answers };
}

test('both nodes serve after the story; a second run adds nothing and serves at the same addresses', async (t) => {
  const home = newFolder(t);
  const first = await playAndLook({ home });
  const [ledger, replica, passport, cosignatures] = first.answers as readonly Record<string, unknown>[];
  assert.deepEqual(
    [ledger?.role, replica?.role, replica?.state, passport?.verdict, cosignatures?.witnessedSize],
    ['origin', 'replica', 'following', 'genuine record', ledger?.size],
  );
  const page = readFileSync(join(first.home, 'BRACKET-PLATE-001.passport.html'), 'utf8');
  assert.ok(page.includes(`Opens ${first.addresses[2]}: an address of the computer`));
  const again = await playAndLook({ home });
  assert.deepEqual([again.isNew, again.addresses], [false, first.addresses]);
  assert.deepEqual(again.answers[2], passport);
  assert.match(again.lines.join(' '), /Nothing was added; --fresh starts over/);
});

test('a public address goes into the code on the page', async (t) => {
  const { lines, home } = await playAndLook({ home: newFolder(t), publicAddress: PUBLIC });
  const page = readFileSync(join(home, 'BRACKET-PLATE-001.passport.html'), 'utf8');
  const [, item] =
    /the code opens https:\/\/plates\.example\/ledger\/v1\/passports\/(item-\w+): the node’s public/.exec(
      lines.map((line) => line.trim()).join(' '),
    ) ?? [];
  assert.ok(item !== undefined && page.includes(`Opens ${PUBLIC}/v1/passports/${item}, where anyone`));
});
