import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseArguments } from './arguments.ts';

const OPTIONS = {
  out: { type: 'string', says: 'where to' },
  reader: { type: 'string', multiple: true, says: 'who' },
  yes: { type: 'boolean', short: 'y', says: 'sure' },
} as const;
const parsed = (...args: readonly string[]) => parseArguments(args, OPTIONS, 1);

describe('a hash that begins like an option', () => {
  for (const hash of [`-Y${'a'.repeat(41)}`, `--${'b'.repeat(41)}`, '-'.repeat(43)]) {
    test(`${hash.slice(0, 4)}… is a word, and the value of an option`, () => {
      const { positionals, values } = parsed(hash, '--out', 'got.step', '--reader', hash, '--reader', 'acme', '-y');
      assert.deepEqual([...positionals], [hash]);
      assert.deepEqual({ ...values }, { out: 'got.step', reader: [hash, 'acme'], yes: true });
    });
  }

  test('one too many is named as it was given', () => {
    assert.throws(() => parsed('a', `-${'c'.repeat(42)}`), { code: 'usage_wrong', message: / -c{42}$/ });
  });

  test('what is shorter or longer is an option, and unknown', () => {
    for (const word of ['-z', `-${'c'.repeat(41)}`, `-${'c'.repeat(43)}`, '--nowhere'])
      assert.throws(() => parsed(word), { code: 'usage_wrong' });
  });
});
