// One who follows the ledger over one connection: it is given as much as it takes, in order, and nothing twice. Little waits
// here for one who reads slowly, and who reads nothing is let go.

import type { Writable } from 'node:stream';
import { isFault } from '#core/fault.ts';
import type { Reader } from '../access.ts';
import type { Feed } from '../feed.ts';
import { ENTRIES_AT_ONCE, FOLLOWER_CHARACTERS, HEARTBEAT_MS } from '../limits.ts';

/** One connection. */
export class EventFollower {
  readonly #response: Writable;
  readonly #feed: Feed;
  readonly #reader: () => Reader;
  readonly #stopListening: () => void;
  readonly #heartbeat: NodeJS.Timeout;
  #after: number;
  #head = -1;
  #isWaiting = false;
  /** Heartbeats since the reader last took anything. */
  #beatsWaited = 0;

  constructor(options: {
    readonly response: Writable;
    readonly feed: Feed;
    readonly after: number;
    readonly reader: () => Reader;
  }) {
    this.#response = options.response;
    this.#feed = options.feed;
    this.#after = options.after;
    this.#reader = options.reader;
    this.#stopListening = this.#feed.onBlock(() => this.#turn());
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);
    this.#heartbeat.unref();
    this.#response.on('drain', () => {
      this.#isWaiting = false;
      this.#beatsWaited = 0;
      this.#turn();
    });
  }

  /** Begins with what is there. */
  start(): void {
    this.#response.write(': touchmark\n\n');
    this.#turn();
  }

  /** Says no more; what was said is sent. */
  end(): void {
    this.#stopListening();
    clearInterval(this.#heartbeat);
    if (!this.#response.writableEnded) this.#response.end();
  }

  #turn(): void {
    if (this.#isWaiting || this.#response.writableEnded) return;
    let reader: Reader;
    try {
      reader = this.#reader();
    } catch (error) {
      if (!isFault(error, 'session_unknown')) throw error;
      // The client signs in again and resumes.
      this.end();
      return;
    }
    for (let isAll = false; !isAll; ) {
      const entries = this.#feed.entriesAfter(reader, this.#after, ENTRIES_AT_ONCE);
      let text = '';
      for (const entry of entries) {
        if (text.length >= FOLLOWER_CHARACTERS) break;
        text += `id: ${entry.index}\nevent: entry\ndata: ${this.#feed.textOf(entry)}\n\n`;
        this.#after = entry.index;
      }
      if (text !== '' && !this.#write(text)) return;
      isAll = entries.length < ENTRIES_AT_ONCE && (entries.at(-1)?.index ?? 0) <= this.#after;
    }
    // What lies behind is not looked through again for one who may see little of it.
    this.#after = Math.max(this.#after, this.#feed.head.size - 1);
    this.#tellHead();
  }

  /** False where the reader has to take what is there first. */
  #write(text: string): boolean {
    this.#isWaiting = !this.#response.write(text);
    return !this.#isWaiting;
  }

  #beat(): void {
    if (!this.#isWaiting) this.#write(': still here\n\n');
    // Who takes nothing from one heartbeat to the next is let go, and may resume.
    else if (this.#beatsWaited++ > 0) this.#response.destroy();
  }

  #tellHead(): void {
    const { size, height } = this.#feed.head;
    if (size === this.#head) return;
    this.#head = size;
    this.#write(`event: head\ndata: ${JSON.stringify({ size, height })}\n\n`);
  }
}
