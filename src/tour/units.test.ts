import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberedUnits } from './units.ts';
import { count, fileName, millimetres, money, units } from './wording.ts';

const NUMBERS: readonly (readonly [names: readonly string[], numbers: readonly number[]])[] = [
  [
    ['P-10.NC', 'P-2.NC', 'P-1.NC'],
    [1, 2, 10],
  ],
  [
    ['Plate-Hurco04-02of20.txt', 'Plate-Hurco04-01of20.txt'],
    [1, 2],
  ],
  [['part-3of4.txt'], [3]],
  [['part-7.txt'], [7]],
  [[], []],
];
for (const [names, numbers] of NUMBERS)
  test(`${names.join(', ') || 'no file'}: ${numbers.join(', ') || 'no unit'}`, () => {
    const found = numberedUnits(names.map((name) => ({ name, path: `x/${name}` })));
    assert.deepEqual(
      found.map(({ unit }) => unit),
      numbers,
    );
  });

const UNCLEAR: readonly (readonly string[])[] = [
  ['a.txt', 'b.txt'],
  ['a.txt'],
  ['p-1-run-5.txt', 'p-2-run-6.txt'],
  ['p-1.txt', 'q-1.txt'],
  ['p-0.txt', 'p-1.txt'],
  ['p-1000000.txt'],
];
for (const names of UNCLEAR)
  test(`${names.join(', ')}: which unit is meant cannot be told`, () => {
    assert.throws(() => numberedUnits(names.map((name) => ({ name, path: `x/${name}` }))), {
      code: 'unit_number_unclear',
      message: /^x\//,
    });
  });

test('amounts, lengths, counts and units are written in full', () => {
  assert.deepEqual([money(0, 'EUR'), money(5, 'EUR'), money(123_456, 'EUR')], ['0.00 EUR', '0.05 EUR', '1234.56 EUR']);
  assert.deepEqual([71_160, 60_000, 5, 1_000_001].map(millimetres), ['71.16', '60', '0.005', '1000.001']);
  assert.deepEqual([count(1, 'entry', 'entries'), count(2, 'unit'), count(0, 'gap')], ['1 entry', '2 units', '0 gaps']);
  assert.equal(units([3, 1, 2, 7, 2, 1000]), '001–003, 007, 1000');
  assert.equal(units([]), '');
});

test('a name from outside does nothing in a shell or a path', () => {
  const names = ['a b', '../x', '$(id)', '`id`', '"', 'a\nb', 'Teil-1.ä'];
  assert.deepEqual(names.map(fileName), ['a_b', '.._x', '__id_', '_id_', '_', 'a_b', 'Teil-1._']);
});
