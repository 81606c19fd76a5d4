import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { ModelFacts } from './facts.ts';
import { partOf, shapeFacts } from './facts.ts';
import { type Making, type Note, notesOn } from './notes.ts';
import { readModel } from './read-model.ts';
import {
  asciiStl,
  binaryStl,
  box,
  meshObject,
  modelXml,
  moved,
  package3mf,
  together,
  turned,
  without,
} from './test-shapes.ts';
import type { Mesh } from './topology.ts';

const mill: Making = { process: 'separating' };
const ofMesh = (mesh: Mesh): ModelFacts => ({
  format: 'step',
  unit: 'millimeter',
  unitFrom: 'file',
  ...shapeFacts([partOf(mesh)], 'millimeter'),
});
const sheet = (thickness: number) => moved(box(1), (x, y, z) => [60 * x, 40 * y, thickness * z]);
const flat = { coordinates: Float64Array.of(0, 0, 0, 9, 0, 0, 0, 9, 0), triangles: Uint32Array.of(0, 1, 2, 0, 2, 1) };
const stl = (mesh: Mesh, unit: 'millimeter' | 'inch') => readModel('a.stl', binaryStl(mesh), { unit });
const threeMf = (resources: string, build: string, attributes?: string) =>
  readModel('a.3mf', package3mf({ 'a.model': modelXml(resources, build, attributes) }));
const noted = (notes: readonly Note[]) => notes.map(({ severity, code }) => `${severity} ${code}`);

const rows: readonly (readonly [string, ModelFacts | Promise<ModelFacts>, Making, readonly string[]])[] = [
  ['a plate of ten by sixty by forty', ofMesh(sheet(10)), mill, []],
  [
    'a plate with a triangle missing',
    ofMesh(without(sheet(10), 0)),
    mill,
    ['stops not_watertight', 'tells wall_unknown'],
  ],
  ['a plate inside out', ofMesh(turned(sheet(10))), mill, ['warns body_inward', 'tells wall_unknown']],
  ['a plate without thickness', ofMesh(flat), mill, ['stops body_flat', 'tells wall_unknown']],
  ['two plates', ofMesh(together(sheet(10), box(10, [99, 0, 0]))), mill, ['warns bodies_many']],
  ['a sheet that no cutter leaves standing', ofMesh(sheet(0.799)), mill, ['warns wall_thin']],
  ['a sheet of the least wall', ofMesh(sheet(0.8)), mill, []],
  ['the same where the shop holds less', ofMesh(sheet(0.3)), { ...mill, leastWall: own(300) }, []],
  ['the same where the shop holds more', ofMesh(sheet(0.8)), { ...mill, leastWall: own(900) }, ['warns wall_thin']],
  [
    'a sheet by a process of which nothing is known',
    ofMesh(sheet(1)),
    { process: 'forming' },
    ['tells wall_limit_unknown'],
  ],
  ['a sheet of metal powder', ofMesh(sheet(0.5)), { process: 'powderBedFusion' }, []],
  ['a machine that it fits once turned', ofMesh(sheet(10)), { ...mill, envelopeMicrometres: envelope(10, 60, 40) }, []],
  [
    'a machine a micrometre short',
    ofMesh(sheet(10)),
    { ...mill, envelopeMicrometres: envelope(59.999, 10, 40) },
    ['stops envelope_exceeded'],
  ],
  ['a tolerance of a class', ofMesh(sheet(10)), { ...mill, toleranceMicrometres: 50 }, []],
  [
    'a tolerance finer than any class',
    ofMesh(sheet(10)),
    { ...mill, toleranceMicrometres: 49 },
    ['warns tolerance_fine'],
  ],
  ['a file without a unit', stl(sheet(10), 'millimeter'), mill, ['tells unit_assumed']],
  [
    'inches that were taken for millimetres',
    stl(box(2.4), 'millimeter'),
    mill,
    ['warns unit_doubtful', 'tells unit_assumed'],
  ],
  [
    'millimetres that were taken for inches',
    stl(box(250), 'inch'),
    mill,
    ['warns unit_doubtful', 'tells unit_assumed'],
  ],
  [
    'a package that names no unit',
    threeMf(meshObject(1, box(10)), '<item objectid="1"/>', ''),
    mill,
    ['tells unit_assumed'],
  ],
  [
    'a mirrored placement and a support',
    threeMf(
      meshObject(1, box(10)) + meshObject(2, box(3), 'type="support"'),
      '<item objectid="1" transform="-1 0 0 0 1 0 0 0 1 0 0 0"/><item objectid="2"/>',
    ),
    mill,
    ['warns placement_mirrored', 'tells objects_left_out'],
  ],
];

function own(micrometres: number) {
  return { micrometres, source: 'Mill 4' };
}

function envelope(x: number, y: number, z: number) {
  return { x: x * 1000, y: y * 1000, z: z * 1000 };
}

describe('notes on', () => {
  for (const [name, facts, making, expected] of rows) {
    test(name, async () => assert.deepEqual(noted(notesOn(await facts, making)), expected));
  }

  test('the sample plate, a solid of which is missing', async () => {
    const sample = readFileSync(
      new URL('../../../samples/plate-order/cad/bracket-plate.step', import.meta.url),
      'latin1',
    );
    const whole = await readModel('plate.step', Buffer.from(sample, 'latin1'));
    assert.deepEqual(noted(notesOn(whole, mill)), []);
    const two = sample.replace('#15 = ', "#9999 = MANIFOLD_SOLID_BREP('',#9998);\n#15 = ");
    const facts = await readModel('plate.step', Buffer.from(two, 'latin1'));
    assert.deepEqual(noted(notesOn(facts, mill)), ['stops solid_missing', 'tells wall_unknown']);
  });

  test('a triangle without area', async () => {
    const { coordinates, triangles } = box(10);
    const mesh = { coordinates, triangles: Uint32Array.from([...triangles, 0, 0, 1]) };
    const facts = await readModel('a.stl', Buffer.from(asciiStl(mesh)), { unit: 'millimeter' });
    assert.deepEqual(noted(notesOn(facts, mill)), ['tells unit_assumed', 'tells triangles_without_area']);
  });
});

describe('a note', () => {
  const text = async (facts: ModelFacts | Promise<ModelFacts>, making = mill) => notesOn(await facts, making)[0];

  test('of a wall has its figures, the place and the source', async () => {
    const note = await text(ofMesh(sheet(0.5)));
    const { thinnestMicrometres, leastMicrometres, source } = note?.figures ?? {};
    assert.deepEqual([thinnestMicrometres, leastMicrometres], [500, 800]);
    assert.match(
      note?.text ?? '',
      /^the thinnest wall found by \d+ rays is 0\.5 mm, at [\d., ]+: below 0\.8 mm \(rule of/,
    );
    assert.match(String(source), /rule of thumb/);
    assert.equal((await text(ofMesh(sheet(0.5)), { ...mill, leastWall: own(600) }))?.figures.source, 'Mill 4');
  });

  test('of a unit says what the part would be in another', async () => {
    assert.match(
      (await text(stl(box(2.4), 'millimeter')))?.text ?? '',
      /2\.4 mm in millimeter, 60\.96 mm were it in inch:/,
    );
    assert.match((await text(stl(box(250), 'inch')))?.text ?? '', /6350 mm in inch, 250 mm were it in millimeter:/);
  });

  test('of an open surface counts its edges by kind', async () => {
    assert.deepEqual((await text(ofMesh(without(sheet(10), 0))))?.figures, {
      openEdgeCount: 3,
      turnedEdgeCount: 0,
      crowdedEdgeCount: 0,
    });
  });

  test('of an envelope has both boxes, shortest edge first', async () => {
    const note = await text(ofMesh(sheet(10)), { ...mill, envelopeMicrometres: envelope(40, 30, 5) });
    assert.match(note?.text ?? '', /its box of 10 × 40 × 60 mm exceeds the machine's 5 × 30 × 40 mm/);
    assert.equal(note?.figures.edge3Micrometres, 60_000);
    assert.equal(note?.figures.envelope3Micrometres, 40_000);
  });
});
