import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { sharedData } from '#test/shared-data.ts';
import { readingOf, readingsOf } from './model.ts';

const OWN = ['http://127.0.0.1:4800', 'https://plates.example/ledger'];
const ITEM = 'item-agrcd2gwhzore2tz3dxx6iogsdyilgsny2ia';
const GTIN = '04012345123456';
const SERIAL = `/01/${GTIN}/21/S-1`;

const OURS: readonly (readonly [text: string, path: string, isGs1?: boolean])[] = [
  [`http://127.0.0.1:4800/p/${ITEM}`, `/p/${ITEM}`],
  [`https://plates.example/ledger/p/${ITEM}`, `/p/${ITEM}`],
  [`HTTP://127.0.0.1:4800/v1/passports/${ITEM}`, `/p/${ITEM}`],
  [`https://plates.example${SERIAL}`, SERIAL],
  [`https://plates.example/01/4012345123456/21/S-1?linkType=all#x`, SERIAL],
  [`https://plates.example/01/${GTIN}/21/a%2Fb`, `/01/${GTIN}/21/a%2Fb`],
  [`  ${ITEM}\n`, `/p/${ITEM}`],
  [`(01)${GTIN}(21)S-1`, SERIAL],
  [`(01) ${GTIN} (21) S-1`, SERIAL],
  [`]d201${GTIN}21S-1`, SERIAL],
  [`01${GTIN}21S-1`, SERIAL, true],
  [`01${GTIN}10LOT7\u001d21S-1`, SERIAL, true],
  [`01${GTIN}1728010121S-1\u001d10LOT7`, SERIAL, true],
  [`(01)${GTIN}(17)280101(21)S-1`, SERIAL, true],
];
const FOREIGN: readonly (readonly [text: string, isGs1?: boolean])[] = [
  [''],
  ['4012345123456'],
  [`01${GTIN}21S-1`],
  [`01${GTIN}9921`, true],
  [`01${GTIN}21`, true],
  ['0104012345', true],
  ['http://127.0.0.1:4800/sign-in'],
  ['http://127.0.0.1:4800/p/../sign-in'],
  ['http://127.0.0.1:4800/p/item-1%2f..%2f..%2fdo'],
  [`http://127.0.0.1:4800/01/${GTIN}/21/%ff`],
  [`http://127.0.0.1:4800/01/123/21/S-1`],
  [`(01)${GTIN}(21)..`],
  ['javascript:alert(1)'],
  ['data:text/html,<script>alert(1)</script>'],
  ['//evil.example/p/x'],
  ['WIFI:S:plant;T:WPA;P:secret;;'],
  ['item-<img src=x onerror=alert(1)>'],
  ['x'.repeat(5000)],
];

describe('a scanned code', () => {
  for (const [text, path, isGs1 = false] of OURS) {
    test(`${JSON.stringify(text)} leads to ${path}`, () => {
      const reading = readingOf({ text, isGs1 }, OWN);
      assert.deepEqual([reading.kind, 'path' in reading && reading.path], ['ours', path]);
    });
  }
  for (const [text, isGs1 = false] of FOREIGN) {
    test(`${JSON.stringify(text.slice(0, 60))} leads nowhere`, () => {
      const reading = readingOf({ text, isGs1 }, OWN);
      assert.equal(reading.kind, 'foreign');
      assert.ok(reading.text.length <= 401);
    });
  }

  test('of another node is named by its host, however it dresses up, and led to only here', () => {
    const rows = [
      [`https://evil.example/p/${ITEM}`, 'evil.example'],
      [`https://plates.example@evil.example${SERIAL}`, 'evil.example'],
      [`https://plates.example.evil.example${SERIAL}`, 'plates.example.evil.example'],
      [`http://plates.example${SERIAL}`, 'plates.example'],
      [`http://127.0.0.1:4801/p/${ITEM}`, '127.0.0.1:4801'],
      [`https://user:word@plates.example${SERIAL}`, 'plates.example'],
      [`https://xn--pltes-7qa.example${SERIAL}`, 'xn--pltes-7qa.example'],
    ] as const;
    for (const [text, host] of rows) {
      const reading = readingOf({ text, isGs1: false }, OWN);
      assert.ok(reading.kind === 'elsewhere', text);
      assert.equal(reading.host, host);
      assert.match(reading.path, /^\/(p|01)\//);
    }
  });

  test('never leads anywhere but to a passport of this node, whatever text it holds', (t) => {
    const path = sharedData('json/blns.json');
    if (path === undefined) return t.skip('shared/data is absent');
    const hostile: readonly string[] = JSON.parse(readFileSync(path, 'utf8'));
    assert.ok(hostile.length > 400);
    for (const text of hostile) {
      const reading = readingOf({ text, isGs1: true }, OWN);
      if ('path' in reading) assert.match(reading.path, /^\/(p\/item-[a-z2-7]+|01\/\d{14}\/21\/[^/?#]+)$/);
    }
  });
});

test('of several codes in a picture those of things are asked about, each once', () => {
  const code = (text: string) => ({ text, isGs1: false });
  const both = [code(`http://127.0.0.1:4800/p/${ITEM}`), code(ITEM), code('a poster'), code(`(01)${GTIN}(21)S-1`)];
  assert.deepEqual(
    readingsOf(both, OWN).map((reading) => 'path' in reading && reading.path),
    [`/p/${ITEM}`, SERIAL],
  );
  assert.deepEqual(
    readingsOf([code('a poster'), code('a poster')], OWN).map(({ kind }) => kind),
    ['foreign'],
  );
});
