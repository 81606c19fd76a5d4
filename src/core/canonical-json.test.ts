import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { sharedData } from '#test/shared-data.ts';
import { utf8 } from './bytes.ts';
import { canonicalJson, decodeJson, encodeJson, isObject, type Json, MAX_DEPTH, parseJson } from './canonical-json.ts';
import { isFault } from './fault.ts';

/** Files of JSONTestSuite that are canonical; every other is refused. */
const ACCEPTED: readonly string[] = [
  'y_array_empty-string.json',
  'y_array_empty.json',
  'y_array_ending_with_newline.json',
  'y_array_false.json',
  'y_number_negative_int.json',
  'y_number_negative_one.json',
  'y_number_simple_int.json',
  'y_object_basic.json',
  'y_object_empty.json',
  'y_object_simple.json',
  'y_string_backslash_and_u_escaped_zero.json',
  'y_string_backslash_doublequotes.json',
  'y_string_comments.json',
  'y_string_double_escape_a.json',
  'y_string_double_escape_n.json',
  'y_string_escaped_control_character.json',
  'y_string_in_array.json',
  'y_string_nonCharacterInUTF-8_U+10FFFF.json',
  'y_string_nonCharacterInUTF-8_U+FFFF.json',
  'y_string_null_escape.json',
  'y_string_pi.json',
  'y_string_reservedCharacterInUTF-8_U+1BFFF.json',
  'y_string_simple_ascii.json',
  'y_string_space.json',
  'y_string_u+2028_line_sep.json',
  'y_string_u+2029_par_sep.json',
  'y_string_unescaped_char_delete.json',
  'y_string_unicode_2.json',
  'y_string_utf8.json',
  'y_string_with_del_character.json',
  'y_structure_lonely_false.json',
  'y_structure_lonely_int.json',
  'y_structure_lonely_string.json',
  'y_structure_lonely_true.json',
  'y_structure_string_empty.json',
  'y_structure_true_in_array.json',
];

test('members are written in the order of their keys, whatever order they came in', () => {
  const rows: readonly (readonly [Json, string])[] = [
    [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
    [{ a: 1, B: 2, _: 3, 10: 4, 9: 5 }, '{"10":4,"9":5,"B":2,"_":3,"a":1}'],
    [{ toJSON: 'text', a: 1 }, '{"a":1,"toJSON":"text"}'],
    [JSON.parse('{"__proto__":1,"constructor":{"b":1,"a":2}}'), '{"__proto__":1,"constructor":{"a":2,"b":1}}'],
    [[{ b: [], a: {} }, true, false, '', 0, -1], '[{"a":{},"b":[]},true,false,"",0,-1]'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    ['"\\\u0000\u001f\u007f\u2028/\u00fc\u{1f600}', '"\\"\\\\\\u0000\\u001f\u007f\u2028/\u00fc\u{1f600}"'],
  ];
  for (const [value, text] of rows) {
    assert.equal(canonicalJson(value), text);
    assert.equal(canonicalJson(parseJson(text)), text);
    assert.equal(canonicalJson(decodeJson(encodeJson(value))), text);
  }
});

test('a member that is undefined is left out', () => {
  const value = { a: undefined, b: 1 } as unknown as Json; // as optional members arrive
  assert.equal(canonicalJson(value), '{"b":1}');
});

test('text that differs from its own re-serialisation, or holds what we leave out, is refused by name', () => {
  const rows = [
    ['white space', '{"a": 1}', 'json_not_canonical'],
    ['white space around', ' 1', 'json_not_canonical'],
    ['keys out of order', '{"b":1,"a":2}', 'json_not_canonical'],
    ['numeric keys out of order', '{"9":1,"10":2}', 'json_not_canonical'],
    ['a key twice', '{"a":1,"a":1}', 'json_not_canonical'],
    ['__proto__ twice', '{"__proto__":1,"__proto__":1}', 'json_not_canonical'],
    ['an escape that is not needed', '"\\u0061"', 'json_not_canonical'],
    ['an escaped slash', '"\\/"', 'json_not_canonical'],
    ['upper-case hexadecimal', '"\\u001F"', 'json_not_canonical'],
    ['a long escape of newline', '"\\u000a"', 'json_not_canonical'],
    ['an escaped key', '{"\\u0061":1}', 'json_not_canonical'],
    ['minus zero', '-0', 'json_unsupported'],
    ['a whole number as a float', '1.0', 'json_not_canonical'],
    ['an exponent', '1e2', 'json_not_canonical'],
    ['a float', '0.5', 'json_unsupported'],
    ['2^53', '9007199254740992', 'json_unsupported'],
    ['null', '{"a":null}', 'json_unsupported'],
    ['a lone surrogate', '"\\ud800"', 'json_unsupported'],
    ['a lone surrogate as it stands', '"\ud800"', 'json_unsupported'],
    ['a key that is not ASCII', '{"\u00fc":1}', 'json_unsupported'],
    ['an empty key', '{"":1}', 'json_unsupported'],
    ['nothing', '', 'json_invalid'],
    ['a byte order mark', '\ufeff1', 'json_invalid'],
    ['two values', '1 2', 'json_invalid'],
  ] as const;
  for (const [what, text, code] of rows) assert.throws(() => parseJson(text), { name: 'Fault', code }, what);
  assert.throws(() => decodeJson(Uint8Array.of(0x22, 0xff, 0x22)), { code: 'utf8_invalid' });
  assert.throws(() => decodeJson(utf8('\ufeff1')), { code: 'json_invalid' });
});

test('what canonical JSON cannot say is not written as something else, at any place', () => {
  const values = [null, undefined, 0.5, -0, Number.NaN, 2 ** 53, 1n, () => 1, Symbol('a'), 'a\ud800', { ü: 1 }];
  for (const value of values) {
    // Not of the type, as a caller without one could pass it.
    const broken = value as unknown as Json;
    assert.throws(() => canonicalJson(broken), { code: 'json_unsupported' }, String(typeof value));
    assert.throws(() => canonicalJson([broken]), { code: 'json_unsupported', message: /\$\[0\]/ });
    if (value !== undefined) assert.throws(() => canonicalJson({ a: [1, broken] }), { message: /\$\.a\[1\]/ });
  }
});

test('nesting is bounded, in and out', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  assert.equal(canonicalJson(parseJson(nested(MAX_DEPTH))), nested(MAX_DEPTH));
  assert.throws(() => parseJson(nested(MAX_DEPTH + 1)), { code: 'json_unsupported' });
  assert.throws(() => parseJson('['.repeat(1_000_000)), { code: 'json_unsupported' });
  assert.throws(() => canonicalJson([parseJson(nested(MAX_DEPTH))]), { code: 'json_unsupported' });
  assert.equal(parseJson('"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["'), '['.repeat(35));
});

test('every value reads back as it was written, in the order of its keys', () => {
  const key = fc.string({ minLength: 1, unit: 'grapheme-ascii' });
  const { value } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.boolean(),
      fc.maxSafeInteger(),
      fc.string({ unit: 'grapheme' }),
      fc.array(tie('value')),
      fc.dictionary(key, tie('value')),
    ),
  }));
  fc.assert(
    fc.property(value, (json) => {
      const text = canonicalJson(json);
      const again = parseJson(text);
      assert.equal(text, reference(json));
      assert.equal(canonicalJson(again), text);
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(json)));
    }),
    { seed: 8785, numRuns: 500 },
  );
});

/** RFC 8785 in its shortest form, for values of our subset. */
function reference(value: Json): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (!isObject(value)) return `[${Array.from(value, reference).join()}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${reference(member)}`).join()}}`;
}

test('JSONTestSuite: broken JSON is refused; the rest is accepted only where it is canonical', (t) => {
  const folder = sharedData('json/JSONTestSuite');
  if (folder === undefined) return t.skip('shared/data is absent');
  const names = readdirSync(folder).sort();
  const accepted = names.filter((name) => {
    try {
      decodeJson(readFileSync(join(folder, name)));
      return true;
    } catch (error) {
      assert.ok(isFault(error), `${name}: ${error}`);
      return false;
    }
  });
  assert.deepEqual(accepted, ACCEPTED);
  assert.equal(names.length, 318);
});

test('naughty strings are strings like any other', (t) => {
  const path = sharedData('json/blns.json');
  if (path === undefined) return t.skip('shared/data is absent');
  const strings = JSON.parse(readFileSync(path, 'utf8')) as readonly string[];
  assert.ok(strings.length > 500);
  for (const text of strings) assert.equal(decodeJson(encodeJson(text)), text);
  assert.deepEqual(decodeJson(encodeJson(strings)), strings);
});
