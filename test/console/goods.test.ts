// Trace, items, shipments and money in Chromium on the tour's ledger: what an auditor, a carrier and a shop do with them by
// clicking and by keyboard, and a trace of 2,000 items.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { manyItems } from '#console/pages/trace/trace.fixture.ts';
import { CHROMIUM } from '../sdk/page.ts';
import { assertQuiet, openScene, type Scene, type Visitor } from './scene.ts';

const isHere = existsSync(CHROMIUM);
/** What a page may take until one can go on with it: a bound against hanging, and no measure. */
const PATIENCE_MS = 60_000;

let scene: Scene;
before(async () => {
  if (isHere) scene = await openScene();
});
after(async () => {
  if (isHere) await scene[Symbol.asyncDispose]();
});

/** Follows a link of a list to one of its rows. */
async function openFrom(page: Page, path: string, row: string | RegExp): Promise<void> {
  await page.goto(scene.origin + path);
  await page.locator('.row-link', { hasText: row }).click();
}

/** The lines of the file that a button gives. */
async function fileOf(page: Page, button: string): Promise<readonly string[]> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\r\n');
}

async function end(visitor: Visitor): Promise<void> {
  assertQuiet(visitor);
  await visitor.context.close();
}

describe('goods in a browser', { skip: isHere ? false : `${CHROMIUM} is absent` }, () => {
  test('a maker traces its lot by keyboard to the part that it kept; what it sold is a gap', async () => {
    const visitor = await scene.visit();
    await visitor.signIn('harbour/sales');
    const { page } = visitor;
    await page.goto(`${scene.origin}/trace`);
    await page.getByLabel('Serial, lot or part number').fill('MB-2291');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '“MB-2291”' }).waitFor();
    await page.locator('.row-link').click();
    await page.locator('.trace-node-start').waitFor();
    await page.getByText('3 gaps').waitFor();
    assert.equal(await page.locator('.trace-node-gap').count(), 3);
    await page.locator('.trace-node-start a').first().focus();
    await page.keyboard.press('ArrowRight');
    const focused = () => page.evaluate('document.activeElement.closest("[data-trace-node]")?.textContent ?? ""');
    await page.waitForFunction('document.activeElement.closest(".trace-node-start") === null');
    for (let i = 0; i < 3 && !String(await focused()).includes('BRACKET-PLATE-004'); i++) {
      const previous = await focused();
      await page.keyboard.press('ArrowDown');
      await page.waitForFunction(
        `document.activeElement.closest("[data-trace-node]")?.textContent !== ${JSON.stringify(previous)}`,
      );
    }
    assert.match(String(await focused()), /BRACKET-PLATE-004/);
    const [header = '', ...lines] = await fileOf(page, 'CSV');
    assert.match(header, /^part,part number,serial or lot,quantity,unit,went into,/);
    assert.equal(lines.filter((line) => line.includes(',MB-2291,1,piece,')).length, 4);
    assert.equal(lines.filter((line) => line.endsWith('an item that you may not see')).length, 3);
    await end(visitor);
  });

  test('a trace of 2,000 items is drawn in part, listed in part, and opened family by family', async (t) => {
    const visitor = await scene.visit();
    await visitor.signIn('northwind/quality');
    const { page } = visitor;
    const source = manyItems(2_000);
    await page.route('**/v1/records/items/item/*', async (route) => {
      const seen = await source.item(new URL(route.request().url()).pathname.split('/').at(-1) ?? '');
      return seen === undefined ? route.fallback() : route.fulfill({ json: seen });
    });
    await page.route('**/v1/records/items/part?*', async (route) => {
      const query = new URL(route.request().url()).searchParams;
      const [index, id] = query.has('of') ? (['of', query.get('of')] as const) : (['part', query.get('part')] as const);
      return route.fulfill({ json: await source.links(index, id ?? '', undefined) });
    });
    const started = performance.now();
    await page.goto(`${scene.origin}/trace/lot?depth=3&direction=from`);
    await page.locator('.trace-node-start').waitFor({ timeout: PATIENCE_MS });
    t.diagnostic(`2,000 items read and drawn in ${Math.round(performance.now() - started)} ms`);
    await page
      .getByText(/^1?2000 items/)
      .first()
      .waitFor();
    const drawn = await page.locator('.trace-node').count();
    assert.ok(drawn > 1 && drawn < 200, `${drawn} nodes in the document`);
    assert.ok((await page.locator('.trace-row-start ~ tr').count()) < 100);
    const opening = performance.now();
    await page
      .getByRole('button', { name: /^\+ \d+ more$/ })
      .first()
      .click();
    await page.locator('.trace-node-start').waitFor();
    t.diagnostic(`a family opened in ${Math.round(performance.now() - opening)} ms`);
    await end(visitor);
  });

  test('a thing tells its story with the carriers that one saw, and is handed on from its page', async () => {
    const visitor = await scene.visit();
    await visitor.signIn('northwind/logistics');
    const { page } = visitor;
    await openFrom(page, '/items', 'BRACKET-PLATE-002');
    const story = page.locator('.item-step');
    await story.filter({ hasText: 'Accepted: title passed to' }).waitFor();
    await story.filter({ hasText: 'harbour' }).filter({ hasText: 'transit' }).waitFor();
    assert.equal(await page.locator('.item-step-gap').count(), 0);
    const id = page.url().split('/').at(-1) ?? '';
    await page.getByRole('link', { name: 'Hand over' }).click();
    await page.getByRole('heading', { name: 'Offer handover' }).waitFor();
    const values = await page.locator('form input').evaluateAll((all) => all.map((one) => Reflect.get(one, 'value')));
    assert.ok(values.includes(id), values.join());
    await end(visitor);
  });

  test('a carrier sees who held its load, and is told that the acceptance is not shown to it', async () => {
    const visitor = await scene.visit();
    await visitor.signIn('transit/logistics');
    const { page } = visitor;
    await openFrom(page, '/shipments', /^shipment/);
    await page.locator('.span-now').first().waitFor();
    assert.deepEqual(
      await page.locator('.lane').first().locator('.span-who').allTextContents(),
      ['harbour', 'transit', 'northwind'].map((member) => ` ${member}`),
    );
    assert.match((await page.locator('.lane').nth(1).textContent()) ?? '', /harbour.*not shown to you/s);
    await page.getByRole('cell', { name: 'not shown to you' }).first().waitFor();
    assert.equal(await page.locator('.object-actions').getByRole('link', { name: /^Take/ }).count(), 0);
    await end(visitor);
  });

  test('a statement of an account adds up, on the page and in the file', async () => {
    const visitor = await scene.visit();
    await visitor.signIn('northwind/finance');
    const { page } = visitor;
    await openFrom(page, '/money', 'northwind/EUR');
    await page.getByText('none is missing').waitFor();
    const total = (await page.locator('.account-total').textContent()) ?? '';
    const [header = '', ...lines] = await fileOf(page, 'Statement as CSV');
    assert.match(header, /^time,in or out,with,for,amount,unit,in it afterwards,transfer$/);
    const cents = lines.map((line) => Math.round(Number(line.split(',')[4]) * 100));
    const sum = cents.reduce((all, one) => all + one, 0);
    assert.equal(total, `${sum / 100}`.replace(/(\.\d)$/, '$10').concat(' EUR'));
    await end(visitor);
  });
});
