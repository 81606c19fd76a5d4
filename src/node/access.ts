// Who may read what: the one place for HTTP and for this process. A contract's `visibleTo` decides about records, the
// ledger's entry readers about statements, sharing's grants about files. A replica's operator reads everything.

import { grantId, isInForce } from '#contracts/sharing/granting.ts';
import { type Grant, type Occasion, PURPOSES } from '#contracts/sharing/schema.ts';
import { base64url, fromHex } from '#core/bytes.ts';
import type { Caller } from '#core/contract.ts';
import { Fault } from '#core/fault.ts';
import { indexesBefore, indexesFor, isForReader, readersOf } from '#ledger/entry-readers.ts';
import type { Ledger } from '#ledger/ledger.ts';
import { IDS_LOOKED_AT } from './limits.ts';

/** Who asks; undefined is anyone. */
export type Reader = Pick<Caller, 'member' | 'actor' | 'role'> | undefined;

/** A record as it is read: its canonical JSON, and the entry that wrote it last. */
export type SeenRecord = { readonly id: string; readonly text: string; readonly entry: number };

/** The grant by which a file is read. */
export type FileGrant = { readonly id: string; readonly purpose: string };

/** What a page of records is asked by. `filters` are declared indexes of the kind. */
export type ListQuery = {
  readonly kind: string;
  readonly filters: { readonly [index: string]: string };
  readonly after: string;
  readonly limit: number;
};

/** A page: `next` is the id from which the list goes on; a page may hold fewer than `limit`, or none, and go on. */
export type RecordPage = { readonly rows: readonly SeenRecord[]; readonly next: string | undefined };

/** A record that the reader may see, or undefined. */
export function visibleRecord(ledger: Ledger, reader: Reader, kind: string, id: string): SeenRecord | undefined {
  if (ledger.registry.indexesOf(kind) === undefined) return undefined;
  const text = ledger.state.get(kind, id);
  if (text === undefined || !maySee(ledger, reader, kind, text)) return undefined;
  return { id, text, entry: ledger.state.entryOf(kind, id) };
}

/** A page of what the reader may see; what it may not see takes no place in it. @throws Fault `index_unknown` */
export function visiblePage(ledger: Ledger, reader: Reader, query: ListQuery): RecordPage {
  const { kind, filters, after, limit } = query;
  const { registry, state } = ledger;
  const declared = registry.indexesOf(kind) ?? [];
  const names = Object.keys(filters);
  const unknown = names.find((name) => !declared.includes(name));
  if (unknown !== undefined) {
    throw new Fault('index_unknown', `${kind} is not found by ${unknown}: it has the indexes ${declared.join(', ')}`);
  }
  const [first, ...others] = names;
  const idsAfter = (id: string, most: number): readonly string[] =>
    first === undefined ? state.listAll(kind, id, most) : state.list(kind, first, filters[first] ?? '', id, most);
  const rows: SeenRecord[] = [];
  let last = after;
  // One more than fits tells whether the list goes on.
  for (let left = IDS_LOOKED_AT; left > 0; ) {
    const most = Math.min(limit + 1, left);
    const ids = idsAfter(last, most);
    for (const id of ids) {
      if (rows.length === limit) return { rows, next: rows.at(-1)?.id };
      last = id;
      const text = state.get(kind, id);
      if (text === undefined || !others.every((name) => registry.indexValue(kind, name, text) === filters[name]))
        continue;
      if (maySee(ledger, reader, kind, text)) rows.push({ id, text, entry: state.entryOf(kind, id) });
    }
    if (ids.length < most) return { rows, next: undefined };
    left -= ids.length;
  }
  return { rows, next: last };
}

/** True where the reader may see the statement at this index. */
export function maySeeEntry({ store }: Ledger, reader: Reader, index: number): boolean {
  return mayReadLog(reader) || isForReader(store, index, readersOf(reader?.member));
}

/** Indexes of statements that the reader may see, above `after`, in order. */
export function visibleIndexes(
  { store }: Ledger,
  reader: Reader,
  page: { readonly after: number; readonly limit: number },
): readonly number[] {
  if (!mayReadLog(reader)) return indexesFor(store, readersOf(reader?.member), page);
  const rows = store.db.prepare('SELECT idx FROM entries WHERE idx > ? AND tx_id IS NOT NULL ORDER BY idx LIMIT ?');
  return rows.all(page.after, page.limit).map(({ idx }) => Number(idx));
}

/** Indexes of statements that the reader may see, below `before`, the newest first. */
export function visibleIndexesBefore(
  { store }: Ledger,
  reader: Reader,
  page: { readonly before: number; readonly limit: number },
): readonly number[] {
  if (!mayReadLog(reader)) return indexesBefore(store, readersOf(reader?.member), page);
  const rows = store.db.prepare(
    'SELECT idx FROM entries WHERE idx < ? AND tx_id IS NOT NULL ORDER BY idx DESC LIMIT ?',
  );
  return rows.all(page.before, page.limit).map(({ idx }) => Number(idx));
}

/** True for the actor of a member's own node: it executes the whole log. */
export function mayReadLog(reader: Reader): boolean {
  return reader?.role === 'node';
}

/** Holds that a member owns a file, whether or not it was erased. @param hash of the ciphertext, hexadecimal @throws Fault `blob_not_granted` */
export function ownFile({ state }: Ledger, hash: string, member: string): void {
  if (parse(state.get('sharing/blob', base64url(fromHex(hash))))?.owner === member) return;
  throw new Fault('blob_not_granted', `${member} does not own a file ${hash} that is registered`);
}

/** The record of a file that a member owns and that is not erased. @throws Fault `blob_not_granted` */
export function ownLiveFile({ state }: Ledger, hash: string, member: string): { readonly sizeBytes: number } {
  const blob = parse(state.get('sharing/blob', base64url(fromHex(hash))));
  if (blob?.owner === member && blob.state === 'live') return { sizeBytes: Number(blob.sizeBytes) };
  throw new Fault('blob_not_granted', `${member} does not own a file ${hash} that is registered and live`);
}

/** By which grant an actor reads a file; undefined where its member owns it. @throws Fault `blob_not_granted` */
export function rightToRead({ state, head }: Ledger, hash: string, actor: string): FileGrant | undefined {
  const id = base64url(fromHex(hash));
  const blob = parse(state.get('sharing/blob', id));
  if (blob?.state === 'live' && blob.owner === actor.split('/')[0]) return undefined;
  for (const purpose of blob?.state === 'live' ? PURPOSES : []) {
    const grant = grantId({ blob: id, reader: actor, purpose });
    // The runtime wrote both through their schemas.
    const given = parse(state.get('sharing/grant', grant)) as Grant | undefined;
    const occasion = parse(state.get('sharing/occasion', given?.occasion ?? '')) as Occasion | undefined;
    if (given !== undefined && isInForce(given, occasion, head.timeMs)) return { id: grant, purpose };
  }
  throw new Fault('blob_not_granted', `${actor} has no live grant for the file ${hash}`);
}

function maySee({ registry }: Ledger, reader: Reader, kind: string, text: string): boolean {
  const readers = registry.readers(kind, text);
  if (readers === 'public') return true;
  if (reader === undefined) return false;
  return mayReadLog(reader) || readers === 'members' || readers.includes(reader.member);
}

function parse(text: string | undefined): { readonly [field: string]: unknown } | undefined {
  return text === undefined ? undefined : JSON.parse(text);
}
