// Putting a backup into an empty home folder. What is restored has no high-water mark, so it can be read but not gone on
// with: the node that was lost may have answered for statements that came after the backup, and a second history under
// its key would contradict the receipts that others hold.

import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createRegistry } from '#contracts/index.ts';
import { base64url } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { markPath, syncFolder } from '#ledger/high-water-mark.ts';
import { Ledger } from '#ledger/ledger.ts';
import { listVault } from './backup.ts';
import { type BackupManifest, describeBackupFile, flushFile, readManifest } from './backup-manifest.ts';
import { homePaths } from './local.ts';

/** What was restored. */
export type Restored = {
  readonly manifest: BackupManifest;
  /** Hashes of the vault's files that the backup lists and the home folder does not have. */
  readonly missingBlobs: readonly string[];
};

/**
 * Restores a backup.
 * @param home without a ledger; files of the vault may be there already
 * @throws Fault `backup_invalid`, `backup_damaged` naming the file, `home_not_empty`, `restore_failed`
 */
export async function restoreBackup(backup: string, home: string): Promise<Restored> {
  const manifest = readManifest(backup);
  const paths = homePaths(home);
  const there = [paths.ledger, markPath(paths.ledger), paths.nodeDb, paths.nodeKey].find((path) => existsSync(path));
  if (there !== undefined) throw new Fault('home_not_empty', `${there} exists already: name an empty folder`);
  const folder = join(home, 'restoring');
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await copyChecked(backup, folder, manifest);
    checkLedger(join(folder, 'ledger.db'), manifest);
    const listed = readFileSync(join(folder, 'blobs.txt'), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    // The ledger last: with it the home folder counts as one.
    const names = manifest.files.map(({ name }) => name).filter((name) => name !== 'blobs.txt' && name !== 'ledger.db');
    for (const name of [...names, 'ledger.db']) renameSync(join(folder, name), join(home, name));
    syncFolder(home);
    const have = new Set(listVault(paths.vault).map(({ hash, sizeBytes }) => `${hash} ${sizeBytes}`));
    const missingBlobs = listed.filter((line) => !have.has(line)).map((line) => line.slice(0, 64));
    return { manifest, missingBlobs };
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('restore_failed', `${home}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function copyChecked(backup: string, folder: string, { files }: BackupManifest): Promise<void> {
  const needed = ['ledger.db', 'blobs.txt'] as const;
  const absent = needed.find((name) => !files.some((file) => file.name === name));
  if (absent !== undefined) throw new Fault('backup_invalid', `${backup} lists no ${absent}`);
  for (const { name, sizeBytes, sha256 } of files) {
    if (!existsSync(join(backup, name))) throw new Fault('backup_damaged', `${join(backup, name)} is missing`);
    copyFileSync(join(backup, name), join(folder, name));
    // What was read back of the copy counts, not what the source says of itself.
    const copied = await describeBackupFile(folder, name);
    if (copied.sha256 !== sha256) {
      throw new Fault(
        'backup_damaged',
        `${join(backup, name)}: expected ${sizeBytes} bytes with hash ${sha256}, got ${copied.sizeBytes} with ${copied.sha256}`,
      );
    }
    flushFile(join(folder, name));
  }
}

function checkLedger(path: string, { ledgerId, size, root }: BackupManifest): void {
  using ledger = Ledger.openReadOnly(path, { registry: createRegistry() });
  if (ledger.id === ledgerId && ledger.head.size === size && base64url(ledger.head.root) === root) return;
  throw new Fault('backup_damaged', `${path}: expected ${size} entries of ledger ${ledgerId}, got another head`);
}
