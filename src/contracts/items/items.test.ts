// The items contract: its refusals, and things that are handed on.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { testRefusals } from '#test/refusals.ts';
import type { World } from '#test/world.ts';
import {
  answer,
  attach,
  certify,
  changeState,
  consume,
  item,
  itemId,
  type Later,
  made,
  offer,
  passport,
  plan,
  plate,
  play,
  printedCode,
  registerItem,
  registerLot,
  released,
  splitLot,
  stocked,
} from './items.fixture.ts';
import { items } from './items.ts';
import { keep, keeper } from './keeper.fixture.ts';

/** carter carries S1 for acme. */
const carried = [
  ...released,
  offer('acme/logistics', ['S1'], 'carter'),
  answer('carter/logistics', 'acceptHandover', ['S1']),
];
const offered = [...released, offer('acme/logistics', ['S1'], 'borealis', 'both')];

const allow =
  (by: string, number: string, to: readonly string[]): Later =>
  (world) => ({ by, action: 'items.allowHandover', input: { items: [itemId(world, number)], to } });
/** Signs for the hand-over of an item whatever has become of it. */
const sign =
  (by: string, action: string, number: string): Later =>
  (world) => {
    const handover = world.all('items/handover').find((one) => one.item === itemId(world, number));
    return { by, action: `items.${action}`, input: { handovers: [String(handover?.id ?? 'handover-none')] } };
  };
const sixteenIdentifiers = Array.from({ length: 16 }, (_, i) =>
  attach('acme/operator', 'S1', printedCode(`code ${i}`)),
);

testRefusals(
  items,
  {
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
      given: [...stocked, attach('acme/operator', 'S1', printedCode('A1'))],
      refused: attach('acme/operator', 'S2', printedCode('A1')),
    },
    document_attached: {
      given: [...made, certify('acme/quality', 'S1', 'c')],
      refused: certify('acme/quality', 'S1', 'c'),
    },
    item_full: {
      given: [...made, ...sixteenIdentifiers],
      refused: attach('acme/operator', 'S1', printedCode('one more')),
    },
    offer_open: { given: offered, refused: changeState('acme/quality', 'S1', 'inService') },
    item_bound: {
      given: [...released, keep('acme/logistics', 'bind', 'S1')],
      refused: offer('acme/logistics', ['S1'], 'borealis'),
    },
    not_bound: { given: released, refused: keep('acme/logistics', 'release', 'S1') },
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
      given: [plate, plan('acme', 'S9')],
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
    passport_public: {
      given: [...made, passport('acme/sales', 'publishPassport', 'S1')],
      refused: passport('acme/quality', 'publishPassport', 'S1'),
    },
    passport_unknown: { given: made, refused: passport('acme/sales', 'withdrawPassport', 'S1') },
  },
  { contracts: [keeper] },
);

const readers = (world: World, number: string) => {
  const text = world.state.get('items/item', itemId(world, number));
  assert.ok(text !== undefined);
  return world.registry.readers('items/item', text);
};

describe('a lot with its certificate', () => {
  const certified = [...stocked, certify('acme/quality', 'L1', 'c')];

  test('keeps it when it is split, with who attached it and when', () => {
    const world = play([...certified, splitLot('acme/operator', 'L1', 300, 'L2')]);
    const [own, split] = [item(world, 'L1')?.documents, item(world, 'L2')?.documents];
    const document = { kind: 'materialCertificate', commitment: `${'c'.repeat(42)}A`, by: 'acme', atMs: world.timeMs };
    assert.deepEqual([own, split], [[document], [document]]);
  });

  test('has sixteen at most, and each is attached by who holds the lot', () => {
    const sixteen = [...'0123456789abcdef'].map((digit) => certify('acme/quality', 'L1', digit));
    const world = play([...stocked, ...sixteen]);
    assert.equal(world.do(certify('acme/quality', 'L1', 'g')(world)).outcome, 'items.item_full');
    assert.equal(world.do(certify('borealis/quality', 'L1', 'g')(world)).outcome, 'items.not_custodian');
  });
});

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
      attach('acme/operator', 'S1', printedCode('A1')),
      offer('acme/logistics', ['S1'], 'borealis'),
      allow('acme/logistics', 'S1', ['borealis']),
    ];
    for (const change of changes) assert.equal(world.do(change(world)).outcome, 'items.offer_open');
  });

  test('is not used, not added to and not split while an offer is open', () => {
    const world = play([...stocked, offer('acme/logistics', ['L1'], 'carter')]);
    for (const change of [consume('acme/operator', 'L1', 'S2', 1), splitLot('acme/operator', 'L1', 1, 'L1-a')]) {
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
