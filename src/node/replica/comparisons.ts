// Checkpoints and receipts that others hold, compared with a replica's own log now, or when it has as many entries.

import { equalBytes } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import type { Ledger } from '#ledger/ledger.ts';
import { conflictOf, forkOf, hiddenEntryOf, type SeenReceipt } from './comparison.ts';
import type { EvidenceDraft } from './evidence-format.ts';
import { readReceipt } from './evidence-proof.ts';
import { PENDING_MOST } from './limits.ts';
import { Pending } from './pending.ts';
import { type Founding, readKeptHead, readSignedHead, type SignedHead } from './signed-head.ts';

/** What a comparison came to: both are of one log; it waits until the replica has as many entries; or evidence. */
export type Compared = 'same' | 'kept' | EvidenceDraft;

/** The comparisons of one replica. */
export class Comparisons {
  readonly #founding: Founding;
  readonly #heads = new Pending<SignedHead>();
  readonly #receipts = new Pending<SeenReceipt & { readonly size: number }>();

  constructor(founding: Founding) {
    this.#founding = founding;
  }

  /** @throws as verifyCheckpoint: no node of the ledger signed it; Fault `replica_waiting_full` */
  note(ledger: Ledger, note: string): Compared {
    const head = readSignedHead(note, this.#founding);
    const own = keptHead(ledger, head.size);
    if (own !== undefined) return compareHead(ledger, own, head) ?? 'same';
    const other = this.#heads.waiting.find(({ size }) => size === head.size);
    if (other !== undefined) return forkOf(other, head) ?? 'kept';
    if (!this.#heads.add(head)) throw waitingFull(head.size);
    return 'kept';
  }

  /** @throws as verifyReceipt: no node of the ledger gave it for this leaf; Fault `replica_waiting_full` */
  receipt(ledger: Ledger, leaf: Uint8Array, receipt: Uint8Array): Compared {
    const proven = readReceipt(receipt, leaf, this.#founding);
    const seen = { receipt, leaf, proven, size: proven.size };
    const own = keptHead(ledger, proven.size);
    if (own !== undefined) return hiddenEntryOf(ledger, own, seen) ?? 'same';
    if (!this.#receipts.add(seen)) throw waitingFull(proven.size);
    return 'kept';
  }

  /** What waited until now and shows that the origin is dishonest. */
  due(ledger: Ledger): EvidenceDraft | undefined {
    const own = keptHead(ledger);
    if (own === undefined) return undefined;
    const heads = this.#heads
      .take(own.size)
      .map((head) => compareHead(ledger, keptHead(ledger, head.size) ?? own, head));
    const receipts = this.#receipts.take(own.size).map((seen) => hiddenEntryOf(ledger, own, seen));
    return [...heads, ...receipts].find((draft) => draft !== undefined);
  }
}

/** Evidence that a head is not of the ledger's log; undefined where it is, or where the ledger does not hold as much. */
export function notOurs(ledger: Ledger, head: SignedHead): EvidenceDraft | undefined {
  const own = keptHead(ledger, head.size);
  return own && compareHead(ledger, own, head);
}

function compareHead(ledger: Ledger, own: SignedHead, head: SignedHead): EvidenceDraft | undefined {
  return equalBytes(ledger.tree.root(head.size), head.root) ? undefined : conflictOf(ledger, own, head);
}

function waitingFull(size: number): Fault {
  const what = `${PENDING_MOST} others wait already until this replica has as many entries`;
  return new Fault('replica_waiting_full', `a log of ${size} entries is not compared: ${what}`);
}

/** A signed head of at least this size whose entries the ledger holds: of just this size where there is one. */
export function keptHead(ledger: Ledger, size = 0): SignedHead | undefined {
  // Between executing a block and comparing it, the log is not what it says.
  if (ledger.stagedBlockLeaf() !== undefined) return undefined;
  const note = ledger.storedCheckpoint(size) ?? ledger.storedCheckpoint();
  const head = note === undefined ? undefined : readKeptHead(note, { genesis: ledger.genesis, ledgerId: ledger.id });
  return head !== undefined && head.size >= size ? head : undefined;
}
