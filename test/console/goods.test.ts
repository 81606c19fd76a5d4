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

/** What a node would answer of a genealogy, by the paths of requests. */
async function answersOf(source: ReturnType<typeof manyItems>): Promise<{ readonly [path: string]: unknown }> {
  const answers: { [path: string]: unknown } = {};
  const queue = ['lot'];
  for (const id of queue) {
    const { items } = await source.links('part', id, undefined);
    answers[`/v1/records/items/item/${id}`] = await source.item(id);
    answers[`/v1/records/items/part?part=${id}`] = { items };
    for (const { value } of items) if (!queue.includes(String(value.of))) queue.push(String(value.of));
  }
  return answers;
}

/** Answers these within the page: through Playwright, thousands of requests would be what is measured. */
async function answerWith(page: Page, answers: { readonly [path: string]: unknown }): Promise<void> {
  await page.addInitScript((known) => {
    const fetched = globalThis.fetch;
    globalThis.fetch = async (input, init) => {
      const { pathname, searchParams } = new URL(input instanceof Request ? input.url : input, location.href);
      const part = searchParams.get('part');
      const answer = known[part === null ? pathname : `${pathname}?part=${part}`];
      return answer === undefined ? fetched(input, init) : Response.json(answer);
    };
  }, answers);
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
    const focused = page.locator('[data-trace-node]', { has: page.locator(':focus') });
    await page.locator('[data-trace-node]:not(.trace-node-start) :focus').waitFor();
    // The order of the parts follows from their ids.
    const press = async (key: string): Promise<void> => {
      await page.keyboard.press(key);
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
    };
    for (let i = 0; i < 3; i++) await press('ArrowUp');
    for (let i = 0; i < 3 && !(await focused.textContent())?.includes('BRACKET-PLATE-004'); i++)
      await press('ArrowDown');
    assert.match((await focused.textContent()) ?? '', /BRACKET-PLATE-004/);
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
    await answerWith(page, await answersOf(manyItems(2_000)));
    const started = performance.now();
    await page.goto(`${scene.origin}/trace/lot?depth=3&direction=from`);
    await page.locator('.trace-node-start').waitFor({ timeout: PATIENCE_MS });
    t.diagnostic(`2,000 items read and drawn in ${Math.round(performance.now() - started)} ms`);
    await page
      .getByText(/^1?2000 items/)
      .first()
      .waitFor();
    const drawn = await page.locator('.trace-node').count();
    assert.ok(drawn > 1 && drawn < 60, `${drawn} nodes in the document`);
    assert.ok((await page.locator('.trace-row-start ~ tr').count()) < 100);
    const family = page.getByRole('button', { name: /^\+ \d+ more$/ }).first();
    const closed = (await family.textContent()) ?? '';
    const opening = performance.now();
    await family.click();
    await page.getByRole('button', { name: closed, exact: true }).waitFor({ state: 'detached' });
    await page.locator('.trace-node').nth(1).waitFor();
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
