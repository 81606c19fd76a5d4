// The console in Chromium on the tour's ledger: signing in, reading, verifying, signing, by clicking and by keyboard alone;
// and what holds on every page: no complaint of the browser, no request that leaves the node, no serious fault that axe finds.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { STOPS } from '#console/walk/stops.ts';
import { CONSOLE_FOLDER } from '../../tools/build-console.ts';
import { CHROMIUM } from '../sdk/page.ts';
import { pageChecks } from './page-check.ts';
import { PAGES } from './pages.ts';
import { assertQuiet, openScene, type Scene } from './scene.ts';

const isHere = existsSync(CHROMIUM);
assert.ok(isHere || process.env.CI !== 'true', `${CHROMIUM} is absent`);
/** Compressed script before the heavy viewers. */
const FIRST_LOAD_BYTES = 300_000;

let scene: Scene;
let check: ReturnType<typeof pageChecks>;
before(async () => {
  if (!isHere) return;
  scene = await openScene();
  check = pageChecks(scene);
});
after(async () => {
  if (isHere) await scene[Symbol.asyncDispose]();
});

describe('the console in a browser', { skip: isHere ? false : `${CHROMIUM} is absent` }, () => {
  for (const page of PAGES) {
    test(`${page.name}: no complaint, no request elsewhere, no serious fault in light and dark`, async () => {
      await check(page);
    });
  }

  test('a statement is signed as it was shown, its draft survives a reload, and it arrives at another company live', async () => {
    const [harbour, northwind] = [await scene.visit(), await scene.visit()];
    await northwind.signIn('northwind/quality');
    await northwind.page.goto(`${scene.origin}/ledger`);
    await harbour.signIn('harbour/sales');
    const { page } = harbour;
    await page.goto(`${scene.origin}/do/items/registerType`);
    await page.getByLabel('Part number').fill('BUSHING-9');
    await page.getByLabel('Name').fill('Bushing, with a l\u043eok-alike');
    await page.reload();
    assert.equal(await page.getByLabel('Part number').inputValue(), 'BUSHING-9');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await page.getByText('this is needed').first().waitFor();
    await page.getByLabel('Tracking').selectOption('serial');
    await page.getByLabel('Unit').selectOption('piece');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    const sheet = page.getByRole('dialog');
    await sheet
      .getByText('Register BUSHING-9, "Bushing, with a l\\u{43e}ok-alike", tracked by serial')
      .first()
      .waitFor();
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Do not sign');
    await page.keyboard.press('Enter');
    await sheet.waitFor({ state: 'hidden' });
    assert.equal(await page.getByLabel('Part number').inputValue(), 'BUSHING-9');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await sheet.getByRole('button', { name: 'Sign', exact: true }).click();
    await sheet.getByText('Signed, and in the ledger.').waitFor();
    await sheet.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.locator('.verdict-good').waitFor();
    await northwind.page.getByRole('link', { name: 'Register type' }).first().waitFor();
    await page.goto(`${scene.origin}/do/items/registerType`);
    assert.equal(await page.getByLabel('Part number').inputValue(), '');
    for (const visitor of [harbour, northwind]) {
      assertQuiet(visitor);
      await visitor.context.close();
    }
  });

  test('a refusal of the ledger is said in its contract’s words, and nothing is lost', async () => {
    const visitor = await scene.visit();
    await visitor.signIn('harbour/sales');
    const { page } = visitor;
    await page.goto(`${scene.origin}/do/shipping/offer?shipment=none`);
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.locator('.sheet .verdict-bad').getByText('The ledger refused it.').waitFor();
    assert.match((await page.locator('.sheet .verdict-bad').textContent()) ?? '', /No shipment has this id/);
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    assert.equal(await page.getByLabel('Shipment').inputValue(), 'none');
    assertQuiet(visitor);
    await visitor.context.close();
  });

  test('by keyboard alone: search, a list, a record, and its receipt', async () => {
    const visitor = await scene.visit();
    await visitor.signIn('northwind/buyer');
    const { page } = visitor;
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('orders');
    await page
      .getByRole('option', { name: /^orders/i })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    const rows = page.locator('.row-link');
    await rows.nth(1).waitFor();
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    assert.ok(await rows.nth(1).evaluate((row) => row === document.activeElement));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Evidence' }).waitFor();
    await page.getByRole('button', { name: 'Verify' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.verdict-good').waitFor();
    assertQuiet(visitor);
    await visitor.context.close();
  });

  test('filters stand in the address, and the list is given as CSV', async () => {
    const visitor = await scene.visit();
    await visitor.signIn('northwind/buyer');
    const { page } = visitor;
    await page.goto(`${scene.origin}/records/procurement/order`);
    await page.locator('.row-link').nth(1).waitFor();
    await page.getByRole('button', { name: /^state: any/ }).click();
    await page.getByRole('button', { name: 'closed', exact: true }).click();
    await page.waitForURL(/state=closed/);
    await page.locator('.row-link').nth(1).waitFor({ state: 'detached' });
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const [header = '', ...lines] = readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split('\r\n');
    assert.match(header, /^_id,id,buyer,seller,/);
    assert.equal(lines.length, 1);
    assertQuiet(visitor);
    await visitor.context.close();
  });

  test('the walk leads a newcomer through the tour’s ledger, as those who see each stop, and goes on after a reload', async () => {
    const visitor = await scene.visit();
    const { page } = visitor;
    await page.goto(scene.origin);
    await page.getByRole('button', { name: 'Start the walk' }).click();
    const strip = page.getByRole('region', { name: 'Guided walk' });
    const about = page.locator('main').getByRole('heading').first();
    const seen = new Set<string>();
    let last = page.url();
    for (const [i, { actor }] of STOPS.entries()) {
      await strip.getByText(`${i + 1} of ${STOPS.length}`).waitFor();
      await strip.getByText(actor === undefined ? 'You are signed out' : `You act as ${actor}.`).waitFor();
      await page.waitForFunction((before) => location.href !== before, last);
      await about.waitFor();
      assert.equal(await strip.getByText('not on this ledger yet').count(), 0);
      last = page.url();
      seen.add(last);
      if (i === 2) await page.reload();
      await strip.getByRole('button', { name: i === STOPS.length - 1 ? 'Finish' : 'Next' }).click();
    }
    assert.equal(seen.size, STOPS.length, 'each stop has a page of its own');
    await strip.waitFor({ state: 'detached' });
    assertQuiet(visitor);
    await visitor.context.close();
  });

  test('keys made here stay here, and their enrolment lets an administrator take the new actor in', async () => {
    const [anna, admin] = [await scene.visit(), await scene.visit()];
    await anna.page.goto(`${scene.origin}/sign-in`);
    await anna.page.getByLabel('Actor', { exact: true }).fill('northwind/anna');
    await anna.page.getByRole('button', { name: 'Make keys' }).click();
    const text = await anna.page.getByLabel('Hand this text').inputValue();
    const { id, key, encryptionKey } = JSON.parse(text);
    assert.equal(id, 'northwind/anna');
    await admin.signIn('northwind/admin');
    const { page } = admin;
    await page.goto(`${scene.origin}/do/membership/enrolActor?id=${encodeURIComponent(id)}`);
    await page.getByLabel('Kind').selectOption('person');
    await page.getByLabel('Role').selectOption('buyer');
    await page.getByLabel('Public key').fill(key.publicKey);
    await page.getByLabel('Proof').fill(key.proof);
    await page.getByLabel('Encryption key').fill(encryptionKey);
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByText('Signed, and in the ledger.').waitFor();
    await anna.page.getByRole('button', { name: 'Sign in as northwind/anna' }).click();
    await anna.page.getByRole('heading', { name: 'Work', level: 1 }).waitFor();
    for (const visitor of [anna, admin]) {
      assertQuiet(visitor);
      await visitor.context.close();
    }
  });

  test('the demo’s keys are in no browser’s store', async () => {
    const visitor = await scene.visit();
    await visitor.signIn('northwind/buyer');
    const stored = await visitor.page.evaluate('JSON.stringify([localStorage, sessionStorage])');
    assert.doesNotMatch(String(stored), /sealed|passphrase|touchmark-key/);
    const kept = await visitor.page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const opening = indexedDB.open('touchmark-keys');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const all = opening.result.transaction('actors').objectStore('actors').getAllKeys();
            all.onsuccess = () => resolve(all.result);
          };
        }),
    );
    assert.deepEqual(kept, []);
    await visitor.context.close();
  });

  test('the first load is under 300 kB of compressed script', async (t) => {
    const page = readFileSync(join(CONSOLE_FOLDER, 'index.html'), 'utf8');
    const scripts = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, path = '']) => path);
    assert.ok(scripts.length > 0);
    const sizes = scripts.map((path) => brotliCompressSync(readFileSync(join(CONSOLE_FOLDER, path))).length);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    t.diagnostic(`console: ${Math.round(bytes / 1000)} kB of compressed script before the first page`);
    assert.ok(bytes < FIRST_LOAD_BYTES, `${bytes} bytes`);
  });
});
