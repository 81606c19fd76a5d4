// Decimal numbers in model files: digits with an optional point, sign and exponent; never a name such as nan or inf.

const DECIMAL = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const MAX_CHARACTERS = 64;

/** The nearest double, or undefined for anything but a finite decimal number. */
export function finiteDecimal(text: string): number | undefined {
  if (text.length > MAX_CHARACTERS || !DECIMAL.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
