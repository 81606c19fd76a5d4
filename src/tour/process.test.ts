import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { copyOfSample, newFolder } from './play.fixture.ts';

const MAIN = fileURLToPath(new URL('../cli/main.ts', import.meta.url));
const TIME_LIMIT_MS = 120_000;

function run(cwd: string, ...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, 'tour', '--home', 'home', ...args], {
    cwd,
    encoding: 'utf8',
    timeout: TIME_LIMIT_MS,
  });
}

test('a tour that was killed says what to do, and --fresh plays it to its end; a third run adds nothing', async (t) => {
  const cwd = newFolder(t);
  const killed = spawn(process.execPath, [MAIN, 'tour', '--home', 'home'], {
    cwd,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  killed.stdout.setEncoding('utf8');
  for await (const text of killed.stdout) {
    out += text;
    if (out.includes('5  BUILD')) killed.kill('SIGKILL');
  }
  if (killed.exitCode === null && killed.signalCode === null) await once(killed, 'exit');
  assert.equal(killed.signalCode, 'SIGKILL');
  const after = run(cwd);
  assert.deepEqual([after.status, after.stdout], [4, '']);
  assert.match(after.stderr, /holds a tour that did not come to its end: look at it there, or start over with --fresh/);
  const fresh = run(cwd, '--fresh');
  assert.equal(fresh.status, 0, fresh.stderr);
  assert.match(fresh.stdout, /Every step held, in [\d.]+ s\. The ledger lies in /);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no colour may be where there is no terminal.
  assert.doesNotMatch(fresh.stdout, /\u001b/);
  assert.match(fresh.stderr, /^Reading .*\n$/, 'no progress where there is no terminal');
  const again = run(cwd);
  assert.deepEqual([again.status, readdirSync(join(cwd, 'home')).length], [0, 1]);
  assert.match(again.stdout, /Nothing was added/);
});

test('bad input on the command line: one sentence, an exit code of its own, and nothing made', (t) => {
  const [cwd, data] = [newFolder(t), copyOfSample(t)];
  rmSync(join(data, 'nc'), { recursive: true });
  const { status, stdout, stderr } = run(cwd, '--data', data);
  assert.deepEqual([status, stdout, readdirSync(cwd)], [4, '', []]);
  const sentence = 'touchmark tour: nc: expected a machine program, got none (folder_incomplete)';
  assert.deepEqual(stderr.split('\n').slice(1), [sentence, '']);
});

test('--tamper bid belongs to a step that is not there: one sentence, and nothing is played', (t) => {
  const cwd = newFolder(t);
  const { status, stdout, stderr } = run(cwd, '--tamper', 'bid');
  assert.deepEqual([status, stdout, stderr.split('\n').length, readdirSync(cwd)], [2, '', 2, []]);
  assert.match(stderr, /sourcing step, which the tour does not play yet/);
});
