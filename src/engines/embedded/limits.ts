// Limits of the embedded engine.

/** Statements on their way at once: more are refused with `engine_full`. */
export const STATEMENTS_WAITING = 20_000;
/** Bytes of statements on their way at once. */
export const BYTES_WAITING = 256 * 1024 * 1024;
/** Statements whose signatures are asked for in one go. */
export const CHECKED_AT_ONCE = 512;
