import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findPlaintext } from './plaintext.ts';
import { newFolder } from './play.fixture.ts';

const SECRET = Uint8Array.from({ length: 1000 }, (_, i) => (i * 37) % 251);
const ZEROS = new Uint8Array(1000);

const TABLE: readonly (readonly [what: string, stored: Uint8Array, isFound: boolean])[] = [
  ['the whole file', SECRET, true],
  ['its first 64 bytes within others', Uint8Array.from([1, 2, 3, ...SECRET.subarray(0, 64), 4]), true],
  ['its last 64 bytes', SECRET.subarray(-64), true],
  ['its middle', SECRET.subarray(400, 600), true],
  ['another file', SECRET.map((byte) => byte ^ 0xff), false],
  ['nothing', new Uint8Array(0), false],
];
for (const [what, stored, isFound] of TABLE)
  test(`a folder with ${what}: ${isFound ? 'is named' : 'holds no secret'}`, (t) => {
    const folder = newFolder(t);
    mkdirSync(join(folder, 'deep'));
    const path = join(folder, 'deep', 'file');
    writeFileSync(path, stored);
    assert.equal(findPlaintext(folder, [ZEROS, SECRET]), isFound ? path : undefined);
  });

test('zeros, which stand everywhere, are no sign of a file that begins with them', (t) => {
  const folder = newFolder(t);
  writeFileSync(join(folder, 'file'), ZEROS);
  const stl = Uint8Array.from([...new Uint8Array(80), ...SECRET]);
  assert.equal(findPlaintext(folder, [stl]), undefined);
  writeFileSync(join(folder, 'file'), stl);
  assert.notEqual(findPlaintext(folder, [stl]), undefined);
});
