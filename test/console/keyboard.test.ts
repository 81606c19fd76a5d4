// An order and a decision with the keyboard alone: no click, no focus that a person could not reach, none that is not seen,
// and no signature by a key that was meant for something else.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { factsOfLog } from '#connectors/mtconnect/build-facts.ts';
import { readLog } from '#connectors/mtconnect/facts.ts';
import { itemsInterface, procurementInterface, productionInterface } from '#sdk/index.ts';
import { CHROMIUM } from '../sdk/page.ts';
import { demoClient } from './demo-client.ts';
import { choose, find, press, signByKeys, tabTo, type } from './keyboard.ts';
import { assertQuiet, openScene, type Scene } from './scene.ts';

const isHere = existsSync(CHROMIUM);
assert.ok(isHere || process.env.CI !== 'true', `${CHROMIUM} is absent`);
const LOG = fileURLToPath(new URL('../../samples/plate-order/machine-log/BRACKET-PLATE-2of4.txt', import.meta.url));
const GAP_LIMIT_MS = 60_000;

/** Signs in from the page where actors are chosen. */
async function signIn(page: Page, origin: string, actor: string): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.getByRole('button', { name: actor, exact: true }).waitFor();
  await press(page, actor);
  await page.getByRole('heading', { name: 'Work', level: 1 }).waitFor();
}

/** The order goes on without this person until a build waits for a decision. */
async function untilBuildWaits(origin: string): Promise<string> {
  const [sales, engineer, buyer, machine] = await Promise.all(
    ['harbour/sales', 'harbour/engineer', 'northwind/engineer', 'harbour/machine'].map((actor) =>
      demoClient(origin, actor),
    ),
  );
  assert.ok(sales !== undefined && engineer !== undefined && buyer !== undefined && machine !== undefined);
  const [placed] = (await sales.list(procurementInterface, 'order', 'seller', 'harbour')).filter(
    ({ state }) => state === 'placed',
  );
  const order = placed?.id ?? '';
  await sales.do(procurementInterface, 'acceptOrder', { id: order });
  await sales.do(procurementInterface, 'registerUnits', { order, serials: ['BRACKET-PLATE-201'] });
  const [item] = await sales.list(itemsInterface, 'item', 'order', order);
  const step = { name: 'milling', process: 'separating', doneBy: 'machine', member: 'harbour' } as const;
  await engineer.do(productionInterface, 'proposePlan', { order, steps: [{ ...step, evidence: ['machineLog'] }] });
  await buyer.do(productionInterface, 'agreePlan', { order });
  const program = { name: 'OTHER.NC', commitment: 'A'.repeat(43) };
  const job = { order, item: item?.id ?? '', step: 'milling', machine: 'harbour/machine', program };
  const planned = await engineer.do(productionInterface, 'planJob', job);
  const bytes = new Uint8Array(readFileSync(LOG));
  const facts = factsOfLog({ bytes, facts: await readLog(bytes, { gapLimitMs: GAP_LIMIT_MS }) }, GAP_LIMIT_MS);
  const recorded = await machine.do(productionInterface, 'recordBuild', { job: planned.id('job'), ...facts });
  return recorded.id('build');
}

describe('with the keyboard alone', { skip: isHere ? false : `${CHROMIUM} is absent` }, () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene();
  });
  after(() => scene[Symbol.asyncDispose]());

  test('an order is placed', async () => {
    const visitor = await scene.visit({ locale: 'en-US' });
    const { page } = visitor;
    await signIn(page, scene.origin, 'northwind/buyer');
    await find(page, 'place order', 'Place order');
    await page.getByRole('heading', { name: 'Place order' }).waitFor();
    await choose(page, 'seller', 'harbour');
    await choose(page, 'itemType', 'BRACKET-PLATE');
    await type(page, 'quantity', '1');
    await type(page, 'unitPriceCents', '150.00');
    await type(page, 'unit', 'EUR');
    await type(page, 'neededByMs', '12312027');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type('1130AM');
    await type(page, 'deliveryPlace', 'Dock 3');
    await type(page, 'payment', 'invoice');
    await signByKeys(page);
    await page.waitForURL(/\/ledger\/\d+$/);
    await page.locator('.sheet-sentence').getByText('from harbour at 15000 EUR cents each').waitFor();
    assertQuiet(visitor);
    await visitor.context.close();
  });

  test('a decision that waits is found, looked at and taken', async () => {
    const build = await untilBuildWaits(scene.origin);
    const visitor = await scene.visit({ locale: 'en-US' });
    const { page } = visitor;
    await signIn(page, scene.origin, 'northwind/quality');
    await press(page, 'decide about the build');
    await page.getByRole('heading', { name: 'Evidence' }).waitFor();
    await press(page, 'Decide about this build');
    await page.getByRole('heading', { name: 'Decide build' }).waitFor();
    assert.equal(await page.locator('[name="build"]').inputValue(), build);
    await type(page, 'verdict', 'accept');
    await type(page, 'reason', 'The unit is inspected in full.');
    await signByKeys(page);
    await page.waitForURL(/\/ledger\/\d+$/);
    const { state } = await (await demoClient(scene.origin, 'northwind/quality')).need(
      productionInterface,
      'build',
      build,
    );
    assert.equal(state, 'accepted');
    assertQuiet(visitor);
    await visitor.context.close();
  });

  test('who turns away from the sheet has signed nothing, and is back at the form', async () => {
    const visitor = await scene.visit();
    const { page } = visitor;
    await signIn(page, scene.origin, 'harbour/sales');
    await page.goto(`${scene.origin}/do/shipping/offer?shipment=none`);
    await page.getByRole('heading', { name: 'Offer' }).waitFor();
    await press(page, 'Review and sign');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Do not sign');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.waitForFunction(() => document.activeElement?.textContent === 'Review and sign');
    await tabTo(page, 'Empty the form');
    assertQuiet(visitor);
    await visitor.context.close();
  });
});
