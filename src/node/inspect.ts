// Looking into a ledger file without taking part: the audit of it, and its entries and records as they stand. The file
// may be in use by a node, or be a copy; nothing is written to it.

import { resolve } from 'node:path';
import { createRegistry } from '#contracts/index.ts';
import { decodeBlockLeaf } from '#core/block.ts';
import { fromBase64url } from '#core/bytes.ts';
import type { Event } from '#core/context.ts';
import { Fault } from '#core/fault.ts';
import { type AuditReport, auditLedger } from '#ledger/audit.ts';
import { type Entry, entryAt } from '#ledger/entries.ts';
import { Ledger } from '#ledger/ledger.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';

/** An entry as the file has it, unchecked. */
type SeenEntry = {
  readonly kind: 'genesis' | 'statement' | 'block';
  readonly index: number;
  readonly height: number;
  /** Block time. */
  readonly timeMs: number;
  readonly bytes: Uint8Array;
  /** Empty for a block's leaf. */
  readonly outcome: string;
  readonly events: readonly Event[];
  /** Canonical JSON. */
  readonly details: string;
};

/** A ledger file, open to look into. */
export type LedgerView = {
  readonly ledgerId: string;
  readonly name: string;
  /** By index, or by transaction id in base64url. @throws Fault `entry_unknown` */
  entry(place: number | string): SeenEntry;
  /** Canonical JSON of a record. @throws Fault `record_unknown` */
  record(kind: string, id: string): string;
  [Symbol.dispose](): void;
};

/**
 * Audits a ledger file with the contracts of this release.
 * @throws Fault `audit_failed` naming the first place that is wrong, `ledger_missing`, `ledger_not_ours`
 */
export async function auditFile(
  path: string,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<AuditReport> {
  await using pool = new SignaturePool();
  try {
    return await auditLedger(resolve(path), { registry: createRegistry(), pool, onProgress });
  } catch (cause) {
    throw sqliteFault(path, 'audit_failed', cause) ?? cause;
  }
}

/** Opens a ledger file to look into. @throws as Ledger.openReadOnly */
export function viewLedger(path: string): LedgerView {
  let ledger: Ledger;
  try {
    ledger = Ledger.openReadOnly(resolve(path), { registry: createRegistry() });
  } catch (cause) {
    throw sqliteFault(path, 'ledger_damaged', cause) ?? cause;
  }
  return {
    ledgerId: ledger.id,
    name: ledger.genesis.body.name,
    entry: (place) => seenEntry(ledger, typeof place === 'number' ? place : indexOf(ledger, place)),
    record: (kind, id) => {
      const text = ledger.registry.indexesOf(kind) === undefined ? undefined : ledger.state.get(kind, id);
      if (text === undefined) throw new Fault('record_unknown', `${path} has no record ${kind}/${id}`);
      return text;
    },
    [Symbol.dispose]: () => ledger[Symbol.dispose](),
  };
}

function indexOf({ store }: Ledger, txId: string): number {
  const row = store.db.prepare('SELECT idx FROM entries WHERE tx_id = ?').get(fromBase64url(txId));
  if (row === undefined) throw new Fault('entry_unknown', `${store.path} has no transaction ${txId}`);
  return Number(row.idx);
}

function seenEntry({ store }: Ledger, index: number): SeenEntry {
  const entry = entryAt(store, index);
  if (entry === undefined) throw new Fault('entry_unknown', `${store.path} has no entry ${index}`);
  const block = store.db
    .prepare('SELECT leaf_idx FROM blocks WHERE leaf_idx >= ? ORDER BY leaf_idx LIMIT 1')
    .get(index);
  const leaf = block === undefined ? undefined : entryAt(store, Number(block.leaf_idx));
  if (leaf === undefined) throw new Fault('ledger_damaged', `${store.path}: entry ${index} belongs to no block`);
  const { height, timeMs } = decodeBlockLeaf(leaf.bytes);
  const { bytes, outcome, eventsText, details } = entry;
  // Written by the ledger from events of this type.
  const events = JSON.parse(eventsText) as readonly Event[];
  return { kind: kindOf(entry), index, height, timeMs, bytes, outcome, events, details };
}

function kindOf({ index, txId }: Entry): SeenEntry['kind'] {
  if (index === 0) return 'genesis';
  return txId === undefined ? 'block' : 'statement';
}

/** A file that SQLite stumbles over is damaged: that is a finding, not a bug. */
function sqliteFault(path: string, code: string, cause: unknown): Fault | undefined {
  const isSqlite = cause instanceof Error && 'code' in cause && cause.code === 'ERR_SQLITE_ERROR';
  return isSqlite ? new Fault(code, `${path}: SQLite cannot read it: ${cause.message}`, { cause }) : undefined;
}
