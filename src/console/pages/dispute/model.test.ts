import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Dispute, isDue, partLines, piecesOf, silenceWords, type Terms, turnOf } from './model.ts';

const OPEN: Dispute = {
  ...{
    id: 'dispute-a',
    order: 'order-a',
    buyer: 'northwind',
    seller: 'harbour',
    arbiter: 'lindqvist',
    by: 'northwind',
  },
  ...{ reason: 'Zx49', amountCents: 50_000, retainedCents: 0, state: 'open', untilMs: 1000 },
  parts: [
    { milestone: 1, amountCents: 37_000 },
    { milestone: 2, amountCents: 13_000 },
  ],
  ...{ built: 4, inspected: 4, delivered: 2, accepted: 1 },
};
const proposed: Dispute = { ...OPEN, proposal: { by: 'harbour', sellerCents: 30_000 } };

test('who was asked to agree owes the next step, else the arbiter, else who opened it; nobody when its time is over', () => {
  assert.equal(turnOf(proposed, 0)?.member, 'northwind');
  assert.equal(turnOf({ ...proposed, proposal: { by: 'northwind', sellerCents: 0 } }, 0)?.member, 'harbour');
  assert.equal(turnOf(OPEN, 0)?.member, 'lindqvist');
  const { arbiter: _, ...alone } = OPEN;
  assert.equal(turnOf({ ...alone, by: 'harbour' }, 0)?.member, 'harbour');
  assert.equal(turnOf(proposed, 1000), undefined);
  assert.equal(turnOf({ ...proposed, state: 'agreed', sellerCents: 30_000 }, 0), undefined);
});

test('time ends what nobody ended, and someone has to say so', () => {
  assert.deepEqual(
    [isDue(OPEN, 999), isDue(OPEN, 1000), isDue({ ...OPEN, state: 'ranOut' }, 2000)],
    [false, true, false],
  );
});

test('the money in question is frozen, split, or free again; its pieces add up to it', () => {
  const told = (dispute: Dispute) => piecesOf(dispute, 'EUR').map(({ label, amount }) => [label, amount]);
  assert.deepEqual(told(OPEN), [['frozen until it ends', 50_000]]);
  assert.deepEqual(told({ ...OPEN, state: 'decided', sellerCents: 10_000 }), [
    ['for the seller', 10_000],
    ['back to the buyer', 40_000],
  ]);
  assert.match(String(told({ ...OPEN, state: 'withdrawn' })[0]?.[0]), /^free again/);
});

test('the parts of the price have their names where the order is seen, and numbers elsewhere', () => {
  const part = (name: string) => ({ name, shareBasisPoints: 1, when: 'accepted' as const });
  const terms: Terms = {
    unit: 'EUR',
    quantity: 4,
    milestones: [part('start'), part('on delivery'), part('at the end')],
  };
  const dispute = { ...OPEN, retainedCents: 500 };
  assert.deepEqual(
    partLines(dispute, terms).map(([name]) => name),
    ['on delivery', 'at the end', 'what was kept back'],
  );
  assert.deepEqual(
    partLines(OPEN, undefined).map(([name]) => name),
    ['milestone 2', 'milestone 3'],
  );
  const whole = { ...OPEN, parts: [{ milestone: 0, amountCents: 50_000 }] };
  assert.deepEqual(partLines(whole, { unit: 'EUR', quantity: 4 }), [['the price', 50_000]]);
});

test('silence splits what the buyer froze as the order says, and lifts what the seller froze', () => {
  const terms: Terms = { unit: 'EUR', quantity: 4, conditions: { dispute: { days: 10, sellerBasisPoints: 2550 } } };
  assert.match(silenceWords(OPEN, terms), /25\.5 % for the seller/);
  assert.match(silenceWords({ ...OPEN, by: 'harbour' }, terms), /freeze is lifted/);
  assert.match(silenceWords(OPEN, { unit: 'EUR', quantity: 4 }), /freeze is lifted/);
});
