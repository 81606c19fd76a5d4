// Counts and hashes (SHA-256) bytes that stream by.

import { hex } from '#core/bytes.ts';
import { newSha256 } from '#core/crypto.ts';

/** The size and hash of what passed. */
export class Meter {
  readonly #hash = newSha256();
  #bytes = 0;

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
