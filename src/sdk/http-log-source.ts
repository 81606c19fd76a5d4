// A log over HTTP as its replicas read it (C2SP tlog-tiles): entries with the session of an actor whose role is node, all
// else open to anyone. Nothing that comes is believed here; the replica holds it against what was signed.

import { fromBase64url, fromUtf8 } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { HASH_BYTES, inclusionProof } from '#core/merkle.ts';
import { decodeEntries, hashReaderOfTiles, TILE_WIDTH, type TileName, tilePath, tileWidth } from '#core/tile.ts';
import { answers } from './http-answers.ts';
import { type HttpOptions, HttpPort, type HttpRequest } from './http-port.ts';
import { HttpSession, type Identity } from './http-session.ts';

/** Which ledger, and as whom its entries are read. */
export type HttpLogSourceOptions = HttpOptions & {
  readonly ledgerId: string;
  readonly identity: Identity;
  /** A witness asks for those that the node wants co-signed: the same for a while, so that witnesses sign the same. */
  readonly checkpoints?: 'newest' | 'to-cosign';
};

/** The log of one node. Every method also throws HttpFault; those with a signal its reason. */
export class HttpLogSource {
  readonly #port: HttpPort;
  readonly #session: HttpSession;

  readonly #checkpointPath: string;

  constructor(url: string, { ledgerId, identity, checkpoints = 'newest', ...options }: HttpLogSourceOptions) {
    this.#checkpointPath = checkpoints === 'newest' ? '/log/checkpoint' : '/log/checkpoint?for=witnesses';
    this.#port = new HttpPort(url, options);
    this.#session = new HttpSession(this.#port, ledgerId, identity);
  }

  /** The bytes of leaf 0. */
  genesis(signal?: AbortSignal): Promise<Uint8Array> {
    return this.#port.bytes(get('/v1/genesis', signal));
  }

  /** A checkpoint as the options say: a signed note. */
  async checkpoint(signal?: AbortSignal): Promise<string> {
    return fromUtf8(await this.#port.bytes(get(this.#checkpointPath, signal)));
  }

  /** The leaves `from` up to, not including, `to`, in order. @throws Fault `answer_invalid`, `bundle_invalid` */
  async *leaves(from: number, to: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    for (let at = from; at < to; ) {
      const index = Math.floor(at / TILE_WIDTH);
      const width = Math.min(TILE_WIDTH, to - index * TILE_WIDTH);
      const path = `/log/${tilePath({ level: undefined, index, width })}`;
      const bundle = await this.#session.use((headers) => this.#port.bytes({ ...get(path, signal), headers }));
      const entries = decodeEntries(bundle);
      if (entries.length !== width) throw invalid(path, `${width} entries`, `${entries.length}`);
      yield* entries.slice(at - index * TILE_WIDTH);
      at = index * TILE_WIDTH + width;
    }
  }

  /** The RFC 9162 path from the tree of `from` leaves to that of `to`. */
  async consistency(from: number, to: number, signal?: AbortSignal): Promise<readonly Uint8Array[]> {
    const { path } = await this.#port.json(get(`/v1/proofs/consistency?from=${from}&to=${to}`, signal), answers.path);
    return path.map(fromBase64url);
  }

  /** The hash of leaf `index` and its path in the tree of `size` leaves, out of hash tiles. @throws Fault `answer_invalid` */
  async inclusion(
    index: number,
    size: number,
    signal?: AbortSignal,
  ): Promise<{ readonly leaf: Uint8Array; readonly path: readonly Uint8Array[] }> {
    const tiles = new Map<string, Uint8Array>();
    for (const tile of tilesOf(index, size)) tiles.set(tilePath(tile), await this.#hashTile(tile, signal));
    const read = hashReaderOfTiles((level, at) => tiles.get(tilePath(nameOf(level, at, size))) ?? new Uint8Array(0));
    return { leaf: read(0, index), path: inclusionProof(index, size, read) };
  }

  /** Hands a note with a co-signature to the node. */
  async cosign(note: string, signal?: AbortSignal): Promise<void> {
    const headers = { 'content-type': 'text/plain' };
    const sent = signal === undefined ? {} : { signal };
    await this.#port.bytes({ method: 'POST', path: '/v1/cosignatures', headers, body: () => note, ...sent });
  }

  /** Ends the session at the node. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.end();
  }

  async #hashTile(tile: TileName, signal: AbortSignal | undefined): Promise<Uint8Array> {
    const path = `/log/${tilePath(tile)}`;
    const bytes = await this.#port.bytes(get(path, signal));
    if (bytes.length !== tile.width * HASH_BYTES) throw invalid(path, `${tile.width} hashes`, `${bytes.length} bytes`);
    return bytes;
  }
}

/** The hash tiles that a leaf's path is read from, each once: found by reading the path out of tiles of zeros. */
function tilesOf(index: number, size: number): readonly TileName[] {
  const tiles = new Map<string, TileName>();
  const read = hashReaderOfTiles((level, at) => {
    const name = nameOf(level, at, size);
    tiles.set(tilePath(name), name);
    return new Uint8Array(TILE_WIDTH * HASH_BYTES);
  });
  read(0, index);
  inclusionProof(index, size, read);
  return [...tiles.values()];
}

function nameOf(level: number, index: number, size: number): TileName {
  return { level, index, width: tileWidth(size, level, index) };
}

function get(path: string, signal: AbortSignal | undefined): HttpRequest {
  return signal === undefined ? { method: 'GET', path } : { method: 'GET', path, signal };
}

function invalid(path: string, expected: string, got: string): Fault {
  return new Fault('answer_invalid', `${path}: expected ${expected}, got ${got}`);
}
