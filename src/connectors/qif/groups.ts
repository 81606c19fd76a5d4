// Groups the measurements of one laboratory by kind and nominal value, because two laboratories share no names: "the
// holes of diameter 4". A group has counts, spread and limits; which value belongs to which hole it does not know.

import { compareDecimals, isDecimal, plainDecimal } from '#core/decimal.ts';
import type { Characteristic, QifDocument } from './document.ts';
import type { AbsoluteLimits, Evaluation, JudgedMeasurement } from './evaluate.ts';
import type { UnitNumber } from './unit-numbers.ts';

/** Of one unit within a group: how many values, how many outside as recomputed, how many the file itself fails. */
type GroupOnUnit = {
  readonly unit: string;
  readonly measurements: number;
  readonly outside: number;
  readonly failed: number;
};

/** One laboratory's measurements of one group. `smallest` and `largest` are as written. */
export type GroupSide = {
  readonly characteristics: readonly Characteristic[];
  readonly limits: readonly AbsoluteLimits[];
  readonly unitsOfMeasure: readonly (string | undefined)[];
  readonly onUnits: readonly GroupOnUnit[];
  readonly measurements: number;
  readonly outside: number;
  readonly failed: number;
  readonly smallest?: string;
  readonly largest?: string;
};

/** A group of both laboratories, or of one. `key` is kind and nominal, `Diameter 4`, or the given pair of names. */
export type GroupPair = { readonly key: string; readonly a?: GroupSide; readonly b?: GroupSide };

/** What is needed of a laboratory to group its measurements. `leftOut`: ids of characteristics that are labels. */
type Grouped = {
  readonly document: QifDocument;
  readonly evaluation: Evaluation;
  readonly numbers: readonly (UnitNumber | undefined)[];
  readonly leftOut: ReadonlySet<string>;
  /** Group of a characteristic by its id, where a given mapping says so. */
  readonly mappedKeys: ReadonlyMap<string, string>;
};

/** Kind and nominal, `Diameter 4`; a zone has no nominal: `Flatness`. A given mapping goes before. */
function groupKey({ id, kind, nominal }: Characteristic, mappedKeys: ReadonlyMap<string, string>): string {
  const mapped = mappedKeys.get(id);
  if (mapped !== undefined) return mapped;
  if (nominal === undefined) return kind;
  return `${kind} ${isDecimal(nominal) ? plainDecimal(nominal) : nominal}`;
}

/** The label of a unit in findings: its number, else its serial number, else its place in the file. */
export function unitLabel(serial: string | undefined, number: UnitNumber | undefined, index: number): string {
  return number?.number ?? serial ?? `at place ${index + 1} of the file`;
}

/** The groups of one laboratory by key. */
export function groupMeasurements(laboratory: Grouped): ReadonlyMap<string, GroupSide> {
  const members = new Map<string, Characteristic[]>();
  for (const characteristic of laboratory.document.characteristics.values()) {
    if (laboratory.leftOut.has(characteristic.id)) continue;
    const key = groupKey(characteristic, laboratory.mappedKeys);
    const group = members.get(key);
    if (group === undefined) members.set(key, [characteristic]);
    else group.push(characteristic);
  }
  const measured = measuredByGroup(laboratory);
  return new Map([...members].map(([key, group]) => [key, side(group, measured.get(key) ?? new Map(), laboratory)]));
}

/** Measurements by group, then by unit. */
function measuredByGroup({
  document,
  evaluation,
  numbers,
  mappedKeys,
}: Grouped): ReadonlyMap<string, ReadonlyMap<string, JudgedMeasurement[]>> {
  const measured = new Map<string, Map<string, JudgedMeasurement[]>>();
  for (const [index, unit] of evaluation.units.entries()) {
    const label = unitLabel(unit.serial, numbers[index], index);
    for (const measurement of unit.measurements) {
      const characteristic = document.characteristics.get(measurement.characteristicId ?? '');
      if (characteristic === undefined) continue;
      const key = groupKey(characteristic, mappedKeys);
      const units = measured.get(key) ?? new Map<string, JudgedMeasurement[]>();
      measured.set(key, units);
      const list = units.get(label);
      if (list === undefined) units.set(label, [measurement]);
      else list.push(measurement);
    }
  }
  return measured;
}

function side(
  characteristics: readonly Characteristic[],
  measured: ReadonlyMap<string, readonly JudgedMeasurement[]>,
  { evaluation }: Grouped,
): GroupSide {
  const onUnits = [...measured].map(([unit, measurements]) => ({
    unit,
    measurements: measurements.length,
    outside: measurements.filter(({ verdict }) => verdict === 'outside').length,
    failed: measurements.filter(({ status }) => status === 'FAIL').length,
  }));
  const limits = new Map(
    characteristics.map(({ id }) => [limitText(evaluation.limits.get(id)), evaluation.limits.get(id)]),
  );
  const values = [...measured.values()].flatMap((list) => list.flatMap(({ value }) => value ?? [])).filter(isDecimal);
  const sum = (of: (unit: GroupOnUnit) => number) => onUnits.reduce((total, unit) => total + of(unit), 0);
  const smallest = extreme(values, -1);
  const largest = extreme(values, 1);
  return {
    characteristics,
    limits: [...limits.values()].filter((found) => found !== undefined),
    unitsOfMeasure: [...new Set(characteristics.map(({ unitOfMeasure }) => unitOfMeasure))],
    onUnits,
    measurements: sum((unit) => unit.measurements),
    outside: sum((unit) => unit.outside),
    failed: sum((unit) => unit.failed),
    ...(smallest === undefined ? {} : { smallest }),
    ...(largest === undefined ? {} : { largest }),
  };
}

/** Limits for people and as a key: `3.75 to 4.25`. */
export function limitText(limits: AbsoluteLimits | undefined): string {
  if (limits === undefined || limits.state === 'none') return 'no limit';
  if (limits.state === 'unclear') return 'unclear limits';
  const ends = [limits.min, limits.max].map((end) => (end === undefined ? 'open' : plainDecimal(end)));
  return `${ends.join(' to ')}${limits.state === 'impossible' ? ' (impossible)' : ''}`;
}

function extreme(values: readonly string[], sign: -1 | 1): string | undefined {
  return values.reduce<string | undefined>(
    (best, value) => (best === undefined || compareDecimals(value, best) === sign ? value : best),
    undefined,
  );
}
