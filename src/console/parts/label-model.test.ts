import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { drawCode } from './code-drawing.ts';
import { labelOf } from './label-model.ts';

const GTIN = '04012345123456';
const PART = { item: 'item-agrc', name: 'Plate', partNumber: 'PLATE', number: 'P-001' };
const COM = 'https://plates.example/ledger';

const ROWS: readonly (readonly [code: string | undefined, address: string, matrix: string])[] = [
  [undefined, `${COM}/p/item-agrc`, `${COM}/p/item-agrc`],
  [`${GTIN}/P-001`, `${COM}/01/${GTIN}/21/P-001`, `(01)${GTIN}(21)P-001`],
  [`${GTIN}/a/b`, `${COM}/01/${GTIN}/21/a%2Fb`, `(01)${GTIN}(21)a/b`],
  [`${GTIN}/P(10)x`, `${COM}/01/${GTIN}/21/P(10)x`, `${COM}/01/${GTIN}/21/P(10)x`],
  [`${GTIN}/${'9'.repeat(21)}`, `${COM}/01/${GTIN}/21/${'9'.repeat(21)}`, `${COM}/01/${GTIN}/21/${'9'.repeat(21)}`],
];

describe('a label', () => {
  for (const [code, address, matrix] of ROWS) {
    test(`of ${code ?? 'an item without a GTIN'} opens ${address}`, () => {
      const label = labelOf({ ...PART, ...(code === undefined ? {} : { code }) }, COM, 'http://127.0.0.1:4800');
      assert.deepEqual([label.address, label.matrix.text], [address, matrix]);
      assert.equal(label.matrix.kind, matrix.startsWith('(') ? 'gs1datamatrix' : 'datamatrix');
    });
  }

  test('says who can open it', () => {
    const reach = (publicAddress: string | undefined, origin: string) => labelOf(PART, publicAddress, origin).reach;
    assert.equal(reach(COM, 'http://127.0.0.1:4800'), 'others');
    for (const own of ['http://127.0.0.1:4800', 'http://localhost:4800', 'http://[::1]:4800', 'http://x.localhost']) {
      assert.equal(reach(undefined, own), 'here', own);
    }
    assert.equal(reach(undefined, 'http://192.168.1.5:4800'), 'unsaid');
    assert.equal(reach('http://localhost:4800', 'http://192.168.1.5:4800'), 'here');
  });
});

describe('a drawn code', () => {
  test('is squares on a grid, and nothing but numbers and path letters', () => {
    for (const kind of ['qrcode', 'datamatrix'] as const) {
      const { path, size } = drawCode(kind, `${COM}/p/<b>&"'\u{1F600}`);
      assert.match(path, /^[MLZ\d. -]+$/i);
      assert.ok(size >= 10 && size < 100, `${kind}: ${size}`);
    }
  });

  test('of a GS1 element string holds the GTIN with its check digit', () => {
    assert.ok(drawCode('gs1datamatrix', `(01)${GTIN}(21)P-001`).size >= 10);
    assert.throws(() => drawCode('gs1datamatrix', '(01)04012345123457(21)P-001'));
  });
});
