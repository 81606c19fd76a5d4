import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntrySeen } from '#sdk/index.ts';
import { type Agreement, standingOf } from '../../parts/agreement.ts';
import { agreementTurn, callsOf, fitsAgreement, useOf } from './model.ts';

const LIVE: Agreement = {
  ...{ id: 'agreement-a', buyer: 'northwind', seller: 'harbour', itemType: 'type-a', unit: 'EUR', state: 'live' },
  prices: [{ fromQuantity: 1, unitPriceCents: 1000 }],
  ...{ mostPerOrder: 20, mostInTotal: 50, leadDays: 3, certificates: [], untilMs: 1000 },
  order: { deliveryPlace: 'Zx49', terms: [], assumed: [], payment: 'hold' },
};
const proposed: Agreement = { ...LIVE, state: 'proposed' };

test('it ends by its time and by its quantity, which its state does not say', () => {
  const at = (agreement: Agreement, quantity: number, nowMs: number) => standingOf(agreement, quantity, nowMs);
  assert.equal(at(LIVE, 20, 0), 'live');
  assert.equal(at(LIVE, 50, 0), 'usedUp');
  assert.equal(at(LIVE, 20, 1000), 'over');
  assert.equal(at(proposed, 0, 0), 'proposed');
  assert.equal(at(proposed, 0, 1000), 'over');
  assert.equal(at({ ...LIVE, state: 'ended' }, 50, 2000), 'ended');
});

test('what is left is left only while it can be called off', () => {
  const words = (standing: 'live' | 'over') => useOf(LIVE, 20, standing).map(({ label, amount }) => [label, amount]);
  assert.deepEqual(words('live'), [
    ['called off', 20],
    ['left', 30],
  ]);
  assert.deepEqual(words('over')[1], ['not called off, and over', 30]);
});

test('the seller agrees to what is proposed; what is used up or over is not called off', () => {
  assert.equal(agreementTurn(proposed, 'proposed')?.member, 'harbour');
  assert.equal(agreementTurn(LIVE, 'live'), undefined);
  assert.equal(fitsAgreement('live')('agreements.callOff'), true);
  assert.equal(fitsAgreement('usedUp')('agreements.callOff'), false);
  assert.equal(fitsAgreement('over')('agreements.agree'), false);
  assert.equal(fitsAgreement('over')('agreements.end'), true);
});

test('the orders made by it are those of accepted statements that say so', () => {
  const entry = (index: number, agreement: string, outcome = 'accepted') =>
    ({
      ...{ index, timeMs: index, actor: 'northwind/buyer', outcome },
      events: [
        { contract: 'procurement', name: 'orderPlaced', data: { id: `order-${index}` } },
        { contract: 'agreements', name: 'calledOff', data: { agreement, order: `order-${index}`, quantity: 5 } },
      ],
    }) as unknown as EntrySeen;
  const calls = callsOf('agreement-a', [
    entry(3, 'agreement-a'),
    entry(2, 'agreement-b'),
    entry(1, 'agreement-a', 'no'),
  ]);
  assert.deepEqual(calls, [{ index: 3, timeMs: 3, actor: 'northwind/buyer', order: 'order-3', quantity: 5 }]);
});
