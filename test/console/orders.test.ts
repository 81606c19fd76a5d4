// Buying in Chromium on the tour's ledger: two companies in two browsers, from a request to a bid, its opening and the award;
// what a lost opening costs; and an order as each side sees it.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { connect, type RecordOf, type RecordSeen, sourcingInterface } from '#sdk/index.ts';
import { openKeyFileBytes } from '#sdk/key-file-content.ts';
import { CHROMIUM } from '../sdk/page.ts';
import { fill, filled, sign as signForm } from './desk.ts';
import { assertQuiet, openScene, type Scene, type Visitor } from './scene.ts';

const isHere = existsSync(CHROMIUM);
assert.ok(isHere || process.env.CI !== 'true', `${CHROMIUM} is absent`);
/** Bids are sealed for so long: two are filled in meanwhile. */
const SEAL_MS = 25_000;
const LATER_MS = 120_000;

let scene: Scene;
before(async () => {
  if (isHere) scene = await openScene();
});
after(async () => {
  if (isHere) await scene[Symbol.asyncDispose]();
});

/** A client as an actor of the demo. */
async function clientOf(actor: string) {
  // What the node hands out, as its route has it.
  const demo = (await (await fetch(`${scene.origin}/demo/actors`)).json()) as {
    readonly passphrase: string;
    readonly actors: readonly { readonly actor: string; readonly keyFile: string }[];
  };
  const keyFile = demo.actors.find((one) => one.actor === actor)?.keyFile ?? '';
  const { signer } = await openKeyFileBytes(new TextEncoder().encode(keyFile), demo.passphrase);
  const node = (await (await fetch(`${scene.origin}/v1/ledger`)).json()) as { readonly ledgerId: string };
  return connect(scene.origin, { ledgerId: node.ledgerId, actor, signer });
}

/** Publishes what the tour's buyer asked for once more, on invoice and with bids that are opened on the ledger. */
async function publish(sealMs: number): Promise<string> {
  const buyer = await clientOf('northwind/buyer');
  const [first] = (await buyer.transport.records('sourcing/rfq', {}, { limit: 1 })).items;
  assert.ok(first !== undefined);
  const { order, requirement, reserveUnitPriceCents, weights, invited } = rfqOf(first);
  const nowMs = buyer.transport.nowMs();
  const published = await buyer.do(sourcingInterface, 'publishRfq', {
    ...{ order: { ...order, payment: 'invoice' }, requirement, reserveUnitPriceCents, weights, invited },
    ...{ sealUntilMs: nowMs + sealMs, openUntilMs: nowMs + 2 * LATER_MS, awardUntilMs: nowMs + 3 * LATER_MS },
    ...{ bondCents: 10_000, counterOffers: { rounds: 0, mostBasisPoints: 0 } },
  });
  return published.id('rfq');
}

/** Every replica wrote the record through the contract's schema. */
function rfqOf({ value }: RecordSeen): RecordOf<typeof sourcingInterface, 'rfq'> {
  return value as unknown as RecordOf<typeof sourcingInterface, 'rfq'>;
}

/** Opens a page as an actor that the sign-in page does not list at first. */
async function openAs({ page }: Visitor, actor: string, path: string): Promise<void> {
  await page.goto(`${scene.origin}/sign-in`);
  await page.evaluate((identity) => localStorage.setItem('touchmark.identity', identity), `demo ${actor}`);
  await page.goto(scene.origin + path);
}

/** Fills in a bid, and signs it. @returns the file that opens it */
async function bid({ page }: Visitor, price: string): Promise<string> {
  await page.getByLabel(/^Unit price/).fill(price);
  await page.getByLabel(/^Deliver by/).fill('2028-01-02T12:00');
  await page.getByRole('button', { name: 'Seal, then review and sign' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.locator('.callout').getByText(`${price} EUR`, { exact: true }).waitFor();
  await sheet.getByRole('button', { name: 'Sign', exact: true }).click();
  await sheet.getByText('Signed, and in the ledger.').waitFor();
  await sheet.getByRole('button', { name: 'Close', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the file that opens it' }).click();
  return (await download).path();
}

/** Signs what a button of the page leads to. */
async function sign({ page }: Visitor, button: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click();
  await page.getByRole('dialog').getByText('Signed, and in the ledger.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
}

describe('buying in a browser', { skip: isHere ? false : `${CHROMIUM} is absent` }, () => {
  test('two shops seal bids, one opens its own from the saved file, and the buyer awards by the rule', async () => {
    const [harbour, alpen, buyer] = [await scene.visit(), await scene.visit(), await scene.visit()];
    const path = `/requests/${await publish(SEAL_MS)}`;
    await openAs(harbour, 'harbour/sales', `${path}/bid`);
    const file = await bid(harbour, '180.00');
    assert.match(readFileSync(file, 'utf8'), /"unitPriceCents": 18000/);
    await openAs(alpen, 'alpen/sales', `${path}/bid`);
    await bid(alpen, '190.50');
    await openAs(buyer, 'northwind/buyer', path);
    await buyer.page.getByText('2 bids sealed.').waitFor();
    assert.doesNotMatch((await buyer.page.locator('main').textContent()) ?? '', /180\.00|190\.50/);
    // Another browser of the same seller has nothing to open it with.
    const elsewhere = await scene.visit();
    await openAs(elsewhere, 'harbour/sales', `${path}/bid`);
    await elsewhere.page.getByText('its bond of 100.00 EUR goes to the buyer').waitFor();
    await elsewhere.page.getByLabel('Load a saved file').setInputFiles(file);
    await elsewhere.page.getByText('What opens it is in this browser.').waitFor();
    await elsewhere.page.getByRole('button', { name: 'Open the bid' }).waitFor({ timeout: LATER_MS });
    await sign(elsewhere, 'Open the bid');
    await alpen.page.getByRole('button', { name: 'Open the bid' }).waitFor();
    await sign(alpen, 'Open the bid');
    await buyer.page.locator('.request-reason', { hasText: 'Leads by' }).waitFor();
    await sign(buyer, 'Award to harbour');
    await buyer.page.getByRole('link', { name: 'Open the order' }).click();
    await buyer.page.locator('.order-now').getByText('harbour/engineer').waitFor();
    for (const visitor of [harbour, alpen, buyer, elsewhere]) {
      assertQuiet(visitor);
      await visitor.context.close();
    }
  });

  test('a file of another bid opens nothing, and who may not bid is told so', async () => {
    const path = `/requests/${await publish(LATER_MS)}/bid`;
    const [harbour, stranger] = [await scene.visit(), await scene.visit()];
    await openAs(harbour, 'harbour/sales', path);
    await bid(harbour, '181.00');
    await harbour.page.evaluate(() => {
      for (const key of Object.keys(localStorage)) if (key.startsWith('touchmark.bid.')) localStorage.removeItem(key);
    });
    await harbour.page.reload();
    const other = {
      name: 'bid.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"format":"something else"}'),
    };
    await harbour.page.getByLabel('Load a saved file').setInputFiles(other);
    await harbour.page.getByText('This file does not open the bid.').waitFor();
    await openAs(stranger, 'northwind/buyer', path);
    await stranger.page.getByText('You do not bid on this request').waitFor();
    for (const visitor of [harbour, stranger]) {
      assertQuiet(visitor);
      await visitor.context.close();
    }
  });

  test('a question is answered to all who may bid, each text is opened by whom it is for, and nobody learns who asked', async () => {
    const [asker, buyer, other] = [await scene.visit(), await scene.visit(), await scene.visit()];
    const rfq = await publish(LATER_MS);
    await openAs(asker, 'harbour/sales', `/do/sourcing/ask?rfq=${rfq}`);
    await asker.page.locator('[value="northwind/buyer"]').waitFor();
    await fill(asker.page, { question: 'May the edges be broken?' });
    await signForm(asker.page);
    const client = await clientOf('northwind/buyer');
    const [question] = await client.list(sourcingInterface, 'question', 'rfq', rfq);
    await openAs(buyer, 'northwind/buyer', `/do/sourcing/answer?question=${question?.id}`);
    await filled(buyer.page, 'asked', 'May the edges be broken?');
    await buyer.page.locator('[value="alpen/sales"]').waitFor();
    await fill(buyer.page, { answer: 'Yes, by 0.3 mm.' });
    await signForm(buyer.page);
    const [notice] = await client.list(sourcingInterface, 'notice', 'rfq', rfq);
    assert.notEqual(notice?.question, question?.question, 'the buyer committed to the question anew');
    await openAs(other, 'alpen/sales', `/requests/${rfq}`);
    const talk = other.page.locator('section[aria-labelledby=talk]');
    await talk.getByRole('button', { name: 'Open the question' }).click();
    await talk.getByText('May the edges be broken?').waitFor();
    await talk.getByRole('button', { name: 'Open the answer' }).click();
    await talk.getByText('Yes, by 0.3 mm.').waitFor();
    assert.doesNotMatch((await talk.textContent()) ?? '', /harbour/);
    for (const visitor of [asker, buyer, other]) {
      assertQuiet(visitor);
      await visitor.context.close();
    }
  });

  test('both sides of an order see the same line, each the units that it may see', async () => {
    const [buyer, seller] = [await scene.visit(), await scene.visit()];
    for (const [visitor, actor] of [
      [buyer, 'northwind/quality'],
      [seller, 'harbour/sales'],
    ] as const) {
      await visitor.signIn(actor);
      await visitor.page.goto(`${scene.origin}/orders?state=closed`);
      await visitor.page.locator('.row-link').first().click();
      await visitor.page.locator('.order-station').first().waitFor();
    }
    const line = (visitor: Visitor) => visitor.page.locator('.order-station-name').allTextContents();
    assert.deepEqual(await line(buyer), await line(seller));
    const counts = await buyer.page.locator('.order-station').allTextContents();
    assert.match(counts.join('\n'), /milling4 of 4/);
    assert.match(counts.join('\n'), /judged3 of 4 done✕ 1 rejected/);
    await buyer.page.getByRole('link', { name: 'BRACKET-PLATE-001' }).waitFor();
    await seller.page.getByRole('link', { name: 'BRACKET-PLATE-004' }).waitFor();
    assert.equal(await seller.page.getByRole('link', { name: 'BRACKET-PLATE-001' }).count(), 0);
    for (const visitor of [buyer, seller]) {
      assertQuiet(visitor);
      await visitor.context.close();
    }
  });
});
