// Who may see what, worked out a second time: straight from the `visibleTo` of the contracts and from what each statement
// wrote, without the node's own tables of readers. The tests hold the node's answers against this.

import { contracts } from '#contracts/index.ts';
import type { Ledger } from '#ledger/ledger.ts';

/** Who asks: a live actor, or anyone. */
export type Asking = { readonly actor: string; readonly member: string; readonly role: string } | undefined;
/** Whom something is for. */
export type Readers = 'public' | 'members' | readonly string[];
/** A record as it lies in the ledger's file. */
export type StoredRecord = {
  readonly kind: string;
  readonly id: string;
  readonly text: string;
  readonly entry: number;
};

/** Every kind of record of this release, `contract/record`. */
export const KINDS: readonly string[] = contracts.flatMap(({ name, records }) =>
  Object.keys(records).map((record) => `${name}/${record}`),
);

/** Whom a record is for, as its contract says. */
export function readersOfRecord({ kind, text }: Pick<StoredRecord, 'kind' | 'text'>): Readers {
  const [contract = '', record = ''] = kind.split('/');
  const visibleTo = contracts.find(({ name }) => name === contract)?.rules.visibleTo[record];
  if (visibleTo === undefined) throw new Error(`no contract says who sees ${kind}`);
  // The text was written through the record's schema.
  return typeof visibleTo === 'function' ? visibleTo(JSON.parse(text) as never) : visibleTo;
}

function isApart(kind: string): boolean {
  const [contract = '', record = ''] = kind.split('/');
  return contracts.find(({ name }) => name === contract)?.records[record]?.isApart === true;
}

/** True where something for these readers is given to the one who asks. */
export function isFor(readers: Readers, asking: Asking): boolean {
  if (readers === 'public' || asking?.role === 'node') return true;
  if (asking === undefined) return false;
  return readers === 'members' || readers.includes(asking.member);
}

/** All records of a ledger in the order of their kinds and ids, which is that of their bytes. */
export function storedRecords({ store }: Ledger): readonly StoredRecord[] {
  const rows = store.db.prepare('SELECT kind, id, value, entry FROM records ORDER BY kind, id').all();
  return rows.map(({ kind, id, value, entry }) => ({
    kind: String(kind),
    id: String(id),
    text: String(value),
    entry: Number(entry),
  }));
}

/**
 * Whom a statement is for. An accepted one is for its issuer and for those who see a record of its own contract that it
 * wrote or deleted and that is not kept apart; for every member, or anyone, only where all of these records are.
 * @param before and @param after all records around the statement, which was executed alone
 */
export function readersOfStatement(
  { issuer, contract }: { readonly issuer: string; readonly contract: string },
  before: readonly StoredRecord[],
  after: readonly StoredRecord[],
): Readers {
  const keyOf = ({ kind, id }: StoredRecord): string => `${kind}/${id}`;
  const entries = new Map(before.map((one) => [keyOf(one), one.entry]));
  const there = new Set(after.map(keyOf));
  const written = after.filter((one) => entries.get(keyOf(one)) !== one.entry);
  const deleted = before.filter((one) => !there.has(keyOf(one)));
  const readers = [...written, ...deleted]
    .filter(({ kind }) => kind.split('/')[0] === contract && !isApart(kind))
    .map((one) => readersOfRecord(one));
  const parties = readers.filter((one) => typeof one !== 'string').flat();
  if (parties.length === 0 && readers.includes('members')) return 'members';
  if (parties.length === 0 && readers.includes('public')) return 'public';
  return [...new Set([issuer, ...parties])].sort();
}
