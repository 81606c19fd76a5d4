// What a part costs by a shop's rules: reckoned by hand for the plate of the market, and held to what must always be so.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '#core/canonical-json.ts';
import { START_MS } from '#test/world.ts';
import { DAY_MS, HASH, rulesWith } from './market.fixture.ts';
import { type Asked, asPriceRules, type PriceRules, quote } from './price-rules.ts';

/** Four plates of 96 × 96 × 16 mm, five machine hours in all, needed in 40 days. */
function asked(changes: { readonly order?: object; readonly requirement?: object } = {}): Asked {
  const neededByMs = START_MS + 40 * DAY_MS;
  const order = { itemType: 'type-1', quantity: 4, unit: 'EUR', neededByMs, deliveryPlace: HASH };
  const process: Asked['requirement']['process'] = 'separating';
  const requirement = {
    ...{ process, material: 'EN AW-6082', envelopeMicrometres: { x: 96_000, y: 96_000, z: 16_000 } },
    ...{ certificates: [], exportZones: [], machineMinutes: 300, neededByMs },
  };
  return {
    buyer: 'acme',
    order: { ...order, terms: [], assumed: [], payment: 'hold', ...changes.order },
    requirement: { ...requirement, certificates: [], exportZones: [], ...changes.requirement },
  };
}

function priceOf(rules: PriceRules, changes: Parameters<typeof asked>[0] = {}): number | string {
  const quoted = quote(rules, asked(changes), START_MS);
  return 'unpriced' in quoted ? quoted.unpriced.code : quoted.unitPriceCents;
}

// Set-up 100.00, machine 300.00, four blocks of 540 g at 5.40, handling 20.00: cost 441.60; with 20 % 529.92.
const prices: readonly (readonly [name: string, Partial<PriceRules>, Parameters<typeof asked>[0], number | string])[] =
  [
    ['the usual', {}, {}, 13_248],
    [
      'a discount of the buyer',
      { buyers: { discounts: [{ member: 'acme', basisPoints: 500 }], refused: [] } },
      {},
      12_696,
    ],
    [
      'a discount of another',
      { buyers: { discounts: [{ member: 'delta', basisPoints: 500 }], refused: [] } },
      {},
      13_248,
    ],
    ['never below the least margin', { quantity: [{ fromQuantity: 2, basisPoints: 9_000 }] }, {}, 11_592],
    [
      'the last quantity that fits counts',
      { quantity: [1, 4, 5].map((fromQuantity) => ({ fromQuantity, basisPoints: fromQuantity * 100 })) },
      {},
      12_807,
    ],
    [
      'the nearest haste that fits counts',
      { haste: [60, 45, 30].map((withinDays) => ({ withinDays, basisPoints: 100 * withinDays })) },
      {},
      18_216,
    ],
    ['not less than an order', { leastOrderCents: 100_001 }, {}, 25_001],
    ['one unit', {}, { order: { quantity: 1 }, requirement: { machineMinutes: 120 } }, 27_648],
    ['a minute begun is reckoned by the cent', {}, { requirement: { machineMinutes: 1 } }, 4_278],
    ['money of another unit', {}, { order: { unit: 'USD' } }, 'unit_other'],
    ['a process without a rate', {}, { requirement: { process: 'powderBedFusion' } }, 'process_unpriced'],
    ['a material without a price', {}, { requirement: { material: 'Ti-6Al-4V' } }, 'material_unpriced'],
    ['no material', {}, { requirement: { material: undefined } }, 'material_unpriced'],
    ['no size', {}, { requirement: { envelopeMicrometres: undefined } }, 'size_unknown'],
    [
      'more than the ledger writes',
      {},
      { order: { quantity: 1_000_000_000 }, requirement: { envelopeMicrometres: { x: 1e9, y: 1e9, z: 1e9 } } },
      'price_too_large',
    ],
  ];

for (const [name, changes, what, expected] of prices)
  test(`price: ${name}`, () => assert.equal(priceOf(rulesWith(changes), what), expected));

test('a price tells each part that it is made of', () => {
  const quoted = quote(rulesWith({ leastOrderCents: 60_000 }), asked(), START_MS);
  assert.ok(!('unpriced' in quoted));
  assert.deepEqual(
    quoted.reasons.map(({ sentence }) => sentence),
    [
      'set-up: 100.00 EUR',
      '300 machine minutes: 300.00 EUR',
      '4 blocks of EN AW-6082: 21.60 EUR',
      'handling 4 units: 20.00 EUR',
      'margin: +20 %',
      'at least 600.00 EUR an order',
      '150.00 EUR a unit, the least 150.00 EUR',
    ],
  );
});

test('a price covers cost and least margin, and more of anything never costs less in all', () => {
  const facts = { minutes: fc.integer({ min: 1, max: 1e6 }), edge: fc.integer({ min: 1, max: 1e7 }) };
  const number = fc.integer({ min: 1, max: 10_000 });
  fc.assert(
    fc.property(
      number,
      facts.minutes,
      facts.edge,
      fc.integer({ min: 0, max: 9_000 }),
      (quantity, minutes, edge, off) => {
        const rules = rulesWith({ buyers: { discounts: [{ member: 'acme', basisPoints: off }], refused: [] } });
        const box = { x: edge, y: edge, z: edge };
        const needs = { machineMinutes: minutes, envelopeMicrometres: box };
        const quoted = quote(rules, asked({ order: { quantity }, requirement: needs }), START_MS);
        if ('unpriced' in quoted) return;
        const { unitPriceCents, leastUnitPriceCents } = quoted;
        assert.ok(unitPriceCents >= leastUnitPriceCents && Number.isSafeInteger(unitPriceCents * quantity));
        const machineCents = (6_000 * minutes) / 60;
        assert.ok(leastUnitPriceCents * quantity >= (10_000 + machineCents + 500 * quantity) * 1.05 - 1);
        const more = quote(
          rules,
          asked({ order: { quantity }, requirement: { ...needs, machineMinutes: minutes + 1 } }),
          START_MS,
        );
        assert.ok('unpriced' in more || more.unitPriceCents >= unitPriceCents);
      },
    ),
  );
});

const broken: readonly (readonly [change: JsonObject, message: RegExp])[] = [
  [{ unit: 'eur' }, /^rules\.json: \/unit /],
  [{ marginBasisPoints: 1.5 }, /^rules\.json: \/marginBasisPoints /],
  [{ surprise: 1 }, /^rules\.json: .*schema is false/],
  [{ leastMarginBasisPoints: 2_001 }, /^rules\.json: \/leastMarginBasisPoints is above \/marginBasisPoints$/],
  [{ materials: [0, 1].map(() => ({ name: 'A', densityKgPerM3: 1, centsPerKg: 1 })) }, /\/materials\/1 has a name/],
  [
    { buyers: { discounts: [0, 1].map(() => ({ member: 'acme', basisPoints: 1 })), refused: [] } },
    /\/buyers\/discounts\/1 has a name that is there already$/,
  ],
];

test('rules with a fault are refused, and the place is named', () => {
  for (const [change, message] of broken)
    assert.throws(() => asPriceRules('rules.json', { ...rulesWith(), ...change }), {
      code: 'price_rules_invalid',
      message,
    });
});
