// The statements that arrive while the console is open, newest first, and whether the connection stands. One stream serves
// all pages; they are told of changes and read snapshots.

import { type EntrySeen, type HttpTransport, isFault } from '#sdk/index.ts';

/** What has arrived so far. */
export type LiveState = {
  /** Newest first. */
  readonly entries: readonly EntrySeen[];
  readonly size: number;
  readonly isConnected: boolean;
};

/** Entries that are kept: older ones are read as pages. */
const KEPT = 500;
/** From how far back statements come at the start, so that a page has something to show at once. */
const LOOK_BACK = 200;

/** Statements that come close together are told together: a page draws once for them. */
const GATHER_MS = 50;

/** Follows a ledger until it is stopped. */
export class LiveEntries {
  readonly #transport: HttpTransport;
  readonly #listeners = new Set<() => void>();
  readonly #stop = new AbortController();
  /** What is known, and what of it was told. */
  #known: LiveState;
  #told: LiveState;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param size of the log when the console was opened */
  constructor(transport: HttpTransport, size: number) {
    this.#transport = transport;
    this.#known = { entries: [], size, isConnected: true };
    this.#told = this.#known;
  }

  /** Runs until `stop`. @param onEntry told of each statement that came after the start, in the order of the log */
  async follow(onEntry: (entry: EntrySeen) => void): Promise<void> {
    const { signal } = this.#stop;
    const { size: atStart } = this.#known;
    const after = Math.max(0, atStart - LOOK_BACK);
    const onHead = ({ size }: { readonly size: number }): void => this.#set({ size, isConnected: true });
    try {
      for await (const entry of this.#transport.follow(after, { signal, onHead })) {
        const size = Math.max(this.#known.size, entry.index + 1);
        this.#set({ entries: [entry, ...this.#known.entries].slice(0, KEPT), size, isConnected: true });
        // What was read at the start knows the ones before.
        if (entry.index >= atStart) onEntry(entry);
      }
    } catch (error) {
      // A node that cannot be reached, or says no; anything else is a bug.
      if (!isFault(error)) throw error;
      if (!signal.aborted) this.#set({ isConnected: false });
    }
  }

  /** Ends it. */
  stop(): void {
    this.#stop.abort();
    clearTimeout(this.#timer);
  }

  /** For useSyncExternalStore. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** For useSyncExternalStore: the same object until something changes. */
  readonly snapshot = (): LiveState => this.#told;

  #set(change: Partial<LiveState>): void {
    this.#known = { ...this.#known, ...change };
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#told = this.#known;
      for (const listener of this.#listeners) listener();
    }, GATHER_MS);
  }
}
