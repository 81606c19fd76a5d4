// How a test acts in the console as a person does: opens the form of an action, fills it in, looks at the sheet, signs.

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { checkAsItStands } from './page-check.ts';
import type { Scene, Visitor } from './scene.ts';

/** One browser in which a company's people sign in, one after the other. */
export type Desk = {
  readonly visitor: Visitor;
  /** Signs in where another was before. */
  as(actor: string): Promise<Page>;
};

/** What a form is filled with: by the name of the field; a list grows as it must. */
export type Filling = { readonly [field: string]: string };

/** Opens a browser for a company. */
export async function openDesk(scene: Scene): Promise<Desk> {
  const visitor = await scene.visit();
  let current = '';
  return {
    visitor,
    as: async (actor) => {
      if (actor !== current) await visitor.signIn(actor);
      current = actor;
      return visitor.page;
    },
  };
}

/** A time as a field for a date and a time takes it, to the minute. */
export function inputTime(timeMs: number): string {
  return new Date(timeMs - new Date(timeMs).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** A field by its name in the form. */
function field(page: Page, name: string) {
  return page.locator(`[name="${name}"]`);
}

/** Fills fields in as they stand on the page. */
export async function fill(page: Page, filling: Filling): Promise<void> {
  for (const [name, value] of Object.entries(filling)) {
    const input = field(page, name);
    const kind = await input.evaluate((element) => element.tagName);
    if (kind === 'SELECT') await input.selectOption(value);
    else if ((await input.getAttribute('role')) === 'combobox') await pick(page, name, value);
    else await input.fill(value);
  }
}

/** Chooses in a picker: types some of its words, and takes the first that is offered. */
export async function pick(page: Page, name: string, words: string): Promise<void> {
  await field(page, name).fill(words);
  await page.getByRole('option').filter({ hasText: words }).first().click();
}

/** Adds to a list by its button. */
export async function add(page: Page, what: string): Promise<void> {
  await page.getByRole('button', { name: `Add ${what}`, exact: true }).click();
}

/** What a signed statement came to, as the last sheet says it: its place in the log, and the records it leads to. */
export type Came = { readonly index: number; readonly made: readonly string[] };

/** Forms that were held against what holds on every page, filled in and with their sheets. */
const checked = new Set<string>();

/** Reviews and signs what a form says, sheet by sheet, and closes the last, or follows it to the form that takes it back. */
export async function sign(page: Page, leave: 'Close' | 'Take it back …' = 'Close'): Promise<Came> {
  const form = (await page.locator('h1').textContent()) ?? '';
  const isFirst = !checked.has(form);
  checked.add(form);
  if (isFirst) await checkAsItStands(page);
  await page.getByRole('button', { name: 'Review and sign' }).click();
  const sheet = page.getByRole('dialog');
  for (;;) {
    const signs = sheet.getByRole('button', { name: 'Sign', exact: true });
    await signs.waitFor();
    if (isFirst) await checkAsItStands(page);
    await signs.click();
    const verdict = sheet.locator('.verdict');
    await verdict.waitFor();
    assert.match((await verdict.textContent()) ?? '', /^Signed, and in the ledger/, form);
    const onward = sheet.getByRole('button', { name: 'Go on' });
    if ((await onward.count()) === 0) break;
    await onward.click();
  }
  const text = (await sheet.locator('.verdict').textContent()) ?? '';
  const made = await sheet.locator('.sheet-made a').allTextContents();
  await sheet.getByRole(leave === 'Close' ? 'button' : 'link', { name: leave, exact: true }).click();
  const [, index] = /statement (\d+)/.exec(text) ?? [];
  return { index: Number(index), made };
}

/** Finds an action in the search, and opens its form. */
export async function openFound(page: Page, words: string): Promise<void> {
  await page.getByRole('button', { name: /^Search/ }).click();
  await page.getByRole('combobox').fill(words);
  await page.getByRole('option').filter({ hasText: words }).first().click();
  await page.getByRole('button', { name: 'Review and sign' }).waitFor();
}

/** Opens a record's page with every field, as its address was handed on, and there one of its actions. */
export async function openOn(page: Page, origin: string, record: string, words: string): Promise<void> {
  await page.goto(`${origin}/records/${record}`);
  await act(page, words);
}

/** Finds on the page of work what waits, goes to its record, and there to one of its actions. */
export async function openWaiting(page: Page, origin: string, sentence: string, words: string): Promise<void> {
  await page.goto(`${origin}/work`);
  await page.getByRole('link', { name: sentence }).first().click();
  await act(page, words);
}

/** Follows one of the actions on a record's page to its form. */
export async function act(page: Page, words: string): Promise<void> {
  await page.locator('.object-actions').getByRole('link', { name: words, exact: true }).first().click();
  await page.getByRole('button', { name: 'Review and sign' }).waitFor();
}

/** The id of a kind among what a statement leads to. */
export function idIn({ made }: Came, kind: string): string {
  const found = made.find((id) => id.startsWith(`${kind}-`));
  assert.ok(found !== undefined, `the sheet leads to the ${kind}`);
  return found;
}

/** Waits until a field says what is known. */
export async function filled(page: Page, name: string, value: string): Promise<void> {
  await page.locator(`[name="${name}"]`).waitFor();
  await page.waitForFunction(
    ([found, wanted]) => document.querySelector<HTMLInputElement>(`[name="${found}"]`)?.value === wanted,
    [name, value] as const,
  );
  assert.equal(await field(page, name).inputValue(), value);
}
