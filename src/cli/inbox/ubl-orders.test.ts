// A dropped UBL order becomes orders as a CSV file does, where it says the same as inbox.json; and a file that is hostile,
// or of something else, ends in one sentence.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { UblDocument } from '#connectors/ubl/documents.ts';
import { writeUbl } from '#connectors/ubl/write.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { concat, utf8 } from '#core/bytes.ts';
import { sharedData } from '#test/shared-data.ts';
import {
  newPlant,
  orderCsv,
  PART,
  type Plant,
  quantitiesOrdered,
  setMandate,
  sizeOf,
  TestInbox,
} from './inbox.fixture.ts';
import type { FileOutcome } from './outcome.ts';
import { orderUbl, ublConfig, ublLine } from './ubl.fixture.ts';

let plant: Plant;
before(async () => {
  plant = await newPlant();
});
after(() => plant[Symbol.asyncDispose]());

async function dropped(
  name: string,
  content: Uint8Array | string,
  config = ublConfig(),
  actor = 'acme/agent',
): Promise<FileOutcome> {
  const inbox = new TestInbox(plant, name, actor, config);
  inbox.drop('orders/order.xml', content);
  await inbox.work();
  const [place] = ['done', 'rejected', 'waiting'].filter((one) => inbox.names(`orders/${one}`).length > 0);
  return inbox.outcome(`orders/${place}/order.xml`);
}

async function ordersOf({ statements }: FileOutcome) {
  const ids = statements.flatMap(({ made = [] }) => made.flatMap(({ kind, id }) => (kind === 'order' ? [id] : [])));
  const client = plant.server.client('borealis/sales');
  return Promise.all(ids.map((id) => client.need(procurementInterface, 'order', id)));
}

describe('a dropped UBL order', () => {
  test('is placed line by line; what the file says is not assumed, and what is not kept of it is listed', async () => {
    const second = ublLine('20', 5, {
      deliveries: [{ requested: { endDate: '2026-07-01' } }],
      notes: ['deburred'],
    });
    const outcome = await dropped('placed', orderUbl([ublLine('10', 4), second]));
    assert.equal(outcome.state, 'accepted', outcome.sentence);
    assert.match(
      outcome.sentence,
      /^2 statements accepted, entry \d+, \d+; 5 places of the file are not on the ledger/,
    );
    assert.deepEqual(
      outcome.unkept?.map(({ path }) => path),
      [...['ID', 'IssueDate', 'DocumentCurrencyCode'].map((one) => `/Order/${one}`), ...ITEM_NAMES],
    );
    const orders = await ordersOf(outcome);
    assert.deepEqual(
      orders.map(({ seller, quantity, unitPriceCents, unit, payment }) => ({
        seller,
        quantity,
        unitPriceCents,
        unit,
        payment,
      })),
      [4, 5].map((quantity) => ({
        seller: 'borealis',
        quantity,
        unitPriceCents: 10_000,
        unit: 'EUR',
        payment: 'invoice',
      })),
    );
    assert.deepEqual(
      orders.map(({ neededByMs }) => new Date(neededByMs).toISOString()),
      ['2026-06-01T23:59:59.999Z', '2026-07-01T23:59:59.999Z'],
    );
    assert.deepEqual(
      orders.map(({ assumed }) => assumed),
      [
        ['payment', 'flatness'],
        ['payment', 'flatness'],
      ],
    );
    assert.deepEqual(
      orders[1]?.terms.map(({ name }) => name),
      ['deburred', 'flatness'],
    );
    const opening = join(plant.folder.file('placed'), 'orders/done/order.xml/1.1.delivery-place.json');
    assert.equal(JSON.parse(readFileSync(opening, 'utf8')).value, 'Works 2, dock 4, Sheffield');
  });

  test('of the same bytes is a duplicate, under any name', async () => {
    const inbox = new TestInbox(plant, 'twice', 'acme/agent', ublConfig());
    for (const name of ['a.xml', 'b.txt']) inbox.drop(`orders/${name}`, orderUbl([ublLine('1', 7)]));
    await inbox.work();
    assert.equal(inbox.outcome('orders/done/b.txt').state, 'duplicate');
    assert.equal((await quantitiesOrdered(plant)).filter((quantity) => quantity === 7).length, 1);
  });

  test('brings the price where inbox.json has none; a CSV file of such a part fails', async () => {
    const config = ublConfig({ parts: [{ part: PART }] });
    const price = { price: { amount: { value: '1234', currency: 'EUR' }, base: { value: '100', unitCode: 'C62' } } };
    const [order] = await ordersOf(await dropped('price', orderUbl([ublLine('1', 8, price)]), config));
    assert.equal(order?.unitPriceCents, 1234);
    const { code, sentence } = await dropped('no-price', orderCsv(8), config);
    assert.deepEqual(
      [code, sentence],
      ['price_unknown', 'line 2: expected a price in the file or in inbox.json, got none'],
    );
  });

  test('without a price takes the one of inbox.json, as assumed', async () => {
    const [order] = await ordersOf(await dropped('assumed', orderUbl([ublLine('1', 9, { price: {} })])));
    assert.equal(order?.unitPriceCents, 10_000);
    assert.deepEqual(order?.assumed, ['unitPriceCents', 'unit', 'payment', 'flatness']);
  });
});

const ITEM_NAMES = ['Name', 'Name'].map((name) => `/Order/OrderLine/LineItem/Item/${name}`);
const side = (name: string): NonNullable<UblDocument<'Order'>['seller']> => ({ party: { names: [{ name }] } });
const one = [ublLine('1', 1)];
const kilograms = { quantity: { value: '1', unitCode: 'KGM' } };
const head = '<?xml version="1.0"?>\n';
const NS = 'urn:oasis:names:specification:ubl:schema:xsd';
const utf16 = (text: string): Uint8Array =>
  concat(Uint8Array.of(0xff, 0xfe), Uint8Array.from([...text].flatMap((letter) => [letter.charCodeAt(0), 0])));
const BOMB = `${head}<!DOCTYPE Order [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>\n<Order>&b;</Order>`;
const OUTSIDE = `${head}<!DOCTYPE Order SYSTEM "file:///etc/passwd"><Order/>`;

const FAILED: readonly (readonly [what: string, content: Uint8Array | string, code: string, sentence: RegExp])[] = [
  [
    'another price than the agreed one',
    orderUbl([ublLine('1', 1, { price: { amount: { value: '99', currency: 'EUR' } } })]),
    'price_differs',
    /^line 1: PriceAmount: expected 10000 cents EUR, .*got 9900 cents EUR/,
  ],
  [
    'another currency',
    orderUbl([ublLine('1', 1, { price: { amount: { value: '100', currency: 'USD' } } })]),
    'price_differs',
    /got 10000 cents USD/,
  ],
  [
    'a seller that nobody knows',
    orderUbl(one, { seller: side('Nobody') }),
    'party_unknown',
    /^Order: SellerSupplierParty: .*got "Nobody"/,
  ],
  [
    'a seller that is another',
    orderUbl(one, { seller: side('Carter Ltd') }),
    'seller_differs',
    /^line 1: SellerSupplierParty: expected borealis, .*got carter/,
  ],
  [
    'names of two members',
    orderUbl(one, { seller: { party: { endpoint: { value: '987654325' }, names: [{ name: 'Carter Ltd' }] } } }),
    'party_unclear',
    /borealis and carter/,
  ],
  [
    'a buyer that is another',
    orderUbl(one, { buyer: side('Carter Ltd') }),
    'buyer_differs',
    /^line 1: BuyerCustomerParty: expected acme/,
  ],
  [
    'another unit',
    orderUbl([ublLine('1', 1, kilograms)]),
    'unit_differs',
    /^line 1: Quantity: expected C62 or .*got "KGM"/,
  ],
  [
    'a part that nobody sells',
    orderUbl([ublLine('1', 1, { item: { sellersId: { id: { value: 'X' } } } })]),
    'part_unknown',
    /^line 1: .*got "X"/,
  ],
  [
    'numbers of two parts',
    orderUbl([
      ublLine('1', 1, { item: { sellersId: { id: { value: PART } }, buyersId: { id: { value: 'PLATE-2' } } } }),
    ]),
    'part_unclear',
    /^line 1: .*"PLATE-1", "PLATE-2"/,
  ],
  [
    'no place',
    orderUbl(one, { deliveries: [{ requested: { endDate: '2026-06-01' } }] }),
    'ubl_order_unfit',
    /^line 1: DeliveryLocation/,
  ],
  [
    'more lines than one file may have',
    orderUbl(Array.from({ length: 501 }, (_, i) => ublLine(String(i), 1))),
    'file_of_too_many',
    /at most 500 statements, got 501/,
  ],
  ['an invoice', writeUbl('Invoice', { id: '1' }), 'ubl_root_unknown', /^line 2: expected Order, got Invoice/],
  [
    'a request for quotation',
    writeUbl('RequestForQuotation', { id: '1' }),
    'ubl_root_unknown',
    /expected Order, got RequestForQuotation/,
  ],
  ['an order of another vocabulary', '<Order xmlns="urn:other"/>', 'ubl_namespace_wrong', /got urn:other/],
  ['entities that multiply', BOMB, 'xml_doctype_refused', /line 2/],
  ['a file of this computer', OUTSIDE, 'xml_doctype_refused', /line 2/],
  ['UTF-16', utf16('<Order/>'), 'xml_encoding', /expected UTF-8/],
  ['another encoding', '<?xml version="1.0" encoding="ISO-8859-1"?><Order/>', 'xml_encoding', /ISO-8859-1/],
  ['bytes that are not UTF-8', concat(utf8('<Order>'), Uint8Array.of(0xff)), 'xml_encoding', /expected UTF-8/],
  ['an end in the middle', orderUbl(one).slice(0, -30), 'xml_malformed', /unclosed tag/],
  [
    'too many bytes',
    concat(orderUbl(one), new Uint8Array(8 * 1024 * 1024).fill(0x20)),
    'ubl_too_large',
    /at most 8388608 bytes/,
  ],
  [
    'too many elements',
    `<Order xmlns="${NS}:Order-2">${'<a/>'.repeat(5_001)}</Order>`,
    'ubl_too_large',
    /line 1: expected at most 5000 parts/,
  ],
  ['too deep elements', `${'<a>'.repeat(100)}`, 'xml_too_large', /nesting of 64/],
  [
    'a text as long as a book',
    orderUbl([ublLine('1', 1, { item: { sellersId: { id: { value: 'P'.repeat(5_000) } } } })]),
    'xml_too_large',
    /at most 4096 characters/,
  ],
];

describe('a dropped XML file', () => {
  for (const [what, content, code, sentence] of FAILED) {
    test(`of ${what} is rejected as ${code}, with the place`, async () => {
      const size = sizeOf(plant);
      const outcome = await dropped(what.replaceAll(' ', '-'), content);
      assert.deepEqual([outcome.state, outcome.code, outcome.statements], ['failed', code, []], outcome.sentence);
      assert.match(outcome.sentence, sentence);
      assert.equal(sizeOf(plant), size);
    });
  }
});

const EXAMPLES: readonly (readonly [
  file: string,
  moved: readonly [string, string],
  came: readonly number[] | RegExp,
])[] = [
  ['peppol-UC1_Order.xml', ['>2013-', '>2027-'], [10, 400, 5, 600, 15, 300]],
  ['peppol-UC5_Order.xml', ['>2019-', '>2027-'], [10, 400, 5, 600, 15, 300]],
  ['peppol-UC1_Order.xml', ['', ''], /procurement\.needed_by_past/],
  ['peppol-UC2_Order.xml', ['>2013-', '>2027-'], /ubl_order_unfit line 1: SellersItemIdentification/],
  ['peppol-UC3_Order.xml', ['>2013-', '>2027-'], /ubl_order_unfit line 1: SellersItemIdentification/],
  ['peppol-UC4_Order.xml', ['>2013-', '>2027-'], /ubl_order_unfit Order: AllowanceCharge/],
  ['UBL-Order-2.1-Example.xml', ['>2010-', '>2027-'], /ubl_order_unfit Order: AllowanceCharge/],
  ['UBL-RequestForQuotation-2.1-Example.xml', ['', ''], /ubl_root_unknown line 2: expected Order/],
  ['UBL-Invoice-2.1-Example.xml', ['', ''], /ubl_root_unknown line 4: expected Order/],
];

describe('an example of OASIS or Peppol', {
  skip: sharedData('ubl') === undefined && 'the examples are absent',
}, () => {
  before(async () => {
    await plant.enrol('acme/nordic', 'agent');
    const mandate = { what: 'procurement.placeOrder', unit: 'SEK', mostEach: 100_000 };
    await setMandate(plant.server, 'acme/nordic', mandate);
    for (const partNumber of PARTS) {
      const type = { partNumber, name: 'Goods', tracking: 'serial', unit: 'piece' } as const;
      await plant.server.client('acme/buyer').do(itemsInterface, 'registerType', type);
    }
  });

  for (const [i, [file, [from, to], came]] of EXAMPLES.entries()) {
    test(`${file}, ${from === '' ? 'as it is' : 'in a year to come'}, ${Array.isArray(came) ? 'is placed' : 'is told what is in the way'}`, async () => {
      const text = readFileSync(sharedData(`ubl/examples/${file}`) ?? '', 'utf8').replaceAll(from, to);
      const outcome = await dropped(
        `example-${i}`,
        text,
        EXAMPLES_CONFIG,
        text.includes('"SEK"') ? 'acme/nordic' : 'acme/agent',
      );
      if (came instanceof RegExp) return assert.match(`${outcome.code} ${outcome.sentence}`, came);
      assert.equal(outcome.state, 'accepted', outcome.sentence);
      const orders = await ordersOf(outcome);
      assert.deepEqual(
        orders.flatMap(({ quantity, unitPriceCents }) => [quantity, unitPriceCents]),
        came,
      );
      assert.ok((outcome.unkeptCount ?? 0) > 0);
    });
  }
});

const PARTS = ['SN-33', 'SN-34', 'SN-35', '11111', '111125', '11135'];
const EXAMPLES_CONFIG = ublConfig({
  parts: PARTS.map((part) => ({ part })),
  parties: [
    { party: '7300010000001', member: 'acme' },
    { party: '5541277710', member: 'acme' },
    { party: '5546577791', member: 'borealis' },
    { party: '987654325', member: 'borealis' },
    { party: 'SellerPartyID123', member: 'borealis' },
    { party: 'The Supplier AB', member: 'borealis' },
  ],
});
