// Arithmetic of amounts that schemas have bounded, without a float.

/** `count` times `cents`; beyond what is exact it stays above every amount that the ledger writes. */
export function timesCents(count: number, cents: number): number {
  const product = BigInt(count) * BigInt(cents);
  return product > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(product);
}

/** Whole part of a share in 10,000ths. */
export function shareOf(whole: number, basisPoints: number): number {
  return Number((BigInt(whole) * BigInt(basisPoints)) / 10_000n);
}
