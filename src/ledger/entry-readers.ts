// Who sees which statement. A statement is for its issuer, and where it was accepted for those who may see a record of
// its own contract that it wrote. What it changed in the records of other contracts opens it to nobody: a payment that an
// acceptance released does not show the acceptance to the bank. Nor does a record that its contract keeps apart: the points
// of the best bid do not show the bid. And one record that everyone sees does not open the rest: a statement is for
// everyone only where everything it wrote is.

import type { Registry } from '#core/registry.ts';
import type { Write } from '#core/state.ts';
import type { Store } from './store.ts';

/** Readers that stand for more than one member. */
export const EVERY_MEMBER = '*members';
/** Anyone, members or not. */
export const ANYONE = '*public';

/** Who sees the entry: members' ids, or one of EVERY_MEMBER and ANYONE alone; sorted. */
export function entryReaders(
  registry: Registry,
  { issuer, action }: { readonly issuer: string; readonly action: { readonly contract: string } },
  writes: readonly Write[],
): readonly string[] {
  const members = new Set<string>();
  let [hasPublic, hasMembers, hasParties] = [false, false, false];
  for (const { kind, before, after } of writes) {
    const text = after ?? before;
    if (text === undefined || !kind.startsWith(`${action.contract}/`) || registry.isApart(kind)) continue;
    const readers = registry.readers(kind, text);
    hasPublic ||= readers === 'public';
    hasMembers ||= readers === 'members';
    if (typeof readers === 'string') continue;
    hasParties ||= readers.length > 0;
    for (const member of readers) members.add(member);
  }
  if (!hasParties && hasMembers) return [EVERY_MEMBER];
  if (!hasParties && hasPublic) return [ANYONE];
  return [...members.add(issuer)].sort();
}

/** The readers that a member counts as; undefined is anyone. */
export function readersOf(member: string | undefined): readonly string[] {
  return member === undefined ? [ANYONE] : [ANYONE, EVERY_MEMBER, member];
}

/** True where the entry is for one of these readers. */
export function isForReader({ db }: Store, index: number, readers: readonly string[]): boolean {
  const statement = db.prepare('SELECT 1 FROM entry_readers WHERE reader = ? AND idx = ?');
  return readers.some((reader) => statement.get(reader, index) !== undefined);
}

/** Indexes of the entries for one of these readers, below `before`, the newest first, at most `limit`. */
export function indexesBefore(
  { db }: Store,
  readers: readonly string[],
  { before, limit }: { readonly before: number; readonly limit: number },
): readonly number[] {
  const statement = db.prepare('SELECT idx FROM entry_readers WHERE reader = ? AND idx < ? ORDER BY idx DESC LIMIT ?');
  const indexes = readers.flatMap((reader) => statement.all(reader, before, limit).map(({ idx }) => Number(idx)));
  return indexes.sort((a, b) => b - a).slice(0, limit);
}

/** Indexes of the entries for one of these readers, above `after`, in order, at most `limit`. */
export function indexesFor(
  { db }: Store,
  readers: readonly string[],
  { after, limit }: { readonly after: number; readonly limit: number },
): readonly number[] {
  const statement = db.prepare('SELECT idx FROM entry_readers WHERE reader = ? AND idx > ? ORDER BY idx LIMIT ?');
  const indexes = readers.flatMap((reader) => statement.all(reader, after, limit).map(({ idx }) => Number(idx)));
  return indexes.sort((a, b) => a - b).slice(0, limit);
}
