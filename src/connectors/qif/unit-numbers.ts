// Proposes the number by which a laboratory counts its units, from their serial numbers. A proposal: where the serial
// numbers do not tell, a unit stays without a number, and one numbered by its place in the file says so.

import { compareDecimals, isDecimal } from '#core/decimal.ts';
import type { Evaluation, JudgedUnit } from './evaluate.ts';

/** `serial`: the serial number is the number; `serial_part`: the one part of it that varies; `place`: place in the file;
 * `mapping`: a person's mapping names it. */
export type UnitNumber = { readonly number: string; readonly from: 'serial' | 'serial_part' | 'place' | 'mapping' };

/** The proposed number of each unit, in the file's order; undefined where nothing tells it or two would share it. */
export function proposeUnitNumbers(units: readonly JudgedUnit[]): readonly (UnitNumber | undefined)[] {
  const fromSerials = numbersInSerials(units.map(({ serial }) => serial));
  const inPlace = fromSerials.every((found, index) => found === undefined || found.number === String(index + 1));
  const some = fromSerials.some((found) => found !== undefined);
  const proposed = fromSerials.map((found, index) => {
    if (found !== undefined || !inPlace || !some || units[index]?.serial !== undefined) return found;
    return { number: String(index + 1), from: 'place' } as const;
  });
  const times = new Map<string, number>();
  for (const found of proposed) if (found !== undefined) times.set(found.number, (times.get(found.number) ?? 0) + 1);
  return proposed.map((found) => (found !== undefined && times.get(found.number) === 1 ? found : undefined));
}

/** Ids of the characteristics whose measured value is the unit's own number on every unit: a label, not a measurement. */
export function numberCharacteristics(
  { units }: Evaluation,
  numbers: readonly (UnitNumber | undefined)[],
): ReadonlySet<string> {
  const [first] = units;
  if (first === undefined || units.length < 2) return new Set();
  const candidates = new Set(first.measurements.map(({ characteristicId }) => characteristicId ?? ''));
  for (const [index, unit] of units.entries()) {
    const number = numbers[index]?.number;
    const equal = unit.measurements.filter(({ value }) => number !== undefined && isNumber(value, number));
    const ids = new Set(equal.map(({ characteristicId }) => characteristicId));
    for (const id of candidates) if (!ids.has(id)) candidates.delete(id);
  }
  return candidates;
}

function isNumber(value: string | undefined, number: string): boolean {
  return value !== undefined && isDecimal(value) && isDecimal(number) && compareDecimals(value, number) === 0;
}

function numbersInSerials(serials: readonly (string | undefined)[]): readonly (UnitNumber | undefined)[] {
  const split = serials.map((serial) => serial?.split(/([0-9]+)/));
  const shapes = new Set(split.flatMap((parts) => (parts === undefined ? [] : [parts.map(textOnly).join('#')])));
  const known = split.filter((parts) => parts !== undefined);
  const positions = (known[0] ?? []).map((_, index) => index).filter((index) => index % 2 === 1);
  const varying = positions.filter((index) => new Set(known.map((parts) => parts[index])).size > 1);
  return split.map((parts, index) => {
    const serial = serials[index] ?? '';
    if (/^[0-9]+$/.test(serial)) return { number: withoutZeros(serial), from: 'serial' };
    const part = shapes.size === 1 && varying.length === 1 ? parts?.[varying[0] ?? 0] : undefined;
    return part === undefined ? undefined : { number: withoutZeros(part), from: 'serial_part' };
  });
}

function textOnly(part: string, index: number): string {
  return index % 2 === 1 ? '' : part;
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+(?=[0-9])/, '');
}
