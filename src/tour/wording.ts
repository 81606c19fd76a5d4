// How the tour writes amounts, times, counts and lists of units.

/** `12.50 EUR` of an amount in cents. */
export function money(cents: number, unit: string): string {
  return `${decimal(cents, 100)} ${unit}`;
}

/** `71.16` of 71160 thousandths, exactly. @param parts a power of ten; all places are written for hundredths */
function decimal(value: number, parts: 100 | 1000): string {
  const digits = String(value % parts).padStart(parts === 100 ? 2 : 3, '0');
  return `${Math.trunc(value / parts)}.${digits}`;
}

/** `71.16` millimetres of 71160 micrometres. */
export function millimetres(micrometres: number): string {
  return decimal(micrometres, 1000).replace(/\.?0+$/, '');
}

/** `2026-11-22 17:39:59 UTC` of a time. */
export function time(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `1 unit`, `2 units`, `2 people`. */
export function count(number: number, noun: string, nouns = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : nouns}`;
}

/** `001–003, 007` of units' numbers, in their order. */
export function units(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const runs: (readonly [first: number, last: number])[] = [];
  for (const number of sorted) {
    const [first, last] = runs.at(-1) ?? [number, Number.NaN];
    if (number === last + 1) runs[runs.length - 1] = [first, number];
    else runs.push([number, number]);
  }
  return runs.map(([first, last]) => (first === last ? padded(first) : `${padded(first)}–${padded(last)}`)).join(', ');
}

/** `007`: a unit's number as its serial number ends. */
export function padded(number: number): string {
  return String(number).padStart(3, '0');
}

/** A name from outside as part of a path that is printed to be copied into a shell. */
export function fileName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '_');
}
