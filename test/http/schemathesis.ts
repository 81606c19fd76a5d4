// schemathesis, an OpenAPI fuzzer of another project, in a Python environment outside the repository. `node
// tools/schemathesis.ts` makes it; from then on no test needs the network.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const REQUIREMENTS = fileURLToPath(new URL('./schemathesis.txt', import.meta.url));
const CACHE = join(tmpdir(), 'touchmark-third-party');

/** How the fuzzer ended: 0 where every check held. */
export type Ended = { readonly code: number | null; readonly output: string };

/** Makes the environment where it is not there. @throws Error saying what failed */
export function installSchemathesis(): void {
  const folder = environment();
  if (existsSync(join(folder, 'complete'))) return;
  mkdirSync(CACHE, { recursive: true });
  must('python3', ['-m', 'venv', '--clear', folder]);
  must(join(programs(folder), 'python'), ['-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS]);
  writeFileSync(join(folder, 'complete'), '');
}

/** True where it can be run. */
export function hasSchemathesis(): boolean {
  return existsSync(join(environment(), 'complete'));
}

/** Runs it in a folder, where it may leave its notes. */
export async function runSchemathesis(args: readonly string[], folder: string): Promise<Ended> {
  const child = spawn(join(programs(environment()), 'schemathesis'), args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve);
    child.on('error', reject);
  });
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, output: output + errors };
}

/** Another list of packages is another environment. */
function environment(): string {
  const hash = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  return join(CACHE, `schemathesis-${hash.slice(0, 16)}`);
}

function programs(folder: string): string {
  return join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
}

function must(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error !== undefined) throw new Error(`${command} cannot be run`, { cause: error });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
}
