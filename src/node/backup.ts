// A backup of a node's home folder, beside a node that runs: the ledger and node.db by SQLite's backup API, each as it was
// at one moment, and the list of the vault's files. The folder takes its name only when all of it was written and read
// again. The node's key is left out unless it is asked for: a second place that can sign in the node's name.

import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { createRegistry } from '#contracts/index.ts';
import { base64url, equalBytes } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import type { Head } from '#ledger/applied.ts';
import { syncFolder } from '#ledger/high-water-mark.ts';
import { Ledger } from '#ledger/ledger.ts';
import {
  type BackupFile,
  type BackupManifest,
  describeBackupFile,
  flushFile,
  writeManifest,
} from './backup-manifest.ts';
import { BACKUP_PAGES } from './limits.ts';
import { homePaths } from './local.ts';

/** What is copied, and where to. */
export type BackupOptions = {
  readonly home: string;
  /** A new folder. */
  readonly out: string;
  readonly nodeKey: 'left out' | 'copied';
  /** ms since 1970 */
  readonly clock: () => number;
  /** Told how many pages of the ledger are copied. */
  readonly onProgress?: (done: number, of: number) => void;
  /** Pages that are copied before others get their turn. */
  readonly pagesAtOnce?: number;
};

/** @throws Fault `backup_exists`, `ledger_missing`, `backup_failed`, `backup_differs`, those of Ledger.openReadOnly */
export async function backupHome(options: BackupOptions): Promise<BackupManifest> {
  const { home, out } = options;
  if (existsSync(out)) throw new Fault('backup_exists', `${out} exists already: name a new folder`);
  const madeMs = options.clock();
  const folder = `${out}.unfinished`;
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { ledgerId, name, head } = await copyLedger(options, folder);
    const names: BackupFile['name'][] = ['ledger.db', ...(await copyBeside(options, folder))];
    const vault = listVault(homePaths(home).vault);
    const lines = vault.map(({ hash, sizeBytes }) => `${hash} ${sizeBytes}\n`);
    writeFileSync(join(folder, 'blobs.txt'), lines.join(''), { mode: 0o600 });
    const files: BackupFile[] = [];
    for (const file of [...names, 'blobs.txt'] as const) {
      flushFile(join(folder, file));
      files.push(await describeBackupFile(folder, file));
    }
    const { size, root, height, timeMs } = head;
    const manifest: BackupManifest = {
      format: 'touchmark-backup-1',
      ...{ ledgerId, name, size, root: base64url(root), height, timeMs, madeMs, files },
      blobs: vault.length,
      blobBytes: vault.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    };
    writeManifest(folder, manifest);
    syncFolder(folder);
    renameSync(folder, out);
    syncFolder(dirname(out));
    return manifest;
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    if (cause instanceof Fault) throw cause;
    throw new Fault('backup_failed', `${out}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

type Copied = { readonly ledgerId: string; readonly name: string; readonly head: Head };

async function copyLedger({ home, onProgress, pagesAtOnce }: BackupOptions, folder: string): Promise<Copied> {
  const copy = join(folder, 'ledger.db');
  using ledger = Ledger.openReadOnly(homePaths(home).ledger, { registry: createRegistry() });
  await copyDatabase(ledger.store.db, copy, { onProgress, pagesAtOnce });
  using read = Ledger.openReadOnly(copy, { registry: createRegistry() });
  const finding = read.store.db.prepare('PRAGMA integrity_check(1)').get()?.integrity_check;
  const { head } = read;
  // The node may have gone on between opening its file and copying it.
  const isSame = read.id === ledger.id && head.size >= ledger.head.size;
  if (finding !== 'ok' || !isSame || !equalBytes(read.tree.root(ledger.head.size), ledger.head.root))
    throw new Fault('backup_differs', `${copy} is not what ${ledger.store.path} holds: ${finding}`);
  return { ledgerId: read.id, name: read.genesis.body.name, head };
}

/** What lies beside the ledger. @returns the names of the copies */
async function copyBeside({ home, nodeKey }: BackupOptions, folder: string): Promise<readonly BackupFile['name'][]> {
  const paths = homePaths(home);
  const names: BackupFile['name'][] = [];
  if (existsSync(paths.nodeDb)) {
    using db = new DatabaseSync(paths.nodeDb, { readOnly: true });
    await copyDatabase(db, join(folder, 'node.db'));
    names.push('node.db');
  }
  if (nodeKey === 'copied') {
    copyFileSync(paths.nodeKey, join(folder, 'node-key.json'));
    names.push('node-key.json');
  }
  return names;
}

/** Copies a database as it is at this moment to one file. */
async function copyDatabase(
  db: DatabaseSync,
  path: string,
  {
    onProgress,
    pagesAtOnce = BACKUP_PAGES,
  }: {
    readonly onProgress?: ((done: number, of: number) => void) | undefined;
    readonly pagesAtOnce?: number | undefined;
  } = {},
): Promise<void> {
  // One read transaction: without it SQLite begins anew whenever the node commits, for ever beside a busy one.
  db.exec('BEGIN');
  db.prepare('SELECT count(*) FROM sqlite_schema').get();
  try {
    const progress = ({
      totalPages,
      remainingPages,
    }: {
      readonly totalPages: number;
      readonly remainingPages: number;
    }) => onProgress?.(totalPages - remainingPages, totalPages);
    await backup(db, path, { rate: pagesAtOnce, progress });
  } finally {
    db.exec('ROLLBACK');
  }
  // Without a write-ahead log, so that it is one file.
  using copy = new DatabaseSync(path);
  copy.exec('PRAGMA journal_mode = DELETE');
}

/** The files of a vault, sorted by their hash; see vault/blob-store.ts. */
export function listVault(vault: string): readonly { readonly hash: string; readonly sizeBytes: number }[] {
  if (!existsSync(vault)) return [];
  const folders = readdirSync(vault).filter((name) => /^[0-9a-f]{2}$/.test(name));
  return folders.sort().flatMap((folder) =>
    readdirSync(join(vault, folder))
      .filter((name) => /^[0-9a-f]{64}$/.test(name))
      .sort()
      .map((hash) => ({ hash, sizeBytes: statSync(join(vault, folder, hash)).size })),
  );
}
