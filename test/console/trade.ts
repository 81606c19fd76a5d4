// A whole trade in the console, step by step, as the people of two companies, a carrier and a laboratory click it: from the
// request for quotation to the accepted and paid shipment. What a step must see on its pages, it asserts.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { factsOfLog } from '#connectors/mtconnect/build-facts.ts';
import { readLog } from '#connectors/mtconnect/facts.ts';
import { deviations, MILLIMETRES, sampleQif } from '#connectors/qif/sample.ts';
import { productionInterface } from '#sdk/index.ts';
import { demoClient } from './demo-client.ts';
import { add, type Desk, fill, filled, idIn, inputTime, openFound, openOn, openWaiting, pick, sign } from './desk.ts';

/** What the steps share. */
export type Trade = {
  readonly origin: string;
  readonly northwind: Desk;
  readonly harbour: Desk;
  /** Carrier and laboratory. */
  readonly others: Desk;
  /** Lets the ledger's clock show at least this time. */
  passTo(timeMs: number): Promise<void> | void;
  /** Ids, as the pages gave them. */
  readonly ids: Map<'rfq' | 'order' | 'item' | 'job', string>;
  readonly before: Map<string, number>;
};

const SAMPLE = fileURLToPath(new URL('../../samples/plate-order', import.meta.url));
const PROGRAM = `${SAMPLE}/nc/BRACKET-PLATE-1.NC`;
const LOG = `${SAMPLE}/machine-log/BRACKET-PLATE-1of4.txt`;
const MACHINE = 'harbour/machine';
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const PRICE_CENTS = 18_000;
const SERIAL = 'BRACKET-PLATE-101';
const STEP = 'milling';
const QIF = {
  name: 'first.qif',
  mimeType: 'application/xml',
  buffer: Buffer.from(
    sampleQif({
      version: '3.0.0',
      fileUnits: MILLIMETRES,
      characteristics: [{ kind: 'Diameter', name: 'bore', nominal: '4', tolerance: deviations('-0.1', '0.1') }],
      units: [{ serial: SERIAL, status: 'PASS', values: [['bore', '4.02', 'PASS']] }],
    }),
  ),
};

type Step = readonly [name: string, play: (trade: Trade) => Promise<void>];

/** The steps in their order. */
export const STEPS: readonly Step[] = [
  ['both companies look at their accounts', lookAtAccounts],
  ['the buyer asks the shop for a price', publish],
  ['the shop seals its bid, which nobody can read', seal],
  ['after the deadline the shop opens what it sealed', openBid],
  ['the buyer awards by the rule: the order stands, its price set aside', award],
  ['the shop numbers the unit and proposes how it is made, the buyer agrees', plan],
  ['the shop plans the job with its program', planJob],
  ['the machine signs what its log says; this is its program’s work, by the SDK', build],
  ['the buyer’s quality accepts the build with a reason, and the shop declares the unit made', decideBuild],
  ['a laboratory registers what it measures, from its file', register],
  ['the buyer signs which unit is which', map],
  ['the laboratory signs what it measured, from its file', measure],
  ['the unit is reviewed, decided and released', release],
  ['it is packed, carried and received', ship],
  ['the buyer accepts: the title passes and the price is paid', accept],
];

async function lookAtAccounts({ origin, northwind, harbour, before }: Trade): Promise<void> {
  before.set('northwind', await balance(await northwind.as('northwind/finance'), origin, 'northwind'));
  before.set('harbour', await balance(await harbour.as('harbour/finance'), origin, 'harbour'));
}

async function publish({ northwind, ids }: Trade): Promise<void> {
  const page = await northwind.as('northwind/buyer');
  await openFound(page, 'Publish request');
  const nowMs = Date.now();
  const neededBy = inputTime(nowMs + 60 * DAY_MS);
  const after = (minutes: number) => inputTime(nowMs + minutes * MINUTE_MS);
  await fill(page, {
    ...{ 'order.itemType': 'BRACKET-PLATE', 'order.quantity': '1', 'order.unit': 'EUR', 'order.payment': 'hold' },
    ...{ 'order.neededByMs': neededBy, 'requirement.neededByMs': neededBy, 'order.deliveryPlace': 'Dock 3, Hall B' },
    ...{ 'requirement.process': 'separating', 'requirement.machineMinutes': '30', reserveUnitPriceCents: '250.00' },
    ...{ 'weights.price': '6000', 'weights.time': '2500', 'weights.shop': '1400', bondCents: '0.00' },
    ...{ sealUntilMs: after(2), openUntilMs: after(30), awardUntilMs: after(60) },
    ...{ 'counterOffers.rounds': '0', 'counterOffers.mostBasisPoints': '0' },
  });
  await add(page, 'milestone');
  await fill(page, {
    ...{ 'order.milestones.0.name': 'accepted', 'order.milestones.0.when': 'accepted' },
    'order.milestones.0.shareBasisPoints': '100',
  });
  await add(page, 'invited');
  await pick(page, 'invited.0', 'harbour');
  await refused(page, 'The weights of a score add up to 10,000 basis points.');
  await fill(page, { 'weights.shop': '1500' });
  ids.set('rfq', idIn(await sign(page), 'rfq'));
}

async function seal({ origin, harbour, northwind, ids }: Trade): Promise<void> {
  const page = await harbour.as('harbour/sales');
  await openOn(page, origin, `sourcing/rfq/${ids.get('rfq')}`, 'Seal bid');
  await filled(page, 'acknowledged', '0');
  await fill(page, {
    'content.unitPriceCents': '180.00',
    'content.deliverByMs': inputTime(Date.now() + 40 * DAY_MS),
    'content.validUntilMs': inputTime(Date.now() + 90 * DAY_MS),
  });
  await page.getByText('EUR', { exact: true }).first().waitFor();
  const { index } = await sign(page);
  // The buyer sees that there is a bid, and nothing of what it says.
  const buyer = await northwind.as('northwind/buyer');
  await buyer.goto(`${origin}/ledger/${index}`);
  await buyer.getByText(/^commitment$/).waitFor();
  assert.doesNotMatch((await buyer.locator('main').textContent()) ?? '', /180\.00|18000/);
}

async function openBid({ origin, harbour, passTo }: Trade): Promise<void> {
  await passTo(Date.now() + 2 * MINUTE_MS);
  const page = await harbour.as('harbour/sales');
  await openWaiting(page, origin, 'open the bid once sealing is over', 'Open bid');
  await filled(page, 'content.unitPriceCents', '180.00');
  await sign(page);
}

async function award({ origin, northwind, harbour, ids }: Trade): Promise<void> {
  const page = await northwind.as('northwind/buyer');
  await openOn(page, origin, `sourcing/rfq/${ids.get('rfq')}`, 'Award');
  await filled(page, 'bid', `${ids.get('rfq')}:harbour`);
  ids.set('order', idIn(await sign(page), 'order'));
  const sales = await harbour.as('harbour/sales');
  await sales.goto(`${origin}/records/procurement/order/${ids.get('order')}`);
  await sales.locator('.state').getByText('accepted').first().waitFor();
}

async function plan({ origin, harbour, northwind, ids }: Trade): Promise<void> {
  const order = ids.get('order') ?? '';
  const sales = await harbour.as('harbour/sales');
  await openOn(sales, origin, `procurement/order/${order}`, 'Register units');
  await fill(sales, { 'serials.0': SERIAL });
  await sign(sales);
  await sales.goto(`${origin}/records/items/item?order=${order}`);
  await sales.getByText(SERIAL).first().waitFor();
  const row = await sales.locator('.row-link').first().getAttribute('href');
  ids.set('item', row?.split('/').at(-1) ?? '');
  const engineer = await harbour.as('harbour/engineer');
  await openOn(engineer, origin, `procurement/order/${order}`, 'Propose plan');
  await fill(engineer, { 'steps.0.name': STEP, 'steps.0.process': 'separating', 'steps.0.doneBy': 'machine' });
  await pick(engineer, 'steps.0.member', 'harbour');
  await add(engineer, 'evidence');
  await fill(engineer, { 'steps.0.evidence.0': 'machineLog' });
  await sign(engineer);
  const buyer = await northwind.as('northwind/engineer');
  await openWaiting(buyer, origin, 'agree to the steps of the plan', 'Agree plan');
  await sign(buyer);
}

async function planJob({ origin, harbour, ids }: Trade): Promise<void> {
  const page = await harbour.as('harbour/engineer');
  await openOn(page, origin, `production/plan/${ids.get('order')}`, 'Plan job');
  await filled(page, 'step', STEP);
  await filled(page, 'machine', MACHINE);
  await pick(page, 'item', SERIAL);
  await page.getByLabel('File', { exact: true }).setInputFiles(PROGRAM);
  await filled(page, 'program.name', 'BRACKET-PLATE-1.NC');
  await page.getByText(/BRACKET-PLATE-1\.NC, \d+ bytes, sealed here/).waitFor();
  ids.set('job', idIn(await sign(page), 'job'));
}

/** In reality the machine's own program signs; here it does so in this process, with the machine's key of the demo. */
async function build({ origin, ids }: Trade): Promise<void> {
  const machine = await demoClient(origin, MACHINE);
  const bytes = new Uint8Array(readFileSync(LOG));
  const facts = factsOfLog({ bytes, facts: await readLog(bytes, { gapLimitMs: MINUTE_MS }) }, MINUTE_MS);
  const { outcome } = await machine.try(productionInterface, 'recordBuild', { job: ids.get('job') ?? '', ...facts });
  assert.equal(outcome, 'accepted');
}

async function decideBuild({ origin, northwind, harbour, ids }: Trade): Promise<void> {
  const page = await northwind.as('northwind/quality');
  await openWaiting(page, origin, 'decide about the build', 'Decide about this build');
  await fill(page, { verdict: 'accept', reason: 'The program is the maker’s own; the unit is inspected in full.' });
  await add(page, 'reader');
  await pick(page, '#readers.0', 'harbour/engineer');
  await sign(page);
  const engineer = await harbour.as('harbour/engineer');
  await openOn(engineer, origin, `items/item/${ids.get('item')}`, 'Declare made');
  await sign(engineer);
}

async function register({ origin, harbour, others, ids }: Trade): Promise<void> {
  const order = ids.get('order') ?? '';
  const quality = await harbour.as('harbour/quality');
  await openOn(quality, origin, `procurement/order/${order}`, 'Appoint laboratory');
  await pick(quality, 'laboratory', 'metrica');
  await sign(quality);
  const page = await others.as('metrica/quality');
  await openOn(page, origin, `inspection/scope/${order}`, 'Register programme');
  await page.getByLabel('The laboratory’s QIF file').setInputFiles(QIF);
  await page.getByText('1: Diameter').waitFor();
  await page.getByText('deviation -0.1 to 0.1 mm').waitFor();
  await sign(page);
}

async function map({ origin, northwind, ids }: Trade): Promise<void> {
  const page = await northwind.as('northwind/quality');
  await openOn(page, origin, `inspection/scope/${ids.get('order')}`, 'Sign mapping');
  await filled(page, 'groups.0.name', 'Diameter 4');
  await filled(page, 'units.0.item', ids.get('item') ?? '');
  await fill(page, { 'units.0.labels.seller': SERIAL });
  await sign(page);
}

async function measure({ origin, others, ids }: Trade): Promise<void> {
  const page = await others.as('metrica/quality');
  await openOn(page, origin, `inspection/scope/${ids.get('order')}`, 'Record results');
  await filled(page, 'laboratory', 'metrica');
  await page.getByLabel('The laboratory’s QIF results').setInputFiles(QIF);
  await page.getByText('inside their limits').waitFor();
  await filled(page, 'item', ids.get('item') ?? '');
  await sign(page);
}

async function release({ origin, harbour, northwind, ids }: Trade): Promise<void> {
  const item = ids.get('item') ?? '';
  const maker = await harbour.as('harbour/quality');
  await openOn(maker, origin, `inspection/unit/${item}`, 'Review item');
  await sign(maker);
  const page = await northwind.as('northwind/quality');
  await openWaiting(page, origin, 'decide about the unit', 'Decide item');
  await filled(page, 'covers.0.code', 'limit_not_agreed');
  await fill(page, { verdict: 'accept', reason: 'One laboratory is enough for this unit; its limits are ours.' });
  await sign(page);
  await openOn(maker, origin, `inspection/review/${item}`, 'Apply review');
  await sign(maker);
}

async function ship({ origin, harbour, northwind, others, ids }: Trade): Promise<void> {
  const maker = await harbour.as('harbour/logistics');
  await openOn(maker, origin, `procurement/order/${ids.get('order')}`, 'Pack');
  await filled(maker, 'items.0', ids.get('item') ?? '');
  await fill(maker, {
    'seal.kind': 'printedCode',
    'seal.grade': '0',
    'seal.code': 'SEAL 7',
    dueMs: inputTime(Date.now() + 3 * DAY_MS),
  });
  await add(maker, 'carrier');
  await pick(maker, 'carriers.0', 'transit');
  const shipment = idIn(await sign(maker), 'shipment');
  await openWaiting(maker, origin, 'offer the shipment', 'Offer');
  await sign(maker, 'Take it back …');
  await filled(maker, 'shipment', shipment);
  await sign(maker);
  await openWaiting(maker, origin, 'offer the shipment', 'Offer');
  await sign(maker);
  const carrier = await others.as('transit/logistics');
  await openWaiting(carrier, origin, 'take the shipment', 'Take');
  await fill(carrier, { sealIntact: 'yes' });
  await sign(carrier);
  await openWaiting(carrier, origin, 'offer the shipment', 'Offer');
  await sign(carrier);
  const dock = await northwind.as('northwind/logistics');
  await openWaiting(dock, origin, 'receive the shipment', 'Receive');
  await fill(dock, { sealIntact: 'yes' });
  await sign(dock);
}

async function accept({ origin, northwind, harbour, before, ids }: Trade): Promise<void> {
  const page = await northwind.as('northwind/quality');
  await openWaiting(page, origin, 'accept what arrived, or refuse it', 'Accept');
  await sign(page);
  await page.goto(`${origin}/records/items/item/${ids.get('item')}`);
  await page.locator('main').getByText(SERIAL).first().waitFor();
  const finance = await northwind.as('northwind/finance');
  const paid = (before.get('northwind') ?? 0) - (await balance(finance, origin, 'northwind'));
  const seller = await harbour.as('harbour/finance');
  const received = (await balance(seller, origin, 'harbour')) - (before.get('harbour') ?? 0);
  assert.deepEqual({ paid, received }, { paid: PRICE_CENTS, received: PRICE_CENTS });
  await seller.goto(`${origin}/records/procurement/order/${ids.get('order')}`);
  await seller.locator('.state').getByText('closed').first().waitFor();
}

/** What an account's page says is free, in cents. */
async function balance(page: Page, origin: string, member: string): Promise<number> {
  await page.goto(`${origin}/records/accounts/account/${member}/EUR`);
  const value = page
    .locator('.facts > div')
    .filter({ hasText: /^balance/i })
    .locator('dd');
  await value.waitFor();
  return Number(((await value.textContent()) ?? '').replaceAll(/[^\d]/g, ''));
}

/** Reviews and signs what the ledger refuses, and sees the refusal beside the field that caused it. */
async function refused(page: Page, sentence: string): Promise<void> {
  await page.getByRole('button', { name: 'Review and sign' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: 'Sign', exact: true }).click();
  await sheet.getByRole('button', { name: 'Go on' }).click();
  await sheet.getByRole('button', { name: 'Sign', exact: true }).click();
  await sheet.locator('.verdict-bad').waitFor();
  await sheet.getByRole('button', { name: 'Close', exact: true }).click();
  await page.locator('form').getByText(sentence).first().waitFor();
}
