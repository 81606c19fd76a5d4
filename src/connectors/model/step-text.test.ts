import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from '#core/bytes.ts';
import { readStepText } from './step-text.ts';

const MM = '( LENGTH_UNIT() NAMED_UNIT(*) SI_UNIT(.MILLI.,.METRE.) )';
const INCH = "( CONVERSION_BASED_UNIT('INCH',#9) LENGTH_UNIT() NAMED_UNIT(#8) )";
const context = (...ids: readonly string[]) =>
  `( GEOMETRIC_REPRESENTATION_CONTEXT(3) GLOBAL_UNIT_ASSIGNED_CONTEXT((${ids})) )`;

function step(data: readonly string[], schema = "FILE_SCHEMA(('AP242'))"): string {
  const lines = data.map((line, i) => `#${i + 1} = ${line};`);
  return [
    'ISO-10303-21;',
    'HEADER;',
    `${schema};`,
    'ENDSEC;',
    'DATA;',
    ...lines,
    'ENDSEC;',
    'END-ISO-10303-21;',
    '',
  ].join('\n');
}

const plain = step([MM, context('#1'), "PRODUCT('p-1','plate','',(#3))"]);

test('schema, product and unit are read as written', () => {
  assert.deepEqual(readStepText(utf8(plain)), {
    unit: 'millimeter',
    schemas: ['AP242'],
    products: ['plate'],
    solidCount: 0,
  });
});

for (const [name, data, unit] of [
  ['metres', [MM.replace('.MILLI.', '$'), context('#1')], 'meter'],
  ['inches based on millimetres', [MM, INCH, context('#2')], 'inch'],
  ['millimetres across lines', [MM.replaceAll(' ', '\n'), context(' #1 ')], 'millimeter'],
  [
    'millimetres beside angles',
    [MM, '( NAMED_UNIT(*) PLANE_ANGLE_UNIT() SI_UNIT($,.RADIAN.) )', context('#2', '#1')],
    'millimeter',
  ],
] as const) {
  test(`${name} are told`, () => {
    assert.equal(readStepText(utf8(step(data))).unit, unit);
  });
}

test('a comment before a statement is skipped', () => {
  const text = plain
    .replace('FILE_SCHEMA', '/* OPTION: it;s */ FILE_SCHEMA')
    .replace('#1 =', '/* unit */ #1 /* of */ =');
  assert.equal(readStepText(utf8(text)).unit, 'millimeter');
});

test('a keyword or semicolon inside a string or comment is not structure', () => {
  const tricky = step([
    "PRODUCT('a','it''s; LENGTH_UNIT /* no','',(#3))",
    '/* ; FILE_SCHEMA */ X()',
    MM,
    context('#3'),
  ]);
  assert.deepEqual(readStepText(utf8(tricky)).products, ["it's; LENGTH_UNIT /* no"]);
});

const broken: readonly (readonly [string, string, string, RegExp])[] = [
  ['an empty text', '', 'step_not_part21', /ISO-10303-21/],
  ['garbage', '%PDF-1.7 something', 'step_not_part21', /%PDF/],
  ['a file cut short', plain.slice(0, 120), 'step_truncated', /line \d+: expected END-ISO/],
  ['a string without its end', plain.replace("'plate'", "'plate"), 'step_truncated', /closing '/],
  [
    'a comment without its end',
    plain.replace('DATA;', 'DATA; /*'),
    'step_truncated',
    /line 5: expected a closing \*\//,
  ],
  ['no schema', step([MM, context('#1')], 'X()'), 'step_schema_missing', /FILE_SCHEMA/],
  ['no unit', step([context('#1')]), 'step_unit_missing', /LENGTH_UNIT/],
  ['a unit that no context uses', step([MM]), 'step_unit_missing', /LENGTH_UNIT/],
  ['a unit that nobody knows', step([INCH.replace('INCH', 'CUBIT'), context('#1')]), 'step_unit_unknown', /CUBIT/],
  ['two units', step([MM, INCH, context('#1'), context('#2')]), 'step_units_differ', /millimeter, inch/],
  [
    'a list of schemas without end',
    step([MM, context('#1')], `FILE_SCHEMA((${Array.from({ length: 200_000 }, (_, i) => `'${i}'`)}))`),
    'step_too_many_names',
    /schemas/,
  ],
  [
    'a name that is too long',
    step([MM, context('#1'), `PRODUCT('','${'x'.repeat(2000)}')`]),
    'step_too_many_names',
    /1024/,
  ],
];

for (const [name, text, code, message] of broken) {
  test(`${name} is refused`, () => {
    assert.throws(() => readStepText(utf8(text)), { name: 'Fault', code, message });
  });
}
