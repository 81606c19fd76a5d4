// One entry of a bundle: that the statement is in the log, came to its outcome, and is by a key that was live.

import type { BlockLeaf } from './block.ts';
import type { Bundle } from './bundle-format.ts';
import { base64url, equalBytes, fromBase64url, fromUtf8 } from './bytes.ts';
import { type Json, parseJson } from './canonical-json.ts';
import { keyThumbprint } from './cose-key.ts';
import { verifyEs256 } from './es256.ts';
import { Fault } from './fault.ts';
import type { Limits } from './limits.ts';
import { leafHash, nodeHash, verifyInclusion } from './merkle.ts';
import { verifyReceipt } from './receipt.ts';
import type { Action } from './runtime.ts';
import { decodeStatement } from './statement.ts';

/** What every part of a bundle is held against. */
export type BundleContext = {
  readonly ledgerId: string;
  readonly limits: Limits;
  /** Of the checkpoint. */
  readonly size: number;
  readonly root: Uint8Array;
  /** P-256 keys of the genesis' nodes. */
  readonly receiptKeys: readonly Uint8Array[];
};

type Entry = Bundle['entries'][number];

/** What a bundle proves of one entry. */
export type ProvenStatement = {
  readonly index: number;
  /** base64url */
  readonly txId: string;
  readonly height: number;
  /** Block time. */
  readonly timeMs: number;
  /** `accepted` or the refusal's code. */
  readonly outcome: string;
  readonly events: Json;
  readonly member: string;
  readonly actor: string;
  readonly role: string;
  readonly kid: string;
  readonly action: Action;
};

/** Verifies an entry. `place` stands in front of what is wrong. */
export function verifyEntry(
  entry: Entry,
  place: string,
  blocks: ReadonlyMap<number, BlockLeaf>,
  context: BundleContext,
): ProvenStatement {
  const block = blocks.get(entry.height);
  if (block === undefined) throw new Fault('bundle_entry', `${place}.height: the bundle lacks block ${entry.height}`);
  const statement = at('bundle_entry', `${place}.statement`, () => decodeStatement(fromBase64url(entry.statement)));
  if (statement.audience !== context.ledgerId) {
    throw new Fault('bundle_entry', `${place}.statement: it is for the ledger ${statement.audience}`);
  }
  const { statementBytes, windowMs } = context.limits;
  const { notAfterMs } = statement.action;
  if (statement.bytes.length > statementBytes || block.timeMs > notAfterMs || block.timeMs < notAfterMs - windowMs) {
    throw new Fault(
      'bundle_entry',
      `${place}.statement: it is too large for the ledger, or was not valid at its block’s time`,
    );
  }
  const leaf = { bytes: statement.bytes, index: entry.index, subject: statement.subject };
  at('bundle_entry', `${place}.receipt`, () => proveLeaf(fromBase64url(entry.receipt), leaf, context));
  if (entry.index < block.firstIndex || entry.index >= block.firstIndex + block.count) {
    throw new Fault('bundle_entry', `${place}.index: entry ${entry.index} is not in block ${entry.height}`);
  }
  const txId = base64url(statement.txId);
  const { outcome, events } = at('bundle_result', `${place}.result`, () => provenResult(entry, block, txId));
  const signer = at('bundle_signer', `${place}.signer`, () => provenSigner(entry, blocks));
  if (signer.kid !== statement.kid || signer.member !== statement.issuer) {
    throw new Fault('bundle_signer', `${place}.signer: the proven key is not the one that the statement names`);
  }
  if (!verifyEs256(signer.publicKey, statement.toBeSigned, statement.signature)) {
    throw new Fault('bundle_signer', `${place}.statement: the signature is not by the key of ${signer.actor}`);
  }
  const { height, timeMs } = block;
  const { member, actor, role, kid } = signer;
  return {
    index: entry.index,
    txId,
    height,
    timeMs,
    outcome,
    events,
    member,
    actor,
    role,
    kid,
    action: statement.action,
  };
}

/** Verifies that a leaf is in the log, by a receipt at the checkpoint. */
export function proveLeaf(
  receipt: Uint8Array,
  leaf: { readonly bytes: Uint8Array; readonly index: number; readonly subject: string },
  { ledgerId, size: headSize, root: headRoot, receiptKeys }: BundleContext,
): void {
  const expected = { ledgerId, subject: leaf.subject, leafHash: leafHash(leaf.bytes), index: leaf.index };
  let failure: unknown;
  for (const publicKey of receiptKeys) {
    try {
      const { size, root } = verifyReceipt(receipt, { ...expected, publicKey });
      if (size === headSize && equalBytes(root, headRoot)) return;
      throw new Fault('bundle_receipt', `it is for size ${size}, but the checkpoint is of size ${headSize}`);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // A receipt of another node of the genesis fails by its key: the next one may fit.
      if (failure === undefined || error.code !== 'receipt_key') failure = error;
    }
  }
  throw failure;
}

function provenResult(
  { index, result }: Entry,
  block: BlockLeaf,
  txId: string,
): { readonly outcome: string; readonly events: Json } {
  const bytes = fromBase64url(result.leaf);
  const path = result.path.map(fromBase64url);
  const proof = {
    index: index - block.firstIndex,
    size: block.count,
    leaf: leafHash(bytes),
    path,
    root: block.resultsRoot,
  };
  if (!verifyInclusion(proof)) throw new Fault('bundle_result', `it is not in the results of block ${block.height}`);
  const leaf = parseJson(fromUtf8(bytes));
  if (!Array.isArray(leaf) || leaf.length !== 4) throw new Fault('bundle_result', 'expected four parts');
  const [of, outcome, , events]: readonly Json[] = leaf;
  if (of !== txId) throw new Fault('bundle_result', 'it is of another statement');
  if (typeof outcome !== 'string' || events === undefined)
    throw new Fault('bundle_result', 'the outcome is not a text');
  return { outcome, events };
}

function provenSigner({ height, signer }: Entry, blocks: ReadonlyMap<number, BlockLeaf>) {
  // A key enrolled in the statement's own block is a leaf of the next block's members tree.
  const block = blocks.get(signer.height);
  if (block === undefined || (signer.height !== height && signer.height !== height + 1)) {
    throw new Fault(
      'bundle_signer',
      `the bundle lacks block ${signer.height}, or it is neither the statement’s nor the next`,
    );
  }
  // Where both blocks have the same tree, the statement's own is meant: one proof has one form.
  const own = blocks.get(height);
  if (signer.height !== height && own !== undefined && equalBytes(own.membersRoot, block.membersRoot)) {
    throw new Fault('bundle_signer', `expected the proof at block ${height}, whose members tree is that of the next`);
  }
  const bytes = fromBase64url(signer.leaf);
  const root = signer.path.reduce((hash, { side, hash: text }) => {
    const sibling = fromBase64url(text);
    return side === 'left' ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
  }, leafHash(bytes));
  if (!equalBytes(root, block.membersRoot))
    throw new Fault('bundle_signer', `the key was not live at block ${block.height}`);
  const leaf = parseJson(fromUtf8(bytes));
  if (!Array.isArray(leaf)) throw new Fault('bundle_signer', 'the leaf is not an array');
  const [kid, key, member, actor, role, gone]: readonly Json[] = leaf;
  // A key that is gone by the next block proves the signer of its last block only.
  if (leaf.length !== 5 && !(leaf.length === 6 && gone === 'gone' && signer.height === height + 1)) {
    throw new Fault('bundle_signer', 'expected five parts, or six of a key that is gone by the next block');
  }
  if (typeof kid !== 'string' || typeof key !== 'string' || typeof member !== 'string')
    throw new Fault('bundle_signer', 'a part is not a text');
  if (typeof actor !== 'string' || typeof role !== 'string') throw new Fault('bundle_signer', 'a part is not a text');
  const publicKey = fromBase64url(key);
  if (base64url(keyThumbprint(publicKey)) !== kid) throw new Fault('bundle_signer', 'the thumbprint is not of the key');
  return { kid, publicKey, member, actor, role };
}

/** Puts the place before what goes wrong there. */
export function at<T>(code: string, place: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    throw new Fault(cause.code.startsWith('bundle_') ? cause.code : code, `${place}: ${cause.message}`, { cause });
  }
}
