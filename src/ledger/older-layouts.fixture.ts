// Ledger files of older layouts, made from one of this release: what a test of the migration begins with.

import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { APPLICATION_ID } from './store.ts';

/** Layout 1: no readers of entries. */
const LAYOUT_1 = `
CREATE TABLE entries(idx INTEGER PRIMARY KEY, bytes BLOB NOT NULL, not_after_ms INTEGER, tx_id BLOB, outcome TEXT, writes BLOB, events TEXT, details TEXT) STRICT;
CREATE UNIQUE INDEX entries_by_tx ON entries(not_after_ms, tx_id) WHERE tx_id IS NOT NULL;
CREATE TABLE blocks(height INTEGER PRIMARY KEY, leaf_idx INTEGER NOT NULL UNIQUE, root BLOB NOT NULL) STRICT;
CREATE TABLE checkpoints(size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
CREATE TABLE tiles(level INTEGER NOT NULL, idx INTEGER NOT NULL, root BLOB NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY(level, idx)) STRICT, WITHOUT ROWID;
CREATE TABLE records(kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY(kind, id)) STRICT, WITHOUT ROWID;
CREATE TABLE record_index(kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY(kind, name, value, id)) STRICT, WITHOUT ROWID;
CREATE TABLE live_keys(kid TEXT NOT NULL, leaf BLOB NOT NULL, from_height INTEGER NOT NULL, to_height INTEGER, PRIMARY KEY(kid, from_height)) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
PRAGMA application_id = ${APPLICATION_ID};
`;
const TABLES: readonly (readonly [table: string, columns: string])[] = [
  ['entries', 'idx, bytes, not_after_ms, tx_id, outcome, writes, events, details'],
  ...['blocks', 'checkpoints', 'tiles', 'records', 'record_index', 'live_keys'].map((table) => [table, '*'] as const),
];

/** Rewrites a closed ledger file as the release of layout 1 left it, its write-ahead log included. */
export function toLayout1(path: string): void {
  const present = `${path}.present`;
  {
    using db = new DatabaseSync(path);
    db.exec('PRAGMA journal_mode = DELETE');
    db.exec(`VACUUM INTO '${present}'`);
  }
  rmSync(path);
  using old = new DatabaseSync(path);
  old.exec(`PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; BEGIN; ${LAYOUT_1} COMMIT;`);
  old.exec(`ATTACH '${present}' AS present`);
  for (const [table, columns] of TABLES) old.exec(`INSERT INTO ${table} SELECT ${columns} FROM present.${table}`);
  old.exec('DETACH present');
  rmSync(present);
}
