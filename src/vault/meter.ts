// Counts and hashes (SHA-256) bytes that stream by. WebCrypto has no hash in pieces, so the caller hands one in:
// `() => createHash('sha256')` of node:crypto, or `() => sha256.create()` of noble.

import { hex } from '#core/bytes.ts';

/** Starts a SHA-256 that is fed in pieces; `digest` gives 32 bytes and ends it. */
export type NewHash = () => { update(bytes: Uint8Array): unknown; digest(): Uint8Array };

/** The size and hash of what passed. */
export class Meter {
  readonly #hash: ReturnType<NewHash>;
  #bytes = 0;

  constructor(newHash: NewHash) {
    this.#hash = newHash();
  }

  /** Takes in the next bytes and gives them back. */
  pass(bytes: Uint8Array): Uint8Array {
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    return bytes;
  }

  /** Bytes so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Ends it: the hash as 64 lower-case hexadecimal digits. */
  digest(): string {
    return hex(this.#hash.digest());
  }
}
