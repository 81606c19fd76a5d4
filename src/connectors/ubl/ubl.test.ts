import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { utf8 } from '#core/bytes.ts';
import { isFault } from '#core/fault.ts';
import { sharedData } from '#test/shared-data.ts';
import type { UblDocument } from './documents.ts';
import { orderLinesOf } from './order-lines.ts';
import { readUbl } from './read.ts';
import { writeUbl } from './write.ts';

const NS =
  'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"';
const order = (inner: string, ns = NS): Uint8Array => utf8(`<Order ${ns}>\n${inner}\n</Order>`);

describe('a UBL file', () => {
  const BAD: readonly (readonly [what: string, bytes: Uint8Array, code: string, place: RegExp])[] = [
    ['nothing', new Uint8Array(0), 'xml_malformed', /empty file/],
    ['no XML', utf8('part,quantity'), 'xml_malformed', /expected well-formed XML/],
    [
      'a document type declaration',
      utf8('<!DOCTYPE Order [<!ENTITY a "b">]><Order/>'),
      'xml_doctype_refused',
      /line 1/,
    ],
    [
      'another document',
      utf8('<Catalogue xmlns="urn:x"/>'),
      'ubl_root_unknown',
      /line 1: expected .*Order.*, got Catalogue/,
    ],
    ['another namespace', order('', 'xmlns="urn:other"'), 'ubl_namespace_wrong', /got urn:other/],
    [
      'a date that is none',
      order('<cbc:IssueDate>31.3.2026</cbc:IssueDate>'),
      'ubl_value_invalid',
      /line 2: \/Order\/IssueDate/,
    ],
    [
      'an amount without its currency',
      order('<cac:AnticipatedMonetaryTotal><cbc:PayableAmount>1</cbc:PayableAmount></cac:AnticipatedMonetaryTotal>'),
      'ubl_value_invalid',
      /PayableAmount: expected an amount with its currencyID/,
    ],
    ['too many bytes', new Uint8Array(8 * 1024 * 1024 + 1), 'ubl_too_large', /8388608 bytes/],
  ];
  for (const [what, bytes, code, place] of BAD) {
    test(`with ${what} is refused as ${code}, with the place`, async () => {
      await assert.rejects(readUbl(bytes), (error) => isFault(error, code) && place.test(error.message));
    });
  }

  test('has what is not kept listed by path and line, also a second of what is kept once', async () => {
    const { document, unkept, unkeptCount } = await readUbl(
      order(
        '<cbc:ID schemeID="a" other="b">1</cbc:ID>\n<cbc:ID>2</cbc:ID>\n<cbc:UUID>3</cbc:UUID>\n<x:Y xmlns:x="urn:x"/>',
      ),
    );
    assert.deepEqual(document, { id: '1' });
    assert.deepEqual(unkept, [
      { path: '/Order/ID/@schemeID', line: 2 },
      { path: '/Order/ID/@other', line: 2 },
      { path: '/Order/ID', line: 3 },
      { path: '/Order/UUID', line: 4 },
      { path: '/Order/Y', line: 5 },
    ]);
    assert.equal(unkeptCount, 5);
  });

  test('is written with every character escaped, and never with one that XML cannot carry', async () => {
    const hostile = '</cbc:Note><cbc:Note>&amp;"\'\r\n\t]]>\u2028';
    const bytes = writeUbl('Order', { notes: [hostile] });
    assert.deepEqual((await readUbl(bytes)).document, { notes: [hostile] });
    assert.throws(() => writeUbl('Order', { notes: ['\u0000'] }), { code: 'ubl_text_unfit' });
    assert.throws(() => writeUbl('Order', { notes: ['\ud800'] }), { code: 'ubl_text_unfit' });
  });
});

const line = (more: object = {}): NonNullable<UblDocument<'Order'>['lines']>[number] => ({
  item: {
    id: '1',
    quantity: { value: '10', unitCode: 'C62' },
    price: { amount: { value: '4.50', currency: 'EUR' } },
    item: { sellersId: { id: { value: 'PLATE-1' } } },
    deliveries: [{ requested: { endDate: '2026-03-31' } }],
    ...more,
  },
});

describe('the lines of a UBL order', () => {
  test('are whole quantities, cents and the last millisecond of the day', () => {
    const [found] = orderLinesOf({ lines: [line()] });
    assert.deepEqual(found, {
      id: '1',
      part: 'PLATE-1',
      name: undefined,
      ...{ quantity: 10, unitCode: 'C62', unitPriceCents: 450, currency: 'EUR' },
      neededByMs: Date.UTC(2026, 3, 1) - 1,
      notes: [],
    });
    const [hundred] = orderLinesOf({
      lines: [line({ price: { amount: { value: '450', currency: 'EUR' }, base: { value: '100.0' } } })],
    });
    assert.equal(hundred?.unitPriceCents, 450);
  });

  const UNFIT: readonly (readonly [what: string, more: object, place: RegExp])[] = [
    ['half a unit', { quantity: { value: '0.5' } }, /line 1: Quantity: .*got "0\.5"/],
    ['no part', { item: {} }, /line 1: SellersItemIdentification/],
    ['parts of a cent', { price: { amount: { value: '1.005', currency: 'EUR' } } }, /line 1: PriceAmount: .*"1\.005"/],
    ['a price less than nothing', { price: { amount: { value: '-1', currency: 'EUR' } } }, /PriceAmount/],
    ['no date', { deliveries: [] }, /RequestedDeliveryPeriod: .*"none"/],
    ['a date of another zone', { deliveries: [{ latestDate: '2026-03-31+02:00' }] }, /RequestedDeliveryPeriod/],
    ['30 February', { deliveries: [{ latestDate: '2026-02-30' }] }, /RequestedDeliveryPeriod/],
  ];
  for (const [what, more, place] of UNFIT) {
    test(`with ${what} are refused with the place`, () => {
      assert.throws(
        () => orderLinesOf({ lines: [line(more)] }),
        (error) => isFault(error, 'ubl_order_unfit') && place.test(error.message),
      );
    });
  }

  test('of an example are those of its file', async (t) => {
    const path = sharedData('ubl/examples/peppol-UC1_Order.xml');
    if (path === undefined) return t.skip('the examples are absent');
    const { document } = await readUbl(readFileSync(path));
    const lines = orderLinesOf(document as UblDocument<'Order'>);
    assert.deepEqual(
      lines.map(({ quantity, unitPriceCents, unitCode }) => [quantity, unitPriceCents, unitCode]),
      [
        [10, 400, 'NAR'],
        [5, 600, 'NAR'],
        [15, 300, 'NAR'],
      ],
    );
    assert.ok(lines.every(({ neededByMs }) => neededByMs === Date.UTC(2013, 6, 17) - 1));
  });
});
