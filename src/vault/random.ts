// Where the vault's randomness comes from. Functions take it as an option, so that a test or a vector can fix it.

/** Gives `length` random bytes. */
export type Random = (length: number) => Uint8Array;

/** The platform's generator, through WebCrypto; at most 65,536 bytes a call. */
export function webRandom(length: number): Uint8Array {
  return globalThis.crypto.getRandomValues(new Uint8Array(length));
}
