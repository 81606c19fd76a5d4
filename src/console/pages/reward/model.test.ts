import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitsReward, linesOf, type Period, phaseOf, poolOf, rewardTurn, type Sum, type Tally } from './model.ts';

const PERIOD: Period = {
  ...{ id: 'period-a', operator: 'watchful', unit: 'CREDIT', poolCents: 1001, mostBasisPoints: 5000 },
  points: { orders: 50, onTime: 30, bids: 10 },
  ...{ startsAtMs: 10, endsAtMs: 20, claimUntilMs: 40, account: 'watchful/CREDIT', hold: 'hold-a' },
};
const sum: Sum = { period: 'period-a', points: 100, paidCents: 0, state: 'open' };
const tally = (member: string, orders: number, bids: number, more: Partial<Tally> = {}): Tally => ({
  ...{ id: `period-a:${member}`, period: 'period-a', member, counts: { orders, onTime: 0, bids } },
  ...{ points: orders * 50 + bids * 10, ...more },
});

test('a period runs, is claimed, and is settled', () => {
  const at = (nowMs: number, state: Sum['state'] = 'open') => phaseOf(PERIOD, { ...sum, state }, nowMs);
  assert.deepEqual(
    [5, 10, 20, 40].map((nowMs) => at(nowMs)),
    ['ahead', 'running', 'claiming', 'due'],
  );
  assert.equal(at(45, 'settled'), 'settled');
});

test('shares are computed again by the rule: rounded down, and at most the cap; what differs is seen', () => {
  const lines = linesOf(PERIOD, sum, [tally('alpen', 0, 1), tally('harbour', 1, 4, { paidCents: 500 })]);
  assert.deepEqual(
    lines.map(({ tally: { member }, shareCents, agrees }) => [member, shareCents, agrees]),
    [
      ['harbour', 500, true],
      ['alpen', 100, true],
    ],
  );
  assert.equal(linesOf(PERIOD, sum, [tally('harbour', 1, 4, { paidCents: 501 })])[0]?.agrees, false);
  assert.equal(linesOf(PERIOD, sum, [tally('harbour', 1, 4, { points: 91 })])[0]?.agrees, false);
});

test('the pool is taken, to be taken, or back with its operator', () => {
  const labels = (known: Sum) => poolOf(PERIOD, known).map(({ label, amount }) => [label, amount]);
  assert.deepEqual(labels({ ...sum, paidCents: 500 }), [
    ['taken', 500],
    ['to be taken', 501],
  ]);
  assert.deepEqual(labels({ ...sum, paidCents: 500, state: 'settled' })[1], ['back to the operator', 501]);
});

test('who has a share takes it once the period is over, and the operator settles when that is', () => {
  const own = tally('harbour', 1, 0);
  assert.equal(rewardTurn(PERIOD, 'claiming', own)?.member, 'harbour');
  assert.equal(rewardTurn(PERIOD, 'claiming', { ...own, paidCents: 5 }), undefined);
  assert.equal(rewardTurn(PERIOD, 'due', own)?.member, 'watchful');
  assert.equal(fitsReward('claiming', own)('rewards.claimReward'), true);
  assert.equal(fitsReward('claiming', undefined)('rewards.claimReward'), false);
  assert.equal(fitsReward('running', own)('rewards.enter'), true);
  assert.equal(fitsReward('claiming', own)('rewards.settle'), false);
});
