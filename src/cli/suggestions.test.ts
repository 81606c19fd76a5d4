// Completion: what is suggested is what the tables have, in a shell too.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '#test/ledgers.ts';
import { touchmark } from './io.fixture.ts';
import { suggestions } from './suggestions.ts';

const COMMAND = fileURLToPath(new URL('../../bin/touchmark.js', import.meta.url));
const folder = temporaryFolder();
after(() => folder[Symbol.dispose]());

const ROWS: readonly (readonly [words: readonly string[], suggested: readonly string[]])[] = [
  [['rep'], ['replica']],
  [['ke'], ['keys']],
  [
    ['keys', 'r'],
    ['recover', 'request', 'rotate'],
  ],
  [
    ['help', 'join', ''],
    ['request', 'sponsor'],
  ],
  [['help', 'ver'], ['verify']],
  [
    ['call', 'pro'],
    ['procurement', 'production'],
  ],
  [
    ['call', 'procurement', 'agreeC'],
    ['agreeChange', 'agreeClosing'],
  ],
  [
    ['get', 'procurement', 're'],
    ['remake', 'replaced', 'revision'],
  ],
  [
    ['list', 'procurement', 'order', '--s'],
    ['--seller', '--state'],
  ],
  [
    ['list', 'procurement', 'order', '--state', 'c'],
    ['cancelled', 'closed', 'closing'],
  ],
  [['call', 'procurement', 'placeOrder', '--unit-p'], ['--unit-price-cents']],
  [
    ['call', 'procurement', 'placeOrder', '--payment', ''],
    ['hold', 'invoice'],
  ],
  [['call', 'procurement', 'placeOrder', '--payment', 'hold', '--pay'], []],
  [['call', 'procurement', 'registerUnits', '--serials', '7', '--se'], ['--serials']],
  [
    ['completion', ''],
    ['bash', 'fish', 'zsh'],
  ],
  [
    ['tour', '--tamper', 'l'],
    ['ledger', 'licence'],
  ],
  [['verify', ''], []],
  [['fly', ''], []],
  [['call', 'constructor', ''], []],
];

describe('suggestions', () => {
  for (const [words, suggested] of ROWS)
    test(`touchmark ${words.join(' ')}`, () => assert.deepEqual(suggestions(words), suggested));
});

describe('scripts', () => {
  test('bash fills in what the program suggests', async () => {
    const { code, out } = await touchmark(['completion', 'bash'], { cwd: folder.path });
    assert.equal(code, 0);
    mkdirSync(folder.file('bin'));
    symlinkSync(COMMAND, folder.file('bin/touchmark'));
    const line = 'touchmark call procurement placeOrder --payment h';
    writeFileSync(
      folder.file('try.sh'),
      `${out}\nCOMP_WORDS=(${line})\nCOMP_CWORD=5\n_touchmark\nprintf '%s\\n' "\${COMPREPLY[@]}"\n`,
    );
    const path = `${folder.file('bin')}:${dirname(process.execPath)}:/usr/bin:/bin`;
    const shell = spawnSync('bash', ['--noprofile', '--norc', folder.file('try.sh')], {
      encoding: 'utf8',
      env: { PATH: path },
    });
    assert.deepEqual([shell.error, shell.stderr, shell.stdout], [undefined, '', 'hold\n']);
  });

  for (const [shell, ask] of [
    ['zsh', 'compdef() { }; eval "$(cat)"; functions _touchmark >/dev/null && echo loaded'],
    ['fish', 'cat | source; functions -q __touchmark; and echo loaded'],
  ] as const) {
    test(`${shell} takes its script`, async (t) => {
      if (spawnSync(shell, ['-c', 'true']).error !== undefined) {
        assert.notEqual(process.env.CI, 'true', `${shell} is absent`);
        return t.skip(`${shell} is absent`);
      }
      const { out } = await touchmark(['completion', shell], { cwd: folder.path });
      assert.equal(spawnSync(shell, ['-c', ask], { input: out, encoding: 'utf8' }).stdout, 'loaded\n');
    });
  }
});
