import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { concat, utf8 } from '#core/bytes.ts';
import { isFault } from '#core/fault.ts';
import { readCsv } from './csv.ts';
import { readMapping } from './mapping.ts';
import { readOrder } from './order.ts';

const HEADER = 'part,quantity,neededBy,deliveryPlace,options\n';
const LINE = 'PLATE-01,20,2026-12-18,"Sheffield, dock ""4""",anodised;marked\n';

test('an order gives its lines', () => {
  const expected = [
    {
      part: 'PLATE-01',
      quantity: 20,
      neededBy: '2026-12-18',
      neededByMs: Date.UTC(2026, 11, 19) - 1,
      deliveryPlace: 'Sheffield, dock "4"',
      options: ['anodised', 'marked'],
      line: 2,
    },
  ];
  assert.deepEqual(readOrder(utf8(HEADER + LINE)), expected);
  assert.deepEqual(readOrder(utf8((HEADER + LINE).replaceAll('\n', '\r\n'))), expected);
  assert.deepEqual(readOrder(utf8((HEADER + LINE).trimEnd())), expected);
  assert.deepEqual(readOrder(concat(Uint8Array.of(0xef, 0xbb, 0xbf), utf8(HEADER + LINE))), expected);
  assert.deepEqual(
    readOrder(utf8(`${HEADER}A,1,2028-02-29,x,\nB,2,2026-01-01,y,`)).map(({ line, options }) => [line, options]),
    [
      [2, []],
      [3, []],
    ],
  );
});

// a file; the code of its Fault and the place that it names
const BROKEN: readonly (readonly [string | Uint8Array, string, string])[] = [
  ['', 'csv_empty', ''],
  [HEADER, 'csv_empty', ''],
  ['part,quantity\nA,1\n', 'csv_header', 'line 1'],
  [HEADER.replace('part,quantity', 'quantity,part') + LINE, 'csv_header', 'line 1'],
  [HEADER.replaceAll(',', ';') + LINE, 'csv_header', 'line 1'],
  [`${HEADER}A,1,2026-01-01,x\n`, 'csv_fields', 'line 2'],
  [`${HEADER}A,1,2026-01-01,x,,\n`, 'csv_fields', 'line 2'],
  [`${HEADER}${LINE}\n`, 'csv_fields', 'line 3'],
  [`${HEADER}"A\nB",1,2026-01-01,x,\nC,1,2026-01-01\n`, 'csv_fields', 'line 4'],
  [`${HEADER}A,0,2026-01-01,x,\n`, 'order_quantity', 'line 2, column 3'],
  [`${HEADER}A,1.5,2026-01-01,x,\n`, 'order_quantity', 'line 2, column 3'],
  [`${HEADER}A,-1,2026-01-01,x,\n`, 'order_quantity', 'line 2, column 3'],
  [`${HEADER}A,1e3,2026-01-01,x,\n`, 'order_quantity', 'line 2, column 3'],
  [`${HEADER}A,1000001,2026-01-01,x,\n`, 'order_quantity', 'line 2, column 3'],
  [`${HEADER}A,1,2026-02-30,x,\n`, 'order_date', 'line 2, column 5'],
  [`${HEADER}A,1,18.12.2026,x,\n`, 'order_date', 'line 2, column 5'],
  [`${HEADER}A,1,0000-00-00,x,\n`, 'order_date', 'line 2, column 5'],
  [`${HEADER},1,2026-01-01,x,\n`, 'order_field_empty', 'line 2, column 1'],
  [`${HEADER}A,1,2026-01-01,,\n`, 'order_field_empty', 'line 2, column 16'],
  [`${HEADER}A,1,2026-01-01, x,\n`, 'order_field_empty', 'line 2, column 16'],
  [`${HEADER}A,1,2026-01-01,x,a;;b\n`, 'order_options', 'line 2, column 18'],
  [`${HEADER}A,1,2026-01-01,x,a;a\n`, 'order_options', 'line 2, column 18'],
  [HEADER + LINE + LINE, 'order_part_repeated', 'line 3, column 1'],
  [`${HEADER}A"B,1,2026-01-01,x,\n`, 'csv_quote', 'line 2, column 2'],
  [`${HEADER}"A"B,1,2026-01-01,x,\n`, 'csv_quote', 'line 2, column 4'],
  [`${HEADER}A,1,2026-01-01,"x,\n`, 'csv_quote', 'line 2, column 16'],
  [`${HEADER}A,1\r2026-01-01,x,\n`, 'csv_quote', 'line 2, column 5'],
  [`${HEADER}A,1,2026-01-01,${'x'.repeat(5_000)},\n`, 'csv_too_large', 'line 2'],
  [`${HEADER}${','.repeat(100)}\n`, 'csv_too_large', 'line 2'],
  [HEADER + 'A,1,2026-01-01,x,\n'.repeat(20_000), 'csv_too_large', 'line 20001'],
  [new Uint8Array(5 * 1024 * 1024), 'csv_too_large', ''],
  [new Uint8Array(Buffer.from(HEADER + LINE, 'utf16le')), 'csv_encoding', ''],
  [new Uint8Array(Buffer.from(`\ufeff${HEADER}`, 'utf16le')), 'csv_encoding', ''],
  [new Uint8Array(Buffer.from(`${HEADER}Träger,1,2026-01-01,x,\n`, 'latin1')), 'csv_encoding', ''],
  [`${HEADER}A\0,1,2026-01-01,x,\n`, 'csv_encoding', ''],
];

test('a broken order ends in one Fault that names line and column', () => {
  for (const [file, code, place] of BROKEN) {
    const what = typeof file === 'string' ? file.slice(0, 100) : `${file.length} bytes`;
    const reading = () => readOrder(typeof file === 'string' ? utf8(file) : file);
    assert.throws(
      reading,
      (error) => isFault(error, code) && error.message.startsWith(place),
      `${code} ${place}: ${what}`,
    );
  }
});

test('a mapping gives its pairs of units and characteristics', () => {
  const mapping = readMapping(
    utf8('kind,laboratoryA,laboratoryB\nunit,1,PLATE_A01\ncharacteristic,Diameter 10,D5\nunit,2,PLATE_A02\n'),
  );
  assert.deepEqual(mapping, {
    units: [
      { laboratoryA: '1', laboratoryB: 'PLATE_A01', line: 2 },
      { laboratoryA: '2', laboratoryB: 'PLATE_A02', line: 4 },
    ],
    characteristics: [{ laboratoryA: 'Diameter 10', laboratoryB: 'D5', line: 3 }],
  });
});

const BROKEN_MAPPINGS: readonly (readonly [string, string, string])[] = [
  ['plate,1,2\n', 'mapping_kind', 'line 2, column 1'],
  ['unit,1,\n', 'mapping_name_empty', 'line 2, column 8'],
  ['unit,1,a\nunit,1,b\n', 'mapping_repeated', 'line 3, column 6'],
  ['unit,1,a\nunit,2,a\n', 'mapping_repeated', 'line 3, column 8'],
];

test('a mapping with two answers or none is refused', () => {
  for (const [lines, code, place] of BROKEN_MAPPINGS) {
    const reading = () => readMapping(utf8(`kind,laboratoryA,laboratoryB\n${lines}`));
    assert.throws(reading, (error) => isFault(error, code) && error.message.startsWith(place), lines);
  }
});

test('whatever texts are written by the rules of RFC 4180 are read back', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ';', 'ä'), maxLength: 8 });
  const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }),
      fc.constantFrom('\n', '\r\n'),
      (rows, end) => {
        const file = ['x,y', ...rows.map((row) => row.map(quoted).join(','))].join(end);
        const records = readCsv(utf8(file), ['x', 'y']);
        assert.deepEqual(
          records.map(({ fields }) => [fields.x.text, fields.y.text]),
          rows,
        );
        for (const { fields } of records) {
          const { line, column } = fields.y;
          assert.ok(
            file
              .split('\n')
              [line - 1]?.slice(column - 1)
              .startsWith('"'),
          );
        }
      },
    ),
    { seed: 1 },
  );
});
