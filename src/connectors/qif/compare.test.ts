import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareLaboratories, type Laboratory } from './compare.ts';
import { evaluate } from './evaluate.ts';
import { readQif } from './read.ts';
import { deviations, limits, MILLIMETRES, type Sample, type SampleUnit, sampleQif, zone } from './sample.ts';
import { proposeUnitNumbers } from './unit-numbers.ts';

async function laboratory(name: string, sample: Sample): Promise<Laboratory> {
  const document = await readQif(sampleQif(sample));
  return { name, document, evaluation: evaluate(document) };
}

const HOLE = { kind: 'Diameter', name: 'hole', nominal: '4', tolerance: limits('3.75', '4.25') };
const A: Sample = {
  fileUnits: MILLIMETRES,
  characteristics: [HOLE],
  units: [1, 2].map((n) => ({ serial: String(n), status: 'PASS', values: [['hole', '4.00', 'PASS']] })),
};
const B: Sample = {
  fileUnits: MILLIMETRES,
  characteristics: [{ kind: 'Diameter', name: 'D-4', nominal: '4.00', tolerance: deviations('-0.250', '0.25') }],
  units: [1, 2].map((n) => ({ serial: `PLATE_A0${n}`, status: 'PASS', values: [['D-4', '4.01', 'PASS']] })),
};
const withValue = (sample: Sample, value: string, status: string): Sample => ({
  ...sample,
  units: sample.units.map((unit, index) => {
    if (index !== 0) return unit;
    return { ...unit, status, values: unit.values.map(([name]) => [name, value, status] as const) };
  }),
});
const spread = {
  ...A,
  units: A.units.map((unit): SampleUnit => ({ ...unit, values: [...unit.values, ['hole', '4.02', 'PASS']] })),
};

// what is changed; laboratory A; laboratory B; the codes found and where
const DIFFERENCES: readonly (readonly [string, Sample, Sample, readonly string[]])[] = [
  [
    'nothing but spellings',
    spread,
    {
      ...B,
      units: spread.units.map((unit, i) => ({
        ...unit,
        serial: `P-0${i + 1}-2017`,
        values: unit.values.map(([, value, status]) => ['D-4', value, status] as const),
      })),
    },
    [],
  ],
  [
    'one unit fails at B',
    A,
    withValue(B, '4.3', 'FAIL'),
    ['laboratories_disagree_on_unit unit 1', 'group_outside Diameter 4', 'laboratories_disagree_on_group Diameter 4'],
  ],
  [
    'B leaves out a unit',
    A,
    { ...B, units: B.units.slice(0, 1) },
    ['unit_unnumbered B', 'unit_only_in_one unit 1', 'unit_only_in_one unit 2'],
  ],
  [
    'other limits at B',
    A,
    { ...B, characteristics: [{ kind: 'Diameter', name: 'D-4', nominal: '4', tolerance: limits('3.7', '4.3') }] },
    ['limits_differ Diameter 4'],
  ],
  [
    'impossible limits at B',
    A,
    { ...B, characteristics: [{ kind: 'Diameter', name: 'D-4', nominal: '4', tolerance: limits('4.3', '3.7') }] },
    ['laboratories_disagree_on_unit unit 1', 'laboratories_disagree_on_unit unit 2', 'limits_differ Diameter 4'],
  ],
  [
    'inches at B',
    A,
    { ...B, fileUnits: MILLIMETRES.replace('>mm<', '>inch<') },
    ['units_of_measure_differ Diameter 4'],
  ],
  ['no unit of measure at B', A, { ...B, fileUnits: '' }, ['units_of_measure_differ Diameter 4']],
  [
    'another kind at B',
    A,
    { ...B, characteristics: [{ kind: 'Width', name: 'D-4', nominal: '4', tolerance: limits('3.7', '4.3') }] },
    ['group_only_in_one Diameter 4', 'group_only_in_one Width 4', 'kinds_differ Diameter 4'],
  ],
  [
    'two holes at A',
    { ...A, units: spread.units.map((unit) => ({ ...unit, values: [...unit.values, ...unit.values] })) },
    B,
    ['values_per_unit_differ Diameter 4'],
  ],
];

test('what differs between two laboratories is found and named', async () => {
  for (const [what, a, b, expected] of DIFFERENCES) {
    const { findings } = compareLaboratories(await laboratory('A', a), await laboratory('B', b));
    const found = findings
      .map(({ code, place }) => `${code} ${place.split(',')[0]}`)
      .filter((code) => !code.startsWith('spreads_apart'));
    assert.deepEqual(found, expected, what);
  }
});

test('spreads that do not overlap are found', async () => {
  const { findings } = compareLaboratories(await laboratory('A', A), await laboratory('B', B));
  assert.deepEqual(
    findings.map(({ code, text }) => [code, text]),
    [['spreads_apart', 'the spreads do not overlap: A 4.00 to 4.00, B 4.01 to 4.01']],
  );
});

test('zones of other material conditions are not the same limit', async () => {
  const sample = (condition: string): Sample => ({
    ...A,
    characteristics: [{ kind: 'Position', name: 'hole', tolerance: zone('9', condition) }],
  });
  const { findings } = compareLaboratories(
    await laboratory('A', sample('NONE')),
    await laboratory('B', sample('MAXIMUM')),
  );
  assert.deepEqual(
    findings.map(({ code }) => code),
    ['material_conditions_differ'],
  );
});

// serial numbers in file order; the number proposed for each and where it comes from
const NUMBERS: readonly (readonly [readonly (string | undefined)[], readonly string[]])[] = [
  [
    ['1', '2', '10'],
    ['1 serial', '2 serial', '10 serial'],
  ],
  [
    ['01', '02'],
    ['1 serial', '2 serial'],
  ],
  [
    ['P_A01_X7', 'P_A02_X7'],
    ['1 serial_part', '2 serial_part'],
  ],
  [
    ['P_A01_X7', 'P_A02_X7', undefined],
    ['1 serial_part', '2 serial_part', '3 place'],
  ],
  [
    ['5', '6', undefined],
    ['5 serial', '6 serial', 'none'],
  ],
  [
    [undefined, undefined],
    ['none', 'none'],
  ],
  [
    ['A1B1', 'A2B2'],
    ['none', 'none'],
  ],
  [
    ['left', 'right'],
    ['none', 'none'],
  ],
  [
    ['7', '7'],
    ['none', 'none'],
  ],
  [
    ['P1', 'Q2'],
    ['none', 'none'],
  ],
];

test('units are numbered by what varies in their serial numbers, or not at all', async () => {
  for (const [serials, expected] of NUMBERS) {
    const units = serials.map((serial): SampleUnit => ({ values: [], ...(serial === undefined ? {} : { serial }) }));
    const { evaluation } = await laboratory('A', { characteristics: [HOLE], units });
    const numbers = proposeUnitNumbers(evaluation.units);
    assert.deepEqual(
      numbers.map((found) => (found === undefined ? 'none' : `${found.number} ${found.from}`)),
      expected,
      serials.join(),
    );
  }
});

test('a characteristic that measures the number of the unit is a label, not a measurement', async () => {
  const number = { kind: 'UserDefinedLinear', name: 'Part Number', nominal: '1', tolerance: limits('1', '1001') };
  const numbered: Sample = {
    ...A,
    characteristics: [HOLE, number],
    units: A.units.map((unit, i) => ({ ...unit, values: [...unit.values, ['Part Number', `${i + 1}`, 'PASS']] })),
  };
  const { groups, findings } = compareLaboratories(await laboratory('A', numbered), await laboratory('B', A));
  assert.deepEqual(
    groups.map(({ key }) => key),
    ['Diameter 4'],
  );
  assert.deepEqual(
    findings.map(({ code }) => code),
    ['unit_number_measured'],
  );
});

test('a given mapping goes before the proposal, and names that are in no file are found', async () => {
  const [a, b] = [
    await laboratory('A', A),
    await laboratory('B', { ...B, characteristics: [{ ...HOLE, kind: 'Width', name: 'D-4' }] }),
  ];
  const mapping = {
    units: [
      { laboratoryA: '1', laboratoryB: 'PLATE_A02' },
      { laboratoryA: '2', laboratoryB: 'PLATE_A09' },
    ],
    characteristics: [{ laboratoryA: 'hole', laboratoryB: 'D-4' }],
  };
  const { units, groups, findings } = compareLaboratories(a, b, mapping);
  assert.deepEqual(
    units.map((unit) => [unit.number, unit.a?.serial, unit.b?.serial]),
    [
      ['1', undefined, 'PLATE_A01'],
      ['1 = PLATE_A02', '1', 'PLATE_A02'],
      ['2 = PLATE_A09', '2', undefined],
    ],
  );
  assert.deepEqual(
    groups.map(({ key, a: left, b: right }) => [key, left?.measurements, right?.measurements]),
    [['hole = D-4', 2, 2]],
  );
  assert.deepEqual(findings.map(({ code }) => code).slice(0, 3), [
    'mapping_unknown',
    'unit_only_in_one',
    'unit_only_in_one',
  ]);
});
