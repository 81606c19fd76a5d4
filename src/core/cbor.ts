// Deterministic CBOR (RFC 8949 section 4.2.1): one value has one byte string. cborg reads and writes; it accepts unsorted
// keys, long forms and invalid UTF-8, so every byte string, in and out, also passes our own walk.
// No floats, no undefined, no indefinite lengths, no tag but COSE_Sign1's.

import { decode, encode, rfc8949EncodeOptions, Tagged } from 'cborg';
import { fromUtf8 } from './bytes.ts';
import { Fault } from './fault.ts';
import { MAX_CBOR_BYTES, MAX_CBOR_DEPTH } from './limits.ts';

/** A map key: integer or text. Integers are numbers where safe, otherwise bigint. */
export type CborKey = number | bigint | string;

/** A CBOR map. */
export type CborMap = ReadonlyMap<CborKey, CborValue>;

/** A value that our CBOR can say: integers of -2^64..2^64-1 are numbers where safe, otherwise bigint. */
export type CborValue = null | boolean | CborKey | Uint8Array | readonly CborValue[] | CborMap | Tagged;

/** The tag of COSE_Sign1 (RFC 9052 section 2), the only one that we read. */
export const TAG_SIGN1 = 18;

/** A tagged value: `new Tagged(TAG_SIGN1, value)`. */
export { Tagged };

const READ = { useMaps: true, rejectDuplicateMapKeys: true, tags: Tagged.preserve(TAG_SIGN1) };

const MAX_UINT = 2n ** 64n - 1n;
const WRITE = {
  ...rfc8949EncodeOptions,
  typeEncoders: {
    // cborg writes U+FFFD for a lone surrogate, 0 for -0, and plain objects as maps.
    string: (text: string) => (text.isWellFormed() ? null : cannotWrite('a string with a lone surrogate')),
    number: (n: number) => (Number.isSafeInteger(n) && !Object.is(n, -0) ? null : cannotWrite(`the number ${n}`)),
    bigint: (n: bigint) => (-MAX_UINT - 1n <= n && n <= MAX_UINT ? null : cannotWrite(`the number ${n}`)),
    undefined: () => cannotWrite('undefined'),
    Object: () => cannotWrite('an object that is not a Map'),
  },
};

/** The one encoding of a value. @throws Fault `cbor_unsupported`, `cbor_not_deterministic` (a key as number and bigint), `cbor_too_large` */
export function encodeCbor(value: CborValue): Uint8Array {
  const bytes = encode(value, WRITE);
  walk(bytes, 'deterministic');
  return bytes;
}

/**
 * Reads the one encoding of a value.
 * @throws Fault `cbor_invalid` (not CBOR), `cbor_not_deterministic` (another encoding is the right one),
 * `cbor_unsupported` (a type that we leave out), `cbor_too_large` (bytes or depth), naming the byte
 */
export function decodeCbor(bytes: Uint8Array): CborValue {
  return read(bytes, 'deterministic');
}

/**
 * Reads CBOR of others: keys in any order, integers and lengths in any form. Never for what we hash or sign anew.
 * @throws as decodeCbor; `cbor_not_deterministic` only for indefinite lengths, `cbor_invalid` for a key that is there twice
 */
export function decodeForeignCbor(bytes: Uint8Array): CborValue {
  return read(bytes, 'well-formed');
}

type Form = 'deterministic' | 'well-formed';

function read(bytes: Uint8Array, form: Form): CborValue {
  walk(bytes, form);
  try {
    return decode(bytes, READ);
  } catch (cause) {
    throw new Fault('cbor_invalid', cause instanceof Error ? cause.message : 'not CBOR', { cause });
  }
}

function walk(bytes: Uint8Array, form: Form): void {
  if (bytes.length > MAX_CBOR_BYTES) {
    throw new Fault('cbor_too_large', `expected at most ${MAX_CBOR_BYTES} bytes of CBOR, got ${bytes.length}`);
  }
  const end = new Walk(bytes, form).item(0, 1);
  if (end < bytes.length) throw new Fault('cbor_invalid', `expected CBOR to end at byte ${end} of ${bytes.length}`);
}

/** Checks the items of a byte string without building them. */
class Walk {
  readonly #bytes: Uint8Array;
  readonly #form: Form;
  /** Argument of the last head (RFC 8949 section 3). Exact where it is a length that fits. */
  #argument = 0;

  constructor(bytes: Uint8Array, form: Form) {
    this.#bytes = bytes;
    this.#form = form;
  }

  /** Checks the item at a byte; gives the byte after it. */
  item(at: number, depth: number): number {
    if (depth > MAX_CBOR_DEPTH) {
      throw new Fault('cbor_too_large', `expected nesting of at most ${MAX_CBOR_DEPTH}, got more at byte ${at}`);
    }
    const initial = this.#bytes[at];
    if (initial === undefined) throw new Fault('cbor_invalid', `CBOR ends at byte ${at}, where an item should start`);
    if (initial >= 0xe0) return this.#simple(initial, at);
    const start = this.#head(initial, at);
    const major = initial >> 5;
    if (major < 2) return start;
    if (major === 6) return this.#tag(start, at, depth);
    if (this.#argument > this.#bytes.length - start) {
      throw new Fault('cbor_invalid', `the length at byte ${at} goes beyond the ${this.#bytes.length} bytes there are`);
    }
    if (major === 2) return start + this.#argument;
    if (major === 3) return this.#text(start);
    return major === 4 ? this.#array(start, depth) : this.#map(start, depth);
  }

  /** Reads an initial byte's argument; gives the byte after it. */
  #head(initial: number, at: number): number {
    const info = initial & 31;
    if (info < 24) {
      this.#argument = info;
      return at + 1;
    }
    if (info === 31) throw notDeterministic(`an indefinite length at byte ${at}`);
    if (info > 27) throw new Fault('cbor_invalid', `no CBOR item starts with the byte ${initial}, as at byte ${at}`);
    const size = 1 << (info - 24);
    const end = at + 1 + size;
    if (end > this.#bytes.length) throw new Fault('cbor_invalid', `CBOR ends inside the head at byte ${at}`);
    let argument = 0;
    for (let i = at + 1; i < end; i++) argument = argument * 256 + (this.#bytes[i] ?? 0);
    const smallest = size === 1 ? 24 : 256 ** (size / 2);
    if (this.#form === 'deterministic' && argument < smallest) {
      throw notDeterministic(`the number ${argument} in ${size} bytes at byte ${at}`);
    }
    this.#argument = argument;
    return end;
  }

  #simple(initial: number, at: number): number {
    if (initial >= 0xf4 && initial <= 0xf6) return at + 1;
    throw new Fault('cbor_unsupported', `expected false, true or null, got the simple value or float at byte ${at}`);
  }

  #tag(start: number, at: number, depth: number): number {
    if (this.#argument !== TAG_SIGN1) {
      throw new Fault('cbor_unsupported', `expected no tag but ${TAG_SIGN1}, got ${this.#argument} at byte ${at}`);
    }
    return this.item(start, depth + 1);
  }

  #text(start: number): number {
    const end = start + this.#argument;
    let ascii = true;
    for (let i = start; ascii && i < end; i++) ascii = (this.#bytes[i] ?? 0) < 0x80;
    if (ascii) return end;
    let text: string;
    try {
      text = fromUtf8(this.#bytes.subarray(start, end));
    } catch (cause) {
      throw new Fault('cbor_invalid', `the text at byte ${start} is not UTF-8`, { cause });
    }
    // cborg drops it, and two byte strings would have one value.
    if (text.startsWith('\ufeff')) throw new Fault('cbor_unsupported', `a byte order mark at byte ${start}`);
    return end;
  }

  #array(start: number, depth: number): number {
    const count = this.#argument;
    let at = start;
    for (let i = 0; i < count; i++) at = this.item(at, depth + 1);
    return at;
  }

  #map(start: number, depth: number): number {
    const count = this.#argument;
    let at = start;
    let previous = -1;
    for (let i = 0; i < count; i++) {
      const major = (this.#bytes[at] ?? 0) >> 5;
      if (major > 1 && major !== 3) {
        throw new Fault('cbor_unsupported', `expected an integer or text as key at byte ${at}`);
      }
      const end = this.item(at, depth + 1);
      if (this.#form === 'deterministic' && previous >= 0 && !this.#ascends(previous, at, end)) {
        throw notDeterministic(`a key at byte ${at} that does not sort after the key before it`);
      }
      previous = at;
      at = this.item(end, depth + 1);
    }
    return at;
  }

  /** True where the key at `a` sorts before the key `b`..`end`: no key's encoding is the start of another's. */
  #ascends(a: number, b: number, end: number): boolean {
    for (let i = 0; b + i < end; i++) {
      const difference = (this.#bytes[b + i] ?? 0) - (this.#bytes[a + i] ?? 0);
      if (difference !== 0) return difference > 0;
    }
    return false;
  }
}

function cannotWrite(what: string): never {
  throw new Fault('cbor_unsupported', `our CBOR cannot hold ${what}`);
}

function notDeterministic(what: string): Fault {
  return new Fault('cbor_not_deterministic', `expected deterministic CBOR, got ${what}`);
}
