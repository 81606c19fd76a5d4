// Waiting for a time, which a signal can end.

/** Resolves after `ms`. Rejects with the signal's reason once it is aborted. */
export function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** From half of the time to all of it, by chance: clients of one node do not come back all at once. */
export function scattered(ms: number): number {
  return ms / 2 + (ms / 2) * Math.random();
}
