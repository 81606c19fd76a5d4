// The inbox on disk. A dropped file is taken into a folder of its own, <kind>/waiting/<name>/, with all that is written
// about it, and that folder as a whole is renamed to <kind>/done or <kind>/rejected: nothing is ever between two places,
// and nothing is overwritten. Only regular files, of bounded size, are read, and no link is followed.

import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { fromUtf8, utf8 } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { INBOX_FILE_BYTES, INBOX_NAME_BYTES, INBOX_SAME_NAMES } from '../limits.ts';
import { KINDS, type Kind } from './part.ts';

/** Where a folder lies. */
export type Place = 'waiting' | 'done' | 'rejected';
const PLACES: readonly Place[] = ['waiting', 'done', 'rejected'];
/** Names that the inbox writes itself. */
const OURS = /^(outcome\.json|\d+\.\d+\.(statement|[a-z-]+\.json))$/;
/** What programs call a file that they are still writing, and what is hidden. */
const UNFINISHED = /^[.~]|\.(tmp|temp|part|partial|filepart|crdownload)$/i;

/** A folder with one dropped file: `orders`, `4711.csv~2`, in it `4711.csv`. */
export type Folder = { readonly kind: Kind; readonly folder: string };

/** What stands in a kind's folder. */
export type Dropped = {
  readonly name: string;
  /** Differs where the file was changed; undefined where its name cannot be taken. */
  readonly version: string | undefined;
  readonly isFolder: boolean;
};

/** Makes the folders of an inbox where they are missing. @throws Fault `inbox_unwritable` */
export function makeFolders(inbox: string): void {
  for (const kind of KINDS) {
    for (const place of PLACES) onDisk(inbox, () => mkdirSync(join(inbox, kind, place), { recursive: true }));
  }
}

/** What was dropped, and may be whole. */
export function dropped(inbox: string, kind: Kind): readonly Dropped[] {
  const names = onDisk(inbox, () => readdirSync(join(inbox, kind)))
    .filter((name) => !PLACES.some((place) => place === name) && !UNFINISHED.test(name))
    .sort();
  return names.flatMap((name) => {
    const stat = lstatSync(join(inbox, kind, name), { throwIfNoEntry: false });
    // Gone meanwhile, or named in bytes that are no UTF-8.
    if (stat === undefined) return isUtf8(name) ? [] : [{ name, version: undefined, isFolder: false }];
    const version = OURS.test(name) ? undefined : `${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`;
    return [{ name, version, isFolder: stat.isDirectory() }];
  });
}

function isUtf8(name: string): boolean {
  return !name.includes('\ufffd');
}

/** Takes a dropped file into a folder of its own. */
export function take(inbox: string, kind: Kind, name: string): Folder {
  for (const folder of folderNames(name)) {
    const path = pathOf(inbox, { kind, folder }, 'waiting');
    try {
      mkdirSync(path);
    } catch (cause) {
      if (codeOf(cause) === 'EEXIST') continue;
      throw unwritable(path, cause);
    }
    onDisk(path, () => renameSync(join(inbox, kind, name), join(path, name)));
    flushFolder(path);
    return { kind, folder };
  }
  throw new Fault('inbox_name_used_up', `${kind}/${name}: this name was dropped ${INBOX_SAME_NAMES} times`);
}

/** The folders that wait, in the order of their names. */
export function waiting(inbox: string): readonly Folder[] {
  return KINDS.flatMap((kind) =>
    onDisk(inbox, () => readdirSync(join(inbox, kind, 'waiting'), { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => ({ kind, folder: name }))
      .sort((a, b) => (a.folder < b.folder ? -1 : 1)),
  );
}

/** True where any waiting folder holds a signed statement. */
export function holdsStatements(inbox: string): boolean {
  return waiting(inbox).some((folder) =>
    readdirSync(pathOf(inbox, folder, 'waiting')).some((name) => name.endsWith('.statement')),
  );
}

/** The name of the one dropped file in a waiting folder; undefined where it is gone. */
export function droppedName(inbox: string, folder: Folder): string | undefined {
  const names = onDisk(inbox, () => readdirSync(pathOf(inbox, folder, 'waiting')));
  return names.filter((name) => !OURS.test(name) && !name.endsWith('.part')).sort()[0];
}

/** The bytes of a dropped file. @throws Fault `file_not_regular`, `file_too_large`, `file_unreadable` */
export function readDropped(inbox: string, folder: Folder, name: string): Uint8Array {
  const path = join(pathOf(inbox, folder, 'waiting'), name);
  const notRegular = (cause?: unknown): Fault =>
    new Fault('file_not_regular', `expected a file, got a link or something else that is none`, { cause });
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() === false) throw notRegular();
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    if (codeOf(cause) === 'ELOOP') throw notRegular(cause);
    throw new Fault('file_unreadable', `it cannot be read (${codeOf(cause)})`, { cause });
  }
  try {
    const { size } = fstatSync(file);
    if (size > INBOX_FILE_BYTES)
      throw new Fault('file_too_large', `expected at most ${INBOX_FILE_BYTES} bytes, got ${size}`);
    const bytes = new Uint8Array(size);
    let length = 0;
    for (let read = -1; read !== 0 && length < size; length += read)
      read = readSync(file, bytes, length, size - length, length);
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

/** True where this stands beside the dropped file already. */
export function hasBeside(inbox: string, folder: Folder, name: string): boolean {
  return existsSync(join(pathOf(inbox, folder, 'waiting'), name));
}

/** Writes a file beside the dropped one, durably and as a whole. @throws Fault `inbox_unwritable` */
export function writeBeside(inbox: string, folder: Folder, name: string, content: Uint8Array): void {
  const path = join(pathOf(inbox, folder, 'waiting'), name);
  onDisk(path, () => {
    const file = openSync(`${path}.part`, 'w', 0o600);
    try {
      for (let at = 0; at < content.length; ) at += writeSync(file, content, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.part`, path);
  });
  flushFolder(pathOf(inbox, folder, 'waiting'));
}

/** Moves a waiting folder to its end. @returns its path below the inbox */
export function finish(inbox: string, folder: Folder, name: string, place: Place): string {
  const from = pathOf(inbox, folder, 'waiting');
  for (const end of folderNames(name)) {
    const to = { kind: folder.kind, folder: end };
    if (existsSync(pathOf(inbox, to, place))) continue;
    onDisk(from, () => renameSync(from, pathOf(inbox, to, place)));
    flushFolder(join(inbox, folder.kind, place));
    return join(folder.kind, place, end);
  }
  throw new Fault('inbox_name_used_up', `${folder.kind}/${name}: this name was dropped ${INBOX_SAME_NAMES} times`);
}

/** `4711.csv`, `4711.csv~2`, `4711.csv~3`, … */
function* folderNames(name: string): Generator<string> {
  const short = fromUtf8Cut(utf8(name).subarray(0, INBOX_NAME_BYTES));
  yield short;
  for (let count = 2; count <= INBOX_SAME_NAMES; count++) yield `${short}~${count}`;
}

/** Text of bytes that may end within a character: what is left of that is dropped. */
function fromUtf8Cut(bytes: Uint8Array): string {
  for (let length = bytes.length; length > bytes.length - 4; length--) {
    try {
      return fromUtf8(bytes.subarray(0, length));
    } catch (cause) {
      if (!(cause instanceof Fault)) throw cause;
    }
  }
  return 'file';
}

/** Path of a folder. */
export function pathOf(inbox: string, { kind, folder }: Folder, place: Place): string {
  return join(inbox, kind, place, folder);
}

function onDisk<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (codeOf(cause) === undefined) throw cause;
    throw unwritable(path, cause);
  }
}

function unwritable(path: string, cause: unknown): Fault {
  return new Fault('inbox_unwritable', `${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
}

/** Makes the names in a folder durable, where the system can: Windows cannot open a folder. */
function flushFolder(path: string): void {
  let folder: number;
  try {
    folder = openSync(path, constants.O_RDONLY);
  } catch (cause) {
    if (codeOf(cause) === 'EISDIR' || codeOf(cause) === 'EPERM' || codeOf(cause) === 'EACCES') return;
    throw unwritable(path, cause);
  }
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}
