// Exact decimal numbers as measuring files write them (xs:decimal and the finite part of xs:double, XML Schema 1.1
// part 2, 3.3.3 and 3.3.5). Text in, text out, BigInt between: no float ever holds a measurement.
// Results are plain: no exponent, no superfluous zero, no "-0", so that one value has one text.

import { Fault } from './fault.ts';

const MAX_DECIMAL_CHARACTERS = 64;
const MAX_EXPONENT = 64;
const DECIMAL = /^([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))(?:[eE]([+-]?[0-9]{1,3}))?$/;

/** The value is `units` times 10 to the power of minus `scale`; `scale` is at least 0. */
type Decimal = { readonly units: bigint; readonly scale: number };

/** The one plain text of a decimal: `4.00` and `4e0` give `4`. @throws Fault `decimal_invalid` */
export function plainDecimal(text: string): string {
  return print(parse(text));
}

/** True where the text is a decimal that the other functions accept. */
export function isDecimal(text: string): boolean {
  return tryParse(text) !== undefined;
}

/** Order of two decimals by value: -1, 0 or 1. @throws Fault `decimal_invalid` */
export function compareDecimals(a: string, b: string): -1 | 0 | 1 {
  const [left, right] = align(parse(a), parse(b));
  if (left.units === right.units) return 0;
  return left.units < right.units ? -1 : 1;
}

/** a + b, exactly. @throws Fault `decimal_invalid` */
export function addDecimals(a: string, b: string): string {
  const [left, right] = align(parse(a), parse(b));
  return print({ units: left.units + right.units, scale: left.scale });
}

/** a - b, exactly. @throws Fault `decimal_invalid` */
export function subtractDecimals(a: string, b: string): string {
  const [left, right] = align(parse(a), parse(b));
  return print({ units: left.units - right.units, scale: left.scale });
}

/** The amount without its sign. @throws Fault `decimal_invalid` */
export function absDecimal(text: string): string {
  const { units, scale } = parse(text);
  return print({ units: units < 0n ? -units : units, scale });
}

function parse(text: string): Decimal {
  const decimal = tryParse(text);
  if (decimal !== undefined) return decimal;
  const shown = text.length > MAX_DECIMAL_CHARACTERS ? `${text.length} characters` : JSON.stringify(text);
  throw new Fault(
    'decimal_invalid',
    `expected a decimal of at most ${MAX_DECIMAL_CHARACTERS} characters and an exponent within ${MAX_EXPONENT}, got ${shown}`,
  );
}

function tryParse(text: string): Decimal | undefined {
  if (text.length > MAX_DECIMAL_CHARACTERS) return undefined;
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', bareFraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > MAX_EXPONENT) return undefined;
  const digits = BigInt(whole + fraction + bareFraction);
  const units = sign === '-' ? -digits : digits;
  const scale = fraction.length + bareFraction.length - exponent;
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

function align(a: Decimal, b: Decimal): readonly [Decimal, Decimal] {
  const scale = Math.max(a.scale, b.scale);
  return [rescale(a, scale), rescale(b, scale)];
}

function rescale({ units, scale }: Decimal, wanted: number): Decimal {
  return { units: units * 10n ** BigInt(wanted - scale), scale: wanted };
}

function print({ units, scale }: Decimal): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return sign + whole + (fraction === '' ? '' : `.${fraction}`);
}
