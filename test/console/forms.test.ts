// What a form does for those who fill it in, in Chromium: columns and tables from a spreadsheet, faults that lead to their
// fields, percent and spans as the trade writes them, a job that takes its program from its permit. What is signed is read
// from the ledger again.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import {
  designsInterface,
  itemsInterface,
  membershipInterface,
  procurementInterface,
  productionInterface,
} from '#sdk/index.ts';
import { CHROMIUM } from '../sdk/page.ts';
import { demoClient } from './demo-client.ts';
import { add, fill, filled, idIn, sign } from './desk.ts';
import { assertQuiet, openScene, type Scene, type Visitor } from './scene.ts';

const isHere = existsSync(CHROMIUM);
assert.ok(isHere || process.env.CI !== 'true', `${CHROMIUM} is absent`);
const DAY_MS = 86_400_000;
const UNTIL = '2036-01-05T08:00';

describe('filling in a form', { skip: isHere ? false : `${CHROMIUM} is absent` }, () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene();
  });
  after(() => scene[Symbol.asyncDispose]());

  async function formOf(action: string, actor: string): Promise<Visitor> {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const visitor = await scene.visit({ permissions });
    await visitor.signIn(actor);
    await visitor.page.goto(`${scene.origin}/do/${action}`);
    await visitor.page.getByRole('button', { name: 'Review and sign' }).waitFor();
    return visitor;
  }

  test('a column becomes a list, and one value stays one', async () => {
    const visitor = await formOf('procurement/registerUnits', 'harbour/sales');
    const { page } = visitor;
    await paste(page, 'serials.0', 'A-1\nA-2\nA-3');
    await page.getByText('3 filled in from what was pasted.').waitFor();
    assert.deepEqual(await valuesOf(page, 'serials'), ['A-1', 'A-2', 'A-3']);
    await page.locator('[name="serials.1"]').fill('');
    await paste(page, 'serials.1', 'B, 2');
    assert.deepEqual(await valuesOf(page, 'serials'), ['A-1', 'B, 2', 'A-3']);
    assertQuiet(visitor);
    await visitor.context.close();
  });

  test('what is pasted into a list within a list fills in that one only', async () => {
    const visitor = await formOf('designs/offerLicence', 'lindqvist/designer');
    const { page } = visitor;
    await add(page, 'credential');
    await fill(page, { 'credentials.0.kind': 'ISO 9001' });
    await paste(page, 'credentials.0.issuers.0', 'watchful\nmetrica');
    await page.locator('[name="credentials.0.issuers.1"]').waitFor();
    assert.deepEqual(await valuesOf(page, 'credentials'), ['ISO 9001', 'watchful', 'metrica']);
    assertQuiet(visitor);
    await visitor.context.close();
  });

  test('a table with spans becomes the mandate that the ledger has', async () => {
    const visitor = await formOf('membership/setMandate?actor=harbour/agent', 'harbour/admin');
    const { page } = visitor;
    await add(page, 'mandate');
    const rows = [
      ['agreements.reportStock', 'EUR', '100', '500', '12 h', UNTIL],
      ['procurement.placeOrder', 'EUR', '200', '900', '7', UNTIL],
    ];
    await paste(page, 'mandate.0.what', rows.map((row) => row.join('\t')).join('\n'));
    await page.getByText('2 filled in from what was pasted.').waitFor();
    await sign(page);
    const admin = await demoClient(scene.origin, 'harbour/admin');
    const { mandate } = await admin.need(membershipInterface, 'actor', 'harbour/agent');
    const untilMs = await page.evaluate((text) => new Date(text).getTime(), UNTIL);
    assert.deepEqual(mandate, [
      { what: 'agreements.reportStock', unit: 'EUR', mostEach: 100, mostPerPeriod: 500, periodMs: DAY_MS / 2, untilMs },
      { what: 'procurement.placeOrder', unit: 'EUR', mostEach: 200, mostPerPeriod: 900, periodMs: 7 * DAY_MS, untilMs },
    ]);
    assertQuiet(visitor);
    await visitor.context.close();
  });

  test('percent is read as it is written, a third decimal and more than the most are not', async () => {
    const visitor = await formOf('procurement/publishTariff', 'ledgerbank/finance');
    const { page } = visitor;
    await fill(page, { unit: 'EUR', mostCents: '7.00', feeBasisPoints: '2.555' });
    const field = page.locator('[name="feeBasisPoints"]');
    for (const [text, fault] of [
      ['2.555', 'such as 2.5, at most 10'],
      ['10,01', 'at most 10'],
    ] as const) {
      await field.fill(text);
      await field.blur();
      await page.locator('.fault-summary').getByText(`: ${fault}`).waitFor();
    }
    await field.fill('2,25 %');
    await page.locator('.fault-summary').waitFor({ state: 'detached' });
    const tariff = idIn(await sign(page), 'tariff');
    const bank = await demoClient(scene.origin, 'ledgerbank/finance');
    assert.equal((await bank.need(procurementInterface, 'tariff', tariff)).feeBasisPoints, 225);
    assertQuiet(visitor);
    await visitor.context.close();
  });

  test('all faults are said at the button, and each leads to its field, in a folded part as well', async () => {
    const visitor = await formOf('procurement/placeOrder', 'northwind/buyer');
    const { page } = visitor;
    const warranty = page.locator('[name="conditions.warrantyDays"]');
    const conditions = page.locator('details', { has: warranty }).locator('summary').first();
    await conditions.click();
    await warranty.fill('two years');
    await conditions.click();
    assert.equal(await warranty.isVisible(), false);
    await page.getByRole('button', { name: 'Review and sign' }).click();
    const summary = page.locator('.fault-summary');
    await summary.getByText(/fields are not right yet/).waitFor();
    assert.equal(await focused(page), 'seller');
    for (const [words, name] of [
      ['Unit price', 'unitPriceCents'],
      ['Conditions, warranty', 'conditions.warrantyDays'],
    ] as const) {
      await summary.getByRole('button', { name: words }).click();
      assert.equal(await focused(page), name);
    }
    assert.equal(await warranty.isVisible(), true);
    await warranty.fill('730');
    await summary.getByRole('button', { name: 'Conditions, warranty' }).waitFor({ state: 'detached' });
    assertQuiet(visitor);
    await visitor.context.close();
  });

  test('a job takes its program and its machine from the permit of its unit', async () => {
    const { order, item, permit, program } = await permitted(scene.origin);
    const visitor = await formOf(`production/planJob?order=${order}`, 'harbour/engineer');
    const { page } = visitor;
    await filled(page, 'step', 'milling');
    await page.locator('[name="item"]').fill(item);
    await page.keyboard.press('Escape');
    await filled(page, 'permit', permit);
    await filled(page, 'program.name', program.name);
    const job = idIn(await sign(page), 'job');
    const engineer = await demoClient(scene.origin, 'harbour/engineer');
    const planned = await engineer.need(productionInterface, 'job', job);
    assert.deepEqual([planned.permit, planned.program, planned.machine], [permit, program, 'harbour/machine']);
    assertQuiet(visitor);
    await visitor.context.close();
  });
});

/** Pastes as a person does: from the clipboard, by the keys. */
async function paste(page: Page, name: string, text: string): Promise<void> {
  await page.locator(`[name="${name}"]`).focus();
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('Control+v');
}

/** What stands in the fields of a list, in their order. */
function valuesOf(page: Page, list: string): Promise<readonly string[]> {
  const fields = page.locator(`input[name^="${list}."]`);
  return fields.evaluateAll((inputs) => inputs.map((input) => (input instanceof HTMLInputElement ? input.value : '')));
}

/** The name of the field that has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.getAttribute('name') ?? '');
}

/** The tour's order that nothing was planned for: its plan, and the machine's permit for its unit under a new licence. */
async function permitted(origin: string) {
  const [designer, engineer, machine] = await Promise.all(
    ['lindqvist/designer', 'harbour/engineer', 'harbour/machine'].map((actor) => demoClient(origin, actor)),
  );
  const buyer = await demoClient(origin, 'northwind/engineer');
  assert.ok(designer !== undefined && engineer !== undefined && machine !== undefined);
  const [item] = (await engineer.list(itemsInterface, 'item', 'state', 'planned')).filter(
    ({ order }) => order !== undefined,
  );
  const [live] = await designer.list(designsInterface, 'licence', 'state', 'live');
  assert.ok(item?.order !== undefined && live !== undefined);
  const { order } = item;
  const decides = { member: 'northwind', role: 'quality' } as const;
  const step = { name: 'milling', process: 'separating', doneBy: 'machine', member: 'harbour', decides } as const;
  await engineer.do(productionInterface, 'proposePlan', { order, steps: [{ ...step, evidence: ['machineLog'] }] });
  await buyer.do(productionInterface, 'agreePlan', { order });
  const { id: _, licensor: __, state: ___, programs, ...terms } = live;
  const [program] = programs;
  assert.ok(program !== undefined);
  const offer = { ...terms, builds: 1, programs: [program.name] };
  const licence = (await designer.do(designsInterface, 'offerLicence', offer)).id('licence');
  await engineer.do(designsInterface, 'acceptLicence', { licence });
  const asked = { licence, item: item.id, program: program.name };
  const permit = (await machine.do(designsInterface, 'requestPermit', asked)).id('permit');
  return { order, item: item.id, permit, program };
}
