import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { grouped, money, quantity } from './amount.ts';
import { shortId } from './shorten.ts';
import { duration, exactTime, relativeTime } from './time.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const HOUR = 3_600_000;

const RELATIVE: readonly (readonly [distanceMs: number, words: string])[] = [
  [0, 'just now'],
  [-59_999, 'just now'],
  [30_000, 'in under a minute'],
  [-60_000, '1 min ago'],
  [-HOUR, '1 h ago'],
  [-25 * HOUR, '1 day ago'],
  [49 * HOUR, 'in 2 days'],
  [-60 * 24 * HOUR, '60 days ago'],
];

describe('times in words', () => {
  for (const [distanceMs, words] of RELATIVE) {
    test(`${distanceMs} ms from now is ${words}`, () => assert.equal(relativeTime(NOW + distanceMs, NOW), words));
  }
  test('what is far away is a date', () => {
    assert.match(relativeTime(Date.UTC(2025, 5, 15, 12), NOW), /^2025-06-15$/);
    assert.match(relativeTime(Number.MAX_SAFE_INTEGER, NOW), /beyond/);
  });
  test('an exact time has its seconds and its zone, and any number is said', () => {
    assert.match(exactTime(NOW), /^2026-01-1[456] \d\d:\d\d:00 UTC([+−]\d\d:\d\d)?$/);
    assert.equal(exactTime(Number.MAX_SAFE_INTEGER), `${Number.MAX_SAFE_INTEGER} ms after 1970-01-01`);
  });
  test('a span is in its largest unit', () => {
    assert.deepEqual([900, 65_000, 3 * HOUR, 24 * HOUR].map(duration), ['0 s', '1 min', '3 h', '1 day']);
  });
});

const MONEY: readonly (readonly [cents: number, unit: string | undefined, text: string])[] = [
  [0, 'EUR', '0.00 EUR'],
  [5, 'EUR', '0.05 EUR'],
  [1_250_000, 'EUR', '12\u2009500.00 EUR'],
  [-1_999, undefined, '−19.99'],
  [100_000_000_000_000_0, 'EUR', '10\u2009000\u2009000\u2009000\u2009000.00 EUR'],
];

describe('numbers', () => {
  for (const [cents, unit, text] of MONEY) test(text, () => assert.equal(money(cents, unit), text));
  test('four digits stand together, five do not', () => {
    assert.deepEqual([1234, 12_345, -1_234_567].map(grouped), ['1234', '12\u2009345', '−1\u2009234\u2009567']);
  });
  test('a quantity has its unit, and pieces are counted', () => {
    assert.deepEqual(
      [quantity(1, 'piece'), quantity(4, 'piece'), quantity(300, 'gram')],
      ['1 piece', '4 pieces', '300 g'],
    );
  });
});

const IDS: readonly (readonly [id: string, short: string])[] = [
  ['acme', 'acme'],
  ['acme/EUR/far', 'acme/EUR/far'],
  ['order-aaaabbbbccccddddeeeeffffgggghhhhiii', 'order-aaaabb…hiii'],
  ['LRkqBuYGdHVEq9qHVEq9qHVEq9qHVEq9qHVEq9qHVE', 'LRkqBu…qHVE'],
  ['BRACKET-PLATE-001', 'BRACKET-PLATE-001'],
];

describe('ids', () => {
  for (const [id, short] of IDS) test(`${id} is shown as ${short}`, () => assert.equal(shortId(id), short));
});
