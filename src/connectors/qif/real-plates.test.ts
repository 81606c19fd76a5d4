// Counts the twenty real plates twice: with our reader, and with Python's own XML reader and decimals, which share no
// code with it. What is stated below as a number is what both found.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { plainDecimal } from '#core/decimal.ts';
import { sharedData } from '#test/shared-data.ts';
import { compareLaboratories, type Laboratory } from './compare.ts';
import { evaluate } from './evaluate.ts';
import { groupMeasurements } from './groups.ts';
import { oddities } from './oddities.ts';
import { readQif } from './read.ts';

const COUNT_IN_PYTHON = `
import sys, json, collections, xml.etree.ElementTree as E
from decimal import Decimal as D
root = E.parse(sys.argv[1]).getroot()
ns = root.tag[:root.tag.index('}') + 1]
text = lambda e, path: e.findtext('/'.join(ns + name for name in path.split('/')))
listed = lambda name: {e.get('id'): e for e in root.find(ns + 'Characteristics').find(ns + name)}
definitions, nominals, items = [listed('Characteristic' + n) for n in ('Definitions', 'Nominals', 'Items')]
def limits(item):
    nominal = nominals[text(item, 'CharacteristicNominalId')]
    definition = definitions[text(nominal, 'CharacteristicDefinitionId')]
    target = text(nominal, 'TargetValue')
    zone = text(definition, 'ToleranceValue')
    if zone is not None: return target, D(0), D(zone)
    base = D(0) if text(definition, 'Tolerance/DefinedAsLimit') == 'true' else D(target)
    return target, base + D(text(definition, 'Tolerance/MinValue')), base + D(text(definition, 'Tolerance/MaxValue'))
status, recomputed, groups = collections.Counter(), collections.Counter(), {}
units = list(root.iter(ns + 'MeasurementResults'))
for number, unit in enumerate(units, 1):
    for actual in unit.find(ns + 'MeasuredCharacteristics').find(ns + 'CharacteristicActuals'):
        item = items[text(actual, 'CharacteristicItemId')]
        target, low, high = limits(item)
        said = text(actual, 'Status/CharacteristicStatusEnum')
        value = D(text(actual, 'Value'))
        verdict = 'limit_impossible' if low > high else 'inside' if low <= value <= high else 'outside'
        kind = item.tag[len(ns):-len('CharacteristicItem')]
        group = groups.setdefault(kind if target is None else kind + ' ' + target, dict(n=0, fail=0, out={}))
        group['n'] += 1
        group['fail'] += said == 'FAIL'
        if verdict == 'outside': group['out'][str(number)] = group['out'].get(str(number), 0) + 1
        status[said] += 1
        recomputed[verdict] += 1
print(json.dumps(dict(units=len(units), characteristics=len(items), status=status, recomputed=recomputed, groups=groups,
    unitStatus=[text(u, 'InspectionStatus/InspectionStatusEnum') for u in units])))
`;

const FILES = { maker: 'fair_Plate_Results.qif', receiver: 'incoming_PlateResults_20_samples.QIF' } as const;

function pathOf(side: keyof typeof FILES): string | undefined {
  return sharedData(`nist-mtc-plate/inspection/${FILES[side]}`);
}

async function laboratory(name: keyof typeof FILES): Promise<Laboratory | undefined> {
  const path = pathOf(name);
  if (path === undefined) return undefined;
  const document = await readQif(readFileSync(path));
  return { name, document, evaluation: evaluate(document) };
}

/** Our counts in the shape that the script prints. */
function countAgain({ document, evaluation }: Laboratory): unknown {
  const numbers = evaluation.units.map((_, index) => ({ number: `${index + 1}`, from: 'place' as const }));
  const groups = groupMeasurements({ document, evaluation, numbers, leftOut: new Set(), mappedKeys: new Map() });
  return {
    units: document.units.length,
    characteristics: document.characteristics.size,
    status: Object.fromEntries(evaluation.byStatus),
    recomputed: Object.fromEntries(evaluation.byVerdict),
    groups: Object.fromEntries(
      [...groups].map(([key, { measurements, failed, onUnits }]) => {
        const outside = onUnits
          .filter((found) => found.outside > 0)
          .map((found) => [found.unit, found.outside] as const);
        return [key, { n: measurements, fail: failed, out: Object.fromEntries(outside) }];
      }),
    ),
    unitStatus: document.units.map(({ status }) => status),
  };
}

for (const side of ['maker', 'receiver'] as const) {
  test(`the ${side}'s results are counted alike by another program`, async (t) => {
    const found = await laboratory(side);
    if (found === undefined) return t.skip('shared/data is absent');
    const python = spawnSync('python3', ['-c', COUNT_IN_PYTHON, pathOf(side) ?? ''], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    if (python.error !== undefined) return t.skip('python3 is absent');
    assert.equal(python.status, 0, python.stderr);
    assert.deepEqual(countAgain(found), JSON.parse(python.stdout));
  });
}

test('the totals of the twenty plates are those that we state', async (t) => {
  const [maker, receiver] = [await laboratory('maker'), await laboratory('receiver')];
  if (maker === undefined || receiver === undefined) return t.skip('shared/data is absent');
  const totals = ({ document, evaluation }: Laboratory) => ({
    units: document.units.length,
    characteristics: document.characteristics.size,
    measurements: [...evaluation.byStatus.values()].reduce((sum, count) => sum + count, 0),
    ...Object.fromEntries(evaluation.byStatus),
    ...Object.fromEntries(evaluation.byVerdict),
    differing: evaluation.differing,
    unitsPassed: evaluation.units.flatMap(({ status }, index) => (status === 'PASS' ? [index + 1] : [])),
  });
  assert.deepEqual(totals(maker), {
    units: 20,
    characteristics: 38,
    measurements: 760,
    PASS: 662,
    FAIL: 98,
    inside: 662,
    outside: 98,
    differing: 0,
    unitsPassed: [12],
  });
  assert.deepEqual(totals(receiver), {
    units: 20,
    characteristics: 17,
    measurements: 620,
    PASS: 569,
    FAIL: 51,
    inside: 549,
    outside: 51,
    limit_impossible: 20,
    differing: 20,
    unitsPassed: [],
  });
});

test('what is odd in each file and between them is found', async (t) => {
  const [maker, receiver] = [await laboratory('maker'), await laboratory('receiver')];
  if (maker === undefined || receiver === undefined) return t.skip('shared/data is absent');
  const codes = ({ document, evaluation }: Laboratory) => countCodes(oddities('lab', document, evaluation));
  assert.deepEqual(codes(maker), { unit_of_measure_missing: 1, components_several: 1 });
  assert.deepEqual(codes(receiver), {
    serial_missing: 1,
    measured_repeatedly: 7,
    limit_impossible: 1,
    verdict_differs: 1,
    bonus_not_computed: 1,
  });
  const { units, groups, findings } = compareLaboratories(maker, receiver);
  assert.deepEqual(
    units.map(({ number, a, b }) => [number, a?.serial, b?.serial?.slice(14, 17)]),
    Array.from({ length: 20 }, (_, i) => [
      `${i + 1}`,
      `${i + 1}`,
      i === 19 ? undefined : `A${`${i + 1}`.padStart(2, '0')}`,
    ]),
  );
  assert.deepEqual(
    findings.filter(({ code }) => code === 'laboratories_disagree_on_unit').map(({ place }) => place),
    ['unit 12'],
  );
  assert.deepEqual(countCodes(findings), {
    unit_number_measured: 1,
    unit_numbered_by_place: 1,
    laboratories_disagree_on_unit: 1,
    group_outside: 4,
    group_only_in_one: 16,
    limits_differ: 4,
    units_of_measure_differ: 7,
    values_per_unit_differ: 1,
    outside_counts_differ: 1,
    spreads_apart: 2,
    material_conditions_differ: 1,
    kinds_differ: 2,
  });
  const holes = groups.find(({ key }) => key === 'Diameter 4');
  const outside = (side: typeof holes extends undefined ? never : NonNullable<typeof holes>['a']) =>
    Object.fromEntries(side?.onUnits.filter((unit) => unit.outside > 0).map((unit) => [unit.unit, unit.outside]) ?? []);
  assert.deepEqual(outside(holes?.a), { 13: 5, 14: 5, 15: 1, 16: 8, 17: 8, 18: 8 });
  assert.deepEqual(outside(holes?.b), { 13: 3, 14: 3, 15: 1, 16: 8, 17: 8, 18: 8 });
  assert.equal(plainDecimal(holes?.a?.largest ?? ''), '4.599');
});

function countCodes(findings: readonly { readonly code: string }[]): { [code: string]: number } {
  const counts: { [code: string]: number } = {};
  for (const { code } of findings) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
