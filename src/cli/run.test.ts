// Wrong command lines and help: what is missing is said, and nothing else happens.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { touchmark } from './io.fixture.ts';

const at = { cwd: '/nowhere' };

describe('usage', () => {
  const wrong: readonly (readonly [args: readonly string[], sentence: RegExp])[] = [
    [['fly'], /there is no verb fly/],
    [['constructor'], /there is no verb constructor/],
    [['help', 'fly'], /there is no verb fly/],
    [['verify'], /the bundle is missing/],
    [['verify', 'a', 'b'], /one word too many: b/],
    [['verify', 'bundle.json', '--leger', 'x'], /Unknown option '--leger'/],
    [['verify', 'bundle.json', '--ledger', 'short'], /--ledger is not a ledger id/],
    [['audit'], /the ledger file is missing/],
    [['show'], /the file is missing/],
    [['show', '--ledger', 'home/ledger.db'], /the place: an entry, a transaction or contract\/record\/id is missing/],
    [['keys'], /say keys new, keys show or keys check/],
    [['keys', 'new', 'Acme', '--out', 'x.key'], /Acme is not an actor’s id/],
    [['keys', 'new', 'acme/buyer'], /--out <file> is missing/],
    [['keys', 'new', 'acme/buyer', '--out', 'x.key'], /there is no terminal to ask at/],
    [['keys', 'new', 'acme/buyer', '--out', 'x.key', '--passphrase', 'y'], /Unknown option '--passphrase'/],
  ];
  for (const [args, sentence] of wrong) {
    test(`touchmark ${args.join(' ')} is wrong usage`, async () => {
      const { code, out, err } = await touchmark(args, at);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, sentence);
    });
  }

  test('every help text is one screen and lists the exit codes', async () => {
    for (const args of [
      [],
      ['--help'],
      ['help'],
      ...['tour', 'verify', 'audit', 'show', 'keys'].flatMap((verb) => [
        ['help', verb],
        [verb, '--help'],
      ]),
    ]) {
      const { code, out } = await touchmark(args, at);
      assert.equal(code, 0);
      const lines = out.split('\n');
      assert.ok(lines.length <= 24 && lines.every((line) => line.length <= 120), `touchmark ${args.join(' ')}`);
      assert.match(out, /Exit codes: 0 ok · 1 what was checked is wrong · 2 wrong usage/);
    }
  });
});
