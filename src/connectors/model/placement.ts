// Placements of 3MF: a 3 by 4 matrix (3MF Core section 3.3) that moves row vectors: [x y z 1] times m00 ... m32.

import { Fault } from '#core/fault.ts';
import { finiteDecimal } from './number.ts';

/** Twelve numbers, row by row: three rows of the linear part, then the shift. */
export type Placement = readonly number[];

/** Leaves everything where it is. */
export const IN_PLACE: Placement = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0];

/** @throws Fault `three_mf_transform_invalid`: not twelve finite numbers, or a matrix that flattens the object */
export function parsePlacement(text: string, place: string): Placement {
  const words = text.trim().split(/\s+/, 13);
  const numbers = words.map(finiteDecimal).filter((value) => value !== undefined);
  if (words.length === 12 && numbers.length === 12 && determinant(numbers) !== 0) return numbers;
  const came = JSON.stringify(text.slice(0, 80));
  throw new Fault(
    'three_mf_transform_invalid',
    `3MF: ${place}: expected twelve numbers of an invertible matrix, got ${came}`,
  );
}

/** First `inner`, then `outer`. */
export function compose(inner: Placement, outer: Placement): Placement {
  return [0, 1, 2, 3].flatMap((row) =>
    [0, 1, 2].map((column) => {
      const cell = (k: number) => (inner[3 * row + k] ?? 0) * (outer[3 * k + column] ?? 0);
      return cell(0) + cell(1) + cell(2) + (row === 3 ? (outer[9 + column] ?? 0) : 0);
    }),
  );
}

/** Negative where the placement mirrors. */
export function determinant([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0]: Placement): number {
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}

/** The vertices at their place. */
export function placeAll(coordinates: Float64Array, placement: Placement): Float64Array {
  const placed = new Float64Array(coordinates.length);
  for (let vertex = 0; vertex < coordinates.length; vertex += 3) {
    for (let column = 0; column < 3; column++) {
      const cell = (k: number) => (coordinates[vertex + k] ?? 0) * (placement[3 * k + column] ?? 0);
      placed[vertex + column] = cell(0) + cell(1) + cell(2) + (placement[9 + column] ?? 0);
    }
  }
  return placed;
}
