// Hostile text (the Big List of Naughty Strings) in the console: in every field for free text of every action's form,
// typed, sealed or read from a file, in records of several kinds, in search and in CSV. It shows as text, and nothing of it runs.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { FILE_READERS } from '#console/form/readers/reading.ts';
import { fieldsPath, recordPath } from '#console/parts/paths.ts';
import { itemsInterface, procurementInterface } from '#sdk/index.ts';
import { plainWord } from '#sdk/plain-text.ts';
import { CHROMIUM } from '../sdk/page.ts';
import { sharedData } from '../shared-data.ts';
import { demoClient } from './demo-client.ts';
import { DRAFTED, FREE_TEXT } from './drafts.ts';
import { FROM_FILES, hostileFile } from './hostile-files.ts';
import { assertQuiet, goTo, openScene, type Scene, type Visitor } from './scene.ts';

const path = sharedData('json/blns.json');
const skip = path === undefined ? 'json/blns.json is absent' : existsSync(CHROMIUM) ? false : `${CHROMIUM} is absent`;
/** As a form takes them: without the spaces around them. */
const STRINGS: readonly string[] = [
  ...new Set(path === undefined ? [] : (JSON.parse(readFileSync(path, 'utf8')) as string[]).map((text) => text.trim())),
].filter((text) => text !== '');
const fitting = (pattern: RegExp): readonly string[] => STRINGS.filter((text) => pattern.test(text));
/** Strings that a field takes. */
function takenBy(action: string, name: string): readonly string[] {
  const field = DRAFTED.find((one) => one.action === action)?.free.find(({ path: own }) => own === name);
  assert.ok(field !== undefined, `${action} has no ${name}`);
  return fitting(field.pattern);
}
/** Of an order. */
const MOST_TERMS = 40;

/** Run in the page: a draft is kept for the ledger that the browser knows. */
function keepDraft([name, text]: readonly [string, string]): void {
  localStorage.setItem(`touchmark.draft.${localStorage.getItem('touchmark.ledger')}.${name}`, text);
}

/** Fails where a text became more than text. */
async function assertInert(visitor: Visitor): Promise<void> {
  const strangers = 'script, iframe, object, embed, style, link, img, video, audio, marquee, body body';
  assert.equal(await visitor.page.locator('body').locator(strangers).count(), 0, 'an element came out of a text');
  assertQuiet(visitor);
}

test('every field for free text that a contract has is in the run below: typed, or read from a file', () => {
  const typed = DRAFTED.flatMap(({ action, free }) =>
    free
      .filter(({ isSealed }) => isSealed !== true)
      .map(({ path: own }) => `${action}:${own.replaceAll(/\.\d+/g, '.*')}`),
  );
  const read = Object.entries(FROM_FILES).flatMap(([action, paths]) => paths.map((own) => `${action}:${own}`));
  assert.deepEqual([...new Set([...typed, ...read])].sort(), FREE_TEXT.toSorted());
});

describe('hostile text in the console', { skip }, () => {
  let scene: Scene;
  let visitor: Visitor;
  before(async () => {
    scene = await openScene();
    visitor = await scene.visit();
    visitor.page.on('dialog', (dialog) => {
      throw new Error(`a dialog: ${dialog.message()}`);
    });
    await visitor.signIn('harbour/sales');
  });
  after(() => scene[Symbol.asyncDispose]());

  test('every field for free text of every form: the sheet has it, escaped, and nothing runs', async (t) => {
    const { page } = visitor;
    let used = 0;
    for (const { action, draft, free } of DRAFTED) {
      const kept: readonly [string, string] = [`harbour/sales.${action}`, JSON.stringify(draft)];
      await page.evaluate(keepDraft, kept);
      await goTo(visitor, `/do/${action.replace('.', '/')}`);
      const typed = await bringFile(visitor, action);
      for (const { path: id, pattern, isSealed = false } of free) {
        const strings = fitting(pattern);
        const text = (strings[(used++ * 7) % strings.length] ?? '').replaceAll('\n', ' ');
        // What is sealed is no line of the sheet.
        if (!isSealed) typed.push(text);
        await page.locator(`[id="${id}"]`).fill(text);
      }
      await review(
        visitor,
        typed,
        free.some(({ isSealed }) => isSealed === true),
      );
    }
    t.diagnostic(`hostile text in ${used} fields of ${DRAFTED.length} forms`);
    assert.ok(used > 85, `${used} fields`);
    await assertInert(visitor);
  });

  test('every string in one field: the sheets of as many orders as it takes have them all', async () => {
    const { page } = visitor;
    const action = 'procurement.placeOrder';
    const order = DRAFTED.find((one) => one.action === action);
    // An input of one line takes no line ends.
    const strings = takenBy(action, 'assumed.0').filter((text) => !text.includes('\n'));
    for (let from = 0; from < strings.length; from += MOST_TERMS) {
      const assumed = strings.slice(from, from + MOST_TERMS);
      const kept: readonly [string, string] = [`harbour/sales.${action}`, JSON.stringify({ ...order?.draft, assumed })];
      await goTo(visitor, '/work');
      await page.getByRole('heading', { name: 'Work', level: 1 }).waitFor();
      await page.evaluate(keepDraft, kept);
      await goTo(visitor, '/do/procurement/placeOrder');
      await review(visitor, assumed);
    }
    await assertInert(visitor);
  });

  test('records with such texts show them as text: lists, pages, titles, search, CSV', async (t) => {
    const { page } = visitor;
    const written = await writeRecords(scene.origin);
    for (const [list, texts] of Object.entries(written.lists)) {
      await goTo(visitor, '/work');
      await page.getByRole('heading', { name: 'Work', level: 1 }).waitFor();
      await goTo(visitor, list);
      await showAll(visitor);
      const shown = new Set(await page.locator('.records .free-text').allTextContents());
      for (const text of texts) assert.ok(shown.has(text), `${list}: no row shows ${JSON.stringify(text)}`);
      await assertHarmlessCsv(visitor);
    }
    const sample = Object.entries(written.named).filter((_, i) => i % 20 === 0);
    for (const [name, to] of sample) {
      await goTo(visitor, to);
      await page.waitForFunction((text) => document.querySelector('h1')?.textContent === text, name);
    }
    // Both pages of the order: as it is designed, and every field.
    await goTo(visitor, recordPath('procurement/order', written.order));
    await page.getByRole('heading', { name: 'Tolerances and limits' }).waitFor();
    const shown = (await page.locator('main').textContent()) ?? '';
    for (const text of written.terms)
      assert.ok(shown.includes(text), `the order shows no term ${JSON.stringify(text)}`);
    await goTo(visitor, fieldsPath('procurement/order', written.order));
    await page.locator('.free-text').first().waitFor();
    const terms = new Set(await page.locator('.free-text').allTextContents());
    for (const text of written.terms) assert.ok(terms.has(text), `the order has no term ${JSON.stringify(text)}`);
    await page.keyboard.press('Control+k');
    for (const text of written.searched) {
      await page.getByRole('combobox').fill(text);
      await page
        .getByRole('option')
        .filter({ has: page.getByText('type', { exact: true }) })
        .first()
        .waitFor();
    }
    t.diagnostic(`${written.count} records; ${sample.length} pages and ${written.searched.length} searches`);
    await assertInert(visitor);
  });
});

/** Item types and items by every string that they take, and an order with as many terms as it takes. */
async function writeRecords(origin: string) {
  const [maker, buyer] = [await demoClient(origin, 'harbour/sales'), await demoClient(origin, 'northwind/buyer')];
  const [names, numbers] = [takenBy('items.registerType', 'name'), takenBy('items.registerType', 'partNumber')];
  const serials = takenBy('items.registerItem', 'serial');
  const types = names.map((name, i) => ({ partNumber: numbers[i] ?? `number ${i}`, name }));
  const plate = { partNumber: 'HOSTILE', name: 'Of hostile numbers' };
  const { id } = await maker.do(itemsInterface, 'registerType', { ...plate, tracking: 'serial', unit: 'piece' });
  const type = id('type');
  const statements = await Promise.all([
    ...types.map((one) => maker.sign(itemsInterface, 'registerType', { ...one, tracking: 'serial', unit: 'piece' })),
    ...serials.map((serial) => maker.sign(itemsInterface, 'registerItem', { type, serial })),
  ]);
  for (let from = 0; from < statements.length; from += 200) {
    const results = await maker.transport.submitBatch(statements.slice(from, from + 200));
    for (const result of results) assert.equal('outcome' in result ? result.outcome : result.code, 'accepted');
  }
  const terms = takenBy('procurement.placeOrder', 'terms.0.name')
    .filter((_, i) => i % 9 === 4)
    .slice(0, MOST_TERMS);
  const order = await buyer.do(procurementInterface, 'placeOrder', {
    ...{ seller: 'harbour', itemType: type, quantity: 1, unitPriceCents: 100, unit: 'EUR' },
    ...{ neededByMs: Date.UTC(2036, 0), deliveryPlace: 'A'.repeat(43), payment: 'invoice', assumed: [] },
    terms: terms.map((name) => ({ name, measure: name, evidenceSource: name })),
  });
  const items = await maker.list(itemsInterface, 'item', 'type', type);
  return {
    lists: {
      '/records/items/type?maker=harbour': [...names, ...numbers],
      [`/records/items/item?type=${type}`]: serials,
    },
    named: Object.fromEntries(items.map((item) => [item.number, `/records/items/item/${item.id}`])),
    order: order.id('order'),
    ...{ terms, searched: numbers.filter((_, i) => i % 20 === 7), count: statements.length },
  };
}

/** Shows a list to its end. */
async function showAll({ page }: Visitor): Promise<void> {
  await page.locator('.records .row-link').first().waitFor();
  const more = page.getByRole('button', { name: 'Show more' });
  while ((await more.count()) > 0) {
    const before = await page.locator('.records .row-link').count();
    await more.click();
    await page.waitForFunction((count) => document.querySelectorAll('.records .row-link').length > count, before);
  }
}

/** Fails where a cell of a list's CSV begins as a formula does. */
async function assertHarmlessCsv({ page }: Visitor): Promise<void> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  // Cells by RFC 4180: quoted ones with their quotes doubled, others without a comma.
  const cells = [...text.matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(?:,|\r\n)/g)].map(([, cell = '']) =>
    cell.replace(/^"/, ''),
  );
  assert.ok(cells.length > STRINGS.length, `${cells.length} cells`);
  // A number with its sign is a number.
  const isFormula = /^[=+\-@\t\r＝＋－＠](?!\d+(\.\d*)?([eE][+-]?\d+)?"?$)/;
  for (const cell of cells) assert.ok(!isFormula.test(cell), cell);
}

/** Where a form reads a file, it gets one that is hostile. @returns what the sheet must show of it */
async function bringFile({ page }: Visitor, action: string): Promise<string[]> {
  const reader = FILE_READERS[action];
  if (reader === undefined) return [];
  const { name, bytes, says } = hostileFile(reader.kind, STRINGS);
  await page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'text/plain', buffer: bytes });
  await page.locator('.form-read').waitFor();
  await page.getByText(`Read from ${name}`).waitFor();
  return [...says];
}

/** Reviews what is filled in: the sheet has these texts, each as it is signed; what is sealed is stored under one before it. */
async function review({ page }: Visitor, texts: readonly string[], hasSealed = false): Promise<void> {
  await page.getByRole('button', { name: 'Review and sign' }).click();
  const sheet = page.getByRole('dialog');
  if (hasSealed) {
    await sheet.getByRole('button', { name: 'Sign', exact: true }).click();
    await sheet.getByRole('button', { name: 'Go on' }).click();
    await sheet.getByText('Signature 2 of 2').waitFor();
  }
  const lines = sheet.locator('.sheet-lines dd');
  await lines.first().waitFor();
  const shown = new Set(await lines.allTextContents());
  for (const text of texts) assert.ok(shown.has(plainWord(text)), `no line says ${plainWord(text)}`);
  await page.getByRole('button', { name: 'Do not sign' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
