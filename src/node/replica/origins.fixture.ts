// Origins for tests: an honest one over a ledger, and one in the test's hand, which holds the origin's real keys and signs
// whatever it is told to.

import { createRegistry } from '#contracts/index.ts';
import { type BlockLeaf, decodeBlockLeaf, encodeBlockLeaf } from '#core/block.ts';
import { originOf, signCheckpoint } from '#core/checkpoint.ts';
import { ledgerIdOf } from '#core/id.ts';
import { consistencyProof, inclusionProof, leafHash, MerkleTree } from '#core/merkle.ts';
import { createReceipt } from '#core/receipt.ts';
import { decodeStatement } from '#core/statement.ts';
import { entriesFrom, entryAt } from '#ledger/entries.ts';
import { Ledger } from '#ledger/ledger.ts';
import { nodeSigner, testGenesis } from '#test/ledgers.ts';
import { addBlock, certify } from '#test/load.ts';
import { START_MS } from '#test/world.ts';
import type { Inclusion, LogSource } from './log-source.ts';
import { readerOf } from './tree-ahead.ts';

/** The contracts of all test replicas. */
export const registry = createRegistry();
/** Founding differs from call to call: one for all logs of a test. */
export const GENESIS = await testGenesis();
export const LEDGER_ID = ledgerIdOf(GENESIS);
/** Statements in each block of a test's log. */
const PER_BLOCK = 3;

/** Entries of a test's log of so many blocks after the genesis' block. */
export function sizeAt(height: number): number {
  return 2 + height * (PER_BLOCK + 1);
}

/** An origin's ledger, new. */
export function newOrigin(path: string): Ledger {
  return Ledger.create(path, GENESIS, { registry, signer: nodeSigner });
}

/** Signed statements of one block. */
export async function blockOfStatements(ledger: Ledger, word: string): Promise<readonly Uint8Array[]> {
  const statements: Uint8Array[] = [];
  for (let i = 0; i < PER_BLOCK; i++) statements.push(await certify(ledger, `${word} ${i}`));
  return statements;
}

/** Executes blocks of given statements, a second apart. */
export function addBlocks(ledger: Ledger, blocks: readonly (readonly Uint8Array[])[]): void {
  for (const block of blocks) addBlock(ledger, START_MS + (ledger.head.height + 1) * 1000, block);
}

/** All leaves of a ledger. */
export function leavesOf(ledger: Ledger): readonly Uint8Array[] {
  return [...entriesFrom(ledger.store, 0, ledger.head.size)].map(({ bytes }) => bytes);
}

/** An honest log, and others by the same keys that execute as rightly; `longer` goes on from the honest one. */
export async function makeLogs(
  folder: { file(name: string): string },
  { blocks: count, parting }: { readonly blocks: number; readonly parting: number },
) {
  using ledger = newOrigin(folder.file('statements.db'));
  const blocks: (readonly Uint8Array[])[] = [];
  for (let height = 1; height <= count + 1; height++) blocks.push(await blockOfStatements(ledger, `block ${height}`));
  const other: (readonly Uint8Array[])[] = [];
  for (let height = parting; height <= count; height++) other.push(await blockOfStatements(ledger, `other ${height}`));
  const [one = [], [a = GENESIS, b = GENESIS, c = GENESIS] = [], ...rest] = blocks.slice(0, count);
  const log = (name: string, content: readonly (readonly Uint8Array[])[]): readonly Uint8Array[] => {
    using variant = newOrigin(folder.file(`${name}-variant.db`));
    addBlocks(variant, content);
    return leavesOf(variant);
  };
  return {
    honest: log('honest', blocks.slice(0, count)),
    longer: log('longer', blocks),
    forked: log('forked', [...blocks.slice(0, parting - 1), ...other]),
    dropped: log('dropped', [one, [a, c], ...rest]),
    reordered: log('reordered', [one, [a, c, b], ...rest]),
  };
}

/** Leaves with something changed in the leaf of a block. */
export function withBlockLeaf(
  leaves: readonly Uint8Array[],
  height: number,
  change: (leaf: BlockLeaf) => Partial<BlockLeaf>,
): readonly Uint8Array[] {
  const index = sizeAt(height) - 1;
  const leaf = decodeBlockLeaf(leaves[index] ?? new Uint8Array());
  return leaves.with(index, encodeBlockLeaf({ ...leaf, ...change(leaf) }));
}

/** An origin that is what its ledger is. */
export class LedgerSource implements LogSource {
  readonly cosigned: string[] = [];
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async genesis(): Promise<Uint8Array> {
    return entryAt(this.#ledger.store, 0)?.bytes ?? new Uint8Array();
  }

  checkpoint(): Promise<string> {
    return this.#ledger.checkpoint();
  }

  async *leaves(from: number, to: number): AsyncGenerator<Uint8Array> {
    for (const { bytes } of entriesFrom(this.#ledger.store, from, to - from)) yield bytes;
  }

  async consistency(from: number, to: number): Promise<readonly Uint8Array[]> {
    return this.#ledger.tree.consistency(from, to);
  }

  async inclusion(index: number, size: number): Promise<Inclusion> {
    return { leaf: readerOf(this.#ledger)(0, index), path: this.#ledger.tree.inclusion(index, size) };
  }

  async cosign(note: string): Promise<void> {
    this.cosigned.push(note);
  }
}

/** What a dishonest origin shows at the moment. */
export type Shown = {
  /** What it signs. */
  readonly leaves: readonly Uint8Array[];
  readonly size?: number;
  /** What it does where that is not to serve what it signed. */
  readonly instead?: Partial<LogSource>;
};

/** An origin that signs and serves what a test says. */
export class OriginInHand implements LogSource {
  readonly cosigned: string[] = [];
  #shown: Shown = { leaves: [] };
  #tree = new MerkleTree();

  /** From now on it shows this. */
  show(shown: Shown): void {
    this.#shown = shown;
    this.#tree = treeOf(shown.leaves);
  }

  get #instead(): Partial<LogSource> {
    return this.#shown.instead ?? {};
  }

  async genesis(): Promise<Uint8Array> {
    return this.#instead.genesis?.() ?? GENESIS;
  }

  async checkpoint(): Promise<string> {
    const { leaves, size = leaves.length } = this.#shown;
    return this.#instead.checkpoint?.() ?? noteOf(leaves, size);
  }

  async *leaves(from: number, to: number): AsyncGenerator<Uint8Array> {
    yield* this.#instead.leaves?.(from, to) ?? this.#shown.leaves.slice(from, to);
  }

  async consistency(from: number, to: number): Promise<readonly Uint8Array[]> {
    return this.#instead.consistency?.(from, to) ?? consistencyProof(from, to, this.#tree.read);
  }

  async inclusion(index: number, size: number): Promise<Inclusion> {
    return (
      this.#instead.inclusion?.(index, size) ?? {
        leaf: this.#tree.read(0, index),
        path: inclusionProof(index, size, this.#tree.read),
      }
    );
  }

  async cosign(note: string): Promise<void> {
    await this.#instead.cosign?.(note);
    this.cosigned.push(note);
  }
}

/** The checkpoint of the first leaves, by the origin's real key. */
export function noteOf(leaves: readonly Uint8Array[], size: number = leaves.length): Promise<string> {
  const name = originOf(LEDGER_ID);
  const root = treeOf(leaves.slice(0, size)).root();
  return signCheckpoint({ origin: name, size, root }, { ...nodeSigner.checkpoint, name });
}

/** The receipt of a statement in these leaves, by the origin's real key. */
export function receiptIn(leaves: readonly Uint8Array[], index: number): Promise<Uint8Array> {
  const tree = treeOf(leaves);
  const leaf = leaves[index] ?? new Uint8Array();
  const path = inclusionProof(index, leaves.length, tree.read);
  const { subject } = decodeStatement(leaf);
  const proof = { leafHash: leafHash(leaf), size: leaves.length, index, path, root: tree.root() };
  return createReceipt({ ledgerId: LEDGER_ID, subject, ...proof }, nodeSigner.receipt);
}

function treeOf(leaves: readonly Uint8Array[]): MerkleTree {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.append(leafHash(leaf));
  return tree;
}
