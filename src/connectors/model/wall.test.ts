import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { MAX_WALL_VISITS, WALL_RAYS } from '../limits.ts';
import { partOf, shapeFacts } from './facts.ts';
import { readModel } from './read-model.ts';
import { binaryStl, box, meshObject, modelXml, moved, package3mf, together, turned, without } from './test-shapes.ts';
import type { Mesh } from './topology.ts';

const factsOf = (...meshes: readonly Mesh[]) => shapeFacts(meshes.map(partOf), 'millimeter');
const wallOf = (...meshes: readonly Mesh[]) => factsOf(...meshes).wall;
const stretched = (mesh: Mesh, x: number, y: number, z: number) => moved(mesh, (a, b, c) => [a * x, b * y, c * z]);

/** Walls of a U: a block with a slot whose floor is `floor` and whose sides are `side` thick; extruded along y. */
function channel(floor: number, side: number): Mesh {
  const outline = [0, 0, 30, 0, 30, 20, 30 - side, 20, 30 - side, floor, side, floor, side, 20, 0, 20];
  const coordinates = [0, 50].flatMap((y) =>
    Array.from({ length: 8 }, (_, i) => [outline[2 * i] ?? 0, y, outline[2 * i + 1] ?? 0]).flat(),
  );
  const cap = [0, 1, 5, 1, 4, 5, 1, 2, 4, 2, 3, 4, 0, 5, 7, 5, 6, 7];
  const back = cap.map((_, i) => 8 + (cap[i % 3 === 0 ? i : i % 3 === 1 ? i + 1 : i - 1] ?? 0));
  const around = Array.from({ length: 8 }, (_, i) => {
    const next = (i + 1) % 8;
    return [i, 8 + i, next, next, 8 + i, 8 + next];
  }).flat();
  return { coordinates: Float64Array.from(coordinates), triangles: Uint32Array.from([...cap, ...back, ...around]) };
}

describe('the thinnest wall', () => {
  test('of a channel is its floor or its sides, whichever is thinner', () => {
    const { volumeMm3, wall } = factsOf(channel(0.7, 2));
    assert.equal(volumeMm3, `${(30 * 0.7 + 2 * 2 * 19.3) * 50}.000000`);
    assert.equal(wall?.thinnestMicrometres, 700);
    const [x = 0, , z = 0] = wall?.atNanometres ?? [];
    assert.ok(z === 0 || z === 700_000, `${x} ${z}`);
    assert.equal(wallOf(channel(3, 1.25))?.thinnestMicrometres, 1250);
  });

  test('of a box is its shortest edge, wherever it lies and however it is turned', () => {
    const edge = fc.double({ min: 0.2, max: 200, noNaN: true });
    const quarter = fc.double({ min: 0, max: 1.57, noNaN: true });
    const place = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(edge, edge, edge, quarter, quarter, place, (a, b, c, turn, tilt, shift) => {
        const tilted = moved(stretched(box(1), a, b, c), (x, y, z) => {
          const [u, v] = [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)];
          return [u + shift, v * Math.cos(tilt) - z * Math.sin(tilt), v * Math.sin(tilt) + z * Math.cos(tilt)];
        });
        const found = wallOf(tilted)?.thinnestMicrometres ?? 0;
        assert.ok(Math.abs(found - 1000 * Math.min(a, b, c)) < 1, `${found} of ${a}, ${b}, ${c}`);
      }),
      { seed: 20_261_127, numRuns: 40 },
    );
  });

  test('is not the edge of a wedge: sides that lean to each other by more than 30 degrees are none', () => {
    const wedge = (height: number) =>
      moved(box(10), (x, y, z) => [x, y, z === 0 ? 0 : (height * (10 - x)) / 10 + 1e-3]);
    assert.ok((wallOf(wedge(5.7))?.thinnestMicrometres ?? 0) < 100, 'a slope of 29.7 degrees is one');
    const { wall } = factsOf(wedge(10));
    assert.equal(wall?.thinnestMicrometres, 10_000, 'its parallel sides alone');
  });

  test('is of each body alone, also where two of them touch', () => {
    assert.equal(wallOf(box(10), box(4, [0, 0, 10]))?.thinnestMicrometres, 4000);
    assert.equal(wallOf(together(box(10), box(4, [0.5, 0.5, 10])))?.thinnestMicrometres, 4000);
  });

  test('is not told of what has no volume', () => {
    const hollow = together(box(10), turned(box(4, [3, 3, 3])));
    for (const mesh of [without(box(10), 0), turned(box(10)), hollow]) assert.equal(wallOf(mesh), undefined);
  });

  test('takes the unit of the file, and its surface', async () => {
    const { wall, surfaceMm2 } = await readModel('plate.stl', binaryStl(stretched(box(1), 4, 3, 0.5)), {
      unit: 'inch',
    });
    assert.equal(wall?.thinnestMicrometres, 12_700);
    assert.equal(surfaceMm2, (2 * (12 + 2 + 1.5) * 25.4 ** 2).toFixed(6));
  });

  test('of a mirrored placement is that of the mirrored solid', async () => {
    const build = '<item objectid="1" transform="-1 0 0 0 1 0 0 0 0.1 5 0 0"/>';
    const bytes = package3mf({ '3D/a.model': modelXml(meshObject(1, box(10)), build) });
    const { wall, volumeMm3, placement } = await readModel('a.3mf', bytes);
    assert.deepEqual([wall?.thinnestMicrometres, volumeMm3, placement?.mirroredCount], [1000, '100.000000', 1]);
  });

  test('is found with a bounded number of rays, also in more triangles than that', () => {
    const many = Array.from({ length: 2 * WALL_RAYS }, (_, i) =>
      box(1 + (i % 7), [10 * (i % 200), 10 * Math.floor(i / 200), 0]),
    );
    const wall = wallOf(...many);
    assert.ok((wall?.rayCount ?? 0) <= 2 * WALL_RAYS, `${wall?.rayCount} rays`);
    assert.equal(wall?.thinnestMicrometres, 1000);
  });

  test('is given up where bodies lie within each other by the thousand', () => {
    const count = 5_000;
    const within = Array.from({ length: count }, (_, i) => box(10 - i * 1e-4, [i * 1e-5, i * 1e-5, i * 1e-5]));
    assert.ok(12 * count * WALL_RAYS > MAX_WALL_VISITS);
    assert.equal(wallOf(...within), undefined);
  });
});
