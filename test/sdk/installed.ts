// The SDK as a stranger has it: built, packed, installed without a network in an empty project, with the first example of
// docs/sdk.md in it.

import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSdk } from '../../tools/build-sdk.ts';

const ROOT = new URL('../../', import.meta.url);
/** One command. */
const MOST_MS = 120_000;

const run = promisify(execFile);

/** A project that has the package. */
export type Project = {
  readonly folder: string;
  /** Runs a module of the project in Node of this version. @returns what it printed, as JSON */
  node(script: string, ...args: readonly string[]): Promise<unknown>;
  /** Checks the project's types. @returns what tsc says, empty where nothing is wrong */
  tsc(): Promise<string>;
};

/** The first block of JavaScript of docs/sdk.md. */
function firstExample(): string {
  const page = readFileSync(new URL('docs/sdk.md', ROOT), 'utf8');
  const [, block] = /^```js\n([\s\S]*?)^```$/m.exec(page) ?? [];
  if (block === undefined) throw new Error('docs/sdk.md has no example');
  return block;
}

/** Builds, packs and installs. @param folder where everything goes */
export async function installSdk(folder: string): Promise<Project> {
  const [built, project] = [join(folder, 'built'), join(folder, 'project')];
  await buildSdk(built);
  const { stdout } = await command('npm', ['pack', '--json', '--pack-destination', folder], built);
  const [{ filename }] = JSON.parse(stdout);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  // A cache of its own, which is empty: what the package does not bring is not there.
  const offline = ['--offline', '--no-audit', '--no-fund', '--cache', join(folder, 'cache')];
  await command('npm', ['install', ...offline, join(folder, filename)], project);
  writeFileSync(join(project, 'example.js'), firstExample());
  return {
    folder: project,
    node: async (script, ...args) => JSON.parse((await command(process.execPath, [script, ...args], project)).stdout),
    tsc: async () => {
      const tsc = new URL('node_modules/typescript/bin/tsc', ROOT).pathname;
      return command(process.execPath, [tsc, '-p', project], project).then(
        () => '',
        (error: { readonly stdout?: string }) => error.stdout ?? String(error),
      );
    },
  };
}

function command(name: string, args: readonly string[], cwd: string) {
  // The test runner's own variables are not for programs that a test starts.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined };
  return run(name, args, { cwd, env, timeout: MOST_MS, maxBuffer: 2 ** 24 });
}
