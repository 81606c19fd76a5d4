// What anyone sees without signing in, in Chromium on the tour's ledger: the passport behind a code, and the way to it by
// scanning, on a phone, also over plain http, where a browser has no WebCrypto.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import bwipjs from 'bwip-js/node';
import { itemsInterface } from '#sdk/index.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { CHROMIUM } from '../sdk/page.ts';
import { demoClient } from './demo-client.ts';
import { fakeCamera } from './fake-camera.ts';
import { publishedItem } from './pages/public.ts';
import { assertQuiet, openScene, type Scene, SIZES, sceneAt, type Visitor } from './scene.ts';

const isHere = existsSync(CHROMIUM);
assert.ok(isHere || process.env.CI !== 'true', `${CHROMIUM} is absent`);
const GTIN = '04012345123456';
const PHONE = { viewport: SIZES.phone };

const folder = temporaryFolder();
let scene: Scene;
let item = '';

before(async () => {
  if (!isHere) return;
  scene = await openScene();
  item = await publishedItem(scene.origin);
  await put('northwind/quality', 'SHAFT-1', { 'S-9': 'released', 'S-8': 'scrapped', 'S-7': undefined });
  await put('harbour/quality', 'SHAFT-OF-HARBOUR', { 'S-7': undefined });
});
after(async () => {
  if (isHere) await scene[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

type States = { readonly [serial: string]: 'released' | 'scrapped' | undefined };

/** A type with the GTIN, and items of it whose passports are public before they come to their state. */
async function put(actor: string, partNumber: string, states: States): Promise<void> {
  const client = await demoClient(scene.origin, actor);
  const type = {
    partNumber,
    name: `Shaft <b>${partNumber}</b>`,
    gtin: GTIN,
    tracking: 'serial',
    unit: 'piece',
  } as const;
  const registered = await client.do(itemsInterface, 'registerType', type);
  for (const [serial, to] of Object.entries(states)) {
    const made = await client.do(itemsInterface, 'registerItem', { type: registered.id('type'), serial });
    const id = made.id('item');
    await client.do(itemsInterface, 'publishPassport', { item: id });
    if (to !== undefined) await client.do(itemsInterface, 'changeState', { item: id, to });
  }
}

/** A picture of a code, as a file to choose. */
async function picture(bcid: string, text: string) {
  const buffer = await bwipjs.toBuffer({ bcid, text, scale: 4, padding: 8, backgroundcolor: 'FFFFFF' });
  return { name: 'code.png', mimeType: 'image/png', buffer };
}

async function scanPicture({ page }: Visitor, bcid: string, text: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(await picture(bcid, text));
}

const word = ({ page }: Visitor, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

async function done(visitor: Visitor): Promise<void> {
  const width = await visitor.page.evaluate('document.documentElement.scrollWidth');
  assert.ok(Number(width) <= SIZES.phone.width, `${width} px of content`);
  assertQuiet(visitor);
  await visitor.context.close();
}

/** The label is what is printed, on a sheet of its own. */
async function assertPrintsAlone({ page }: Visitor): Promise<void> {
  // The dialog would wait for a person.
  await page.evaluate('globalThis.print = () => document.body.setAttribute("data-printed", "")');
  await page.getByRole('button', { name: 'Print the label' }).click();
  await page.locator('body[data-printed]').waitFor();
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('.label-sheet svg').first().isVisible());
  assert.equal(await page.locator('h1').isVisible(), false);
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
  assert.ok(height <= SIZES.phone.height, `${height} px`);
  await page.emulateMedia({ media: 'screen' });
}

describe('what anyone sees', { skip: isHere ? false : `${CHROMIUM} is absent` }, () => {
  test('a phone, signed out: a scanned label opens the passport, whose receipt is verified there, and no more is asked for', async () => {
    const visitor = await scene.visit(PHONE);
    const { page } = visitor;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${scene.origin}/work`);
    await page.getByRole('button', { name: 'Open the menu' }).click();
    await page.getByRole('link', { name: 'Scan' }).click();
    await scanPicture(visitor, 'qrcode', `${scene.origin}/p/${item}`);
    await word(visitor, 'genuine record');
    assert.equal(new URL(page.url()).pathname, `/p/${item}`);
    await page.getByText('Verified in this browser').waitFor();
    await page.getByText('A printed code can be copied').waitFor();
    await page.getByText('This code points to this computer only').waitFor();
    assert.ok(asked.some((path) => /^\/v1\/entries\/\d+\/receipt$/.test(path)));
    const kinds = asked.flatMap((path) => /^\/v1\/records\/([a-z]+\/[a-z]+)/.exec(path)?.[1] ?? []);
    const open = ['items/passport', 'membership/key', 'membership/member', 'membership/witness'];
    assert.deepEqual([...new Set(kinds)].sort(), open);
    await done(visitor);
  });

  const CODES: readonly (readonly [serial: string, name: string, says: RegExp])[] = [
    ['S-9', 'genuine record', /which is between the item’s parties/],
    ['S-8', 'not fit for use', /It was scrapped, for good\./],
    ['S-7', 'claimed twice', /ask the maker on the label which of them is its own/],
    ['S-6', 'unknown', /none was published, it was withdrawn, or the code is invented/],
  ];
  for (const [serial, name, says] of CODES) {
    test(`the code of ${serial} in a Data Matrix: ${name}`, async () => {
      const visitor = await scene.visit(PHONE);
      await visitor.page.goto(`${scene.origin}/scan`);
      await scanPicture(visitor, 'gs1datamatrix', `(01)${GTIN}(21)${serial}`);
      await word(visitor, name);
      await visitor.page.getByText(says).first().waitFor();
      assert.equal(new URL(visitor.page.url()).pathname, `/01/${GTIN}/21/${serial}`);
      if (name === 'claimed twice') {
        // Each of them is a record of its own, and says that there is another.
        await visitor.page.getByRole('link', { name: /SHAFT-1/ }).click();
        await word(visitor, 'not released');
        await visitor.page.getByText('Another item is public under the same GTIN').waitFor();
      }
      await done(visitor);
    });
  }

  test('a label that the console draws is read again: both its codes lead to its item', async () => {
    const visitor = await scene.visit(PHONE);
    const { page } = visitor;
    const labels: Buffer[] = [];
    for (const path of [`/p/${item}`, `/01/${GTIN}/21/S-9`]) {
      await page.goto(scene.origin + path);
      await page.locator('.label svg').nth(1).waitFor();
      for (const code of await page.locator('.label svg').all()) labels.push(await code.screenshot());
      await assertPrintsAlone(visitor);
    }
    assert.equal(labels.length, 4);
    for (const [i, buffer] of labels.entries()) {
      await page.goto(`${scene.origin}/scan`);
      await page.locator('input[type=file]').setInputFiles({ name: 'label.png', mimeType: 'image/png', buffer });
      await word(visitor, 'genuine record');
      assert.equal(new URL(page.url()).pathname, i < 2 ? `/p/${item}` : `/01/${GTIN}/21/S-9`);
    }
    await done(visitor);
  });

  test('a code that is none of ours is shown as text, and one of another node is not opened', async () => {
    const visitor = await scene.visit(PHONE);
    const { page } = visitor;
    await page.goto(`${scene.origin}/scan`);
    const rows: readonly (readonly [text: string, says: RegExp | string])[] = [
      ['javascript:alert(document.domain)', 'This is no code of a thing'],
      [`${scene.origin}/do/items/withdrawPassport?item=${item}`, 'This is no code of a thing'],
      ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
      [`https://plates.example/p/${item}`, 'This code leads to plates.example'],
    ];
    for (const [text, says] of rows) {
      await scanPicture(visitor, 'qrcode', text);
      await page.getByText(says).first().waitFor();
      assert.equal(new URL(page.url()).pathname, '/scan');
    }
    await page.getByRole('link', { name: 'Look for this thing on this ledger' }).click();
    await word(visitor, 'genuine record');
    await page.goto(`${scene.origin}/scan`);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await page.getByText('cannot open that file as a picture').waitFor();
    await page.getByRole('textbox', { name: 'What stands under the code' }).fill(`(01) ${GTIN} (21) S-9`);
    await page.keyboard.press('Enter');
    await word(visitor, 'genuine record');
    await done(visitor);
  });

  test('a receipt that does not hold makes no good word', async () => {
    const visitor = await scene.visit(PHONE);
    const { page } = visitor;
    await page.route(/\/v1\/entries\/\d+\/receipt$/, async (route) => {
      const body = await (await route.fetch()).body();
      body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
      await route.fulfill({ contentType: 'application/cose', body });
    });
    await page.goto(`${scene.origin}/p/${item}`);
    await word(visitor, 'Not proven');
    await page
      .getByText(/receipt_/)
      .first()
      .waitFor();
    assert.equal(await page.getByText('genuine record').count(), 0);
    await done(visitor);
  });

  test('over plain http, without WebCrypto: passports are verified and pictures read; signing and the camera ask for https', async () => {
    const plant = scene.origin.replace('127.0.0.1', 'plant.test');
    await using there = await sceneAt(plant, ['--host-resolver-rules=MAP plant.test 127.0.0.1']);
    const visitor = await there.visit(PHONE);
    const { page } = visitor;
    await page.goto(`${plant}/scan`);
    await page.getByText('Over plain http browsers lend no camera').waitFor();
    assert.equal(await page.evaluate('typeof crypto.subtle'), 'undefined');
    await scanPicture(visitor, 'qrcode', `${plant}/p/${item}`);
    await word(visitor, 'genuine record');
    await page.getByText('Verified in this browser').waitFor();
    await page.getByText('This node does not say where others reach it').waitFor();
    await page.goto(`${plant}/ledger`);
    await page.getByRole('link', { name: 'Publish passport' }).first().click();
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.locator('.verdict-good').waitFor();
    await page.goto(`${plant}/sign-in`);
    await page.getByText('Over plain http this browser makes and uses no keys').waitFor();
    // Chromium says of each page that it passes over a header that is for secure contexts.
    const others = visitor.failures.filter((failure) => !failure.startsWith('The Cross-Origin-Opener-Policy header'));
    assert.deepEqual(others, []);
    await visitor.context.close();
  });

  test('a camera that sees a code opens its passport', async () => {
    const flags = fakeCamera(folder.file('camera.y4m'), `${scene.origin}/p/${item}`);
    await using there = await sceneAt(scene.origin, flags);
    const visitor = await there.visit(PHONE);
    await visitor.page.goto(`${scene.origin}/scan`);
    await visitor.page.getByRole('button', { name: 'Use the camera' }).click();
    await word(visitor, 'genuine record');
    await done(visitor);
  });
});
