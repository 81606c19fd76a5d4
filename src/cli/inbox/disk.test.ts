// What the disk refuses ends the inbox, and is no fault of the file: when the disk is well, it goes on where it was.

import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Transport } from '#sdk/transport.ts';
import { cut } from './cut.fixture.ts';
import { newPlant, orderCsv, type Plant, quantitiesOrdered, TestInbox } from './inbox.fixture.ts';

let plant: Plant;
before(async () => {
  plant = await newPlant();
});
after(() => plant[Symbol.asyncDispose]());

test('a file whose folder cannot be moved to its end is accepted once, when it can', async () => {
  const inbox = new TestInbox(plant, 'unmoved');
  inbox.drop('orders/order.csv', orderCsv(1));
  const done = join(inbox.path, 'orders/done');
  const through = (transport: Transport) =>
    cut(transport, async (call, work) => {
      if (call === 'submit') renameSync(done, join(inbox.path, 'away'));
      return work();
    });
  await assert.rejects(inbox.work({ through }), { code: 'inbox_unwritable' });
  await inbox.work();
  assert.equal(inbox.outcome('orders/done/order.csv').state, 'accepted');
  assert.equal(await times(1), 1);
});

test('a file beside which nothing can be written is not sent, and not rejected', async () => {
  const inbox = new TestInbox(plant, 'unwritable');
  inbox.drop('orders/order.csv', orderCsv(2));
  const inTheWay = join(inbox.path, 'orders/waiting/order.csv/1.1.statement.part');
  const through = (transport: Transport) =>
    cut(transport, async (call, work) => {
      if (call === 'list') mkdirSync(inTheWay);
      return work();
    });
  await assert.rejects(inbox.work({ through }), { code: 'inbox_unwritable' });
  assert.equal(await times(2), 0);
  rmdirSync(inTheWay);
  await inbox.work();
  assert.equal(inbox.outcome('orders/done/order.csv').statements[0]?.signings, 1);
  assert.equal(await times(2), 1);
});

test('the same content under two names waits for what becomes of the first', async () => {
  await plant.enrol('acme/none', 'agent');
  const inbox = new TestInbox(plant, 'same', 'acme/none');
  for (const name of ['a', 'b']) inbox.drop(`orders/${name}.csv`, orderCsv(3));
  await inbox.work();
  assert.equal(inbox.outcome('orders/waiting/a.csv').code, 'mandate_missing');
  const { code, sentence } = inbox.outcome('orders/waiting/b.csv');
  assert.equal(code, 'same_content');
  assert.match(sentence, /the same content waits in orders\/waiting\/a\.csv/);
  await plant.allow('acme/none', 100_000);
  await inbox.work();
  assert.equal(inbox.outcome('orders/done/a.csv').state, 'accepted');
  assert.equal(inbox.outcome('orders/done/b.csv').state, 'duplicate');
  assert.equal(await times(3), 1);
});

async function times(quantity: number): Promise<number> {
  return (await quantitiesOrdered(plant)).filter((one) => one === quantity).length;
}
