// The files of a data folder, from the places that the tour knows and nowhere else. Whatever else lies there is named
// and not read.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hex } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { MAX_FILE_BYTES, MAX_FILES, MAX_FOLDER_BYTES } from './limits.ts';

/** A file of the folder; `path` is relative to the folder, with slashes. */
export type InputFile = { readonly name: string; readonly path: string; readonly bytes: Uint8Array };

/** Which names are read in which subfolder. */
const PLACES = {
  cad: /\.(step|stp|stl|3mf)$/i,
  nc: /./,
  'machine-log': /./,
  inspection: /(\.qif|^mapping\.csv)$/i,
} as const;
type Place = keyof typeof PLACES;

/** What is read, in the order of the names, and what is not. */
export type FolderFiles = {
  readonly order: InputFile | undefined;
  readonly inside: { readonly [P in Place]: readonly InputFile[] };
  readonly notRead: readonly string[];
};

/** Reads the files. @throws Fault `folder_missing`, `folder_empty`, `folder_too_large`, `file_too_large`, `file_unreadable` */
export function readFiles(folder: string): FolderFiles {
  if (!isFolder(folder)) {
    throw new Fault('folder_missing', `${folder} is not a folder: name one with cad, nc, machine-log and inspection`);
  }
  const here = namesIn(folder, '');
  if (here.length === 0) throw new Fault('folder_empty', `${folder} is empty`);
  const notRead = here.filter((name) => name !== 'order.csv' && !Object.hasOwn(PLACES, name));
  const budget = { bytes: MAX_FOLDER_BYTES };
  const order = here.includes('order.csv') ? readOne(folder, 'order.csv', budget) : undefined;
  const read = (place: Place): readonly InputFile[] => {
    const names = here.includes(place) ? namesIn(folder, place) : [];
    notRead.push(...names.filter((name) => !isRead(place, name)).map((name) => `${place}/${name}`));
    return names.filter((name) => isRead(place, name)).map((name) => readOne(folder, `${place}/${name}`, budget));
  };
  const inside = {
    cad: read('cad'),
    nc: read('nc'),
    'machine-log': read('machine-log'),
    inspection: read('inspection'),
  };
  return { order, inside, notRead: notRead.filter((path) => !path.endsWith('.md')) };
}

/** SHA-256 over names and bytes of what was read, and over the terms beside it, hexadecimal. */
export function digestOf({ order, inside }: FolderFiles, terms: string): string {
  const hash = createHash('sha256').update(`${terms}\n`);
  for (const { path, bytes } of [...(order === undefined ? [] : [order]), ...Object.values(inside).flat()]) {
    hash.update(`${path}\n${bytes.length}\n`).update(bytes);
  }
  return hex(new Uint8Array(hash.digest()));
}

function isRead(place: Place, name: string): boolean {
  return PLACES[place].test(name) && !name.endsWith('.md');
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function namesIn(folder: string, place: string): string[] {
  const names = onDisk(place === '' ? folder : place, () => readdirSync(join(folder, place)));
  if (names.length > MAX_FILES) {
    throw new Fault(
      'folder_too_large',
      `${join(folder, place)} holds ${names.length} files, at most ${MAX_FILES} are read`,
    );
  }
  return names.filter((name) => !name.startsWith('.')).sort((a, b) => (a < b ? -1 : 1));
}

function readOne(folder: string, path: string, budget: { bytes: number }): InputFile {
  const full = join(folder, path);
  return onDisk(path, () => {
    const stat = statSync(full);
    if (!stat.isFile()) throw new Fault('file_unreadable', `${path} is not a file`);
    if (stat.size > MAX_FILE_BYTES) {
      throw new Fault('file_too_large', `${path} has ${stat.size} bytes, at most ${MAX_FILE_BYTES} are read`);
    }
    budget.bytes -= stat.size;
    if (budget.bytes < 0) {
      throw new Fault('folder_too_large', `with ${path} the files have more than ${MAX_FOLDER_BYTES} bytes together`);
    }
    return { name: path.slice(path.lastIndexOf('/') + 1), path, bytes: new Uint8Array(readFileSync(full)) };
  });
}

function onDisk<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (cause instanceof Fault || typeof code !== 'string') throw cause;
    throw new Fault('file_unreadable', `${path} cannot be read (${code})`, { cause });
  }
}
