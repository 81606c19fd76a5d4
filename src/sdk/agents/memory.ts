// What an agent must not forget: statements that it signed and that have no outcome yet, bids that it sealed, and what was
// refused. It names only what the ledger cannot tell it.

/** Texts under keys. Lose it, and sealed bids cannot be opened. */
export interface AgentMemory {
  /** The text under a key; undefined where there is none. */
  get(key: string): Promise<string | undefined>;
  /** Keeps a text; durable on return. */
  set(key: string, value: string): Promise<void>;
  /** Forgets what stands under a key. */
  remove(key: string): Promise<void>;
}

/** A memory that ends with its process: for a caller that keeps it by other means, or needs none. */
export class BriefMemory implements AgentMemory {
  readonly #texts = new Map<string, string>();

  async get(key: string): Promise<string | undefined> {
    return this.#texts.get(key);
  }

  async set(key: string, value: string): Promise<void> {
    this.#texts.set(key, value);
  }

  async remove(key: string): Promise<void> {
    this.#texts.delete(key);
  }
}
