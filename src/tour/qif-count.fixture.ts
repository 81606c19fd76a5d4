// Counts a QIF results file with Python's own XML reader and decimals, which share no code with ours.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

/** What a file says and what its limits make of it. Values outside are by group (kind and nominal) and unit's place. */
export type QifCount = {
  readonly units: number;
  readonly characteristics: number;
  readonly said: { readonly [status: string]: number };
  readonly recomputed: { readonly [verdict: string]: number };
  readonly outside: { readonly [group: string]: readonly number[] };
};

const SCRIPT = `
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
    target, zone = text(nominal, 'TargetValue'), text(definition, 'ToleranceValue')
    if zone is not None: return target, D(0), D(zone)
    if text(definition, 'Tolerance/MinValue') is None: return target, None, None
    base = D(0) if text(definition, 'Tolerance/DefinedAsLimit') == 'true' else D(target)
    return target, base + D(text(definition, 'Tolerance/MinValue')), base + D(text(definition, 'Tolerance/MaxValue'))
said, recomputed, outside = collections.Counter(), collections.Counter(), collections.defaultdict(list)
units = list(root.iter(ns + 'MeasurementResults'))
for place, unit in enumerate(units, 1):
    for actual in unit.find(ns + 'MeasuredCharacteristics').find(ns + 'CharacteristicActuals'):
        item = items[text(actual, 'CharacteristicItemId')]
        target, low, high = limits(item)
        value = D(text(actual, 'Value'))
        verdict = 'open' if low is None or low > high else 'inside' if low <= value <= high else 'outside'
        if verdict == 'outside': outside[item.tag[len(ns):-len('CharacteristicItem')] + ' ' + str(target)].append(place)
        said[str(text(actual, 'Status/CharacteristicStatusEnum'))] += 1
        recomputed[verdict] += 1
print(json.dumps(dict(units=len(units), characteristics=len(items), said=said, recomputed=recomputed, outside=outside)))
`;

/** The counts of a file, or undefined where there is no Python. */
export function countQif(path: string): QifCount | undefined {
  const python = spawnSync('python3', ['-c', SCRIPT, path], { encoding: 'utf8', timeout: 60_000 });
  if (python.error !== undefined) return undefined;
  assert.equal(python.status, 0, python.stderr);
  return JSON.parse(python.stdout);
}
