// What an evidence file proves: each kind is checked by signatures of the genesis' nodes and hashes alone, and its
// sentence is made of what was checked. For a wrong execution this is the half that needs no execution.

import { type BlockLeaf, decodeBlockLeaf } from '#core/block.ts';
import { blockSubject } from '#core/bundle-format.ts';
import { equalBytes, fromBase64url, hex } from '#core/bytes.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import { Fault, isFault } from '#core/fault.ts';
import { leafHash, verifyConsistency, verifyInclusion } from '#core/merkle.ts';
import { decodeReceipt, type ProvenEntry, verifyReceipt } from '#core/receipt.ts';
import { decodeStatement } from '#core/statement.ts';
import type { Evidence, EvidenceKind, EvidenceOf, LeafAtPlace, PrefixOf } from './evidence-format.ts';
import { BACK_MS } from './limits.ts';
import { type Founding, readKeptHead, type SignedHead } from './signed-head.ts';

/** A tree of a size and root. */
type Tree = { readonly size: number; readonly root: Uint8Array };

const PROOFS: { readonly [K in EvidenceKind]: (evidence: EvidenceOf[K], founding: Founding) => string } = {
  fork: proveConflict,
  rewritten: proveConflict,
  wrong_execution: proveWrongLog,
  time_went_back: proveTimeWentBack,
  back_dated: proveBackDated,
  hidden_entry: proveHiddenEntry,
  leaves_differ: proveLeavesDiffer,
};

/** What an evidence file shows, as a sentence. @throws Fault `evidence_unproven` where it does not show it */
export function proveEvidence(evidence: Evidence, founding: Founding): string {
  // The kind chooses the proof of its own type.
  const prove = PROOFS[evidence.kind] as (evidence: Evidence, founding: Founding) => string;
  try {
    return `Ledger ${founding.ledgerId}: ${prove(evidence, founding)}`;
  } catch (cause) {
    if (!isFault(cause) || cause.code === 'evidence_unproven') throw cause;
    throw new Fault('evidence_unproven', `evidence ${evidence.kind}: ${cause.message}`, { cause });
  }
}

/** The receipt that a node of the genesis gave for a leaf. @throws as verifyReceipt */
export function readReceipt(receipt: Uint8Array, leaf: Uint8Array, { genesis, ledgerId }: Founding): ProvenEntry {
  const { kid } = decodeReceipt(receipt);
  const keys = genesis.body.nodes.map((node) => fromBase64url(node.receiptKey));
  const publicKey = keys.find((key) => equalBytes(keyThumbprint(key), kid));
  if (publicKey === undefined) throw new Fault('receipt_key', 'the receipt is not by a node of the genesis');
  return verifyReceipt(receipt, { ledgerId, subject: subjectOf(leaf), leafHash: leafHash(leaf), publicKey });
}

function subjectOf(leaf: Uint8Array): string {
  if (leaf[0] === 0x7b) return 'genesis';
  return leaf[0] === 0xd2 ? decodeStatement(leaf).subject : blockSubject(decodeBlockLeaf(leaf).height);
}

function proveConflict(
  { kind, first: one, second: two, prefix, entry }: EvidenceOf['fork'],
  founding: Founding,
): string {
  const first = readKeptHead(one, founding);
  const second = readKeptHead(two, founding);
  if (first.size > second.size || (kind === 'fork') !== (first.size === second.size)) {
    throw unproven('the sizes of the two checkpoints are not those of its kind');
  }
  let shows = first.size === second.size && !equalBytes(first.root, second.root);
  if (prefix !== undefined) {
    const began = provePrefix(prefix, second);
    if (began.size !== first.size || equalBytes(began.root, first.root)) {
      throw unproven('the second log begins with the first');
    }
    shows = true;
  }
  let where = '';
  if (entry !== undefined) {
    const { index } = entry;
    for (const [at, tree] of [
      [entry.first, first],
      [entry.second, second],
    ] as const) {
      proveInclusion({ index, leaf: fromBase64url(at.leaf), path: at.path }, tree);
    }
    if (entry.first.leaf === entry.second.leaf) throw unproven(`entry ${index} is the same in both`);
    const { height } = proveBlock(entry.block, entry.blockIn === 'first' ? first : second, index);
    where = `: entry ${index} (block ${height}) is another one in each`;
    shows = true;
  }
  if (!shows) throw unproven('the two checkpoints can be of one log');
  const signers = first.by === second.by ? `both by ${first.by}` : `one by ${first.by} and one by ${second.by}`;
  return kind === 'fork'
    ? `two different logs of ${first.size} entries were signed, ${signers}${where}.`
    : `a log of ${first.size} entries was signed by ${first.by}, and one of ${second.size} entries that does not begin with it by ${second.by}${where}.`;
}

function proveWrongLog(
  { checkpoint, prefix, entry, height, code }: EvidenceOf['wrong_execution'],
  founding: Founding,
): string {
  const head = readKeptHead(checkpoint, founding);
  if (provePrefix(prefix, head).size <= entry) throw unproven(`entry ${entry} is not in the part of the log beside it`);
  return `entry ${entry} (block ${height}) of the log of ${head.size} entries that ${head.by} signed is not what executing the log gives: ${code}.`;
}

function proveTimeWentBack(
  { checkpoint, prefix, before, after }: EvidenceOf['time_went_back'],
  founding: Founding,
): string {
  const head = readKeptHead(checkpoint, founding);
  const tree = provePrefix(prefix, head);
  const [one, two] = [proveBlock(before, tree), proveBlock(after, tree)];
  if (before.index >= after.index || two.timeMs >= one.timeMs) throw unproven('block time does not go back');
  return `in the log of ${head.size} entries that ${head.by} signed, entry ${after.index} (block ${two.height}) has the time ${two.timeMs} ms, and entry ${before.index} (block ${one.height}) before it ${one.timeMs} ms.`;
}

function proveBackDated({ checkpoint, prefix, block, seen }: EvidenceOf['back_dated'], founding: Founding): string {
  const head = readKeptHead(checkpoint, founding);
  const { size, by } = readKeptHead(seen.checkpoint, founding);
  const { height, firstIndex, timeMs } = proveBlock(block, provePrefix(prefix, head));
  if (firstIndex < size || timeMs >= seen.atMs - BACK_MS) throw unproven(`block ${height} is not back-dated`);
  return `${head.by} signed a log of ${head.size} entries in which entry ${block.index} (block ${height}) has the time ${timeMs} ms, while a replica says that at ${seen.atMs} ms by its clock the newest log that ${by} showed had ${size} entries, without that block; this shows it to those who trust that clock.`;
}

function proveHiddenEntry(evidence: EvidenceOf['hidden_entry'], founding: Founding): string {
  const leaf = fromBase64url(evidence.leaf);
  const { index, size, root } = readReceipt(fromBase64url(evidence.receipt), leaf, founding);
  const head = readKeptHead(evidence.checkpoint, founding);
  const tree = provePrefix(evidence.prefix, head);
  if (tree.size !== size || equalBytes(tree.root, root)) throw unproven('the receipt is of the signed log');
  const there = fromBase64url(evidence.there.leaf);
  proveInclusion({ index, leaf: there, path: evidence.there.path }, tree);
  const { height } = proveBlock(evidence.block, head, index);
  const what = equalBytes(there, leafHash(leaf))
    ? 'has it, among others than the receipt says'
    : 'has another one there';
  return `a receipt was given for entry ${index} in a log of ${size} entries, and the log of ${head.size} entries that ${head.by} signed ${what} (block ${height}).`;
}

function proveLeavesDiffer(
  { checkpoint, index, served, leaf, path }: EvidenceOf['leaves_differ'],
  founding: Founding,
): string {
  const head = readKeptHead(checkpoint, founding);
  proveInclusion({ index, leaf: fromBase64url(leaf), path }, head);
  const servedHash = leafHash(fromBase64url(served));
  if (equalBytes(servedHash, fromBase64url(leaf))) throw unproven(`this is entry ${index}`);
  return `what a replica says it was served as entry ${index} (leaf hash ${hex(servedHash)}) is not that entry of the log of ${head.size} entries that ${head.by} signed; nothing shows who served it.`;
}

/** The beginning of a signed log. */
function provePrefix({ size, root, path }: PrefixOf, head: SignedHead): Tree {
  const began = { size, root: fromBase64url(root) };
  const proof = { size1: size, root1: began.root, size2: head.size, root2: head.root, path: path.map(fromBase64url) };
  if (!verifyConsistency(proof))
    throw unproven(`the log of ${head.size} entries does not begin with the one of ${size}`);
  return began;
}

function proveInclusion(
  { index, leaf, path }: { readonly index: number; readonly leaf: Uint8Array; readonly path: readonly string[] },
  { size, root }: Tree,
): void {
  if (!verifyInclusion({ index, size, leaf, path: path.map(fromBase64url), root })) {
    throw unproven(`the path of entry ${index} does not lead to the root of ${size} entries`);
  }
}

/** A block leaf at its place; `entry` must be of its block. */
function proveBlock({ index, leaf, path }: LeafAtPlace, tree: Tree, entry: number = index): BlockLeaf {
  const bytes = fromBase64url(leaf);
  proveInclusion({ index, leaf: leafHash(bytes), path }, tree);
  const block = decodeBlockLeaf(bytes);
  if (block.firstIndex + block.count !== index || entry < block.firstIndex || entry > index) {
    throw unproven(`entry ${index} does not end the block of entry ${entry}`);
  }
  return block;
}

function unproven(what: string): Fault {
  return new Fault('evidence_unproven', `evidence: ${what}`);
}
