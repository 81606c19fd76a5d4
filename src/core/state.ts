// The state that contracts work on: records by kind and id, found by their indexes. A statement works on an overlay
// and leaves a list of writes; whoever holds the state applies them, or drops them on a refusal.

import { sha256 } from '#core/crypto.ts';
import { utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Registry } from './registry.ts';

/** Read access to records. `kind` is `contract/record`; values are canonical JSON. */
export interface StateReader {
  /** The record's canonical JSON, or undefined where there is none. */
  get(kind: string, id: string): string | undefined;
  /** Ids in byte order, above `after`, of at most `limit` records whose index has this value. */
  list(kind: string, index: string, value: string, after: string, limit: number): readonly string[];
}

/** One record's change by a statement: undefined means that there is no record. */
export type Write = {
  readonly kind: string;
  readonly id: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
};

/** A state in which the writes of one statement are visible on top of a parent's. */
export class Overlay implements StateReader {
  readonly #parent: StateReader;
  readonly #registry: Registry;
  readonly #writes = new Map<string, Write>();

  constructor(parent: StateReader, registry: Registry) {
    this.#parent = parent;
    this.#registry = registry;
  }

  get(kind: string, id: string): string | undefined {
    const write = this.#writes.get(`${kind} ${id}`);
    return write === undefined ? this.#parent.get(kind, id) : write.after;
  }

  list(kind: string, index: string, value: string, after: string, limit: number): readonly string[] {
    const changed = new Map<string, boolean>();
    for (const write of this.#writes.values()) {
      if (write.kind !== kind || write.id <= after) continue;
      changed.set(write.id, this.#registry.indexValue(kind, index, write.after) === value);
    }
    const stored = this.#parent.list(kind, index, value, after, limit + changed.size);
    const ids = stored.filter((id) => !changed.has(id));
    for (const [id, matches] of changed) if (matches) ids.push(id);
    return ids.sort(compareIds).slice(0, limit);
  }

  /** Sets or, with undefined, deletes a record. */
  put(kind: string, id: string, value: string | undefined): void {
    const key = `${kind} ${id}`;
    const earlier = this.#writes.get(key);
    const before = earlier === undefined ? this.#parent.get(kind, id) : earlier.before;
    this.#writes.set(key, { kind, id, before, after: value });
  }

  /** The writes that change something, in the byte order of kind and id. */
  writes(): readonly Write[] {
    return [...this.#writes.values()]
      .filter((write) => write.before !== write.after)
      .sort((a, b) => compareIds(a.kind, b.kind) || compareIds(a.id, b.id));
  }
}

/** A state in memory, for tests, for exploring, and for replay beside a ledger. */
export class MemoryState implements StateReader {
  readonly #records = new Map<string, Map<string, string>>();
  readonly #registry: Registry;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  get(kind: string, id: string): string | undefined {
    return this.#records.get(kind)?.get(id);
  }

  list(kind: string, index: string, value: string, after: string, limit: number): readonly string[] {
    const ids: string[] = [];
    for (const [id, text] of this.#records.get(kind) ?? []) {
      if (id > after && this.#registry.indexValue(kind, index, text) === value) ids.push(id);
    }
    return ids.sort(compareIds).slice(0, limit);
  }

  /** Applies the writes of an accepted statement. */
  apply(writes: readonly Write[]): void {
    for (const { kind, id, after } of writes) {
      let records = this.#records.get(kind);
      if (records === undefined) {
        records = new Map();
        this.#records.set(kind, records);
      }
      if (after === undefined) records.delete(id);
      else records.set(id, after);
    }
  }

  /** All records as `[kind, id, value]`, sorted: for comparing two states. */
  dump(): readonly (readonly [string, string, string])[] {
    const rows: [string, string, string][] = [];
    for (const [kind, records] of this.#records) for (const [id, value] of records) rows.push([kind, id, value]);
    return rows.sort((a, b) => compareIds(a[0], b[0]) || compareIds(a[1], b[1]));
  }
}

const NO_WRITES = sha256(utf8('[]'));

/** SHA-256 of the writes in canonical JSON: `[[kind, id, value after]…]`, a deleted record without the third. */
export function writesDigest(writes: readonly Write[]): Uint8Array {
  if (writes.length === 0) return NO_WRITES;
  const rows = writes.map(({ kind, id, after }) => {
    const name = `[${canonicalJson(kind)},${canonicalJson(id)}`;
    return after === undefined ? `${name}]` : `${name},${after}]`;
  });
  return sha256(utf8(`[${rows.join(',')}]`));
}

/** Order of ASCII texts, the same as SQLite's. */
function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
