// Shares follow from points: together never more than the pool, none above the cap, and more points never mean less.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pointsOf, shareOf } from './match.ts';

const count = fc.integer({ min: 0, max: 1_000 });
const counts = fc.record({ orders: count, onTime: count, bids: count });
const pool = fc.record({
  poolCents: fc.oneof(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 1_000_000_000_000_000 })),
  mostBasisPoints: fc.integer({ min: 1, max: 10_000 }),
});

test('the shares of a period add up to at most its pool, and each to at most its cap', () => {
  fc.assert(
    fc.property(fc.array(counts, { minLength: 1, maxLength: 20 }), counts, pool, (members, points, rules) => {
      const each = members.map((one) => pointsOf(one, points));
      const all = each.reduce((sum, one) => sum + one, 0);
      const shares = each.map((one) => shareOf(rules, one, all));
      assert.ok(shares.reduce((sum, share) => sum + BigInt(share), 0n) <= BigInt(rules.poolCents));
      for (const [i, share] of shares.entries()) {
        assert.ok(BigInt(share) * 10_000n <= BigInt(rules.poolCents) * BigInt(rules.mostBasisPoints));
        for (const [j, other] of shares.entries()) {
          if ((each[i] ?? 0) <= (each[j] ?? 0)) assert.ok(share <= other, 'more points, less share');
        }
      }
    }),
    { numRuns: 1000, seed: 42 },
  );
});

test('who has all points and no cap gets all, and who has none gets nothing', () => {
  assert.equal(shareOf({ poolCents: 1_001, mostBasisPoints: 10_000 }, 7, 7), 1_001);
  assert.equal(shareOf({ poolCents: 1_001, mostBasisPoints: 10_000 }, 0, 7), 0);
  assert.equal(shareOf({ poolCents: 1_001, mostBasisPoints: 10_000 }, 0, 0), 0);
  assert.equal(shareOf({ poolCents: 1_000, mostBasisPoints: 3_333 }, 1, 1), 333);
});
