// The audit: trusts nothing in a ledger file. It executes the log anew into a ledger of its own, which checks every
// signature, hash and block leaf, then holds every row of the file against what that gave: columns of entries, blocks,
// tiles, records, indexes, live keys, checkpoints. It names the first place that is wrong.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { equalBytes, fromBase64url } from '#core/bytes.ts';
import { originOf, verifyWholeCheckpoint } from '#core/checkpoint.ts';
import { Fault } from '#core/fault.ts';
import { decodeGenesis } from '#core/genesis.ts';
import type { Registry } from '#core/registry.ts';
import { Ledger } from './ledger.ts';
import { ROWS_PER_PAGE } from './limits.ts';
import { replay } from './replay.ts';
import type { SignaturePool } from './signature-pool.ts';
import { openStoreReadOnly, type Store } from './store.ts';

/** What an audit that found nothing wrong went through. */
export type AuditReport = {
  readonly ledgerId: string;
  readonly name: string;
  readonly entries: number;
  readonly statements: number;
  readonly refused: number;
  readonly blocks: number;
  readonly records: number;
  readonly checkpoints: number;
  /** base64url of the last root is in the last checkpoint; this is the state digest. */
  readonly stateDigest: Uint8Array;
};

/** How an audit runs. */
export type AuditOptions = {
  readonly registry: Registry;
  readonly pool: SignaturePool;
  /** Told how many of the log's entries are done. */
  readonly onProgress?: (done: number, of: number) => void;
};

/** The tables that replay must give again, each in an order that both files share. */
const TABLES = [
  // A view, a trigger or an index of someone's own would change what the rows say.
  { name: 'sqlite_schema', key: ['type', 'name'], columns: 'type, name, tbl_name, sql', what: 'schema' },
  { name: 'entries', key: ['idx'], columns: '*', what: 'entry' },
  { name: 'blocks', key: ['height'], columns: '*', what: 'block' },
  { name: 'tiles', key: ['level', 'idx'], columns: '*', what: 'tile' },
  { name: 'records', key: ['kind', 'id'], columns: '*', what: 'record' },
  { name: 'record_index', key: ['kind', 'name', 'value', 'id'], columns: '*', what: 'index row' },
  { name: 'entry_readers', key: ['reader', 'idx'], columns: '*', what: 'entry reader' },
  { name: 'live_keys', key: ['kid', 'from_height'], columns: '*', what: 'live key' },
] as const;

/**
 * Audits a ledger file, which may be in use.
 * @throws Fault `audit_failed` whose sentence names the entry and block, or the row, that is wrong first; and those of
 * openStoreReadOnly
 */
export async function auditLedger(path: string, options: AuditOptions): Promise<AuditReport> {
  using store = openStoreReadOnly(path);
  // One read transaction: what is committed meanwhile is the next audit's.
  store.db.exec('BEGIN');
  const folder = mkdtempSync(join(tmpdir(), 'touchmark-audit-'));
  try {
    checkPages(store.db);
    using own = await replayed(store, join(folder, 'replay.db'), options);
    for (const table of TABLES) compareTable(store.db, own.store.db, table);
    const checkpoints = auditCheckpoints(store, own);
    return { ...report(own), checkpoints };
  } catch (cause) {
    if (!(cause instanceof Fault) && !isSqliteError(cause)) throw cause;
    throw new Fault('audit_failed', `${path}: ${cause.message}`, { cause });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** SQLite's own structure: pages, and indexes against their tables. */
function checkPages(db: DatabaseSync): void {
  const finding = db.prepare('PRAGMA integrity_check(1)').get()?.integrity_check;
  if (finding !== 'ok') throw new Fault('audit_pages', `the file's pages are damaged: ${finding}`);
}

async function replayed(store: Store, path: string, { registry, pool, onProgress }: AuditOptions): Promise<Ledger> {
  const total = Number(store.db.prepare('SELECT count(*) AS size FROM entries').get()?.size);
  const genesis = store.db.prepare('SELECT bytes FROM entries WHERE idx = 0').get()?.bytes;
  if (!(genesis instanceof Uint8Array)) throw new Fault('audit_genesis', 'entry 0 (block 0): there is no genesis');
  try {
    decodeGenesis(genesis);
  } catch (cause) {
    throw new Fault('audit_genesis', `entry 0 (block 0): ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
  const own = Ledger.create(path, genesis, { registry });
  try {
    own.store.db.exec('PRAGMA synchronous = OFF');
    // Block 0 is compared with the tables; the log goes on after its leaf.
    await replay(own, leaves(store.db, own.head.size), pool, (_leaf, index) => onProgress?.(index + 1, total));
    return own;
  } catch (error) {
    own[Symbol.dispose]();
    throw error;
  }
}

function* leaves(db: DatabaseSync, first: number): Generator<Uint8Array> {
  const page = db.prepare('SELECT idx, bytes FROM entries WHERE idx >= ? ORDER BY idx LIMIT ?');
  page.setReadBigInts(true);
  for (let next = first; ; ) {
    const rows = page.all(next, ROWS_PER_PAGE);
    for (const { idx, bytes } of rows) {
      if (Number(idx) !== next || !(bytes instanceof Uint8Array))
        throw new Fault('audit_entry', `entry ${next} is missing`);
      next++;
      yield bytes;
    }
    if (rows.length < ROWS_PER_PAGE) return;
  }
}

function compareTable(
  theirs: DatabaseSync,
  ours: DatabaseSync,
  { name, key, columns, what }: (typeof TABLES)[number],
): void {
  const sql = `SELECT ${columns} FROM ${name} ORDER BY ${key.join(', ')}`;
  const own = rowsOf(ours, sql);
  for (const row of rowsOf(theirs, sql)) {
    const next = own.next();
    const place = `${what} ${key.map((column) => String(row[column])).join(' ')}`;
    if (next.done) throw new Fault('audit_row', `${place} is in the file, but not in what the log gives`);
    const expected = next.value;
    const column = Object.keys(expected).find((field) => !sameValue(row[field], expected[field]));
    if (column === undefined) continue;
    throw new Fault('audit_row', `${place}: ${column} is not what the log gives${placeOf(column, key, expected)}`);
  }
  const missing = own.next();
  if (missing.done) return;
  const place = key.map((column) => String(missing.value[column])).join(' ');
  throw new Fault('audit_row', `${what} ${place} is missing: the log gives it`);
}

function rowsOf(db: DatabaseSync, sql: string): NodeJS.Iterator<Record<string, unknown>> {
  const select = db.prepare(sql);
  // A changed number may be any of 64 bits.
  select.setReadBigInts(true);
  return select.iterate();
}

/** Where the key itself differs, a row is missing or was renamed: say which one the log gives. */
function placeOf(column: string, key: readonly string[], expected: Record<string, unknown>): string {
  return key.includes(column) ? `, which is ${key.map((name) => String(expected[name])).join(' ')}` : '';
}

function sameValue(a: unknown, b: unknown): boolean {
  return a instanceof Uint8Array && b instanceof Uint8Array ? equalBytes(a, b) : a === b;
}

function auditCheckpoints(store: Store, own: Ledger): number {
  const origin = originOf(own.id);
  const keys = own.genesis.body.nodes.map((node) => ({ name: origin, publicKey: fromBase64url(node.checkpointKey) }));
  let count = 0;
  for (const { size, note } of rowsOf(store.db, 'SELECT size, note FROM checkpoints ORDER BY size')) {
    const place = `checkpoint ${size}`;
    try {
      const { checkpoint } = verifyWholeCheckpoint(String(note), { origin, keys });
      const fits = checkpoint.size === Number(size) && checkpoint.size <= own.head.size;
      if (!fits || !equalBytes(checkpoint.root, own.tree.root(checkpoint.size))) {
        throw new Fault('audit_checkpoint', 'its size or root is not the log’s');
      }
    } catch (cause) {
      throw new Fault('audit_checkpoint', `${place}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
    count++;
  }
  return count;
}

function report(own: Ledger): Omit<AuditReport, 'checkpoints'> {
  const count = (sql: string): number => Number(own.store.db.prepare(sql).get()?.n);
  return {
    ledgerId: own.id,
    name: own.genesis.body.name,
    entries: own.head.size,
    statements: count('SELECT count(*) AS n FROM entries WHERE tx_id IS NOT NULL AND idx > 0'),
    refused: count("SELECT count(*) AS n FROM entries WHERE outcome <> 'accepted'"),
    blocks: own.head.height + 1,
    records: count('SELECT count(*) AS n FROM records'),
    stateDigest: own.head.stateDigest,
  };
}

function isSqliteError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
}
