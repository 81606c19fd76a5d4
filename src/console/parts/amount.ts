// Numbers as people read them: groups of three with a thin space, money with its unit, quantities with theirs.

const THIN_SPACE = '\u2009';

/** A whole number, grouped. */
export function grouped(value: number): string {
  const digits = String(Math.abs(value));
  const whole = digits.length < 5 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
  return value < 0 ? `−${whole}` : whole;
}

/** `12 500.00 EUR`. @param cents in hundredths */
export function money(cents: number, unit: string | undefined): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  const amount = `${cents < 0 ? '−' : ''}${grouped(Number(digits.slice(0, -2)))}.${digits.slice(-2)}`;
  return unit === undefined ? amount : `${amount} ${unit}`;
}

/** `1 piece`, `4 pieces`, `300 g`. */
export function quantity(value: number, unit: string): string {
  const symbol = SYMBOLS[unit];
  if (symbol !== undefined) return `${grouped(value)} ${symbol}`;
  return `${grouped(value)} ${value === 1 ? unit : `${unit}s`}`;
}

/** Bytes in the unit that people read. */
export function bytesWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const SYMBOLS: { readonly [unit: string]: string } = {
  gram: 'g',
  milligram: 'mg',
  millimetre: 'mm',
  millilitre: 'ml',
};
