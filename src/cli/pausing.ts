// A pause of a verb that runs until it is stopped.

import { wait } from '#sdk/wait.ts';

/** @returns false where it was stopped */
export async function paused(ms: number, stop: AbortSignal): Promise<boolean> {
  if (stop.aborted) return false;
  try {
    await wait(ms, stop);
    return true;
  } catch (cause) {
    if (stop.aborted) return false;
    throw cause;
  }
}

/** A pause that doubles with each failure in a row, up to the most. */
export function backedOff(pauseMs: number, failures: number, mostMs: number): number {
  return Math.min(pauseMs * 2 ** Math.min(failures, 30), mostMs);
}
