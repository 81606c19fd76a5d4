// A designer at work in the console, by clicking: a design is registered with its file, which is sealed in the browser, and
// licensed to a shop, which finds the offer and accepts it.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CHROMIUM } from '../sdk/page.ts';
import {
  type Desk,
  fill,
  filled,
  idIn,
  inputTime,
  openDesk,
  openFound,
  openOn,
  openWaiting,
  pick,
  sign,
} from './desk.ts';
import { assertQuiet, openScene, type Scene } from './scene.ts';

const isHere = existsSync(CHROMIUM);
assert.ok(isHere || process.env.CI !== 'true', `${CHROMIUM} is absent`);
const PROGRAM = fileURLToPath(new URL('../../samples/plate-order/nc/BRACKET-PLATE-1.NC', import.meta.url));
const DAY_MS = 86_400_000;

describe('a designer at work', { skip: isHere ? false : `${CHROMIUM} is absent` }, () => {
  let scene: Scene;
  let designer: Desk;
  let shop: Desk;
  before(async () => {
    scene = await openScene();
    [designer, shop] = [await openDesk(scene), await openDesk(scene)];
  });
  after(() => scene[Symbol.asyncDispose]());

  test('a design is registered with its file, licensed, and the licence accepted', async () => {
    const page = await designer.as('lindqvist/designer');
    await openFound(page, 'Register design');
    await fill(page, { name: 'Bracket, narrow' });
    const design = idIn(await sign(page), 'design');
    await openOn(page, scene.origin, `designs/design/${design}`, 'Register version');
    // The file brings its own name.
    await page.locator('[id="files.0.commitment"]').setInputFiles(PROGRAM);
    await filled(page, 'files.0.name', 'BRACKET-PLATE-1.NC');
    await fill(page, { 'files.0.role': 'program' });
    await fill(page, { 'facts.unit': 'millimeter', 'facts.watertight': 'yes' });
    const version = idIn(await sign(page), 'version');
    await openOn(page, scene.origin, `designs/version/${version}`, 'Offer licence');
    await pick(page, 'licensee', 'harbour');
    await fill(page, { builds: '3', royaltyCents: '9.50', unit: 'EUR' });
    await pick(page, 'machines.0', 'harbour/machine');
    await fill(page, {
      'programs.0': 'BRACKET-PLATE-1.NC',
      validFromMs: inputTime(Date.now() - DAY_MS),
      validUntilMs: inputTime(Date.now() + 30 * DAY_MS),
    });
    const licence = idIn(await sign(page), 'licence');
    const engineer = await shop.as('harbour/engineer');
    await openWaiting(engineer, scene.origin, 'accept the licence', 'Accept licence');
    await sign(engineer);
    await engineer.goto(`${scene.origin}/records/designs/licence/${licence}`);
    await engineer.locator('.title-block .state').getByText('live').waitFor();
    for (const { visitor } of [designer, shop]) assertQuiet(visitor);
  });
});
