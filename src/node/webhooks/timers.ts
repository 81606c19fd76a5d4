// The clock and the timers of the webhooks, handed in, so that hours of retries are tested in no time.

/** A clock with timers. */
export interface Timers {
  /** ms since 1970 */
  now(): number;
  /** Calls once, after this many ms, unless the given function was called before. */
  after(delayMs: number, call: () => void): () => void;
}

/** The system's timers with a clock. */
export function systemTimers(clock: () => number): Timers {
  return {
    now: clock,
    after(delayMs, call) {
      const timer = setTimeout(call, delayMs);
      return () => clearTimeout(timer);
    },
  };
}
