// Designs, production and inspections by hand: what one chooses, opens from disk, turns and zooms, and what is refused.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { assertQuiet, openScene, type Scene, SIZES, type Visitor } from './scene.ts';

const sample = (path: string): string => fileURLToPath(new URL(`../../samples/plate-order/${path}`, import.meta.url));
const MODEL = sample('cad/bracket-plate.step');
const LOG = sample('machine-log/BRACKET-PLATE-2of4.txt');

describe('what is designed, made and measured, in a browser', () => {
  let scene: Scene;
  let folder: string;

  before(async () => {
    scene = await openScene();
    folder = mkdtempSync(join(tmpdir(), 'touchmark-making-'));
  });

  after(async () => {
    await scene[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  async function visitAs(actor: string, path: string): Promise<Visitor> {
    const visitor = await scene.visit({ viewport: SIZES.laptop });
    await visitor.signIn(actor);
    await visitor.page.goto(scene.origin + path);
    return visitor;
  }

  /** A file with one byte changed. */
  function forged(path: string): string {
    const bytes = readFileSync(path);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    const changed = join(folder, path.slice(path.lastIndexOf('/') + 1));
    writeFileSync(changed, bytes);
    return changed;
  }

  test('one sees where the laboratories disagree, and on the page of that unit why it was taken', async () => {
    const visitor = await visitAs('northwind/quality', '/inspections');
    const { page, context } = visitor;
    await page.locator('.row-link').first().click();
    await page.getByRole('button', { name: 'All 8' }).waitFor();
    await page.getByRole('button', { name: /^Disagree/ }).click();
    await page.getByText('The laboratories disagree on 003.').waitFor();
    assert.equal(await page.locator('.inspections-strip').count(), 1);
    await page.getByRole('link', { name: 'BRACKET-PLATE-003' }).click();
    await page.getByRole('heading', { name: 'Decision' }).waitFor();
    await page.getByText('concession').first().waitFor();
    assert.ok((await page.locator('.inspections-number-bad').count()) > 0);
    await page.getByRole('button', { name: 'Open the reason' }).click();
    await page.getByText('This text is what was committed to.').waitFor();
    await page.getByText(/^Values lie outside a limit of one laboratory only/).waitFor();
    assertQuiet(visitor);
    await context.close();
  });

  test('a laboratory is told that the other’s values are not shown to it', async () => {
    const visitor = await visitAs('metrica/quality', '/inspections');
    const { page, context } = visitor;
    await page.locator('.row-link').first().click();
    await page.getByText('What calibra measured is not shown to your member.').waitFor();
    assert.equal(await page.getByRole('columnheader', { name: 'calibra' }).count(), 0);
    assertQuiet(visitor);
    await context.close();
  });

  test('lanes are zoomed by keys, a bar leads to its job, a changed log is refused and the true one plotted', async () => {
    const visitor = await visitAs('harbour/engineer', '/production');
    const { page, context } = visitor;
    const bar = page.getByRole('link', { name: /PLATE-2, milling.*gap 6 min 12 s before line 65/ });
    await bar.waitFor();
    const width = async (): Promise<number> => (await bar.boundingBox())?.width ?? 0;
    const seen = await width();
    await page.locator('.production-box').focus();
    await page.keyboard.press('+');
    await page.waitForFunction((least) => {
      const found = document.querySelector('.production-bar[aria-label*="PLATE-2"]');
      return found !== null && found.getBoundingClientRect().width > least;
    }, seen * 1.3);
    await bar.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What the machine signed' }).waitFor();
    await page.locator('input[type=file]').setInputFiles(forged(LOG));
    await page.getByText('This is not the log of the build').waitFor();
    assert.equal(await page.locator('.production-plot').count(), 0);
    await page.locator('input[type=file]').setInputFiles(LOG);
    await page.getByText('This is the log of the build').waitFor();
    await page.getByRole('img', { name: /^Spindle Speed/ }).waitFor();
    assertQuiet(visitor);
    await context.close();
  });

  test('a granted model is opened, checked and drawn; a copy with one byte changed is not', async () => {
    const visitor = await visitAs('harbour/engineer', '/designs');
    const { page, context } = visitor;
    await page.locator('.row-link').first().click();
    await page.getByRole('button', { name: 'Open bracket-plate.step' }).click();
    await page.getByText('This is the file of version 1').waitFor();
    await page.getByRole('img', { name: 'The part in 3D, 60 × 40 × 8 mm' }).focus();
    await page.locator('.designs-view canvas').waitFor();
    const edge = page.locator('.designs-edge').first();
    const before = await edge.getAttribute('style');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((was) => document.querySelector('.designs-edge')?.getAttribute('style') !== was, before);
    await page.locator('.designs-open input').setInputFiles(forged(MODEL));
    await page.getByText('Hash differs from version 1').waitFor();
    assert.equal(await page.locator('.designs-view').count(), 0);
    assertQuiet(visitor);
    await context.close();
  });

  test('who has no key of a model sees its own copy, and that nothing says whether it is the one', async () => {
    const visitor = await visitAs('harbour/sales', '/designs');
    const { page, context } = visitor;
    await page.locator('.row-link').first().click();
    await page.getByText('No key of this file is kept for you.').waitFor();
    assert.equal(await page.getByRole('button', { name: /^Open / }).count(), 0);
    await page.locator('.designs-open input').setInputFiles(MODEL);
    await page.getByText('Not checked').waitFor();
    await page.getByText('17 669.443062 mm³').first().waitFor();
    assertQuiet(visitor);
    await context.close();
  });
});
