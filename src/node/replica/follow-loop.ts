// Following for as long as the process lives: after each round it waits for news, after a failed one a growing while.

import { assert } from '#core/fault.ts';
import type { Follower } from './follower.ts';
import { RETRY_MOST_MS, RETRY_MS } from './limits.ts';

/** What the loop is handed from outside. */
export type LoopOptions = {
  readonly signal: AbortSignal;
  /** Resolves when there may be something new at the origin, at the latest after the poll interval; rejects where it cannot tell. */
  readonly waitForNews: (signal: AbortSignal) => Promise<void>;
  /** Resolves after so many ms, or when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to, not including, 1: replicas of one origin do not come back all at once. */
  readonly random: () => number;
};

/**
 * Follows until the signal aborts; never gives up on an origin that cannot be reached. A stopped replica waits.
 * @throws Fault of this machine, as followOnce: its process must end
 */
export async function followOn(follower: Follower, options: LoopOptions): Promise<void> {
  const { signal, waitForNews, wait, random } = options;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const { state } = await follower.followOnce(signal);
      if (state === 'stopped_on_evidence') return await aborted(signal);
      failures = state === 'following' ? 0 : failures + 1;
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    if (failures === 0) failures = await newsOrFailure(waitForNews, signal);
    if (failures > 0) await wait(retryMs(failures, random()), signal);
  }
}

/** How long to wait after so many failed rounds in a row, 1 or more: half of it by chance. */
export function retryMs(failures: number, chance: number): number {
  assert(failures >= 1 && chance >= 0 && chance < 1, `wait ${failures} ${chance}`);
  const most = Math.min(RETRY_MOST_MS, RETRY_MS * 2 ** Math.min(failures - 1, 30));
  return Math.round(most / 2 + (most / 2) * chance);
}

async function newsOrFailure(waitForNews: LoopOptions['waitForNews'], signal: AbortSignal): Promise<number> {
  try {
    await waitForNews(signal);
    return 0;
  } catch {
    // Why there was no news, the next round finds out by itself, after a wait.
    return 1;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  else signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
}
