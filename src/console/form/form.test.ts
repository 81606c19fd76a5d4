import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { accountsInterface, contractInterfaces, itemsInterface, procurementInterface } from '#sdk/index.ts';
import { FIELD_HELP, FIELD_HINTS, FIELD_LABELS } from '../texts/fields.ts';
import { type Draft, emptyDraft, FORM, type GroupDraft, groupDraft, isEmpty, readDraft, withValue } from './draft.ts';
import { type FormField, formFields } from './form-fields.ts';

const orderFields = formFields(procurementInterface.actions.placeOrder.input);
const HASH = 'A'.repeat(43);
const ORDER: GroupDraft = {
  seller: 'harbour',
  itemType: 'type-1',
  quantity: '4',
  unitPriceCents: '125.00',
  unit: 'EUR',
  neededByMs: '2026-03-01T12:00',
  deliveryPlace: HASH,
  terms: [],
  assumed: [],
  payment: 'invoice',
};
const named = (fields: readonly FormField[], name: string): FormField => {
  const found = fields.find((field) => field.name === name);
  assert.ok(found !== undefined, name);
  return found;
};

describe('the form of an action', () => {
  test('every action of every contract has one, without a field that nobody can fill in', () => {
    let looked = 0;
    const look = (field: FormField, place: string): void => {
      looked++;
      const hasParts = ['group', 'list', 'variant'].includes(field.kind);
      assert.equal(field.fields.length > 0, hasParts, `${place}.${field.name} is a ${field.kind}`);
      if (field.kind === 'choice') assert.ok(field.choices.length > 0, place);
      assert.notEqual(field.label, '', place);
      for (const inner of field.fields) look(inner, `${place}.${field.name}`);
    };
    for (const { name, actions } of contractInterfaces) {
      for (const [action, { input }] of Object.entries(actions)) {
        for (const field of formFields(input)) look(field, `${name}.${action}`);
      }
    }
    assert.ok(looked > 500, `${looked} fields`);
  });

  test('the order’s form asks for money as money, for a day as a day, and says the limits', () => {
    assert.deepEqual(
      ['seller', 'quantity', 'unitPriceCents', 'neededByMs', 'deliveryPlace', 'payment', 'conditions', 'terms'].map(
        (name) => named(orderFields, name).kind,
      ),
      ['member', 'number', 'money', 'time', 'secret', 'choice', 'group', 'list'],
    );
    assert.match(named(orderFields, 'quantity').hint, /^a whole number from 1/);
    assert.equal(named(orderFields, 'unitPriceCents').label, 'unit price');
    assert.equal(named(orderFields, 'conditions').isRequired, false);
  });
});

test('every text about a field is about one that a form has', () => {
  const places = new Set(
    contractInterfaces.flatMap(({ name, actions }) =>
      Object.entries(actions).flatMap(([action, { input }]) => placesOf(formFields(input), `${name}.${action}`)),
    ),
  );
  for (const texts of [FIELD_LABELS, FIELD_HELP, FIELD_HINTS])
    for (const key of Object.keys(texts)) assert.ok(places.has(key), key);
});

/** Names of fields, alone, and after those of their contract and action. */
function placesOf(fields: readonly FormField[], action: string): readonly string[] {
  const [contract] = action.split('.');
  return fields.flatMap(({ name, fields: inner }) => [
    ...[name, `${contract}.${name}`, `${action}.${name}`],
    ...placesOf(inner, action),
  ]);
}

describe('what a draft says', () => {
  test('a full order is the input that the action takes', () => {
    const { input, faults } = readDraft(orderFields, ORDER);
    assert.deepEqual(faults, {});
    assert.equal(input.unitPriceCents, 12_500);
    assert.equal(input.quantity, 4);
    assert.equal(input.neededByMs, new Date('2026-03-01T12:00').getTime());
    assert.ok(!('conditions' in input));
  });

  const WRONG: readonly (readonly [field: string, text: Draft, fault: RegExp])[] = [
    ['quantity', '', /needed/],
    ['quantity', '0', /at least 1/],
    ['quantity', '4.5', /whole number/],
    ['quantity', '-1', /whole number/],
    ['unitPriceCents', '12.505', /such as 125.00/],
    ['unitPriceCents', '1,250', /such as 125.00/],
    ['unitPriceCents', 'abc', /such as 125.00/],
    ['neededByMs', 'soon', /date/],
    ['seller', 'Harbour Ltd', /member/],
    ['deliveryPlace', ' ', /needed/],
    ['payment', 'gold', /choose/],
  ];
  for (const [field, text, fault] of WRONG) {
    test(`${field} "${String(text)}" is refused beside its field`, () => {
      const { faults } = readDraft(orderFields, { ...ORDER, [field]: text });
      assert.deepEqual(Object.keys(faults), [field]);
      assert.match(faults[field] ?? '', fault);
    });
  }

  test('a fault within a list names its place, and the rest is read', () => {
    const fields = formFields(itemsInterface.actions.offerHandover.input);
    const { faults, input } = readDraft(fields, { items: ['item-1', 'with a space'], to: 'harbour', passes: 'both' });
    assert.deepEqual(Object.keys(faults), ['items.1']);
    assert.equal(input.to, 'harbour');
    const none = readDraft(fields, { items: [], to: 'harbour', passes: 'both' });
    assert.match(none.faults.items ?? '', /1 to 50/);
  });

  test('money is read with a point or a comma, and with the spaces that it is shown with', () => {
    const fields = formFields(accountsInterface.actions.issue.input);
    for (const [text, cents] of [
      ['12 500', 1_250_000],
      ['12\u2009500.00', 1_250_000],
      ['0,05', 5],
      ['12.5', 1250],
      ['1,250.00', 125_000],
      ['1.250,5', 125_050],
      ['1’250.00', 125_000],
    ] as const) {
      const { input } = readDraft(fields, { to: 'acme/EUR', amountCents: text, reference: 'opening' });
      assert.equal(input.amountCents, cents, text);
    }
  });

  test('basis points are shares in percent', () => {
    const fields = formFields(procurementInterface.actions.publishTariff.input);
    const share = (text: string) => readDraft(fields, { unit: 'EUR', feeBasisPoints: text, mostCents: '50' });
    for (const [text, points] of [
      ['2.5', 250],
      ['0,25', 25],
      ['10 %', 1000],
    ] as const)
      assert.equal(share(text).input.feeBasisPoints, points, text);
    assert.match(share('11').faults.feeBasisPoints ?? '', /at most 10$/);
  });

  test('a list that needs one opens with its first, and what was added and left empty is not there', () => {
    const fields = formFields(procurementInterface.actions.registerUnits.input);
    const draft = groupDraft(fields);
    assert.deepEqual(draft.serials, ['']);
    assert.ok(isEmpty(draft));
    assert.deepEqual(Object.keys(readDraft(fields, { ...draft, order: 'order-1' }).faults), ['serials.0']);
    const { input, faults } = readDraft(fields, { order: 'order-1', serials: ['', 'A-1', ''] });
    assert.deepEqual([input.serials, faults], [['A-1'], {}]);
  });

  test('one form of a variant is filled in, as it was chosen', () => {
    const fields = formFields(itemsInterface.actions.attachIdentifier.input);
    const identifier = named(fields, 'identifier');
    assert.equal(identifier.kind, 'variant');
    assert.ok(identifier.choices.length >= 2);
    const last = String(identifier.fields.length - 1);
    const { input } = readDraft(fields, {
      item: 'item-1',
      identifier: { [FORM]: last, kind: 'chip', grade: '2', commitment: HASH },
    });
    assert.deepEqual(input.identifier, { kind: 'chip', grade: 2, commitment: HASH });
  });
});

describe('a draft', () => {
  test('is empty until something is filled in, and is changed in one place only', () => {
    const draft = groupDraft(orderFields);
    assert.ok(isEmpty(draft));
    const filled = withValue(draft, ['conditions', 'warrantyDays'], '30') as GroupDraft;
    assert.ok(!isEmpty(filled));
    assert.deepEqual({ ...filled, conditions: draft.conditions }, draft);
    assert.equal(
      readDraft(orderFields, { ...ORDER, conditions: filled.conditions ?? '' }).faults.conditions,
      undefined,
    );
  });

  test('of a list grows by the empty draft of its element', () => {
    const terms = named(orderFields, 'terms');
    assert.deepEqual(emptyDraft(terms), []);
    const [element] = terms.fields;
    assert.ok(element !== undefined);
    const draft = withValue({ terms: [emptyDraft(element)] }, ['terms', '0', 'name'], 'incoterms');
    assert.deepEqual((draft as { terms: readonly GroupDraft[] }).terms[0]?.name, 'incoterms');
  });
});
