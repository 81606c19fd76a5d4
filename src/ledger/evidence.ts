// Proofs out of a ledger: a receipt for any entry at any checkpointed size, and the bundle that proves entries offline.

import { decodeBlockLeaf, encodeResult } from '#core/block.ts';
import { type Bundle, blockSubject, encodeBundle, MAX_BUNDLE_ENTRIES } from '#core/bundle-format.ts';
import { base64url, equalBytes } from '#core/bytes.ts';
import { parseCheckpointText } from '#core/checkpoint.ts';
import { assert, Fault } from '#core/fault.ts';
import { inclusionProof, leafHash, MerkleTree } from '#core/merkle.ts';
import { createReceipt } from '#core/receipt.ts';
import { decodeNote } from '#core/signed-note.ts';
import { decodeStatement } from '#core/statement.ts';
import { blockOf, type Entry, entriesFrom, entryAt } from './entries.ts';
import type { Ledger } from './ledger.ts';

/**
 * A COSE receipt (RFC 9942) of an entry.
 * @param size of the tree that it is in: one that has a checkpoint, by default the last
 * @throws Fault `entry_unknown`, `size_has_no_checkpoint`, `ledger_has_no_key`
 */
export async function receiptOf(ledger: Ledger, index: number, size: number = ledger.head.size): Promise<Uint8Array> {
  const entry = knownEntry(ledger, index);
  if (size === ledger.head.size) await ledger.checkpoint();
  if (size <= index || ledger.storedCheckpoint(size) === undefined) {
    throw new Fault('size_has_no_checkpoint', `there is no checkpoint of size ${size} that has entry ${index}`);
  }
  const subject =
    entry.txId === undefined ? blockSubject(decodeBlockLeaf(entry.bytes).height) : subjectOf(entry, index);
  return sign(ledger, { index, size, bytes: entry.bytes, subject });
}

/**
 * The bundle that proves these entries.
 * @param indexes of statements
 * @param at the checkpoint that it stands on, of a size at the end of a block: a co-signed one, say; by default the last
 * @throws Fault `entry_unknown`, `entry_not_statement`, `entry_after_checkpoint`, `bundle_key_too_fresh`,
 * `bundle_too_large`, `ledger_has_no_key`
 */
export async function bundleOf(
  ledger: Ledger,
  indexes: readonly number[],
  at?: { readonly size: number; readonly note: string },
): Promise<Uint8Array> {
  if (indexes.length === 0 || indexes.length > MAX_BUNDLE_ENTRIES) {
    throw new Fault(
      'bundle_too_large',
      `a bundle is of 1 to ${MAX_BUNDLE_ENTRIES} entries, asked for are ${indexes.length}`,
    );
  }
  // Read together: blocks that come while receipts are signed are not part of it.
  const size = at?.size ?? ledger.head.size;
  const lastHeight = at === undefined ? ledger.head.height : heightAt(ledger, at);
  const checkpoint = at?.note ?? (await ledger.checkpoint());
  const heights = new Set<number>();
  const entries: Bundle['entries'] = [];
  for (const index of [...new Set(indexes)].sort((a, b) => a - b)) {
    const entry = knownEntry(ledger, index);
    const block = blockOf(ledger.store, index);
    if (entry.txId === undefined || index === 0)
      throw new Fault('entry_not_statement', `entry ${index} is not a statement`);
    if (block.height > lastHeight)
      throw new Fault('entry_after_checkpoint', `entry ${index} is not in the log of ${size} entries`);
    const signer = signerProof(ledger, decodeStatement(entry.bytes).kid, { index, height: block.height, lastHeight });
    heights.add(block.height).add(signer.height);
    entries.push({
      index,
      height: block.height,
      statement: base64url(entry.bytes),
      receipt: base64url(await sign(ledger, { index, size, bytes: entry.bytes, subject: subjectOf(entry, index) })),
      result: resultProof(ledger, index, block),
      signer,
    });
  }
  const blocks: Bundle['blocks'] = [];
  for (const height of [...heights].sort((a, b) => a - b)) {
    const index = leafIndexOf(ledger, height);
    const { bytes } = knownEntry(ledger, index);
    const receipt = base64url(await sign(ledger, { index, size, bytes, subject: blockSubject(height) }));
    blocks.push({ index, leaf: base64url(bytes), receipt });
  }
  const genesis = base64url(knownEntry(ledger, 0).bytes);
  return encodeBundle({ format: 'touchmark-bundle-1', genesis, checkpoint, blocks, entries });
}

async function sign(
  ledger: Ledger,
  {
    index,
    size,
    bytes,
    subject,
  }: { readonly index: number; readonly size: number; readonly bytes: Uint8Array; readonly subject: string },
): Promise<Uint8Array> {
  if (ledger.signer === undefined)
    throw new Fault('ledger_has_no_key', 'this process has no key of a node of the ledger');
  const { tree, id: ledgerId } = ledger;
  const content = {
    ledgerId,
    subject,
    leafHash: leafHash(bytes),
    size,
    index,
    path: tree.inclusion(index, size),
    root: tree.root(size),
  };
  return createReceipt(content, ledger.signer.receipt);
}

function resultProof(ledger: Ledger, index: number, block: { readonly firstIndex: number; readonly count: number }) {
  const tree = new MerkleTree();
  let own: Uint8Array | undefined;
  for (const entry of entriesFrom(ledger.store, block.firstIndex, block.count)) {
    const leaf = encodeResult(resultOf(entry));
    if (entry.index === index) own = leaf;
    tree.append(leafHash(leaf));
  }
  assert(own !== undefined, `entry ${index} is in its block`);
  const path = inclusionProof(index - block.firstIndex, block.count, tree.read);
  return { leaf: base64url(own), path: path.map(base64url) };
}

function signerProof(
  ledger: Ledger,
  kid: string,
  { index, height, lastHeight }: { readonly index: number; readonly height: number; readonly lastHeight: number },
): Bundle['entries'][number]['signer'] {
  for (const at of [height, height + 1]) {
    if (at > lastHeight) break;
    const proof = ledger.members.keys.proof(kid, at);
    if (proof === undefined) continue;
    return {
      height: at,
      leaf: base64url(proof.leaf),
      path: proof.path.map(({ side, hash }) => ({ side, hash: base64url(hash) })),
    };
  }
  throw new Fault(
    'bundle_key_too_fresh',
    `the key that signed entry ${index} was enrolled in the same block: ask again after the next one`,
  );
}

/** The last block of the log that a checkpoint is of. */
function heightAt(ledger: Ledger, { size, note }: { readonly size: number; readonly note: string }): number {
  const { bytes } = knownEntry(ledger, size - 1);
  const checkpoint = parseCheckpointText(decodeNote(note).text);
  const isOfLog = checkpoint.size === size && equalBytes(checkpoint.root, ledger.tree.root(size));
  assert(isOfLog, `the note is a checkpoint of this log at the size ${size}`);
  return decodeBlockLeaf(bytes).height;
}

function leafIndexOf({ store }: Ledger, height: number): number {
  const row = store.db.prepare('SELECT leaf_idx FROM blocks WHERE height = ?').get(height);
  assert(row !== undefined, `block ${height} is there`);
  return Number(row.leaf_idx);
}

function knownEntry({ store }: Ledger, index: number): Entry {
  const entry = entryAt(store, index);
  if (entry === undefined) throw new Fault('entry_unknown', `there is no entry ${index}`);
  return entry;
}

function subjectOf({ bytes }: Entry, index: number): string {
  return index === 0 ? 'genesis' : decodeStatement(bytes).subject;
}

function resultOf({ txId, outcome, writesDigest, eventsText, index }: Entry) {
  assert(txId !== undefined, `entry ${index} is a statement`);
  return { txId, outcome, writesDigest, eventsText };
}
