// The triangles of a model at their place, in millimetres, each facing as its part does: what surface and walls are
// measured on. Triangles that lost a corner, or have no area, are left out.

import type { Part } from './facts.ts';

/** Nine coordinates a triangle; its outward normal (twice the area long); the number of its body. */
export type Faces = {
  readonly count: number;
  readonly corners: Float64Array;
  readonly normals: Float64Array;
  readonly bodyOf: Int32Array;
};

/** Triangles of the parts together. @param mmPerUnit millimetres of one unit of the coordinates */
export function facesOf(parts: readonly Part[], mmPerUnit: number): Faces {
  const most = parts.reduce((total, { topology }) => total + topology.triangleCount, 0);
  const corners = new Float64Array(9 * most);
  const normals = new Float64Array(3 * most);
  const bodyOf = new Int32Array(most);
  let count = 0;
  let bodies = 0;
  for (const { topology, coordinates, isMirrored } of parts) {
    const { triangles } = topology.mesh;
    for (let triangle = 0; triangle < topology.triangleCount; triangle++) {
      const body = topology.bodyOf[triangle] ?? -1;
      if (body < 0) continue;
      for (let k = 0; k < 9; k++) {
        // Mirrored triangles are turned round: the second corner and the third change places.
        const corner = isMirrored ? (3 - Math.floor(k / 3)) % 3 : Math.floor(k / 3);
        const vertex = triangles[3 * triangle + corner] ?? 0;
        corners[9 * count + k] = (coordinates[3 * vertex + (k % 3)] ?? 0) * mmPerUnit;
      }
      if (!layNormal(corners, normals, count)) continue;
      bodyOf[count++] = bodies + body;
    }
    bodies += topology.bodyCount;
  }
  return { count, corners, normals, bodyOf };
}

/** Area of the triangles together, in square millimetres, summed in their order. */
export function areaOf(faces: Faces): number {
  let twice = 0;
  for (let face = 0; face < faces.count; face++) twice += lengthOf(faces.normals, face);
  return twice / 2;
}

/** Length of the vector at this place: of a normal, twice the area of its triangle. */
export function lengthOf(vectors: Float64Array, at: number): number {
  const [x, y, z] = [vectors[3 * at] ?? 0, vectors[3 * at + 1] ?? 0, vectors[3 * at + 2] ?? 0];
  return Math.sqrt(x * x + y * y + z * z);
}

/** False where the triangle has no area. */
function layNormal(corners: Float64Array, normals: Float64Array, face: number): boolean {
  const side = (corner: number, axis: number): number =>
    (corners[9 * face + 3 * corner + axis] ?? 0) - (corners[9 * face + axis] ?? 0);
  for (let axis = 0; axis < 3; axis++) {
    const [a, b] = [(axis + 1) % 3, (axis + 2) % 3];
    normals[3 * face + axis] = side(1, a) * side(2, b) - side(1, b) * side(2, a);
  }
  return lengthOf(normals, face) > 0;
}
