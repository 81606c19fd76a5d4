// Runs before `npm start`, `npm test` and the like, on whatever Node the system has: plain JavaScript, no dependency.
// Installs the packages when the lock file is newer than what is installed, so that no command needs another before it.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const lock = join(root, 'package-lock.json');
const installed = join(root, 'node_modules', '.package-lock.json');
const upToDate = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;

if (!upToDate) {
  process.stderr.write('Installing packages (about a minute, once) …\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const run = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (run.status !== 0) {
    process.stderr.write('npm ci failed: see the lines above, then run the same command again.\n');
    process.exit(1);
  }
}

const local = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const ownMajor = Number(process.versions.node.split('.')[0]);
if (!existsSync(local) && ownMajor < 24) {
  process.stderr.write(
    `Touchmark needs Node 24 or newer; this is ${process.versions.node} and no package supplies it on ${process.platform}-${process.arch}. Install Node 24 and try again.\n`,
  );
  process.exit(1);
}
