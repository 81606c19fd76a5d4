import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Asset, claimTurn, coverOf, fitsClaim, inCirculation, standingOf } from './model.ts';

const OPEN: Asset = {
  ...{ id: 'asset-a', item: 'item-a', owner: 'northwind', valuer: 'metrica', unit: 'PLATECLAIM', state: 'open' },
  ...{ payUnit: 'EUR', payCents: 10, lapsesAtMs: 1000, valueCents: 5000 },
};

test('claims lapse by their time, and a reported loss waits for the valuer', () => {
  assert.equal(standingOf(OPEN, 999), 'open');
  assert.equal(standingOf(OPEN, 1000), 'due');
  assert.equal(standingOf({ ...OPEN, lossReportedAtMs: 5 }, 10), 'reported');
  assert.equal(standingOf({ ...OPEN, state: 'lost', lossReportedAtMs: 5 }, 2000), 'lost');
  assert.equal(claimTurn(OPEN, 'reported')?.member, 'metrica');
  assert.equal(claimTurn(OPEN, 'proposed')?.member, 'metrica');
  assert.equal(claimTurn(OPEN, 'due')?.member, 'northwind');
  assert.equal(claimTurn(OPEN, 'open'), undefined);
});

test('money and the thing stand behind what is given out; nothing behind what has ended', () => {
  const amounts = (asset: Asset, claims: number, left: number) =>
    coverOf(asset, claims, left).map(({ amount }) => amount);
  assert.deepEqual(amounts(OPEN, 300, 1000), [1000, 2000, 2000]);
  assert.deepEqual(amounts(OPEN, 0, 0), [0, 0, 5000]);
  // All of it is money: the thing is free again.
  assert.deepEqual(amounts({ ...OPEN, state: 'covered' }, 300, 3000), [3000, 0, 0]);
  assert.deepEqual(amounts({ ...OPEN, state: 'lost' }, 300, 0), []);
});

test('in circulation is what was issued and not redeemed', () => {
  assert.equal(inCirculation({ unit: 'PLATECLAIM', issuedTotal: 300, redeemedTotal: 40 }), 260);
  assert.equal(inCirculation(undefined), 0);
});

test('lapsed claims are settled, and nothing else is done with them', () => {
  assert.deepEqual([fitsClaim('due')('claims.settle'), fitsClaim('due')('claims.redeem')], [true, false]);
  assert.deepEqual([fitsClaim('open')('claims.settle'), fitsClaim('open')('claims.redeem')], [false, true]);
});
