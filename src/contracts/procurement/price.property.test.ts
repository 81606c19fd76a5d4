// The arithmetic of prices by itself: what is paid does not depend on the steps in which it is paid.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { endedWith, released, untouched, withoutRetention } from './price.ts';
import type { Money, Order } from './records.ts';
import { partsOf, portion } from './rules.ts';

const shares = fc
  .uniqueArray(fc.integer({ min: 1, max: 9_999 }), { maxLength: 11 })
  .map((cuts) => [0, ...cuts.sort((a, b) => a - b), 10_000])
  .map((cuts) => cuts.slice(1).map((cut, i) => cut - (cuts[i] ?? 0)));

/** An order of a quantity at a price, in parts, with or without something kept back. */
const orders = fc
  .record({
    quantity: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 1_000_000 })),
    unitPriceCents: fc.oneof(fc.nat(99), fc.nat(1_000_000_000)),
    shares,
    kept: fc.option(fc.integer({ min: 1, max: 10_000 })),
  })
  .map(({ quantity, unitPriceCents, shares: parts, kept }): Order => {
    const milestones = parts.map((shareBasisPoints, i) => ({
      name: `part ${i}`,
      shareBasisPoints,
      when: 'accepted' as const,
    }));
    return {
      id: 'order-1',
      buyer: 'acme',
      seller: 'borealis',
      itemType: 'type-1',
      quantity,
      unitPriceCents,
      unit: 'EUR',
      neededByMs: 0,
      deliveryPlace: 'A'.repeat(43),
      terms: [],
      assumed: [],
      payment: 'hold',
      milestones,
      ...(kept === null ? {} : { retention: { shareBasisPoints: kept, days: 1 } }),
      totalCents: quantity * unitPriceCents,
      state: 'accepted',
    };
  });
const fractions = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

const upTo = (order: Order, money: Money, count: number) =>
  released(
    order,
    money,
    money.parts.map(() => count),
  );

test('parts add up to the price, and no part differs from its share by a cent or more', () => {
  fc.assert(
    fc.property(orders, (order) => {
      const parts = partsOf(order);
      assert.equal(
        parts.reduce((sum, one) => sum + one, 0),
        order.totalCents,
      );
      parts.forEach((part, i) => {
        const share = BigInt(order.milestones?.[i]?.shareBasisPoints ?? 0) * BigInt(order.totalCents);
        const off = BigInt(part) * 10_000n - share;
        assert.ok(off > -10_000n && off < 10_000n);
      });
    }),
    { numRuns: 2000, seed: 42 },
  );
});

test('units released one by one or all at once pay the same, and keep the same back', () => {
  fc.assert(
    fc.property(orders, fractions, (order, steps) => {
      const counts = [...steps.map((step) => Math.floor(step * order.quantity)), order.quantity].sort((a, b) => a - b);
      const money = counts.reduce((now, count) => upTo(order, now, count), untouched(order, undefined));
      assert.deepEqual(money, upTo(order, untouched(order, undefined), order.quantity));
      const kept = portion(order.totalCents, order.retention?.shareBasisPoints ?? 0, 10_000);
      assert.deepEqual([money.retainedCents, money.paidCents, money.heldCents], [kept, order.totalCents - kept, kept]);
      const done = withoutRetention(money);
      assert.deepEqual([done.paidCents, done.heldCents], [order.totalCents, 0]);
    }),
    { numRuns: 2000, seed: 42 },
  );
});

test('an order that ends with some units has paid for these, however it was paid before, and returned the rest', () => {
  fc.assert(
    fc.property(
      orders,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (order, a, b) => {
        const [before = 0, accepted = 0] = [a, b]
          .map((step) => Math.floor(step * order.quantity))
          .sort((x, y) => x - y);
        const paid = upTo(order, untouched(order, undefined), before);
        const end = withoutRetention(endedWith(order, paid, accepted));
        assert.deepEqual([end.paidCents, end.heldCents], [accepted * order.unitPriceCents, 0]);
        assert.equal(end.returnedCents, order.totalCents - end.paidCents);
      },
    ),
    { numRuns: 2000, seed: 42 },
  );
});
