import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { absDecimal, addDecimals, compareDecimals, isDecimal, plainDecimal, subtractDecimals } from './decimal.ts';
import { isFault } from './fault.ts';

const PLAIN = `
  0                     0
  -0                    0
  +1                    1
  007.50                7.5
  4.00                  4
  .5                    0.5
  5.                    5
  -0.13                 -0.13
  1e3                   1000
  1.25E-2               0.0125
  -12.5e+1              -125
  17.356999999999999    17.356999999999999
  71.159999999999997    71.159999999999997
  0.009999999999985     0.009999999999985
`;

const INVALID = [
  '',
  ' 1',
  '1 ',
  '.',
  '-',
  '1,5',
  '1e',
  '1e65',
  '1e-65',
  '1e9999',
  'NaN',
  'INF',
  '0x10',
  '1_0',
  '１',
  `1${'0'.repeat(64)}`,
];

const ORDER = `
  4.25                 4.250                 0
  4.251                4.25                  1
  -0.13                0                    -1
  0.1                  0.10000000000000001  -1
  17.356999999999999   17.357               -1
  9007199254740993     9007199254740992      1
  1e-30                0                     1
  -1e64                1e64                 -1
`;

test('a decimal has one plain text', () => {
  for (const [written, plain] of rows(PLAIN)) assert.equal(plainDecimal(written ?? ''), plain, written);
});

test('what is no decimal is refused', () => {
  for (const text of INVALID) {
    assert.equal(isDecimal(text), false, text);
    assert.throws(
      () => plainDecimal(text),
      (error) => isFault(error, 'decimal_invalid'),
      text,
    );
  }
});

test('decimals are ordered by value to the last digit', () => {
  for (const [a = '', b = '', order] of rows(ORDER)) assert.equal(compareDecimals(a, b), Number(order), `${a} ${b}`);
});

test('limits are the nominal and its deviations, exactly', () => {
  assert.equal(addDecimals('4', '0.254'), '4.254');
  assert.equal(addDecimals('4', '-0.254'), '3.746');
  assert.equal(addDecimals('71.159999999999997', '0.2'), '71.359999999999997');
  assert.equal(subtractDecimals('0.3', '0.1'), '0.2');
  assert.equal(absDecimal('-0.130'), '0.13');
});

test('arithmetic agrees with integers of the same scale', () => {
  const integer = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
  fc.assert(
    fc.property(integer, integer, fc.integer({ min: 0, max: 20 }), (a, b, places) => {
      const text = (units: bigint) => `${units}e-${places}`;
      assert.equal(addDecimals(text(a), text(b)), plainDecimal(text(a + b)));
      assert.equal(subtractDecimals(text(a), text(b)), plainDecimal(text(a - b)));
      assert.equal(compareDecimals(text(a), text(b)), a < b ? -1 : a > b ? 1 : 0);
      assert.equal(compareDecimals(plainDecimal(text(a)), text(a)), 0);
    }),
    { seed: 1 },
  );
});

function rows(table: string): string[][] {
  return table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
}
