import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { partOf, shapeFacts } from './facts.ts';
import { box, together, turned, without } from './test-shapes.ts';
import { type Mesh, topologyOf } from './topology.ts';

function factsOf(mesh: Mesh) {
  return shapeFacts([partOf(mesh)], 'millimeter');
}

const cases: readonly (readonly [string, Mesh, object])[] = [
  [
    'a closed box has its volume',
    box(10),
    { watertight: true, volumeMm3: '1000.000000', bodyCount: 1, vertexCount: 8 },
  ],
  ['a box with a triangle missing has no volume', without(box(10), 3), { watertight: false, noVolume: 'not closed' }],
  [
    'a box with one triangle turned round is not closed',
    turned(box(10), 3),
    { watertight: false, noVolume: 'not closed' },
  ],
  ['a box inside out is closed and has no total', turned(box(10)), { watertight: true, noVolume: 'not outward' }],
  ['boxes apart are two bodies', together(box(10), box(5, [20, 0, 0])), { bodyCount: 2, volumeMm3: '1125.000000' }],
  [
    'boxes that share a corner are two bodies',
    together(box(10), box(5, [10, 10, 10])),
    { bodyCount: 2, vertexCount: 15 },
  ],
  [
    'boxes that share an edge crowd it',
    together(box(10), box(10, [10, 10, 0])),
    { watertight: false, vertexCount: 14 },
  ],
  [
    'a hollow is for a person to judge',
    together(box(10), turned(box(4, [3, 3, 3]))),
    { noVolume: 'not outward', bodyCount: 2 },
  ],
];

for (const [name, mesh, expected] of cases) {
  test(name, () => {
    const facts = factsOf(mesh);
    assert.deepEqual({ ...facts, ...expected }, facts);
  });
}

test('each fault of an edge is counted by its kind', () => {
  const kinds = (mesh: Mesh) => {
    const [body] = factsOf(mesh).bodies;
    return [body?.openEdgeCount, body?.turnedEdgeCount, body?.crowdedEdgeCount];
  };
  assert.deepEqual(kinds(box(10)), [0, 0, 0]);
  assert.deepEqual(kinds(without(box(10), 0)), [3, 0, 0]);
  assert.deepEqual(kinds(turned(box(10), 0)), [0, 3, 0]);
  assert.deepEqual(kinds(together(box(10), box(10, [10, 10, 0]))), [0, 0, 1]);
});

test('triangles without area are counted and do not open the body', () => {
  const { coordinates, triangles } = box(10);
  const collapsed = { coordinates, triangles: Uint32Array.from([...triangles, 0, 0, 1]) };
  assert.equal(factsOf(collapsed).degenerateTriangleCount, 1);
  assert.equal(factsOf(collapsed).watertight, true);
  const inLine = { coordinates: Float64Array.of(0, 0, 0, 1, 1, 1, 2, 2, 2), triangles: Uint32Array.of(0, 1, 2) };
  assert.equal(factsOf(inLine).degenerateTriangleCount, 1);
});

test('a closed body without thickness is flat and has no volume', () => {
  const mesh = { coordinates: Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0), triangles: Uint32Array.of(0, 1, 2, 0, 2, 1) };
  const facts = factsOf(mesh);
  assert.deepEqual([facts.watertight, facts.bodies[0]?.facing, facts.noVolume], [true, 'flat', 'not outward']);
});

test('minus zero and zero are the same coordinate, and the nearest two doubles are not', () => {
  const corners = (last: number) => {
    const coordinates = Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, last, 0, 0, 1, 0, 0, 0, 0, 1);
    return topologyOf({ coordinates, triangles: Uint32Array.of(0, 1, 2, 3, 4, 5) }).vertexCount;
  };
  assert.equal(corners(-0), 4);
  assert.equal(corners(Number.MIN_VALUE), 5);
});

test('the facts do not depend on the order of triangles or vertices', () => {
  const mesh = together(box(10), box(3, [20, 5, 1]));
  const count = mesh.triangles.length / 3;
  const expected = factsOf(mesh);
  fc.assert(
    fc.property(
      fc.shuffledSubarray(
        Array.from({ length: count }, (_, i) => i),
        { minLength: count },
      ),
      (order) => {
        const triangles = Uint32Array.from(order.flatMap((i) => [...mesh.triangles.subarray(3 * i, 3 * i + 3)]));
        const facts = factsOf({ ...mesh, triangles });
        assert.equal(facts.volumeMm3, expected.volumeMm3);
        assert.deepEqual(facts.boxNanometres, expected.boxNanometres);
        assert.deepEqual([facts.bodyCount, facts.vertexCount, facts.watertight], [2, 16, true]);
      },
    ),
    { seed: 20_240_117, numRuns: 50 },
  );
});

test('a body far from the origin keeps its volume', () => {
  assert.equal(factsOf(box(1, [900_000, 900_000, 900_000])).volumeMm3, '1.000000');
});

test('coordinates beyond a kilometre are refused', () => {
  assert.throws(() => factsOf(box(1, [2_000_000, 0, 0])), { code: 'model_coordinate_too_large' });
});

test('a mesh without a triangle is refused', () => {
  assert.throws(() => factsOf({ ...box(1), triangles: new Uint32Array(0) }), { code: 'model_empty' });
});
