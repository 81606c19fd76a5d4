// A map with a limit: every cache has one. What was used lately stays.

/**
 * A cache of at most `limit` entries that forgets what was not used lately. It keeps two generations: a full young one
 * becomes the old one, and what is used of the old one becomes young again. That is coarser than exact recency, and a
 * reading costs one look-up instead of a deletion and an insertion.
 */
export class LruMap<K, V> {
  #young = new Map<K, V>();
  #old = new Map<K, V>();
  readonly #half: number;

  constructor(limit: number) {
    this.#half = Math.max(1, Math.floor(limit / 2));
  }

  /** The value, now lately used; undefined where it is absent. */
  get(key: K): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  /** Adds or replaces. */
  set(key: K, value: V): void {
    this.#young.set(key, value);
    if (this.#young.size <= this.#half) return;
    this.#old = this.#young;
    this.#young = new Map([[key, value]]);
  }

  /** Removes all entries. */
  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
