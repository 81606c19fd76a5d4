// Cuts bytes into lines without reading them. A line ends behind its line feed; the last one may lack it. All lines
// joined are the file, byte for byte: a build record commits to them as the leaves of an RFC 9162 Merkle tree.

import { concat } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { MAX_LOG_BYTES, MAX_LOG_LINE_BYTES, MAX_LOG_LINES } from '../limits.ts';

const LINE_FEED = 0x0a;

/** Bytes at once or as they arrive. */
export type ByteSource = Uint8Array | AsyncIterable<Uint8Array>;

/** One line with its line feed, and its number from 1. */
export type RawLine = { readonly number: number; readonly bytes: Uint8Array };

/**
 * The lines of a log as the leaves of its Merkle tree, in order: the exact bytes of each line with its line feed, the
 * last one without where the file ends without. An empty file has no leaves.
 * @throws Fault `log_too_large`, `log_line_too_long`
 */
export function* logLeaves(bytes: Uint8Array): Generator<Uint8Array> {
  const cutter = new LineCutter();
  for (const { bytes: leaf } of cutter.push(bytes)) yield leaf;
  for (const { bytes: leaf } of cutter.end()) yield leaf;
}

/** Cuts what is pushed into lines. @throws Fault `log_too_large`, `log_line_too_long` */
export class LineCutter {
  #pending: Uint8Array = new Uint8Array(0);
  #bytes = 0;
  #lines = 0;

  /** The lines that this chunk ends; their bytes may be views of it. */
  *push(chunk: Uint8Array): Generator<RawLine> {
    this.#bytes += chunk.length;
    if (this.#bytes > MAX_LOG_BYTES) {
      throw new Fault('log_too_large', `expected a log of at most ${MAX_LOG_BYTES} bytes, got more`);
    }
    let start = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, start)) {
      const rest = chunk.subarray(start, at + 1);
      const line = this.#pending.length === 0 ? rest : concat(this.#pending, rest);
      this.#pending = new Uint8Array(0);
      start = at + 1;
      yield this.#line(line);
    }
    this.#checkLength(this.#pending.length + chunk.length - start);
    this.#pending = concat(this.#pending, chunk.subarray(start));
  }

  /** The last line, where it has no line feed. */
  *end(): Generator<RawLine> {
    if (this.#pending.length > 0) yield this.#line(this.#pending);
  }

  #line(bytes: Uint8Array): RawLine {
    this.#checkLength(bytes.length);
    this.#lines++;
    if (this.#lines > MAX_LOG_LINES) {
      throw new Fault('log_too_large', `expected a log of at most ${MAX_LOG_LINES} lines, got more`);
    }
    return { number: this.#lines, bytes };
  }

  #checkLength(length: number): void {
    if (length <= MAX_LOG_LINE_BYTES) return;
    const place = `line ${this.#lines + 1}`;
    throw new Fault('log_line_too_long', `${place}: expected at most ${MAX_LOG_LINE_BYTES} bytes, got ${length}`);
  }
}
