// What of a UBL order goes onto the ledger: line by line, and refused where it would be another order there.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { utf8 } from '#core/bytes.ts';
import { isFault } from '#core/fault.ts';
import { sharedData } from '#test/shared-data.ts';
import type { UblDocument } from './documents.ts';
import { readUblOrder } from './order.ts';
import { writeUbl } from './write.ts';

type Order = UblDocument<'Order'>;
type Line = NonNullable<NonNullable<NonNullable<Order['lines']>[number]>['item']>;
const party = (value: string) => ({ party: { identifications: [{ id: { value } }] } });
const day = { requested: { endDate: '2026-03-31' } };
const place = { location: { address: { street: 'Dock', buildingNumber: '4', postalZone: 'S1', city: 'Sheffield' } } };
const item: Line = {
  id: '1',
  quantity: { value: '10', unitCode: 'C62' },
  price: { amount: { value: '4.50', currency: 'EUR' } },
  item: { sellersId: { id: { value: 'PLATE-1' } } },
};
const order: Order = {
  buyer: party('acme'),
  seller: party('borealis'),
  deliveries: [{ ...day, ...place }],
  lines: [{ item }],
};
const read = (changes: Order) => readUblOrder(writeUbl('Order', { ...order, ...changes }));
const withLine = (more: Line, notes: readonly string[] = []): Order => ({
  lines: [{ notes, item: { ...item, ...more } }],
});

describe('a UBL order', () => {
  test('is its parties and lines: whole quantities, cents, the last millisecond of the day, a place', async () => {
    const { buyer, seller, lines, unkept } = await read({});
    assert.deepEqual([buyer, seller, unkept], [['acme'], ['borealis'], []]);
    assert.deepEqual(lines, [
      {
        id: '1',
        parts: ['PLATE-1'],
        ...{ quantity: 10, unitCode: 'C62', price: { unitPriceCents: 450, currency: 'EUR' } },
        neededByMs: Date.UTC(2026, 3, 1) - 1,
        deliveryPlace: 'Dock 4, S1 Sheffield',
        options: [],
      },
    ]);
  });

  const FIT: readonly (readonly [what: string, changes: Order, field: string, value: unknown])[] = [
    [
      'a price for more than one',
      withLine({ price: { amount: { value: '450', currency: 'EUR' }, base: { value: '100.0', unitCode: 'C62' } } }),
      'price',
      { unitPriceCents: 450, currency: 'EUR' },
    ],
    ['no price', withLine({ price: {} }), 'price', undefined],
    ['the sum of the line', withLine({ amount: { value: '45.000', currency: 'EUR' } }), 'quantity', 10],
    [
      'a time of the day',
      { deliveries: [{ requested: { endDate: '2026-03-31Z', endTime: '12:30:00Z' }, ...place }] },
      'neededByMs',
      Date.UTC(2026, 2, 31, 12, 30),
    ],
    [
      'a date and place of its own',
      withLine({ deliveries: [{ latestDate: '2026-04-02', location: { id: { value: '7300010000001' } } }] }),
      'deliveryPlace',
      '7300010000001',
    ],
    [
      'parts of one delivery to the same place',
      withLine({
        deliveries: [
          { quantity: { value: '4' }, ...day },
          { quantity: { value: '6' }, ...day },
        ],
      }),
      'neededByMs',
      Date.UTC(2026, 3, 1) - 1,
    ],
    [
      'notes and properties',
      withLine({ notes: ['deburred'], item: { ...item.item, properties: [{ name: 'Color', value: 'Red' }] } }, [
        'deburred',
      ]),
      'options',
      ['deburred', 'Color: Red'],
    ],
    ['a number of the buyer’s', withLine({ item: { buyersId: { id: { value: '4711' } } } }), 'parts', ['4711']],
    [
      'several numbers of the part',
      withLine({ item: { ...item.item, buyersId: { id: { value: '4711' } }, standardId: { id: { value: '4711' } } } }),
      'parts',
      ['PLATE-1', '4711'],
    ],
    [
      'the last day twice',
      { deliveries: [{ latestDate: '2026-03-31', ...day, ...place }] },
      'neededByMs',
      Date.UTC(2026, 3, 1) - 1,
    ],
    ['the code of a purchase order', { typeCode: '220' }, 'id', '1'],
  ];
  for (const [what, changes, field, value] of FIT) {
    test(`with ${what} is read`, async () => {
      const [line] = (await read(changes)).lines;
      assert.deepEqual(line?.[field as keyof typeof line], value);
    });
  }

  const two = { lines: [{ item }, { item }] };
  const UNFIT: readonly (readonly [what: string, changes: Order, place: RegExp])[] = [
    ['half a unit', withLine({ quantity: { value: '0.5' } }), /^line 1: Quantity: .*got "0\.5"/],
    ['no part', withLine({ item: {} }), /^line 1: SellersItemIdentification/],
    [
      'parts of a cent',
      withLine({ price: { amount: { value: '1.005', currency: 'EUR' } } }),
      /^line 1: PriceAmount: .*"1\.005"/,
    ],
    ['a price less than nothing', withLine({ price: { amount: { value: '-1', currency: 'EUR' } } }), /PriceAmount/],
    [
      'a price for another unit',
      withLine({ price: { ...item.price, base: { value: '1', unitCode: 'KGM' } } }),
      /^line 1: BaseQuantity: .*C62, got "KGM"/,
    ],
    ['another sum', withLine({ amount: { value: '44', currency: 'EUR' } }), /^line 1: LineExtensionAmount: .*"44"/],
    ['a sum without a price', withLine({ price: {}, amount: { value: '1', currency: 'EUR' } }), /^line 1: PriceAmount/],
    ['no date', { deliveries: [place] }, /^line 1: RequestedDeliveryPeriod: .*got "none"/],
    [
      'a date of another zone',
      { deliveries: [{ latestDate: '2026-03-31+02:00', ...place }] },
      /RequestedDeliveryPeriod/,
    ],
    [
      'a time of another zone',
      { deliveries: [{ requested: { endDate: '2026-03-31', endTime: '12:00:00+02:00' }, ...place }] },
      /RequestedDeliveryPeriod/,
    ],
    ['30 February', { deliveries: [{ latestDate: '2026-02-30', ...place }] }, /RequestedDeliveryPeriod/],
    [
      'two dates',
      withLine({ deliveries: [day, { latestDate: '2026-04-02' }] }),
      /RequestedDeliveryPeriod: .*"2026-03-31 and 2026-04-02"/,
    ],
    [
      'a period without an end',
      { deliveries: [{ requested: { startDate: '2026-03-31' }, ...place }] },
      /RequestedDeliveryPeriod: .*got "none"/,
    ],
    [
      'a last day after the period',
      { deliveries: [{ latestDate: '2026-04-02', ...day, ...place }] },
      /RequestedDeliveryPeriod: .*and 2026-04-02"/,
    ],
    ['no place', { deliveries: [day] }, /^line 1: DeliveryLocation: .*got "none"/],
    ['two places', { deliveries: [{ ...day, ...place }, { address: { city: 'York' } }] }, /DeliveryLocation/],
    [
      'a rebate',
      { allowances: [{ isCharge: 'false', amount: { value: '1', currency: 'EUR' } }] },
      /^Order: AllowanceCharge/,
    ],
    [
      'a charge on a line',
      withLine({ allowances: [{ isCharge: 'true', amount: { value: '1', currency: 'EUR' } }] }),
      /^line 1: AllowanceCharge/,
    ],
    ['a line that was cancelled', withLine({ statusCode: '2' }), /^line 1: LineStatusCode: expected none, got "2"/],
    ['no line', { lines: [] }, /^Order: OrderLine: expected at least one line/],
    ['two lines of one id', two, /^OrderLine at place 2: ID: .*got "1"/],
    ['an id that steers a terminal', withLine({ id: '1\u009b2J' }), /^OrderLine at place 1: ID/],
    ['an option as long as a book', withLine({ notes: ['x'.repeat(81)] }), /^line 1: Note: .*got 81 characters/],
    ['a rush order', { typeCode: '224' }, /^Order: OrderTypeCode: .*got "224"/],
    ['a blanket order', { typeCode: '221' }, /^Order: OrderTypeCode: .*got "221"/],
    ['no seller', { seller: {} }, /^Order: SellerSupplierParty: .*got "0"/],
  ];
  for (const [what, changes, where] of UNFIT) {
    test(`with ${what} is refused with the place`, async () => {
      await assert.rejects(read(changes), (error) => isFault(error, 'ubl_order_unfit') && where.test(error.message));
    });
  }

  const HOSTILE: readonly (readonly [what: string, after: string, more: string, place: RegExp])[] = [
    [
      'a second quantity',
      '</cbc:Quantity>',
      '<cbc:Quantity>1000</cbc:Quantity>',
      /^Order: .*LineItem\/Quantity: expected one/,
    ],
    [
      'a second price',
      '</cac:Price>',
      '<cac:Price><cbc:PriceAmount currencyID="EUR">450</cbc:PriceAmount></cac:Price>',
      /^Order: .*LineItem\/Price: expected one/,
    ],
    [
      'a second buyer',
      '</cac:BuyerCustomerParty>',
      '<cac:BuyerCustomerParty/>',
      /^Order: .*\/BuyerCustomerParty: expected one/,
    ],
    [
      'lines within a line',
      '</cac:Item>',
      '<cac:SubLineItem><cac:LineItem><cbc:ID>1.1</cbc:ID></cac:LineItem></cac:SubLineItem>',
      /^line 1: SubLineItem/,
    ],
    [
      'a price by a thousand',
      '</cbc:PriceAmount>',
      '<cbc:OrderableUnitFactorRate>1000</cbc:OrderableUnitFactorRate>',
      /^line 1: OrderableUnitFactorRate: .*got "1000"/,
    ],
  ];
  const written = new TextDecoder().decode(writeUbl('Order', order));
  for (const [what, after, more, where] of HOSTILE) {
    test(`with ${what} is refused with the place`, async () => {
      const text = written.replace(after, `${after}${more}`);
      assert.notEqual(text, written);
      await assert.rejects(
        readUblOrder(utf8(text)),
        (error) => isFault(error, 'ubl_order_unfit') && where.test(error.message),
      );
    });
  }

  test('with quantities and prices that no order has is refused', async () => {
    for (const value of ['-10', '0', '1000001', '9'.repeat(18), '0.999'])
      await assert.rejects(read(withLine({ quantity: { value, unitCode: 'C62' } })), { code: 'ubl_order_unfit' });
    for (const value of ['10000000000000.01', '9'.repeat(18), '.001'])
      await assert.rejects(read(withLine({ price: { amount: { value, currency: 'EUR' } } })), {
        code: 'ubl_order_unfit',
      });
    for (const value of ['1e3', 'NaN', '0x10', '9'.repeat(19)])
      await assert.rejects(read(withLine({ quantity: { value } })), { code: 'ubl_value_invalid' });
    const other = withLine({ amount: { value: '45', currency: 'USD' } });
    await assert.rejects(read(other), (error) => isFault(error, 'ubl_order_unfit') && /in EUR/.test(error.message));
  });

  test('is read by its own attributes, not by others of their name', async () => {
    const text = written.replace('<cbc:Quantity unitCode', '<cbc:Quantity xmlns:x="urn:x" x:unitCode="KGM" unitCode');
    const last = written.replace('unitCode="C62"', 'unitCode="C62" xmlns:x="urn:x" x:unitCode="KGM"');
    assert.ok(text !== written && last !== written);
    for (const one of [text, last]) assert.equal((await readUblOrder(utf8(one))).lines[0]?.unitCode, 'C62');
  });

  test('that is a copy is refused; what does not go onto the ledger is listed', async () => {
    const text = new TextDecoder().decode(writeUbl('Order', { ...order, id: '4711', typeCode: '220' }));
    const copy = (value: string) =>
      text.replace('</cbc:ID>\n  <cbc:Ord', `</cbc:ID>\n<cbc:CopyIndicator>${value}</cbc:CopyIndicator><cbc:Ord`);
    await assert.rejects(
      readUblOrder(utf8(copy('true'))),
      (error) => isFault(error, 'ubl_order_unfit') && /CopyIndicator/.test(error.message),
    );
    assert.deepEqual((await readUblOrder(utf8(copy('false')))).unkept, [{ path: '/Order/ID', line: 3 }]);
  });

  const EXAMPLES: readonly (readonly [file: string, expected: readonly number[] | RegExp])[] = [
    ['peppol-UC1_Order.xml', [10, 400, 5, 600, 15, 300]],
    ['peppol-UC2_Order.xml', /^line 1: SellersItemIdentification/],
    ['peppol-UC3_Order.xml', /^line 1: SellersItemIdentification/],
    ['peppol-UC4_Order.xml', /^Order: AllowanceCharge/],
    ['peppol-UC5_Order.xml', [10, 400, 5, 600, 15, 300]],
    ['UBL-Order-2.1-Example.xml', /^Order: AllowanceCharge/],
  ];
  for (const [file, expected] of EXAMPLES) {
    test(`of the examples, ${file} is read, or says which element is in the way`, async (t) => {
      const path = sharedData(`ubl/examples/${file}`);
      if (path === undefined) return t.skip('the examples are absent');
      const reading = readUblOrder(readFileSync(path));
      if (expected instanceof RegExp) {
        return assert.rejects(reading, (error) => isFault(error, 'ubl_order_unfit') && expected.test(error.message));
      }
      const { lines } = await reading;
      assert.deepEqual(
        lines.flatMap(({ quantity, price }) => [quantity, price?.unitPriceCents]),
        expected,
      );
    });
  }
});
