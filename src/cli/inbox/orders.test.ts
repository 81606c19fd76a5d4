// A dropped order becomes an order on the ledger, once: whatever breaks on the way, and however often it is dropped.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { itemsInterface } from '#contracts/items/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { fromBase64url } from '#core/bytes.ts';
import { decodeStatement } from '#core/statement.ts';
import { assertCommitted } from '#sdk/files.ts';
import { newPlant, orderCsv, PART, type Plant, quantitiesOrdered, sizeOf, TestInbox } from './inbox.fixture.ts';

let plant: Plant;
before(async () => {
  plant = await newPlant();
});
after(() => plant[Symbol.asyncDispose]());

describe('a dropped order', () => {
  test('is placed as its file and inbox.json say, by the agent, and its outcome stands beside it', async () => {
    const inbox = new TestInbox(plant, 'placed');
    inbox.drop('orders/4711.csv', orderCsv(4));
    assert.equal((await inbox.work()).trouble, undefined);
    const outcome = inbox.outcome('orders/done/4711.csv');
    assert.equal(outcome.state, 'accepted');
    const [statement] = outcome.statements;
    assert.deepEqual(
      statement?.made?.map(({ kind }) => kind),
      ['order'],
    );
    const order = await plant.server
      .client('borealis/sales')
      .need(procurementInterface, 'order', statement?.made?.[0]?.id ?? '');
    const { seller, quantity, unitPriceCents, neededByMs, terms, assumed, payment, state } = order;
    assert.deepEqual(
      { seller, quantity, unitPriceCents, payment, state },
      {
        seller: 'borealis',
        quantity: 4,
        unitPriceCents: 10_000,
        payment: 'invoice',
        state: 'placed',
      },
    );
    assert.equal(neededByMs, Date.parse('2026-06-01T23:59:59.999Z'));
    assert.deepEqual(
      terms.map(({ name }) => name),
      ['deburred', 'flatness'],
    );
    assert.deepEqual(assumed, ['unitPriceCents', 'unit', 'payment', 'flatness']);
    const folder = join(inbox.path, 'orders/done/4711.csv');
    assert.deepEqual(inbox.names('orders/done/4711.csv'), [
      '1.1.delivery-place.json',
      '1.1.statement',
      '4711.csv',
      'outcome.json',
    ]);
    const { value, place, salt } = JSON.parse(readFileSync(join(folder, '1.1.delivery-place.json'), 'utf8'));
    assert.equal(value, 'Works 2, dock 4');
    assertCommitted('place', { place, salt: fromBase64url(salt), commitment: order.deliveryPlace }, value);
    const signed = decodeStatement(new Uint8Array(readFileSync(join(folder, '1.1.statement'))));
    assert.equal(signed.issuer, 'acme');
  });

  test('is left alone while it grows, and taken when it stays as it is for two looks', async () => {
    const before = await quantitiesOrdered(plant);
    const inbox = new TestInbox(plant, 'growing');
    await using open = inbox.open();
    const whole = orderCsv(31);
    for (let length = 10; length < whole.length; length += 20) {
      inbox.drop('orders/a.csv', whole.slice(0, length));
      assert.equal((await open.look()).growing, 1);
    }
    inbox.drop('orders/a.csv', whole);
    inbox.drop('orders/b.csv.part', orderCsv(32));
    assert.deepEqual(inbox.names('orders'), ['a.csv', 'b.csv.part', 'done', 'rejected', 'waiting']);
    await open.look();
    await open.look();
    renameSync(join(inbox.path, 'orders/b.csv.part'), join(inbox.path, 'orders/b.csv'));
    await open.look();
    await open.look();
    assert.deepEqual(await quantitiesOrdered(plant), [...before, 31, 32]);
  });

  test('of several lines is several orders; one of them refused leaves the others', async () => {
    const before = await quantitiesOrdered(plant);
    const parts = [PART, 'UNSOLD'].map((part) => ({ part, unitPriceCents: 1, unit: 'EUR' }));
    const [first, second] = parts;
    const config = {
      orders: {
        ...{ seller: 'borealis', payment: 'invoice', terms: [] },
        parts: [first, { ...second, itemType: 'type-none' }],
      },
    };
    const inbox = new TestInbox(plant, 'lines', 'acme/agent', config);
    const line = (part: string, quantity: number): string => `${part},${quantity},2026-06-01,here,`;
    const file = ['part,quantity,neededBy,deliveryPlace,options', line(PART, 41), line('UNSOLD', 42), ''].join('\n');
    inbox.drop('orders/two.csv', file);
    await inbox.work();
    const { state, code, statements, do: advice } = inbox.outcome('orders/rejected/two.csv');
    assert.deepEqual([state, code], ['refused', 'procurement.type_unknown']);
    assert.deepEqual(
      statements.map(({ state: one }) => one),
      ['accepted', 'refused'],
    );
    assert.match(advice ?? '', /drop the file again: what was accepted is not signed again/);
    assert.deepEqual(await quantitiesOrdered(plant), [...before, 41]);

    // Once a person has corrected inbox.json, the same file goes on where it was refused.
    inbox.drop(
      'inbox.json',
      JSON.stringify({ orders: { ...config.orders, parts: [first, { ...second, itemType: await typeId() }] } }),
    );
    inbox.drop('orders/two.csv', file);
    await inbox.work();
    assert.equal(inbox.outcome('orders/done/two.csv').state, 'accepted');
    assert.deepEqual(await quantitiesOrdered(plant), [...before, 41, 42]);
  });

  test('that was accepted is a duplicate ever after, under any name, and nothing is signed', async () => {
    const inbox = new TestInbox(plant, 'twice');
    inbox.drop('orders/a.csv', orderCsv(51));
    inbox.drop('orders/b.csv', orderCsv(51));
    await inbox.work();
    const size = sizeOf(plant);
    inbox.drop('orders/a.csv', orderCsv(51));
    await inbox.work();
    assert.equal(inbox.outcome('orders/done/a.csv').state, 'accepted');
    for (const folder of ['b.csv', 'a.csv~2']) {
      const { state, first } = inbox.outcome(`orders/done/${folder}`);
      assert.deepEqual([state, first?.file, first?.state], ['duplicate', 'a.csv', 'accepted'], folder);
    }
    assert.equal(sizeOf(plant), size);
    assert.equal((await quantitiesOrdered(plant)).filter((quantity) => quantity === 51).length, 1);
  });

  test('never replaces what has its name already', async () => {
    const inbox = new TestInbox(plant, 'names');
    for (const quantity of [61, 62, 63]) {
      inbox.drop('orders/export.csv', orderCsv(quantity));
      await inbox.work();
    }
    const folders = ['export.csv', 'export.csv~2', 'export.csv~3'];
    assert.deepEqual(inbox.names('orders/done'), folders);
    for (const [i, folder] of folders.entries()) {
      const file = readFileSync(join(inbox.path, 'orders/done', folder, 'export.csv'), 'utf8');
      assert.equal(file, orderCsv(61 + i));
    }
  });

  test('whose item type is not registered yet waits, and goes on by itself', async () => {
    const config = {
      orders: {
        seller: 'borealis',
        payment: 'invoice',
        terms: [],
        parts: [{ part: 'LATE', unitPriceCents: 1, unit: 'EUR' }],
      },
    };
    const inbox = new TestInbox(plant, 'late', 'acme/agent', config);
    inbox.drop('orders/late.csv', 'part,quantity,neededBy,deliveryPlace,options\nLATE,71,2026-06-01,here,\n');
    await inbox.work();
    const { state, code, sentence } = inbox.outcome('orders/waiting/late.csv');
    assert.deepEqual([state, code], ['waiting', 'item_type_unclear']);
    assert.match(sentence, /register it \(touchmark call items registerType\)/);
    await registerType('LATE');
    await inbox.work();
    assert.equal(inbox.outcome('orders/done/late.csv').state, 'accepted');
    assert.ok(!existsSync(join(inbox.path, 'orders/waiting/late.csv')));
  });
});

async function registerType(partNumber: string): Promise<string> {
  const type = { partNumber, name: 'Plate', tracking: 'serial', unit: 'piece' } as const;
  return (await plant.server.client('acme/buyer').do(itemsInterface, 'registerType', type)).id('type');
}

function typeId(): Promise<string> {
  return registerType(`PLATE-${sizeOf(plant)}`);
}
