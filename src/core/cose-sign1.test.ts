import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testKey } from '#test/keys.ts';
import { fromHex, hex, utf8 } from './bytes.ts';
import { type CborValue, encodeCbor, Tagged } from './cbor.ts';
import { ALGORITHM_ESP256, decodeSign1, encodeSign1, LABEL, signSign1, sigStructure } from './cose-sign1.ts';
import { verifyEs256 } from './es256.ts';

const NONE = new Uint8Array(0);
const HEADER = encodeCbor(new Map([[1, ALGORITHM_ESP256]]));
const KEY = testKey('sign1');

function envelope(...parts: readonly CborValue[]): Uint8Array {
  return encodeCbor(new Tagged(18, parts));
}

test('what is signed reads back, and the signature covers headers, payload and outside data', async () => {
  const protectedHeader = new Map<number, CborValue>([
    [LABEL.algorithm, ALGORITHM_ESP256],
    [LABEL.contentType, 'text/plain'],
  ]);
  const content = { protected: protectedHeader, payload: utf8('content'), externalAad: utf8('outside') };
  const sign1 = await signSign1(content, KEY);
  assert.deepEqual(decodeSign1(encodeSign1(sign1)), sign1);
  const { protectedBytes, signature } = sign1;
  const verify = (header: Uint8Array, aad: string, payload: string) =>
    verifyEs256(KEY.publicKey, sigStructure(header, utf8(aad), utf8(payload)), signature);
  assert.ok(verify(protectedBytes, 'outside', 'content'));
  assert.ok(!verify(HEADER, 'outside', 'content'));
  assert.ok(!verify(protectedBytes, '', 'content'));
  assert.ok(!verify(protectedBytes, 'outside', 'Content'));
});

test('a detached payload is nil, and an empty protected header is no bytes', async () => {
  const sign1 = await signSign1({ protected: new Map(), payload: utf8('content') }, KEY);
  assert.equal(sign1.protectedBytes.length, 0);
  const bytes = encodeSign1({ ...sign1, payload: undefined });
  assert.equal(hex(bytes).slice(0, 10), 'd28440a0f6');
  const again = decodeSign1(bytes);
  assert.equal(again.payload, undefined);
  assert.equal(again.protected.size, 0);
});

test('a signer that gives no signature is an error, and a high s is lowered', async () => {
  const content = { protected: new Map(), payload: NONE };
  const broken = { publicKey: KEY.publicKey, sign: async () => new Uint8Array(70) };
  await assert.rejects(signSign1(content, broken), { code: 'signature_invalid' });
  const n = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
  const one = '1'.padStart(64, '0');
  const high = fromHex(`${one}${n.slice(0, 62)}50`);
  const { signature } = await signSign1(content, { publicKey: KEY.publicKey, sign: async () => high });
  assert.equal(hex(signature), one + one);
});

test('the Sig_structure of RFC 9052 section 4.4', () => {
  assert.equal(
    hex(sigStructure(fromHex('a10126'), fromHex('11aa22bb33cc44dd55006699'), utf8('This is the content.'))),
    '846a5369676e61747572653143a101264c11aa22bb33cc44dd5500669954546869732069732074686520636f6e74656e742e',
  );
});

test('anything but the one form of a COSE_Sign1 is refused by name', () => {
  const signature = new Uint8Array(64);
  const empty = new Map();
  const rows: readonly (readonly [string, Uint8Array, string])[] = [
    ['no tag', encodeCbor([HEADER, empty, NONE, signature]), 'cose_invalid'],
    ['another tag', fromHex('d903e684a0a0f640'), 'cbor_unsupported'],
    ['the tag twice', encodeCbor(new Tagged(18, new Tagged(18, [HEADER, empty, NONE, signature]))), 'cose_invalid'],
    ['three parts', envelope(HEADER, empty, signature), 'cose_invalid'],
    ['five parts', envelope(HEADER, empty, NONE, signature, signature), 'cose_invalid'],
    ['not an array', encodeCbor(new Tagged(18, HEADER)), 'cose_invalid'],
    ['a protected header that is a map', envelope(empty, empty, NONE, signature), 'cose_invalid'],
    ['a protected header that holds no map', envelope(encodeCbor([1]), empty, NONE, signature), 'cose_invalid'],
    ['an empty map as protected header', envelope(fromHex('a0'), empty, NONE, signature), 'cose_invalid'],
    ['an unsorted protected header', envelope(fromHex('a203000126'), empty, NONE, signature), 'cbor_not_deterministic'],
    [
      'a long number in the protected header',
      envelope(fromHex('a1013806'), empty, NONE, signature),
      'cbor_not_deterministic',
    ],
    ['bytes after the protected header', envelope(fromHex('a1012600'), empty, NONE, signature), 'cbor_invalid'],
    ['an unprotected header that is no map', envelope(HEADER, [], NONE, signature), 'cose_invalid'],
    ['a payload that is text', envelope(HEADER, empty, 'content', signature), 'cose_invalid'],
    ['a signature that is text', envelope(HEADER, empty, NONE, 'signature'), 'cose_invalid'],
    ['no signature', envelope(HEADER, empty, NONE, null), 'cose_invalid'],
    ['a label in both headers', envelope(HEADER, new Map([[1, -9]]), NONE, signature), 'cose_invalid'],
    [
      'a critical header',
      envelope(encodeCbor(new Map([[2, [99]]])), empty, NONE, signature),
      'cose_critical_unsupported',
    ],
    [
      'an unsigned critical header',
      envelope(HEADER, new Map([[2, [99]]]), NONE, signature),
      'cose_critical_unsupported',
    ],
  ];
  for (const [what, bytes, code] of rows) assert.throws(() => decodeSign1(bytes), { name: 'Fault', code }, what);
  assert.ok(decodeSign1(envelope(HEADER, empty, NONE, signature)));
});
