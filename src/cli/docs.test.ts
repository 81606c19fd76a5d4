// docs/cli.md says what the tables say, and every command line in it is one.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parseArguments } from './arguments.ts';
import { actionOf, contractOf, fieldOptions, indexOptions, recordOf } from './contract-words.ts';
import { touchmark } from './io.fixture.ts';
import { cliReference } from './reference.ts';
import type { Options, Verb } from './verb.ts';
import { ALL_VERBS, VERBS, verbOf } from './verbs.ts';

const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

/** Words of a line as a shell splits them, quotes removed; what stands for something is left as it is. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** Throws where a verb does not know an option of the line. */
function parse(line: string): void {
  const [, ...args] = wordsOf(line);
  const found = verbOf(args);
  if (found === undefined) {
    assert.equal(args[0], 'help', line);
    return;
  }
  const { options, most }: Verb = VERBS[found.name];
  const [contract, word] = found.rest;
  const isMade = ['call', 'list', 'export'].includes(found.name) && !found.rest.includes('--help');
  const own: Options = !isMade
    ? {}
    : found.name === 'call'
      ? fieldOptions(actionOf(contractOf(contract), word))
      : indexOptions(recordOf(contractOf(contract), word));
  parseArguments(
    found.rest.filter((arg) => arg !== '--help'),
    { ...options, ...own },
    most,
  );
}

describe('docs/cli.md', () => {
  test('has the reference as `touchmark help --markdown` prints it', async () => {
    const { code, out } = await touchmark(['help', '--markdown'], { cwd: '/nowhere' });
    assert.equal(code, 0);
    assert.equal(out, cliReference());
    // The formatter pads tables.
    const plain = (text: string): string => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');
    assert.ok(
      plain(page).includes(plain(out)),
      'docs/cli.md is not fresh: put what touchmark help --markdown prints in its place',
    );
  });

  test('shows command lines that parse', () => {
    const lines = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.split('\n'));
    const commands = lines.filter((line) => line.startsWith('touchmark '));
    assert.ok(commands.length >= 12, `${commands.length} command lines`);
    for (const line of commands) parse(line);
  });
});

describe('the examples of help', () => {
  for (const [name, { examples }] of ALL_VERBS) {
    test(name, () => {
      assert.ok(examples.length > 0);
      for (const example of examples) if (name !== 'completion') parse(`touchmark ${example}`);
    });
  }
});
