// Runs the tests: `node tools/test.ts [--soak] [name part …]`. --soak sets SOAK=1, on which the long forms run in full.

import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

const args = process.argv.slice(2);
const soak = args.includes('--soak');
const parts = args.filter((arg) => !arg.startsWith('--'));
const files = globSync(['src/**/*.test.ts', 'test/**/*.test.ts'])
  .sort()
  .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));

const run = spawnSync(
  process.execPath,
  ['--test', '--test-reporter=dot', '--test-reporter-destination=stdout', ...files],
  {
    stdio: 'inherit',
    env: { ...process.env, ...(soak ? { SOAK: '1' } : {}) },
  },
);
process.exit(run.status ?? 1);
