// The signed heads of a ledger. A head is signed once, after it is durable, and its note is stored with the next block:
// it needs no fsync of its own, since a head whose note was lost is signed again and gives the same note.

import { originOf, signCheckpoint } from '#core/checkpoint.ts';
import { Fault } from '#core/fault.ts';
import type { Head, NodeSigner } from './applied.ts';
import type { Statements } from './statements.ts';

/** Checkpoints of one ledger file. */
export class Checkpoints {
  readonly #statements: Statements;
  readonly #origin: string;
  readonly #signer: NodeSigner | undefined;
  #latest: { readonly size: number; readonly note: string } | undefined;
  #isStored = true;

  constructor(statements: Statements, ledgerId: string, signer: NodeSigner | undefined) {
    this.#statements = statements;
    this.#origin = originOf(ledgerId);
    this.#signer = signer;
  }

  /** The signed note of a durable head. @throws Fault `ledger_has_no_key` */
  async sign({ size, root }: Head): Promise<string> {
    if (this.#latest?.size === size) return this.#latest.note;
    const signer = this.#signer?.checkpoint;
    if (signer === undefined) throw new Fault('ledger_has_no_key', 'this process has no key of a node of the ledger');
    const name = this.#origin;
    const note = await signCheckpoint({ origin: name, size, root }, { ...signer, name });
    if (this.#latest === undefined || this.#latest.size < size) {
      this.#latest = { size, note };
      this.#isStored = false;
    }
    return note;
  }

  /** The note of this size, or of the highest that there is. */
  find(size?: number): string | undefined {
    if (this.#latest !== undefined && (size === undefined || size === this.#latest.size)) return this.#latest.note;
    const row = size === undefined ? this.#statements.lastCheckpoint.get() : this.#statements.checkpoint.get(size);
    return row === undefined ? undefined : String(row.note);
  }

  /** Stores the latest note, inside the caller's transaction where there is one. */
  store(): void {
    if (this.#latest === undefined || this.#isStored) return;
    this.#statements.addCheckpoint.run(this.#latest.size, this.#latest.note);
    this.#isStored = true;
  }

  /** The transaction in which the latest note was stored is rolled back. */
  forgetStoring(): void {
    this.#isStored = this.#latest === undefined;
  }
}
