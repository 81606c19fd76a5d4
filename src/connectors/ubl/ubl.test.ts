import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { utf8 } from '#core/bytes.ts';
import { isFault } from '#core/fault.ts';
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
        '<cbc:ID schemeID="a" other="b">1</cbc:ID>\n<cbc:ID>2</cbc:ID>\n<cbc:UUID>3</cbc:UUID>\n<x:Y xmlns:x="urn:x"/>\n<cac:Delivery>on Mondays</cac:Delivery>',
      ),
    );
    assert.deepEqual(document, { id: '1' });
    assert.deepEqual(unkept, [
      { path: '/Order/ID/@schemeID', line: 2 },
      { path: '/Order/ID/@other', line: 2 },
      { path: '/Order/ID', line: 3 },
      { path: '/Order/UUID', line: 4 },
      { path: '/Order/Y', line: 5 },
      { path: '/Order/Delivery/text()', line: 6 },
    ]);
    assert.equal(unkeptCount, 6);
  });

  test('is written with every character escaped, and never with one that XML cannot carry', async () => {
    const hostile = '</cbc:Note><cbc:Note>&amp;"\'\r\n\t]]>\u2028';
    const bytes = writeUbl('Order', { notes: [hostile] });
    assert.deepEqual((await readUbl(bytes)).document, { notes: [hostile] });
    assert.throws(() => writeUbl('Order', { notes: ['\u0000'] }), { code: 'ubl_text_unfit' });
    assert.throws(() => writeUbl('Order', { notes: ['\ud800'] }), { code: 'ubl_text_unfit' });
  });
});
