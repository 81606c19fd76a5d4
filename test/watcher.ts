// Someone who follows a ledger, through bad weather too: each statement once, in the order of the log.

import assert from 'node:assert/strict';
import type { EntrySeen } from '#sdk/http-answers.ts';
import type { HttpTransport } from '#sdk/http-transport.ts';

/** A stream that is silent for so long is given up for another, so that resuming is played often. */
const SILENCE_MS = 2_000;
const PAUSES = { pauseFirstMs: 20, pauseMostMs: 500 };

/** What is kept of each statement: there may be many. */
export type SeenStatement = Pick<EntrySeen, 'index' | 'txId' | 'outcome'>;

/** One who follows. */
export class Watcher {
  readonly name: string;
  /** `member/name` */
  readonly actor: string;
  readonly seen: SeenStatement[] = [];
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;
  #failure: unknown;

  constructor(name: string, actor: string, transport: HttpTransport) {
    this.name = name;
    this.actor = actor;
    this.#ended = this.#follow(transport).catch((error: unknown) => {
      this.#failure = error ?? new Error('it ended');
    });
  }

  /** Throws where following ended, or gave something twice or out of order. */
  assertFollowing(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  async #follow(transport: HttpTransport): Promise<void> {
    const { signal } = this.#stop;
    for await (const { index, txId, outcome } of transport.follow(0, { signal, silenceMs: SILENCE_MS, ...PAUSES })) {
      const last = this.seen.at(-1)?.index ?? 0;
      assert.ok(index > last, `${this.name} saw entry ${index} after ${last}`);
      this.seen.push({ index, txId, outcome });
    }
    assert.ok(signal.aborted, `${this.name}: following ended`);
  }
}
