import assert from 'node:assert/strict';
import { test } from 'node:test';
import { credentialState } from '../../parts/credential-state.ts';
import { mandateAmount, mandateLines, mandateRows } from '../../parts/mandate-rows.ts';

test('what an agent may sign is money where its unit is a currency, and things where it is not', () => {
  assert.deepEqual(
    [mandateAmount(8_800_000, 'EUR'), mandateAmount(1, 'build'), mandateAmount(3, 'build')],
    ['88\u2009000.00 EUR', '1 build', '3 builds'],
  );
});

test('a person has no mandate', () => {
  assert.deepEqual(mandateLines({ kind: 'person' }), []);
  assert.equal(mandateLines({ mandate: [{ what: 'sourcing.award' }] }).length, 1);
});

test('rows name an actor once, and one that was removed may sign nothing', () => {
  const line = { unit: 'EUR', mostEach: 1, mostPerPeriod: 2, periodMs: 1000, untilMs: 9 };
  const mandate = [
    { ...line, what: 'sourcing.award' },
    { ...line, what: 'procurement.placeOrder' },
  ];
  const rows = mandateRows([
    { id: 'northwind/agent', state: 'live', mandate },
    { id: 'northwind/old', state: 'removed', mandate },
  ]);
  assert.deepEqual(
    rows.map(({ actor, isFirst }) => [actor, isFirst]),
    [
      ['northwind/agent', true],
      ['northwind/agent', false],
    ],
  );
});

test('a credential holds between its times while nobody revoked it', () => {
  const live = { state: 'live', validFromMs: 10, validUntilMs: 20 };
  assert.deepEqual(
    [
      [live, 15],
      [live, 9],
      [live, 21],
      [{ ...live, state: 'revoked' }, 15],
    ].map(([value, now]) => credentialState(value as typeof live, now as number)),
    ['valid', 'notYet', 'expired', 'revoked'],
  );
});
