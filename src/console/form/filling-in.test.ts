// What forms know: what fits in a picker, which currency an amount is in, where a refusal belongs, and how a statement is
// taken back.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contractInterfaces } from '#sdk/index.ts';
import { kindOf } from '../data/kinds.ts';
import { UNDO } from '../texts/signing.ts';
import { actionFields, hasReaders } from './action-fields.ts';
import { choicesOf, choicesWith, payees, scopeOf } from './choices.ts';
import { currencyFor } from './currency.ts';
import { draftOf, type GroupDraft, readDraft, spanText } from './draft.ts';
import { enclosedIn } from './enclosures.ts';
import type { FormField } from './form-fields.ts';
import { proposedMapping } from './mapping.ts';
import { FILE_READERS } from './readers/reading.ts';
import { refusalFaults } from './refusal-faults.ts';
import { PAYEE } from './targets.ts';
import { undoPath } from './undo.ts';

const fieldsOf = (path: string): readonly FormField[] => {
  const [name, action = ''] = path.split('.');
  const contract = contractInterfaces.find((one) => one.name === name);
  const found = contract?.actions[action];
  assert.ok(contract !== undefined && found !== undefined, path);
  return actionFields(contract, action, found);
};
const within = (fields: readonly FormField[], [name, ...rest]: readonly string[]): FormField => {
  const found = fields.find((one) => one.name === name);
  assert.ok(found !== undefined, name);
  return rest.length === 0 ? found : within(found.fields, rest);
};

describe('what a field takes', () => {
  const TAKES: readonly (readonly [action: string, path: string, kind: string, target?: string])[] = [
    ['procurement.acceptOrder', 'id', 'text', 'procurement/order'],
    ['procurement.placeOrder', 'seller', 'member', 'membership/member'],
    ['procurement.placeOrder', 'deliveryPlace', 'secret'],
    ['procurement.placeOrder', 'tariff', 'text', 'procurement/tariff'],
    ['sourcing.publishRfq', 'order.itemType', 'text', 'items/type'],
    ['sourcing.publishRfq', 'files.files', 'blob'],
    ['sourcing.sealBid', 'content.unitPriceCents', 'money'],
    ['production.planJob', 'machine', 'actor', 'capacity/machine'],
    ['production.planJob', 'program.commitment', 'file'],
    ['production.decideBuild', 'reason', 'secret'],
    ['designs.registerVersion', 'files.files.commitment', 'file'],
    ['sharing.registerBlob', 'contentCommitment', 'file'],
    ['sharing.grantAccess', 'blob', 'blob'],
    ['inspection.registerProgramme', 'order', 'text', 'inspection/scope'],
    ['inspection.recordResults', 'item', 'text', 'inspection/unit'],
    ['shipping.pack', 'items.items', 'text', 'items/item'],
    ['shipping.receive', 'exceptions.exceptions.evidence', 'file'],
    ['items.attachDocument', 'commitment', 'file'],
    ['items.attachIdentifier', 'identifier.identifier 2.commitment', 'hash'],
    ['sharing.grantAccess', 'reader', 'actor', 'membership/actor'],
  ];
  for (const [action, path, kind, target] of TAKES) {
    test(`${path} of ${action} is a ${kind}${target === undefined ? '' : ` that names a ${target}`}`, () => {
      const field = within(fieldsOf(action), path.split('.'));
      assert.deepEqual([field.kind, field.target], [kind, target]);
    });
  }

  test('every kind that a field names is one that there is', () => {
    const look = ({ target, fields }: FormField): void => {
      if (target !== undefined && target !== PAYEE) assert.ok(kindOf(target) !== undefined, target);
      fields.forEach(look);
    };
    for (const { name, actions } of contractInterfaces)
      for (const action of Object.keys(actions)) fieldsOf(`${name}.${action}`).forEach(look);
  });

  test('what is read from a file are fields of the action', () => {
    for (const [action, { owns }] of Object.entries(FILE_READERS)) {
      const names = fieldsOf(action).map(({ name }) => name);
      assert.deepEqual(
        owns.filter((name) => !names.includes(name)),
        [],
        action,
      );
    }
  });

  test('forms that enclose something ask who may read it', () => {
    assert.equal(hasReaders('production.decideBuild', fieldsOf('production.decideBuild')), true);
    assert.equal(hasReaders('sharing.registerBlob', fieldsOf('sharing.registerBlob')), false);
    assert.equal(hasReaders('shipping.offer', fieldsOf('shipping.offer')), false);
  });
});

describe('a value and its draft', () => {
  const INPUTS: readonly (readonly [action: string, input: object])[] = [
    [
      'inspection.decideItem',
      {
        item: 'item-1',
        verdict: 'accept',
        reason: 'as measured',
        covers: [{ code: 'file_differs', laboratory: 'metrica' }],
      },
    ],
    [
      'inspection.mapUnits',
      { order: 'order-1', units: [{ item: 'item-1', labels: { seller: '1', buyer: 'BP-001' } }] },
    ],
    ['shipping.receive', { shipment: 'shipment-1', sealIntact: false, exceptions: [] }],
    ['accounts.transfer', { from: 'acme/EUR', to: 'harbour/EUR', amountCents: 1205, reference: 'r' }],
  ];
  for (const [action, input] of INPUTS) {
    test(`the draft of an input of ${action} reads as that input`, () => {
      const fields = fieldsOf(action);
      const draft = Object.fromEntries(
        fields.map((field) => [field.name, draftOf(field, Reflect.get(input, field.name))]),
      );
      assert.deepEqual(readDraft(fields, draft), { input, faults: {} });
    });
  }

  test('a yes or no that nobody said is a fault, and no "no"', () => {
    const { faults } = readDraft(fieldsOf('shipping.take'), { shipment: 'shipment-1', sealIntact: '' });
    assert.match(faults.sealIntact ?? '', /needed/);
  });

  test('spans are said in their largest whole unit', () => {
    assert.deepEqual([172_800_000, 43_200_000, 90_000, 1500].map(spanText), ['2 d', '12 h', '90 s', '1500 ms']);
  });
});

describe('what a picker offers', () => {
  const RECORDS = [
    {
      id: 'order-2',
      value: { seller: 'harbour', buyer: 'northwind', quantity: 4, totalCents: 74_000, unit: 'EUR', state: 'closed' },
    },
    {
      id: 'order-1',
      value: { seller: 'alpen', buyer: 'northwind', quantity: 1, totalCents: 18_500, unit: 'EUR', state: 'placed' },
    },
  ];
  const choices = choicesOf('procurement/order', 'procurement.acceptOrder', 'northwind', RECORDS);

  test('what waits for the action comes first, in words', () => {
    assert.deepEqual(
      choices.map(({ id, label, what, fits }) => [id, label, what, fits]),
      [
        ['order-1', '1 × 185.00 EUR', 'alpen · placed', true],
        ['order-2', '4 × 740.00 EUR', 'harbour · closed', false],
      ],
    );
  });

  test('it is found by what is typed: an id, a party, a state, a sum', () => {
    for (const typed of ['ORDER-2', 'harbour', 'closed', '740'])
      assert.deepEqual(
        choicesWith(typed, choices).map(({ id }) => id),
        ['order-2'],
        typed,
      );
    assert.deepEqual(choicesWith('nobody', choices), []);
  });

  test('who is paid is offered in the currency of the account that pays, else in each', () => {
    const members = choicesOf('membership/member', 'accounts.transfer', undefined, [
      { id: 'harbour', value: { name: 'Harbour Machining' } },
    ]);
    const units = [{ id: 'EUR' }, { id: 'PLATES' }];
    const ids = (from: string): readonly string[] => payees(members, { from }, units).map(({ id }) => id);
    assert.deepEqual(ids('northwind/EUR'), ['harbour/EUR']);
    assert.deepEqual(ids(''), ['harbour/EUR', 'harbour/PLATES']);
    assert.equal(payees(members, {}, units)[0]?.label, 'Harbour Machining');
  });

  test('the form narrows it down by what it says already', () => {
    assert.deepEqual(scopeOf('items/item', { order: 'order-1', item: 'x', note: '' }), { order: 'order-1' });
    assert.deepEqual(scopeOf('procurement/order', { state: 'closed' }), {});
  });

  test('a record without any field that tells is called by its kind', () => {
    const [one] = choicesOf('production/plan', 'production.agreePlan', undefined, [{ id: 'p', value: {} }]);
    assert.deepEqual([one?.label, one?.what, one?.fits], ['plan', '', true]);
  });
});

describe('the currency beside an amount', () => {
  const CASES: readonly (readonly [
    draft: GroupDraft,
    path: string,
    about: object | undefined,
    unit: string | undefined,
  ])[] = [
    [{ unit: 'EUR' }, 'amountCents', undefined, 'EUR'],
    [{ order: { unit: 'CHF' }, reserveUnitPriceCents: '' }, 'reserveUnitPriceCents', undefined, 'CHF'],
    [{ order: { unit: 'CHF' }, pool: { unit: 'GBP' } }, 'pool.amountCents', undefined, 'GBP'],
    [{ bid: 'b' }, 'content.unitPriceCents', { order: { unit: 'EUR' } }, 'EUR'],
    [{ id: 'o' }, 'payCents', { unit: 'SEK' }, 'SEK'],
    [{ unit: ' ' }, 'amountCents', undefined, undefined],
  ];
  for (const [draft, path, about, unit] of CASES) {
    test(`${JSON.stringify(draft)}: ${path} is in ${unit}`, () => {
      assert.equal(currencyFor(draft, path.split('.'), about as never), unit);
    });
  }
});

describe('a refusal beside its field', () => {
  const CASES: readonly (readonly [action: string, code: string, details: object, paths: readonly string[]])[] = [
    ['sourcing.publishRfq', 'sourcing.weights_wrong', { sum: 9900 }, ['weights']],
    ['sourcing.publishRfq', 'sourcing.times_wrong', { sealUntilMs: 5 }, ['sealUntilMs']],
    ['sourcing.publishRfq', 'sourcing.invited_wrong', { member: 'x' }, ['invited']],
    ['procurement.placeOrder', 'procurement.seller_unknown', { seller: 'x' }, ['seller']],
    ['procurement.placeOrder', 'procurement.type_foreign', { maker: 'x' }, []],
    ['shipping.accept', 'shipping.reason_missing', {}, ['reason']],
    ['shipping.pack', 'shipping.route_wrong', { member: 'x' }, []],
    ['items.registerItem', 'items.constructor', {}, []],
  ];
  for (const [action, outcome, details, paths] of CASES) {
    test(`${outcome} stands at ${paths.join(', ') || 'no field'}`, () => {
      const found = refusalFaults(fieldsOf(action), {}, { outcome, details: details as never, sentence: 's' });
      assert.deepEqual(Object.keys(found), paths);
    });
  }
});

describe('the way back', () => {
  const madeId = (kind: string): string => `${kind}-1`;
  const CASES: readonly (readonly [action: string, input: object, path: string])[] = [
    ['procurement.placeOrder', {}, '/do/procurement/cancelOrder?id=order-1'],
    ['sourcing.publishRfq', {}, '/do/sourcing/cancelRfq?rfq=rfq-1'],
    ['sourcing.sealBid', { rfq: 'rfq-7' }, '/do/sourcing/withdrawBid?bid=rfq-7%3Aharbour'],
    ['shipping.offer', { shipment: 'shipment-7' }, '/do/shipping/takeBack?shipment=shipment-7'],
    ['items.publishPassport', { item: 'item-7' }, '/do/items/withdrawPassport?item=item-7'],
  ];
  for (const [action, input, path] of CASES) {
    test(`${action} is taken back at ${path}`, () => {
      assert.equal(undoPath({ action, member: 'harbour', input: input as never, madeId }), path);
    });
  }

  test('what nobody can take back has none, and each of the others has one', () => {
    assert.equal(undoPath({ action: 'shipping.accept', member: 'x', input: {}, madeId }), undefined);
    for (const action of Object.keys(UNDO))
      assert.match(undoPath({ action, member: 'x', input: {}, madeId }) ?? '', /^\/do\//, action);
  });
});

describe('what is enclosed, and what is proposed', () => {
  test('texts and files are found wherever they stand', () => {
    const input = { shipment: 's', refused: [], reason: 'scratched' };
    assert.deepEqual(enclosedIn(fieldsOf('shipping.accept'), input), [
      { name: 'reason', kind: 'secret', value: 'scratched' },
    ]);
    const files = [{ commitment: 'c', blob: 'b', name: 'n' }];
    assert.deepEqual(
      enclosedIn(fieldsOf('designs.registerVersion'), { files }).map(({ value }) => value),
      ['c', 'b'],
    );
  });

  test('characteristics of one kind and nominal are one group, on both sides', () => {
    const programme = (laboratory: string, ...all: readonly (readonly [string, string, string?])[]) => ({
      laboratory,
      characteristics: all.map(([id, kind, nominal]) => ({ id, kind, ...(nominal === undefined ? {} : { nominal }) })),
    });
    const { groups, units } = proposedMapping({
      results: [{ item: 'item-1', laboratory: 'calibra', label: 'plate A' }],
      scope: { laboratories: { seller: 'metrica', buyer: 'calibra' } },
      programmes: [
        programme('calibra', ['c1', 'Diameter', '4'], ['c2', 'Flatness']),
        programme('metrica', ['m1', 'Diameter', '4.00'], ['m2', 'Diameter', '4']),
      ],
      builds: [{ item: 'item-1' }, { item: 'item-1' }],
      items: [{ id: 'item-1', number: 'S-1' }],
    });
    assert.deepEqual(groups, [
      { name: 'Diameter 4', kind: 'Diameter', nominal: '4.00', seller: ['m1', 'm2'], buyer: ['c1'] },
      { name: 'Flatness', kind: 'Flatness', seller: [], buyer: ['c2'] },
    ]);
    assert.deepEqual(units, [{ item: 'item-1', labels: { seller: 'S-1', buyer: 'plate A' } }]);
  });
});
