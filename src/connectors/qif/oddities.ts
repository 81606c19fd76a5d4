// What is odd in one laboratory's QIF file, each as a named finding for a person to see. Pure; repairs nothing.

import { compareDecimals, isDecimal } from '#core/decimal.ts';
import type { Finding } from '../finding.ts';
import type { Characteristic, QifDocument } from './document.ts';
import { countBy, type Evaluation, type JudgedMeasurement } from './evaluate.ts';

/**
 * Findings of one file, in the order: document, units, characteristics. `laboratory` names it in each place.
 * Codes: `unit_of_measure_missing`, `component_unmeasured`, `serial_missing`, `serial_repeated`, `components_several`,
 * `unit_verdict_differs`, `reference_broken`, `limit_missing`, `limit_unclear`, `limit_impossible`,
 * `nominal_outside_limits`, `bonus_not_computed`, `verdict_differs`, `not_measured`, `not_comparable`,
 * `measured_repeatedly`
 */
export function oddities(laboratory: string, document: QifDocument, evaluation: Evaluation): readonly Finding[] {
  return [
    ...ofDocument(laboratory, document, evaluation),
    ...ofUnits(laboratory, evaluation),
    ...ofCharacteristics(laboratory, document, evaluation),
  ];
}

/** A short name of a characteristic for people: kind, name, nominal. */
export function characteristicName({ kind, name, designator, nominal, id }: Characteristic): string {
  const label = name ?? designator ?? `id ${id}`;
  return `${kind} "${label}"${nominal === undefined ? '' : ` nominal ${nominal}`}`;
}

function ofDocument(laboratory: string, document: QifDocument, { units }: Evaluation): Finding[] {
  const findings: Finding[] = [];
  const without = [...document.characteristics.values()].filter(({ unitOfMeasure }) => unitOfMeasure === undefined);
  if (without.length > 0) {
    const of = `${without.length} of ${document.characteristics.size} characteristics`;
    findings.push({
      code: 'unit_of_measure_missing',
      place: laboratory,
      text: `${of} have no unit of measure: the file does not say whether 4 is millimetres or inches`,
    });
  }
  for (const { id } of document.unmeasuredComponents) {
    const text = `component ${id} has no measurement results`;
    findings.push({ code: 'component_unmeasured', place: laboratory, text });
  }
  const lost = units.flatMap((unit) => unit.measurements).filter((found) => !isKnown(found, document));
  if (lost[0] !== undefined) {
    const text = `${lost.length} measurements point to no characteristic of the file`;
    findings.push({ code: 'reference_broken', place: `${laboratory}, line ${lost[0].line}`, text });
  }
  return findings;
}

function isKnown({ characteristicId }: JudgedMeasurement, document: QifDocument): boolean {
  return characteristicId !== undefined && document.characteristics.has(characteristicId);
}

function ofUnits(laboratory: string, { units }: Evaluation): Finding[] {
  const findings: Finding[] = [];
  const seen = new Map<string, number>();
  for (const [index, unit] of units.entries()) {
    const place = `${laboratory}, unit ${index + 1} of ${units.length} (line ${unit.line})`;
    const add = (code: string, text: string) => findings.push({ code, place, text });
    if (unit.serial === undefined) add('serial_missing', 'the unit has no serial number');
    const earlier = unit.serial === undefined ? undefined : seen.get(unit.serial);
    if (earlier !== undefined) add('serial_repeated', `serial number "${unit.serial}" is that of unit ${earlier} too`);
    else if (unit.serial !== undefined) seen.set(unit.serial, index + 1);
    if (unit.components.length > 1) {
      const named = unit.components.map(
        ({ id, serial, status }) => `${id} (serial ${serial ?? 'none'}, ${status ?? 'no verdict'})`,
      );
      add('components_several', `one set of results is of ${unit.components.length} components: ${named.join(', ')}`);
    }
    if (unit.differs)
      add('unit_verdict_differs', `the file says ${unit.status ?? 'nothing'}, recomputed ${unit.verdict}`);
  }
  return findings;
}

type Placed = { readonly unit: number; readonly measurement: JudgedMeasurement };

function ofCharacteristics(laboratory: string, document: QifDocument, evaluation: Evaluation): Finding[] {
  const measured = byCharacteristic(evaluation);
  const findings: Finding[] = [];
  for (const characteristic of document.characteristics.values()) {
    const place = `${laboratory}, ${characteristicName(characteristic)}`;
    const placed = measured.get(characteristic.id) ?? [];
    const said = [
      ...ofLimits(characteristic, evaluation),
      ...ofVerdicts(placed.map(({ measurement }) => measurement)),
      ...ofCounts(placed, evaluation.units.length),
    ];
    findings.push(...said.map(([code, text]) => ({ code, place, text })));
  }
  return findings;
}

function byCharacteristic({ units }: Evaluation): ReadonlyMap<string, readonly Placed[]> {
  const measured = new Map<string, Placed[]>();
  for (const [unit, { measurements }] of units.entries()) {
    for (const measurement of measurements) {
      const id = measurement.characteristicId ?? '';
      const list = measured.get(id);
      if (list === undefined) measured.set(id, [{ unit, measurement }]);
      else list.push({ unit, measurement });
    }
  }
  return measured;
}

type Said = readonly [code: string, text: string];

function ofLimits(characteristic: Characteristic, { limits }: Evaluation): Said[] {
  const { limit, nominal, definitionId, materialCondition = 'NONE' } = characteristic;
  const absolute = limits.get(characteristic.id) ?? { state: 'none' };
  const said: Said[] = [];
  const written =
    limit.form === 'zone' ? `a zone of ${limit.width}` : `${absolute.min ?? 'open'} to ${absolute.max ?? 'open'}`;
  if (definitionId === undefined) said.push(['reference_broken', 'the characteristic points to no definition']);
  if (absolute.state === 'none') said.push(['limit_missing', 'the file gives no limit']);
  if (absolute.state === 'unclear')
    said.push(['limit_unclear', `the limits cannot be read as absolute values (${limit.form})`]);
  if (absolute.state === 'impossible') said.push(['limit_impossible', `no value can lie within ${written}`]);
  if (absolute.state === 'known' && nominal !== undefined && isDecimal(nominal)) {
    const below = absolute.min !== undefined && compareDecimals(nominal, absolute.min) < 0;
    const above = absolute.max !== undefined && compareDecimals(nominal, absolute.max) > 0;
    if (below || above) said.push(['nominal_outside_limits', `the nominal ${nominal} is not within ${written}`]);
  }
  if (limit.form === 'zone' && materialCondition !== 'NONE') {
    said.push([
      'bonus_not_computed',
      `material condition ${materialCondition} may widen the zone; judged by ${limit.width} alone`,
    ]);
  }
  return said;
}

function ofVerdicts(measurements: readonly JudgedMeasurement[]): Said[] {
  const said: Said[] = [];
  const differing = measurements.filter(({ differs }) => differs);
  for (const [pair, count] of countBy(
    differing,
    ({ status, verdict }) => `the file says ${status ?? 'nothing'}, recomputed ${verdict}`,
  )) {
    said.push(['verdict_differs', `${pair}: ${count} of ${measurements.length} measurements`]);
  }
  for (const code of ['not_measured', 'not_comparable'] as const) {
    const count = measurements.filter(({ verdict }) => verdict === code).length;
    if (count > 0) said.push([code, `${count} of ${measurements.length} measurements`]);
  }
  return said;
}

function ofCounts(placed: readonly Placed[], units: number): Said[] {
  const perUnit = new Map<number, number>();
  for (const { unit } of placed) perUnit.set(unit, (perUnit.get(unit) ?? 0) + 1);
  const most = [...perUnit.values()].reduce((most, count) => Math.max(most, count), 0);
  const said: Said[] = [];
  if (perUnit.size < units)
    said.push(['not_measured', `${units - perUnit.size} of ${units} units have no measurement of it`]);
  if (most > 1)
    said.push(['measured_repeatedly', `up to ${most} values per unit, which the file does not tell apart by name`]);
  return said;
}
