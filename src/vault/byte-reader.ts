// Cuts a stream of any pieces into pieces of a wanted size, and knows which one is the last: what comes out depends on
// the bytes alone, never on how they arrived.

/** Bytes in pieces of any size, empty ones included. */
export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Bytes as asked for; fewer only where the stream ends. `last`: nothing follows. */
type Piece = { readonly bytes: Uint8Array; readonly last: boolean };

/** Reads a stream by size. Whoever makes one closes it. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(source: ByteSource) {
    this.#source = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  }

  /** The next `size` bytes, copied: the source may use its buffers again. */
  async read(size: number): Promise<Piece> {
    const bytes = new Uint8Array(size);
    let length = 0;
    while (length < size && (await this.#fill())) {
      const part = this.#take(size - length);
      bytes.set(part, length);
      length += part.length;
    }
    return { bytes: bytes.subarray(0, length), last: !(await this.#fill()) };
  }

  /** Tells the source that no more is wanted. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  #take(size: number): Uint8Array {
    const part = this.#rest.subarray(0, size);
    this.#rest = this.#rest.subarray(part.length);
    return part;
  }

  async #fill(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const next = await this.#source.next();
      if (next.done === true) return false;
      this.#rest = next.value;
    }
    return true;
  }
}
