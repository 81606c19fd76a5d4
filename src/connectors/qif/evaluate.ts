// Recomputes each verdict of a QIF file from its limits and measured values, exactly and from the text as written, and
// keeps the file's own verdict beside it. Pure. What cannot be judged says why; nothing is judged by a borrowed limit.

import { addDecimals, compareDecimals, isDecimal } from '#core/decimal.ts';
import type { Characteristic, MeasuredUnit, Measurement, QifDocument } from './document.ts';

/** `not_comparable`: value or limit is no decimal, their units of measure differ, or the limit's form is unclear. */
export type Verdict = 'inside' | 'outside' | 'no_limit' | 'limit_impossible' | 'not_measured' | 'not_comparable';

/** Absolute limits, both ends belong to the inside. `impossible`: the smallest is above the largest. */
export type AbsoluteLimits = {
  readonly state: 'known' | 'none' | 'impossible' | 'unclear';
  readonly min?: string;
  readonly max?: string;
};

/** A measurement, the recomputed verdict, and whether the file's own (`status`) says something else. */
export type JudgedMeasurement = Measurement & { readonly verdict: Verdict; readonly differs: boolean };

/** A unit: `FAIL` where a value is outside, `PASS` where all are inside, else `UNDECIDED`. */
export type JudgedUnit = Omit<MeasuredUnit, 'measurements'> & {
  readonly measurements: readonly JudgedMeasurement[];
  readonly verdict: 'PASS' | 'FAIL' | 'UNDECIDED';
  readonly differs: boolean;
};

/** A file's units as judged, the absolute limits by characteristic id, and totals over all measurements. */
export type Evaluation = {
  readonly units: readonly JudgedUnit[];
  readonly limits: ReadonlyMap<string, AbsoluteLimits>;
  /** Measurements by the file's own verdict as written, and by the recomputed one. */
  readonly byStatus: ReadonlyMap<string, number>;
  readonly byVerdict: ReadonlyMap<Verdict, number>;
  readonly differing: number;
};

/** Judges every measurement of a file. */
export function evaluate(document: QifDocument): Evaluation {
  const limits = new Map([...document.characteristics].map(([id, found]) => [id, absoluteLimits(found)] as const));
  const units = document.units.map((unit) => judgeUnit(unit, document, limits));
  const measurements = units.flatMap((unit) => unit.measurements);
  return {
    units,
    limits,
    byStatus: countBy(measurements, ({ status }) => status ?? ''),
    byVerdict: countBy(measurements, ({ verdict }) => verdict),
    differing: measurements.filter(({ differs }) => differs).length,
  };
}

/** The limits of a characteristic as absolute values: deviations are added to the nominal, a zone starts at 0. */
function absoluteLimits({ limit, nominal }: Characteristic): AbsoluteLimits {
  if (limit.form === 'none') return { state: 'none' };
  if (limit.form === 'unclear') return { state: 'unclear' };
  if (limit.form === 'zone') return ordered('0', limit.width);
  if (limit.form === 'limits') return ordered(limit.min, limit.max);
  if (nominal === undefined || !areDecimals(nominal, limit.min, limit.max)) return { state: 'unclear' };
  return ordered(
    limit.min === undefined ? undefined : addDecimals(nominal, limit.min),
    limit.max === undefined ? undefined : addDecimals(nominal, limit.max),
  );
}

/** How many of the values have each key, keys in order of their text. */
export function countBy<T, K extends string>(values: readonly T[], keyOf: (value: T) => K): ReadonlyMap<K, number> {
  const counts = new Map<K, number>();
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function ordered(min: string | undefined, max: string | undefined): AbsoluteLimits {
  if (!areDecimals(min, max)) return { state: 'unclear' };
  const impossible = min !== undefined && max !== undefined && compareDecimals(min, max) > 0;
  return {
    state: impossible ? 'impossible' : 'known',
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

function areDecimals(...texts: readonly (string | undefined)[]): boolean {
  return texts.every((text) => text === undefined || isDecimal(text));
}

function judgeUnit(unit: MeasuredUnit, document: QifDocument, limits: ReadonlyMap<string, AbsoluteLimits>): JudgedUnit {
  const measurements = unit.measurements.map((measurement) => {
    const characteristic = document.characteristics.get(measurement.characteristicId ?? '');
    const verdict = judge(measurement, characteristic, limits.get(characteristic?.id ?? ''));
    return { ...measurement, verdict, differs: differs(measurement.status, statusOf(verdict)) };
  });
  const verdict = verdictOfAll(measurements);
  return { ...unit, measurements, verdict, differs: differs(unit.status, verdict) };
}

function judge(measured: Measurement, characteristic: Characteristic | undefined, limits?: AbsoluteLimits): Verdict {
  if (measured.value === undefined) return 'not_measured';
  if (characteristic === undefined || limits === undefined || limits.state === 'none') return 'no_limit';
  if (limits.state === 'impossible') return 'limit_impossible';
  const comparable = isDecimal(measured.value) && measured.unitOfMeasure === characteristic.unitOfMeasure;
  if (limits.state === 'unclear' || !comparable || measured.kind !== characteristic.kind) return 'not_comparable';
  const below = limits.min !== undefined && compareDecimals(measured.value, limits.min) < 0;
  const above = limits.max !== undefined && compareDecimals(measured.value, limits.max) > 0;
  return below || above ? 'outside' : 'inside';
}

function statusOf(verdict: Verdict): 'PASS' | 'FAIL' | 'UNDECIDED' {
  return verdict === 'inside' ? 'PASS' : verdict === 'outside' ? 'FAIL' : 'UNDECIDED';
}

function verdictOfAll(measurements: readonly JudgedMeasurement[]): JudgedUnit['verdict'] {
  if (measurements.some(({ verdict }) => verdict === 'outside')) return 'FAIL';
  return measurements.length > 0 && measurements.every(({ verdict }) => verdict === 'inside') ? 'PASS' : 'UNDECIDED';
}

/** A file that passes or fails what we cannot judge, or leaves open what we can, says something else. */
function differs(status: string | undefined, recomputed: string): boolean {
  const decided = status === 'PASS' || status === 'FAIL' ? status : 'UNDECIDED';
  return decided !== recomputed;
}
