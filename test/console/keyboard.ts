// A person without a mouse: everything by keys, with an eye on where the focus is. It is always seen, and goes on through
// the page in the order in which the page reads.

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** Tabs until what is looked for has the focus. */
const TABS = 120;

/** Where the focus is. */
type Focus = {
  readonly name: string;
  readonly text: string;
  readonly isSeen: boolean;
  readonly isAfter: boolean;
};

/** Goes on with the tab key to a field by its name in the form, or to a button or link by its words. */
export async function tabTo(page: Page, wanted: string): Promise<void> {
  const seen: string[] = [];
  for (let i = 0; i < TABS; i++) {
    await page.keyboard.press('Tab');
    const focus = await focusNow(page);
    assert.ok(focus.isSeen, `the focus is seen on ${focus.name || focus.text}`);
    assert.ok(focus.isAfter, `the focus goes on in the page's order at ${focus.name || focus.text}`);
    if (focus.name === wanted || focus.text === wanted) return;
    seen.push(focus.name || focus.text);
  }
  assert.fail(`${TABS} tabs without ${wanted}: ${seen.join(', ')}`);
}

/** Where the focus is, whether its ring or caret is in view, and whether it is after where it was. */
async function focusNow(page: Page): Promise<Focus> {
  return page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const before: unknown = Reflect.get(globalThis, 'focusBefore');
    Reflect.set(globalThis, 'focusBefore', element);
    const isIn = (box: DOMRect): boolean => box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const isRinged = outlineStyle !== 'none' && outlineWidth !== '0px';
    const isFollowing =
      !(before instanceof Node) ||
      !before.isConnected ||
      before === element ||
      element === document.body ||
      (before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0 ||
      // From the page's end the focus goes round by the browser's own frame.
      before === document.body;
    return {
      name: element.getAttribute('name') ?? '',
      text: (element.getAttribute('aria-label') ?? element.textContent ?? '').trim(),
      isSeen: element === document.body || (isIn(element.getBoundingClientRect()) && isRinged),
      isAfter: isFollowing,
    };
  });
}

/** Goes to a field and types. */
export async function type(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.type(text);
}

/** Goes to a picker, types some words, and takes what is offered first. */
export async function choose(page: Page, name: string, words: string): Promise<void> {
  await type(page, name, words);
  // Not one that is still there from before the words.
  await page.getByRole('option').first().filter({ hasText: words }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('.picker-choices').waitFor({ state: 'detached' });
}

/** Goes to a button or link and presses it. */
export async function press(page: Page, words: string): Promise<void> {
  await tabTo(page, words);
  await page.keyboard.press('Enter');
}

/** Finds a page or an action in the search, and opens it. */
export async function find(page: Page, words: string, option: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type(words);
  const options = page.getByRole('option');
  await options.filter({ hasText: option }).first().waitFor();
  const texts = await options.allTextContents();
  for (let i = texts.findIndex((text) => text.includes(option)); i > 0; i--) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

/** Reviews and signs: at each sheet the first focus is on the way out. */
export async function signByKeys(page: Page): Promise<void> {
  await press(page, 'Review and sign');
  const sheet = page.getByRole('dialog');
  for (;;) {
    await sheet.getByRole('button', { name: 'Sign', exact: true }).waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent === 'Do not sign');
    await press(page, 'Sign');
    await sheet.getByText('Signed, and in the ledger.').waitFor();
    const goesOn = (await sheet.getByRole('button', { name: 'Go on' }).count()) > 0;
    await page.waitForFunction((words) => document.activeElement?.textContent === words, goesOn ? 'Go on' : 'Close');
    await page.keyboard.press('Enter');
    if (!goesOn) return;
  }
}
