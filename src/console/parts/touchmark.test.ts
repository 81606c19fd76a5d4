import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stampOf } from './touchmark.ts';

const LEDGER = 'abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrst';
const MEMBERS = ['northwind', 'lindqvist', 'harbour', 'alpen', 'baltic', 'corvin', 'dunmore', 'elbe', 'fjord'];

test('a member has one stamp, on every machine and in every release', () => {
  assert.deepEqual(stampOf(LEDGER, 'northwind'), stampOf(LEDGER, 'northwind'));
  // Fixed: whoever has learnt a stamp must find it again.
  const { rim, marks } = stampOf(LEDGER, 'acme');
  assert.equal(rim, 'M12 1a11 11 0 1 1 0 22a11 11 0 1 1 0-22z');
  assert.equal(marks.length, 12);
  assert.deepEqual(marks.slice(0, 3), [
    'M10.7 5.5H13.3V8.1H10.7z',
    'M10.7 8.1H13.3V10.7H10.7z',
    'M8.1 10.7L9.4 8.1L10.7 10.7z',
  ]);
});

test('members are told apart, and the same name on another ledger is another member', () => {
  const texts = MEMBERS.map((member) => JSON.stringify(stampOf(LEDGER, member)));
  assert.equal(new Set(texts).size, MEMBERS.length);
  assert.notDeepEqual(stampOf(LEDGER, 'acme'), stampOf(LEDGER.replace('a', 'b'), 'acme'));
});

test('every stamp keeps within its grid and has something struck in it', () => {
  for (let i = 0; i < 500; i++) {
    const { rim, marks } = stampOf(LEDGER, `member-${i}`);
    assert.ok(marks.length > 0);
    for (const path of [rim, ...marks]) {
      for (const [number] of marks.join(' ').matchAll(/\d+(\.\d+)?/g)) {
        assert.ok(Number(number) >= 1 && Number(number) <= 23, `${path}: ${number}`);
      }
    }
  }
});
