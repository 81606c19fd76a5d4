import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '#test/ledgers.ts';
import { touchmark } from '../io.fixture.ts';

const folder = temporaryFolder();
after(() => folder[Symbol.dispose]());
const cwd = folder.path;
const PLATE = fileURLToPath(new URL('../../../samples/plate-order/cad/bracket-plate.step', import.meta.url));
const RATES = new URL('../../../samples/default-rates.json', import.meta.url);
/** One triangle, and so no solid. */
writeFileSync(
  folder.file('sail.stl'),
  'solid\nfacet normal 0 0 0\nouter loop\nvertex 0 0 0\nvertex 9 0 0\nvertex 0 9 0\nendloop\nendfacet\nendsolid\n',
);

const milled = ['model', PLATE, '--process', 'separating'];

describe('model', () => {
  test('says what the sample plate is, that nothing stands in the way, and a price by assumed rates', async () => {
    const asked = ['--material', 'EN AW-6082', '--quantity', '4', '--tolerance', '50', '--envelope', '60x40x8'];
    const { code, out } = await touchmark([...milled, ...asked], { cwd });
    assert.equal(code, 0);
    assert.match(
      out,
      /^"bracket-plate\.step", a model in STEP\n +unit +millimeter, from the file\n +box +60 × 40 × 8 mm\n/,
    );
    assert.match(out, /\n +thinnest wall +5\.5\d* mm, found\n/);
    assert.match(out, /\nNo notes on making it/);
    assert.match(out, /\nA price, indicative, binds nobody, by assumed rates: [\d.]+ EUR each, [\d.]+ EUR for 4\n/);
    assert.match(out, /\n +removal, unit +[\d.]+ EUR: 16123 mm³ removed at 10000 mm³\/min, 9500 cents an hour\n/);
  });

  test('the same for machines; a note that stops is exit code 1', async () => {
    const { code, out } = await touchmark([...milled, '--envelope', '60x39x8', '--json'], { cwd });
    const { facts, notes, price } = JSON.parse(out);
    assert.equal(code, 1);
    assert.deepEqual([facts.bodyCount, notes[0].code, notes[0].severity], [1, 'envelope_exceeded', 'stops']);
    assert.equal(price, undefined, 'nobody named a material');
  });

  test('the shop’s own rates and least wall go before the assumed ones', async () => {
    const rates = JSON.parse(readFileSync(RATES, 'utf8'));
    writeFileSync(folder.file('shop.json'), JSON.stringify({ ...rates, currency: 'SEK' }));
    const own = ['--material', 'EN AW-6082', '--rates', 'shop.json', '--least-wall', '6000'];
    const { code, out } = await touchmark([...milled, ...own], { cwd });
    assert.equal(code, 0);
    assert.match(out, /warns wall_thin: .* is 5\.5\d* mm, .*: below 6 mm \(the shop’s own\)/);
    assert.match(out, /by the rates of shop\.json: [\d.]+ SEK each/);
  });

  test('where there is no price, it says why', async () => {
    const sail = ['model', 'sail.stl', '--unit', 'inch', '--process', 'separating', '--material', 'EN AW-6082'];
    const { code, out } = await touchmark(sail, { cwd });
    assert.equal(code, 1);
    assert.match(out, /stops not_watertight: .* 3 have one triangle/);
    assert.match(out, /\nNo price: the model has no volume to reckon from \(volume_missing\)$/);
  });

  const wrong: readonly (readonly [readonly string[], number, RegExp])[] = [
    [['model', '--process', 'separating'], 2, /the file is missing/],
    [['model', PLATE], 2, /--process is missing/],
    [['model', PLATE, '--process', 'whittling'], 2, /--process takes .*, not whittling/],
    [[...milled, '--unit', 'cubit'], 2, /--unit takes micron, .*, not cubit/],
    [[...milled, '--envelope', '600x500'], 2, /--envelope takes three edges/],
    [[...milled, '--quantity', '0'], 2, /--quantity takes a whole number from 1 on/],
    [[...milled, '--tolerance', '-1'], 2, /tolerance/],
    [[...milled, '--unit', 'inch'], 4, /bracket-plate\.step: expected the unit of the file.*model_unit_conflict/],
    [['model', 'sail.stl', '--process', 'separating'], 4, /stl_unit_missing/],
    [['model', 'gone.stl', '--process', 'separating'], 4, /gone\.stl: there is no such file.*file_unreadable/],
    [[...milled, '--material', 'x', '--rates', 'sail.stl'], 4, /sail\.stl: expected JSON.*rates_invalid/],
  ];
  for (const [args, expected, message] of wrong) {
    test(`touchmark ${args.join(' ').replace(PLATE, 'plate.step')} ends with ${expected}`, async () => {
      const { code, err } = await touchmark(args, { cwd });
      assert.deepEqual([code, message.test(err)], [expected, true], err);
    });
  }
});
