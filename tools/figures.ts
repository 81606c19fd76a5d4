// What the scripts that measure share.

import type { Locator } from 'playwright-core';

/** The part of a list of times that lies at a share of it: 0.5 is the median. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The median. */
export function middle(times: readonly number[]): number {
  return quantile(times, 0.5);
}

/** Does something, and waits until a thing is there. @returns ms */
export async function timed(act: () => Promise<unknown>, there: Locator): Promise<number> {
  const started = performance.now();
  await act();
  await there.waitFor();
  return performance.now() - started;
}
