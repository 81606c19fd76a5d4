import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sha256 } from '#core/crypto.ts';
import { testKey } from '#test/keys.ts';
import { base64url, concat, fromHex, hex, utf8 } from './bytes.ts';
import { encodeJson, type Json } from './canonical-json.ts';
import { type CborValue, encodeCbor, TAG_SIGN1, Tagged } from './cbor.ts';
import { verifyImportedSign1 } from './cose-import.ts';
import { keyThumbprint } from './cose-key.ts';
import { CLAIM, decodeSign1, LABEL, sigStructure } from './cose-sign1.ts';
import { verifyEs256 } from './es256.ts';
import { Fault, isFault } from './fault.ts';
import type { Action } from './runtime.ts';
import { decodeStatement, STATEMENT_TYPE, type StatementContent, signStatement } from './statement.ts';

const KEY = testKey('acme/buyer');
const KID = keyThumbprint(KEY.publicKey);
const NONCE = base64url(new Uint8Array(16));
const ACTION: Action = {
  contract: 'items',
  version: 1,
  action: 'move',
  input: { id: 'item-1' },
  expects: {},
  nonce: NONCE,
  notAfterMs: 1,
};
const CONTENT: StatementContent = { issuer: 'acme', subject: 'item-1', audience: 'a'.repeat(52), action: ACTION };
const RIGHT = await signStatement(CONTENT, KEY);

type Header = readonly (readonly [number, CborValue])[];
const CLAIMS: Header = [
  [CLAIM.issuer, 'acme'],
  [CLAIM.subject, 'item-1'],
  [CLAIM.audience, 'a'.repeat(52)],
];
const HEADER: Header = [
  [LABEL.algorithm, -9],
  [LABEL.contentType, STATEMENT_TYPE],
  [LABEL.kid, KID],
  [LABEL.cwtClaims, new Map(CLAIMS)],
];

/** A tagged COSE_Sign1 of any parts, signed where the parts allow it. */
function built(
  parts: {
    readonly header?: Header;
    readonly unprotected?: Header;
    readonly payload?: Uint8Array;
    readonly signature?: Uint8Array;
  } = {},
): Uint8Array {
  const { header = HEADER, unprotected = [], payload = encodeJson(ACTION as Json) } = parts;
  const protectedBytes = encodeCbor(new Map(header));
  const signature = parts.signature ?? KEY.signNow(sigStructure(protectedBytes, new Uint8Array(0), payload));
  return encodeCbor(new Tagged(TAG_SIGN1, [protectedBytes, new Map(unprotected), payload, signature]));
}

function withHeader(label: number, value: CborValue): Header {
  return HEADER.map(([key, old]) => [key, key === label ? value : old]);
}

function withClaims(claims: Header): Uint8Array {
  return built({ header: withHeader(LABEL.cwtClaims, new Map(claims)) });
}

function withPayload(change: { readonly [member: string]: Json }): Uint8Array {
  return built({ payload: encodeJson({ ...(ACTION as Json as { readonly [member: string]: Json }), ...change }) });
}

/** Replaces bytes, given in hexadecimal, that stand once. */
function edited(from: string, to: string): Uint8Array {
  const text = hex(RIGHT);
  assert.equal(text.split(from).length, 2, `${from} stands once`);
  return fromHex(text.replace(from, to));
}

const PAYLOAD_BYTES = encodeJson(ACTION as Json).length;
const PAYLOAD = `a058${PAYLOAD_BYTES.toString(16)}`;
const LOW_S = RIGHT.subarray(-32);
const SIGNATURE = RIGHT.subarray(-64);
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const HIGH_S = fromHex((N - BigInt(`0x${hex(LOW_S)}`)).toString(16).padStart(64, '0'));

const malformed: readonly (readonly [what: string, code: string, bytes: Uint8Array])[] = [
  ['nothing', 'statement_malformed', new Uint8Array(0)],
  ['no tag', 'statement_malformed', RIGHT.subarray(1)],
  ['another tag', 'statement_malformed', concat(fromHex('d1'), RIGHT.subarray(1))],
  ['the tag in two bytes', 'statement_malformed', concat(fromHex('d812'), RIGHT.subarray(1))],
  ['an array of five', 'statement_malformed', concat(fromHex('d285'), RIGHT.subarray(2), fromHex('f6'))],
  ['an array of unknown length', 'statement_malformed', concat(fromHex('d29f'), RIGHT.subarray(2), fromHex('ff'))],
  ['one byte more', 'statement_malformed', concat(RIGHT, fromHex('00'))],
  ['one byte less', 'statement_malformed', RIGHT.subarray(0, -1)],
  ['the payload’s length in four bytes', 'statement_malformed', edited(PAYLOAD, PAYLOAD.replace('a058', 'a05a000000'))],
  ['the payload’s length in two bytes', 'statement_malformed', edited(PAYLOAD, PAYLOAD.replace('a058', 'a05900'))],
  ['the payload in pieces', 'statement_malformed', edited(PAYLOAD, PAYLOAD.replace('a058', 'a05f58'))],
  ['the payload as text', 'statement_malformed', edited(PAYLOAD, PAYLOAD.replace('a058', 'a078'))],
  [
    'a detached payload',
    'statement_malformed',
    concat(RIGHT.subarray(0, RIGHT.length - 66 - 2 - PAYLOAD_BYTES), fromHex('f6'), RIGHT.subarray(-66)),
  ],
  ['an unprotected header', 'statement_malformed', built({ unprotected: [[4, KID]] })],
  ['a header more', 'statement_malformed', built({ header: [...HEADER, [16, 'x']] })],
  ['a critical header', 'statement_malformed', built({ header: [...HEADER, [LABEL.critical, [4]]] })],
  ['a header less', 'statement_malformed', built({ header: HEADER.slice(0, 3) })],
  ['headers out of order', 'statement_malformed', edited('012803', '030128')],
  ['algorithm -7', 'statement_malformed', built({ header: withHeader(LABEL.algorithm, -7) })],
  ['algorithm -8', 'statement_malformed', built({ header: withHeader(LABEL.algorithm, -8) })],
  ['another content type', 'statement_malformed', built({ header: withHeader(LABEL.contentType, 'application/json') })],
  ['a kid of 31 bytes', 'statement_malformed', built({ header: withHeader(LABEL.kid, KID.subarray(1)) })],
  ['a kid of 33 bytes', 'statement_malformed', built({ header: withHeader(LABEL.kid, concat(KID, KID.subarray(31))) })],
  ['a kid as text', 'statement_malformed', built({ header: withHeader(LABEL.kid, 'acme/buyer') })],
  ['claims without aud', 'statement_malformed', withClaims(CLAIMS.slice(0, 2))],
  ['a claim more', 'statement_malformed', withClaims([...CLAIMS, [4, 1]])],
  ['iss as bytes', 'statement_malformed', withClaims([[CLAIM.issuer, utf8('acme')], ...CLAIMS.slice(1)])],
  ['iss with a byte order mark', 'statement_malformed', edited(`0164${hex(utf8('acme'))}`, '0164efbbbf61')],
  ['iss that is not UTF-8', 'utf8_invalid', edited(`0164${hex(utf8('acme'))}`, '0164ffffffff')],
  [
    'sub beyond ASCII',
    'statement_malformed',
    withClaims([...CLAIMS.slice(0, 1), [CLAIM.subject, 'é'], ...CLAIMS.slice(2)]),
  ],
  [
    'sub of 257 characters',
    'statement_malformed',
    withClaims([...CLAIMS.slice(0, 1), [CLAIM.subject, 'x'.repeat(257)], ...CLAIMS.slice(2)]),
  ],
  ['a signature of 63 bytes', 'statement_malformed', built({ signature: SIGNATURE.subarray(1) })],
  ['a signature of 65 bytes', 'statement_malformed', built({ signature: concat(SIGNATURE, fromHex('00')) })],
  [
    'a signature in DER',
    'statement_malformed',
    built({ signature: concat(fromHex('30440220'), SIGNATURE.subarray(0, 32), fromHex('0220'), LOW_S) }),
  ],
  ['a high s', 'statement_high_s', concat(RIGHT.subarray(0, -32), HIGH_S)],
  [
    's just above half of n',
    'statement_high_s',
    concat(RIGHT.subarray(0, -32), fromHex('7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a9')),
  ],
  ['65,536 bytes', 'statement_too_large', new Uint8Array(65_536)],
  ['a payload that is no JSON', 'json_invalid', built({ payload: utf8('{') })],
  ['a payload that is not UTF-8', 'utf8_invalid', built({ payload: fromHex('7bff7d') })],
  ['a payload with a space', 'json_not_canonical', built({ payload: concat(utf8(' '), encodeJson(ACTION as Json)) })],
  ['a member twice', 'json_not_canonical', built({ payload: utf8('{"action":"a","action":"b"}') })],
  ['members out of order', 'json_not_canonical', built({ payload: utf8('{"b":1,"a":2}') })],
  ['a float', 'json_unsupported', built({ payload: utf8('{"version":1.5}') })],
  ['null', 'json_unsupported', built({ payload: utf8('{"input":null}') })],
  ['a list as payload', 'statement_malformed', built({ payload: utf8('[]') })],
  ['an unknown member', 'statement_malformed', withPayload({ memo: 'x' })],
  [
    'a member named __proto__',
    'statement_malformed',
    built({ payload: utf8(`{"__proto__":{},${JSON.stringify({ a: 1 }).slice(1)}`) }),
  ],
  ['contract as a number', 'statement_malformed', withPayload({ contract: 1 })],
  ['action as a list', 'statement_malformed', withPayload({ action: [] })],
  ['version as a text', 'statement_malformed', withPayload({ version: '1' })],
  ['input as a list', 'statement_malformed', withPayload({ input: [] })],
  ['expects as a text', 'statement_malformed', withPayload({ expects: 'x' })],
  ['expects of a number', 'statement_malformed', withPayload({ expects: { 'items/item/1': 1 } })],
  ['a nonce of 15 bytes', 'statement_malformed', withPayload({ nonce: base64url(new Uint8Array(15)) })],
  ['a nonce of 17 bytes', 'statement_malformed', withPayload({ nonce: base64url(new Uint8Array(17)) })],
  ['a nonce with unused bits', 'statement_malformed', withPayload({ nonce: `${NONCE.slice(0, -1)}B` })],
  ['a nonce in base64', 'statement_malformed', withPayload({ nonce: `${NONCE.slice(0, -2)}+A` })],
  ['notAfterMs as a text', 'statement_malformed', withPayload({ notAfterMs: '1' })],
  ['notAfterMs before 1970', 'statement_malformed', withPayload({ notAfterMs: -1 })],
];

for (const [what, code, bytes] of malformed) {
  test(`${what} is no statement`, () => {
    assert.throws(
      () => decodeStatement(bytes),
      (error) => isFault(error, code),
    );
  });
}

test('the table’s own envelope is right where nothing is changed', () => {
  assert.deepEqual(decodeStatement(built()).action, ACTION);
  assert.deepEqual(built().subarray(0, -64), RIGHT.subarray(0, -64));
});

test('the longest statement has 65,535 bytes, and one byte more is refused when it is signed', async () => {
  const empty = (await signStatement(withMemo(0), KEY)).length;
  // The payload's length grows from two to three bytes of head.
  const most = 65_535 - empty - 1;
  assert.equal((await signStatement(withMemo(most), KEY)).length, 65_535);
  assert.equal(decodeStatement(await signStatement(withMemo(most), KEY)).action.input.memo, 'x'.repeat(most));
  await assert.rejects(signStatement(withMemo(most + 1), KEY), (error) => isFault(error, 'statement_too_large'));
  await assert.rejects(signStatement(withMemo(200_000), KEY), (error) => isFault(error, 'statement_too_large'));
});

function withMemo(length: number): StatementContent {
  return { ...CONTENT, action: { ...ACTION, input: { memo: 'x'.repeat(length) } } };
}

test('every byte of a statement counts: with one changed it is no statement, or another transaction, or not signed', () => {
  const { txId } = decodeStatement(RIGHT);
  for (let i = 0; i < RIGHT.length; i++) {
    for (const mask of [1, 0x80]) {
      const changed = Uint8Array.from(RIGHT, (byte, at) => (at === i ? byte ^ mask : byte));
      try {
        const statement = decodeStatement(changed);
        const isSigned = verifyEs256(KEY.publicKey, statement.toBeSigned, statement.signature);
        assert.equal(isSigned, false, `byte ${i}`);
        assert.ok(i >= RIGHT.length - 64 || hex(statement.txId) !== hex(txId), `byte ${i}`);
      } catch (error) {
        assert.ok(error instanceof Fault, `byte ${i}: ${error}`);
      }
    }
  }
});

const ascii = fc.string({ unit: fc.constantFrom(...'abz019-/ ~'), maxLength: 256 });
const key = fc.string({ unit: fc.constantFrom(...'abz019-/ ~'), minLength: 1, maxLength: 64 });
const contents = fc.record({
  issuer: ascii,
  subject: ascii,
  audience: ascii,
  action: fc.record({
    contract: ascii,
    version: fc.maxSafeInteger(),
    action: ascii,
    input: fc.dictionary(key, fc.oneof(fc.string({ unit: 'grapheme' }), fc.boolean(), fc.maxSafeInteger())),
    expects: fc.dictionary(key, fc.string({ unit: 'grapheme' })),
    nonce: fc.uint8Array({ minLength: 16, maxLength: 16 }).map(base64url),
    notAfterMs: fc.maxSafeNat(),
  }),
});

test('what is signed is what is read, and it is a COSE_Sign1 to everyone else', async () => {
  const property = fc.asyncProperty(contents, async (content) => {
    const bytes = await signStatement(content, KEY);
    const read = decodeStatement(bytes);
    assert.deepEqual(
      JSON.parse(JSON.stringify([read.issuer, read.subject, read.audience, read.action])),
      JSON.parse(JSON.stringify([content.issuer, content.subject, content.audience, content.action])),
    );
    const sign1 = decodeSign1(bytes);
    assert.equal(hex(read.signature), hex(sign1.signature));
    const none = new Uint8Array(0);
    assert.equal(hex(read.toBeSigned), hex(sigStructure(sign1.protectedBytes, none, sign1.payload ?? none)));
    assert.equal(hex(read.txId), hex(sha256(read.toBeSigned)));
    assert.equal(read.kid, base64url(KID));
    assert.equal(verifyImportedSign1(bytes, { publicKey: KEY.publicKey }).algorithm, -9);
    assert.equal(sign1.unprotected.size, 0);
  });
  await fc.assert(property, { numRuns: 1000, seed: 42 });
});

test('any bytes end in a statement or a Fault, and nothing else', () => {
  const cut = fc.tuple(fc.nat(RIGHT.length), fc.uint8Array({ maxLength: 8 }), fc.nat(8));
  const property = fc.property(cut, ([at, inserted, dropped]) => {
    const bytes = concat(RIGHT.subarray(0, at), inserted, RIGHT.subarray(at + dropped));
    try {
      assert.deepEqual(decodeStatement(bytes).bytes, bytes);
    } catch (error) {
      assert.ok(error instanceof Fault, String(error));
    }
  });
  fc.assert(property, { numRuns: 2000, seed: 42 });
});
