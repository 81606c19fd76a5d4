// Connections that are lost, in Chromium: nothing is signed twice, the page says what it does not know and finds it out, many
// tabs share one stream, and a browser that keeps nothing says so.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { CHROMIUM } from '../sdk/page.ts';
import { demoClient } from './demo-client.ts';
import { assertQuiet, openScene, type Scene } from './scene.ts';

const isHere = existsSync(CHROMIUM);
assert.ok(isHere || process.env.CI !== 'true', `${CHROMIUM} is absent`);
const BUYER = 'northwind/buyer';

describe('lost connections', { skip: isHere ? false : `${CHROMIUM} is absent` }, () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene();
  });
  after(() => scene[Symbol.asyncDispose]());

  async function orders(): Promise<number> {
    const { transport } = await demoClient(scene.origin, BUYER);
    return (await transport.records('procurement/order', { buyer: 'northwind' }, { limit: 500 })).items.length;
  }

  /** The form of an order, filled in and signed up to its last sheet. */
  async function lastSheet(page: Page) {
    const { transport } = await demoClient(scene.origin, BUYER);
    const [type] = (await transport.records('items/type', {}, { limit: 1 })).items;
    const draft = {
      ...{ seller: 'harbour', itemType: type?.id, quantity: '1', unitPriceCents: '1.00', unit: 'EUR' },
      ...{ neededByMs: '2036-01-05T08:00', deliveryPlace: 'Dock 3', payment: 'invoice' },
    };
    const place = `touchmark.draft.${transport.ledgerId}.${BUYER}.procurement.placeOrder`;
    await page.evaluate(([name, text]) => localStorage.setItem(name, text), [place, JSON.stringify(draft)] as const);
    await page.goto(`${scene.origin}/do/procurement/placeOrder`);
    await page.getByRole('button', { name: 'Review and sign' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: 'Sign', exact: true }).click();
    await sheet.getByRole('button', { name: 'Go on' }).click();
    await sheet.locator('.sheet-sentence').getByText('from harbour').waitFor();
    return sheet;
  }

  test('a page of a network in place of the answer: the ledger is asked, and the order stands once', async () => {
    const visitor = await scene.visit();
    const { page } = visitor;
    await visitor.signIn(BUYER);
    const count = await orders();
    const sheet = await lastSheet(page);
    await page.route('**/v1/statements', async (route) => {
      await route.fetch();
      await route.fulfill({ status: 200, contentType: 'text/html', body: '<html>sign in to this network' });
    });
    await sheet.getByRole('button', { name: 'Sign', exact: true }).click();
    await sheet.getByText('Signed, and in the ledger.').waitFor();
    assert.equal(await orders(), count + 1);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await visitor.context.close();
  });

  test('the sheet stays while it signs; without an answer it says so, and a page loaded anew finds out', async () => {
    const visitor = await scene.visit();
    const { page } = visitor;
    await visitor.signIn(BUYER);
    const count = await orders();
    const sheet = await lastSheet(page);
    await page.route('**/v1/statements', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.route('**/v1/transactions/**', (route) => route.abort());
    await sheet.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.keyboard.press('Escape');
    // The SDK sends it six times, and asks as often, with longer and longer pauses.
    await sheet.getByText('No answer yet.').waitFor({ timeout: 45_000 });
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.reload();
    const notice = page.locator('.unanswered');
    await notice.getByText('It is in the ledger.').waitFor();
    await notice.getByRole('button', { name: 'Understood' }).click();
    await notice.waitFor({ state: 'detached' });
    assert.equal(await orders(), count + 1);
    await visitor.context.close();
  });

  test('many tabs do not starve each other, and who signs out is signed out in all', async () => {
    const visitor = await scene.visit();
    await visitor.signIn(BUYER);
    const tabs: Page[] = [];
    for (let i = 0; i < 8; i++) {
      const tab = await visitor.context.newPage();
      tabs.push(tab);
      await tab.goto(`${scene.origin}/work`);
      await tab.getByRole('heading', { name: 'Work', level: 1 }).waitFor();
    }
    await visitor.page.locator('.who').click();
    await visitor.page.getByRole('menuitem', { name: 'Sign out' }).click();
    for (const tab of tabs) await tab.locator('.who').getByText('Not signed in').waitFor();
    assertQuiet(visitor);
    await visitor.context.close();
  });

  test('a lost node is said, with the time, and so is its return; the tab has the page’s name', async () => {
    const visitor = await scene.visit();
    const { page } = visitor;
    await page.goto(`${scene.origin}/ledger`);
    await page.waitForFunction(() => document.title === 'Ledger · Touchmark');
    await page.route('**/v1/**', (route) => route.abort());
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.locator('.live-off').getByText('Not connected since').waitFor();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.locator('.live:not(.live-off)').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('orders');
    await page.getByRole('option', { selected: true }).filter({ hasText: 'Orders' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'page' && document.title.startsWith('Orders'));
    await visitor.context.close();
  });

  test('where the browser keeps nothing the console works, and a form says what is lost', async () => {
    const visitor = await scene.visit();
    await visitor.page.addInitScript(() => {
      for (const name of ['localStorage', 'indexedDB'])
        Object.defineProperty(globalThis, name, {
          get() {
            throw new DOMException('denied', 'SecurityError');
          },
        });
    });
    await visitor.signIn(BUYER);
    const { page } = visitor;
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('Place order');
    await page.getByRole('option').filter({ hasText: 'Place order' }).first().click();
    await page.locator('[name=quantity]').fill('12');
    await page.getByText('This browser keeps nothing of this site').waitFor();
    assertQuiet(visitor);
    await visitor.context.close();
  });
});
