// What goes wrong around a console, in Chromium: a node that refuses for now, an address that serves another ledger, a sheet
// whose time is over, storage that fills up while it is used, a browser without locks. The page says it, in words that lead on.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { itemsInterface } from '#contracts/items/schema.ts';
import { CHROMIUM } from '../sdk/page.ts';
import { demoClient } from './demo-client.ts';
import { assertQuiet, openScene, type TimedScene } from './scene.ts';

const isHere = existsSync(CHROMIUM);
assert.ok(isHere || process.env.CI !== 'true', `${CHROMIUM} is absent`);
const BUYER = 'northwind/buyer';
/** For longer nothing that is reviewed can be signed. */
const SHEET_MS = 10 * 60_000 + 1_000;

/** Answers of a node, or of what stands before it, to a list of orders; and what the page says then. */
const ANSWERS: readonly (readonly [status: number, type: string, body: string, says: string])[] = [
  [429, 'application/problem+json', '{"code":"too_many_requests","detail":"later"}', 'Wait a minute'],
  [503, 'text/html', '<html>Service Unavailable</html>', 'tell whoever runs the node'],
  [500, 'application/problem+json', '{"code":"internal","detail":"a bug"}', 'tell whoever runs the node'],
  [200, 'text/html', '<html>Sign in to this network</html>', 'not the node'],
];

describe('trouble around a console', { skip: isHere ? false : `${CHROMIUM} is absent` }, () => {
  let scene: TimedScene;
  before(async () => {
    scene = await openScene();
  });
  after(() => scene[Symbol.asyncDispose]());

  test('an answer that is none says so, and the list is there when one tries again', async () => {
    const visitor = await scene.visit();
    await visitor.signIn(BUYER);
    const tabs = ANSWERS.map(async ([status, contentType, body, says]) => {
      const page = await visitor.context.newPage();
      page.setDefaultTimeout(45_000);
      await page.route('**/v1/records/procurement/order?**', (route) => route.fulfill({ status, contentType, body }));
      await page.goto(`${scene.origin}/orders`);
      const box = page.locator('.problem').filter({ hasText: says });
      await box.waitFor();
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await box.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('2 shown').waitFor();
    });
    await Promise.all(tabs);
    await visitor.context.close();
  });

  test('another ledger at the address is not gone on with unasked', async () => {
    const visitor = await scene.visit();
    const { page } = visitor;
    await visitor.signIn(BUYER);
    await page.route('**/v1/ledger', async (route) => {
      const response = await route.fetch();
      const ledger: { ledgerId: string } = await response.json();
      await route.fulfill({ response, json: { ...ledger, ledgerId: [...ledger.ledgerId].reverse().join('') } });
    });
    await page.reload();
    await page.getByText('Another ledger is served at this address').waitFor();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.who').getByText(BUYER).waitFor();
    await visitor.context.close();
  });

  test('storage that fills up: the form says what is lost, and what is signed is signed once', async () => {
    const visitor = await scene.visit();
    const { page } = visitor;
    await visitor.signIn('harbour/sales');
    await page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    await typeOfItem(page, 'FULL-1');
    await page.getByText('This browser keeps nothing of this site').waitFor();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: 'Sign', exact: true }).click();
    await sheet.getByText('Signed, and in the ledger.').waitFor();
    assertQuiet(visitor);
    await visitor.context.close();
  });

  test('without locks each tab that is seen has its own stream', async () => {
    const visitor = await scene.visit();
    await visitor.context.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined });
    });
    const { page } = visitor;
    await visitor.signIn('harbour/sales');
    const other = await visitor.context.newPage();
    for (const tab of [page, other]) {
      await tab.goto(`${scene.origin}/ledger`);
      await tab.locator('.live:not(.live-off)').waitFor();
    }
    const client = await demoClient(scene.origin, 'harbour/sales');
    const type = { partNumber: 'TAB-1', name: 'Tab', tracking: 'serial', unit: 'piece' } as const;
    const { index } = await client.do(itemsInterface, 'registerType', type);
    for (const tab of [page, other]) await tab.locator(`a[href="/ledger/${index}"]`).waitFor();
    assertQuiet(visitor);
    await visitor.context.close();
  });

  test('a sheet whose time is over is refused, and what was typed is kept', async () => {
    const visitor = await scene.visit();
    const { page } = visitor;
    await visitor.signIn('harbour/sales');
    await typeOfItem(page, 'LATE-1');
    const sheet = page.getByRole('dialog');
    await sheet.locator('.sheet-sentence').waitFor();
    scene.passTo(Date.now() + SHEET_MS);
    await sheet.getByRole('button', { name: 'Sign', exact: true }).click();
    await sheet.getByText('Its time was over before you signed').waitFor();
    const { transport } = await demoClient(scene.origin, 'harbour/sales');
    const types = await transport.records('items/type', {}, { limit: 500 });
    assert.ok(types.items.every(({ value }) => value.partNumber !== 'LATE-1'));
    await page.keyboard.press('Escape');
    assert.equal(await page.getByLabel('Part number').inputValue(), 'LATE-1');
    await visitor.context.close();
  });

  /** Fills in a type of item and has it reviewed. */
  async function typeOfItem(page: Page, partNumber: string): Promise<void> {
    // Without a reload: what a test put into the page stays.
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('Register type');
    await page.getByRole('option').filter({ hasText: 'Register type' }).first().click();
    await page.getByLabel('Part number').fill(partNumber);
    await page.getByLabel('Name').fill('Tried');
    await page.getByLabel('Tracking').selectOption('serial');
    await page.getByLabel('Unit').selectOption('piece');
    await page.getByRole('button', { name: 'Review and sign' }).click();
  }
});
