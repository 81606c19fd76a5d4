import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { equalBytes, fromHex, hex } from './bytes.ts';
import { type CborValue, decodeCbor, decodeForeignCbor, encodeCbor, TAG_SIGN1, Tagged } from './cbor.ts';
import { isFault } from './fault.ts';
import { MAX_CBOR_BYTES, MAX_CBOR_DEPTH } from './limits.ts';

/** From RFC 8949 appendix A, those of our types, and the edges of each length of head. */
const VALUES: readonly (readonly [string, CborValue])[] = [
  ['00', 0],
  ['17', 23],
  ['1818', 24],
  ['18ff', 255],
  ['190100', 256],
  ['19ffff', 65535],
  ['1a00010000', 65536],
  ['1a000f4240', 1000000],
  ['1affffffff', 4294967295],
  ['1b0000000100000000', 4294967296],
  ['1b001fffffffffffff', Number.MAX_SAFE_INTEGER],
  ['1b0020000000000000', 2n ** 53n],
  ['1bffffffffffffffff', 18446744073709551615n],
  ['20', -1],
  ['3863', -100],
  ['3a00010000', -65537],
  ['3b001ffffffffffffe', Number.MIN_SAFE_INTEGER],
  ['3b001fffffffffffff', -(2n ** 53n)],
  ['3bffffffffffffffff', -18446744073709551616n],
  ['f4', false],
  ['f5', true],
  ['f6', null],
  ['40', new Uint8Array(0)],
  ['4401020304', Uint8Array.of(1, 2, 3, 4)],
  ['60', ''],
  ['6161', 'a'],
  ['6449455446', 'IETF'],
  ['62225c', '"\\'],
  ['62c3bc', '\u00fc'],
  ['63e6b0b4', '\u6c34'],
  ['64f0908591', '\u{10151}'],
  ['80', []],
  ['83010203', [1, 2, 3]],
  ['8301820203820405', [1, [2, 3], [4, 5]]],
  ['a0', new Map()],
  ['a201020304', new Map([[1, 2], [3, 4]])], // biome-ignore format: one row
  ['a26161016162820203', new Map<string, CborValue>([['a', 1], ['b', [2, 3]]])], // biome-ignore format: one row
  ['a40a001864002001617a02', new Map<string | number, CborValue>([['z', 2], [-1, 1], [100, 0], [10, 0]])], // biome-ignore format: one row
  ['d280', new Tagged(TAG_SIGN1, [])],
];

test('a value has one encoding, which reads back as the value', () => {
  for (const [bytes, value] of VALUES) {
    assert.equal(hex(encodeCbor(value)), bytes);
    const again = decodeCbor(fromHex(bytes));
    assert.equal(hex(encodeCbor(again)), bytes);
    if (!(value instanceof Map)) assert.deepEqual(again, value, bytes);
  }
});

test('map keys are written in the order of their bytes, in whatever order they came', () => {
  const keys = ['aa', 'b', -1, 100, 10, 2n ** 60n];
  const forward = encodeCbor(new Map(keys.map((key) => [key, 0])));
  const backward = encodeCbor(new Map(keys.toReversed().map((key) => [key, 0])));
  assert.equal(hex(forward), 'a60a001864001b1000000000000000002000616200626161' + '00');
  assert.deepEqual(backward, forward);
});

const BROKEN: readonly (readonly [string, string, string])[] = [
  ['nothing', '', 'cbor_invalid'],
  ['a head cut short', '19', 'cbor_invalid'],
  ['a head cut in its middle', '1a0001', 'cbor_invalid'],
  ['a byte string beyond the end', '4201', 'cbor_invalid'],
  ['a byte string of 2^64-1 bytes', '5bffffffffffffffff', 'cbor_invalid'],
  ['an array of 2^32 elements', '9b0000000100000000', 'cbor_invalid'],
  ['an array with an element missing', '8201', 'cbor_invalid'],
  ['a map with a value missing', 'a101', 'cbor_invalid'],
  ['two items', '0000', 'cbor_invalid'],
  ['reserved additional information', '1c', 'cbor_invalid'],
  ['reserved additional information of a text', '7e', 'cbor_invalid'],
  ['text that is not UTF-8', '61ff', 'cbor_invalid'],
  ['text with an encoded surrogate', '63eda080', 'cbor_invalid'],
  ['text with an overlong letter', '62c181', 'cbor_invalid'],
  ['a long zero', '1800', 'cbor_not_deterministic'],
  ['23 in two bytes', '1817', 'cbor_not_deterministic'],
  ['255 in three bytes', '1900ff', 'cbor_not_deterministic'],
  ['65535 in five bytes', '1a0000ffff', 'cbor_not_deterministic'],
  ['2^32-1 in nine bytes', '1b00000000ffffffff', 'cbor_not_deterministic'],
  ['a long negative', '3800', 'cbor_not_deterministic'],
  ['a long length of bytes', '580101', 'cbor_not_deterministic'],
  ['a long length of text', '780161', 'cbor_not_deterministic'],
  ['a long length of an array', '980101', 'cbor_not_deterministic'],
  ['a long length of a map', 'b8010101', 'cbor_not_deterministic'],
  ['a long tag', 'd81200', 'cbor_not_deterministic'],
  ['indefinite bytes', '5f4101ff', 'cbor_not_deterministic'],
  ['indefinite text', '7f6161ff', 'cbor_not_deterministic'],
  ['an indefinite array', '9f01ff', 'cbor_not_deterministic'],
  ['an indefinite map', 'bf0101ff', 'cbor_not_deterministic'],
  ['keys out of order', 'a202000100', 'cbor_not_deterministic'],
  ['keys by length first, as RFC 7049 had it', 'a2200018ff00', 'cbor_not_deterministic'],
  ['a key twice', 'a201000100', 'cbor_not_deterministic'],
  ['a key twice, deep inside', '81a101a2616100616100', 'cbor_not_deterministic'],
  ['a byte string as key', 'a1410100', 'cbor_unsupported'],
  ['null as key', 'a1f600', 'cbor_unsupported'],
  ['undefined', 'f7', 'cbor_unsupported'],
  ['a half float', 'f90000', 'cbor_unsupported'],
  ['a double', 'fb3ff0000000000000', 'cbor_unsupported'],
  ['NaN', 'f97e00', 'cbor_unsupported'],
  ['a simple value', 'e0', 'cbor_unsupported'],
  ['false in two bytes', 'f814', 'cbor_unsupported'],
  ['a break', 'ff', 'cbor_unsupported'],
  ['a tag that we do not know', 'c074323031332d30332d32315432303a30343a30305a', 'cbor_unsupported'],
  ['a bignum', 'c249010000000000000000', 'cbor_unsupported'],
  ['a byte order mark', '64efbbbf61', 'cbor_unsupported'],
];

test('anything but the one encoding is refused by name', () => {
  for (const [what, bytes, code] of BROKEN) {
    assert.throws(() => decodeCbor(fromHex(bytes)), { name: 'Fault', code }, what);
  }
});

test('size and depth are bounded, in and out', () => {
  const nested = (depth: number) => fromHex(`${'81'.repeat(depth - 1)}80`);
  assert.deepEqual(encodeCbor(decodeCbor(nested(MAX_CBOR_DEPTH))), nested(MAX_CBOR_DEPTH));
  assert.throws(() => decodeCbor(nested(MAX_CBOR_DEPTH + 1)), { code: 'cbor_too_large' });
  assert.throws(() => decodeCbor(fromHex('d2'.repeat(60_000))), { code: 'cbor_too_large' });
  assert.throws(() => decodeCbor(new Uint8Array(MAX_CBOR_BYTES + 1)), { code: 'cbor_too_large' });
  assert.throws(() => encodeCbor(new Uint8Array(MAX_CBOR_BYTES)), { code: 'cbor_too_large' });
  let deep: CborValue = [];
  for (let depth = 1; depth <= MAX_CBOR_DEPTH; depth++) deep = [deep];
  assert.throws(() => encodeCbor(deep), { code: 'cbor_too_large' });
});

test('what our CBOR cannot say is not written as something else', () => {
  for (const value of [0.5, -0, Number.NaN, Number.MAX_SAFE_INTEGER + 1, undefined, { a: 1 }, 'a\ud800', 2n ** 64n]) {
    // Not of the type, as a caller without one could pass it.
    const broken = value as CborValue;
    assert.throws(() => encodeCbor(broken), { code: 'cbor_unsupported' }, String(value));
    assert.throws(() => encodeCbor([broken]), { code: 'cbor_unsupported' }, String(value));
    assert.throws(() => encodeCbor(new Map([[1, broken]])), { code: 'cbor_unsupported' }, String(value));
  }
  assert.throws(() => encodeCbor(new Map([['a\ud800', 1]])), { code: 'cbor_unsupported' });
  assert.throws(() => encodeCbor(new Map([[0.5, 1]])), { code: 'cbor_unsupported' });
  assert.throws(() => encodeCbor(new Map<number | bigint, number>([[1, 1], [1n, 2]])), { code: 'cbor_not_deterministic' }); // biome-ignore format: one row
});

test('bytes in a decoded value are its own', () => {
  const bytes = fromHex('4101');
  const value = decodeCbor(bytes);
  bytes[1] = 9;
  assert.deepEqual(value, Uint8Array.of(1));
});

test('foreign CBOR may be long and unsorted, but not doubled, endless or broken', () => {
  assert.equal(decodeForeignCbor(fromHex('1800')), 0);
  assert.deepEqual(decodeForeignCbor(fromHex('a2020018010a')), new Map([[2, 0], [1, 10]])); // biome-ignore format: one row
  assert.throws(() => decodeForeignCbor(fromHex('a20100180100')), { code: 'cbor_invalid' });
  assert.throws(() => decodeForeignCbor(fromHex('9f01ff')), { code: 'cbor_not_deterministic' });
  assert.throws(() => decodeForeignCbor(fromHex('61ff')), { code: 'cbor_invalid' });
  assert.throws(() => decodeForeignCbor(fromHex('d9d9f700')), { code: 'cbor_unsupported' });
});

const { value: anyValue } = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'value' },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger(),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
    fc.bigInt({ min: -(2n ** 64n), max: -(2n ** 53n) }),
    fc.string({ unit: 'grapheme' }).filter((text) => !text.startsWith('\ufeff')),
    fc.uint8Array(),
    fc.array(tie('value'), { depthIdentifier: 'value' }),
    fc
      .array(fc.tuple(fc.oneof(fc.maxSafeInteger(), fc.string()), tie('value')), { depthIdentifier: 'value' })
      .map((members) => new Map(members)),
  ),
}));

test('every value reads back as it was written', () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      const bytes = encodeCbor(value);
      const again = decodeCbor(bytes);
      assert.deepEqual(encodeCbor(again), bytes);
      assert.deepEqual(again, value);
    }),
    { seed: 8949, numRuns: 500 },
  );
});

test('of all bytes near an encoding, those that decode encode to themselves', () => {
  const near = fc.tuple(anyValue, fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
    const bytes = Uint8Array.from(encodeCbor(value));
    bytes[at % bytes.length] = byte;
    return bytes;
  });
  let decoded = 0;
  fc.assert(
    fc.property(fc.oneof(near, fc.uint8Array({ maxLength: 12 })), (bytes) => {
      let value: CborValue;
      try {
        value = decodeCbor(bytes);
      } catch (error) {
        assert.ok(isFault(error), String(error));
        return;
      }
      decoded++;
      assert.ok(equalBytes(encodeCbor(value), bytes), hex(bytes));
    }),
    { seed: 42, numRuns: 3000 },
  );
  assert.ok(decoded > 300, `${decoded} decoded`);
});
