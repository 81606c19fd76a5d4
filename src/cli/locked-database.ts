// A small SQLite file with every commit flushed, that one process has at a time: open, it is the lock.

import { DatabaseSync } from 'node:sqlite';
import { Fault } from '#core/fault.ts';

const SQLITE_BUSY = 5;

/** What a file holds, and how it is refused. */
export type Store = {
  /** Tells such a file from any other. */
  readonly applicationId: number;
  readonly layout: number;
  /** Statements that make its tables. */
  readonly tables: string;
  /** `the journal of an inbox` */
  readonly what: string;
  /** Codes of the Faults. */
  readonly inUse: string;
  readonly unreadable: string;
};

/** Opens or makes a file, and locks it until it is closed. @throws Fault with the store's codes */
export function openLocked(path: string, store: Store): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path);
    db.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE;');
    // In this mode the lock that the first transaction takes is kept until the file is closed.
    db.exec('PRAGMA synchronous = FULL; BEGIN EXCLUSIVE;');
    prepareLayout(db, path, store);
    db.exec('COMMIT');
    return db;
  } catch (cause) {
    db?.close();
    if (cause instanceof Fault) throw cause;
    const isBusy = cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY;
    if (isBusy) throw new Fault(store.inUse, `${path} is open in another process: end that one first`, { cause });
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault(store.unreadable, `${path} is not ${store.what}: ${reason}`, { cause });
  }
}

function prepareLayout(
  db: DatabaseSync,
  path: string,
  { applicationId, layout, tables, what, unreadable }: Store,
): void {
  const application = db.prepare('PRAGMA application_id').get()?.application_id;
  const version = db.prepare('PRAGMA user_version').get()?.user_version;
  if (application === applicationId && version === layout) return;
  const isEmpty = db.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.tables === 0;
  if (!isEmpty || application !== 0) throw new Fault(unreadable, `${path} is not ${what} of layout ${layout}`);
  db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${layout}; ${tables}`);
}
