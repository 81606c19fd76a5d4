// The SQL that a ledger runs for each block, prepared once.

import type { StatementSync } from 'node:sqlite';
import type { Store } from './store.ts';

/** Prepared SQL. */
export type Statements = ReturnType<typeof prepare>;

/** Prepares the SQL of one ledger file. */
export function prepare({ db }: Store) {
  const sql = (text: string): StatementSync => db.prepare(text);
  return {
    begin: sql('BEGIN IMMEDIATE'),
    commit: sql('COMMIT'),
    rollback: sql('ROLLBACK'),
    size: sql('SELECT coalesce(max(idx) + 1, 0) AS size FROM entries'),
    entry: sql('SELECT bytes FROM entries WHERE idx = ?'),
    byTx: sql('SELECT idx FROM entries WHERE not_after_ms = ? AND tx_id = ?'),
    addStatement: sql(
      'INSERT INTO entries(idx, bytes, not_after_ms, tx_id, outcome, writes, events, details, readers) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    addReader: sql('INSERT INTO entry_readers VALUES(?, ?)'),
    addBlockLeaf: sql('INSERT INTO entries(idx, bytes) VALUES(?, ?)'),
    addBlock: sql('INSERT INTO blocks VALUES(?, ?, ?)'),
    lastBlock: sql('SELECT height, leaf_idx, root FROM blocks ORDER BY height DESC LIMIT 1'),
    addCheckpoint: sql('INSERT OR IGNORE INTO checkpoints VALUES(?, ?)'),
    checkpoint: sql('SELECT note FROM checkpoints WHERE size = ?'),
    lastCheckpoint: sql('SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1'),
  };
}
