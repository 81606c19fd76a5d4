// Whoever enters, claims and settles, and whenever: what was paid and what is set aside is the pool, credits are neither
// made nor lost, a member is paid its share once, and time ends the period.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import { at } from '#contracts/sourcing/market.fixture.ts';
import type { World } from '#test/world.ts';
import { shareOf } from './match.ts';
import { CLAIM_UNTIL_MS, delivered, enterBid, enterOrder, onPeriod, periodId } from './rewards.fixture.ts';

const DAY_MS = 86_400_000;
const POOL_CENTS = 1_001;
const member = fc.constantFrom('borealis', 'carter', 'acme', 'delta');
const move: fc.Arbitrary<Later> = fc.oneof(
  { weight: 3, arbitrary: member.map(enterOrder) },
  { weight: 3, arbitrary: fc.tuple(member, member).map(([by, of]) => enterBid(by, of)) },
  { weight: 4, arbitrary: member.map((by) => onPeriod(`${by}/finance`, 'claimReward')) },
  { weight: 1, arbitrary: member.map((by) => onPeriod(`${by}/finance`, 'settle')) },
);

test('what was paid and what is set aside is the pool, after every step, and the rest goes back', () => {
  const accepted = new Set<string>();
  const moves = fc.array(fc.tuple(move, fc.constantFrom(0, 0, 0, 6 * DAY_MS, 20 * DAY_MS)), { maxLength: 16 });
  fc.assert(
    fc.property(moves, (steps) => {
      const world = play(delivered);
      const all = creditsOf(world);
      for (const [make, afterMs] of steps) {
        const step = { ...make(world), afterMs };
        if (world.do(step).outcome === 'accepted') accepted.add(step.action);
        check(world);
        assert.equal(creditsOf(world), all);
      }
      if (world.get('rewards/sum', periodId(world))?.state === 'open')
        world.ok(at(CLAIM_UNTIL_MS, onPeriod('carter/sales', 'settle'))(world));
      assert.equal(world.get('accounts/account', 'delta/CREDIT')?.heldCents, 0);
      assert.equal(creditsOf(world), all);
    }),
    { numRuns: 100, seed: 42 },
  );
  assert.deepEqual([...accepted].sort(), ['rewards.claimReward', 'rewards.enter', 'rewards.settle']);
});

function creditsOf(world: World): number {
  const accounts = world.all('accounts/account').filter(({ unit }) => unit === 'CREDIT');
  return accounts.reduce((sum, { balanceCents, heldCents }) => sum + Number(balanceCents) + Number(heldCents), 0);
}

function check(world: World): void {
  const sum = world.get('rewards/sum', periodId(world));
  const tallies = world.all('rewards/tally');
  const total = (field: 'points' | 'paidCents') => tallies.reduce((all, tally) => all + Number(tally[field] ?? 0), 0);
  assert.deepEqual([sum?.points, sum?.paidCents], [total('points'), total('paidCents')]);
  const held = world.get('accounts/account', 'delta/CREDIT')?.heldCents;
  assert.equal(held, sum?.state === 'open' ? POOL_CENTS - Number(sum.paidCents) : 0);
  for (const { points, paidCents } of tallies) {
    if (paidCents === undefined) continue;
    const rules = { poolCents: POOL_CENTS, mostBasisPoints: 5_000 };
    assert.equal(paidCents, shareOf(rules, Number(points), Number(sum?.points)));
  }
}
