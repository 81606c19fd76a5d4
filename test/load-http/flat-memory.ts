// Whether a process's memory stays flat, from samples that were each taken after a full garbage collection, while nothing
// was on its way.
//
// What may grow are the caches that limits.ts of ledger and node name: records, hash tiles, keys, the latest entries (these
// rise and fall by half). So the second third of the samples is held against the last third, by their medians: one sample
// taken at a bad moment moves neither. In the long form, with more than 50,000 statements between the two, a node that
// kept 500 bytes of each, less than a statement has, would fail.

import assert from 'node:assert/strict';
import { CACHE_KIB } from '#ledger/limits.ts';
import { SOAK } from '#test/load.ts';
import type { Memory } from '#test/node-process.ts';

const SAMPLES = 3;
/** Objects and buffers. The short form ends before its caches are full. */
const HELD_BYTES = (SOAK ? 24 : 64) * 2 ** 20;
/** The whole process: SQLite's page cache fills, and the allocator keeps what is not in one piece. */
const RSS_BYTES = CACHE_KIB * 1024 + 2 * HELD_BYTES;

/** Fails where memory grew more than its caches may. */
export function assertFlat(samples: readonly Memory[]): void {
  const third = Math.floor(samples.length / 3);
  assert.ok(third >= 1, `at least ${SAMPLES} samples, not ${samples.length}`);
  const middle = samples.slice(-2 * third, -third);
  const last = samples.slice(-third);
  for (const [field, most] of [
    ['heldBytes', HELD_BYTES],
    ['rssBytes', RSS_BYTES],
  ] as const) {
    const grown = median(last.map((one) => one[field])) - median(middle.map((one) => one[field]));
    const all = samples.map((one) => Math.round(one[field] / 2 ** 20));
    assert.ok(grown <= most, `${field} grew by ${grown}, at most ${most} is for caches; in MiB: ${all}`);
  }
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
