// Where a replica gets the log from. Nothing that a source gives is believed: signatures, hashes and execution are
// checked by whoever asks.

/** A leaf's hash and its RFC 9162 path to a root. */
export type Inclusion = { readonly leaf: Uint8Array; readonly path: readonly Uint8Array[] };

/**
 * The log of one origin, which is near or far. A method fails with any error where the origin cannot be reached or
 * answers with what is not of the right form; the caller tries again later. Each gives up within a time of its own, and
 * at once where the signal says so.
 */
export interface LogSource {
  /** The bytes of leaf 0. */
  genesis(signal?: AbortSignal): Promise<Uint8Array>;
  /** The newest checkpoint: a signed note, which may hold co-signatures. */
  checkpoint(signal?: AbortSignal): Promise<string>;
  /** The leaves `from` up to, not including, `to`, in order. Left early, it lets go of what it holds. */
  leaves(from: number, to: number, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** The RFC 9162 path from the tree of `from` leaves (1 or more) to that of `to`. */
  consistency(from: number, to: number, signal?: AbortSignal): Promise<readonly Uint8Array[]>;
  /** The hash of leaf `index` and its path in the tree of `size` leaves: out of hash tiles, which anyone may read. */
  inclusion(index: number, size: number, signal?: AbortSignal): Promise<Inclusion>;
  /** Hands a note with the replica's co-signature to the origin. */
  cosign(note: string, signal?: AbortSignal): Promise<void>;
}
