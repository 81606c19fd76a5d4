import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { agreementsInterface, membershipInterface, procurementInterface, sourcingInterface } from '#sdk/index.ts';
import { draftFromText, faultOnLeaving } from './draft.ts';
import { placeWords } from './fault-places.ts';
import { type FormField, formFields } from './form-fields.ts';
import { pastedInto, takesPaste } from './pasted.ts';

const listOf = (input: object, name: string): FormField => {
  const [element] = formFields(input).find((field) => field.name === name)?.fields ?? [];
  assert.ok(element !== undefined);
  return element;
};
const SERIAL = listOf(procurementInterface.actions.registerUnits.input, 'serials');
const PRICE = listOf(agreementsInterface.actions.propose.input, 'prices');
const TERM = listOf(procurementInterface.actions.placeOrder.input, 'terms');
const FIRST = { index: 0, field: undefined };

describe('what is pasted into a list', () => {
  const COLUMNS: readonly (readonly [text: string, values: readonly string[] | undefined])[] = [
    ['A-1\r\nA-2\r\n\r\nA-3\r\n', ['A-1', 'A-2', 'A-3']],
    ['A-1\tA-2', ['A-1', 'A-2']],
    ['A-1\tother\nA-2\tmore', ['A-1', 'A-2']],
    ['"A ""1"""\n"A, 2"', ['A "1"', 'A, 2']],
    ['A-1', undefined],
    ['A-1\n', undefined],
    ['A, 1', undefined],
    ['"A\n1"\t"B ""2"""', ['A\n1', 'B "2"']],
    ['"A\n"B', ['"A', '"B']],
  ];
  for (const [text, values] of COLUMNS) {
    test(`${JSON.stringify(text)} is ${values?.join(' | ') ?? 'one value, which the field takes'}`, () => {
      assert.deepEqual(pastedInto(SERIAL, [''], FIRST, text), values);
    });
  }

  test('it takes the place of the one that it was pasted into, between the others', () => {
    assert.deepEqual(pastedInto(SERIAL, ['a', 'b', 'c'], { index: 1, field: undefined }, 'x\ny'), ['a', 'x', 'y', 'c']);
  });

  test('a table fills in the fields of a group from the one that it was pasted into', () => {
    const drafts = [{ fromQuantity: '', unitPriceCents: '' }];
    const paste = (field: string, text: string) => pastedInto(PRICE, drafts, { index: 0, field }, text);
    const both = [
      { fromQuantity: '1', unitPriceCents: '12.50' },
      { fromQuantity: '100', unitPriceCents: '9.00' },
    ];
    assert.deepEqual(paste('fromQuantity', '1\t12.50\n100\t9.00\n'), both);
    assert.deepEqual(paste('fromQuantity', '1;12.50\n100;9.00'), both);
    assert.deepEqual(
      paste('unitPriceCents', '12.50\n9.00'),
      both.map((one) => ({ ...one, fromQuantity: '' })),
    );
    assert.equal(paste('unitPriceCents', '12.50'), undefined);
  });

  const WHOLE: readonly (readonly [what: string, text: string, rows: readonly (readonly string[])[] | undefined])[] = [
    ['a sentence is one value', 'Deburr all edges; none sharp, please', undefined],
    ['decimal commas are no columns', '12,50\n9,00', [['12,50'], ['9,00']]],
    ['nor are commas of thousands', '1,250.00\n9,500.00', [['1,250.00'], ['9,500.00']]],
    [
      'a quoted cell holds commas',
      'x,"Ra, Rz"\ny,"a ""b"""',
      [
        ['x', 'Ra, Rz'],
        ['y', 'a "b"'],
      ],
    ],
    ['rows of several widths are no table', 'one, two\nthree', [['one, two'], ['three']]],
  ];
  for (const [what, text, rows] of WHOLE) {
    test(`${what}: ${JSON.stringify(text)}`, () => {
      const made = pastedInto(TERM, [{}], { index: 0, field: 'name' }, text);
      const cells = made?.map((draft) => Object.values(draft).filter((cell) => cell !== ''));
      assert.deepEqual(cells, rows);
    });
  }

  test('what is pasted into a part of an element that is none of its cells is not spread', () => {
    assert.equal(pastedInto(TERM, [{}], { index: 0, field: 'other' }, 'a\tb'), undefined);
  });

  test('lists of texts, ids and tables take it; lists of files do not', () => {
    const files = formFields(sourcingInterface.actions.publishRfq.input).find(({ name }) => name === 'files');
    assert.deepEqual([takesPaste(SERIAL), takesPaste(PRICE)], [true, true]);
    assert.equal(files?.fields[0] !== undefined && takesPaste(files.fields[0]), false);
  });
});

describe('a text that is pasted into a form', () => {
  const fields = formFields(membershipInterface.actions.enrolActor.input);
  const ENROLMENT = { id: 'harbour/anna', key: { publicKey: 'B', proof: 'p' }, encryptionKey: 'B' };

  test('of an enrolment fills in its fields', () => {
    assert.deepEqual(draftFromText(fields, ` ${JSON.stringify(ENROLMENT, null, 2)}\n`), ENROLMENT);
  });

  for (const text of ['harbour/anna', '{', '{"id": 1, "other": 2}', '{}', '[1]', '{"id"']) {
    test(`${text} is pasted as it is`, () => assert.equal(draftFromText(fields, text), undefined));
  }
});

describe('faults in words', () => {
  const FIELDS = formFields(agreementsInterface.actions.propose.input);
  const PLACES: readonly (readonly [path: string, words: string])[] = [
    ['untilMs', 'Until'],
    ['prices', 'Prices'],
    ['prices.0.unitPriceCents', 'Prices 1, unit price'],
    ['certificates.1.issuers.0', 'Certificates 2, issuers 1'],
    ['order.late.mostBasisPoints', 'Order, late, at most'],
    ['nothing.0', 'nothing.0'],
  ];
  for (const [path, words] of PLACES) test(`${path} is ${words}`, () => assert.equal(placeWords(FIELDS, path), words));

  test('leaving a field says what is wrong with what was typed, and nothing of what was not', () => {
    const place = { contract: 'procurement', action: 'registerUnits', refers: {} };
    const fields = formFields(procurementInterface.actions.registerUnits.input, place);
    const fault = (draft: object, path: string) => faultOnLeaving(fields, { order: '', serials: [''], ...draft }, path);
    assert.equal(fault({}, 'order'), undefined);
    assert.match(fault({ order: 'with a space' }, 'order') ?? '', /without spaces/);
    assert.match(fault({ serials: ['x'.repeat(81)] }, 'serials.0') ?? '', /./);
    assert.equal(fault({ order: 'order-1' }, 'order'), undefined);
    assert.equal(fault({}, ''), undefined);
  });
});
