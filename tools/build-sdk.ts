// Builds the SDK as a package that a stranger can install: `node tools/build-sdk.ts [folder]`, by default dist/sdk. What it
// needs is within it (code, types, licences), so that installing it fetches nothing:
//
//   browser/index.js   an ES module with everything inside
//   node/index.js, node/node.js   the same for Node, on node:crypto; node.js is the key files
//   types/   declarations, those of what it is built from included

import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, type Rolldown } from 'vite';
import { writeTypes } from './sdk-types.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const INDEX = join(ROOT, 'src/sdk/index.ts');
const KEY_FILES = join(ROOT, 'src/sdk/key-file.ts');

/** Builds the package into a folder, which is emptied first. */
export async function buildSdk(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const modules = new Set<string>();
  for (const config of [browserBuild(folder), nodeBuild(folder)]) {
    for (const module of await modulesOf(config)) modules.add(module);
  }
  for (const name of await writeTypes({ root: ROOT, entries: [INDEX, KEY_FILES], folder: join(folder, 'types') })) {
    modules.add(name);
  }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
  copyFileSync(join(ROOT, 'docs/sdk.md'), join(folder, 'README.md'));
  copyFileSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'THIRD-PARTY.txt'), licencesOf([...modules].sort()));
}

function browserBuild(folder: string): InlineConfig {
  return {
    ...common(join(folder, 'browser')),
    build: {
      ...common(join(folder, 'browser')).build,
      lib: { entry: { index: INDEX }, formats: ['es'] },
      rolldownOptions: { output: { entryFileNames: '[name].js', codeSplitting: false } },
    },
  };
}

function nodeBuild(folder: string): InlineConfig {
  return {
    ...common(join(folder, 'node')),
    resolve: { conditions: ['node', 'import', 'module', 'default'] },
    ssr: { noExternal: true, resolve: { conditions: ['node', 'import', 'module', 'default'] } },
    build: {
      ...common(join(folder, 'node')).build,
      ssr: true,
      rolldownOptions: {
        input: { index: INDEX, node: KEY_FILES },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js', format: 'es' },
      },
    },
  };
}

function common(outDir: string) {
  return {
    root: ROOT,
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, target: 'es2022', minify: false, reportCompressedSize: false },
  } as const satisfies InlineConfig;
}

/** Builds. @returns the names of the packages that went into it */
async function modulesOf(config: InlineConfig): Promise<readonly string[]> {
  // Without `watch`, build gives outputs.
  const outputs = [(await build(config)) as Rolldown.RolldownOutput | Rolldown.RolldownOutput[]].flat();
  const chunks = outputs.flatMap(({ output }) => output).filter((chunk) => chunk.type === 'chunk');
  const outside = chunks.flatMap(({ imports }) => imports).filter((name) => !/^(node:|[\w-]+\.js$)/.test(name));
  if (outside.length > 0) throw new Error(`the build leaves out ${outside.join(', ')}`);
  return chunks
    .flatMap(({ moduleIds }) => moduleIds)
    .flatMap((id) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? []);
}

function manifest() {
  const { version, license, description, engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const types = (name: string): string => `./types/sdk/${name}.d.ts`;
  return {
    name: '@touchmark/sdk',
    version,
    description: `Client of a Touchmark node, for browsers and Node. ${description}`,
    license,
    type: 'module',
    sideEffects: false,
    engines,
    exports: {
      '.': { types: types('index'), node: './node/index.js', default: './browser/index.js' },
      './node': { types: types('key-file'), node: './node/node.js' },
      './package.json': './package.json',
    },
    types: types('index'),
    files: ['browser', 'node', 'types', 'README.md', 'LICENSE', 'THIRD-PARTY.txt'],
  };
}

/** The licences of what is within the package, as these ask for. */
function licencesOf(names: readonly string[]): string {
  return names
    .map((name) => {
      const folder = join(ROOT, 'node_modules', name);
      const file = ['LICENSE', 'LICENSE.md', 'license', 'LICENSE.txt'].map((one) => join(folder, one)).find(existsSync);
      if (file === undefined) throw new Error(`${name} has no licence file`);
      const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      return `${name} ${version}\n\n${readFileSync(file, 'utf8').trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

if (import.meta.main) await buildSdk(process.argv[2] ?? join(ROOT, 'dist/sdk'));
