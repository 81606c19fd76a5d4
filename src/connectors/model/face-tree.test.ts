import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FaceTree, type Ray } from './face-tree.ts';
import { type Faces, facesOf } from './faces.ts';
import { partOf } from './facts.ts';
import { box, moved, together } from './test-shapes.ts';
import type { Mesh } from './topology.ts';

/** A closed grid around the z axis whose radius goes up and down: `rows` rings of as many corners. */
function vase(rows: number): Mesh {
  const ring = (row: number, corner: number): readonly number[] => {
    const turn = (2 * Math.PI * corner) / rows;
    const radius = row === 0 || row === rows ? 0 : 10 + 3 * Math.sin(row) + Math.sin(5 * turn);
    return [radius * Math.cos(turn), radius * Math.sin(turn), 2 * row];
  };
  const at = (row: number, corner: number) => row * rows + (corner % rows);
  const triangles = Array.from({ length: rows * rows }, (_, i) => {
    const [row, corner] = [Math.floor(i / rows), i % rows];
    const [a, b, c, d] = [at(row, corner), at(row, corner + 1), at(row + 1, corner + 1), at(row + 1, corner)];
    return [a, b, c, a, c, d];
  });
  const coordinates = Array.from({ length: rows + 1 }, (_, row) =>
    Array.from({ length: rows }, (_, corner) => ring(row, corner)),
  );
  return { coordinates: Float64Array.from(coordinates.flat(2)), triangles: Uint32Array.from(triangles.flat()) };
}

/** The nearest exit, by looking at every triangle: solved as three equations in three unknowns. */
function nearestOfAll({ count, corners, bodyOf }: Faces, { from, along }: Ray, body: number): number | undefined {
  const lengths: number[] = [];
  for (let face = 0; face < count; face++) {
    if (bodyOf[face] !== body) continue;
    const [a, b, c] = [0, 3, 6].map((k) => Array.from(corners.subarray(9 * face + k, 9 * face + k + 3)));
    const less = (p: readonly number[] = [], q: readonly number[] = []) =>
      [0, 1, 2].map((k) => (p[k] ?? 0) - (q[k] ?? 0));
    const columns = [less(b, a), less(c, a), along.map((one) => -one)];
    const whole = volume(columns);
    const [u = -1, v = -1, length = -1] = [0, 1, 2].map(
      (k) => volume(columns.map((column, i) => (i === k ? less(from, a) : column))) / whole,
    );
    // A negative volume: the ray leaves through the side that faces outward.
    if (whole < 0 && u >= 0 && v >= 0 && u + v <= 1 && length >= 0.001) lengths.push(length);
  }
  return lengths.length === 0 ? undefined : Math.min(...lengths);
}

function volume([
  [a = 0, b = 0, c = 0] = [],
  [d = 0, e = 0, f = 0] = [],
  [g = 0, h = 0, i = 0] = [],
]: number[][]): number {
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}

test('a ray leaves where it leaves by looking at every triangle, of its own body alone', () => {
  const shapes = [
    vase(12),
    together(
      vase(12),
      moved(vase(9), (x, y, z) => [x + 4, y, z + 3]),
    ),
    box(10),
  ];
  // Off the edges: on them either answer is right.
  const unit = fc.integer({ min: -1000, max: 1000 }).map((thousandths) => (thousandths + Math.SQRT1_2) / 1000);
  const place = fc.integer({ min: -1200, max: 3000 }).map((hundredths) => (hundredths + Math.LN2) / 100);
  for (const shape of shapes) {
    const faces = facesOf([partOf(shape)], 1);
    const tree = new FaceTree(faces);
    fc.assert(
      fc.property(unit, unit, unit, place, place, place, fc.nat(1), (a, b, c, x, y, z, body) => {
        const length = Math.sqrt(a * a + b * b + c * c);
        fc.pre(length > 0.01);
        const ray = { from: [x, y, z], along: [a / length, b / length, c / length] } as const;
        const [found, expected] = [tree.exitOf(ray, body)?.lengthMm, nearestOfAll(faces, ray, body)];
        assert.equal(found === undefined, expected === undefined);
        assert.ok(Math.abs((found ?? 0) - (expected ?? 0)) < 1e-6, `${found} against ${expected}`);
      }),
      { seed: 20_261_127, numRuns: 400 },
    );
  }
});

test('a ray along an axis, in the plane of a face or through a corner, is answered', () => {
  const tree = new FaceTree(facesOf([partOf(box(10))], 1));
  assert.equal(tree.exitOf({ from: [5, 5, 0], along: [0, 0, 1] }, 0)?.lengthMm, 10);
  assert.equal(tree.exitOf({ from: [0, 5, 5], along: [0, 1, 0] }, 0)?.lengthMm, 5);
  const [along] = [Math.sqrt(1 / 3)];
  assert.ok(
    Math.abs((tree.exitOf({ from: [0, 0, 0], along: [along, along, along] }, 0)?.lengthMm ?? 0) - 10 * Math.sqrt(3)) <
      1e-9,
  );
  assert.equal(tree.exitOf({ from: [5, 5, 20], along: [0, 0, 1] }, 0), undefined);
});
