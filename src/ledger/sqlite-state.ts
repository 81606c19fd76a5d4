// The records in SQLite as the runtime reads them, with a cache of their texts; and the writes of accepted statements.

import type { StatementSync } from 'node:sqlite';
import { LruMap } from '#core/lru-map.ts';
import type { Registry } from '#core/registry.ts';
import type { StateReader, Write } from '#core/state.ts';
import { RECORDS_KEPT } from './limits.ts';
import type { Store } from './store.ts';

const ABSENT = Symbol('absent');

/** Records of one ledger file. */
export class SqliteState implements StateReader {
  readonly #registry: Registry;
  readonly #cache = new LruMap<string, string | typeof ABSENT>(RECORDS_KEPT);
  readonly #get: StatementSync;
  readonly #list: StatementSync;
  readonly #listAll: StatementSync;
  readonly #entryOf: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;
  readonly #addIndex: StatementSync;
  readonly #dropIndex: StatementSync;

  constructor({ db }: Store, registry: Registry) {
    this.#registry = registry;
    this.#get = db.prepare('SELECT value FROM records WHERE kind = ? AND id = ?');
    this.#list = db.prepare(
      'SELECT id FROM record_index WHERE kind = ? AND name = ? AND value = ? AND id > ? ORDER BY id LIMIT ?',
    );
    this.#listAll = db.prepare('SELECT id FROM records WHERE kind = ? AND id > ? ORDER BY id LIMIT ?');
    this.#entryOf = db.prepare('SELECT entry FROM records WHERE kind = ? AND id = ?');
    this.#put = db.prepare(
      'INSERT INTO records VALUES(?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value, entry = excluded.entry',
    );
    this.#delete = db.prepare('DELETE FROM records WHERE kind = ? AND id = ?');
    this.#addIndex = db.prepare('INSERT INTO record_index VALUES(?, ?, ?, ?)');
    this.#dropIndex = db.prepare('DELETE FROM record_index WHERE kind = ? AND name = ? AND value = ? AND id = ?');
  }

  get(kind: string, id: string): string | undefined {
    const key = `${kind} ${id}`;
    let text = this.#cache.get(key);
    if (text === undefined) {
      const row = this.#get.get(kind, id);
      text = row === undefined ? ABSENT : String(row.value);
      this.#cache.set(key, text);
    }
    return text === ABSENT ? undefined : text;
  }

  list(kind: string, index: string, value: string, after: string, limit: number): readonly string[] {
    return this.#list.all(kind, index, value, after, limit).map((row) => String(row.id));
  }

  /** Ids of all records of a kind, above `after`, at most `limit`. */
  listAll(kind: string, after: string, limit: number): readonly string[] {
    return this.#listAll.all(kind, after, limit).map((row) => String(row.id));
  }

  /** Index of the entry that wrote a record last; 0 where there is no such record. */
  entryOf(kind: string, id: string): number {
    return Number(this.#entryOf.get(kind, id)?.entry ?? 0);
  }

  /** Writes what an accepted statement leaves, inside the caller's transaction. */
  apply(writes: readonly Write[], entry: number): void {
    for (const { kind, id, before, after } of writes) {
      this.#cache.set(`${kind} ${id}`, after ?? ABSENT);
      if (after === undefined) this.#delete.run(kind, id);
      else this.#put.run(kind, id, after, entry);
      this.#reindex(kind, id, before, after);
    }
  }

  #reindex(kind: string, id: string, before: string | undefined, after: string | undefined): void {
    const names = this.#registry.indexesOf(kind) ?? [];
    if (names.length === 0) return;
    const old = indexed(names, before);
    const now = indexed(names, after);
    for (const [i, name] of names.entries()) {
      const [was, is] = [old[i], now[i]];
      if (was === is) continue;
      if (was !== undefined) this.#dropIndex.run(kind, name, was, id);
      if (is !== undefined) this.#addIndex.run(kind, name, is, id);
    }
  }
}

/** The values under which a record is found, by index; as Registry.indexValue, parsing once. */
function indexed(names: readonly string[], text: string | undefined): readonly (string | undefined)[] {
  if (text === undefined) return names.map(() => undefined);
  const value: { readonly [field: string]: unknown } = JSON.parse(text);
  return names.map((name) => (value[name] === undefined ? undefined : String(value[name])));
}
