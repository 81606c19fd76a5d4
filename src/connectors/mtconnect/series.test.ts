import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { utf8 } from '#core/bytes.ts';
import { MAX_LOG_SERIES_POINTS } from '../limits.ts';
import { readSeries } from './series.ts';

const SAMPLE = new URL('../../../samples/plate-order/machine-log/BRACKET-PLATE-2of4.txt', import.meta.url);
const at = (seconds: number): string => new Date(1_759_737_600_000 + 1000 * seconds).toISOString();

test('the sample log has feed and spindle as numbers, and its gap at its place in time', () => {
  const { series, gaps } = readSeries(new Uint8Array(readFileSync(SAMPLE)), { gapLimitMs: 60_000 });
  assert.ok(series.some(({ item, values }) => item === 'Feed_Rate' && values.length > 10));
  assert.ok(series.every(({ item }) => item !== 'Program_Status'));
  assert.deepEqual(
    gaps.map(({ fromMs, toMs, line }) => [toMs - fromMs, line]),
    [[372_000, 65]],
  );
});

test('an item with one value that is no number is no series, unavailable values are left out', () => {
  const lines = [
    `${at(0)}|A|1`,
    `${at(1)}|A|UNAVAILABLE`,
    `${at(2)}|A|2.5`,
    `${at(3)}|B|1`,
    `${at(4)}|B|on`,
    `${at(5)}|B|2`,
  ];
  const { series } = readSeries(utf8(lines.join('\n')), { gapLimitMs: 60_000 });
  assert.deepEqual(
    series.map(({ item, values }) => [item, values]),
    [['A', [1, 2.5]]],
  );
});

test('a long series is thinned and keeps its peak', () => {
  const lines = Array.from(
    { length: 3 * MAX_LOG_SERIES_POINTS },
    (_, i) => `${at(i)}|Load|${i === 7001 ? 999 : i % 10}`,
  );
  const [load] = readSeries(utf8(lines.join('\n')), { gapLimitMs: 60_000 }).series;
  assert.ok(load !== undefined);
  assert.equal(load.count, 3 * MAX_LOG_SERIES_POINTS);
  assert.ok(load.values.length <= MAX_LOG_SERIES_POINTS);
  assert.ok(load.values.includes(999));
  assert.ok(load.timesMs.every((time, i) => time > (load.timesMs[i - 1] ?? 0)));
});
