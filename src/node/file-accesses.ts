// Who fetched which file, as its owner sees it. Accesses are kept per actor and file, so that none can push another's out
// of the list by coming often.

import type { SQLOutputValue, StatementSync } from 'node:sqlite';
import { ACCESSES_KEPT, ACCESSES_PER_ACTOR_AND_FILE, ACCESSES_SLACK, PAGE_MOST } from './limits.ts';
import type { NodeDb } from './node-db.ts';

/** `sent`: all bytes that were asked for. `broken`: the connection ended before. `refused`: not one byte. */
export type AccessOutcome = 'sent' | 'broken' | 'refused';

/** One access to a registered file. */
export type FileAccess = {
  readonly timeMs: number;
  /** The file's hash, hexadecimal. */
  readonly blob: string;
  readonly actor: string;
  readonly member: string;
  /** By which grant and for what; undefined where the actor is the owner's, or has no grant. */
  readonly grant: { readonly id: string; readonly purpose: string } | undefined;
  readonly bytesSent: number;
  readonly outcome: AccessOutcome;
};

type Bounds = { readonly perActorAndFile: number; readonly kept: number; readonly slack: number };

/** File accesses in the node's file. */
export class FileAccesses {
  readonly #bounds: Bounds;
  readonly #add: StatementSync;
  readonly #cutOwn: StatementSync;
  readonly #cutAll: StatementSync;
  readonly #of: StatementSync;
  #count: number;

  constructor(
    { db }: NodeDb,
    bounds: Bounds = { perActorAndFile: ACCESSES_PER_ACTOR_AND_FILE, kept: ACCESSES_KEPT, slack: ACCESSES_SLACK },
  ) {
    this.#bounds = bounds;
    this.#count = Number(db.prepare('SELECT COUNT(*) AS n FROM file_accesses').get()?.n);
    this.#add = db.prepare(
      'INSERT INTO file_accesses(time_ms, blob, actor, member, grant_id, purpose, bytes, outcome) VALUES(?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#cutOwn = db.prepare(
      'DELETE FROM file_accesses WHERE blob = ?1 AND actor = ?2 AND id <= (SELECT id FROM file_accesses WHERE blob = ?1 AND actor = ?2 ORDER BY id DESC LIMIT 1 OFFSET ?3)',
    );
    this.#cutAll = db.prepare(
      'DELETE FROM file_accesses WHERE id IN (SELECT id FROM file_accesses ORDER BY id LIMIT ?)',
    );
    this.#of = db.prepare('SELECT * FROM file_accesses WHERE blob = ? AND id > ? ORDER BY id LIMIT ?');
  }

  /** Keeps an access. Only for a file that is registered: anything else would let anyone fill the list. */
  add({ timeMs, blob, actor, member, grant, bytesSent, outcome }: FileAccess): void {
    this.#add.run(timeMs, blob, actor, member, grant?.id ?? null, grant?.purpose ?? null, bytesSent, outcome);
    const { perActorAndFile, kept, slack } = this.#bounds;
    this.#count += 1 - Number(this.#cutOwn.run(blob, actor, perActorAndFile).changes);
    if (this.#count > kept + slack) this.#count -= Number(this.#cutAll.run(this.#count - kept).changes);
  }

  /** Accesses to a file in their order, above `after`, an id or 0; at most `limit`, and never more than a page. */
  of(blob: string, after: number, limit: number): readonly (FileAccess & { readonly id: number })[] {
    return this.#of.all(blob, after, Math.min(limit, PAGE_MOST)).map(asAccess);
  }
}

function asAccess(row: Record<string, SQLOutputValue>): FileAccess & { readonly id: number } {
  return {
    id: Number(row.id),
    timeMs: Number(row.time_ms),
    blob: String(row.blob),
    actor: String(row.actor),
    member: String(row.member),
    grant: row.grant_id === null ? undefined : { id: String(row.grant_id), purpose: String(row.purpose) },
    bytesSent: Number(row.bytes),
    // Only `add` writes it.
    outcome: String(row.outcome) as AccessOutcome,
  };
}
