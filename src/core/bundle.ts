// The evidence bundle: one canonical-JSON file that proves entries of a ledger to someone who has neither the ledger nor
// a network, and trusts no node: statements, receipts, block leaves with result proofs, member proofs, checkpoint, genesis.
// The verifier uses every byte of it: what it does not need is refused, so that no byte can be changed unnoticed.

import { type BlockLeaf, decodeBlockLeaf, EMPTY_ROOT } from './block.ts';
import { at, type BundleContext, type ProvenStatement, proveLeaf, verifyEntry } from './bundle-entry.ts';
import { type Bundle, blockSubject, readBundle } from './bundle-format.ts';
import { base64url, equalBytes, fromBase64url } from './bytes.ts';
import { originOf, verifyWholeCheckpoint } from './checkpoint.ts';
import type { CosignatureKey } from './cosignature.ts';
import { Fault } from './fault.ts';
import { decodeGenesis, type Genesis, PROTOCOL } from './genesis.ts';
import type { NoteKey } from './signed-note.ts';

/** Who must have signed the checkpoint: at least `needed` of the nodes with these keys and the witnesses together. */
export type Policy = {
  readonly needed: number;
  readonly keys: readonly Uint8Array[];
  readonly witnesses?: readonly CosignatureKey[];
};

/** Who signed the checkpoint. */
export type SignedBy = {
  /** Checkpoint keys of nodes, base64url. */
  readonly signedBy: readonly string[];
  /** Witnesses of the policy that co-signed; the public key in base64url. */
  readonly witnessedBy: readonly { readonly name: string; readonly publicKey: string; readonly timeMs: number }[];
  /** Lines in the form of a co-signature that are by none of the policy's witnesses: unchecked. */
  readonly unknownCosignatures: number;
};

/** What a bundle proves. */
export type BundleReport = SignedBy & {
  readonly ledgerId: string;
  /** False where no ledger id was pinned: the bundle is consistent, but may be of an invented ledger. */
  readonly anchored: boolean;
  readonly ledgerName: string;
  readonly size: number;
  readonly statements: readonly ProvenStatement[];
};

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
  const context: BundleContext = {
    ledgerId,
    limits: genesis.body.limits,
    size: head.size,
    root: head.root,
    receiptKeys: genesis.body.nodes.map((node) => fromBase64url(node.receiptKey)),
  };
  const blocks = verifyBlocks(bundle, context);
  const used = new Set<number>();
  const statements = bundle.entries.map((entry, i) => {
    used.add(entry.height).add(entry.signer.height);
    if (entry.index <= (bundle.entries[i - 1]?.index ?? 0)) {
      throw new Fault('bundle_entry', `entries[${i}].index: entries stand in their order in the log, each once`);
    }
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
    ...head.by,
    statements,
  };
}

type Head = { readonly size: number; readonly root: Uint8Array; readonly by: SignedBy };

function verifyHead(note: string, genesis: Genesis, ledgerId: string, policy: Policy | undefined): Head {
  const name = originOf(ledgerId);
  const nodes = genesis.body.nodes.map((node) => fromBase64url(node.checkpointKey));
  const asked = policy ?? { needed: 1, keys: nodes };
  const keys = [...nodes, ...asked.keys]
    .filter((key, i, known) => known.findIndex((other) => equalBytes(other, key)) === i)
    .map((publicKey): NoteKey => ({ name, publicKey }));
  const expected = { origin: name, keys, witnesses: asked.witnesses ?? [] };
  const { checkpoint, signers, cosigners, passedOver } = verifyWholeCheckpoint(note, expected);
  const signedBy = signers.map(({ publicKey }) => base64url(publicKey));
  const witnessedBy = cosigners.map(({ name, publicKey, timeSeconds }) => ({
    name,
    publicKey: base64url(publicKey),
    timeMs: timeSeconds * 1000,
  }));
  // A key counts once, also where it signs as a node and as a witness, or under two names.
  const askedNodes = new Set(asked.keys.map(base64url));
  const counted = new Set([
    ...signedBy.filter((key) => askedNodes.has(key)),
    ...witnessedBy.map(({ publicKey }) => publicKey),
  ]);
  if (counted.size < asked.needed) {
    throw new Fault('bundle_checkpoint', `${counted.size} of those asked for signed, ${asked.needed} are needed`);
  }
  const by = { signedBy, witnessedBy, unknownCosignatures: passedOver };
  return { size: checkpoint.size, root: checkpoint.root, by };
}

/** Block leaves by height; they stand in the order of the log. */
function verifyBlocks(bundle: Bundle, context: BundleContext): ReadonlyMap<number, BlockLeaf> {
  const blocks = new Map<number, BlockLeaf>();
  let last: BlockLeaf | undefined;
  for (const [i, block] of bundle.blocks.entries()) {
    const leaf = at('bundle_block', `blocks[${i}]`, () => verifyBlock(block, context));
    const follows =
      last === undefined ||
      (leaf.height > last.height && leaf.firstIndex > last.firstIndex && leaf.timeMs >= last.timeMs);
    if (!follows) throw new Fault('bundle_block', `blocks[${i}]: blocks stand in their order in the log, each once`);
    blocks.set(leaf.height, leaf);
    last = leaf;
  }
  return blocks;
}

function verifyBlock({ index, leaf, receipt }: Bundle['blocks'][number], context: BundleContext): BlockLeaf {
  const bytes = fromBase64url(leaf);
  const block = decodeBlockLeaf(bytes);
  if (index !== block.firstIndex + block.count) {
    throw new Fault(
      'bundle_block',
      `a leaf that says it is entry ${block.firstIndex + block.count} stands at ${index}`,
    );
  }
  if (block.protocol !== PROTOCOL || !equalBytes(block.recordsRoot, EMPTY_ROOT)) {
    throw new Fault(
      'bundle_block',
      `expected protocol ${PROTOCOL} and no proofs of records, got protocol ${block.protocol}`,
    );
  }
  proveLeaf(fromBase64url(receipt), { bytes, index, subject: blockSubject(block.height) }, context);
  return block;
}
