// Leaves on their way from an origin into a replica: none goes on before it is shown to belong to the signed log. They
// come in pieces of bounded size; after each, the tree so far and the origin's RFC 9162 proof must lead to the signed root.

import { base64url } from '#core/bytes.ts';
import { CompactTree, leafHash, verifyConsistency } from '#core/merkle.ts';
import type { Ledger } from '#ledger/ledger.ts';
import { firstDifference } from './difference.ts';
import { OriginFault } from './finding.ts';
import { PIECE_BYTES, PIECE_LEAVES } from './limits.ts';
import type { Origin } from './origin.ts';
import type { SignedHead } from './signed-head.ts';
import { readerOf, TreeAhead } from './tree-ahead.ts';

/** The rest of a signed log, from a ledger's head on. */
export class ServedLog {
  readonly #origin: Origin;
  readonly #ledger: Ledger;
  readonly #head: SignedHead;
  readonly #tree: CompactTree;
  /** Proven leaves that the ledger does not hold yet: the rest of a piece, and the block that it is within. */
  #ahead: Uint8Array[] = [];
  #path: readonly Uint8Array[] = [];

  constructor(origin: Origin, ledger: Ledger, head: SignedHead) {
    this.#origin = origin;
    this.#ledger = ledger;
    this.#head = head;
    this.#tree = CompactTree.resume(ledger.head.size, readerOf(ledger));
  }

  /** Entries that are proven, and the path from there to the signed root. */
  get proven(): { readonly size: number; readonly path: readonly Uint8Array[] } {
    return { size: this.#tree.size, path: this.#path };
  }

  /** The proven leaves from the ledger's head on: at most a block and a piece. */
  ahead(ledgerSize: number = this.#ledger.head.size): readonly Uint8Array[] {
    return this.#ahead.slice(this.#ahead.length - (this.#tree.size - ledgerSize));
  }

  /** The proven leaves. @throws OriginFault `leaves_differ`, `leaves_missing`, `proof_wrong`; Fault `origin_unreachable` */
  async *leaves(): AsyncGenerator<Uint8Array> {
    let piece: Uint8Array[] = [];
    let bytes = 0;
    for await (const leaf of this.#origin.leaves(this.#tree.size, this.#head.size)) {
      piece.push(leaf);
      bytes += leaf.length;
      const isLast = this.#tree.size + piece.length === this.#head.size;
      if (!isLast && piece.length < PIECE_LEAVES && bytes < PIECE_BYTES) continue;
      await this.#prove(piece);
      for (const one of piece) {
        this.#origin.throwIfStopped();
        yield one;
      }
      piece = [];
      bytes = 0;
    }
  }

  async #prove(piece: readonly Uint8Array[]): Promise<void> {
    const same = this.#tree.size;
    const ahead = [...this.ahead(), ...piece];
    for (const leaf of piece) this.#tree.append(leafHash(leaf));
    const { size } = this.#tree;
    const path = await this.#origin.consistency(size, this.#head.size);
    const proof = { size1: size, root1: this.#tree.root(), size2: this.#head.size, root2: this.#head.root, path };
    if (!verifyConsistency(proof)) throw await this.#differs(ahead, { same, differs: size });
    this.#ahead = ahead;
    this.#path = path;
  }

  async #differs(
    ahead: readonly Uint8Array[],
    range: { readonly same: number; readonly differs: number },
  ): Promise<OriginFault> {
    const { size, note } = this.#head;
    const own = new TreeAhead(this.#ledger, ahead);
    const found = await firstDifference(this.#origin, { own, head: this.#head }, range);
    const served = found && ahead[found.index - this.#ledger.head.size];
    const place = `entries ${range.same} to ${range.differs - 1} (from block ${this.#ledger.head.height + 1} on)`;
    if (found === undefined || served === undefined) {
      return new OriginFault('proof_wrong', `${place}: the origin does not show that they are in its log of ${size}`);
    }
    const { index, leaf, path } = found;
    return new OriginFault(
      'leaves_differ',
      `entry ${index} (after block ${this.#ledger.head.height}): what was served is not what the origin signed`,
      {
        draft: {
          kind: 'leaves_differ',
          checkpoint: note,
          index,
          served: base64url(served),
          leaf: base64url(leaf),
          path: path.map(base64url),
        },
      },
    );
  }
}
