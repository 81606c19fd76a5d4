// A file on its way between two companies in the console, by clicking: added from the disk, granted, opened and saved at
// the other end, said to be opened, and its grant ended.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { Page, Route } from 'playwright-core';
import { CHROMIUM } from '../sdk/page.ts';
import { act, type Desk, fill, inputTime, openDesk, pick, sign } from './desk.ts';
import { assertQuiet, openScene, type TimedScene } from './scene.ts';

const isHere = existsSync(CHROMIUM);
assert.ok(isHere || process.env.CI !== 'true', `${CHROMIUM} is absent`);
// With a mark that turns what follows around: a person would read `exe.txt` for `txt.exe`.
const NAME = 'Plan ü \u202etxt.exe';
const SHOWN = 'Plan ü \\u{202e}txt.exe';
// Of a length that no block of the seal ends at, and no text.
const BYTES = Buffer.from(Uint8Array.from({ length: 70_001 }, (_, at) => (at * 31) % 251));
const DAY_MS = 86_400_000;

describe('a file between two companies', { skip: isHere ? false : `${CHROMIUM} is absent` }, () => {
  let scene: TimedScene;
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
    const verdict = theirs.locator('.verdict').filter({ hasText: 'It is the file that its owner committed to.' });
    await verdict.getByText(SHOWN).waitFor();
    await theirs.getByText('It comes from another company').waitFor();
    const saved = theirs.waitForEvent('download');
    await theirs.getByRole('button', { name: 'Save it' }).click();
    assert.match((await saved).suggestedFilename(), /^Plan ü .u\{202e\}txt\.exe$/);
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

  /** Chooses a file in the form, and has it reviewed. */
  async function review(page: Page, name: string) {
    await page.goto(`${scene.origin}/do/sharing/registerBlob`);
    await page.locator('[id="contentCommitment"]').setInputFiles({ name, mimeType: 'text/plain', buffer: BYTES });
    await page.getByRole('button', { name: 'Review and sign' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: 'Sign', exact: true }).waitFor();
    return sheet;
  }

  /** Finds it in the list by its name, and opens it. */
  async function openOwn(page: Page, name: string): Promise<void> {
    await page.goto(`${scene.origin}/files`);
    await page.getByRole('row', { name }).locator('.row-link').click();
    await page.getByRole('button', { name: 'Open in this browser' }).click();
  }

  test('an upload that fails is made up for in the sheet, without a second signature', async () => {
    const page = await owner.as('lindqvist/designer');
    const sheet = await review(page, 'failed.txt');
    const signed = new Set<string>();
    await page.route('**/v1/statements', (route) => {
      signed.add(route.request().postDataBuffer()?.toString('hex') ?? '');
      return route.continue();
    });
    await page.route('**/v1/blobs/*', refuse);
    await sheet.getByRole('button', { name: 'Sign', exact: true }).click();
    await sheet.getByText('What you signed with it is not there yet.').waitFor();
    await page.unroute('**/v1/blobs/*');
    await sheet.getByRole('button', { name: 'Try again' }).click();
    await sheet.getByText('Signed, and in the ledger.').waitFor();
    assert.equal(signed.size, 1);
    await openOwn(page, 'failed.txt');
    await page.getByText('It is the file that its owner committed to.').waitFor();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  test('what is registered already is stored without a signature, and the sheet says so', async () => {
    const page = await owner.as('lindqvist/designer');
    const sheet = await review(page, 'late.txt');
    let kept: readonly [name: string, sent: string] = ['', ''];
    // It is taken, and what stands between says that it was not.
    await page.route('**/v1/statements', async (route) => {
      const all = await page.evaluate(() => Object.entries(localStorage));
      kept = all.find(([name]) => name.startsWith('touchmark.sent.')) ?? kept;
      await route.fetch();
      await refuse(route);
    });
    await sheet.getByRole('button', { name: 'Sign', exact: true }).click();
    await sheet.locator('.problem').waitFor();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await sheet.getByText('Nothing is signed.').waitFor();
    await sheet.getByRole('button', { name: 'Store it' }).click();
    await sheet.getByText('Stored, encrypted.').waitFor();
    assert.equal(await sheet.getByText('Signed, and in the ledger.').count(), 0);
    await openOwn(page, 'late.txt');
    await page.getByText('It is the file that its owner committed to.').waitFor();

    // As where the answer had been lost, and this page with it.
    await page.evaluate(([name, sent]) => localStorage.setItem(name, sent), kept);
    await page.reload();
    const notice = page.locator('.unanswered');
    await notice.getByText('Its file may not be stored yet').waitFor();
    await notice.getByRole('button', { name: 'Understood' }).click();
    await notice.waitFor({ state: 'detached' });
  });

  test('a file that a reload took out of the page is asked for again, and nothing is signed', async () => {
    const page = await owner.as('lindqvist/designer');
    await review(page, 'gone.txt');
    await page.reload();
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await page.getByRole('heading', { name: 'The file is no longer in this page' }).waitFor();
    assert.equal(await page.getByRole('dialog').count(), 0);
  });

  test('bytes that were changed on the way are not handed over', async () => {
    const page = await owner.as('lindqvist/designer');
    await page.route('**/v1/blobs/*', async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      body.writeUInt8(body.readUInt8(body.length - 1) ^ 1, body.length - 1);
      await route.fulfill({ response, body });
    });
    await openOwn(page, 'bracket-plate.step');
    await page.locator('.problem').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Save it' }).count(), 0);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  test('who has no key of a file of the same company is told so', async () => {
    const theirs = await reader.as('harbour/engineer');
    await theirs.goto(`${scene.origin}/files`);
    await theirs.getByRole('row', { name: 'no key for you' }).first().locator('.row-link').click();
    await theirs.getByText('No key of this file is kept for you').waitFor();
    assert.equal(await theirs.getByRole('button', { name: 'Open in this browser' }).count(), 0);
    assertQuiet(reader.visitor);
  });

  test('a grant whose time is over is not live, whatever the ledger’s state of it', async () => {
    scene.passTo(Date.now() + DAY_MS);
    const theirs = await reader.as('harbour/engineer');
    await theirs.goto(`${scene.origin}/files/shared`);
    await theirs.getByRole('row', { name: 'bracket-plate.step' }).locator('.row-link').click();
    await theirs.getByText('The time of this grant is over').waitFor();
    await theirs.locator('.title-block .state').getByText('expired').waitFor();
    assert.equal(await theirs.getByRole('button', { name: 'Open in this browser' }).count(), 0);
    assert.equal(await theirs.getByRole('link', { name: 'Acknowledge opening' }).count(), 0);
  });
});

async function refuse(route: Route): Promise<void> {
  const body = '{"code":"request_invalid","detail":"not now"}';
  await route.fulfill({ status: 400, contentType: 'application/problem+json', body });
}
