// A backup of a ledger that is in use, by SQLite's backup API. The copy has no high-water mark, so it can be read and
// audited, but not gone on with: that would sign a second history.

import { existsSync, rmSync } from 'node:fs';
import { backup } from 'node:sqlite';
import { Fault } from '#core/fault.ts';
import type { Ledger } from './ledger.ts';
import { diskFault } from './store.ts';

/** Pages copied before others get their turn. */
const PAGES_AT_ONCE = 1_000;

/** Copies the durable state of a ledger to a new file; an unfinished one is removed. @throws Fault `backup_exists`, `disk_full`, `ledger_disk` */
export async function backupLedger(ledger: Ledger, path: string): Promise<void> {
  if (existsSync(path)) throw new Fault('backup_exists', `${path} exists already: name a new file`);
  try {
    await backup(ledger.store.db, path, { rate: PAGES_AT_ONCE });
  } catch (cause) {
    rmSync(path, { force: true });
    throw diskFault(path, cause);
  }
}
