// What this site keeps in this browser. Where the browser keeps nothing, as with site data blocked or no room left, what is
// written stays in this tab until it is closed, and `lasts` says so: the console works on, and tells what it cannot keep.

import type { Store } from './identity.ts';

/** localStorage, or this tab's memory where that fails. */
export class BrowserStore implements Store {
  readonly #storage: () => Storage;
  readonly #ofTab = new Map<string, string>();

  /** @param storage asked each time: the browser may throw where site data is blocked */
  constructor(storage: () => Storage) {
    this.#storage = storage;
  }

  getItem(name: string): string | null {
    return this.#ofTab.get(name) ?? this.#tried((storage) => storage.getItem(name)) ?? null;
  }

  setItem(name: string, value: string): void {
    this.#ofTab.set(name, value);
    this.#tried((storage) => storage.setItem(name, value));
    if (this.#tried((storage) => storage.getItem(name)) === value) this.#ofTab.delete(name);
  }

  removeItem(name: string): void {
    this.#ofTab.delete(name);
    this.#tried((storage) => storage.removeItem(name));
  }

  /** True where what was written last outlives this tab. */
  lasts(name: string): boolean {
    return !this.#ofTab.has(name);
  }

  /** Blocked and full storage throw a DOMException; anything else is a bug. */
  #tried<T>(work: (storage: Storage) => T): T | undefined {
    try {
      return work(this.#storage());
    } catch (error) {
      if (error instanceof DOMException) return undefined;
      throw error;
    }
  }
}

/** This browser's. */
export const browserStore = new BrowserStore(() => globalThis.localStorage);
