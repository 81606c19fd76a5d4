import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openConditions, partsOf } from '#contracts/procurement/rules.ts';
import type { Change, Item, ItemType, Money, Order, Plan, Review } from '../../parts/order/facts.ts';
import { leftOpen, type TermValue, termLines } from '../../parts/order/terms.ts';
import { changeLines } from './changes.ts';
import { partCents, partLines, piecesOf } from './money.ts';
import { unitLines } from './units.ts';

/** As the tour's order has them. */
const ORDER: Order = {
  ...{ id: 'order-a', buyer: 'northwind', seller: 'harbour', itemType: 'type-a', quantity: 4, unit: 'EUR' },
  ...{ unitPriceCents: 18_500, totalCents: 74_000, neededByMs: 1_901_059_199_999, deliveryPlace: 'Zx49' },
  ...{ payment: 'hold', state: 'closed', feeCents: 370, feeTo: 'ledgerbank', designVersion: 'version-a' },
  conditions: {
    incoterm: { code: 'DAP', place: 'the delivery place' },
    acceptanceDays: 10,
    warrantyDays: 730,
    law: 'DE',
  },
  milestones: [
    { name: 'inspected', shareBasisPoints: 3000, when: 'inspected' },
    { name: 'accepted', shareBasisPoints: 7000, when: 'accepted' },
  ],
  terms: [
    { name: 'deburred' },
    {
      name: 'dimensions',
      measure: 'each characteristic inside its limits',
      unit: 'mm',
      limit: '0',
      evidenceSource: 'QIF results',
    },
  ],
  assumed: ['unit', 'conditions', 'dimensions'],
};
const TYPE: ItemType = {
  ...{
    id: 'type-a',
    maker: 'northwind',
    partNumber: 'BRACKET-PLATE',
    name: 'BRACKET-PLATE',
    tracking: 'serial',
    unit: 'piece',
  },
};
const MONEY: Money = {
  ...{ order: 'order-a', buyer: 'northwind', seller: 'harbour', unit: 'EUR', heldCents: 0, paidCents: 55_500 },
  ...{ returnedCents: 18_500, earnedCents: 55_500, keptCents: 0, retainedCents: 0, frozenRetainedCents: 0 },
  ...{ lateCents: 0, lateDueCents: 0, disputes: { buyer: 0, seller: 0 } },
  parts: [
    { count: 3, settledCents: 22_200, frozenCents: 0, disposedCents: 0 },
    { count: 3, settledCents: 51_800, frozenCents: 0, disposedCents: 0 },
  ],
};

const words = (values: readonly TermValue[]): string =>
  values
    .map((value) => ('text' in value && value.text !== undefined ? value.text : Object.values(value).at(-1)))
    .join(' ');

describe('terms of an order', () => {
  test('stand in the trade’s order, with what the buyer assumed', () => {
    const plan = {
      steps: [
        { member: 'metrica', evidence: ['qifResults'] },
        { member: 'calibra', evidence: ['qifResults'] },
      ],
    };
    // Of a plan the terms read its steps.
    const lines = termLines(ORDER, { type: TYPE, plan: plan as unknown as Plan });
    assert.deepEqual(
      lines.map(
        ({ label, values, assumed }) => `${label}: ${words(values)}${assumed === undefined ? '' : ` (${assumed})`}`,
      ),
      [
        'What: BRACKET-PLATE',
        'Design version: version-a',
        'How many: 4 pieces',
        'Price each: 185.00 EUR',
        'Total: 740.00 EUR (currency assumed by the buyer)',
        'Fee of the platform: 3.70 EUR ledgerbank',
        'Needed by: 1901059199999',
        'Where: DAP, the delivery place (assumed by the buyer)',
        'Address, sealed: Zx49',
        'Who inspects: metrica calibra',
        'Acceptance: 10 days after delivery, silence accepts (assumed by the buyer)',
        'Payment: the whole price is set aside when the order is placed',
        'Warranty: 730 days (assumed by the buyer)',
        'Law: DE (assumed by the buyer)',
      ],
    );
  });

  test('a request has no price yet', () => {
    const { unitPriceCents: _, totalCents: __, feeCents: ___, feeTo: ____, ...asked } = ORDER;
    assert.ok(!termLines(asked, {}).some(({ label }) => /Price|Total|Fee/.test(label)));
  });

  test('what an order leaves to persons is named', () => {
    assert.deepEqual(leftOpen(ORDER), [
      'liability limit',
      'forum',
      'arbiter',
      'dispute',
      'lapse days',
      'retention',
      'late',
    ]);
  });
});

test('the contract computes the same parts of a price, and leaves the same to persons', () => {
  const odd: Order = {
    ...ORDER,
    totalCents: 1_001,
    milestones: [3333, 3333, 3334].map((shareBasisPoints, i) => ({
      name: `part ${i}`,
      shareBasisPoints,
      when: i === 1 ? 'decision' : 'built',
    })),
  };
  const { milestones: _, conditions: __, ...plain } = ORDER;
  for (const order of [ORDER, odd, plain, { ...plain, payment: 'invoice' as const }]) {
    assert.deepEqual(partCents(order), partsOf(order));
    assert.equal(leftOpen(order).length, openConditions(order).filter((name) => !name.startsWith('terms.')).length);
  }
});

describe('money of an order', () => {
  test('its pieces add up to the price', () => {
    const all: readonly Money[] = [
      MONEY,
      {
        ...MONEY,
        heldCents: 30_000,
        paidCents: 40_000,
        returnedCents: 4_000,
        retainedCents: 6_000,
        frozenRetainedCents: 1_000,
      },
    ];
    for (const money of all) {
      const sum = piecesOf(ORDER, money).reduce((cents, piece) => cents + piece.cents, 0);
      assert.equal(sum, ORDER.totalCents);
    }
    assert.deepEqual(
      piecesOf(ORDER, MONEY).map(({ key, cents }) => [key, cents]),
      [
        ['paid', 55_500],
        ['returned', 18_500],
      ],
    );
  });

  test('each part of the price has its amount and what was given of it', () => {
    assert.deepEqual(
      partLines(ORDER, MONEY).map(({ name, when, cents, givenCents }) => [name, when, cents, givenCents]),
      [
        ['inspected', 'a unit is inspected', 22_200, 22_200],
        ['accepted', 'a unit is accepted', 51_800, 51_800],
      ],
    );
  });
});

test('a change shows what would be otherwise, and nothing that stays', () => {
  const change: Change = {
    ...{
      order: 'order-a',
      buyer: 'northwind',
      seller: 'harbour',
      by: 'northwind',
      totalCents: 111_000,
      topUpCents: 37_000,
    },
    ...{ state: 'proposed' },
    changes: { quantity: 6, unitPriceCents: 18_500, terms: [{ name: 'deburred', evidenceSource: 'photo' }] },
  };
  const told = changeLines(ORDER, change, TYPE).map(
    ({ label, before, after }) => `${label}: ${words(before ? [before] : [])} → ${words(after ? [after] : [])}`,
  );
  assert.deepEqual(told, [
    'How many: 4 pieces → 6 pieces',
    'Total: 740.00 EUR → 1110.00 EUR',
    'deburred: deburred → deburred, shown by photo',
    'dimensions: each characteristic inside its limits: 0 mm, shown by QIF results → ',
  ]);
});

test('units stand by their numbers; one that passed on is known by its review', () => {
  // Of an item and a review the grid reads only these fields.
  const item = (id: string, number: string): Item => ({ id, number, state: 'released' }) as Item;
  const review = { id: 'item-d', state: 'rejected' } as Review;
  const lines = unitLines({
    ...{ order: ORDER, progress: undefined, units: undefined, plan: undefined, jobs: [], builds: [], results: [] },
    ...{ items: [item('item-c', 'P-10'), item('item-b', 'P-9')], reviews: [review], shipments: [] },
  });
  assert.deepEqual(lines, [
    { id: 'item-b', number: 'P-9', state: 'released' },
    { id: 'item-c', number: 'P-10', state: 'released' },
    { id: 'item-d', number: undefined, state: 'rejected' },
  ]);
});
