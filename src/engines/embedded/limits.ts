// Limits of the embedded engine.

/** Statements on their way at once: more are refused with `engine_full`. */
export const STATEMENTS_WAITING = 20_000;
/** Bytes of statements on their way at once. */
export const BYTES_WAITING = 256 * 1024 * 1024;
/** Statements for which a block is cut although others are still being checked. */
export const WORTH_A_BLOCK = 256;
