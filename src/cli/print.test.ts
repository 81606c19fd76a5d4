// Tables and JSON as they are printed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonLine, table } from './print.ts';

const HEADS = ['id', 'state', 'name'];
const ROWS = [
  ['order-1', 'placed', 'plates for the long hall'],
  ['order-2', 'accepted', 'x'],
];

test('a table is as wide as its content, or as the terminal', () => {
  const rows: readonly (readonly [width: number | undefined, lines: readonly string[]])[] = [
    [undefined, ['id       state     name', 'order-1  placed    plates for the long hall', 'order-2  accepted  x']],
    [44, ['id       state     name', 'order-1  placed    plates for the long hall', 'order-2  accepted  x']],
    [30, ['id       state     name', 'order-1  placed    plates for…', 'order-2  accepted  x']],
    [20, ['id       state', 'order-1  placed', 'order-2  accepted']],
    [10, ['id', 'order-1', 'order-2']],
    [4, ['id', 'ord…', 'ord…']],
  ];
  for (const [width, lines] of rows) {
    assert.deepEqual(table(HEADS, ROWS, width), lines, `width ${width}`);
    assert.ok(width === undefined || lines.every((line) => line.length <= width));
  }
});

test('JSON stays JSON, whatever stands in it, and cannot steer a terminal', () => {
  const value = { name: 'a\u001b[2J\u202eb\u2028c\u{e0001}', 'k\u200be\ny': 1 };
  const line = jsonLine(value);
  assert.deepEqual(JSON.parse(line), value);
  assert.match(line, /^[\x20-\x7e]+$/);
});
