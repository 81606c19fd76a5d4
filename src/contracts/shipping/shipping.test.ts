import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { item, itemId, type Later, offer, play } from '#contracts/items/items.fixture.ts';
import { balanceCents, onOrder, orderId, place } from '#contracts/procurement/procurement.fixture.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import { testRefusals } from '#test/refusals.ts';
import type { World } from '#test/world.ts';
import {
  accept,
  DAY_MS,
  DUE_MS,
  offered,
  onShipment,
  ordered,
  pack,
  packed,
  receive,
  received,
  shipmentId,
  take,
  UNITS,
  underway,
} from './shipping.fixture.ts';
import { shipping } from './shipping.ts';

const HASH = 'A'.repeat(43);
const reroute = (carriers: readonly string[], by = 'borealis/logistics') =>
  onShipment(by, 'reroute', { carriers: [...carriers] });
const later =
  (timeMs: number, step: Later): Later =>
  (world) => ({ ...step(world), afterMs: timeMs - world.timeMs });
const direct = [...ordered(), pack(UNITS, { carriers: [] }), offered('borealis')];

testRefusals(shipping, {
  order_unknown: { refused: pack() },
  order_closed: {
    given: ordered().slice(0, -6),
    refused: (world) => ({ ...pack([])(world), input: { ...pack([])(world).input, items: ['item-none'] } }),
  },
  not_seller: { given: ordered(), refused: pack(UNITS, {}, 'acme/logistics') },
  not_buyer: { given: received, refused: onShipment('borealis/quality', 'accept', { refused: [] }) },
  route_wrong: { given: ordered(), refused: pack(UNITS, { carriers: ['carter', 'acme'] }) },
  due_past: { given: ordered(), refused: pack(UNITS, { dueMs: 1 }) },
  item_twice: { given: ordered(), refused: pack(['S1', 'S1']) },
  item_foreign: {
    given: [...ordered(), place({ quantity: 1, neededByMs: DUE_MS }), acceptOther],
    refused: (world) => {
      const other = otherOrder(world);
      return { ...pack(['S1'])(world), input: { ...pack(['S1'])(world).input, order: other } };
    },
  },
  item_unready: { given: ordered(['S1']), refused: pack(['S2']) },
  seal_wrong: { given: ordered(), refused: pack(UNITS, { seal: { kind: 'chip', grade: 0, code: 'x' } }) },
  packed_too_many: {
    given: [...ordered(), crowded],
    refused: pack(['S1']),
  },
  shipment_unknown: { given: ordered(), refused: offered('borealis') },
  shipment_ended: { given: received, refused: offered('acme') },
  not_holder: { given: packed, refused: offered('carter') },
  not_next: { given: [...packed, offered('borealis')], refused: take('delta') },
  not_offered: { given: packed, refused: take('carter') },
  offered_already: { given: [...packed, offered('borealis')], refused: offered('borealis') },
  arrives: { given: direct, refused: take('acme') },
  not_arriving: {
    given: [...packed, offered('borealis')],
    refused: onShipment('carter/logistics', 'receive', { sealIntact: true, exceptions: [] }),
  },
  exception_wrong: {
    given: [...underway, offered('carter')],
    refused: receive([
      { unit: 'S1', result: 'damaged' },
      { unit: 'S1', result: 'missing' },
    ]),
  },
  not_received: { given: underway, refused: accept() },
  refused_wrong: { given: received, refused: accept(['S1', 'S1'], { reason: HASH }) },
  reason_missing: { given: received, refused: accept(['S1']) },
  silence_short: {
    given: [...ordered(UNITS, { conditions: { acceptanceDays: 5 } }), ...received.slice(ordered().length)],
    refused: onShipment('delta/sales', 'acceptSilently'),
  },
  not_underway: { given: packed, refused: onShipment('borealis/sales', 'giveUp') },
  not_overdue: { given: underway, refused: later(DUE_MS, onShipment('borealis/sales', 'giveUp')) },
});

/** Another order of one plate. */
function otherOrder(world: World): string {
  return String(world.all('procurement/order').find(({ quantity }) => quantity === 1)?.id);
}
function acceptOther(world: World) {
  return { by: 'borealis/sales', action: 'procurement.acceptOrder', input: { id: otherOrder(world) } };
}

/** All of the order is on its way, as far as the counts go. */
function crowded(world: World) {
  const id = orderId(world);
  const about = { order: id, buyer: 'acme', seller: 'borealis', quantity: 4 };
  world.state.apply([{ kind: 'shipping/packed', id, before: undefined, after: canonicalJson(about) }]);
  return { by: 'acme/admin', action: 'membership.setMandate', input: { actor: 'acme/agent', mandate: [] } };
}

const owners = (world: World) => UNITS.map((unit) => item(world, unit)?.owner);
const holders = (world: World) => UNITS.map((unit) => item(world, unit)?.custodian);
const progress = (world: World) => {
  const { delivered, accepted } = world.get('procurement/progress', orderId(world)) ?? {};
  return [delivered, accepted];
};

describe('a shipment', () => {
  test('goes from hand to hand by two signatures each, and the title passes when it is accepted', () => {
    const world = play(packed);
    assert.deepEqual(holders(world), Array(4).fill('borealis'));
    play([offered('borealis')], world);
    assert.deepEqual(holders(world), Array(4).fill('borealis'), 'an offer moves nothing');
    play([take('carter')], world);
    assert.deepEqual([holders(world), item(world, 'S1')?.state], [Array(4).fill('carter'), 'inTransit']);
    play([offered('carter'), receive()], world);
    assert.deepEqual([holders(world), owners(world)], [Array(4).fill('acme'), Array(4).fill('borealis')]);
    assert.deepEqual(progress(world), [4, 0]);
    play([accept()], world);
    assert.deepEqual([owners(world), item(world, 'S1')?.state], [Array(4).fill('acme'), 'released']);
    assert.deepEqual(progress(world), [4, 4]);
  });

  test('has a second carrier only after the first: a leg that is left out is refused', () => {
    const world = play([...ordered(), pack(UNITS, { carriers: ['carter', 'delta'] }), offered('borealis')]);
    assert.equal(world.do(take('delta')(world)).outcome, 'shipping.not_next');
    assert.equal(world.do(receive()(world)).outcome, 'shipping.not_next');
    play([take('carter'), offered('carter'), take('delta', false), offered('delta'), receive()], world);
    const legs = world
      .all('shipping/leg')
      .map(({ from, to, sealIntact }) => [from, to, sealIntact])
      .sort();
    assert.deepEqual(legs, [
      ['borealis', 'carter', true],
      ['carter', 'delta', false],
      ['delta', 'acme', true],
    ]);
  });

  test('cannot be gone around: its things move with it, or not at all', () => {
    const world = play(underway);
    assert.equal(world.do(offer('carter/logistics', ['S1'], 'delta')(world)).outcome, 'items.item_bound');
    assert.equal(world.do(offer('borealis/sales', ['S1'], 'delta', 'title')(world)).outcome, 'items.item_bound');
    const again = play(packed);
    assert.equal(again.do(pack(['S1'])(again)).outcome, 'items.item_bound', 'an item is in one shipment');
  });

  test('is accepted once: an acceptance that is signed anew pays, counts and moves nothing', () => {
    const world = play(received);
    play([accept()], world);
    const before = world.state.dump();
    for (const by of ['acme/quality', 'acme/buyer']) {
      const again = world.do({ ...accept()(world), by });
      assert.equal(again.outcome, 'shipping.not_received', by);
    }
    assert.deepEqual(world.state.dump(), before);
  });

  test('names what is missing and damaged; what is missing is the seller’s to look for, and may be sent again', () => {
    const lost = [
      { unit: 'S1', result: 'missing' },
      { unit: 'S2', result: 'damaged' },
    ];
    const world = play([...underway, offered('carter'), receive(lost)]);
    assert.deepEqual(progress(world), [3, 0]);
    assert.deepEqual([item(world, 'S1')?.custodian, item(world, 'S1')?.bound], ['carter', undefined]);
    play([accept(['S2'], { reason: HASH })], world);
    assert.deepEqual(owners(world), ['borealis', 'borealis', 'acme', 'acme']);
    assert.deepEqual(progress(world), [2, 2]);
    assert.equal(world.get('shipping/packed', orderId(world))?.quantity, 2);
    // The refused one goes home, by both signatures, as any thing that its custodian does not own.
    play([offer('acme/logistics', ['S2'], 'borealis')], world);
  });

  test('is accepted by silence after as long as the order says, or a year, and not before', () => {
    const world = play([...ordered(UNITS, { conditions: { acceptanceDays: 5 } }), ...received.slice(ordered().length)]);
    play([later(world.timeMs + 5 * DAY_MS, onShipment('delta/sales', 'acceptSilently'))], world);
    assert.deepEqual(owners(world), Array(4).fill('acme'));
    assert.equal(world.get('shipping/acceptance', shipmentId(world))?.by, undefined);
    const unsaid = play(received);
    const silent = onShipment('delta/sales', 'acceptSilently');
    assert.equal(unsaid.do({ ...silent(unsaid), afterMs: 364 * DAY_MS }).outcome, 'shipping.silence_short');
    assert.equal(unsaid.do({ ...silent(unsaid), afterMs: DAY_MS }).outcome, 'accepted');
  });

  test('that nobody takes is taken back, goes another way, or is unpacked', () => {
    const world = play([...packed, offered('borealis'), onShipment('borealis/logistics', 'takeBack')]);
    play([reroute(['delta']), offered('borealis'), take('delta')], world);
    assert.deepEqual(holders(world), Array(4).fill('delta'));
    const unpacked = play([...packed, onShipment('borealis/logistics', 'unpack'), pack(['S1'], { carriers: [] })]);
    assert.equal(unpacked.get('shipping/packed', orderId(unpacked))?.quantity, 1);
  });

  test('that does not arrive is given up a week after it was due, also where an offer was left open', () => {
    const giveUp = later(DUE_MS + 7 * DAY_MS, onShipment('borealis/sales', 'giveUp'));
    const world = play([...underway, offered('carter'), giveUp]);
    assert.equal(world.get('shipping/shipment', shipmentId(world))?.state, 'lost');
    assert.deepEqual([item(world, 'S1')?.bound, item(world, 'S1')?.custodian], [undefined, 'carter']);
    play([offer('carter/logistics', ['S1'], 'borealis')], world);
  });

  test('goes straight from seller to buyer where nobody carries it', () => {
    const world = play([...direct, receive(), accept()]);
    assert.deepEqual([owners(world), holders(world)], [Array(4).fill('acme'), Array(4).fill('acme')]);
  });

  test('shows its carriers what they carry, and not what it costs', () => {
    const world = play(underway);
    const readers = (kind: string, id: string) => world.registry.readers(kind, world.state.get(kind, id) ?? '');
    assert.deepEqual(readers('shipping/shipment', shipmentId(world)), ['borealis', 'carter', 'acme']);
    assert.ok(readers('items/item', itemId(world, 'S1')).includes('carter'));
    assert.deepEqual(readers('procurement/order', orderId(world)), ['acme', 'borealis']);
    assert.ok(!(world.state.get('shipping/shipment', shipmentId(world)) ?? '').includes('Cents'));
  });

  test('releases the payment of its order, milestone by milestone', () => {
    const milestones = [
      { name: 'delivery', shareBasisPoints: 4_000, when: 'delivered' },
      { name: 'acceptance', shareBasisPoints: 6_000, when: 'accepted' },
    ];
    const steps = [...ordered(UNITS, { milestones }), ...received.slice(ordered().length)];
    const world = play(steps);
    assert.equal(balanceCents(world, 'borealis/EUR'), 16_000);
    play([accept()], world);
    assert.equal(balanceCents(world, 'borealis/EUR'), 40_000);
    assert.equal(world.get('procurement/order', orderId(world))?.state, 'closed');
  });

  test('counts while one side proposes to close the order: the buyer does not get the things and the price', () => {
    const toClose = onOrder('acme/finance', 'closeOrder', { acceptedQuantity: 0, payCents: 0 });
    const milestones = [
      { name: 'delivery', shareBasisPoints: 4_000, when: 'delivered' },
      { name: 'acceptance', shareBasisPoints: 6_000, when: 'accepted' },
    ];
    const world = play([...ordered(UNITS, { milestones }), toClose, ...received.slice(ordered().length)]);
    assert.equal(balanceCents(world, 'borealis/EUR'), 16_000);
    play([accept()], world);
    assert.equal(balanceCents(world, 'borealis/EUR'), 40_000);
    assert.equal(world.get('procurement/order', orderId(world))?.state, 'closed');
  });
});
