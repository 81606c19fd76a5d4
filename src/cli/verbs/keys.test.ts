// Key files by the command line: made, shown and checked, with a passphrase that stays out of sight.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { temporaryFolder } from '#test/ledgers.ts';
import { touchmark } from '../io.fixture.ts';

const PASSPHRASE = 'a passphrase for this test';
const folder = temporaryFolder();
const at = { cwd: folder.path };
after(() => folder[Symbol.dispose]());

describe('keys', () => {
  const env = { TOUCHMARK_PASSPHRASE: PASSPHRASE };

  test('a key file is made, shown without its passphrase, and checked with it', async () => {
    const made = await touchmark(['keys', 'new', 'acme/buyer', '--out', 'buyer.key'], { ...at, env });
    assert.equal(made.code, 0, made.err);
    const shown = await touchmark(['keys', 'show', 'buyer.key', '--json'], at);
    assert.equal(JSON.parse(shown.out).actor, 'acme/buyer');
    assert.equal((await touchmark(['keys', 'check', 'buyer.key'], { ...at, env })).code, 0);
    const wrong = await touchmark(['keys', 'check', 'buyer.key'], {
      ...at,
      env: { TOUCHMARK_PASSPHRASE: 'another passphrase' },
    });
    assert.deepEqual([wrong.code, wrong.out], [1, 'buyer.key: the passphrase is not the one, or the file was changed']);
    assert.match((await touchmark(['show', 'buyer.key'], at)).out, /^The keys of acme\/buyer, encrypted\n/);
    assert.ok(![made.out, made.err, shown.out].some((text) => text.includes(PASSPHRASE)));
  });

  test('at a terminal the passphrase is asked for twice', async () => {
    const same = await touchmark(['keys', 'new', 'acme/sales', '--out', 'sales.key'], {
      ...at,
      answers: [PASSPHRASE, PASSPHRASE],
    });
    assert.equal(same.code, 0, same.err);
    const slip = await touchmark(['keys', 'new', 'acme/sales', '--out', 'slip.key'], {
      ...at,
      answers: [PASSPHRASE, `${PASSPHRASE}!`],
    });
    assert.equal(slip.code, 2);
    assert.match(slip.err, /the two passphrases differ/);
  });

  test('an existing key file is never overwritten', async () => {
    writeFileSync(folder.file('taken.key'), 'mine');
    const { code, err } = await touchmark(['keys', 'new', 'acme/buyer', '--out', 'taken.key'], { ...at, env });
    assert.equal(code, 4);
    assert.match(err, /\(key_file_exists\)$/);
    assert.equal(readFileSync(folder.file('taken.key'), 'utf8'), 'mine');
  });
});
