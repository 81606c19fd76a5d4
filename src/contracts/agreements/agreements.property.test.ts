import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import { both, certify, DAY_MS, decide, report, revoke, setRule } from './agreements.fixture.ts';

const closeAll: Later = (world) => {
  const open = world.all('procurement/order').find(({ state }) => state === 'accepted');
  const input = { id: String(open?.id ?? 'order-none'), acceptedQuantity: 30 };
  return { by: 'acme/finance', action: 'procurement.closeOrder', input };
};
const supplier = fc.constantFrom('borealis', 'carter');
const step: fc.Arbitrary<Later> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(0, 10, 19, 20, 40).map((quantity) => report(quantity)) },
  { weight: 2, arbitrary: fc.constant(report(3, 'acme/agent', 'noteShortage')) },
  { weight: 3, arbitrary: fc.constant(closeAll) },
  { weight: 2, arbitrary: fc.constantFrom(decide('order'), decide('dismiss')) },
  { weight: 1, arbitrary: supplier.map((member) => revoke(member)) },
  {
    weight: 1,
    arbitrary: supplier.map(
      (member): Later =>
        () =>
          certify(member),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Later>((world) => ({ ...report(5)(world), afterMs: 31 * DAY_MS })) },
);

test('one order for each shortage, inside the price band, within each period, whatever is reported', () => {
  let orderedInAll = 0;
  const property = fc.property(fc.array(step, { minLength: 8, maxLength: 24 }), (steps) => {
    const world = play([...both, setRule({ mostUnitPriceCents: 10_200 })]);
    for (const next of steps) {
      world.do(next(world));
      const shortages = world.all('agreements/shortage');
      const orders = world.all('procurement/order');
      const withOrder = shortages.filter(({ order }) => order !== undefined);
      assert.equal(orders.length, withOrder.length, 'each order is of one shortage');
      assert.equal(new Set(withOrder.map(({ order }) => order)).size, withOrder.length);
      assert.ok(shortages.filter(({ state }) => state === 'ordered' || state === 'awaitsDecision').length <= 1);
      assert.ok(orders.every(({ unitPriceCents }) => Number(unitPriceCents) <= 10_200));
      assert.ok(world.all('agreements/period').every(({ quantity }) => Number(quantity) <= 60));
    }
    orderedInAll += world.all('procurement/order').length;
  });
  fc.assert(property, { numRuns: 300, seed: 23 });
  assert.ok(orderedInAll > 100, `${orderedInAll} orders`);
});
