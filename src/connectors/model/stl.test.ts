import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from '#core/bytes.ts';
import { readModel } from './read-model.ts';
import { asciiStl, binaryStl, box } from './test-shapes.ts';

const cube = binaryStl(box(10));
const text = asciiStl(box(10));

function patched(bytes: Uint8Array, patch: (view: DataView) => void): Uint8Array {
  const copy = bytes.slice();
  patch(new DataView(copy.buffer));
  return copy;
}

for (const [name, bytes] of [
  ['binary', cube],
  ['binary whose header says solid', binaryStl(box(10), 'solid made by a machine')],
  ['ASCII', utf8(text)],
  ['ASCII in capitals with carriage returns', utf8(text.toUpperCase().replaceAll('\n', '\r\n'))],
  ['ASCII of two solids', utf8(text + asciiStl(box(10, [10, 10, 10])))],
] as const) {
  test(`a cube in ${name} STL is closed`, async () => {
    const facts = await readModel('cube.STL', bytes, { unit: 'millimeter' });
    assert.equal(facts.watertight, true);
    assert.equal(facts.bodies[0]?.volumeMm3, '1000.000000');
    assert.equal(facts.unitFrom, 'caller');
  });
}

test('the unit scales box and volume', async () => {
  const units = {
    micron: '0.000001',
    millimeter: '1000.000000',
    inch: '16387064.000000',
    meter: '1000000000000.000000',
  } as const;
  for (const [unit, volume] of Object.entries(units)) {
    const facts = await readModel('cube.stl', cube, { unit: unit as keyof typeof units }); // keys of the table
    assert.equal(facts.volumeMm3, volume);
  }
  assert.deepEqual((await readModel('cube.stl', cube, { unit: 'inch' })).boxNanometres.max, [254e6, 254e6, 254e6]);
});

test('without a unit there are no facts', async () => {
  await assert.rejects(readModel('cube.stl', cube), {
    code: 'stl_unit_missing',
    message: /^cube\.stl: .*state the one/,
  });
});

const huge = new Uint8Array(84);
new DataView(huge.buffer).setUint32(80, 1_000_000, true);
const broken: readonly (readonly [string, Uint8Array, string, RegExp])[] = [
  ['an empty file', new Uint8Array(0), 'model_file_empty', /empty/],
  [
    'a claim of a million triangles in 84 bytes',
    huge,
    'stl_size_mismatch',
    /50000084 bytes for 1000000 triangles, got 84/,
  ],
  ['a binary file cut short', cube.subarray(0, 600), 'stl_size_mismatch', /got 600/],
  ['a binary file with a tail', Uint8Array.of(...cube, 0), 'stl_size_mismatch', /got 685/],
  ['a binary file of no triangle', new Uint8Array(84), 'model_empty', /none/],
  ['83 bytes of nothing', new Uint8Array(83), 'stl_size_mismatch', /got 83/],
  [
    'a coordinate that is not a number',
    patched(cube, (v) => v.setFloat32(84 + 50 + 12, NaN, true)),
    'stl_number_invalid',
    /triangle 2/,
  ],
  [
    'an infinite coordinate',
    patched(cube, (v) => v.setFloat32(84 + 12, -Infinity, true)),
    'stl_number_invalid',
    /-Infinity/,
  ],
  ['ASCII cut short', utf8(text.slice(0, 200)), 'stl_syntax', /line \d+: expected/],
  ['ASCII without its end', utf8(text.replace(/endsolid.*/, '')), 'stl_syntax', /got the end of the file/],
  ['ASCII with nan', utf8(text.replace('vertex 10', 'vertex nan')), 'stl_number_invalid', /line \d+: .*"nan"/],
  ['ASCII with a number too large', utf8(text.replace('vertex 10', 'vertex 1e999')), 'stl_number_invalid', /1e999/],
  ['ASCII with a comma for a point', utf8(text.replace('vertex 10', 'vertex 10,5')), 'stl_number_invalid', /10,5/],
  [
    'ASCII with a fourth corner',
    utf8(text.replace('  endloop', '   vertex 1 2 3\n  endloop')),
    'stl_syntax',
    /"endloop", got "vertex"/,
  ],
  ['ASCII in UTF-16', Buffer.from(text, 'utf16le'), 'stl_size_mismatch', /bytes/],
  ['ASCII with no triangle', utf8('solid a\nendsolid a\n'), 'model_empty', /none/],
];

for (const [name, bytes, code, message] of broken) {
  test(`${name} is refused`, async () => {
    await assert.rejects(readModel('part.stl', bytes, { unit: 'inch' }), { code, message });
  });
}
