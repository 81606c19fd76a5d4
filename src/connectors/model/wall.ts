// The thinnest wall of a model, by rays: from points spread over the surface, straight into the material, to where the ray
// leaves the same body. It counts where the two sides are nearly parallel, so that the edge of a wedge is no wall.
//
// The points are the middles of equal parts of each triangle, the more the larger it is: the same file gives the same
// points. What is found is a wall that is there; a thinner one between the points, or between sides that lean to each other
// by more than the limit, is not seen. Bodies that overlap or touch are measured each by itself.

import { WALL_RAYS } from '../limits.ts';
import { FaceTree, type Ray } from './face-tree.ts';
import { areaOf, type Faces, lengthOf } from './faces.ts';

/** Two sides are a wall where they lean to each other by at most 30 degrees: the cosine of that. */
const LEAST_COSINE = 0.866;

/** The thinnest wall found: how thick, from which point, of how many rays, and how many of these met an opposite side. */
export type Wall = {
  readonly thinnestMm: number;
  readonly atMm: readonly [x: number, y: number, z: number];
  readonly rayCount: number;
  readonly measuredCount: number;
};

/** Undefined where no ray met an opposite side, or the mesh is too intricate to be measured within the limit. */
export function wallOf(faces: Faces): Wall | undefined {
  const tree = new FaceTree(faces);
  const raysOfMm2 = WALL_RAYS / areaOf(faces);
  const every = Math.ceil(faces.count / WALL_RAYS);
  let rayCount = 0;
  let measuredCount = 0;
  let thinnest: { readonly lengthMm: number; readonly ray: Ray } | undefined;
  for (let face = 0; face < faces.count; face += every) {
    const parts = Math.max(1, Math.floor(Math.sqrt((lengthOf(faces.normals, face) / 2) * raysOfMm2)));
    for (const ray of raysInto(faces, face, parts)) {
      const exit = tree.exitOf(ray, faces.bodyOf[face] ?? 0);
      rayCount++;
      if (tree.isSpent) return undefined;
      if (exit === undefined || exit.cosine < LEAST_COSINE) continue;
      measuredCount++;
      if (thinnest === undefined || exit.lengthMm < thinnest.lengthMm) thinnest = { lengthMm: exit.lengthMm, ray };
    }
  }
  if (thinnest === undefined) return undefined;
  return { thinnestMm: thinnest.lengthMm, atMm: thinnest.ray.from, rayCount, measuredCount };
}

/** A ray from the middle of each of `parts` × `parts` equal triangles that a triangle is divided into. */
function* raysInto({ corners, normals }: Faces, face: number, parts: number): Generator<Ray> {
  const length = lengthOf(normals, face);
  const at = (values: Float64Array, index: number): readonly [number, number, number] => [
    values[index] ?? 0,
    values[index + 1] ?? 0,
    values[index + 2] ?? 0,
  ];
  const [x, y, z] = at(normals, 3 * face);
  const along = [-x / length, -y / length, -z / length] as const;
  const [a, b, c] = [at(corners, 9 * face), at(corners, 9 * face + 3), at(corners, 9 * face + 6)];
  for (let i = 0; i < parts; i++) {
    for (let j = 0; j < parts - i; j++) {
      for (const third of i + j < parts - 1 ? [1, 2] : [1]) {
        const [u, v] = [(i + third / 3) / parts, (j + third / 3) / parts];
        const place = (axis: 0 | 1 | 2): number => a[axis] + u * (b[axis] - a[axis]) + v * (c[axis] - a[axis]);
        yield { from: [place(0), place(1), place(2)], along };
      }
    }
  }
}
