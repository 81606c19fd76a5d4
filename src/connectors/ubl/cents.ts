// Amounts between the decimal strings of documents and the whole cents of the ledger, exactly.

/** The cents of a decimal string; undefined where it is none, less than nothing, or has parts of a cent. */
export function centsOf(written: string): bigint | undefined {
  const [, whole = '', part = ''] = /^\+?(\d*)\.?(\d*)$/.exec(written) ?? [];
  if (whole + part === '' || /[1-9]/.test(part.slice(2))) return undefined;
  return BigInt(whole === '' ? '0' : whole) * 100n + BigInt(part.slice(0, 2).padEnd(2, '0'));
}

/** Cents as a decimal string with two places. @param cents zero or more */
export function decimalOf(cents: number): string {
  const digits = String(cents).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
