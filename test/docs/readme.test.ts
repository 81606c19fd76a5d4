// The commands of README.md do what the page says: they are run in its order, in a folder that looks like the repository
// and in which what they leave behind goes with the test.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '#test/ledgers.ts';
import { blocksOf, firstMissing, strayMarks } from './blocks.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const README = join(ROOT, 'README.md');
/** One block's commands together. */
const MOST_MS = 300_000;

test('the commands of README.md print what it says', (t) => {
  if (!existsSync(README)) return t.skip('README.md is absent');
  if (process.platform === 'win32') return t.skip('the commands are for sh');
  const page = readFileSync(README, 'utf8');
  assert.equal(strayMarks(page), 0, 'each <!-- run --> stands right before a block of sh');
  using folder = temporaryFolder();
  const cwd = copyOfRepository(folder.file('repository'));
  const path = `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`;
  for (const { line, commands, expected } of blocksOf(page)) {
    const env = { ...process.env, PATH: path, HOME: folder.path, NODE_TEST_CONTEXT: undefined };
    const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', commands], {
      cwd,
      env,
      encoding: 'utf8',
      timeout: MOST_MS,
    });
    assert.equal(status, 0, `README.md:${line}: exit code ${status}\n${stdout}${stderr}`);
    const missing = firstMissing(expected, stdout + stderr);
    assert.equal(missing, undefined, `README.md:${line}: it does not print: ${missing}\n${stdout}${stderr}`);
  }
});

/** Links to everything in the repository but what commands write. */
function copyOfRepository(path: string): string {
  mkdirSync(path);
  for (const name of readdirSync(ROOT)) {
    if (name !== '.git' && name !== '.touchmark') symlinkSync(join(ROOT, name), join(path, name));
  }
  return path;
}

describe('the page’s blocks', () => {
  const page =
    'Text\n\n<!-- run -->\n```sh\necho a\n```\n\n```text\na …\nend\n```\n\n```sh\nrm x\n```\n<!-- run -->\n\n```sh\nls\n```\n';

  test('a marked block is run, an unmarked one is not', () => {
    assert.deepEqual(blocksOf(page), [
      { line: 3, commands: 'echo a\n', expected: ['a …', 'end'] },
      { line: 16, commands: 'ls\n', expected: [] },
    ]);
    assert.equal(strayMarks(page), 0);
    assert.equal(strayMarks('<!-- run -->\n\nText\n```sh\nls\n```\n'), 1);
  });

  const outputs: readonly (readonly [what: string, output: string, missing: string | undefined])[] = [
    ['as the page says, with other lines between', 'x\na 17 k3v\nb\nend\n', undefined],
    ['with another order', 'end\na 17\n', 'end'],
    ['with more on the line', 'a 17\nend of it\n', 'end'],
    ['with nothing', '', 'a …'],
  ];
  for (const [what, output, missing] of outputs) {
    test(`an output ${what}`, () => assert.equal(firstMissing(['a …', 'end'], output), missing));
  }
});
