import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from '#core/bytes.ts';
import { evaluate } from './evaluate.ts';
import { oddities } from './oddities.ts';
import { readQif } from './read.ts';
import { deviations, limits, MILLIMETRES, type SampleUnit, sampleQif, sampleText, zone } from './sample.ts';

// nominal, tolerance, value, the file's verdict; then the recomputed verdict and whether they differ
const VERDICTS: readonly (readonly [string | undefined, string, string | undefined, string, string, boolean])[] = [
  ['4', limits('3.75', '4.25'), '4.25', 'PASS', 'inside', false],
  ['4', limits('3.75', '4.25'), '4.250', 'PASS', 'inside', false],
  ['4', limits('3.75', '4.25'), '4.2500000000000001', 'PASS', 'outside', true],
  ['4', limits('3.75', '4.25'), '3.75', 'FAIL', 'inside', true],
  ['4', limits('3.75', '4.25'), '3.7499', 'FAIL', 'outside', false],
  ['4', deviations('-0.254', '0.254'), '4.254', 'PASS', 'inside', false],
  ['4', deviations('-0.254', '0.254'), '4.255', 'FAIL', 'outside', false],
  ['4', deviations('0.1', '0.2'), '4', 'PASS', 'outside', true],
  [undefined, deviations('-0.1', '0.1'), '4', 'PASS', 'not_comparable', true],
  ['four', deviations('-0.1', '0.1'), '4', 'PASS', 'not_comparable', true],
  [undefined, zone('0.13'), '0.13', 'PASS', 'inside', false],
  [undefined, zone('0.13'), '0.131', 'FAIL', 'outside', false],
  [undefined, zone('0.13'), '-0.01', 'PASS', 'outside', true],
  [undefined, zone('-0.13'), '0.001', 'PASS', 'limit_impossible', true],
  ['4', limits('4.25', '3.75'), '4', 'PASS', 'limit_impossible', true],
  [
    '4',
    limits('3.75', '4.25').replace(/<DefinedAsLimit>.*<\/DefinedAsLimit>/, ''),
    '4',
    'PASS',
    'not_comparable',
    true,
  ],
  ['4', limits('3.75', '4.25').replace(/<MaxValue>.*<\/MaxValue>/, ''), '400', 'PASS', 'inside', false],
  ['4', '', '4', 'PASS', 'no_limit', true],
  ['4', '', '4', 'UNDEFINED', 'no_limit', false],
  ['4', limits('3.75', '4.25'), undefined, 'NOT_MEASURED', 'not_measured', false],
  ['4', limits('3.75', '4.25'), undefined, 'PASS', 'not_measured', true],
  ['4', limits('3.75', '4.25'), '4', 'UNDEFINED', 'inside', true],
  ['4', limits('3.75', '4.25'), 'NaN', 'PASS', 'not_comparable', true],
  ['4', limits('3.75', 'INF'), '4', 'PASS', 'not_comparable', true],
];

test('each verdict is recomputed exactly and stands beside that of the file', async () => {
  for (const [nominal, tolerance, value, status, verdict, differs] of VERDICTS) {
    const characteristic = { kind: 'Diameter', name: 'x', tolerance, ...(nominal === undefined ? {} : { nominal }) };
    const unit: SampleUnit = { values: [['x', value, status]] };
    const document = await readQif(
      sampleQif({ fileUnits: MILLIMETRES, characteristics: [characteristic], units: [unit] }),
    );
    const [measured] = evaluate(document).units[0]?.measurements ?? [];
    assert.deepEqual(
      [measured?.verdict, measured?.differs],
      [verdict, differs],
      `${nominal} ${tolerance} ${value} ${status}`,
    );
  }
});

test('inches are not compared with millimetres', async () => {
  const characteristic = { kind: 'Diameter', name: 'x', nominal: '4', tolerance: limits('3.75', '4.25') };
  const units: SampleUnit[] = [{ values: [['x', '4', 'PASS']] }];
  const text = sampleText({ fileUnits: MILLIMETRES, characteristics: [characteristic], units });
  const document = await readQif(utf8(text.replace('<Value>', '<Value linearUnit="inch">')));
  assert.equal(evaluate(document).units[0]?.measurements[0]?.verdict, 'not_comparable');
  const nominalInInches = text.replace('<TargetValue>', '<TargetValue linearUnit="inch">').replace('>true<', '>false<');
  assert.equal(evaluate(await readQif(utf8(nominalInInches))).units[0]?.measurements[0]?.verdict, 'not_comparable');
});

// values of one unit; verdict of the unit
const UNITS: readonly (readonly [SampleUnit['values'], string])[] = [
  [
    [
      ['x', '4', 'PASS'],
      ['y', '1', 'PASS'],
    ],
    'PASS',
  ],
  [
    [
      ['x', '5', 'FAIL'],
      ['y', '1', 'PASS'],
    ],
    'FAIL',
  ],
  [
    [
      ['x', '4', 'PASS'],
      ['z', '1', 'PASS'],
    ],
    'UNDECIDED',
  ],
  [
    [
      ['x', '5', 'FAIL'],
      ['z', '1', 'PASS'],
    ],
    'FAIL',
  ],
  [[['x', undefined, 'PASS']], 'UNDECIDED'],
  [[], 'UNDECIDED'],
];

test('a unit passes only where every value is inside', async () => {
  const characteristics = [
    { kind: 'Diameter', name: 'x', nominal: '4', tolerance: limits('3.75', '4.25') },
    { kind: 'Flatness', name: 'y', tolerance: zone('1') },
    { kind: 'Flatness', name: 'z', tolerance: zone('-1') },
  ];
  for (const [values, verdict] of UNITS) {
    const document = await readQif(sampleQif({ characteristics, units: [{ status: 'PASS', values }] }));
    const [unit] = evaluate(document).units;
    assert.equal(unit?.verdict, verdict, JSON.stringify(values));
    assert.equal(unit?.differs, verdict !== 'PASS');
  }
});

test('every oddity of a file is a finding with its place', async () => {
  const document = await readQif(
    sampleQif({
      characteristics: [
        { kind: 'Diameter', name: 'hole', nominal: '9', tolerance: limits('3.75', '4.25') },
        { kind: 'Position', name: 'place', tolerance: zone('0.1', 'MAXIMUM') },
        { kind: 'Perpendicularity', name: 'edge', tolerance: zone('-0.13') },
        { kind: 'Length', name: 'free', nominal: '1', tolerance: '' },
        { kind: 'Width', name: 'vague', tolerance: deviations('-1', '1') },
      ],
      units: [
        {
          serial: '1',
          status: 'PASS',
          values: [
            ['hole', '5', 'PASS'],
            ['hole', '4', 'PASS'],
            ['place', '0.1', 'PASS'],
            ['edge', '0', 'PASS'],
            ['free', '1', 'PASS'],
            ['vague', '1', 'PASS'],
          ],
        },
        { serial: '1', values: [['hole', undefined, 'PASS']] },
        { values: [['nowhere', '1', 'PASS']] },
      ],
    }),
  );
  const found = oddities('lab', document, evaluate(document));
  assert.deepEqual([...new Set(found.map(({ code }) => code))].sort(), [
    'bonus_not_computed',
    'limit_impossible',
    'limit_missing',
    'limit_unclear',
    'measured_repeatedly',
    'nominal_outside_limits',
    'not_comparable',
    'not_measured',
    'reference_broken',
    'serial_missing',
    'serial_repeated',
    'unit_of_measure_missing',
    'unit_verdict_differs',
    'verdict_differs',
  ]);
  const impossible = found.find(({ code }) => code === 'limit_impossible');
  assert.deepEqual(impossible, {
    code: 'limit_impossible',
    place: 'lab, Perpendicularity "edge"',
    text: 'no value can lie within a zone of -0.13',
  });
});
