import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looksFurther } from './looks-further.ts';

const CASES: readonly (readonly [what: string, rows: number, pages: number, isMore: boolean, goesOn: boolean])[] = [
  ['nothing was read yet', 0, 0, false, false],
  ['a page has nothing for this reader', 0, 1, true, true],
  ['something is there', 1, 1, true, false],
  ['the list has ended', 0, 3, false, false],
  ['fifty pages had nothing', 0, 50, true, false],
];

test('a list goes on by itself while it has nothing to show, and not for ever', () => {
  for (const [what, rows, pages, isMore, goesOn] of CASES)
    assert.equal(looksFurther(rows, pages, isMore), goesOn, what);
});
