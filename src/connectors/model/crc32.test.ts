import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 as ofNode } from 'node:zlib';
import { utf8 } from '#core/bytes.ts';
import { crc32 } from './crc32.ts';

test('the check value of the standard, and the same as zlib, whole and in pieces', () => {
  assert.equal(crc32(utf8('123456789')), 0xcbf43926);
  const bytes = Uint8Array.from({ length: 10_000 }, (_, i) => (i * 31 + (i >> 3)) & 0xff);
  assert.equal(crc32(bytes), ofNode(bytes));
  assert.equal(crc32(bytes.subarray(777), crc32(bytes.subarray(0, 777))), ofNode(bytes));
  assert.equal(crc32(new Uint8Array(0)), 0);
});
