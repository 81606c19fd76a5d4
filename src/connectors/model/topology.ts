// Topology of a triangle mesh: vertices welded, edges counted, bodies told apart. Vertices are one where their
// coordinates are equal as numbers (-0 is 0), with no tolerance. A triangle that thereby loses a corner has no area: it is
// counted and left out of the edges, as its two neighbours then meet directly.
// Sorting, not hashing, finds equal vertices and edges, so that no input makes it slower than n log n.
// Not looked for: self-intersection, overlap of bodies.

/** Triangles over vertices: three coordinates per vertex, three vertex indices per triangle. */
export type Mesh = { readonly coordinates: Float64Array; readonly triangles: Uint32Array };

/** What the mesh is made of. The arrays of counts have one element per body, bodies in the order of their first triangle. */
export type Topology = {
  readonly mesh: Mesh;
  readonly vertexCount: number;
  readonly triangleCount: number;
  /** Triangles without area: a corner twice, or three corners in line (their cross product is exactly zero). */
  readonly degenerateTriangleCount: number;
  readonly bodyCount: number;
  /** Body of each triangle; -1 for one that lost a corner. */
  readonly bodyOf: Int32Array;
  readonly trianglesOfBody: Uint32Array;
  /** Edges that only one triangle uses. */
  readonly openEdges: Uint32Array;
  /** Edges that two triangles use in the same direction. */
  readonly turnedEdges: Uint32Array;
  /** Edges that more than two triangles use. */
  readonly crowdedEdges: Uint32Array;
};

/** Position and size of each body: six numbers (min x y z, max x y z) and the signed volume, in the mesh's unit. */
export type Measures = { readonly boxes: Float64Array; readonly volumes: Float64Array };

/** Welds a mesh and finds its bodies: triangles joined by edges (bodies that touch in a corner stay apart). */
export function topologyOf(mesh: Mesh): Topology {
  const { ids, count } = weld(mesh.coordinates);
  const corners = mesh.triangles.map((vertex) => ids[vertex] ?? 0);
  const edges = edgesOf(corners, count);
  const { bodyOf, bodyCount } = bodiesOf(corners, edges);
  return {
    mesh,
    vertexCount: distinct(corners, count),
    triangleCount: corners.length / 3,
    degenerateTriangleCount: degenerateTriangles(mesh, corners),
    bodyCount,
    bodyOf,
    trianglesOfBody: trianglesOfBodies(bodyOf, bodyCount),
    ...edgeFaults(edges, bodyOf, bodyCount),
  };
}

/** Box and signed volume of each body, at the given coordinates: the mesh's own, or the same vertices placed elsewhere. */
export function measure(topology: Topology, coordinates: Float64Array): Measures {
  const { bodyOf, bodyCount, mesh } = topology;
  const boxes = new Float64Array(6 * bodyCount);
  const volumes = new Float64Array(bodyCount);
  const anchors = new Int32Array(bodyCount).fill(-1);
  for (let triangle = 0; triangle < bodyOf.length; triangle++) {
    const body = bodyOf[triangle] ?? -1;
    if (body < 0) continue;
    const [a, b, c] = corner3(mesh.triangles, triangle);
    if ((anchors[body] ?? -1) < 0) {
      anchors[body] = a;
      startBox(boxes, body, coordinates, a);
    }
    for (const vertex of [a, b, c]) growBox(boxes, body, coordinates, vertex);
    // Tetrahedra from a corner of the body itself: far from the origin the large terms would cancel.
    volumes[body] = (volumes[body] ?? 0) + tetrahedron(coordinates, anchors[body] ?? 0, a, b, c);
  }
  return { boxes, volumes: volumes.map((sixfold) => sixfold / 6) };
}

/** The distinct values in order, and for each value its place among them. */
function rank(values: Float64Array): { readonly ranks: Uint32Array; readonly count: number } {
  const sorted = values.slice().sort();
  let count = 0;
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i] ?? 0;
    if (i === 0 || value !== sorted[count - 1]) sorted[count++] = value;
  }
  const ranks = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    ranks[i] = low;
  }
  return { ranks, count };
}

function weld(coordinates: Float64Array): { readonly ids: Uint32Array; readonly count: number } {
  let { ranks: ids, count } = rank(axis(coordinates, 0));
  for (const next of [1, 2]) {
    const { ranks, count: width } = rank(axis(coordinates, next));
    ({ ranks: ids, count } = rank(Float64Array.from(ids, (id, i) => id * width + (ranks[i] ?? 0))));
  }
  return { ids, count };
}

function axis(coordinates: Float64Array, which: number): Float64Array {
  const values = new Float64Array(coordinates.length / 3);
  for (let i = 0; i < values.length; i++) values[i] = (coordinates[3 * i + which] ?? 0) + 0;
  return values;
}

/** Edge of each triangle side (three per triangle, from corner k to k+1); -1 for the sides of a collapsed triangle. */
type Edges = { readonly ofSide: Int32Array; readonly forward: Uint8Array; readonly count: number };

function edgesOf(corners: Uint32Array, vertexCount: number): Edges {
  const keys = new Float64Array(corners.length).fill(-1);
  const forward = new Uint8Array(corners.length);
  for (let triangle = 0; triangle < corners.length / 3; triangle++) {
    const ends = corner3(corners, triangle);
    if (collapsed(ends)) continue;
    for (let k = 0; k < 3; k++) {
      const from = ends[k] ?? 0;
      const to = ends[(k + 1) % 3] ?? 0;
      keys[3 * triangle + k] = Math.min(from, to) * vertexCount + Math.max(from, to);
      forward[3 * triangle + k] = from < to ? 1 : 0;
    }
  }
  const { ranks, count } = rank(keys);
  return { ofSide: Int32Array.from(ranks, (edge, side) => (keys[side] === -1 ? -1 : edge)), forward, count };
}

function bodiesOf(corners: Uint32Array, edges: Edges): { readonly bodyOf: Int32Array; readonly bodyCount: number } {
  const parents = Int32Array.from({ length: corners.length / 3 }, (_, triangle) => triangle);
  const firstUser = new Int32Array(edges.count).fill(-1);
  for (let side = 0; side < edges.ofSide.length; side++) {
    const edge = edges.ofSide[side] ?? -1;
    if (edge < 0) continue;
    const triangle = Math.floor(side / 3);
    const first = firstUser[edge] ?? -1;
    if (first < 0) firstUser[edge] = triangle;
    else join(parents, first, triangle);
  }
  const bodyOf = new Int32Array(parents.length).fill(-1);
  let bodyCount = 0;
  for (let triangle = 0; triangle < parents.length; triangle++) {
    if ((edges.ofSide[3 * triangle] ?? -1) < 0) continue;
    // The root is the lowest triangle of its body: it comes first and numbers the body.
    const top = root(parents, triangle);
    bodyOf[triangle] = top === triangle ? bodyCount++ : (bodyOf[top] ?? -1);
  }
  return { bodyOf, bodyCount };
}

function root(parents: Int32Array, start: number): number {
  let at = start;
  while (parents[at] !== at) {
    const up = parents[at] ?? at;
    parents[at] = parents[up] ?? up;
    at = parents[at] ?? at;
  }
  return at;
}

function join(parents: Int32Array, one: number, other: number): void {
  const a = root(parents, one);
  const b = root(parents, other);
  parents[Math.max(a, b)] = Math.min(a, b);
}

function edgeFaults(edges: Edges, bodyOf: Int32Array, bodyCount: number) {
  const forward = new Uint32Array(edges.count);
  const backward = new Uint32Array(edges.count);
  const bodyOfEdge = new Int32Array(edges.count).fill(-1);
  for (let side = 0; side < edges.ofSide.length; side++) {
    const edge = edges.ofSide[side] ?? -1;
    if (edge < 0) continue;
    const uses = edges.forward[side] === 1 ? forward : backward;
    uses[edge] = (uses[edge] ?? 0) + 1;
    bodyOfEdge[edge] = bodyOf[Math.floor(side / 3)] ?? -1;
  }
  const openEdges = new Uint32Array(bodyCount);
  const turnedEdges = new Uint32Array(bodyCount);
  const crowdedEdges = new Uint32Array(bodyCount);
  for (let edge = 0; edge < edges.count; edge++) {
    const body = bodyOfEdge[edge] ?? -1;
    const uses = (forward[edge] ?? 0) + (backward[edge] ?? 0);
    if (body < 0 || (uses === 2 && forward[edge] === 1)) continue;
    const fault = uses === 1 ? openEdges : uses === 2 ? turnedEdges : crowdedEdges;
    fault[body] = (fault[body] ?? 0) + 1;
  }
  return { openEdges, turnedEdges, crowdedEdges };
}

function trianglesOfBodies(bodyOf: Int32Array, bodyCount: number): Uint32Array {
  const counts = new Uint32Array(bodyCount);
  for (const body of bodyOf) if (body >= 0) counts[body] = (counts[body] ?? 0) + 1;
  return counts;
}

function degenerateTriangles({ coordinates, triangles }: Mesh, corners: Uint32Array): number {
  let count = 0;
  for (let triangle = 0; triangle < corners.length / 3; triangle++) {
    if (collapsed(corner3(corners, triangle)) || inLine(coordinates, corner3(triangles, triangle))) count++;
  }
  return count;
}

function inLine(at: Float64Array, [a, b, c]: Corners): boolean {
  const [ux, uy, uz] = difference(at, b, a);
  const [vx, vy, vz] = difference(at, c, a);
  return uy * vz === uz * vy && uz * vx === ux * vz && ux * vy === uy * vx;
}

function distinct(corners: Uint32Array, count: number): number {
  const seen = new Uint8Array(count);
  let used = 0;
  for (const corner of corners) {
    if (seen[corner] === 0) used++;
    seen[corner] = 1;
  }
  return used;
}

type Corners = readonly [number, number, number];

function corner3(indices: Uint32Array, triangle: number): Corners {
  return [indices[3 * triangle] ?? 0, indices[3 * triangle + 1] ?? 0, indices[3 * triangle + 2] ?? 0];
}

function collapsed([a, b, c]: Corners): boolean {
  return a === b || b === c || c === a;
}

function difference(at: Float64Array, to: number, from: number): Corners {
  return [
    (at[3 * to] ?? 0) - (at[3 * from] ?? 0),
    (at[3 * to + 1] ?? 0) - (at[3 * from + 1] ?? 0),
    (at[3 * to + 2] ?? 0) - (at[3 * from + 2] ?? 0),
  ];
}

/** Six times the signed volume. */
function tetrahedron(at: Float64Array, anchor: number, a: number, b: number, c: number): number {
  const [ax, ay, az] = difference(at, a, anchor);
  const [bx, by, bz] = difference(at, b, anchor);
  const [cx, cy, cz] = difference(at, c, anchor);
  return ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
}

function startBox(boxes: Float64Array, body: number, at: Float64Array, vertex: number): void {
  for (let k = 0; k < 3; k++) {
    boxes[6 * body + k] = at[3 * vertex + k] ?? 0;
    boxes[6 * body + 3 + k] = at[3 * vertex + k] ?? 0;
  }
}

function growBox(boxes: Float64Array, body: number, at: Float64Array, vertex: number): void {
  for (let k = 0; k < 3; k++) {
    const value = at[3 * vertex + k] ?? 0;
    if (value < (boxes[6 * body + k] ?? 0)) boxes[6 * body + k] = value;
    if (value > (boxes[6 * body + 3 + k] ?? 0)) boxes[6 * body + 3 + k] = value;
  }
}
