// Finds where a ray leaves a body. Triangles are sorted along a Z-order curve (Morton, 1966) of their boxes' middles and
// cut into leaves of a complete binary tree of boxes: building takes n log n and the depth is the logarithm of n, whatever
// the mesh. How much of the tree a ray visits is the mesh's to say, so visits are counted against a limit.

import { MAX_WALL_VISITS } from '../limits.ts';
import { type Faces, lengthOf } from './faces.ts';

type Vector = readonly [x: number, y: number, z: number];

/** From where, and along which vector of length one. */
export type Ray = { readonly from: Vector; readonly along: Vector };
/** How far the ray goes, in millimetres, and the cosine of the angle between it and the outward normal of where it leaves. */
export type Exit = { readonly lengthMm: number; readonly cosine: number };

const FACES_OF_A_LEAF = 4;
/** Bits of an axis on the curve: 30 bits and the number of a triangle together are exact in a double. */
const CURVE_BITS = 10;
/** Barycentric coordinates so far outside still count: a ray through a common edge must not slip between two triangles. */
const EDGE_TOLERANCE = 1e-9;
/** Nearer than a micrometre the surface touches itself, or is folded: that is no wall. */
const LEAST_LENGTH_MM = 0.001;

/** The triangles with the tree above them. */
export class FaceTree {
  readonly #faces: Faces;
  readonly #order: Uint32Array;
  readonly #leafCount: number;
  /** Six numbers a node (min x y z, max x y z); node 1 is the root, 2n and 2n + 1 are the children of n. */
  readonly #boxes: Float64Array;
  #visits = 0;

  constructor(faces: Faces) {
    this.#faces = faces;
    this.#order = curveOrder(faces);
    this.#leafCount = 2 ** Math.max(0, Math.ceil(Math.log2(faces.count / FACES_OF_A_LEAF)));
    this.#boxes = new Float64Array(12 * this.#leafCount);
    for (let node = 2 * this.#leafCount - 1; node > 0; node--) this.#layBox(node);
  }

  /** True once so much was looked at that no more answers are to be asked for. */
  get isSpent(): boolean {
    return this.#visits > MAX_WALL_VISITS;
  }

  /** Where a ray that starts on a body's surface, or in it, leaves this body first; undefined where it never does. */
  exitOf(ray: Ray, body: number): Exit | undefined {
    let nearest: Exit | undefined;
    const waiting = [1];
    for (let node = waiting.pop(); node !== undefined && !this.isSpent; node = waiting.pop()) {
      this.#visits++;
      if (!this.#meets(ray, node, nearest?.lengthMm ?? Number.POSITIVE_INFINITY)) continue;
      if (node < this.#leafCount) waiting.push(2 * node, 2 * node + 1);
      else {
        for (const face of this.#facesOfLeaf(node - this.#leafCount)) {
          this.#visits++;
          const exit = this.#faces.bodyOf[face] === body ? exitThrough(this.#faces, face, ray) : undefined;
          if (exit !== undefined && exit.lengthMm < (nearest?.lengthMm ?? Number.POSITIVE_INFINITY)) nearest = exit;
        }
      }
    }
    return nearest;
  }

  #facesOfLeaf(leaf: number): Uint32Array {
    const { count } = this.#faces;
    return this.#order.subarray(
      Math.floor((leaf * count) / this.#leafCount),
      Math.floor(((leaf + 1) * count) / this.#leafCount),
    );
  }

  #layBox(node: number): void {
    const boxes = this.#boxes;
    const { corners } = this.#faces;
    boxes.fill(Number.POSITIVE_INFINITY, 6 * node, 6 * node + 3);
    boxes.fill(Number.NEGATIVE_INFINITY, 6 * node + 3, 6 * node + 6);
    const grow = (axis: number, least: number, most: number) => {
      boxes[6 * node + axis] = Math.min(boxes[6 * node + axis] ?? 0, least);
      boxes[6 * node + 3 + axis] = Math.max(boxes[6 * node + 3 + axis] ?? 0, most);
    };
    if (node < this.#leafCount) {
      for (const child of [2 * node, 2 * node + 1])
        for (let axis = 0; axis < 3; axis++) grow(axis, boxes[6 * child + axis] ?? 0, boxes[6 * child + 3 + axis] ?? 0);
      return;
    }
    for (const face of this.#facesOfLeaf(node - this.#leafCount)) {
      for (let k = 0; k < 9; k++) grow(k % 3, corners[9 * face + k] ?? 0, corners[9 * face + k] ?? 0);
    }
  }

  /** True where the ray comes into the node's box before `most`. */
  #meets({ from, along }: Ray, node: number, most: number): boolean {
    let [enter, leave] = [0, most];
    for (let axis = 0; axis < 3; axis++) {
      const [start, step] = [from[axis] ?? 0, along[axis] ?? 0];
      const [low, high] = [this.#boxes[6 * node + axis] ?? 0, this.#boxes[6 * node + 3 + axis] ?? 0];
      if (step === 0) {
        if (start < low || start > high) return false;
        continue;
      }
      const [a, b] = [(low - start) / step, (high - start) / step];
      enter = Math.max(enter, Math.min(a, b));
      leave = Math.min(leave, Math.max(a, b));
    }
    return enter <= leave;
  }
}

/** The Möller-Trumbore test (1997), for triangles that the ray meets from within. */
function exitThrough({ corners, normals }: Faces, face: number, { from, along }: Ray): Exit | undefined {
  const corner = (which: number): Vector => {
    const at = 9 * face + 3 * which;
    return [corners[at] ?? 0, corners[at + 1] ?? 0, corners[at + 2] ?? 0];
  };
  const normal: Vector = [normals[3 * face] ?? 0, normals[3 * face + 1] ?? 0, normals[3 * face + 2] ?? 0];
  const facing = dot(along, normal);
  if (facing <= 0) return undefined;
  const first = corner(0);
  const start = minus(from, first);
  const lengthMm = -dot(start, normal) / facing;
  if (lengthMm < LEAST_LENGTH_MM) return undefined;
  const u = dot(along, cross(start, minus(corner(2), first))) / facing;
  const v = dot(along, cross(minus(corner(1), first), start)) / facing;
  if (u < -EDGE_TOLERANCE || v < -EDGE_TOLERANCE || u + v > 1 + EDGE_TOLERANCE) return undefined;
  return { lengthMm, cosine: facing / lengthOf(normals, face) };
}

/** Triangles along the curve; those of one cell in the order of the file. */
function curveOrder({ count, corners }: Faces): Uint32Array {
  const middle = (face: number, axis: number): number => {
    const [a, b, c] = [0, 3, 6].map((k) => corners[9 * face + k + axis] ?? 0);
    return (Math.min(a ?? 0, b ?? 0, c ?? 0) + Math.max(a ?? 0, b ?? 0, c ?? 0)) / 2;
  };
  const keys = new Float64Array(count);
  for (let axis = 0; axis < 3; axis++) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let face = 0; face < count; face++) {
      low = Math.min(low, middle(face, axis));
      high = Math.max(high, middle(face, axis));
    }
    const cells = 2 ** CURVE_BITS - 1;
    for (let face = 0; face < count; face++) {
      const cell = high > low ? Math.floor(((middle(face, axis) - low) / (high - low)) * cells) : 0;
      keys[face] = (keys[face] ?? 0) + spread(cell) * 2 ** axis;
    }
  }
  for (let face = 0; face < count; face++) keys[face] = (keys[face] ?? 0) * count + face;
  return Uint32Array.from(keys.sort(), (key) => key % count);
}

/** The bits of a number, two free places after each. */
function spread(cell: number): number {
  let bits = 0;
  for (let bit = 0; bit < CURVE_BITS; bit++) if ((cell >> bit) & 1) bits += 8 ** bit;
  return bits;
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function minus(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
