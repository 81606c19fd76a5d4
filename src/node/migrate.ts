// Bringing the ledger of a home folder to this release, with the contracts of this release.

import { createRegistry } from '#contracts/index.ts';
import { type Migration, migrateLedger } from '#ledger/migrate.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { homePaths } from './local.ts';

/** @throws as migrateLedger */
export async function migrateHome(
  home: string,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<Migration> {
  await using pool = new SignaturePool();
  return await migrateLedger(homePaths(home).ledger, { registry: createRegistry(), pool, onProgress });
}
