import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntrySeen } from '#sdk/index.ts';
import { byBlock, upTo } from './model.ts';

const entry = (index: number, height: number): EntrySeen => ({
  ...{ index, height, txId: 'A'.repeat(43), timeMs: height * 1000, contract: 'items', action: 'registerType' },
  ...{ subject: 'x', member: 'acme', actor: 'acme/buyer', outcome: 'accepted', details: {}, events: [] },
});

test('statements stand by block, newest first, and once', () => {
  const blocks = byBlock([entry(5, 2), entry(2, 1), entry(6, 2), entry(5, 2), entry(9, 4)]);
  assert.deepEqual(
    blocks.map(({ height, timeMs, entries }) => [height, timeMs, entries.map(({ index }) => index)]),
    [
      [4, 4000, [9]],
      [2, 2000, [6, 5]],
      [1, 1000, [2]],
    ],
  );
  assert.deepEqual(byBlock([]), []);
});

test('what came after the last statement that was shown waits', () => {
  const entries = [entry(9, 4), entry(6, 2), entry(5, 2)];
  assert.deepEqual(
    upTo(entries, 6).map(({ index }) => index),
    [6, 5],
  );
});
