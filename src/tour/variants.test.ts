import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { binaryStl, box } from '#connectors/model/test-shapes.ts';
import { copyOfSample, newFolder, play } from './play.fixture.ts';
import { assertHeld, readRecords, unitsThatAre } from './records.fixture.ts';

function edit(path: string, from: string | RegExp, to: string): void {
  const text = readFileSync(path, 'utf8');
  assert.notEqual(text.replace(from, to), text);
  writeFileSync(path, text.replace(from, to));
}

test('an STL model has no unit: it is assumed, and said to be; a unit that one laboratory did not measure is not let through', async (t) => {
  const data = copyOfSample(t);
  rmSync(join(data, 'cad/bracket-plate.step'));
  writeFileSync(join(data, 'cad/plate.stl'), binaryStl(box(40)));
  writeFileSync(join(data, 'cad/drawing.pdf'), 'not for the tour');
  const fourth = /<MeasurementResults id="74">[\s\S]*?<\/MeasurementResults>/;
  edit(join(data, 'inspection/incoming_results.qif'), fourth, '');
  const { lines, home } = await play({ home: newFolder(t), data });
  const story = lines.map((line) => line.trim()).join(' ');
  const found = await readRecords(home);
  assertHeld(found, home);
  assert.deepEqual(found.version.facts, {
    unit: 'millimeter',
    boxMicrometres: [40_000, 40_000, 40_000],
    volumeCubicMillimetres: '64000.000000',
    watertight: 'yes',
  });
  assert.ok(story.includes('unit millimeter (assumed: the file has no unit)'));
  assert.ok(story.includes('cad/drawing.pdf: the tour has no use for it'));
  assert.ok(story.includes('unit_missing: a laboratory has no results of the unit: 004'));
  assert.equal(found.results.length, 7);
  assert.deepEqual(unitsThatAre(found, 'rejected'), [4]);
});

test('an open shell stops nothing; one program for all leaves the others’ logs unproven; a mapping that is missing is proposed', async (t) => {
  const data = copyOfSample(t);
  edit(join(data, 'cad/bracket-plate.step'), "CLOSED_SHELL('',(#17,", "CLOSED_SHELL('',(");
  for (const unit of [2, 3, 4]) rmSync(join(data, `nc/BRACKET-PLATE-${unit}.NC`));
  rmSync(join(data, 'inspection/mapping.csv'));
  const { lines, home } = await play({ home: newFolder(t), data });
  const found = await readRecords(home);
  assertHeld(found, home);
  assert.equal(found.version.facts.watertight, 'no');
  assert.equal(found.version.facts.volumeCubicMillimetres, undefined);
  const story = lines.map((line) => line.trim()).join(' ');
  assert.match(story, /no volume: not closed, watertight no/);
  assert.match(story, /proposed: units by number, characteristics by kind and nominal/);
  assert.match(story, /northwind\/quality signed the mapping \(played by the tour\)/);
  assert.deepEqual(unitsThatAre(found, 'rejected'), [4]);
  assert.deepEqual([found.buildDecisions.length, found.deletions.length], [3, 1]);
});
