// What a member's contributions are worth, and what share of a pool that is: anyone computes both again from the counts.
// Shares are rounded down and add up to at most the pool: Σ ⌊pool·pᵢ/Σp⌋ ≤ pool·Σpᵢ/Σp = pool, and a cap only lowers them.

/** How many contributions of each kind. */
export type Counts = { readonly orders: number; readonly onTime: number; readonly bids: number };

/** The points of so many contributions, by a period's published points for each kind. */
export function pointsOf(counts: Counts, points: Counts): number {
  return counts.orders * points.orders + counts.onTime * points.onTime + counts.bids * points.bids;
}

/** What of a pool goes to whoever has so many of all points: rounded down, and at most the cap. */
export function shareOf(
  { poolCents, mostBasisPoints }: { readonly poolCents: number; readonly mostBasisPoints: number },
  points: number,
  allPoints: number,
): number {
  if (points === 0) return 0;
  const share = (BigInt(poolCents) * BigInt(points)) / BigInt(allPoints);
  const most = (BigInt(poolCents) * BigInt(mostBasisPoints)) / 10_000n;
  return Number(share < most ? share : most);
}
