// The statements that arrive while the console is open, newest first, and whether the connection stands. One tab of the
// browser has the node's stream; it tells the others that there is something new, and each asks for what it may see.

import { type EntrySeen, type HttpTransport, isFault, wait } from '#sdk/index.ts';
import { hasLocks, leading, untilSeen } from './leading.ts';

/** What has arrived so far. */
export type LiveState = {
  /** Newest first. */
  readonly entries: readonly EntrySeen[];
  readonly size: number;
  readonly isConnected: boolean;
  /** Since when it is not, by this computer's clock: what is shown is from then. */
  readonly lostMs?: number;
};
/** Who is told of what. */
type Listeners = {
  /** What pages have read may be old: a statement came, or the connection is back. */
  onChange(): void;
  /** Another ledger is served at this address. */
  onOtherLedger(): void;
};
/** What the tab with the stream tells the others. */
type Told = { readonly size: number; readonly isConnected: boolean; readonly isOther: boolean };

/** Entries that are kept: older ones are read as pages. */
const KEPT = 500;
/** From how far back statements come at the start, so that a page has something to show at once. */
const LOOK_BACK = 200;
/** Statements that come close together are told together: a page draws once for them. */
const GATHER_MS = 50;
/** A tab without the stream looks so often whether it was told of everything, and one that lost it whether it is back. */
const LOOK_MS = 30_000;

/** Follows a ledger until it is stopped. */
export class LiveEntries {
  readonly #transport: HttpTransport;
  readonly #channel: BroadcastChannel;
  readonly #subscribers = new Set<() => void>();
  readonly #listeners: Listeners;
  readonly #stop = new AbortController();
  readonly #atStart: number;
  /** What is known, and what of it was told. */
  #known: LiveState;
  #told: LiveState;
  #last: number;
  #connection = new AbortController();
  #asking: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param size of the log when the console was opened */
  constructor(transport: HttpTransport, size: number, listeners: Listeners) {
    this.#transport = transport;
    this.#listeners = listeners;
    this.#atStart = size;
    this.#last = Math.max(0, size - LOOK_BACK);
    this.#known = { entries: [], size, isConnected: true };
    this.#told = this.#known;
    this.#channel = new BroadcastChannel(`touchmark.live.${transport.ledgerId}`);
  }

  /** Runs until `stop`. */
  async follow(): Promise<void> {
    const { signal } = this.#stop;
    this.#channel.onmessage = ({ data }: MessageEvent<Told>) => this.#hear(data);
    const wake = (): void => {
      if (document.visibilityState === 'visible') void this.#ask();
    };
    addEventListener('online', wake, { signal });
    document.addEventListener('visibilitychange', wake, { signal });
    const timer = setInterval(wake, LOOK_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
    void this.#ask();
    await leading(`touchmark.live.${this.#transport.ledgerId}`, signal, () => this.#stream());
  }

  /** Ends it. */
  stop(): void {
    this.#stop.abort();
    this.#channel.close();
    clearTimeout(this.#timer);
  }

  /** For useSyncExternalStore. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#subscribers.add(listener);
    return () => void this.#subscribers.delete(listener);
  };

  /** For useSyncExternalStore: the same object until something changes. */
  readonly snapshot = (): LiveState => this.#told;

  async #stream(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      if (!hasLocks()) await untilSeen(signal);
      this.#connection = new AbortController();
      const ended = AbortSignal.any([signal, this.#connection.signal]);
      try {
        for await (const entry of this.#transport.follow(this.#last, { signal: ended, ...this.#ears() }))
          this.#take(entry);
      } catch (error) {
        // The node says no, or is another; anything else is a bug.
        if (!isFault(error)) throw error;
        if (isFault(error, 'ledger_wrong')) return this.#tell({ isOther: true });
        this.#lost();
        this.#tell({});
        // Asked in between, it is looked at once.
        await wait(LOOK_MS, ended).catch(() => undefined);
      }
    }
  }

  #ears() {
    return {
      onHead: ({ size }: { readonly size: number }): void => {
        this.#stands(size);
        this.#tell({});
      },
      onLost: (failures: number): void => {
        // A connection that breaks is followed by another at once; that is worth no word.
        if (failures === 0) return;
        this.#lost();
        this.#tell({});
      },
    };
  }

  /** Asks for what came since: what the stream brought is known. Where it brings nothing any more, another is opened. */
  #ask(): Promise<void> {
    this.#asking ??= this.#asked().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #asked(): Promise<void> {
    const wasConnected = this.#known.isConnected;
    const [before, connection] = [this.#last, this.#connection];
    try {
      for (let after: number | undefined = before; after !== undefined && !this.#stop.signal.aborted; ) {
        const { items, next } = await this.#transport.entries(after, LOOK_BACK);
        for (const entry of items) this.#take(entry);
        after = next;
      }
    } catch (error) {
      if (!isFault(error)) throw error;
      if (!this.#stop.signal.aborted) this.#lost();
      return;
    }
    if (!wasConnected || this.#last > before) connection.abort();
    this.#stands(this.#known.size);
  }

  #hear({ size, isConnected, isOther }: Told): void {
    if (isOther) this.#listeners.onOtherLedger();
    else if (!isConnected) this.#lost();
    else if (size > this.#known.size || !this.#known.isConnected) {
      this.#set({ ...this.#known, size: Math.max(size, this.#known.size) });
      void this.#ask();
    }
  }

  #tell({ isOther = false }: { readonly isOther?: boolean }): void {
    const { size, isConnected } = this.#known;
    if (!this.#stop.signal.aborted) this.#channel.postMessage({ size, isConnected, isOther } satisfies Told);
    if (isOther) this.#listeners.onOtherLedger();
  }

  #take(entry: EntrySeen): void {
    if (entry.index <= this.#last) return;
    this.#last = entry.index;
    const size = Math.max(this.#known.size, entry.index + 1);
    this.#set({ ...this.#known, entries: [entry, ...this.#known.entries].slice(0, KEPT), size });
    // What was read at the start knows the ones before.
    if (entry.index >= this.#atStart) this.#listeners.onChange();
  }

  #stands(size: number): void {
    const { entries, isConnected, size: before } = this.#known;
    if (!isConnected) this.#listeners.onChange();
    if (!isConnected || size > before) this.#set({ entries, size: Math.max(size, before), isConnected: true });
  }

  #lost(): void {
    if (this.#known.isConnected) this.#set({ ...this.#known, isConnected: false, lostMs: Date.now() });
  }

  #set(known: LiveState): void {
    this.#known = known;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#told = this.#known;
      for (const listener of this.#subscribers) listener();
    }, GATHER_MS);
  }
}
