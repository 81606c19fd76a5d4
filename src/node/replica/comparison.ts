// What someone else was shown, held against a replica's own log: each comparison gives a draft of evidence, or nothing
// where both are of one log. `own` is a signed head whose entries the ledger holds.

import { base64url, equalBytes } from '#core/bytes.ts';
import { assert } from '#core/fault.ts';
import type { ProvenEntry } from '#core/receipt.ts';
import { blockOf, entryAt } from '#ledger/entries.ts';
import type { Ledger } from '#ledger/ledger.ts';
import type { Difference } from './difference.ts';
import { type EvidenceDraft, hashAt, type LeafAtPlace, leafAt, prefixOf } from './evidence-format.ts';
import type { SignedHead } from './signed-head.ts';
import { TreeAhead } from './tree-ahead.ts';

/** A receipt with its leaf and what it says. */
export type SeenReceipt = { readonly receipt: Uint8Array; readonly leaf: Uint8Array; readonly proven: ProvenEntry };

/** Evidence that two heads of one size are of two logs; undefined where they are not. */
export function forkOf(one: SignedHead, other: SignedHead): EvidenceDraft | undefined {
  if (one.size !== other.size || equalBytes(one.root, other.root)) return undefined;
  return { kind: 'fork', first: one.note, second: other.note };
}

/**
 * Evidence that two heads are not of one log, of which it is known.
 * @param difference the first entry in which `other` is not the ledger's log, where that was found
 * @returns undefined where the two cannot be shown to differ: the other one is larger, and it is not known where
 */
export function conflictOf(
  ledger: Ledger,
  own: SignedHead,
  other: SignedHead,
  difference?: Difference,
): EvidenceDraft | undefined {
  const tree = new TreeAhead(ledger);
  const isOwnFirst = own.size < other.size;
  const [first, second] = isOwnFirst ? [own, other] : [other, own];
  const inBoth = difference !== undefined && difference.index < first.size;
  if (isOwnFirst && !inBoth) return undefined;
  const prefix = !isOwnFirst &&
    other.size < own.size && {
      prefix: prefixOf(other.size, tree.root(other.size), tree.consistency(other.size, own.size)),
    };
  return {
    kind: own.size === other.size ? 'fork' : 'rewritten',
    first: first.note,
    second: second.note,
    ...(prefix || {}),
    ...(inBoth && { entry: parting(ledger, own, difference, isOwnFirst ? 'first' : 'second') }),
  };
}

/** Where two logs part, under both heads. */
function parting(ledger: Ledger, { size }: SignedHead, difference: Difference, blockIn: 'first' | 'second') {
  const tree = new TreeAhead(ledger);
  const own = hashAt(tree.inclusion(difference.index, size));
  const other = hashAt(difference);
  const [first, second] = blockIn === 'first' ? [own, other] : [other, own];
  return { index: difference.index, first, second, block: blockAt(ledger, difference.index, size), blockIn };
}

/** Evidence that an entry with a receipt is not in the log of `own`; undefined where it is. */
export function hiddenEntryOf(ledger: Ledger, own: SignedHead, seen: SeenReceipt): EvidenceDraft | undefined {
  const { index, size, root } = seen.proven;
  const tree = new TreeAhead(ledger);
  if (equalBytes(tree.root(size), root)) return undefined;
  return {
    kind: 'hidden_entry',
    receipt: base64url(seen.receipt),
    leaf: base64url(seen.leaf),
    checkpoint: own.note,
    prefix: prefixOf(size, tree.root(size), tree.consistency(size, own.size)),
    there: hashAt(tree.inclusion(index, size)),
    block: blockAt(ledger, index, own.size),
  };
}

/** The leaf of an entry's block, at its place in the log of `size` entries. */
function blockAt(ledger: Ledger, entry: number, size: number): LeafAtPlace {
  const { firstIndex, count } = blockOf(ledger.store, entry);
  const index = firstIndex + count;
  const leaf = entryAt(ledger.store, index);
  assert(leaf !== undefined && index < size, `the block of entry ${entry} ends below ${size}`);
  return leafAt(index, leaf.bytes, new TreeAhead(ledger).inclusion(index, size).path);
}
