// Reading server-sent events (WHATWG HTML, section 9.2.6): lines end with LF, CR or CRLF wherever the pieces are cut, an
// empty line ends an event, and what the stream ends with unfinished is none.

import { Fault } from '#core/fault.ts';
import { EVENT_CHARACTERS } from './limits.ts';

/** One event. */
export type StreamEvent = {
  /** `message` where the stream named none. */
  readonly type: string;
  readonly data: string;
  /** The last id that the stream gave so far. */
  readonly lastId: string;
};

/** Takes the pieces of one connection's stream. */
export class EventStreamReader {
  // Drops a byte order mark at the start, and gives U+FFFD for what is not UTF-8, as the standard says.
  readonly #decoder = new TextDecoder('utf-8');
  #line = '';
  #isAfterCr = false;
  #type = '';
  #data: string[] = [];
  #length = 0;
  #lastId = '';

  /** The events that this piece completes. @throws Fault `event_too_large` */
  push(bytes: Uint8Array): readonly StreamEvent[] {
    let text = this.#decoder.decode(bytes, { stream: true });
    if (text === '') return [];
    // LF right after CR belongs to the same line end, even where the two came in different pieces.
    if (this.#isAfterCr && text.startsWith('\n')) text = text.slice(1);
    this.#isAfterCr = text === '' ? false : text.endsWith('\r');
    const lines = (this.#line + text).split(/\r\n|\r|\n/);
    this.#line = lines.pop() ?? '';
    const events = lines.flatMap((line) => this.#take(line));
    if (this.#line.length + this.#length > EVENT_CHARACTERS) throw tooLarge();
    return events;
  }

  #take(line: string): readonly StreamEvent[] {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'event') this.#type = value;
    else if (field === 'id' && !value.includes('\0')) this.#lastId = value;
    else if (field === 'data') {
      this.#data.push(value);
      this.#length += value.length + 1;
      if (this.#length > EVENT_CHARACTERS) throw tooLarge();
    }
    return [];
  }

  #dispatch(): readonly StreamEvent[] {
    const event = { type: this.#type || 'message', data: this.#data.join('\n'), lastId: this.#lastId };
    const isEmpty = this.#data.length === 0;
    this.#type = '';
    this.#data = [];
    this.#length = 0;
    return isEmpty ? [] : [event];
  }
}

function tooLarge(): Fault {
  return new Fault('event_too_large', `an event of the stream has more than ${EVENT_CHARACTERS} characters`);
}
