// The items contract: its refusals, and things that are made, identified, handed on and used.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { callOperation } from '#contracts/shared/operation.fixture.ts';
import { testRefusals } from '#test/refusals.ts';
import { type Step, World } from '#test/world.ts';
import {
  answer,
  changeState,
  consume,
  itemId,
  type Later,
  offer,
  registerItem,
  registerLot,
  registerType,
  typeId,
} from './items.fixture.ts';
import { items } from './items.ts';
import { consume as consumeOperation, itemOf, planUnits, setState, typeOf } from './operations.ts';
import type { Identifier } from './schema.ts';

const plate = registerType('acme', 'PLATE-1');
const bar = registerType('acme', 'BAR-1', 'lot');
/** acme has made the plate S1. */
const made = [plate, registerItem('acme', 'PLATE-1', 'S1')];
const released = [...made, changeState('acme/quality', 'S1', 'released')];
/** acme also has 1,000 g of bar, released, and the plate S2, made. */
const stocked = [
  ...made,
  bar,
  registerLot('acme', 'BAR-1', 'L1', 1000),
  changeState('acme/quality', 'L1', 'released'),
  registerItem('acme', 'PLATE-1', 'S2'),
];
/** carter carries S1 for acme. */
const carried = [
  ...released,
  offer('acme/logistics', ['S1'], 'carter'),
  answer('carter/logistics', 'acceptHandover', ['S1']),
];
const offered = [...released, offer('acme/logistics', ['S1'], 'borealis', 'both')];

const attach =
  (by: string, number: string, value: Identifier): Later =>
  (world) => ({ by, action: 'items.attachIdentifier', input: { item: itemId(world, number), identifier: value } });
const allow =
  (by: string, number: string, to: readonly string[]): Later =>
  (world) => ({ by, action: 'items.allowHandover', input: { items: [itemId(world, number)], to } });
const split =
  (by: string, lot: string, quantity: number, lotNumber: string): Later =>
  (world) => ({ by, action: 'items.splitLot', input: { lot: itemId(world, lot), quantity, lotNumber } });
/** Signs for the hand-over of an item whatever has become of it. */
const sign =
  (by: string, action: string, number: string): Later =>
  (world) => {
    const handover = world.all('items/handover').find((one) => one.item === itemId(world, number));
    return { by, action: `items.${action}`, input: { handovers: [String(handover?.id ?? 'handover-none')] } };
  };
const code = (text: string): Identifier => ({ kind: 'printedCode', grade: 0, code: text });
const sixteenIdentifiers = Array.from({ length: 16 }, (_, i) => attach('acme/operator', 'S1', code(`code ${i}`)));

testRefusals(items, {
  type_unknown: { refused: registerItem('acme', 'PLATE-1', 'S1') },
  type_foreign: { given: [plate], refused: registerItem('borealis', 'PLATE-1', 'S1') },
  part_number_taken: { given: [plate], refused: plate },
  gtin_wrong: { refused: { ...plate, input: { ...plate.input, gtin: '04012345123457' } } },
  unit_not_piece: { refused: { ...plate, input: { ...plate.input, unit: 'gram' } } },
  tracking_differs: { given: [plate], refused: registerLot('acme', 'PLATE-1', 'L1', 5) },
  number_taken: { given: made, refused: registerItem('acme', 'PLATE-1', 'S1') },
  item_unknown: { refused: changeState('acme/operator', 'S1', 'released') },
  not_owner: { given: carried, refused: offer('carter/logistics', ['S1'], 'borealis', 'title') },
  not_custodian: { given: carried, refused: changeState('acme/quality', 'S1', 'inService') },
  grade_wrong: { given: made, refused: attach('acme/operator', 'S1', { kind: 'printedCode', grade: 4, code: 'A1' }) },
  identifier_taken: {
    given: [...stocked, attach('acme/operator', 'S1', code('A1'))],
    refused: attach('acme/operator', 'S2', code('A1')),
  },
  item_full: { given: [...made, ...sixteenIdentifiers], refused: attach('acme/operator', 'S1', code('one more')) },
  offer_open: { given: offered, refused: changeState('acme/quality', 'S1', 'inService') },
  not_movable: {
    given: [...made, changeState('acme/quality', 'S1', 'scrapped')],
    refused: offer('acme/logistics', ['S1'], 'borealis'),
  },
  receiver_unknown: { given: released, refused: offer('acme/logistics', ['S1'], 'nobody') },
  receiver_same: { given: released, refused: offer('acme/logistics', ['S1'], 'acme') },
  receiver_not_allowed: { given: carried, refused: offer('carter/logistics', ['S1'], 'borealis') },
  handover_unknown: { given: released, refused: sign('borealis/logistics', 'acceptHandover', 'S1') },
  handover_ended: {
    given: [...offered, sign('borealis/logistics', 'acceptHandover', 'S1')],
    refused: sign('borealis/logistics', 'acceptHandover', 'S1'),
  },
  not_receiver: { given: offered, refused: sign('carter/logistics', 'acceptHandover', 'S1') },
  not_party: { given: offered, refused: sign('carter/logistics', 'withdrawHandover', 'S1') },
  state_not_next: { given: made, refused: changeState('acme/operator', 'S1', 'inTransit') },
  needs_evidence: {
    given: [plate, planned('S9')],
    refused: changeState('acme/operator', 'S9', 'made'),
  },
  not_released: { given: stocked, refused: consume('acme/operator', 'S1', 'S2', 1) },
  owner_differs: {
    given: [
      ...stocked,
      offer('acme/logistics', ['L1', 'S2'], 'borealis'),
      answer('borealis/logistics', 'acceptHandover', ['L1', 'S2']),
      offer('acme/sales', ['S2'], 'borealis', 'title'),
      answer('borealis/buyer', 'acceptHandover', ['S2']),
    ],
    refused: consume('borealis/operator', 'L1', 'S2', 10),
  },
  into_itself: { given: stocked, refused: consume('acme/operator', 'L1', 'L1', 10) },
  into_finished: { given: [...stocked, ...released.slice(2)], refused: consume('acme/operator', 'L1', 'S1', 10) },
  quantity_short: { given: stocked, refused: consume('acme/operator', 'L1', 'S2', 1001) },
});

/** Plans a unit of PLATE-1 for an order, held and owned by acme: what procurement does. */
function planned(serial: string): Later {
  return (world) => {
    const input = {
      type: typeId(world, 'PLATE-1'),
      owner: 'acme',
      custodian: 'acme',
      serials: [serial],
      order: 'order-1',
    };
    assert.equal(
      callOperation(world, { by: 'acme/engineer', via: 'procurement' }, planUnits, input).outcome,
      'accepted',
    );
    return registerType('acme', `beside ${serial}`);
  };
}

function play(steps: readonly (Step | Later)[], world = new World()): World {
  for (const step of steps) world.ok(typeof step === 'function' ? step(world) : step);
  return world;
}

const item = (world: World, number: string) => world.get('items/item', itemId(world, number));
const readers = (world: World, number: string) => {
  const text = world.state.get('items/item', itemId(world, number));
  assert.ok(text !== undefined);
  return world.registry.readers('items/item', text);
};

describe('an item that is shipped', () => {
  const shipment = [
    ...released,
    offer('acme/logistics', ['S1'], 'carter'),
    allow('acme/logistics', 'S1', ['borealis']),
  ];

  test('has one custodian, and goes from maker to carrier to buyer by two signatures each', () => {
    const world = play([...released, allow('acme/logistics', 'S1', ['borealis'])]);
    play([offer('acme/logistics', ['S1'], 'carter')], world);
    assert.equal(item(world, 'S1')?.custodian, 'acme', 'an offer alone moves nothing');
    play(
      [answer('carter/logistics', 'acceptHandover', ['S1']), changeState('carter/logistics', 'S1', 'inTransit')],
      world,
    );
    play(
      [offer('carter/logistics', ['S1'], 'borealis'), answer('borealis/logistics', 'acceptHandover', ['S1'])],
      world,
    );
    play([offer('acme/sales', ['S1'], 'borealis', 'title')], world);
    assert.deepEqual([item(world, 'S1')?.owner, item(world, 'S1')?.custodian], ['acme', 'borealis']);
    play([answer('borealis/buyer', 'acceptHandover', ['S1'])], world);
    assert.deepEqual([item(world, 'S1')?.owner, item(world, 'S1')?.custodian], ['borealis', 'borealis']);
    assert.deepEqual(item(world, 'S1')?.passTo, [], 'the leave of the former owner has ended');
    assert.equal(world.all('items/handover').length, 3);
  });

  test('cannot skip a hand-over: who was not handed the item cannot hand it on, who was not offered it cannot take it', () => {
    const world = play([
      ...released,
      allow('acme/logistics', 'S1', ['borealis']),
      offer('acme/logistics', ['S1'], 'carter'),
    ]);
    const skipped: readonly (readonly [Later, string])[] = [
      [offer('carter/logistics', ['S1'], 'borealis'), 'items.not_custodian'],
      [sign('borealis/logistics', 'acceptHandover', 'S1'), 'items.not_receiver'],
    ];
    for (const [step, outcome] of skipped) assert.equal(world.do(step(world)).outcome, outcome);
  });

  test('is not changed while an offer is open, so that the receiver gets what it saw', () => {
    const world = play(shipment.slice(0, -1));
    const changes: readonly Later[] = [
      changeState('acme/quality', 'S1', 'rejected'),
      attach('acme/operator', 'S1', code('A1')),
      offer('acme/logistics', ['S1'], 'borealis'),
      allow('acme/logistics', 'S1', ['borealis']),
    ];
    for (const change of changes) assert.equal(world.do(change(world)).outcome, 'items.offer_open');
  });

  test('is not used, not added to and not split while an offer is open', () => {
    const world = play([...stocked, offer('acme/logistics', ['L1'], 'carter')]);
    for (const change of [consume('acme/operator', 'L1', 'S2', 1), split('acme/operator', 'L1', 1, 'L1-a')]) {
      assert.equal(world.do(change(world)).outcome, 'items.offer_open');
    }
    const other = play([...stocked, offer('acme/logistics', ['S2'], 'carter')]);
    assert.equal(other.do(consume('acme/operator', 'L1', 'S2', 1)(other)).outcome, 'items.offer_open');
  });

  test('is scrapped by its owner, not by who carries it', () => {
    const world = play(carried);
    assert.equal(world.do(changeState('carter/logistics', 'S1', 'scrapped')(world)).outcome, 'items.not_owner');
    play([changeState('acme/quality', 'S1', 'scrapped')], world);
  });

  for (const [by, state] of [
    ['acme/logistics', 'withdrawn'],
    ['carter/logistics', 'declined'],
  ] as const) {
    test(`stays where it is when the offer is ${state}, and can be offered again`, () => {
      const world = play([...shipment.slice(0, -1), answer(by, 'withdrawHandover', ['S1'])]);
      assert.equal(item(world, 'S1')?.custodian, 'acme');
      assert.equal(world.all('items/handover')[0]?.state, state);
      play([offer('acme/logistics', ['S1'], 'carter')], world);
    });
  }

  test('is seen by its owner, its custodian, and those to whom it is offered or may be handed on', () => {
    const world = play(shipment.slice(0, -2));
    assert.deepEqual(readers(world, 'S1'), ['acme', 'acme']);
    play([allow('acme/logistics', 'S1', ['borealis']), offer('acme/logistics', ['S1'], 'carter')], world);
    assert.deepEqual(readers(world, 'S1'), ['acme', 'acme', 'carter', 'borealis']);
  });

  test('that is sold and handed over at once changes both at once', () => {
    const world = play([...offered, answer('borealis/logistics', 'acceptHandover', ['S1'])]);
    assert.deepEqual([item(world, 'S1')?.owner, item(world, 'S1')?.custodian], ['borealis', 'borealis']);
  });

  test('an agent offers custody within its mandate, but not title', () => {
    const line = { what: 'items.offerCustody', unit: 'item', mostEach: 1, mostPerPeriod: 1, periodMs: 86_400_000 };
    const mandate = [{ ...line, untilMs: Number.MAX_SAFE_INTEGER }];
    const world = play([
      ...released,
      { by: 'acme/admin', action: 'membership.setMandate', input: { actor: 'acme/agent', mandate } },
    ]);
    const attempt = (passes: string) => world.do(offer('acme/agent', ['S1'], 'carter', passes)(world)).outcome;
    assert.deepEqual([attempt('title'), attempt('custody')], ['mandate_missing', 'accepted']);
  });
});

describe('what goes into what', () => {
  test('is written on the item and as a link that both directions find; the lot has that much less', () => {
    const world = play([...stocked, consume('acme/operator', 'L1', 'S2', 400)]);
    assert.equal(item(world, 'L1')?.quantity, 600);
    const part = { item: itemId(world, 'L1'), quantity: 400, unit: 'gram' };
    assert.deepEqual(item(world, 'S2')?.madeFrom, [part]);
    const [link] = world.all('items/part');
    assert.deepEqual([link?.part, link?.of], [itemId(world, 'L1'), itemId(world, 'S2')]);
    assert.deepEqual(world.state.list('items/part', 'of', itemId(world, 'S2'), '', 9), [link?.id]);
  });

  test('the last of a lot, and a part that was built in, are consumed', () => {
    const world = play([
      ...stocked,
      changeState('acme/quality', 'S1', 'released'),
      consume('acme/operator', 'L1', 'S2', 1000),
      consume('acme/operator', 'S1', 'S2', 1),
    ]);
    assert.deepEqual([item(world, 'L1')?.state, item(world, 'S1')?.state], ['consumed', 'consumed']);
  });

  test('a split lot is a lot of its own that knows where it came from', () => {
    const world = play([...stocked, split('acme/operator', 'L1', 300, 'L1-a')]);
    assert.deepEqual([item(world, 'L1')?.quantity, item(world, 'L1-a')?.quantity], [700, 300]);
    assert.equal(item(world, 'L1-a')?.state, 'released');
    assert.deepEqual(item(world, 'L1-a')?.madeFrom, [{ item: itemId(world, 'L1'), quantity: 300, unit: 'gram' }]);
  });

  test('nothing goes, by any detour, into what it came from', () => {
    const world = play([
      plate,
      bar,
      registerLot('acme', 'BAR-1', 'L1', 100),
      registerLot('acme', 'BAR-1', 'L2', 100),
      split('acme/operator', 'L1', 50, 'L1-a'),
      changeState('acme/quality', 'L1-a', 'released'),
      consume('acme/operator', 'L1-a', 'L2', 10),
      changeState('acme/quality', 'L2', 'released'),
    ]);
    assert.equal(item(world, 'L1')?.state, 'made');
    assert.equal(world.do(consume('acme/operator', 'L2', 'L1', 10)(world)).outcome, 'items.into_finished');
  });

  test('a serialised part is not split', () => {
    const world = play(released);
    assert.equal(world.do(split('acme/operator', 'S1', 1, 'S1-a')(world)).outcome, 'items.tracking_differs');
  });

  test('a shop uses material that its customer lent for the customer’s own part', () => {
    const world = play([
      ...stocked,
      offer('acme/logistics', ['L1', 'S2'], 'borealis'),
      answer('borealis/logistics', 'acceptHandover', ['L1', 'S2']),
      consume('borealis/operator', 'L1', 'S2', 10),
    ]);
    assert.equal(item(world, 'L1')?.quantity, 990);
  });
});

describe('a unit of an order', () => {
  const by = { by: 'borealis/operator', via: 'production' };

  test('is made, released and used through the contracts that have the evidence', () => {
    const world = play([
      plate,
      bar,
      registerLot('acme', 'BAR-1', 'L1', 10),
      changeState('acme/quality', 'L1', 'released'),
    ]);
    play([planned('S9')], world);
    const id = itemId(world, 'S9');
    const maker = { by: 'acme/operator', via: 'production' };
    const used = callOperation(world, maker, consumeOperation, { lot: itemId(world, 'L1'), into: id, quantity: 4 });
    assert.equal(used.value, world.all('items/part')[0]?.id);
    assert.equal(callOperation(world, by, setState, { item: id, to: 'made' }).outcome, 'items.not_custodian');
    assert.equal(callOperation(world, maker, setState, { item: id, to: 'made' }).outcome, 'accepted');
    assert.equal(callOperation(world, maker, setState, { item: id, to: 'released' }).outcome, 'accepted');
    assert.equal(callOperation(world, by, itemOf, { id }).value?.state, 'released');
    play([changeState('acme/logistics', 'S9', 'inTransit'), changeState('acme/logistics', 'S9', 'released')], world);
  });

  test('has a serial number of the type that no other unit has', () => {
    const world = play(made);
    const type = typeId(world, 'PLATE-1');
    const plan = (serials: readonly string[], who: string, custodian: string) =>
      callOperation(world, { by: who, via: 'procurement' }, planUnits, {
        type,
        owner: custodian,
        custodian,
        serials,
        order: 'order-1',
      });
    assert.equal(plan(['S1'], 'acme/engineer', 'acme').outcome, 'items.number_taken');
    assert.equal(plan(['S2', 'S2'], 'acme/engineer', 'acme').outcome, 'items.number_taken');
    assert.equal(plan(['S2'], 'delta/engineer', 'borealis').outcome, 'items.type_foreign');
    assert.equal(plan(['S2', 'S3'], 'borealis/engineer', 'borealis').value?.length, 2);
    assert.equal(callOperation(world, by, typeOf, { id: type }).value?.maker, 'acme');
  });
});
