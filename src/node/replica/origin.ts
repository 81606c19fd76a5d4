// The origin as a replica asks it: every failure of the source is one code, an abort ends every wait, and what is not of
// the right form or size goes no further.

import { Fault } from '#core/fault.ts';
import { HASH_BYTES } from '#core/merkle.ts';
import { OriginFault } from './finding.ts';
import { LEAF_BYTES, REASON_CHARACTERS } from './limits.ts';
import type { Inclusion, LogSource } from './log-source.ts';

/** Hashes of a path: one for each binary digit of a size. */
const PATH_HASHES = 53;

/** A source, asked within the time that a signal gives. */
export class Origin {
  readonly #source: LogSource;
  readonly #signal: AbortSignal;

  constructor(source: LogSource, signal: AbortSignal) {
    this.#source = source;
    this.#signal = signal;
  }

  /** @throws Fault `origin_unreachable`, as all of these do */
  genesis(): Promise<Uint8Array> {
    return this.#ask('its genesis', (signal) => this.#source.genesis(signal));
  }

  checkpoint(): Promise<string> {
    return this.#ask('its checkpoint', (signal) => this.#source.checkpoint(signal));
  }

  /** A path that was served: a proof of nothing until it is verified. */
  async consistency(from: number, to: number): Promise<readonly Uint8Array[]> {
    if (from === to) return [];
    const path = await this.#ask(`the proof from ${from} to ${to}`, (signal) =>
      this.#source.consistency(from, to, signal),
    );
    return asPath(path);
  }

  async inclusion(index: number, size: number): Promise<Inclusion> {
    const proof = await this.#ask(`the proof of entry ${index}`, (signal) =>
      this.#source.inclusion(index, size, signal),
    );
    return { leaf: asHash(proof.leaf), path: asPath(proof.path) };
  }

  cosign(note: string): Promise<void> {
    return this.#ask('taking the co-signature', (signal) => this.#source.cosign(note, signal));
  }

  /** Ends what goes on without asking anything. */
  throwIfStopped(): void {
    this.#signal.throwIfAborted();
  }

  /** Exactly the leaves asked for. @throws OriginFault `leaves_missing`, `leaves_differ` (one is too long to be one) */
  async *leaves(from: number, to: number): AsyncGenerator<Uint8Array> {
    const iterator = this.#source.leaves(from, to, this.#signal)[Symbol.asyncIterator]();
    try {
      for (let index = from; index < to; index++) {
        const next = await this.#ask(`entry ${index}`, () => iterator.next());
        if (next.done === true) {
          throw new OriginFault(
            'leaves_missing',
            `entry ${index}: the origin serves no more, its checkpoint has ${to}`,
          );
        }
        if (!(next.value instanceof Uint8Array) || next.value.length > LEAF_BYTES) {
          throw new OriginFault('leaves_differ', `entry ${index}: what was served is longer than ${LEAF_BYTES} bytes`);
        }
        yield next.value;
      }
    } finally {
      // A source that hangs is not waited for.
      iterator.return?.().catch(() => {});
    }
  }

  async #ask<T>(what: string, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#signal.throwIfAborted();
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const abort = (): void => reject(this.#signal.reason);
    this.#signal.addEventListener('abort', abort, { once: true });
    try {
      return await Promise.race([call(this.#signal), aborted]);
    } catch (cause) {
      this.#signal.throwIfAborted();
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Fault('origin_unreachable', `the origin did not give ${what}: ${reason.slice(0, REASON_CHARACTERS)}`, {
        cause,
      });
    } finally {
      this.#signal.removeEventListener('abort', abort);
    }
  }
}

function asPath(path: readonly Uint8Array[]): readonly Uint8Array[] {
  if (!Array.isArray(path) || path.length > PATH_HASHES) throw wrong(`a path has at most ${PATH_HASHES} hashes`);
  return path.map(asHash);
}

function asHash(hash: unknown): Uint8Array {
  if (hash instanceof Uint8Array && hash.length === HASH_BYTES) return hash;
  throw wrong(`a hash has ${HASH_BYTES} bytes`);
}

function wrong(what: string): OriginFault {
  return new OriginFault('proof_wrong', `what the origin served as a proof is none: ${what}`);
}
