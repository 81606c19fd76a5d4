// A file on its way between two companies in the console, by clicking: added from the disk, granted, opened and saved at
// the other end, said to be opened, and its grant ended.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { CHROMIUM } from '../sdk/page.ts';
import { type Desk, fill, inputTime, openDesk, pick, sign } from './desk.ts';
import { assertQuiet, openScene, type Scene } from './scene.ts';

const isHere = existsSync(CHROMIUM);
assert.ok(isHere || process.env.CI !== 'true', `${CHROMIUM} is absent`);
// With a mark that turns what follows around: a person would read `exe.txt` for `txt.exe`.
const NAME = 'Plan ü \u202etxt.exe';
const SHOWN = 'Plan ü \\u{202e}txt.exe';
// Of a length that no block of the seal ends at, and no text.
const BYTES = Buffer.from(Uint8Array.from({ length: 70_001 }, (_, at) => (at * 31) % 251));
const DAY_MS = 86_400_000;

/** Follows one of the buttons on a record's page to its form. */
async function act(page: Page, words: string): Promise<void> {
  await page.locator('.object-actions').getByRole('link', { name: words, exact: true }).click();
  await page.getByRole('button', { name: 'Review and sign' }).waitFor();
}

describe('a file between two companies', { skip: isHere ? false : `${CHROMIUM} is absent` }, () => {
  let scene: Scene;
  let owner: Desk;
  let reader: Desk;
  before(async () => {
    scene = await openScene();
    [owner, reader] = [await openDesk(scene), await openDesk(scene)];
  });
  after(() => scene[Symbol.asyncDispose]());

  test('it is added, granted, opened, said to be opened, and no longer delivered once its grant is ended', async () => {
    const ours = await owner.as('lindqvist/designer');
    await ours.goto(`${scene.origin}/files`);
    await ours.getByRole('link', { name: 'Add a file' }).click();
    await ours.locator('[id="contentCommitment"]').setInputFiles({ name: NAME, mimeType: 'text/plain', buffer: BYTES });
    await sign(ours);
    await ours.goto(`${scene.origin}/files`);
    await ours.getByRole('row', { name: SHOWN }).locator('.row-link').click();
    await ours.getByRole('heading', { name: SHOWN, exact: true }).waitFor();
    await ours.getByText('Nobody but you.').waitFor();
    const page = ours.url();
    await act(ours, 'Grant access');
    await pick(ours, 'reader', 'harbour/engineer');
    await fill(ours, { purpose: 'quote', untilMs: inputTime(Date.now() + 30 * DAY_MS) });
    await sign(ours);

    const theirs = await reader.as('harbour/engineer');
    await theirs.goto(`${scene.origin}/files/shared`);
    await theirs.getByRole('row', { name: SHOWN }).locator('.row-link').click();
    await theirs.getByRole('button', { name: 'Open in this browser' }).click();
    await theirs.getByText('It is the file that its owner committed to.').waitFor();
    const saved = theirs.waitForEvent('download');
    await theirs.getByRole('button', { name: 'Save it' }).click();
    assert.doesNotMatch((await saved).suggestedFilename(), /\p{Cf}/u);
    assert.ok(readFileSync(await (await saved).path()).equals(BYTES));
    const shared = theirs.url();
    await act(theirs, 'Acknowledge opening');
    await sign(theirs);

    await ours.goto(page);
    await ours.getByText('the reader signed that it did').waitFor();
    await ours.getByRole('link', { name: 'quote', exact: true }).click();
    await act(ours, 'End grant');
    await sign(ours);
    await theirs.goto(shared);
    await theirs.getByText('This grant was ended').waitFor();
    assert.equal(await theirs.getByRole('button', { name: 'Open in this browser' }).count(), 0);
    for (const { visitor } of [owner, reader]) assertQuiet(visitor);
  });

  test('who has no key of a file of the same company is told so', async () => {
    const theirs = await reader.as('harbour/engineer');
    await theirs.goto(`${scene.origin}/files`);
    await theirs.getByRole('row', { name: 'no key for you' }).first().locator('.row-link').click();
    await theirs.getByText('No key of this file is kept for you').waitFor();
    assert.equal(await theirs.getByRole('button', { name: 'Open in this browser' }).count(), 0);
    assertQuiet(reader.visitor);
  });
});
