// STL (3D Systems, StereoLithography Interface Specification, 1989): a soup of triangles, binary or ASCII, without a unit.
// The order of the vertices says which side is out; the normals in the file are not read. Nothing is allocated by a
// count that the file's length does not bear out.

import { Fault } from '#core/fault.ts';
import { MAX_MODEL_TRIANGLES } from '../limits.ts';
import { finiteDecimal } from './number.ts';
import type { Mesh } from './topology.ts';

const HEADER_BYTES = 84;
const FACET_BYTES = 50;

/**
 * Triangles of an STL file, in the file's own unit. Binary where the length is that of the header's count, even if the
 * header says "solid"; else ASCII where it begins with "solid" and has no NUL in its first 84 bytes.
 * @throws Fault `stl_size_mismatch`, `stl_syntax`, `stl_number_invalid`, `stl_too_many_triangles`
 */
export function readStl(bytes: Uint8Array): Mesh {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const claimed = bytes.length >= HEADER_BYTES ? view.getUint32(80, true) : undefined;
  if (claimed !== undefined && bytes.length === HEADER_BYTES + FACET_BYTES * claimed) return readBinary(view, claimed);
  if (looksLikeText(bytes)) return readAscii(new TextDecoder('latin1').decode(bytes));
  throw new Fault(
    'stl_size_mismatch',
    claimed === undefined
      ? `STL: expected "solid" or at least ${HEADER_BYTES} bytes, got ${bytes.length} bytes`
      : `STL: expected ${HEADER_BYTES + FACET_BYTES * claimed} bytes for ${claimed} triangles, got ${bytes.length} bytes`,
  );
}

function looksLikeText(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, HEADER_BYTES);
  return /^\s*solid\b/i.test(String.fromCharCode(...start)) && !start.includes(0);
}

function readBinary(view: DataView, count: number): Mesh {
  checkCount(count);
  const coordinates = new Float64Array(9 * count);
  for (let facet = 0; facet < count; facet++) {
    for (let k = 0; k < 9; k++) {
      const value = view.getFloat32(HEADER_BYTES + FACET_BYTES * facet + 12 + 4 * k, true);
      if (!Number.isFinite(value)) throw notANumber(`triangle ${facet + 1}`, String(value));
      coordinates[9 * facet + k] = value;
    }
  }
  return soup(coordinates);
}

function readAscii(text: string): Mesh {
  const tokens = new Tokens(text);
  const coordinates: number[] = [];
  tokens.expect('solid');
  tokens.skipLine();
  for (;;) {
    const word = tokens.next();
    if (word === 'facet') readFacet(tokens, coordinates);
    else if (word !== 'endsolid') throw tokens.fault('"facet" or "endsolid"', word);
    else {
      tokens.skipLine();
      const more = tokens.next();
      if (more === '') return soup(Float64Array.from(coordinates));
      if (more !== 'solid') throw tokens.fault('"solid" or the end', more);
      tokens.skipLine();
    }
  }
}

function readFacet(tokens: Tokens, coordinates: number[]): void {
  checkCount(coordinates.length / 9 + 1);
  tokens.expect('normal');
  for (let k = 0; k < 3; k++) tokens.next();
  for (const word of ['outer', 'loop']) tokens.expect(word);
  for (let corner = 0; corner < 3; corner++) {
    tokens.expect('vertex');
    for (let k = 0; k < 3; k++) coordinates.push(tokens.number());
  }
  for (const word of ['endloop', 'endfacet']) tokens.expect(word);
}

/** Words of an ASCII STL. Keywords are taken in either case, as programs write both. */
class Tokens {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next word in lower case, '' at the end. */
  next(): string {
    while (this.#text.charCodeAt(this.#at) <= 32) this.#at++;
    const start = this.#at;
    while (this.#text.charCodeAt(this.#at) > 32) this.#at++;
    return this.#text.slice(start, this.#at).toLowerCase();
  }

  expect(word: string): void {
    const came = this.next();
    if (came !== word) throw this.fault(`"${word}"`, came);
  }

  number(): number {
    const word = this.next();
    if (word === '') throw this.fault('a coordinate', word);
    const value = finiteDecimal(word);
    if (value === undefined) throw notANumber(`line ${this.#line()}`, word.slice(0, 40));
    return value;
  }

  skipLine(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  fault(expected: string, came: string): Fault {
    const got = came === '' ? 'the end of the file' : JSON.stringify(came.slice(0, 40));
    return new Fault('stl_syntax', `STL: line ${this.#line()}: expected ${expected}, got ${got}`);
  }

  #line(): number {
    return this.#text.slice(0, this.#at).split('\n').length;
  }
}

function soup(coordinates: Float64Array): Mesh {
  return { coordinates, triangles: Uint32Array.from({ length: coordinates.length / 3 }, (_, vertex) => vertex) };
}

function checkCount(count: number): void {
  if (count <= MAX_MODEL_TRIANGLES) return;
  throw new Fault('stl_too_many_triangles', `STL: expected at most ${MAX_MODEL_TRIANGLES} triangles, got ${count}`);
}

function notANumber(place: string, came: string): Fault {
  return new Fault('stl_number_invalid', `STL: ${place}: expected a finite coordinate, got ${JSON.stringify(came)}`);
}
