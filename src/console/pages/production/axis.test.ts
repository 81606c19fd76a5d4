import assert from 'node:assert/strict';
import { test } from 'node:test';
import { around, moved, spanWords, ticksOf, xOf, zoomed } from './axis.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2025, 9, 6, 8);

test('spans have their two largest units', () => {
  const words = [372_000, 90_061_000, 3_600_000, 59_999, 250, 86_400_000].map(spanWords);
  assert.deepEqual(words, ['6 min 12 s', '1 d 1 h', '1 h', '59 s', '250 ms', '1 d']);
});

test('a window holds all spans with room beside them, also where there is one instant or none', () => {
  const { fromMs, toMs } = around([{ fromMs: START, toMs: START + HOUR }], 0);
  assert.ok(fromMs < START && toMs > START + HOUR);
  const instant = around([{ fromMs: START, toMs: START }], 0);
  assert.ok(instant.toMs > instant.fromMs);
  assert.equal(xOf(START, around([], START), 100), 50);
});

test('zooming keeps the middle and ends at a few seconds and at some years', () => {
  const window = { fromMs: START, toMs: START + HOUR };
  assert.deepEqual(zoomed(window, 0.5), { fromMs: START + HOUR / 4, toMs: START + (3 * HOUR) / 4 });
  const near = Array.from({ length: 99 }).reduce<typeof window>((one) => zoomed(one, 0.5), window);
  assert.equal(Math.round(near.toMs - near.fromMs), 5_000);
  const far = Array.from({ length: 99 }).reduce<typeof window>((one) => zoomed(one, 2), window);
  assert.ok(Number.isFinite(far.toMs) && ticksOf(far, 8).length <= 21);
});

test('moving shifts both ends by a part of what is seen', () => {
  assert.deepEqual(moved({ fromMs: START, toMs: START + HOUR }, -0.5), {
    fromMs: START - HOUR / 2,
    toMs: START + HOUR / 2,
  });
});

test('marks stand at round times and are as many as have room', () => {
  const ticks = ticksOf({ fromMs: START + 1, toMs: START + HOUR }, 6);
  assert.deepEqual(
    ticks.map(({ timeMs }) => (timeMs - START) / 60_000),
    [10, 20, 30, 40, 50, 60],
  );
  assert.ok(ticks.every(({ text }) => /^\d\d:\d\d$/.test(text)));
});
