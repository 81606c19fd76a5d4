// Bringing a ledger file of an older layout to this one. The log is all that is taken from the old file: it is executed
// anew into a new file, which takes the old one's place only when root, size and state digest are the same. The story:
//
//   lock     as a node would: nobody writes meanwhile. The old file's write-ahead log is merged into it.
//   build    in a folder of its own beside the ledger. A crash here leaves the ledger as it was.
//   keep     the old file gets a second name, <path>.before-migration.
//   swap     one rename. The high-water mark stays: the log is the same.

import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { decodeBlockLeaf } from '#core/block.ts';
import { equalBytes } from '#core/bytes.ts';
import { Fault, isFault } from '#core/fault.ts';
import type { Registry } from '#core/registry.ts';
import { markPath, readMark, syncFolder } from './high-water-mark.ts';
import { keepCheckpoint } from './kept-checkpoints.ts';
import { Ledger } from './ledger.ts';
import { ROWS_PER_PAGE } from './limits.ts';
import { checkMark, isDiskError } from './opening.ts';
import { replay } from './replay.ts';
import type { SignaturePool } from './signature-pool.ts';
import { APPLICATION_ID, diskFault, LAYOUT, lockFile } from './store.ts';

/** The layouts that can be brought to this one: their tables entries, blocks and checkpoints are as in this one. */
const OLDER: readonly number[] = [1];

/** What a migration did. `entries` is undefined where the file was of this layout already. */
export type Migration = {
  readonly from: number;
  readonly to: number;
  readonly entries: number | undefined;
  readonly kept: string;
};

/** How a migration runs. */
export type MigrateOptions = {
  readonly registry: Registry;
  readonly pool: SignaturePool;
  /** Told how many of the log's entries are done. */
  readonly onProgress?: (done: number, of: number) => void;
};

/**
 * Brings a ledger file to this release's layout.
 * @throws Fault `ledger_missing`, `ledger_in_use`, `ledger_not_ours`, `ledger_damaged`, `ledger_behind_mark`,
 * `migration_kept_exists`, `migration_differs`, those of replay, naming the entry; the file is then as it was
 */
export async function migrateLedger(path: string, options: MigrateOptions): Promise<Migration> {
  if (!existsSync(path)) throw new Fault('ledger_missing', `there is no ledger at ${path}`);
  const lock = lockFile(path);
  const folder = `${path}.migrating`;
  try {
    const kept = `${path}.before-migration`;
    const from = layoutOf(path);
    if (from === LAYOUT) return { from, to: LAYOUT, entries: undefined, kept };
    mergeLog(path);
    checkKept(path, kept);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { mode: 0o700 });
    const built = join(folder, 'ledger.db');
    const entries = await build(path, built, options);
    flush(built);
    if (!existsSync(kept)) linkSync(path, kept);
    syncFolder(dirname(path));
    renameSync(built, path);
    syncFolder(dirname(path));
    return { from, to: LAYOUT, entries, kept };
  } catch (cause) {
    if (isFault(cause) || !isDiskError(cause)) throw cause;
    throw diskFault(path, cause);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    lock.close();
  }
}

/** @throws Fault `ledger_not_ours` where it is none that this release can bring forward */
function layoutOf(path: string): number {
  try {
    using db = openOld(path);
    const application = db.prepare('PRAGMA application_id').get()?.application_id;
    const layout = Number(db.prepare('PRAGMA user_version').get()?.user_version);
    if (application === APPLICATION_ID && (layout === LAYOUT || OLDER.includes(layout))) return layout;
    throw new Fault(
      'ledger_not_ours',
      `${path} is no ledger that this release can bring to its layout ${LAYOUT}: its layout is ${layout}`,
    );
  } catch (cause) {
    if (isFault(cause)) throw cause;
    throw new Fault('ledger_not_ours', `${path} is not a SQLite file, or is damaged`, { cause });
  }
}

/**
 * What lies in the write-ahead log goes into the file, and the file does without one: left there, it would be taken for
 * the new file's.
 */
function mergeLog(path: string): void {
  using db = new DatabaseSync(path);
  let mode: unknown;
  try {
    mode = db.prepare('PRAGMA journal_mode = DELETE').get()?.journal_mode;
  } catch (cause) {
    if (!/locked|busy/.test(cause instanceof Error ? cause.message : '')) throw cause;
  }
  if (mode !== 'delete')
    throw new Fault('ledger_in_use', `${path} is being read by another process: end that one first`);
}

/** One that is there may only be this file itself, from a migration that was broken off right before its end. */
function checkKept(path: string, kept: string): void {
  if (!existsSync(kept) || statSync(kept).ino === statSync(path).ino) return;
  throw new Fault('migration_kept_exists', `${kept} exists already: move it to another place first`);
}

async function build(path: string, built: string, { registry, pool, onProgress }: MigrateOptions): Promise<number> {
  using old = openOld(path);
  const total = Number(old.prepare('SELECT count(*) AS n FROM entries').get()?.n);
  const genesis = leafAt(old, path, 0);
  using ledger = Ledger.create(built, genesis, { registry });
  // The file counts only when it was written out whole.
  ledger.store.db.exec('PRAGMA synchronous = OFF');
  const own = ledger.store.db.prepare('SELECT bytes FROM entries WHERE idx = 1').get()?.bytes;
  if (!(own instanceof Uint8Array) || !equalBytes(own, leafAt(old, path, 1)))
    throw differs(path, 'the leaf of block 0 is not what its genesis gives');
  await replay(ledger, leavesOf(old, path, ledger.head.size), pool, (_, index) => onProgress?.(index + 1, total));
  compareHead(old, path, ledger);
  keepCheckpoints(old, path, ledger);
  const mark = readMark(markPath(path));
  if (mark !== undefined) checkMark(path, mark, ledger.head, ledger.tree);
  ledger.store.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  return ledger.head.size;
}

/** Root and state digest as the old file has them. */
function compareHead(old: DatabaseSync, path: string, { head }: Ledger): void {
  const block = old.prepare('SELECT height, leaf_idx, root FROM blocks ORDER BY height DESC LIMIT 1').get();
  const { stateDigest } = decodeBlockLeaf(leafAt(old, path, Number(block?.leaf_idx)));
  const isSame =
    Number(block?.height) === head.height &&
    Number(block?.leaf_idx) === head.size - 1 &&
    block?.root instanceof Uint8Array &&
    equalBytes(block.root, head.root) &&
    equalBytes(stateDigest, head.stateDigest);
  if (!isSame) throw differs(path, `its last block, ${block?.height}, is not what executing the log gives`);
}

function keepCheckpoints(old: DatabaseSync, path: string, ledger: Ledger): void {
  const { db } = ledger.store;
  db.exec('BEGIN');
  for (const { size, note } of old.prepare('SELECT size, note FROM checkpoints ORDER BY size').iterate()) {
    try {
      keepCheckpoint(ledger, String(note));
    } catch (cause) {
      throw differs(path, `checkpoint ${size}: ${cause instanceof Error ? cause.message : cause}`, cause);
    }
  }
  db.exec('COMMIT');
}

function* leavesOf(old: DatabaseSync, path: string, first: number): Generator<Uint8Array> {
  const page = old.prepare('SELECT idx, bytes FROM entries WHERE idx >= ? ORDER BY idx LIMIT ?');
  for (let next = first; ; ) {
    const rows = page.all(next, ROWS_PER_PAGE);
    for (const { idx, bytes } of rows) {
      if (Number(idx) !== next || !(bytes instanceof Uint8Array)) throw damaged(path, next);
      next++;
      yield bytes;
    }
    if (rows.length < ROWS_PER_PAGE) return;
  }
}

function leafAt(old: DatabaseSync, path: string, index: number): Uint8Array {
  const bytes = old.prepare('SELECT bytes FROM entries WHERE idx = ?').get(index)?.bytes;
  if (bytes instanceof Uint8Array) return bytes;
  throw damaged(path, index);
}

function openOld(path: string): DatabaseSync {
  return new DatabaseSync(path, { readOnly: true });
}

function flush(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function damaged(path: string, index: number): Fault {
  return new Fault('ledger_damaged', `${path}: entry ${index} is missing`);
}

function differs(path: string, what: string, cause?: unknown): Fault {
  return new Fault('migration_differs', `${path}: ${what}; it was left as it is`, { cause });
}
