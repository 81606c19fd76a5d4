// Files that are whole or absent: written under another name, flushed to the disk, then renamed. What the disk refuses
// is a Fault. Node only.

import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault } from '#core/fault.ts';
import type { ByteSource } from './byte-reader.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * Writes a stream to a new file in `folder` and flushes it; the file is removed again where anything fails.
 * @returns its path
 * @throws Fault `vault_disk_full`, `vault_disk_failed`; what the source throws
 */
export async function writeIncoming(folder: string, source: ByteSource): Promise<string> {
  const path = join(folder, `${randomUUID()}.part`);
  try {
    await using file = await onDisk('create a file', () => open(path, 'wx', 0o600));
    for await (const bytes of source) await onDisk('write', () => file.writeFile(bytes));
    await onDisk('flush', () => file.sync());
    return path;
  } catch (error) {
    await discard(path);
    throw error;
  }
}

/** Puts a written file at its final path, durably; an existing file is replaced as a whole. @throws as writeIncoming */
export async function moveInto(path: string, finalPath: string): Promise<void> {
  const folder = dirname(finalPath);
  await onDisk('create a folder', () => mkdir(folder, { recursive: true, mode: 0o700 }));
  await onDisk('rename', () => rename(path, finalPath));
  await flushFolder(folder);
  await flushFolder(dirname(folder));
}

/** Removes a file or a folder with all in it, where it exists. @throws Fault `vault_disk_failed` */
export async function discard(path: string): Promise<void> {
  await onDisk('remove', () => rm(path, { recursive: true, force: true }));
}

/** Makes the names in a folder durable. @throws Fault `vault_disk_failed` */
export async function flushFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; NTFS journals its names.
  if (process.platform === 'win32') return;
  await onDisk('flush a folder', async () => {
    await using handle = await open(folder, 'r');
    await handle.sync();
  });
}

/** Runs one call to the file system. @throws Fault `vault_disk_full`, `vault_disk_failed` */
export async function onDisk<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const code = systemCode(cause);
    if (code === undefined) throw cause;
    if (FULL.has(code))
      throw new Fault('vault_disk_full', `the disk of the vault is full: ${what}: ${code}`, { cause });
    throw new Fault('vault_disk_failed', `the disk of the vault failed: ${what}: ${code}`, { cause });
  }
}

/** The code of an error of the operating system (ENOENT ...); undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
