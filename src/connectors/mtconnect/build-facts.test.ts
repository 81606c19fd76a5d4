import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from '#core/bytes.ts';
import { factsOfLog, logRootOf } from './build-facts.ts';
import { readLog } from './facts.ts';

const LIMIT_MS = 60_000;

async function factsOf(...lines: readonly string[]) {
  const bytes = utf8(lines.map((line) => `${line}\n`).join(''));
  return factsOfLog({ bytes, facts: await readLog(bytes, { gapLimitMs: LIMIT_MS }) }, LIMIT_MS);
}

test('a pause longer than the limit by less than a millisecond is a gap, and longer than the limit', async () => {
  const just = await factsOf('2025-01-01T00:00:00.000000Z|A|1', '2025-01-01T00:01:00.000500Z|A|2');
  assert.deepEqual(just.gaps, { limitMs: LIMIT_MS, count: 1, first: [{ line: 2, lengthMs: 60_001 }] });
  const not = await factsOf('2025-01-01T00:00:00.000000Z|A|1', '2025-01-01T00:01:00.000000Z|A|2');
  assert.equal(not.gaps.count, 0);
});

const COUNTS: readonly (readonly [counts: readonly string[], expected: object])[] = [
  [[], { repeats: 0, skips: 0 }],
  [['7'], { first: 7, last: 7, repeats: 0, skips: 0 }],
  [['7', '8', '8', '10'], { first: 7, last: 10, repeats: 1, skips: 1 }],
  [['7', 'x', '-1', '99999999999'], { first: 7, last: 7, repeats: 0, skips: 0 }],
];
for (const [counts, expected] of COUNTS)
  test(`part counts ${counts.join(', ') || 'that are not there'} are told as they are`, async () => {
    const lines = counts.map((count, i) => `2025-01-01T00:00:0${i}.000Z|Part_Count|${count}`);
    assert.deepEqual((await factsOf('2025-01-01T00:00:00.000Z|A|1', ...lines)).partCounts, expected);
  });

test('the root of a log changes with any byte of it', () => {
  const log = utf8('2025-01-01T00:00:00.000Z|A|1\n2025-01-01T00:00:01.000Z|A|2\n');
  for (let place = 0; place < log.length; place++) {
    const changed = log.map((byte, i) => (i === place ? byte ^ 1 : byte));
    assert.notEqual(logRootOf(changed), logRootOf(log), `byte ${place}`);
  }
});
