// Whatever owner, valuer and holders do and in whatever order: claims never pay more than the thing was valued at, what is
// set aside never more than they pay, no money is made or lost, and time ends everything.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { item, type Later, play } from '#contracts/items/items.fixture.ts';
import type { World } from '#test/world.ts';
import { about, assetId, booking, fund, issue, LAPSES_MS, proposed, redeem, value } from './claims.fixture.ts';

const DAY_MS = 86_400_000;
const count = fc.integer({ min: 1, max: 400 });
const member = fc.constantFrom('acme', 'carter', 'delta');
const some = fc.integer({ min: 1, max: 60 });
/** Mostly who may. */
const mostly = (who: string) => fc.constantFrom(who, who, who, 'acme/finance', 'borealis/finance', 'carter/finance');

const move: fc.Arbitrary<Later> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(count, mostly('borealis/finance')).map(([units, by]) => value(units * 10, by)) },
  { weight: 6, arbitrary: fc.tuple(count, member).map(([units, to]) => issue(units, `${to}/PLATECLAIM`)) },
  { weight: 6, arbitrary: count.map((units) => fund(units * 10)) },
  { weight: 6, arbitrary: fc.tuple(some, member).map(([units, by]) => redeem(units, by)) },
  {
    weight: 4,
    arbitrary: fc.tuple(some, member, member).map(
      ([amountCents, from, to]): Later =>
        () =>
          booking(`${from}/finance`, 'transfer', {
            from: `${from}/PLATECLAIM`,
            to: `${to}/PLATECLAIM`,
            amountCents,
            reference: 'r',
          }),
    ),
  },
  { weight: 2, arbitrary: mostly('acme/finance').map((by) => about(by, 'close')) },
  { weight: 1, arbitrary: mostly('acme/finance').map((by) => about(by, 'reportLoss')) },
  { weight: 2, arbitrary: mostly('borealis/finance').map((by) => about(by, 'confirmLoss')) },
  {
    weight: 1,
    arbitrary: fc.tuple(mostly('acme/finance'), fc.nat(150)).map(([by, days]): Later => {
      return (world) => ({ ...about(by, 'settle')(world), afterMs: days * DAY_MS });
    }),
  },
);

test('claims pay at most the value, and what is set aside is at most what they pay, after every step', () => {
  const accepted = new Set<string>();
  fc.assert(
    fc.property(fc.array(move, { minLength: 1, maxLength: 30 }), (moves) => {
      const world = play(proposed);
      for (const make of moves) {
        const step = make(world);
        if (world.do(step).outcome === 'accepted') accepted.add(step.action);
        check(world);
      }
      const isOver = ['ended', 'lost', 'lapsed'].includes(String(world.get('claims/asset', assetId(world))?.state));
      if (!isOver) {
        world.timeMs = Math.max(world.timeMs, LAPSES_MS);
        world.ok(about('delta/finance', 'settle')(world));
      }
      check(world);
      assert.equal(world.get('accounts/account', 'acme/EUR')?.heldCents, 0);
      assert.equal(item(world, 'S1')?.bound, undefined);
    }),
    { numRuns: 400, seed: 42 },
  );
  assert.deepEqual([...accepted].sort(), [
    'accounts.transfer',
    'claims.close',
    'claims.confirmLoss',
    'claims.fund',
    'claims.issue',
    'claims.redeem',
    'claims.reportLoss',
    'claims.settle',
    'claims.value',
  ]);
});

function check(world: World): void {
  const asset = world.get('claims/asset', assetId(world));
  const supply = world.get('accounts/supply', 'PLATECLAIM');
  const owedCents = (Number(supply?.issuedTotal) - Number(supply?.redeemedTotal)) * Number(asset?.payCents);
  const leftCents = Number(world.get('claims/fund', assetId(world))?.leftCents);
  assert.ok(owedCents <= Number(asset?.valueCents ?? 0), 'claims exceed their asset');
  assert.ok(leftCents <= owedCents, 'more is set aside than claims pay');
  if (asset?.state === 'covered') assert.equal(leftCents, owedCents);
  assert.equal(world.get('accounts/account', 'acme/EUR')?.heldCents, leftCents);
  assert.equal(item(world, 'S1')?.bound !== undefined, asset?.state === 'proposed' || asset?.state === 'open');
  assert.equal(item(world, 'S1')?.state, asset?.state === 'lost' ? 'scrapped' : 'released');
  const isOver = ['ended', 'lost', 'lapsed'].includes(String(asset?.state));
  assert.equal(world.get('accounts/unit', 'PLATECLAIM')?.voidSinceMs !== undefined, isOver);
  const euros = world.all('accounts/account').filter(({ unit }) => unit === 'EUR');
  const sum = euros.reduce((total, one) => total + Number(one.balanceCents) + Number(one.heldCents), 0);
  assert.equal(sum, 100_000);
}
