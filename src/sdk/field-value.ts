// A field's value in words, with the unit that its name ends with: 1250 in priceCents is 12.50, untilMs is a date. Pure:
// the same bytes give the same words everywhere, so no locale has a say.

import type { Json } from '#core/canonical-json.ts';
import { plainWord } from './plain-text.ts';

/** The last time that Date can say: 8,640,000,000,000,000 ms (ECMA-262 section 21.4.1.1). */
const LAST_DATE_MS = 8_640_000_000_000_000;
/** Times that are spans, not points: `periodMs`, `validForMs`, `limitMs`. */
const SPAN = /(For|After|(^p|P)eriod|(^d|D)uration|(^w|W)indow|(^w|W)ithin|(^g|G)ap|(^l|L)imit|(^l|L)ength)Ms$/;
/** Hundredths of a percent, which nobody reckons in. */
const BASIS_POINTS = 'BasisPoints';
/** Names that end in a unit; the unit in words follows the number. */
const UNITS = [
  'bytes',
  'grams',
  'milligrams',
  'kilograms',
  'micrometres',
  'millimetres',
  'seconds',
  'percent',
] as const;

/** A value that is neither list nor object. @param unit what the amount is of, where the input says */
export function fieldValue(name: string, value: string | number | boolean, unit?: string): string {
  if (typeof value === 'string') return plainWord(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (name.endsWith('Cents')) return unit === undefined ? decimalOf(value) : `${decimalOf(value)} ${plainWord(unit)}`;
  if (isSpan(name)) return spanOf(value);
  if (name.endsWith('Ms')) return timeOf(value);
  if (name.endsWith(BASIS_POINTS)) return `${decimalOf(value)} %`;
  const word = unitWord(name);
  return word === undefined ? String(value) : `${value} ${word}`;
}

/** True where a number of milliseconds under this name is a span and no point in time. */
export function isSpan(name: string): boolean {
  return SPAN.test(name);
}

/** A time in ISO 8601, UTC. @param timeMs since 1970 */
export function timeOf(timeMs: number): string {
  if (timeMs > LAST_DATE_MS || timeMs < 0) return `${timeMs} ms after 1970-01-01`;
  return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}

/** Names that are abbreviations. */
const SPOKEN: ReadonlyMap<string, string> = new Map([
  ['gtin', 'GTIN'],
  ['kid', 'key'],
  ['rfq', 'request for quotation'],
]);

/** A field's name as words, without its unit: `unitPriceCents` is `unit price`. */
export function fieldLabel(name: string): string {
  const spoken = SPOKEN.get(name);
  if (spoken !== undefined) return spoken;
  if (name.length > BASIS_POINTS.length && name.endsWith(BASIS_POINTS))
    return fieldLabel(name.slice(0, -BASIS_POINTS.length));
  const words = name
    .replace(/[A-Z]/g, (letter) => ` ${letter}`)
    .split(' ')
    .map((word) => word.toLowerCase());
  const last = words.at(-1) ?? '';
  const hasUnit = words.length > 1 && (last === 'cents' || last === 'ms' || unitWord(name) !== undefined);
  return (hasUnit ? words.slice(0, -1) : words).join(' ');
}

/** What amounts of an object are in: the text in its field `unit` or `currency`. */
export function unitOf(input: { readonly [field: string]: Json }): string | undefined {
  const unit = input.unit ?? input.currency;
  return typeof unit === 'string' ? unit : undefined;
}

function decimalOf(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function spanOf(ms: number): string {
  const [name, length] = ms % 86_400_000 === 0 ? ['days', 86_400_000] : ms % 1000 === 0 ? ['seconds', 1000] : ['ms', 1];
  return `${ms / Number(length)} ${name}`;
}

function unitWord(name: string): string | undefined {
  const last = /[A-Z][a-z]+$/.exec(name)?.[0].toLowerCase();
  return UNITS.find((unit) => unit === last);
}
