// `touchmark ubl`: an order that came as a UBL file goes out again as one, with all that became of it.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { DocumentName, UblDocument } from '#connectors/ubl/documents.ts';
import { readUblOrder } from '#connectors/ubl/order.ts';
import { readUbl } from '#connectors/ubl/read.ts';
import { assertValid, isToValidate } from '#connectors/ubl/xmllint.fixture.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { createKeyFile } from '#sdk/key-file.ts';
import { newPlant, openShop, type Plant, TestInbox } from '../inbox/inbox.fixture.ts';
import { orderUbl, ublConfig, ublLine } from '../inbox/ubl.fixture.ts';
import { touchmark } from '../io.fixture.ts';
import { makeUnits, shipUnits } from '../order-life.fixture.ts';

const PASSPHRASE = 'a passphrase for this test';
const NOTES = ['deburred', 'Color: red'];
const FILE = orderUbl([
  ublLine('10', 3, { notes: NOTES }),
  ublLine('20', 5, { deliveries: [{ requested: { endDate: '2026-07-01Z', endTime: '12:30:00' } }] }),
]);
let plant: Plant;
let orders: readonly string[];
let dropped: string;

before(async () => {
  plant = await newPlant();
  await openShop(plant);
  for (const [actor, role] of [
    ['acme/reader', 'engineer'],
    ['borealis/reader', 'sales'],
  ] as const) {
    const file = plant.folder.file(`${actor.replace('/', '-')}.key`);
    await plant.enrol(actor, role, await createKeyFile(file, actor, PASSPHRASE));
  }
  const inbox = new TestInbox(plant, 'inbox', 'acme/agent', ublConfig({ terms: [] }));
  inbox.drop('orders/4711.xml', FILE);
  await inbox.work();
  dropped = join(inbox.path, 'orders/done/4711.xml');
  const { statements } = inbox.outcome('orders/done/4711.xml');
  orders = statements.flatMap(({ made = [] }) => made.map(({ id }) => id));
});
after(() => plant[Symbol.asyncDispose]());

function runUbl(order: string, out: string, { as = 'acme-reader', more = [] as readonly string[] } = {}) {
  const { server, folder } = plant;
  const env = { TOUCHMARK_PASSPHRASE: PASSPHRASE, TOUCHMARK_URL: server.url, TOUCHMARK_LEDGER: server.node.ledger.id };
  const args = ['ubl', order, '--out', out, '--as', `${as}.key`, ...more];
  return touchmark(args, { cwd: folder.path, env, clock: () => server.clock.nowMs });
}

const bytesOf = (out: string, file: string): Uint8Array => readFileSync(join(plant.folder.file(out), file));

async function read<N extends DocumentName>(out: string, file: string, kind: N): Promise<UblDocument<N>> {
  const { name, document, unkeptCount } = await readUbl(bytesOf(out, file));
  assert.deepEqual([name, unkeptCount], [kind, 0]);
  return document as UblDocument<N>;
}

describe('an order that came as a UBL file', () => {
  test('goes out again with the same line, quantity, price, date, place and options', async () => {
    const came = await readUblOrder(FILE);
    for (const [i, order] of orders.entries()) {
      const place = join(dropped, `${i + 1}.1.delivery-place.json`);
      const { code, err } = await runUbl(order, `again-${i}`, { more: ['--delivery-place', place] });
      assert.equal(code, 0, err);
      const went = await readUblOrder(bytesOf(`again-${i}`, 'order.xml'));
      const { id: _, ...expected } = came.lines[i] ?? assert.fail('no such line');
      const { id, ...line } = went.lines[0] ?? assert.fail('no line');
      assert.deepEqual([id, line, went.lines.length], ['1', expected, 1]);
      assert.deepEqual(
        [went.buyer, went.seller],
        [
          ['acme', 'acme Ltd'],
          ['borealis', 'borealis Ltd'],
        ],
      );
    }
  });

  test('may be dropped again as it went out, where inbox.json knows the members by their own ids', async () => {
    const parties = ['acme', 'borealis'].map((member) => ({ party: member, member }));
    const inbox = new TestInbox(plant, 'second', 'acme/agent', ublConfig({ terms: [], parties }));
    inbox.drop('orders/order.xml', bytesOf('again-0', 'order.xml'));
    await inbox.work();
    assert.equal(inbox.outcome('orders/done/order.xml').state, 'accepted');
  });
});

describe('the whole life of an order', () => {
  let order: string;
  before(async () => {
    const as = plant.server.client;
    order = orders[0] ?? assert.fail('no order');
    const { items } = await makeUnits(plant, order, ['U1', 'U2']);
    const change = { id: order, quantity: 2, unitPriceCents: 9_500 };
    await as('acme/buyer').do(procurementInterface, 'proposeChange', change);
    await as('borealis/sales').do(procurementInterface, 'agreeChange', { id: order, from: 'buyer' });
    await shipUnits(plant, order, { items: [...items.values()], refused: [items.get('U2') ?? ''] });
    await as('acme/buyer').do(procurementInterface, 'closeOrder', { id: order, acceptedQuantity: 1 });
    await as('borealis/sales').do(procurementInterface, 'agreeClosing', { id: order });
  });

  const FILES: readonly (readonly [file: string, name: DocumentName])[] = [
    ['order.xml', 'Order'],
    ['order-response.xml', 'OrderResponse'],
    ['order-change-1.xml', 'OrderChange'],
    ['despatch-advice-1.xml', 'DespatchAdvice'],
    ['receipt-advice-1.xml', 'ReceiptAdvice'],
    ['invoice-1.xml', 'Invoice'],
  ];
  for (const [as, units] of [
    ['acme-reader', ['U1', 'U2']],
    // Whoever neither owns nor holds a unit does not see it any more.
    ['borealis-reader', ['U2']],
  ] as const) {
    test(`is six documents, valid against the schemas of OASIS, for ${as}`, async (t) => {
      const { code, out, err } = await runUbl(order, as, { as });
      assert.equal(code, 0, err);
      assert.match(out, /^6 documents of order-\w+ are in /);
      assert.match(out, /None of them says:\n {2}addresses[\s\S]*\n {2}the delivery place: .*\n/);
      assert.deepEqual(readdirSync(plant.folder.file(as)).sort(), FILES.map(([file]) => file).sort());
      const first = await read(as, 'order.xml', 'Order');
      const response = await read(as, 'order-response.xml', 'OrderResponse');
      const change = await read(as, 'order-change-1.xml', 'OrderChange');
      const despatch = await read(as, 'despatch-advice-1.xml', 'DespatchAdvice');
      const receipt = await read(as, 'receipt-advice-1.xml', 'ReceiptAdvice');
      const invoice = await read(as, 'invoice-1.xml', 'Invoice');
      const sumOf = (document: typeof first | typeof change) => document.total?.payable?.value;
      assert.deepEqual([sumOf(first), response.code, sumOf(change)], ['300.00', 'AP', '190.00']);
      assert.deepEqual(despatch.lines?.[0]?.item?.instances?.map(({ serial }) => serial).sort(), units);
      const [arrived] = receipt.lines ?? [];
      assert.deepEqual([arrived?.received?.value, arrived?.rejected?.value, arrived?.short], ['2', '1', undefined]);
      const [line] = invoice.lines ?? [];
      assert.deepEqual(
        [invoice.total?.payable, line?.quantity?.value, line?.price?.amount?.value],
        [{ value: '95.00', currency: 'EUR' }, '1', '95.00'],
      );
      for (const { order: of } of [change, invoice]) assert.equal(of?.id?.value, order);
      if (isToValidate(t)) for (const [file, name] of FILES) assertValid(name, [bytesOf(as, file)]);
    });
  }

  test('as JSON names the documents, and what none of them says', async () => {
    const { out } = await runUbl(order, 'json', { more: ['--json'] });
    const { order: id, path, documents, unsaid } = JSON.parse(out);
    assert.deepEqual([id, path], [order, plant.folder.file('json')]);
    assert.deepEqual(
      documents,
      FILES.map(([file, name]) => ({ file, name })),
    );
    assert.ok(unsaid.includes('tax: amounts on the ledger are without it'));
  });
});

describe('touchmark ubl', () => {
  test('never writes into what is there, and leaves nothing where it fails', async () => {
    writeFileSync(plant.folder.file('taken'), 'mine');
    const taken = await runUbl(orders[1] ?? '', 'taken');
    assert.deepEqual([taken.code, /\(file_exists\)$/.test(taken.err)], [4, true]);
    assert.equal(readFileSync(plant.folder.file('taken'), 'utf8'), 'mine');
    const nowhere = await runUbl(orders[1] ?? '', 'no-folder/new');
    assert.deepEqual([nowhere.code, /\(file_unwritable\)$/.test(nowhere.err)], [4, true]);
    const unknown = await runUbl('order-none', 'unknown');
    assert.deepEqual([unknown.code, /\(record_unknown\)$/.test(unknown.err)], [4, true]);
    assert.ok(!existsSync(plant.folder.file('unknown')));
    assert.deepEqual(
      readdirSync(plant.folder.path).filter((name) => name.endsWith('.part')),
      [],
    );
  });

  test('takes as the delivery place only what the order commits to', async () => {
    const file = plant.folder.file('place.json');
    const place = JSON.parse(readFileSync(join(dropped, '1.1.delivery-place.json'), 'utf8'));
    const rows = [
      ['no JSON', 'delivery_place_invalid'],
      [JSON.stringify({ ...place, salt: 'A' }), 'delivery_place_invalid'],
      [JSON.stringify({ ...place, value: 'elsewhere' }), 'file_differs'],
    ] as const;
    for (const [content, code] of rows) {
      writeFileSync(file, content);
      const { err } = await runUbl(orders[0] ?? '', 'placed', { more: ['--delivery-place', file] });
      assert.match(err, new RegExp(`place\\.json.* \\(${code}\\)$`));
    }
  });

  test('wants an order, a new folder and a key', async () => {
    const at = { cwd: plant.folder.path, env: { TOUCHMARK_URL: plant.server.url } };
    const rows = [
      [['ubl'], /the order’s id is missing/],
      [['ubl', 'order-1'], /--out <folder> is missing/],
      [['ubl', 'order-1', '--out', 'new'], /--as <key file> is missing/],
    ] as const;
    for (const [args, sentence] of rows) {
      const { code, err } = await touchmark(args, at);
      assert.deepEqual([code, sentence.test(err)], [2, true], err);
    }
  });
});
