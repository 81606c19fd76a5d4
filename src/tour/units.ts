// Pairs files with units by the number in their names: the `3` of `3of20`, or the one number that differs from file to
// file.

import { Fault } from '#core/fault.ts';
import { MAX_UNIT_NUMBER } from './limits.ts';

/**
 * Files with the number of the unit that each is about, in the order of the numbers.
 * @throws Fault `unit_number_unclear`
 */
export function numberedUnits<T extends { readonly path: string; readonly name: string }>(
  files: readonly T[],
): readonly (T & { readonly unit: number })[] {
  const [first] = files;
  if (first === undefined) return [];
  const numbers = files.map(({ name }) => numbersIn(name));
  const places = Array.from({ length: Math.min(...numbers.map(({ length }) => length)) }, (_, place) => place);
  const varying = places.filter((place) => new Set(numbers.map((found) => found[place])).size === files.length);
  const place = files.length === 1 ? places.at(-1) : varying.length === 1 ? varying[0] : undefined;
  if (place === undefined) {
    const text = 'the names of these files must differ in one number, the unit’s';
    throw new Fault('unit_number_unclear', `${first.path}: ${text}`);
  }
  const numbered = files.map((file, i) => ({ ...file, unit: numbers[i]?.[place] ?? 0 }));
  const wrong = numbered.find(({ unit }) => unit < 1 || unit > MAX_UNIT_NUMBER);
  if (wrong !== undefined) {
    const text = `expected the number of a unit from 1 to ${MAX_UNIT_NUMBER} in the name, got ${wrong.unit}`;
    throw new Fault('unit_number_unclear', `${wrong.path}: ${text}`);
  }
  return numbered.sort((a, b) => a.unit - b.unit);
}

function numbersIn(name: string): readonly number[] {
  const ofAll = /(\d+)of\d+/.exec(name);
  if (ofAll !== null) return [Number(ofAll[1])];
  return [...name.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}
