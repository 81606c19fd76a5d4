// A new file, or a folder of files, that takes its name only when it is whole: what breaks off on the way leaves nothing.

import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#core/fault.ts';

/**
 * Writes a new file, which only its owner may read.
 * @param pieces what it holds; where they throw there is no file
 * @throws Fault `file_exists`, `file_unwritable`
 */
export async function writeNewFile(
  path: string,
  pieces: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
): Promise<void> {
  assertNew(path);
  const part = `${path}.part`;
  const file = await onDisk(path, () => open(part, 'wx', 0o600));
  try {
    try {
      for await (const piece of pieces) await onDisk(path, () => file.writeFile(piece));
      await onDisk(path, () => file.sync());
    } finally {
      await file.close();
    }
    assertNew(path);
    await onDisk(path, () => rename(part, path));
  } finally {
    await rm(part, { force: true });
  }
}

/**
 * Writes a new folder of files, which only its owner may read.
 * @param files what they hold by their names
 * @throws Fault `file_exists`, `file_unwritable`
 */
export async function writeNewFolder(path: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  assertNew(path);
  const part = `${path}.part`;
  await onDisk(path, () => mkdir(part, { mode: 0o700 }));
  try {
    for (const [name, content] of files) await writeNewFile(join(part, name), [content]);
    assertNew(path);
    await onDisk(path, () => rename(part, path));
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

/** @throws Fault `file_exists` */
export function assertNew(path: string): void {
  if (existsSync(path)) throw new Fault('file_exists', `${path} exists already: name a new file`);
}

async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause;
    throw new Fault('file_unwritable', `${path} cannot be written: ${cause.message}`, { cause });
  }
}
