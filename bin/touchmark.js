#!/usr/bin/env node
// The `touchmark` command for any Node from 18 on: plain JavaScript, no dependency. Finds Node 24, which the packages
// bring along, and runs src/cli/main.ts on it with the same arguments, streams and exit code.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const ownMajor = Number(process.versions.node.split('.')[0]);
const brought = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

function fail(sentence) {
  process.stderr.write(`touchmark: ${sentence}\n`);
  process.exit(4);
}

if (!existsSync(join(root, 'node_modules', 'typebox'))) {
  fail(`its packages are not installed: run npm ci in ${root} and try again.`);
}
const node = ownMajor >= 24 ? process.execPath : existsSync(brought) ? brought : undefined;
if (node === undefined) {
  fail(
    `it needs Node 24 or newer; this is ${process.versions.node}, and no package supplies it on ${process.platform}-${process.arch}.`,
  );
}

const child = spawn(node, [join(root, 'src', 'cli', 'main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: node.endsWith('.cmd'),
});
// A terminal signals the child as well; this process only waits for what it makes of that.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => fail(`${node} cannot be started: ${error.message}`));
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
