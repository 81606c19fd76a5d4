// Judges measured values against limits, exactly and from the texts as written. What cannot be judged says why; nothing
// is judged by a borrowed limit. Pure.

import { addDecimals, compareDecimals } from '#core/decimal.ts';
import type { CharacteristicOf, CountsOf, ValueOf } from './records.ts';

/** Absolute limits; both ends belong to the inside. `impossible`: the lower end is above the upper. */
type Limits = {
  readonly state: 'known' | 'none' | 'impossible' | 'unclear';
  readonly lower?: string;
  readonly upper?: string;
};

/** What a value is against its limit. */
export type Judgement = 'inside' | 'outside' | 'noLimit' | 'impossible' | 'notComparable' | 'notMeasured';

/** The limits of a characteristic as absolute values: deviations are added to the nominal, a zone starts at 0. */
export function limitsOf({ limitFrom, nominal, lower, upper }: CharacteristicOf): Limits {
  if (limitFrom === 'none' || limitFrom === 'unclear') return { state: limitFrom };
  if (limitFrom === 'zone') return ordered('0', upper);
  if (limitFrom === 'absolute') return ordered(lower, upper);
  if (nominal === undefined) return { state: 'unclear' };
  const absolute = (end: string | undefined) => (end === undefined ? undefined : addDecimals(nominal, end));
  return ordered(absolute(lower), absolute(upper));
}

/** True where the ends that are written fit the kind of limit. */
export function isLimitWhole({ limitFrom, lower, upper }: CharacteristicOf): boolean {
  if (limitFrom === 'none') return lower === undefined && upper === undefined;
  if (limitFrom === 'zone') return lower === undefined && upper !== undefined;
  return limitFrom === 'unclear' || lower !== undefined || upper !== undefined;
}

/** Judges one value. */
export function judge({ value, unit }: ValueOf, characteristic: CharacteristicOf): Judgement {
  if (value === undefined) return 'notMeasured';
  const { state, lower, upper } = limitsOf(characteristic);
  if (state === 'none') return 'noLimit';
  if (state === 'impossible') return 'impossible';
  if (state === 'unclear' || (unit !== undefined && unit !== characteristic.unit)) return 'notComparable';
  const below = lower !== undefined && compareDecimals(value, lower) < 0;
  const above = upper !== undefined && compareDecimals(value, upper) > 0;
  return below || above ? 'outside' : 'inside';
}

/** True where the file passes or fails what cannot be judged, leaves open what can, or says the contrary. */
export function differsFromFile(value: ValueOf, judgement: Judgement): boolean {
  const recomputed = judgement === 'inside' ? 'pass' : judgement === 'outside' ? 'fail' : 'undecided';
  return decided(value.fileVerdict) !== recomputed;
}

/** The file's own verdict as far as it is one. */
export function decided(fileVerdict: ValueOf['fileVerdict']): 'pass' | 'fail' | 'undecided' {
  return fileVerdict === 'pass' || fileVerdict === 'fail' ? fileVerdict : 'undecided';
}

/** Counts the judgements of one unit's values. Values of unknown characteristics are not counted. */
export function countValues(characteristics: readonly CharacteristicOf[], values: readonly ValueOf[]): CountsOf {
  const byId = new Map(characteristics.map((found) => [found.id, found]));
  const counts = {
    inside: 0,
    outside: 0,
    noLimit: 0,
    impossible: 0,
    notComparable: 0,
    notMeasured: 0,
    differsFromFile: 0,
  };
  const seen = new Set<string>();
  for (const value of values) {
    const characteristic = byId.get(value.characteristic);
    if (characteristic === undefined) continue;
    seen.add(characteristic.id);
    const judgement = judge(value, characteristic);
    counts[judgement]++;
    if (differsFromFile(value, judgement)) counts.differsFromFile++;
  }
  counts.notMeasured += characteristics.filter(({ id }) => !seen.has(id)).length;
  return counts;
}

/** The verdict on a unit: fail where a value is outside, pass where all are inside. */
export function verdictOf({ inside, outside, noLimit, impossible, notComparable, notMeasured }: CountsOf) {
  if (outside > 0) return 'fail';
  const open = noLimit + impossible + notComparable + notMeasured;
  return inside > 0 && open === 0 ? 'pass' : 'undecided';
}

function ordered(lower: string | undefined, upper: string | undefined): Limits {
  const impossible = lower !== undefined && upper !== undefined && compareDecimals(lower, upper) > 0;
  return {
    state: impossible ? 'impossible' : 'known',
    ...(lower === undefined ? {} : { lower }),
    ...(upper === undefined ? {} : { upper }),
  };
}
