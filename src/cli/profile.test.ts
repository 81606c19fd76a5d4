// Where a connection comes from: options, over the environment, over the file in the current folder.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { temporaryFolder } from '#test/ledgers.ts';
import { readProfile } from './profile.ts';

const folder = temporaryFolder();
after(() => folder[Symbol.dispose]());
const [A, B, C] = ['a'.repeat(52), 'b'.repeat(52), 'c'.repeat(52)];

test('each place goes before the next', () => {
  const env = { TOUCHMARK_URL: 'http://env', TOUCHMARK_LEDGER: B, TOUCHMARK_KEY: 'env.key' };
  const cwd = folder.path;
  assert.deepEqual(readProfile({}, { env: {}, cwd }), { url: undefined, ledgerId: undefined, keyPath: undefined });
  writeFileSync(
    folder.file('touchmark-client.json'),
    JSON.stringify({ node: 'http://file', ledger: C, as: 'file.key' }),
  );
  const rows = [
    [{}, {}, ['http://file', C, folder.file('file.key')]],
    [{}, env, ['http://env', B, folder.file('env.key')]],
    [{}, { ...env, TOUCHMARK_URL: '' }, ['http://file', B, folder.file('env.key')]],
    [
      { node: 'http://option', ledger: A, as: 'keys/option.key' },
      env,
      ['http://option', A, folder.file('keys/option.key')],
    ],
  ] as const;
  for (const [options, variables, [url, ledgerId, keyPath]] of rows)
    assert.deepEqual(readProfile(options, { env: variables, cwd }), { url, ledgerId, keyPath });
});

test('a wrong file or ledger id is said, and not passed over', () => {
  const at = { env: {}, cwd: folder.path };
  for (const [content, code] of [
    ['{', 'profile_invalid'],
    ['{"to": "http://x"}', 'profile_invalid'],
    ['[]', 'profile_invalid'],
    ['{"ledger": "short"}', 'usage_wrong'],
  ] as const) {
    writeFileSync(folder.file('touchmark-client.json'), content);
    assert.throws(() => readProfile({}, at), { code }, content);
  }
});
