// Figures of trimesh 5.2.0 for the same files, its collapsed triangles removed and box rounded to nanometres, and of
// Open CASCADE 8.0's exact volume for the sample plate.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sharedData } from '#test/shared-data.ts';
import { readModel } from './read-model.ts';

const SAMPLE = fileURLToPath(new URL('../../../samples/plate-order/cad/bracket-plate.step', import.meta.url));

const reference = [
  {
    file: 'Helix.stl',
    volume: 108196.544474438,
    max: [100e6, 100e6, 56520999.908],
    triangles: 500,
    vertices: 252,
    bodies: 1,
  },
  {
    file: 'Helix.3mf',
    volume: 108196.546821845,
    max: [100e6, 100e6, 56521e3],
    triangles: 500,
    vertices: 252,
    bodies: 1,
  },
  { file: 'box.3mf', volume: 6000, max: [10e6, 20e6, 30e6], triangles: 12, vertices: 8, bodies: 1 },
  {
    file: 'torus.3mf',
    volume: 776.830794973,
    max: [24e6, 23956600, 3969290],
    triangles: 2200,
    vertices: 1100,
    bodies: 1,
  },
  {
    file: 'heartgears.3mf',
    volume: 120179.297533963,
    max: [79572300, 47673600, 76435e3],
    triangles: 30636,
    vertices: 15184,
    bodies: 1,
  },
  {
    file: 'cube_gears.3mf',
    volume: 112366.331645588,
    max: [170610380, 127720380, 35849200],
    triangles: 25692,
    vertices: 12852,
    bodies: 17,
  },
] as const;

for (const { file, volume, max, triangles, vertices, bodies } of reference) {
  test(`${file} agrees with an independent mesh library`, async (t) => {
    const path = sharedData(`mesh/${file}`);
    if (path === undefined) return t.skip('shared/data is absent');
    const facts = await readModel(file, await readFile(path), file.endsWith('.stl') ? { unit: 'millimeter' } : {});
    assert.ok(Math.abs(Number(facts.volumeMm3) - volume) <= 1e-6, `${facts.volumeMm3} against ${volume}`);
    assert.deepEqual(facts.boxNanometres.max, max.map(Math.round));
    assert.deepEqual([facts.triangleCount, facts.vertexCount, facts.bodyCount], [triangles, vertices, bodies]);
    assert.ok(facts.watertight && facts.bodies.every((body) => body.facing === 'outward'));
  });
}

test('the sample plate has the volume of its drawing, within the deflection', async () => {
  const facts = await readModel(basename(SAMPLE), await readFile(SAMPLE));
  const exact = 60 * 40 * 8 - 8 * Math.PI * (4 * 2.5 ** 2 + 6 ** 2);
  const walls = 8 * Math.PI * (4 * 5 + 12);
  const excess = Number(facts.volumeMm3) - exact;
  assert.ok(excess > 0 && excess < walls * 0.02, `chords leave the holes too small by ${excess} mm3`);
  assert.deepEqual(facts.boxNanometres, { min: [0, 0, 0], max: [60e6, 40e6, 8e6] });
  assert.deepEqual([facts.watertight, facts.bodyCount, facts.unit, facts.unitFrom], [true, 1, 'millimeter', 'file']);
  assert.deepEqual(facts.step?.products, ['bracket-plate']);
  const coarse = await readModel('a.stp', await readFile(SAMPLE), {
    linearDeflectionMicrometres: 500,
    angularDeflectionMilliradians: 1000,
  });
  assert.ok(Number(coarse.volumeMm3) > Number(facts.volumeMm3), 'a coarser mesh leaves smaller holes');
});

test('the NIST plate is one plate and the four islands of its letters', async (t) => {
  const path = sharedData('nist-mtc-plate/cad/nist_mtc_crada_plate.STEP');
  if (path === undefined) return t.skip('shared/data is absent');
  const text = await readFile(path, 'latin1');
  const facts = await readModel(basename(path), Buffer.from(text, 'latin1'));
  assert.deepEqual(facts.boxNanometres, { min: [0, 0, 0], max: [120e6, 71160e3, 5e6] });
  assert.deepEqual([facts.bodyCount, facts.watertight, facts.volumeMm3], [5, true, '35228.954357']);
  assert.deepEqual(facts.step, {
    schemas: ['CONFIG_CONTROL_DESIGN'],
    products: ['nist_mtc_crada_plate'],
    solidCount: 5,
  });

  const faceGone = text.replace(/(#10644 = CLOSED_SHELL \( 'NONE', \( )#\d+, /, '$1');
  assert.notEqual(faceGone, text);
  const open = await readModel(basename(path), Buffer.from(faceGone, 'latin1'));
  assert.deepEqual([open.watertight, open.volumeMm3, open.noVolume], [false, undefined, 'not closed']);
  const [body, ...others] = open.bodies.filter(({ watertight }) => !watertight);
  assert.deepEqual([body?.boxNanometres, body?.volumeMm3, others], [facts.boxNanometres, undefined, []]);
});

test('a name and a content that disagree are refused', async () => {
  const step = await readFile(SAMPLE);
  await assert.rejects(readModel('plate.stl', step, { unit: 'inch' }), {
    code: 'model_format_mismatch',
    message: /got step/,
  });
  await assert.rejects(readModel('plate.3mf', step), { code: 'model_format_mismatch' });
  await assert.rejects(readModel('plate.step', Buffer.from('PK\u0003\u0004')), { code: 'model_format_mismatch' });
  await assert.rejects(readModel('plate.pdf', step), { code: 'model_format_unknown', message: /^plate\.pdf: / });
  await assert.rejects(readModel('plate', step), { code: 'model_format_unknown' });
});
