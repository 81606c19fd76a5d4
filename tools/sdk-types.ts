// Type declarations of the SDK that need nothing besides: those that its entries reach, ours and of what it is built from,
// with every import written as a path within the folder.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

/** What is built. */
type Types = {
  /** The repository's. */
  readonly root: string;
  /** Source files. */
  readonly entries: readonly string[];
  /** Where the declarations go; the layers' names stay. */
  readonly folder: string;
};

const SPECIFIER = /((?:\bfrom|\bimport)\s*\(?\s*)(['"])([^'"\s|]+)\2/g;
/** What stands in a comment is an example. */
const COMMENT = /^\s*(?:\*|\/)/;

/** Writes the declarations. @returns the packages of which some are among them */
export async function writeTypes({ root, entries, folder }: Types): Promise<readonly string[]> {
  const work = mkdtempSync(join(tmpdir(), 'touchmark-types-'));
  try {
    emit(root, entries, work);
    const layout: Layout = { root, emitted: join(work, 'types') };
    const waiting = entries.map((entry) =>
      join(layout.emitted, relative(join(root, 'src'), entry).replace(/\.ts$/, '.d.ts')),
    );
    const seen = new Set(waiting);
    for (const source of waiting) {
      const target = join(folder, placeOf(layout, source));
      const path = (_: string, before: string, quote: string, name: string): string => {
        const found = declarationOf(layout, source, name);
        if (!seen.has(found)) waiting.push(found);
        seen.add(found);
        return `${before}${quote}${asImport(dirname(target), join(folder, placeOf(layout, found)))}${quote}`;
      };
      const lines = readFileSync(source, 'utf8').split('\n');
      const text = lines.map((line) => (COMMENT.test(line) ? line : line.replace(SPECIFIER, path))).join('\n');
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
    return [...new Set([...seen].flatMap((file) => packageOf(layout, file) ?? []))];
  } finally {
    rmSync(work, { recursive: true });
  }
}

type Layout = { readonly root: string; readonly emitted: string };

function emit(root: string, files: readonly string[], work: string): void {
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      ...{ noEmit: false, emitDeclarationOnly: true, declaration: true },
      ...{ rootDir: join(root, 'src'), outDir: join(work, 'types'), typeRoots: [join(root, 'node_modules/@types')] },
    },
    include: [],
    files,
  };
  writeFileSync(join(work, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', work], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`tsc: ${stdout}${stderr}`);
}

/** The declarations that an import means. */
function declarationOf({ root, emitted }: Layout, from: string, name: string): string {
  if (name.startsWith('#'))
    return existing(join(emitted, name.slice(1)), join(emitted, name.slice(1).replace(/\.ts$/, '.node.ts')));
  if (name.startsWith('.')) return existing(resolve(dirname(from), name));
  return entryOf(root, name);
}

/** The declarations beside the module that a package's manifest names. */
function entryOf(root: string, name: string): string {
  const [, packageName = '', below = ''] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(name) ?? [];
  const folder = join(root, 'node_modules', packageName);
  const { exports, types } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entry = exports?.[`.${below}`] ?? {};
  const named = [entry.types, entry.import?.types, entry.import?.default, entry.import, entry.default, types];
  const paths = named.filter((path): path is string => typeof path === 'string');
  return existing(...paths.map((path) => join(folder, path)));
}

/** The declarations of the first of these modules that has some. */
function existing(...modules: readonly string[]): string {
  const names = modules.map((path) => path.replace(/(\.d)?\.([cm]?)[jt]s$/, '.d.$2ts'));
  const found = names.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`there are no declarations at ${names.join(' or ')}`);
  return found;
}

/** Where a declaration stands within the types' folder. */
function placeOf({ root, emitted }: Layout, file: string): string {
  const own = relative(emitted, file);
  return own.startsWith('..') ? join('outside', relative(join(root, 'node_modules'), file)) : own;
}

function packageOf({ root }: Layout, file: string): string | undefined {
  const [, name] = /^((?:@[^/]+\/)?[^/]+)/.exec(relative(join(root, 'node_modules'), file)) ?? [];
  return name === '..' ? undefined : name;
}

function asImport(from: string, file: string): string {
  const path = relative(from, file).replace(/\.d\.([cm]?)ts$/, '.$1js');
  return path.startsWith('.') ? path : `./${path}`;
}
