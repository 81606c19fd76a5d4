import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Licence, Permit } from '#sdk/index.ts';
import { boxWords, isSameBox, licenceUse, modelFileOf, scaleBar, volumeWords } from './model.ts';

const LICENCE: Licence = {
  ...{ id: 'licence-1', licensor: 'lindqvist', licensee: 'harbour', version: 'version-1', state: 'live' },
  ...{ builds: 4, royaltyCents: 950, unit: 'EUR', machines: ['harbour/machine'], credentials: [] },
  ...{ programs: [{ name: 'PLATE-1.NC', commitment: 'c' }], validFromMs: 1, validUntilMs: 2 },
};

function permit(id: string, state: Permit['state'], licence = 'licence-1'): Permit {
  const parties = { licensor: 'lindqvist', licensee: 'harbour', machine: 'harbour/machine' };
  return { ...parties, id, licence, item: id, program: { name: 'PLATE-1.NC', commitment: 'c' }, state, atMs: 1 };
}

test('builds of a licence are built, permitted or left, by its tally or else by its permits', () => {
  const permits = [permit('a', 'built'), permit('b', 'open'), permit('c', 'void'), permit('d', 'built', 'another')];
  assert.deepEqual(licenceUse(LICENCE, undefined, permits), { builds: 4, built: 1, open: 1, left: 2 });
  const money = { unit: 'EUR', owedCents: 1, paidCents: 0 };
  const tally = { id: 'licence-1', licensor: 'lindqvist', licensee: 'harbour', ...money, permitsUsed: 4, built: 3 };
  assert.deepEqual(licenceUse(LICENCE, tally, []), { builds: 4, built: 3, open: 1, left: 0 });
});

test('the box and the volume are exact, with no decimals that they do not have', () => {
  assert.equal(boxWords([60_000, 40_500, 8_025]), '60 × 40.5 × 8.025 mm');
  assert.equal(boxWords(undefined), undefined);
  assert.equal(volumeWords('17669.443062'), '17\u2009669.443062 mm³');
  assert.equal(volumeWords('7'), '7 mm³');
});

test('boxes are the same to a micrometre, edge by edge', () => {
  assert.ok(isSameBox([60_000, 40_000, 8_000], [60_001, 40_000, 7_999]));
  assert.ok(!isSameBox([60_000, 40_000, 8_000], [40_000, 60_000, 8_000]));
  assert.ok(!isSameBox([60_000, 40_000, 8_000], [60_000, 40_000]));
});

test('the file that shows the part is the model, else one that can be read as one', () => {
  const file = (name: string, role: 'model' | 'program' | 'buildFile') => ({
    ...{ name, role, commitment: 'c', sizeBytes: 1, mediaType: 'model/stl' },
  });
  const both = [file('a.nc', 'program'), file('b.stl', 'buildFile'), file('c.step', 'model')];
  assert.equal(modelFileOf({ files: both })?.name, 'c.step');
  assert.equal(modelFileOf({ files: both.slice(0, 2) })?.name, 'b.stl');
  assert.equal(modelFileOf({ files: both.slice(0, 1) }), undefined);
});

test('the scale bar has a round length that has room', () => {
  assert.deepEqual(scaleBar(10, 120), { pixels: 100, text: '10 mm' });
  assert.deepEqual(scaleBar(2, 120), { pixels: 100, text: '50 mm' });
  assert.equal(scaleBar(0.01, 120).text, '10 m');
  assert.equal(scaleBar(3_000, 120).text, '20 µm');
  assert.deepEqual(scaleBar(0, 120), { pixels: 0, text: '' });
});
