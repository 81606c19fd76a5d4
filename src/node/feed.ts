// What those who follow a ledger are told: each statement that became durable, in the order of the log, to those who may
// see it. The latest are kept in memory, so that many followers cost one reading of the log.

import { base64url } from '#core/bytes.ts';
import type { Event } from '#core/context.ts';
import { assert } from '#core/fault.ts';
import { decodeStatement } from '#core/statement.ts';
import type { Head } from '#ledger/applied.ts';
import { blockOf, type Entry, entriesFrom, entryAt } from '#ledger/entries.ts';
import { readersOf } from '#ledger/entry-readers.ts';
import type { Ledger } from '#ledger/ledger.ts';
import { mayReadLog, type Reader, visibleIndexes } from './access.ts';
import { ENTRIES_RECENT } from './limits.ts';

/** A statement of the log as its readers see it, without its bytes. */
export type SeenEntry = {
  readonly index: number;
  /** base64url */
  readonly txId: string;
  readonly height: number;
  /** Block time. */
  readonly timeMs: number;
  readonly contract: string;
  readonly action: string;
  readonly subject: string;
  readonly member: string;
  /** Who signed: `member/name`. */
  readonly actor: string;
  /** `accepted`, or a refusal. */
  readonly outcome: string;
  readonly details: unknown;
  readonly events: readonly Event[];
};

type Recent = { readonly entry: SeenEntry; readonly readers: readonly string[] };

/** The statements of one ledger as they come. */
export class Feed {
  readonly #ledger: Ledger;
  readonly #listeners = new Set<(head: Head) => void>();
  readonly #texts = new WeakMap<SeenEntry, string>();
  #recent: Recent[] = [];
  /** Every entry from here up to `#seen` that is a statement is in `#recent`. */
  #from: number;
  #seen: number;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#from = ledger.head.size;
    this.#seen = ledger.head.size;
  }

  /** Tells those who follow that the head moved; called after each commit. */
  announce(): void {
    const { head } = this.#ledger;
    if (this.#listeners.size > 0) this.#catchUp();
    for (const listener of this.#listeners) listener(head);
  }

  /** Calls the listener after each block until the given function is called. It must not throw. */
  onBlock(listener: (head: Head) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The last durable head. */
  get head(): Head {
    return this.#ledger.head;
  }

  /** An entry as JSON: made once for all who follow. */
  textOf(entry: SeenEntry): string {
    let text = this.#texts.get(entry);
    if (text === undefined) {
      text = JSON.stringify(entry);
      this.#texts.set(entry, text);
    }
    return text;
  }

  /** What the reader may see above an index, in order, at most `limit`. */
  entriesAfter(reader: Reader, after: number, limit: number): readonly SeenEntry[] {
    if (after + 1 >= this.#from) {
      this.#catchUp();
      if (after + 1 >= this.#from) return this.#recentFor(reader, after, limit);
    }
    const indexes = visibleIndexes(this.#ledger, reader, { after, limit });
    return indexes.filter((index) => index > 0).map((index) => seenEntry(this.#ledger, index));
  }

  #recentFor(reader: Reader, after: number, limit: number): readonly SeenEntry[] {
    const own = readersOf(reader?.member);
    const all = mayReadLog(reader);
    const found: SeenEntry[] = [];
    for (let i = firstAbove(this.#recent, after); i < this.#recent.length && found.length < limit; i++) {
      const recent = this.#recent[i];
      if (recent !== undefined && (all || recent.readers.some((one) => own.includes(one)))) found.push(recent.entry);
    }
    return found;
  }

  #catchUp(): void {
    const { store, head } = this.#ledger;
    if (head.size - this.#seen > ENTRIES_RECENT) {
      this.#recent = [];
      this.#seen = head.size - ENTRIES_RECENT;
      this.#from = this.#seen;
    }
    if (this.#seen === head.size) return;
    let waiting: Entry[] = [];
    for (const entry of entriesFrom(store, this.#seen, head.size - this.#seen)) {
      if (entry.txId !== undefined) {
        waiting.push(entry);
        continue;
      }
      const { height, timeMs } = blockOf(store, entry.index);
      for (const one of waiting) {
        this.#recent.push({ entry: asSeen(this.#ledger, one, { height, timeMs }), readers: one.readers });
      }
      waiting = [];
    }
    this.#seen = head.size;
    if (this.#recent.length > 2 * ENTRIES_RECENT) {
      this.#recent = this.#recent.slice(-ENTRIES_RECENT);
      this.#from = this.#recent[0]?.entry.index ?? this.#seen;
    }
  }
}

/** A statement as its readers see it. @param index of a statement that is there */
export function seenEntry(ledger: Ledger, index: number): SeenEntry {
  const entry = entryAt(ledger.store, index);
  assert(entry?.txId !== undefined, `entry ${index} is a statement`);
  return asSeen(ledger, entry, blockOf(ledger.store, index));
}

function asSeen(
  ledger: Ledger,
  { index, bytes, txId, outcome, eventsText, details }: Entry,
  { height, timeMs }: { readonly height: number; readonly timeMs: number },
): SeenEntry {
  const { action, issuer, kid, subject } = decodeStatement(bytes);
  return {
    index,
    txId: base64url(txId ?? new Uint8Array(0)),
    height,
    timeMs,
    contract: action.contract,
    action: action.action,
    subject,
    member: issuer,
    actor: actorOfKey(ledger, kid),
    outcome,
    details: JSON.parse(details),
    events: JSON.parse(eventsText),
  };
}

/** Whose key it is or was. */
function actorOfKey({ state }: Ledger, kid: string): string {
  const key = state.get('membership/key', kid);
  return key === undefined ? '' : String(JSON.parse(key).actor);
}

/** Place of the first that is above an index. */
function firstAbove(recent: readonly Recent[], after: number): number {
  let [low, high] = [0, recent.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((recent[middle]?.entry.index ?? 0) > after) high = middle;
    else low = middle + 1;
  }
  return low;
}
