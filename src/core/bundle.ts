// The evidence bundle: one canonical-JSON file that proves entries of a ledger to someone who has neither the ledger nor
// a network, and trusts no node: statements, receipts, block leaves with result proofs, member proofs, checkpoint, genesis.
// The verifier uses every byte of it: what it does not need is refused, so that no byte can be changed unnoticed.

import { type BlockLeaf, decodeBlockLeaf } from './block.ts';
import { base64url, equalBytes, fromBase64url, fromUtf8 } from './bytes.ts';
import { decodeJson, encodeJson, type Json, parseJson } from './canonical-json.ts';
import { originOf, verifyCheckpoint } from './checkpoint.ts';
import { keyThumbprint } from './cose-key.ts';
import { verifyEs256 } from './es256.ts';
import { Fault } from './fault.ts';
import { decodeGenesis, type Genesis } from './genesis.ts';
import { leafHash, nodeHash, verifyInclusion } from './merkle.ts';
import { verifyReceipt } from './receipt.ts';
import type { Action } from './runtime.ts';
import { Bytes, compile, Hash, integer, list, object, oneOf, type Static, TimeMs, Type } from './schema.ts';
import { decodeNote, type NoteKey } from './signed-note.ts';
import { decodeStatement } from './statement.ts';

/** Statements in one bundle. */
export const MAX_BUNDLE_ENTRIES = 1000;
const MAX_BUNDLE_BYTES = 16_777_216;
const Long = Type.String({ pattern: '^[A-Za-z0-9_-]{1,1400000}$' });
const Index = integer(0, Number.MAX_SAFE_INTEGER);

const BundleSchema = object({
  format: Type.Literal('touchmark-bundle-1'),
  genesis: Long,
  /** Signed note; every receipt is for its size. */
  checkpoint: Type.String({ minLength: 1, maxLength: 65_536 }),
  blocks: list(object({ index: Index, leaf: Bytes, receipt: Bytes }), 2 * MAX_BUNDLE_ENTRIES, 1),
  entries: list(
    object({
      index: Index,
      /** Of the block that holds the statement. */
      height: TimeMs,
      statement: Long,
      receipt: Bytes,
      /** The statement's leaf of the results tree, and its path; the index is the statement's within its block. */
      result: object({ leaf: Long, path: list(Hash, 53) }),
      /** The signer's leaf of the members tree of the block `height`: the statement's, or the next. */
      signer: object({
        height: TimeMs,
        leaf: Bytes,
        path: list(object({ side: oneOf('left', 'right'), hash: Hash }), 53),
      }),
    }),
    MAX_BUNDLE_ENTRIES,
    1,
  ),
});

/** An evidence bundle. Bytes are base64url. */
export type Bundle = Static<typeof BundleSchema>;

/** Which nodes must have signed the checkpoint: at least `needed` of `keys`. */
export type Policy = { readonly needed: number; readonly keys: readonly Uint8Array[] };

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

/** What a bundle proves. */
export type BundleReport = {
  readonly ledgerId: string;
  /** False where no ledger id was pinned: the bundle is consistent, but may be of an invented ledger. */
  readonly anchored: boolean;
  readonly ledgerName: string;
  readonly size: number;
  /** Checkpoint keys that signed, base64url. */
  readonly signedBy: readonly string[];
  readonly statements: readonly ProvenStatement[];
};

const check = compile(BundleSchema);

/** The bundle as a file. */
export function encodeBundle(bundle: Bundle): Uint8Array {
  return encodeJson(bundle as Json);
}

/**
 * Verifies a bundle with nothing but its bytes and what the caller pins.
 * @param pinned `ledgerId` that the bundle must be of; `policy` in place of "one node of the genesis"
 * @throws Fault whose code and sentence name the first place that is wrong: `bundle_too_large`, `bundle_malformed`,
 * `bundle_ledger`, `bundle_checkpoint`, `bundle_block`, `bundle_entry`, `bundle_result`, `bundle_signer`, `bundle_unused`
 */
export function verifyBundle(
  bytes: Uint8Array,
  pinned: { readonly ledgerId?: string; readonly policy?: Policy } = {},
): BundleReport {
  const bundle = readBundle(bytes);
  const { genesis, ledgerId } = at('bundle_ledger', 'genesis', () => decodeGenesis(fromBase64url(bundle.genesis)));
  if (pinned.ledgerId !== undefined && pinned.ledgerId !== ledgerId) {
    throw new Fault('bundle_ledger', `genesis: the bundle is of the ledger ${ledgerId}, not of ${pinned.ledgerId}`);
  }
  const head = at('bundle_checkpoint', 'checkpoint', () =>
    verifyHead(bundle.checkpoint, genesis, ledgerId, pinned.policy),
  );
  const context: Context = {
    ledgerId,
    head,
    receiptKeys: genesis.body.nodes.map((node) => fromBase64url(node.receiptKey)),
  };
  const blocks = new Map<number, BlockLeaf>();
  for (const [i, block] of bundle.blocks.entries()) {
    const leaf = at('bundle_block', `blocks[${i}]`, () => verifyBlock(block, context));
    if (blocks.has(leaf.height)) throw new Fault('bundle_block', `blocks[${i}]: block ${leaf.height} is there twice`);
    blocks.set(leaf.height, leaf);
  }
  const used = new Set<number>();
  const statements = bundle.entries.map((entry, i) => {
    used.add(entry.height).add(entry.signer.height);
    return verifyEntry(entry, `entries[${i}]`, blocks, context);
  });
  for (const height of blocks.keys()) {
    if (!used.has(height)) throw new Fault('bundle_unused', `blocks: no entry needs block ${height}`);
  }
  return {
    ledgerId,
    anchored: pinned.ledgerId !== undefined,
    ledgerName: genesis.body.name,
    size: head.size,
    signedBy: head.signedBy,
    statements,
  };
}

type Head = { readonly size: number; readonly root: Uint8Array; readonly signedBy: readonly string[] };
type Context = { readonly ledgerId: string; readonly head: Head; readonly receiptKeys: readonly Uint8Array[] };
type Entry = Bundle['entries'][number];

function readBundle(bytes: Uint8Array): Bundle {
  if (bytes.length > MAX_BUNDLE_BYTES) {
    throw new Fault('bundle_too_large', `a bundle has at most ${MAX_BUNDLE_BYTES} bytes, this has ${bytes.length}`);
  }
  const value = at('bundle_malformed', 'the file', () => decodeJson(bytes));
  const fault = check.firstError(value);
  if (fault !== undefined) throw new Fault('bundle_malformed', `bundle: ${fault}`);
  // The schema was checked in the line above.
  return value as Bundle;
}

function verifyHead(note: string, genesis: Genesis, ledgerId: string, policy: Policy | undefined): Head {
  const name = originOf(ledgerId);
  const publicKeys = policy?.keys ?? genesis.body.nodes.map((node) => fromBase64url(node.checkpointKey));
  const known = [...genesis.body.nodes.map((node) => fromBase64url(node.checkpointKey)), ...publicKeys];
  const keys: readonly NoteKey[] = known
    .filter((key, i) => known.findIndex((other) => equalBytes(other, key)) === i)
    .map((publicKey) => ({ name, publicKey }));
  const { checkpoint, signers } = verifyCheckpoint(note, { origin: name, keys });
  const lines = decodeNote(note).signatures.length;
  if (lines !== signers.length)
    throw new Fault('bundle_checkpoint', `${lines - signers.length} signatures are by unknown keys`);
  const counted = signers.filter((signer) => publicKeys.some((key) => equalBytes(key, signer.publicKey)));
  const needed = policy?.needed ?? 1;
  if (counted.length < needed) {
    throw new Fault('bundle_checkpoint', `${counted.length} of the nodes asked for signed, ${needed} are needed`);
  }
  return {
    size: checkpoint.size,
    root: checkpoint.root,
    signedBy: signers.map((signer) => base64url(signer.publicKey)),
  };
}

function verifyBlock({ index, leaf, receipt }: Bundle['blocks'][number], context: Context): BlockLeaf {
  const bytes = fromBase64url(leaf);
  const block = decodeBlockLeaf(bytes);
  if (index !== block.firstIndex + block.count) {
    throw new Fault(
      'bundle_block',
      `a leaf that says it is entry ${block.firstIndex + block.count} stands at ${index}`,
    );
  }
  proveLeaf(fromBase64url(receipt), { bytes, index, subject: blockSubject(block.height) }, context);
  return block;
}

function verifyEntry(
  entry: Entry,
  place: string,
  blocks: ReadonlyMap<number, BlockLeaf>,
  context: Context,
): ProvenStatement {
  const block = blocks.get(entry.height);
  if (block === undefined) throw new Fault('bundle_entry', `${place}.height: the bundle lacks block ${entry.height}`);
  const statement = at('bundle_entry', `${place}.statement`, () => decodeStatement(fromBase64url(entry.statement)));
  if (statement.audience !== context.ledgerId) {
    throw new Fault('bundle_entry', `${place}.statement: it is for the ledger ${statement.audience}`);
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

/** The subject of a block leaf's receipt. */
export function blockSubject(height: number): string {
  return `block-${height}`;
}

function proveLeaf(
  receipt: Uint8Array,
  leaf: { readonly bytes: Uint8Array; readonly index: number; readonly subject: string },
  { ledgerId, head, receiptKeys }: Context,
): void {
  const expected = { ledgerId, subject: leaf.subject, leafHash: leafHash(leaf.bytes), index: leaf.index };
  let failure: unknown;
  for (const publicKey of receiptKeys) {
    try {
      const { size, root } = verifyReceipt(receipt, { ...expected, publicKey });
      if (size === head.size && equalBytes(root, head.root)) return;
      throw new Fault('bundle_receipt', `it is for size ${size}, but the checkpoint is of size ${head.size}`);
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
  if (!Array.isArray(leaf) || leaf.length !== 5) throw new Fault('bundle_signer', 'expected five parts');
  const [kid, key, member, actor, role]: readonly Json[] = leaf;
  if (typeof kid !== 'string' || typeof key !== 'string' || typeof member !== 'string')
    throw new Fault('bundle_signer', 'a part is not a text');
  if (typeof actor !== 'string' || typeof role !== 'string') throw new Fault('bundle_signer', 'a part is not a text');
  const publicKey = fromBase64url(key);
  if (base64url(keyThumbprint(publicKey)) !== kid) throw new Fault('bundle_signer', 'the thumbprint is not of the key');
  return { kid, publicKey, member, actor, role };
}

/** Puts the place before what goes wrong there. */
function at<T>(code: string, place: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    throw new Fault(cause.code.startsWith('bundle_') ? cause.code : code, `${place}: ${cause.message}`, { cause });
  }
}
