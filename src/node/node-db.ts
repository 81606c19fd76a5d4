// `node.db`, beside the ledger: what a node keeps that is not part of the ledger. Without it the ledger is as whole as
// before; the node then starts with an empty one. What is written here is on disk when the call returns.

import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Fault } from '#core/fault.ts';

/** Number of this file layout, kept in `PRAGMA user_version`. */
const LAYOUT = 1;
/** "TMRN", kept in `PRAGMA application_id`. */
const APPLICATION_ID = 0x544d524e;

const SCHEMA = `
CREATE TABLE cosignatures(size INTEGER NOT NULL, witness TEXT NOT NULL, line TEXT NOT NULL, received_ms INTEGER NOT NULL, PRIMARY KEY(size, witness)) STRICT, WITHOUT ROWID;
CREATE INDEX cosignatures_by_witness ON cosignatures(witness, size);
-- grant_id is NULL where the owner's own actor came.
CREATE TABLE file_accesses(id INTEGER PRIMARY KEY AUTOINCREMENT, time_ms INTEGER NOT NULL, blob TEXT NOT NULL, actor TEXT NOT NULL, member TEXT NOT NULL, grant_id TEXT, purpose TEXT, bytes INTEGER NOT NULL, outcome TEXT NOT NULL) STRICT;
CREATE INDEX file_accesses_by_blob ON file_accesses(blob, id);
CREATE INDEX file_accesses_by_actor ON file_accesses(blob, actor, id);
-- cursor is the index of the last entry that was delivered, passed over or given up; attempts and next_ms are of the one after it.
CREATE TABLE webhooks(id TEXT PRIMARY KEY, member TEXT NOT NULL, created_by TEXT NOT NULL, created_ms INTEGER NOT NULL, url TEXT NOT NULL, contracts TEXT NOT NULL, events TEXT NOT NULL, secret TEXT NOT NULL, old_secret TEXT, old_until_ms INTEGER, state TEXT NOT NULL, reason TEXT, cursor INTEGER NOT NULL, attempts INTEGER NOT NULL, next_ms INTEGER NOT NULL, dead_in_a_row INTEGER NOT NULL, delivered_ms INTEGER) STRICT;
CREATE INDEX webhooks_by_member ON webhooks(member, id);
CREATE TABLE dead_letters(webhook TEXT NOT NULL REFERENCES webhooks(id) ON DELETE CASCADE, idx INTEGER NOT NULL, time_ms INTEGER NOT NULL, attempts INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY(webhook, idx)) STRICT, WITHOUT ROWID;
PRAGMA user_version = ${LAYOUT};
PRAGMA application_id = ${APPLICATION_ID};
`;

/** The open file. */
export type NodeDb = { readonly db: DatabaseSync; readonly path: string; [Symbol.dispose](): void };

/**
 * Opens the file of a home folder that this process has locked, making it where there is none. It holds webhooks'
 * secrets, so only its user may read it.
 * @throws Fault `node_db_not_ours`, `node_db_disk`
 */
export function openNodeDb(path: string): NodeDb {
  let db: DatabaseSync | undefined;
  try {
    closeSync(openSync(path, 'a', 0o600));
    db = new DatabaseSync(path);
    prepareFile(db, path);
  } catch (cause) {
    db?.close();
    if (cause instanceof Fault) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const code = /not a database|malformed/.test(reason) ? 'node_db_not_ours' : 'node_db_disk';
    throw new Fault(code, `${path} cannot be opened: ${reason}; the ledger does not need it`, { cause });
  }
  const opened = db;
  return { db: opened, path, [Symbol.dispose]: () => opened.close() };
}

function prepareFile(db: DatabaseSync, path: string): void {
  // The first read, so that a file of another kind is left as it is.
  const tables = Number(db.prepare('SELECT COUNT(*) AS n FROM sqlite_schema').get()?.n);
  const application = db.prepare('PRAGMA application_id').get()?.application_id;
  const layout = db.prepare('PRAGMA user_version').get()?.user_version;
  const isNew = tables === 0 && application === 0 && layout === 0;
  if (!isNew && (application !== APPLICATION_ID || layout !== LAYOUT)) {
    throw new Fault('node_db_not_ours', `${path} is not a node’s file of layout ${LAYOUT}: its layout is ${layout}`);
  }
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  if (isNew) db.exec(`BEGIN;${SCHEMA}COMMIT;`);
}
