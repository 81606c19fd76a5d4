// What a backup says of itself, in backup.json: which ledger it is of, how far that had come, and the hash of each file
// beside it. The vault's files are listed, not copied: they never change, so that any tool may copy them.

import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '#core/fault.ts';
import { compile, Hash, integer, list, object, oneOf, type Static, TimeMs, Type, text } from '#core/schema.ts';
import { BACKUP_MANIFEST_BYTES } from './limits.ts';

const Size = integer(0, Number.MAX_SAFE_INTEGER);
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });
const File = object({
  name: oneOf('ledger.db', 'node.db', 'node-key.json', 'blobs.txt'),
  sizeBytes: Size,
  sha256: Sha256,
});
const Manifest = object({
  format: Type.Literal('touchmark-backup-1'),
  ledgerId: Type.String({ pattern: '^[a-z2-7]{52}$' }),
  name: text(200),
  /** Entries and root of the log. */
  size: Size,
  root: Hash,
  height: Size,
  /** Of the last block. */
  timeMs: TimeMs,
  /** When the backup was begun, by this machine's clock. */
  madeMs: TimeMs,
  files: list(File, 4, 1),
  /** How many files the vault had, and their bytes. */
  blobs: Size,
  blobBytes: Size,
});
const check = compile(Manifest);

/** What a backup says of itself. */
export type BackupManifest = Static<typeof Manifest>;
/** A file of a backup. */
export type BackupFile = Static<typeof File>;

/** Where it stands in a backup's folder. */
function manifestPath(folder: string): string {
  return join(folder, 'backup.json');
}

/** Writes a backup's manifest, durably. */
export function writeManifest(folder: string, manifest: BackupManifest): void {
  const path = manifestPath(folder);
  writeFileSync(path, `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
  flushFile(path);
}

/** Reads a backup's manifest. @throws Fault `backup_invalid` */
export function readManifest(folder: string): BackupManifest {
  const path = manifestPath(folder);
  let value: unknown;
  try {
    if (statSync(path).size > BACKUP_MANIFEST_BYTES) throw new Error('it is too large');
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('backup_invalid', `${path}: expected what touchmark backup writes, got: ${reason}`, { cause });
  }
  const error = check.firstError(value);
  if (error !== undefined) throw new Fault('backup_invalid', `${path}: ${error}`);
  // The schema was checked in the line above.
  return value as BackupManifest;
}

/** A file's length and SHA-256. */
export async function describeBackupFile(folder: string, name: BackupFile['name']): Promise<BackupFile> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of createReadStream(join(folder, name))) {
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  return { name, sizeBytes, sha256: hash.digest('hex') };
}

/** Makes a file's content durable. */
export function flushFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
