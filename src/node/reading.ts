// Reading statements and proofs for one reader: what it may not see is as unknown to it as what is not there.

import { fromBase64url } from '#core/bytes.ts';
import { Fault, isFault } from '#core/fault.ts';
import { entryAt } from '#ledger/entries.ts';
import { bundleOf } from '#ledger/evidence.ts';
import type { Ledger } from '#ledger/ledger.ts';
import type { Submitted, Transaction } from '#sdk/transport.ts';
import { maySeeEntry, type Reader } from './access.ts';
import { seenEntry } from './feed.ts';

/** Reads `<notAfterMs>.<transaction id>`, as statements are named in addresses; undefined where it is no such name. */
export function readTransaction(text: string): Transaction | undefined {
  const [, time, hash] = /^(0|[1-9]\d{0,15})\.([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])$/.exec(text) ?? [];
  const notAfterMs = Number(time);
  if (hash === undefined || !Number.isSafeInteger(notAfterMs)) return undefined;
  return { txId: fromBase64url(hash), notAfterMs };
}

/** What came of a statement that is in the log. @throws Fault `entry_unknown` */
export function knownOutcome(ledger: Ledger, transaction: Transaction): Submitted {
  const found = findTransaction(ledger, transaction);
  if (found === undefined) throw new Fault('entry_unknown', 'the log has no such transaction');
  const { index, height, timeMs, outcome, details, events } = seenEntry(ledger, found);
  const { txId } = transaction;
  // Written by the ledger from details of this type.
  return { txId, index, height, timeMs, outcome, details: details as Submitted['details'], events, known: true };
}

/** What came of a statement that the reader may see; undefined where the log has none. */
export function visibleOutcome(ledger: Ledger, reader: Reader, transaction: Transaction): Submitted | undefined {
  const index = findTransaction(ledger, transaction);
  return index !== undefined && maySeeEntry(ledger, reader, index) ? knownOutcome(ledger, transaction) : undefined;
}

/** Where a transaction stands that the reader may see. @param name see readTransaction @throws Fault `entry_unknown` */
export function visibleTransaction(ledger: Ledger, reader: Reader, name: string): number {
  const transaction = readTransaction(name);
  const index = transaction && findTransaction(ledger, transaction);
  // In the same words for one that is not there: they would tell a stranger that it is.
  if (index === undefined || !maySeeEntry(ledger, reader, index))
    throw new Fault('entry_unknown', 'there is no transaction with this id that you may see');
  return index;
}

/** Where a transaction stands in the log, or undefined. */
export function findTransaction({ store }: Ledger, { txId, notAfterMs }: Transaction): number | undefined {
  const row = store.db.prepare('SELECT idx FROM entries WHERE not_after_ms = ? AND tx_id = ?').get(notAfterMs, txId);
  return row === undefined ? undefined : Number(row.idx);
}

/** The bytes of a statement that the reader may see. @throws Fault `entry_unknown` */
export function visibleStatement(ledger: Ledger, reader: Reader, index: number): Uint8Array {
  // Leaf 0 is the genesis, which is no statement.
  const entry = index > 0 && maySeeEntry(ledger, reader, index) ? entryAt(ledger.store, index) : undefined;
  if (entry?.txId === undefined) throw new Fault('entry_unknown', `there is no statement ${index} that you may see`);
  return entry.bytes;
}

/**
 * The bundle of statements that the reader may see.
 * @param witnessed the last witnessed head: the bundle stands on it where that covers the statements
 * @throws Fault `entry_unknown`, and those of bundleOf
 */
export async function visibleBundle(
  ledger: Ledger,
  reader: Reader,
  indexes: readonly number[],
  witnessed?: { readonly size: number; readonly note: string },
): Promise<Uint8Array> {
  const hidden = indexes.find((index) => !maySeeEntry(ledger, reader, index));
  if (hidden !== undefined) throw new Fault('entry_unknown', `there is no statement ${hidden} that you may see`);
  if (witnessed === undefined) return bundleOf(ledger, indexes);
  try {
    return await bundleOf(ledger, indexes, witnessed);
  } catch (error) {
    if (!isFault(error, 'entry_after_checkpoint') && !isFault(error, 'bundle_key_too_fresh')) throw error;
    return bundleOf(ledger, indexes);
  }
}

/** The role of a live actor; empty where it has none. */
export function roleOf({ state }: Ledger, actor: string): string {
  const text = state.get('membership/actor', actor);
  return text === undefined ? '' : String(JSON.parse(text).role);
}
