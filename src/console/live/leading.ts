// One tab of a browser does what all its tabs profit from: browsers open six connections to a node over HTTP/1.1, and a
// stream in each tab would leave none to ask anything by.

/** Does the work in one tab at a time, in the next one when that is closed; where a browser has no locks, in each. */
export async function leading(name: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  if (!hasLocks()) return work();
  try {
    await navigator.locks.request(name, { signal }, work);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** False over plain http. There a tab that is not seen has no stream. */
export function hasLocks(): boolean {
  // Typed as always there; it is not, in what is no secure context.
  const { locks } = navigator as { readonly locks?: LockManager };
  return locks !== undefined;
}

/** Resolves once the page is seen, or the signal ends it. */
export async function untilSeen(signal: AbortSignal): Promise<void> {
  if (document.visibilityState === 'visible' || signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const once = { once: true } as const;
  document.addEventListener('visibilitychange', () => resolve(), once);
  signal.addEventListener('abort', () => resolve(), once);
  await promise;
}
