// The deliveries of one webhook, one at a time in the order of the log. It keeps no place of its own: what it does next
// stands in the store, so that it goes on after a restart as if there had been none.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Reader } from '../access.ts';
import type { SeenEntry } from '../feed.ts';
import {
  WEBHOOK_ATTEMPTS,
  WEBHOOK_ENTRIES,
  WEBHOOK_RETRY_FACTOR,
  WEBHOOK_RETRY_MOST_MS,
  WEBHOOK_RETRY_MS,
} from '../limits.ts';
import { type Attempt, attemptDelivery, type SenderOptions } from './sender.ts';
import type { Webhook } from './webhook-store.ts';

/** What webhooks need of the feed. */
export type EntryFeed = SenderOptions['feed'] & {
  /** What the reader may see above an index, in order, at most `limit`. */
  entriesAfter(reader: Reader, after: number, limit: number): readonly SeenEntry[];
  /** Calls the listener after each block until the given function is called. */
  onBlock(listener: () => void): () => void;
};

/** What runners need from outside. */
export type RunnerOptions = SenderOptions & {
  readonly feed: EntryFeed;
  /** From 0 up to, not including, 1: how much of half a wait is added to the other half. */
  readonly jitter: () => number;
  /** Told of what is wrong on this node's side; the webhook then waits for the next block. */
  readonly report: (error: unknown) => void;
};

/** Delivers for one webhook. */
export class Runner {
  readonly #id: string;
  readonly #options: RunnerOptions;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #isWanted = false;
  /** Entries up to here are not for this webhook. In memory, since writing it for each block would cost more than looking again. */
  #passedOver = -1;

  constructor(id: string, options: RunnerOptions) {
    this.#id = id;
    this.#options = options;
  }

  /** True while there is something to deliver or to wait for. */
  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  /** There may be something to deliver. */
  wake(): void {
    this.#isWanted = true;
    if (this.#stop.signal.aborted) return;
    this.#running ??= this.#run();
  }

  /** Ends what is under way and resolves once nothing is. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      // Woken meanwhile, it looks again: the block may have come right after it looked.
      while (this.#isWanted && !this.#stop.signal.aborted) {
        this.#isWanted = false;
        while (await this.#deliverPage()) await nextTurn();
      }
    } catch (error) {
      this.#options.report(error);
    } finally {
      this.#running = undefined;
    }
  }

  /** False where there is nothing more to do now. */
  async #deliverPage(): Promise<boolean> {
    const { store, feed } = this.#options;
    const webhook = store.get(this.#id);
    if (webhook?.state !== 'live' || this.#stop.signal.aborted) return false;
    const after = Math.max(webhook.cursor, this.#passedOver);
    const entries = feed.entriesAfter(readerOf(webhook), after, WEBHOOK_ENTRIES);
    for (const entry of entries) {
      if (isFor(webhook, entry) && !(await this.#deliver(entry))) return false;
    }
    const last = entries.at(-1)?.index;
    if (last === undefined) return false;
    this.#passedOver = last;
    if (entries.length === WEBHOOK_ENTRIES) store.passOver(this.#id, last);
    return true;
  }

  /** Attempts until the entry is delivered or given up. False where the webhook stops at it. */
  async #deliver(entry: SeenEntry): Promise<boolean> {
    const { store, timers } = this.#options;
    const { signal } = this.#stop;
    for (;;) {
      const webhook = store.get(this.#id);
      if (webhook?.state !== 'live') return false;
      await this.#sleepUntil(webhook.nextMs);
      if (signal.aborted) return false;
      const attempt = await attemptDelivery(this.#options, webhook, entry, signal);
      if (attempt.outcome === 'delivered') {
        store.delivered(this.#id, entry.index, timers.now());
        return true;
      }
      // A request that was ended by us is no failure of the target.
      if (signal.aborted) return false;
      if (this.#settle(webhook, entry, attempt) === 'done') return store.get(this.#id)?.state === 'live';
    }
  }

  #settle({ attempts: before }: Webhook, { index }: SeenEntry, attempt: Attempt): 'done' | 'again' {
    const { store, timers, jitter } = this.#options;
    const timeMs = timers.now();
    const attempts = before + 1;
    if (attempt.outcome === 'gone') store.pause(this.#id, 'gone');
    else if (attempt.outcome === 'tooLarge') {
      store.giveUp(this.#id, { index, timeMs, attempts: before, reason: 'body_too_large' }, 'entry');
    } else if (attempt.outcome === 'failed' && attempts < WEBHOOK_ATTEMPTS) {
      store.failed(this.#id, index, attempts, timeMs + waitMs(attempts, attempt.retryAfterMs, jitter()));
      return 'again';
    } else if (attempt.outcome === 'failed') {
      store.giveUp(this.#id, { index, timeMs, attempts, reason: attempt.reason }, 'target');
    }
    return 'done';
  }

  /** Up to the longest wait there is: the clock may have been set back. */
  async #sleepUntil(timeMs: number): Promise<void> {
    const { timers } = this.#options;
    const { signal } = this.#stop;
    const leftMs = Math.min(timeMs - timers.now(), WEBHOOK_RETRY_MOST_MS);
    if (leftMs <= 0 || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = timers.after(leftMs, resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    cancel();
  }
}

/** Whoever receives for a member sees what anyone of that member sees. */
export function readerOf({ member, createdBy }: Webhook): Reader {
  return { member, actor: createdBy, role: 'webhook' };
}

/** How long to wait after so many attempts, in ms. @param jitter from 0 up to 1 */
export function waitMs(attempts: number, retryAfterMs: number, jitter: number): number {
  const most = Math.min(WEBHOOK_RETRY_MS * WEBHOOK_RETRY_FACTOR ** (attempts - 1), WEBHOOK_RETRY_MOST_MS);
  return Math.max(Math.round((most / 2) * (1 + jitter)), Math.min(retryAfterMs, WEBHOOK_RETRY_MOST_MS));
}

function isFor({ contracts, events }: Webhook, entry: SeenEntry): boolean {
  if (contracts.length === 0 && events.length === 0) return true;
  if (contracts.includes(entry.contract)) return true;
  return entry.events.some(
    ({ contract, name }) => contracts.includes(contract) || events.includes(`${contract}.${name}`),
  );
}
