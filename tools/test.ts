// Runs the tests: `node tools/test.ts [--soak] [part of a path …]`. --soak sets SOAK=1, on which the long forms run in
// full. Prints a dot a test, what tests tell (figures, seeds), what failed, what was skipped with its reason, and how many
// there were.

import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { run } from 'node:test';
import { inspect } from 'node:util';

const args = process.argv.slice(2);
if (args.includes('--soak')) process.env.SOAK = '1';
const parts = args.filter((arg) => !arg.startsWith('--'));
const files = globSync(['src/**/*.test.ts', 'test/**/*.test.ts'])
  .sort()
  .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));

let passed = 0;
const failed: string[] = [];
const skipped: string[] = [];
const told: string[] = [];
/** What each file's process wrote to stderr: it says why a file failed as a whole. */
const stderr = new Map<string, string>();
const print = (text: string): boolean => process.stdout.write(text);

// One file for each processor: much of a test's time is waiting for a disk, a browser, another process.
for await (const { type, data } of run({ files, concurrency: availableParallelism() })) {
  if (type === 'test:stderr') stderr.set(data.file, `${stderr.get(data.file) ?? ''}${data.message}`);
  // The totals of node:test are of no file.
  if (type === 'test:diagnostic' && data.file !== undefined) told.push(data.message);
  if (type !== 'test:pass' && type !== 'test:fail') continue;
  const { name, file = '', details } = data;
  // A suite fails because a test in it fails; the tests of one that is skipped are not told.
  if (details.type === 'suite' && data.skip === undefined) continue;
  const where = `${file.slice(file.indexOf('/src/') + 1 || file.indexOf('/test/') + 1)}: ${name}`;
  if (type === 'test:fail') {
    const { error } = data.details;
    // A file that failed as a whole is named by its path.
    failed.push(`${where}\n${inspect(error.cause ?? error)}\n${stderr.get(name) ?? ''}`);
  } else if (data.skip !== undefined) skipped.push(`${where}: ${data.skip}`);
  else passed++;
  print(type === 'test:fail' ? 'X' : '.');
  if ((passed + failed.length + skipped.length) % 100 === 0) print('\n');
}

print('\n');
for (const text of told) print(`${text}\n`);
for (const text of skipped) print(`skipped ${text}\n`);
for (const text of failed) print(`FAILED ${text}\n\n`);
print(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped\n`);
process.exitCode = failed.length === 0 && passed > 0 ? 0 : 1;
