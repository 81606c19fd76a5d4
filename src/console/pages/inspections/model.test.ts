import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Inspection, lanesOf, stripsOf, unitsOf } from './model.ts';

const PARTIES = { order: 'order-1', buyer: 'northwind', seller: 'harbour' };
const LABORATORIES = { seller: 'metrica', buyer: 'calibra' };
const BORE = { id: '25', kind: 'Diameter', name: 'Bore', nominal: '12.0', unit: 'mm' };

type Value = readonly [characteristic: string, value: string | undefined, fileVerdict: 'pass' | 'fail' | 'none'];

function programme(laboratory: string, characteristics: Inspection['programmes'][number]['characteristics']) {
  return { id: `order-1:${laboratory}`, ...PARTIES, laboratory, file: 'f', agreedBy: [], characteristics };
}

function result(item: string, laboratory: string, values: readonly Value[]): Inspection['results'][number] {
  const none = {
    inside: 0,
    outside: 0,
    noLimit: 0,
    impossible: 0,
    notComparable: 0,
    notMeasured: 0,
    differsFromFile: 0,
  };
  return {
    ...{ id: `${item}:${laboratory}`, ...PARTIES, item, laboratory, file: 'f', by: `${laboratory}/quality`, atMs: 1 },
    ...{ fileVerdict: 'none', verdict: 'undecided', counts: none },
    values: values.map(([characteristic, value, fileVerdict]) => ({
      ...{ characteristic, fileVerdict },
      ...(value === undefined ? {} : { value }),
    })),
  };
}

/** The bore and the flatness of the sample order: limits in two ways of writing, one laboratory without a limit. */
const PLATES: Inspection = {
  mapping: {
    ...{ id: 'order-1', ...PARTIES, version: 1, laboratories: LABORATORIES, by: 'northwind/quality' },
    groups: [
      { name: 'Bore = DIAMETER5', kind: 'Diameter', nominal: '12.0', seller: ['25'], buyer: ['25'] },
      { name: 'Flatness A', kind: 'Flatness', seller: ['34'], buyer: ['34'] },
    ],
    labels: { seller: [], buyer: [] },
  },
  programmes: [
    programme('calibra', [
      { ...BORE, limitFrom: 'deviation', lower: '-0.05', upper: '0.05' },
      { id: '34', kind: 'Flatness', limitFrom: 'none', unit: 'mm' },
    ]),
    programme('metrica', [
      { ...BORE, limitFrom: 'absolute', lower: '11.95', upper: '12.05' },
      { id: '34', kind: 'Flatness', limitFrom: 'zone', upper: '0.1', unit: 'mm' },
    ]),
  ],
  results: [
    result('item-c', 'metrica', [
      ['25', '12.046', 'pass'],
      ['34', '0.031', 'pass'],
    ]),
    result('item-c', 'calibra', [
      ['25', '12.053', 'pass'],
      ['34', '0.035', 'none'],
    ]),
    result('item-a', 'metrica', [['25', '12.011', 'pass']]),
  ],
  units: [],
  reviews: [],
  decisions: [],
  numbers: new Map([
    ['item-c', 'PLATE-003'],
    ['item-a', 'PLATE-001'],
  ]),
};

test('a strip has a lane for each laboratory, with limits as absolute values however they were written', () => {
  const [bore] = stripsOf(PLATES);
  assert.ok(bore !== undefined);
  assert.deepEqual(
    lanesOf(bore).map(({ laboratory, side, limits: { lower, upper } }) => [laboratory, side, lower, upper]),
    [
      ['metrica', 'seller', '11.95', '12.05'],
      ['calibra', 'buyer', '11.95', '12.05'],
    ],
  );
  assert.equal(bore.plots.length, 1);
  assert.equal(bore.unit, 'mm');
});

test('a value outside counts, names the unit on which the laboratories disagree, and is held against the file', () => {
  const [bore] = stripsOf(PLATES);
  assert.deepEqual([bore?.outside, bore?.disagree, bore?.differs], [1, ['item-c'], 1]);
});

test('a laboratory without a limit is not judged by the other’s, and what a file leaves out was not measured', () => {
  const [, flatness] = stripsOf(PLATES);
  assert.ok(flatness !== undefined);
  const judged = lanesOf(flatness).map(({ laboratory, judged }) => [laboratory, judged.map((one) => one.judgement)]);
  assert.deepEqual(judged, [
    ['metrica', ['inside', 'notMeasured']],
    ['calibra', ['noLimit']],
  ]);
  assert.equal(flatness.unjudged, 1);
});

test('without a mapping each characteristic that one sees stands for itself', () => {
  const own = { ...PLATES, mapping: undefined, programmes: PLATES.programmes.slice(1) };
  assert.deepEqual(
    stripsOf(own).map(({ name, plots }) => [name, plots.length]),
    [
      ['Bore', 1],
      ['34', 1],
    ],
  );
});

test('units stand in the order of their numbers and are called by what tells them apart', () => {
  assert.deepEqual(
    [...unitsOf(PLATES).values()].map(({ short }) => short),
    ['001', '003'],
  );
  const hidden = { ...PLATES, numbers: new Map([['item-c', 'PLATE-003']]) };
  assert.deepEqual(
    [...unitsOf(hidden)].map(([item, { name, short }]) => [item, name, short]),
    [
      ['item-c', 'PLATE-003', '003'],
      ['item-a', 'item-a', 'item-a'],
    ],
  );
});
