import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { utf8 } from '#core/bytes.ts';
import { MAX_ORDER_QUANTITY, MAX_RATES_BYTES } from '../limits.ts';
import { type ModelFacts, partOf, shapeFacts } from './facts.ts';
import { type IndicativePrice, indicativePrice, type NoPrice } from './indicative-price.ts';
import { type Rates, readRates } from './rates.ts';
import { box, together, without } from './test-shapes.ts';
import type { Mesh } from './topology.ts';

const path = new URL('../../../samples/default-rates.json', import.meta.url);
const defaults = readRates('default-rates.json', readFileSync(path));
const factsOf = (mesh: Mesh): ModelFacts => ({
  format: 'stl',
  unit: 'millimeter',
  unitFrom: 'caller',
  ...shapeFacts([partOf(mesh)], 'millimeter'),
});
const milled = { process: 'separating', material: 'EN AW-6082', quantity: 4 } as const;
const cube = factsOf(box(100));

/** Sixty cents a minute: figures that can be reckoned by head. */
const milling = {
  machineCentsPerHour: 3600,
  setUpMinutes: 30,
  handlingMinutes: 5,
  removalMm3PerMinute: 10_000,
  finishingMm2PerMinute: 1000,
  allowanceMicrometres: 5000,
};
const rates: Rates = {
  currency: 'EUR',
  separating: milling,
  additive: [
    {
      process: 'powderBedFusion',
      machineCentsPerHour: 3600,
      setUpMinutes: 60,
      handlingMinutes: 10,
      buildMm3PerMinute: 500,
      extraBasisPoints: 1000,
    },
  ],
  materials: [{ name: 'EN AW-6082', densityKgPerM3: 2700, centsPerKg: 1000 }],
};

function priced(found: IndicativePrice | NoPrice): IndicativePrice {
  assert.ok('lines' in found, JSON.stringify(found));
  return found;
}
const lines = ({ lines }: IndicativePrice) => lines.map(({ code, per, cents }) => `${code} ${per} ${cents}`);

describe('an indicative price', () => {
  test('of a cube that is milled: a block of 110 mm, 331,000 mm³ of it removed, 60,000 mm² finished, 3.5937 kg', () => {
    const price = priced(indicativePrice(cube, milled, rates));
    assert.deepEqual(lines(price), [
      'setUp order 1800',
      'handling unit 300',
      'removal unit 1986',
      'finishing unit 3600',
      'material unit 3594',
    ]);
    assert.equal(price.totalCents, 1800 + 4 * (300 + 1986 + 3600 + 3594));
    assert.equal(price.unitCents, price.totalCents / 4);
    assert.equal(price.basis, 'indicative, binds nobody');
    assert.match(price.lines[2]?.text ?? '', /^331000 mm³ removed at 10000 mm³\/min, 3600 cents an hour$/);
  });

  test('of a cube that is built: 2,000 minutes, and a tenth more powder than it weighs', () => {
    const price = priced(indicativePrice(cube, { ...milled, process: 'powderBedFusion' }, rates));
    assert.deepEqual(lines(price), [
      'setUp order 3600',
      'handling unit 600',
      'build unit 120000',
      'material unit 2970',
    ]);
  });

  test('is rounded up to a cent in each line, and of one unit', () => {
    const small = factsOf(box(0.01));
    const price = priced(indicativePrice(small, { ...milled, process: 'powderBedFusion', quantity: 7 }, rates));
    assert.deepEqual(lines(price).slice(2), ['build unit 1', 'material unit 1']);
    assert.deepEqual([price.totalCents, price.unitCents], [3600 + 7 * 602, 1117]);
  });

  test('of a part that is its own block has next to nothing to remove, whatever the last digit of its box', () => {
    const separating = { ...milling, allowanceMicrometres: 0 };
    for (const size of [100, 100 / 3, 700 / 9]) {
      const { lines } = priced(indicativePrice(factsOf(box(size)), milled, { ...rates, separating }));
      assert.ok((lines.find(({ code }) => code === 'removal')?.cents ?? 2) <= 1, `${size}`);
    }
  });

  const none: readonly (readonly [NoPrice['code'], ModelFacts, object])[] = [
    ['volume_missing', factsOf(without(box(10), 0)), {}],
    ['volume_exceeds_box', factsOf(together(box(10), box(10, [0.5, 0.5, 0.5]))), {}],
    ['process_without_rate', cube, { process: 'forming' }],
    ['process_without_rate', cube, { process: 'binderJetting' }],
    ['material_without_rate', cube, { material: 'gold' }],
  ];
  for (const [code, facts, change] of none) {
    test(`there is none: ${code} ${JSON.stringify(change)}`, () => {
      const found = indicativePrice(facts, { ...milled, ...change }, rates);
      assert.equal('code' in found ? found.code : 'priced', code);
    });
  }

  test('is for a quantity that can be ordered, and an amount that is exact', () => {
    for (const quantity of [0, -1, 1.5, Number.NaN, MAX_ORDER_QUANTITY + 1])
      assert.throws(() => indicativePrice(cube, { ...milled, quantity }, rates), { code: 'price_quantity_wrong' });
    const huge = factsOf(box(900_000));
    assert.throws(() => indicativePrice(huge, { ...milled, quantity: MAX_ORDER_QUANTITY }, rates), {
      code: 'price_too_large',
    });
  });

  test('of more units is never less in all and never more for one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.constantFrom('separating', 'powderBedFusion'),
        (quantity, process) => {
          const of = (count: number) =>
            priced(indicativePrice(cube, { ...milled, process, quantity: count }, defaults));
          const [some, more] = [of(quantity), of(quantity + 1)];
          assert.ok(more.totalCents >= some.totalCents && more.unitCents <= some.unitCents);
          assert.ok(BigInt(some.unitCents) * BigInt(quantity) >= BigInt(some.totalCents));
        },
      ),
      { seed: 20_261_127, numRuns: 200 },
    );
  });
});

describe('rates', () => {
  const broken: readonly (readonly [string, Uint8Array])[] = [
    ['no JSON', utf8('rates')],
    ['no UTF-8', Uint8Array.of(0xff, 0xfe)],
    ['a field more', utf8(JSON.stringify({ ...rates, discount: 1 }))],
    ['a part of a cent', utf8(JSON.stringify({ ...rates, materials: [{ ...rates.materials[0], centsPerKg: 0.5 }] }))],
    ['a rate of nothing', utf8(JSON.stringify({ ...rates, separating: { ...milling, removalMm3PerMinute: 0 } }))],
    ['too much', new Uint8Array(MAX_RATES_BYTES + 1).fill(32)],
  ];
  for (const [name, bytes] of broken) {
    test(`${name} is refused`, () => {
      assert.throws(() => readRates('shop.json', bytes), { code: 'rates_invalid', message: /^shop\.json: / });
    });
  }
});
