// One ledger's SQLite file: its schema, its lock, its statements. One transaction covers log and state; records are
// canonical JSON, which SQL can read. Whoever opens it to write holds the lock file until the process ends.

import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Fault } from '#core/fault.ts';
import { CACHE_KIB, WAL_PAGES } from './limits.ts';

/** Number of this file layout, kept in `PRAGMA user_version`. */
export const LAYOUT = 2;
/** "TMRK", kept in `PRAGMA application_id`. */
export const APPLICATION_ID = 0x544d524b;
/** SQLite's result code where another connection holds the lock. */
const SQLITE_BUSY = 5;

const SCHEMA = `
-- Every leaf of the log in its order; not_after_ms and what follows only for statements.
CREATE TABLE entries(idx INTEGER PRIMARY KEY, bytes BLOB NOT NULL, not_after_ms INTEGER, tx_id BLOB, outcome TEXT, writes BLOB, events TEXT, details TEXT, readers TEXT) STRICT;
-- The time leads so that new rows lie together. It is part of the transaction, so the pair is as unique as tx_id.
CREATE UNIQUE INDEX entries_by_tx ON entries(not_after_ms, tx_id) WHERE tx_id IS NOT NULL;
-- The index of entries by readers; see entry-readers.ts.
CREATE TABLE entry_readers(reader TEXT NOT NULL, idx INTEGER NOT NULL, PRIMARY KEY(reader, idx)) STRICT, WITHOUT ROWID;
CREATE TABLE blocks(height INTEGER PRIMARY KEY, leaf_idx INTEGER NOT NULL UNIQUE, root BLOB NOT NULL) STRICT;
CREATE TABLE checkpoints(size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
-- Complete tiles of 256 hashes; the right edge is rebuilt from entries.
CREATE TABLE tiles(level INTEGER NOT NULL, idx INTEGER NOT NULL, root BLOB NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY(level, idx)) STRICT, WITHOUT ROWID;
CREATE TABLE records(kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY(kind, id)) STRICT, WITHOUT ROWID;
CREATE TABLE record_index(kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY(kind, name, value, id)) STRICT, WITHOUT ROWID;
-- Which keys were live after which blocks: from the block at from_height up to, not including, to_height.
CREATE TABLE live_keys(kid TEXT NOT NULL, leaf BLOB NOT NULL, from_height INTEGER NOT NULL, to_height INTEGER, PRIMARY KEY(kid, from_height)) STRICT, WITHOUT ROWID;
PRAGMA user_version = ${LAYOUT};
PRAGMA application_id = ${APPLICATION_ID};
`;

/** An open ledger file. */
export type Store = {
  readonly db: DatabaseSync;
  readonly path: string;
  readonly writable: boolean;
  [Symbol.dispose](): void;
};

/**
 * Makes a new ledger file and locks it.
 * @throws Fault `ledger_exists`, `ledger_in_use`, `ledger_disk`
 */
export function createStore(path: string): Store {
  if (existsSync(path)) throw new Fault('ledger_exists', `${path} exists already: a new ledger needs a new file`);
  const store = open(path);
  try {
    store.db.exec(`BEGIN;${SCHEMA}COMMIT;`);
  } catch (cause) {
    store[Symbol.dispose]();
    throw diskFault(path, cause);
  }
  return store;
}

/**
 * Opens a ledger file to write, and locks it.
 * @throws Fault `ledger_missing`, `ledger_in_use`, `ledger_not_ours`, `ledger_disk`
 */
export function openStore(path: string): Store {
  if (!existsSync(path)) throw new Fault('ledger_missing', `there is no ledger at ${path}`);
  const store = open(path);
  return checked(store, path);
}

/** Opens a ledger file to read only, beside a process that writes it. @throws Fault `ledger_missing`, `ledger_not_ours` */
export function openStoreReadOnly(path: string): Store {
  if (!existsSync(path)) throw new Fault('ledger_missing', `there is no ledger at ${path}`);
  let db: DatabaseSync;
  try {
    db = new DatabaseSync(path, { readOnly: true });
  } catch (cause) {
    throw diskFault(path, cause);
  }
  return checked({ db, path, writable: false, [Symbol.dispose]: () => db.close() }, path);
}

/** The Fault for an error of SQLite or the file system. */
export function diskFault(path: string, cause: unknown): Fault {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const full = /full|ENOSPC/.test(reason);
  const advice = full ? 'make room on the disk and start again' : 'check the disk and start again';
  return new Fault(full ? 'disk_full' : 'ledger_disk', `${path}: ${reason}; what was acknowledged is kept; ${advice}`, {
    cause,
  });
}

function open(path: string): Store {
  const lock = lockFile(path);
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path);
    db.exec(`
      PRAGMA page_size = 8192;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA cache_size = -${CACHE_KIB};
      PRAGMA wal_autocheckpoint = ${WAL_PAGES};
      PRAGMA journal_size_limit = ${WAL_PAGES * 8192};
      PRAGMA temp_store = MEMORY;
    `);
  } catch (cause) {
    db?.close();
    lock.close();
    throw notOurs(path, cause) ?? diskFault(path, cause);
  }
  const opened = db;
  return {
    db: opened,
    path,
    writable: true,
    [Symbol.dispose]() {
      opened.close();
      lock.close();
    },
  };
}

/**
 * The lock is an open transaction on a SQLite file of its own: the operating system drops it with the process, however
 * that ends, and readers of the ledger are not in its way. @throws Fault `ledger_in_use`, `ledger_disk`
 */
export function lockFile(path: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(`${path}.lock`);
    lock.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE;');
    return lock;
  } catch (cause) {
    lock?.close();
    const busy = cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY;
    if (!busy) throw diskFault(path, cause);
    throw new Fault('ledger_in_use', `${path} is open in another process: end that one first`, { cause });
  }
}

function checked(store: Store, path: string): Store {
  try {
    const application = store.db.prepare('PRAGMA application_id').get()?.application_id;
    const layout = store.db.prepare('PRAGMA user_version').get()?.user_version;
    if (application !== APPLICATION_ID || layout !== LAYOUT) {
      throw new Fault(
        'ledger_not_ours',
        `${path} is not a Touchmark ledger of layout ${LAYOUT}: its layout is ${layout}${olderAdvice(application, layout)}`,
      );
    }
    return store;
  } catch (cause) {
    store[Symbol.dispose]();
    if (cause instanceof Fault) throw cause;
    throw notOurs(path, cause) ?? diskFault(path, cause);
  }
}

function olderAdvice(application: unknown, layout: unknown): string {
  const isOlder = application === APPLICATION_ID && Number(layout) < LAYOUT;
  return isOlder ? '; touchmark migrate brings it to this release' : '';
}

function notOurs(path: string, cause: unknown): Fault | undefined {
  const reason = cause instanceof Error ? cause.message : '';
  if (!/not a database|malformed/.test(reason)) return undefined;
  return new Fault('ledger_not_ours', `${path} is not a SQLite file, or is damaged: ${reason}`, { cause });
}
