import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  base32,
  base64url,
  compareBytes,
  concat,
  equalBytes,
  fromBase64url,
  fromHex,
  fromUtf8,
  hex,
  utf8,
} from './bytes.ts';

/** RFC 4648 section 10, without padding, base32 in lower case. */
const RFC_4648 = [
  ['', '', '', ''],
  ['f', '66', 'Zg', 'my'],
  ['fo', '666f', 'Zm8', 'mzxq'],
  ['foo', '666f6f', 'Zm9v', 'mzxw6'],
  ['foob', '666f6f62', 'Zm9vYg', 'mzxw6yq'],
  ['fooba', '666f6f6261', 'Zm9vYmE', 'mzxw6ytb'],
  ['foobar', '666f6f626172', 'Zm9vYmFy', 'mzxw6ytboi'],
] as const;

test('the texts of RFC 4648 section 10', () => {
  for (const [plain, inHex, inBase64url, inBase32] of RFC_4648) {
    assert.equal(hex(utf8(plain)), inHex);
    assert.equal(base64url(utf8(plain)), inBase64url);
    assert.equal(base32(utf8(plain)), inBase32);
    assert.equal(fromUtf8(fromHex(inHex)), plain);
    assert.equal(fromUtf8(fromBase64url(inBase64url)), plain);
  }
  assert.equal(base64url(Uint8Array.of(251, 255)), '-_8');
});

test('a byte string and its text are one to one', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      assert.equal(hex(bytes), Buffer.from(bytes).toString('hex'));
      assert.equal(base64url(bytes), Buffer.from(bytes).toString('base64url'));
      assert.deepEqual(fromHex(hex(bytes)), bytes);
      assert.deepEqual(fromBase64url(base64url(bytes)), bytes);
    }),
    { seed: 4648, numRuns: 300 },
  );
});

test('a text that the encoder would not print is refused', () => {
  const notHex = ['0', '0g', 'AA', ' aa', 'aa ', '0x00', 'aa\n', '\uff10\uff10'];
  for (const text of notHex) assert.throws(() => fromHex(text), { code: 'hex_invalid' }, text);
  const notBase64url = ['Z', 'Zh', 'Zm9', 'Zg==', 'Zg=', '+/8', 'Zm 9v', 'Zm9v\n', 'Zm9vZ', '\u0100AAA', 'AA\u0000A'];
  for (const text of notBase64url) assert.throws(() => fromBase64url(text), { code: 'base64url_invalid' }, text);
  for (let i = 0; i < 3000; i++) {
    const text = String.fromCharCode(65 + (i % 58), 65 + ((i * 7) % 58), 45 + ((i * 3) % 80));
    try {
      assert.equal(base64url(fromBase64url(text)), text);
    } catch (error) {
      assert.equal(error instanceof Error && 'code' in error && error.code, 'base64url_invalid', text);
    }
  }
});

test('UTF-8 is read strictly, and a byte order mark is text', () => {
  const broken = ['ff', 'c0af', 'c181', 'e08080', 'eda080', 'f4908080', 'f8888080', 'e282', '80'];
  for (const bytes of broken) assert.throws(() => fromUtf8(fromHex(bytes)), { code: 'utf8_invalid' }, bytes);
  for (const text of ['', 'a', '\u00fc', '\u6c34', '\u{10151}', '\ufeffa', '\u0000', '\uffff']) {
    assert.equal(fromUtf8(utf8(text)), text);
  }
});

test('byte strings are joined and ordered as memcmp does', () => {
  assert.deepEqual(concat(), new Uint8Array(0));
  assert.deepEqual(concat(utf8('a'), utf8(''), utf8('bc')), utf8('abc'));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4 }), fc.uint8Array({ maxLength: 4 }), (a, b) => {
      assert.equal(Math.sign(compareBytes(a, b)), Buffer.compare(a, b));
      assert.equal(equalBytes(a, b), Buffer.compare(a, b) === 0);
    }),
    { seed: 1, numRuns: 500 },
  );
});
