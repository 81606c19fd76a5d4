// Inspection: one row for each refusal, then the stories of two plates.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRegistry } from '#contracts/index.ts';
import { type RefusalTable, testRefusals } from '#test/refusals.ts';
import { World } from '#test/world.ts';
import {
  APPOINTED,
  applyReview,
  appoint,
  BUYER_CHARACTERISTICS,
  BUYER_VALUES,
  decide,
  type Given,
  GROUPS,
  hash,
  MADE,
  MAPPED,
  MEASURED,
  mapping,
  ORDER,
  orderIn,
  PROGRAMMES,
  plate,
  play,
  programme,
  results,
  reviewItem,
  SELLER_CHARACTERISTICS,
  SELLER_VALUES,
  type Value,
} from './plates.fixture.ts';
import { inspectionInterface } from './schema.ts';

const agree =
  (by: string, laboratory = 'carter'): Given =>
  (world) => ({ by, action: 'inspection.agreeProgramme', input: { order: orderIn(world), laboratory } });
const mapUnits =
  (item: (world: World) => string, by = 'acme/quality'): Given =>
  (world) => ({
    by,
    action: 'inspection.mapUnits',
    input: { order: orderIn(world), units: [{ item: item(world), labels: {} }] },
  });
const stopped: readonly Given[] = [...MAPPED, results('carter', SELLER_VALUES), reviewItem()];
const outside: readonly Value[] = [
  ['D', '3.7499', 'fail'],
  ['D', '4'],
  ['F', '0.047'],
];
const failed: readonly Given[] = [
  ...MAPPED,
  results('carter', SELLER_VALUES),
  results('delta', outside, { fileVerdict: 'fail' }),
  reviewItem(),
];
const MADE_FIRST = [...ORDER, ...MADE];
const FAILED_COVERS = [{ code: 'laboratories_disagree' }, { code: 'outside_limit', laboratory: 'delta' }];
const MISSING_COVERS = [{ code: 'unit_missing', laboratory: 'delta' }];

const table: RefusalTable<typeof inspectionInterface> = {
  order_unknown: {
    refused: {
      by: 'acme/quality',
      action: 'inspection.appointLaboratory',
      input: { order: 'order-none', laboratory: 'delta' },
    },
  },
  not_party: { given: ORDER, refused: appoint('carter/quality', 'carter') },
  not_buyer: { given: PROGRAMMES, refused: mapping({}, 'borealis/quality') },
  laboratory_unknown: { given: ORDER, refused: appoint('acme/quality', 'nobody') },
  laboratory_appointed: { given: APPOINTED, refused: appoint('acme/quality', 'acme') },
  not_laboratory: { given: APPOINTED, refused: programme('acme', BUYER_CHARACTERISTICS) },
  programme_registered: { given: PROGRAMMES, refused: programme('delta', BUYER_CHARACTERISTICS) },
  programme_unknown: { given: APPOINTED, refused: mapping() },
  characteristic_repeated: {
    given: APPOINTED,
    refused: programme('delta', [...BUYER_CHARACTERISTICS, ...BUYER_CHARACTERISTICS]),
  },
  limit_contradicts: {
    given: APPOINTED,
    refused: programme('delta', [{ id: 'F', kind: 'Flatness', limitFrom: 'zone', lower: '0', upper: '1' }]),
  },
  agreed_already: { given: [...PROGRAMMES, agree('acme/quality')], refused: agree('acme/quality') },
  laboratories_differ: { given: PROGRAMMES, refused: mapping({ laboratories: { seller: 'carter' } }) },
  characteristic_unmapped: { given: PROGRAMMES, refused: mapping({ groups: GROUPS.slice(0, 1) }) },
  characteristic_mapped_twice: { given: PROGRAMMES, refused: mapping({ groups: [...GROUPS, ...GROUPS] }) },
  characteristic_unknown: { given: MAPPED, refused: results('delta', [['d1', '4']]) },
  mapping_unknown: { given: PROGRAMMES, refused: reviewItem() },
  item_foreign: { given: MAPPED, refused: results('delta', BUYER_VALUES, { item: 'item-none' }) },
  unit_label_taken: {
    given: PROGRAMMES,
    refused: (world) => {
      const units = ['1', '2'].map((number) => ({ item: plate(world, number), labels: { seller: '1' } }));
      const step = mapping({ units });
      return typeof step === 'function' ? step(world) : step;
    },
  },
  unit_unmapped: { given: [...PROGRAMMES, mapping({ units: [] })], refused: reviewItem() },
  result_recorded: { given: MEASURED, refused: results('delta', BUYER_VALUES) },
  review_final: { given: [...MEASURED, reviewItem()], refused: reviewItem() },
  review_open: { given: stopped, refused: applyReview() },
  review_unknown: { given: MEASURED, refused: decide('reject', []) },
  reason_not_covered: { given: stopped, refused: decide('accept', []) },
  cover_unknown: { given: stopped, refused: decide('reject', [{ code: 'outside_limit', laboratory: 'carter' }]) },
  outside_needs_concession: { given: failed, refused: decide('accept', FAILED_COVERS) },
  concession_needless: { given: stopped, refused: decide('concession', MISSING_COVERS) },
};

testRefusals(inspectionInterface, table);

describe('two plates', () => {
  const review = (world: World) => world.get('inspection/review', plate(world));
  const itemState = (world: World) => world.get('items/item', plate(world))?.state;

  test('a plate that both laboratories find inside the same limits passes, and its custodian has released it', () => {
    const world = play(new World(), [
      ...MEASURED.slice(0, ORDER.length),
      ...MADE,
      ...MEASURED.slice(ORDER.length),
      reviewItem(),
    ]);
    assert.equal(review(world)?.state, 'passes');
    assert.equal(itemState(world), 'released');
    assert.deepEqual(review(world)?.groups, [
      {
        name: 'Diameter 4',
        seller: { measured: 2, outside: 0, notMeasured: 0, smallest: '4.01', largest: '4.25' },
        buyer: { measured: 2, outside: 0, notMeasured: 0, smallest: '3.75', largest: '+4.0' },
      },
      {
        name: 'Flatness',
        seller: { measured: 1, outside: 0, notMeasured: 0, smallest: '0.003', largest: '0.003' },
        buyer: { measured: 1, outside: 0, notMeasured: 0, smallest: '0.047', largest: '0.047' },
      },
    ]);
  });

  test('a result counts each value against its own limit, beside the file’s verdict', () => {
    const world = play(new World(), failed);
    const result = world.get('inspection/result', `${plate(world)}:delta`);
    assert.deepEqual(result?.counts, {
      inside: 2,
      outside: 1,
      noLimit: 0,
      impossible: 0,
      notComparable: 0,
      notMeasured: 0,
      differsFromFile: 0,
    });
    assert.equal(result?.verdict, 'fail');
  });

  test('a plate outside a limit is taken by concession, with its reason and signer, and released by who holds it', () => {
    const world = play(new World(), [
      ...MADE_FIRST,
      ...failed.slice(ORDER.length),
      decide('concession', FAILED_COVERS),
    ]);
    assert.equal(review(world)?.state, 'concession');
    const [decision] = world.all('inspection/decision');
    assert.deepEqual(
      [decision?.by, decision?.verdict, decision?.reason],
      ['acme/quality', 'concession', hash('reason')],
    );
    assert.equal(itemState(world), 'made', 'the buyer does not hold it');
    play(world, [applyReview()]);
    assert.equal(itemState(world), 'released');
  });

  test('a rejected plate is rejected for good', () => {
    const world = play(new World(), [
      ...MADE_FIRST,
      ...failed.slice(ORDER.length),
      decide('reject', []),
      applyReview(),
    ]);
    assert.deepEqual([review(world)?.state, itemState(world)], ['rejected', 'rejected']);
    assert.equal(world.do(step(world, decide('concession', FAILED_COVERS))).outcome, 'inspection.review_final');
    assert.equal(world.do(step(world, reviewItem())).outcome, 'inspection.review_final');
  });

  test('results that come later are reviewed again; after a decision none come', () => {
    const world = play(new World(), stopped);
    play(world, [results('delta', BUYER_VALUES), reviewItem()]);
    assert.equal(review(world)?.state, 'passes');
    const decided = play(new World(), [...stopped, decide('accept', MISSING_COVERS)]);
    assert.equal(review(decided)?.state, 'accepted');
    assert.equal(decided.do(step(decided, results('delta', BUYER_VALUES))).outcome, 'inspection.review_final');
  });

  test('only who holds the plate moves it', () => {
    const world = play(new World(), [...MADE_FIRST, ...MEASURED.slice(ORDER.length), reviewItem('acme/quality')]);
    assert.equal(itemState(world), 'made');
    assert.equal(world.do(step(world, applyReview('acme/logistics'))).outcome, 'items.not_custodian');
  });

  test('a mapping can be corrected until the review has ended', () => {
    const world = play(new World(), [...stopped, mapping()]);
    assert.equal(world.get('inspection/mapping', orderIn(world))?.version, 2);
    play(world, [decide('reject', [])]);
    assert.equal(world.do(step(world, mapUnits(plate))).outcome, 'inspection.review_final');
  });

  test('one laboratory is enough where both parties agreed to its limits', () => {
    const world = play(new World(), [
      ...ORDER,
      appoint('borealis/quality', 'carter'),
      programme('carter', SELLER_CHARACTERISTICS),
      agree('acme/quality'),
      agree('borealis/quality'),
      mapping({
        laboratories: { seller: 'carter' },
        groups: GROUPS.map((group) => ({ ...group, buyer: [] })),
        units: [],
      }),
      (w) => ({
        by: 'acme/quality',
        action: 'inspection.mapUnits',
        input: { order: orderIn(w), units: [{ item: plate(w), labels: { seller: '1' } }] },
      }),
      results('carter', SELLER_VALUES),
      reviewItem(),
    ]);
    assert.equal(review(world)?.state, 'passes');
  });

  test('a machine records results and agents decide nothing', () => {
    const world = play(new World(), MAPPED);
    const measured = { ...step(world, results('delta', BUYER_VALUES)), by: 'delta/machine' };
    assert.equal(world.do(measured).outcome, 'accepted');
    play(world, [reviewItem()]);
    const decided = { ...step(world, decide('reject', [])), by: 'acme/agent' };
    assert.equal(world.do(decided).outcome, 'role_not_allowed');
  });

  test('a laboratory does not see the other’s results, but the review of both', () => {
    const world = play(new World(), [...MEASURED, reviewItem()]);
    const readers = (kind: string, id: string) => createRegistry().readers(kind, world.state.get(kind, id) ?? '');
    assert.deepEqual(readers('inspection/result', `${plate(world)}:carter`), ['acme', 'borealis', 'carter']);
    assert.deepEqual(readers('inspection/review', plate(world)), ['acme', 'borealis', 'delta', 'carter']);
  });
});

function step(world: World, given: Given) {
  return typeof given === 'function' ? given(world) : given;
}
