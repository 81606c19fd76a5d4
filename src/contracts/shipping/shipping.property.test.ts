import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { item, type Later, play } from '#contracts/items/items.fixture.ts';
import { orderId } from '#contracts/procurement/procurement.fixture.ts';
import type { World } from '#test/world.ts';
import { accept, DAY_MS, onShipment, ordered, pack, receive, UNITS } from './shipping.fixture.ts';

const HASH = 'A'.repeat(43);
const member = fc.constantFrom('borealis', 'borealis', 'carter', 'carter', 'delta', 'acme');
const units = fc.uniqueArray(fc.constantFrom(...UNITS), { minLength: 1, maxLength: 4 });
const carriers = fc.constantFrom([], ['carter'], ['carter', 'delta']);
const which = fc.constantFrom(0, 0, 1);

/** Twelve days later. */
const overdue =
  (next: Later): Later =>
  (world) => ({ ...next(world), afterMs: 12 * DAY_MS });

const step: fc.Arbitrary<Later> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(units, carriers).map(([some, by]) => pack(some, { carriers: by })) },
  {
    weight: 6,
    arbitrary: fc.tuple(member, which).map(([by, at]) => onShipment(`${by}/logistics`, 'offer', {}, at)),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(member, which)
      .map(([by, at]) => onShipment(`${by}/logistics`, 'take', { sealIntact: true }, at)),
  },
  { weight: 4, arbitrary: fc.constant(receive()) },
  { weight: 1, arbitrary: units.map(([unit = 'S1']) => receive([{ unit, result: 'missing' }])) },
  { weight: 3, arbitrary: fc.constant(accept()) },
  { weight: 1, arbitrary: units.map((some) => accept(some.slice(0, 1), { reason: HASH })) },
  { weight: 1, arbitrary: member.map((by) => onShipment(`${by}/logistics`, 'takeBack')) },
  { weight: 1, arbitrary: fc.constant(onShipment('borealis/logistics', 'unpack')) },
  { weight: 2, arbitrary: fc.constant(overdue(onShipment('borealis/logistics', 'giveUp'))) },
  {
    weight: 1,
    arbitrary: carriers.map((by) => onShipment('borealis/logistics', 'reroute', { carriers: [...by] })),
  },
);

const OPEN = ['packed', 'underway', 'received'];

function assertSound(world: World): void {
  const shipments = world.all('shipping/shipment');
  const open = shipments.filter(({ state }) => OPEN.includes(String(state)));
  const bound = open.flatMap(({ id, items, route, at }) => {
    const holder = (route as string[])[Number(at)];
    return (items as string[]).map((itemId) => ({ itemId, id, holder }));
  });
  const missing = new Set(
    world
      .all('shipping/receipt')
      .flatMap(({ exceptions }) => exceptions as { item: string; result: string }[])
      .flatMap(({ item: itemId, result }) => (result === 'missing' ? [itemId] : [])),
  );
  const there = bound.filter(({ itemId }) => !missing.has(itemId));
  assert.equal(new Set(there.map(({ itemId }) => itemId)).size, there.length, 'an item is in one open shipment');
  for (const { itemId, id, holder } of there) {
    const thing = world.get('items/item', itemId);
    assert.deepEqual([thing?.custodian, Object(thing?.bound).record], [holder, id], 'it is where the shipment is');
  }
  for (const unit of UNITS) {
    const thing = item(world, unit);
    const inOne = there.some(({ itemId }) => itemId === thing?.id);
    if (!missing.has(String(thing?.id))) assert.equal(thing?.bound !== undefined, inOne, 'free once it has arrived');
    const accepted = world
      .all('shipping/acceptance')
      .some((one) => (one.accepted as string[]).includes(String(thing?.id)));
    assert.equal(thing?.owner, accepted ? 'acme' : 'borealis', 'the title passes by acceptance, and not before');
  }
  assert.ok(Number(world.get('shipping/packed', orderId(world))?.quantity ?? 0) <= 4);
}

test('a thing has one owner, one custodian and one shipment, whatever is signed', () => {
  const seen = { accepted: 0, lost: 0, unpacked: 0, underway: 0 };
  const property = fc.property(fc.array(step, { minLength: 10, maxLength: 30 }), (steps) => {
    const world = play(ordered());
    for (const next of steps) {
      world.do(next(world));
      assertSound(world);
    }
    for (const { state } of world.all('shipping/shipment')) {
      if (String(state) in seen) seen[state as keyof typeof seen]++;
    }
  });
  fc.assert(property, { numRuns: 400, seed: 19 });
  for (const [state, times] of Object.entries(seen)) assert.ok(times > 3, `${state} ${times} times`);
});
