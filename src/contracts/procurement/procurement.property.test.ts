// What always holds of orders and their money, whatever buyer, seller and a stranger sign and in whatever order.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Later } from '#contracts/items/items.fixture.ts';
import { World } from '#test/world.ts';
import { balanceCents, funded, onOrder, place, registerUnits } from './procurement.fixture.ts';

/** Buyer, seller, and now and then a stranger. */
const member = fc.constantFrom('acme', 'acme', 'borealis', 'borealis', 'carter');
const serials = fc.uniqueArray(fc.constantFrom('S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8'), {
  minLength: 1,
  maxLength: 3,
});
const closing = fc
  .tuple(member, fc.nat(8))
  .map(([who, acceptedQuantity]) => onOrder(`${who}/finance`, 'closeOrder', { acceptedQuantity }));
const answer = fc
  .tuple(member, fc.constantFrom('agreeClosing', 'agreeClosing', 'acceptOrder', 'declineOrder'))
  .map(([who, action]) => onOrder(`${who}/sales`, action));

const step: fc.Arbitrary<Later> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(onOrder('borealis/sales', 'acceptOrder')) },
  { weight: 4, arbitrary: closing },
  { weight: 2, arbitrary: answer },
  { weight: 2, arbitrary: fc.tuple(member, serials).map(([who, some]) => registerUnits(`${who}/engineer`, some)) },
  member.map((who) => onOrder(`${who}/buyer`, 'cancelOrder')),
);

test('money is only moved: what is paid and returned is what was held, and paid is accepted times price', () => {
  const closings = { full: 0, short: 0 };
  const property = fc.property(
    fc.integer({ min: 1, max: 7 }),
    fc.nat(14_285),
    fc.array(step, { minLength: 6, maxLength: 16 }),
    (quantity, unitPriceCents, steps) => {
      const world = new World();
      for (const given of funded) world.ok(given);
      world.ok(place({ quantity, unitPriceCents })(world));
      for (const next of steps) {
        world.do(next(world));
        const [order] = world.all('procurement/order');
        const [hold] = world.all('accounts/hold');
        const heldCents = Number(hold?.amountCents ?? 0);
        const paidCents = balanceCents(world, 'borealis/EUR');
        assert.equal(balanceCents(world, 'acme/EUR') + heldCents + paidCents, 100_000);
        const isOpen = ['placed', 'accepted', 'closing'].includes(String(order?.state));
        assert.equal(heldCents, isOpen ? quantity * unitPriceCents : 0);
        const acceptedQuantity = order?.state === 'closed' ? Number(order.acceptedQuantity) : 0;
        assert.equal(paidCents, acceptedQuantity * unitPriceCents);
        const units = world.all('items/item').length;
        assert.ok(units <= quantity);
        assert.equal(world.all('procurement/units')[0]?.planned, units);
      }
      const [order] = world.all('procurement/order');
      if (order?.state === 'closed') closings[order.acceptedQuantity === quantity ? 'full' : 'short']++;
    },
  );
  fc.assert(property, { numRuns: 1000, seed: 42 });
  assert.ok(
    closings.full > 20 && closings.short > 20,
    `closed in full ${closings.full}, short ${closings.short} times`,
  );
});
