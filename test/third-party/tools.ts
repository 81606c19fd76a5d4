// Programs of other projects that tests run against what we serve. They are put into a folder outside the repository by
// `node tools/third-party.ts`; from then on no test needs the network. Where they are absent a test is skipped, and fails
// where CI is true.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { concat, hex } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';

const CACHE = join(tmpdir(), 'touchmark-third-party');
const GO = fileURLToPath(new URL('./go', import.meta.url));
const CHECK_PY = fileURLToPath(new URL('./python/check.py', import.meta.url));
const REQUIREMENTS = fileURLToPath(new URL('./python/requirements.txt', import.meta.url));
const INSTALL = 'node tools/third-party.ts';
/** Offline, with what go.sum names and nothing else. */
const GO_ENV = { GOFLAGS: '-mod=readonly -buildvcs=false', GOPROXY: 'off', GOTOOLCHAIN: 'local', GOWORK: 'off' };

/** How a program ended. */
export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
/** Runs a program with arguments, and with text on stdin. */
export type Program = (args: readonly string[], input?: string) => Promise<Ended>;

/** Fetches what the programs need, where it is not there. @throws Error saying what failed */
export function installThirdParty(print: (text: string) => void): void {
  mkdirSync(CACHE, { recursive: true });
  print(`Go modules of ${GO}`);
  must('go', ['mod', 'download'], { GOFLAGS: GO_ENV.GOFLAGS });
  const program = builtGoProgram();
  if (program.path === undefined) throw new Error(program.missing);
  const venv = venvPath();
  print(`Python packages in ${venv}`);
  if (existsSync(join(venv, 'complete'))) return;
  must('python3', ['-m', 'venv', '--clear', venv]);
  // Without dependencies: the file lists them all, in versions that some authors' own bounds keep apart.
  must(pythonOf(venv), ['-m', 'pip', 'install', '--quiet', '--no-deps', '--requirement', REQUIREMENTS]);
  writeFileSync(join(venv, 'complete'), '');
}

/** The tile and checkpoint checker, compiled from what is installed. Undefined where it is absent: the test is skipped. */
export function goChecker(t: TestContext): Program | undefined {
  const program = builtGoProgram();
  if (program.path === undefined) return absent(t, program.missing);
  return (args, input) => run(program.path, args, input);
}

/** The COSE and SCITT checker. Undefined where it is absent: the test is skipped. */
export function pythonChecker(t: TestContext): Program | undefined {
  const venv = venvPath();
  if (!existsSync(join(venv, 'complete'))) return absent(t, `Python packages are absent: ${INSTALL}`);
  return (args, input) => run(pythonOf(venv), [CHECK_PY, ...args], input);
}

/** Compiled once for each state of its sources. */
function builtGoProgram(): { readonly path: string } | { readonly path: undefined; readonly missing: string } {
  const sources = readdirSync(GO).sort();
  const hash = hashOf(concat(...sources.map((name) => readFileSync(join(GO, name)))));
  const path = join(CACHE, `check-log-${hash}${process.platform === 'win32' ? '.exe' : ''}`);
  if (existsSync(path)) return { path };
  mkdirSync(CACHE, { recursive: true });
  const fresh = `${path}.${process.pid}`;
  const env = { ...process.env, ...GO_ENV };
  const built = spawnSync('go', ['build', '-o', fresh, '.'], { cwd: GO, env, encoding: 'utf8' });
  if (built.error !== undefined) return { path: undefined, missing: 'go is absent' };
  if (/GOPROXY=off/.test(built.stderr)) return { path: undefined, missing: `Go modules are absent: ${INSTALL}` };
  assert.equal(built.status, 0, built.stderr);
  renameSync(fresh, path);
  return { path };
}

function absent(t: TestContext, reason: string): undefined {
  assert.notEqual(process.env.CI, 'true', reason);
  t.skip(reason);
  return undefined;
}

/** Another list of packages is another environment. */
function venvPath(): string {
  return join(CACHE, `venv-${hashOf(readFileSync(REQUIREMENTS))}`);
}

function hashOf(bytes: Uint8Array): string {
  return hex(sha256(bytes)).slice(0, 16);
}

function pythonOf(venv: string): string {
  return process.platform === 'win32' ? join(venv, 'Scripts', 'python.exe') : join(venv, 'bin', 'python');
}

function must(command: string, args: readonly string[], env = {}): void {
  const { status, error } = spawnSync(command, args, { cwd: GO, env: { ...process.env, ...env }, stdio: 'inherit' });
  if (error !== undefined) throw new Error(`${command} cannot be run`, { cause: error });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
}

async function run(command: string, args: readonly string[], input = ''): Promise<Ended> {
  const child = spawn(command, args, { stdio: 'pipe' });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve);
    child.on('error', reject);
  });
  // A program that ends before it read everything says why on stderr.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}
