// What is reckoned for the design pages: sizes as text, how far a licence is used, and whether what was read from a file
// is what was registered.

import type { Licence, Permit, Tally, Version } from '#sdk/index.ts';
import { grouped } from '../../parts/amount.ts';

/** How far a licence is used; the parts add up to its builds. */
export type Use = { readonly builds: number; readonly built: number; readonly open: number; readonly left: number };
/** A scale bar: its length in the picture, and what it stands for. */
export type ScaleBar = { readonly pixels: number; readonly text: string };

/** The use of a licence; from its permits where the tally is not seen. */
export function licenceUse({ id, builds }: Licence, tally: Tally | undefined, permits: readonly Permit[]): Use {
  const own = permits.filter(({ licence }) => licence === id);
  const built = tally?.built ?? own.filter(({ state }) => state === 'built').length;
  const used = tally?.permitsUsed ?? own.filter(({ state }) => state !== 'void').length;
  return { builds, built, open: Math.max(0, used - built), left: Math.max(0, builds - used) };
}

/** `60 × 40 × 8 mm`, exact to the micrometre. */
export function boxWords(micrometres: readonly number[] | undefined): string | undefined {
  if (micrometres === undefined) return undefined;
  return `${micrometres.map(millimetres).join(' × ')} mm`;
}

/** A length with no more decimals than it has. */
export function millimetres(micrometres: number): string {
  const whole = grouped(Math.floor(micrometres / 1000));
  const rest = String(micrometres % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return rest === '' ? whole : `${whole}.${rest}`;
}

/** `17 669.443062 mm³`: the digits as registered, the whole part grouped. */
export function volumeWords(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const [whole = '', decimals] = text.split('.');
  return `${grouped(Number(whole))}${decimals === undefined ? '' : `.${decimals}`} mm³`;
}

/** The file that shows the part, the newest kind of it first in a version's list. */
export function modelFileOf({ files }: Pick<Version, 'files'>): Version['files'][number] | undefined {
  return files.find(({ role }) => role === 'model') ?? files.find(({ name }) => /\.(step|stp|stl|3mf)$/i.test(name));
}

/** True where the edges of two boxes are the same to a micrometre, in any order of rounding. */
export function isSameBox(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((edge, i) => Math.abs(edge - (b[i] ?? Number.NaN)) <= 1);
}

/** A bar of a round length that is at most `most` pixels long. @param pixelsPerMillimetre of the picture */
export function scaleBar(pixelsPerMillimetre: number, most: number): ScaleBar {
  const longest = most / pixelsPerMillimetre;
  if (!Number.isFinite(longest) || longest <= 0) return { pixels: 0, text: '' };
  const power = 10 ** Math.floor(Math.log10(longest));
  const factor = [5, 2, 1].find((one) => one * power <= longest) ?? 1;
  const length = factor * power;
  return { pixels: length * pixelsPerMillimetre, text: lengthWords(length) };
}

function lengthWords(length: number): string {
  if (length >= 1000) return `${length / 1000} m`;
  return length >= 1 ? `${length} mm` : `${Math.round(length * 1000)} µm`;
}
