// The co-signatures that a node has collected, by size of the log. The first of a witness under a size stays; the oldest
// sizes go once there are too many.

import type { StatementSync } from 'node:sqlite';
import { COSIGNATURES_KEPT, COSIGNATURES_SLACK } from './limits.ts';
import type { NodeDb } from './node-db.ts';

/** One witness's line under the checkpoint of a size. */
export type Cosignature = {
  readonly size: number;
  /** The witness's name on the ledger. */
  readonly witness: string;
  /** The line of the signed note. */
  readonly line: string;
  readonly receivedMs: number;
};

/** How many are kept, and how many more there may be before the oldest go. */
type Bounds = { readonly kept: number; readonly slack: number };

/** Co-signatures in the node's file. */
export class Cosignatures {
  readonly #bounds: Bounds;
  readonly #add: StatementSync;
  readonly #of: StatementSync;
  readonly #latestOf: StatementSync;
  readonly #cut: StatementSync;
  #count: number;

  constructor({ db }: NodeDb, bounds: Bounds = { kept: COSIGNATURES_KEPT, slack: COSIGNATURES_SLACK }) {
    this.#bounds = bounds;
    this.#count = Number(db.prepare('SELECT COUNT(*) AS n FROM cosignatures').get()?.n);
    this.#add = db.prepare(
      'INSERT INTO cosignatures(size, witness, line, received_ms) VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#of = db.prepare('SELECT size, witness, line, received_ms FROM cosignatures WHERE size = ? ORDER BY witness');
    this.#latestOf = db.prepare('SELECT MAX(size) AS size FROM cosignatures WHERE witness = ?');
    // Whole sizes go, the smallest first: a size with some of its lines would look as if the others had never come.
    this.#cut = db.prepare(
      'DELETE FROM cosignatures WHERE size <= (SELECT size FROM cosignatures ORDER BY size LIMIT 1 OFFSET ?)',
    );
  }

  /** Keeps a line that was checked. False where that witness's line under that size is there already. */
  add({ size, witness, line, receivedMs }: Cosignature): boolean {
    if (this.#add.run(size, witness, line, receivedMs).changes === 0) return false;
    this.#count++;
    const { kept, slack } = this.#bounds;
    if (this.#count > kept + slack) this.#count -= Number(this.#cut.run(this.#count - kept - 1).changes);
    return true;
  }

  /** Those under one size, by the witness's name. */
  of(size: number): readonly Cosignature[] {
    return this.#of.all(size).map((row) => ({
      size: Number(row.size),
      witness: String(row.witness),
      line: String(row.line),
      receivedMs: Number(row.received_ms),
    }));
  }

  /** The greatest size that a witness co-signed, or undefined where it signed none. */
  latestSizeOf(witness: string): number | undefined {
    const size = this.#latestOf.get(witness)?.size;
    return typeof size === 'number' ? size : undefined;
  }
}
