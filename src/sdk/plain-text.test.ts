// Texts before signing: each has one reading, whatever it is made of.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { sharedData } from '#test/shared-data.ts';
import { plainWord, quoted, withoutControls } from './plain-text.ts';

const QUOTED: readonly (readonly [what: string, text: string, shown: string])[] = [
  ['plain words', 'Bracket plate', '"Bracket plate"'],
  ['Latin-1 letters', 'Müller, Ångström & Søn', '"Müller, Ångström & Søn"'],
  ['a Cyrillic а in acme', '\u0430cme', '"\\u{430}cme"'],
  ['a Greek Ο', '\u039f1', '"\\u{39f}1"'],
  ['a full-width letter', '\uff21', '"\\u{ff21}"'],
  ['right-to-left override', 'pay 100\u202e001 yap', '"pay 100\\u{202e}001 yap"'],
  ['zero-width space', 'ac\u200bme', '"ac\\u{200b}me"'],
  ['a combining accent', 'e\u0301', '"e\\u{301}"'],
  ['a line feed', 'a\nb', '"a\\u{a}b"'],
  ['a terminal escape', '\u001b[2J', '"\\u{1b}[2J"'],
  ['no-break space', 'a\u00a0b', '"a\\u{a0}b"'],
  ['the multiplication sign', '3×4', '"3\\u{d7}4"'],
  ['a quotation mark', 'a" b', '"a\\u{22} b"'],
  ['a backslash, which begins our escapes', '\\u{430}', '"\\u{5c}u{430}"'],
  ['an astral character', '😀', '"\\u{1f600}"'],
  ['a lone surrogate', '\ud800', '"\\u{d800}"'],
];

for (const [what, text, shown] of QUOTED) {
  test(`${what}: shown as ${shown}`, () => assert.equal(quoted(text), shown));
}

test('one plain word stands bare, anything that could pass for our words is quoted', () => {
  assert.equal(plainWord('acme/buyer'), 'acme/buyer');
  assert.equal(plainWord('borealis for order-1, and all later ones'), '"borealis for order-1, and all later ones"');
  assert.equal(plainWord(''), '""');
  assert.equal(plainWord('-1'), '"-1"');
});

test('a long text is cut and says how long it is', () => {
  assert.equal(quoted('x'.repeat(200)), `"${'x'.repeat(200)}"`);
  assert.equal(quoted('x'.repeat(201)), `"${'x'.repeat(200)}" … (201 characters in all)`);
});

test('what is shown is printable ASCII and Latin-1 letters only, and two short texts never look the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 60 }), (a, b) => {
      assert.match(quoted(a), /^[\x20-\x7eÀ-ÖØ-öø-ÿ]*$/);
      assert.equal(quoted(a) === quoted(b), a === b);
    }),
    { numRuns: 2000, seed: 42 },
  );
});

test('the naughty strings are all shown in one line of harmless characters', (t) => {
  const path = sharedData('json/blns.json');
  if (path === undefined) return t.skip('shared/data is absent');
  const strings: readonly string[] = JSON.parse(readFileSync(path, 'utf8'));
  assert.equal(strings.length, 515);
  for (const text of strings) {
    assert.match(quoted(text), /^"[\x20-\x7eÀ-ÖØ-öø-ÿ]*"( … \(\d+ characters in all\))?$/, text);
    assert.doesNotMatch(withoutControls(text), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u, text);
  }
  assert.equal(new Set(strings.map(quoted)).size, new Set(strings).size, 'none looks like another');
});

test('a terminal line keeps our typography and loses what would steer the terminal', () => {
  assert.equal(withoutControls('the node’s key … – done'), 'the node’s key … – done');
  assert.equal(withoutControls('a\u001b[2Jb\u202ec\rd'), 'a\\u{1b}[2Jb\\u{202e}c\\u{d}d');
});
