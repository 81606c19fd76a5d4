// Pairs files with units by the number in their names: the one number that differs from file to file.

import { Fault } from '#core/fault.ts';

/** Names with the number of the unit that each is about, in the order of the numbers. @throws Fault `unit_number_unclear` */
export function numberedUnits<T extends { readonly name: string }>(files: readonly T[]): readonly (T & { readonly unit: number })[] {
  const [first] = files;
  if (first === undefined) return [];
  const numbers = files.map(({ name }) => [...name.matchAll(/\d+/g)].map(([digits]) => Number(digits)));
  const width = Math.min(...numbers.map((found) => found.length));
  const varying = Array.from({ length: width }, (_, place) => place).filter(
    (place) => new Set(numbers.map((found) => found[place])).size === files.length,
  );
  const place = files.length === 1 ? width - 1 : varying[0];
  if (place === undefined || place < 0 || (files.length > 1 && varying.length !== 1)) {
    throw new Fault('unit_number_unclear', `${first.name} and the files beside it do not differ in just one number: it must be the unit's`);
  }
  return files
    .map((file, i) => ({ ...file, unit: numbers[i]?.[place] ?? 0 }))
    .sort((a, b) => a.unit - b.unit);
}
