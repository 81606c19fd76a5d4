import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountOf, mandateLines } from './model.ts';

test('what an agent may sign is money where its unit is a currency, and things where it is not', () => {
  assert.deepEqual(
    [amountOf(8_800_000, 'EUR'), amountOf(1, 'build'), amountOf(3, 'build')],
    ['88\u2009000.00 EUR', '1 build', '3 builds'],
  );
});

test('a person has no mandate', () => {
  assert.deepEqual(mandateLines({ kind: 'person' }), []);
  assert.equal(mandateLines({ mandate: [{ what: 'sourcing.award' }] }).length, 1);
});
