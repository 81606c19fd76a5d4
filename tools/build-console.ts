// Builds the web console into dist/console, where the node finds it: `node tools/build-console.ts`. Nothing is done where
// the sources, the versions of what they use and this script are the same as at the last build. Two builds at once do no
// harm: each builds beside the folder and puts its own in place.

import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, type InlineConfig } from 'vite';
import { NO_EVALUATION } from './build-console/no-evaluation.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
/** Where the node looks for it. */
export const CONSOLE_FOLDER = join(DIST, 'console');
/** Beside the folder, since all that lies in it is served. */
const STAMP = join(DIST, 'console.sha256');
/** What the console is made of: itself, and the layers that it reaches through the SDK. */
const SOURCES = [
  'src/{console,sdk,core,vault,contracts,connectors}/**/*.{ts,tsx,css,html}',
  'package.json',
  'package-lock.json',
  'tools/build-console.ts',
  'tools/build-console/*.ts',
];
const COMPRESSED = /\.(js|css|html|svg|json|wasm)$/;
/** Beyond this a file is compressed less thoroughly: it is loaded on demand, and the build should not take minutes. */
const LARGE_BYTES = 2_000_000;

/** Builds the console where its sources changed since the last build. @returns true where it built */
export async function buildConsole(): Promise<boolean> {
  const stamp = sourcesDigest();
  const isCurrent = (): boolean => existsSync(join(CONSOLE_FOLDER, 'index.html')) && readStamp() === stamp;
  if (isCurrent()) return false;
  const own = `${CONSOLE_FOLDER}-${process.pid}`;
  try {
    await build(config(own));
    compress(own);
    putInPlace(own, isCurrent);
    writeFileSync(STAMP, stamp);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
  return true;
}

function config(outDir: string): InlineConfig {
  return {
    root: join(ROOT, 'src/console'),
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: 'error',
    plugins: [NO_EVALUATION],
    // Their names, `….worker-<hash>.js`, tell the node which policy is theirs.
    worker: { format: 'es', plugins: () => [NO_EVALUATION] },
    // Inlined assets would be data: addresses, which the policy does not let in.
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      modulePreload: { polyfill: false },
    },
  };
}

function sourcesDigest(): string {
  const hash = createHash('sha256');
  const paths = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).sort();
  for (const path of paths.filter((one) => !/\.(test|fixture)\.ts$/.test(one))) {
    hash.update(`${path}\n`).update(readFileSync(join(ROOT, path)));
  }
  return hash.digest('hex');
}

function readStamp(): string {
  return existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : '';
}

/** A smaller form beside each text: served to whoever takes it, and made once. */
function compress(folder: string): void {
  for (const name of globSync('**/*', { cwd: folder }).filter((one) => COMPRESSED.test(one))) {
    const text = readFileSync(join(folder, name));
    const quality = text.length > LARGE_BYTES ? 5 : 10;
    const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(text, { params }));
  }
}

/** A folder cannot take another's place in one step: the old one steps aside first. */
function putInPlace(own: string, isCurrent: () => boolean): void {
  const old = `${own}-old`;
  mkdirSync(DIST, { recursive: true });
  if (existsSync(CONSOLE_FOLDER)) renameSync(CONSOLE_FOLDER, old);
  try {
    renameSync(own, CONSOLE_FOLDER);
  } catch (error) {
    // Another build of the same sources was faster.
    if (!isCurrent()) throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const started = performance.now();
  if (await buildConsole()) {
    process.stderr.write(`Built the console in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  }
}
