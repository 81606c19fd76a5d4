// Limits of the SDK: what it waits for, how often it tries again, and how much it takes from a node.

/** Times that a request is sent where the node cannot be reached, asks to wait, or is not ready. */
export const ATTEMPTS = 6;
/** One attempt, its answer's body included. */
export const ATTEMPT_MS = 30_000;
/** Pause before the second attempt; each further one is twice as long, up to the most, and drawn from its upper half. */
export const PAUSE_FIRST_MS = 200;
export const PAUSE_MOST_MS = 10_000;
/** A node that asks to wait longer than this is not waited for. */
export const RETRY_AFTER_MOST_MS = 60_000;
/** An upload may take this long for each MiB, and one attempt's time besides. */
export const UPLOAD_MS_PER_MIB = 20_000;

/** Bytes of an answer that is read as a whole: above an evidence bundle's 16 MiB. */
export const ANSWER_BYTES = 32 * 2 ** 20;
/** Bytes of a problem: more of one is not read. */
export const PROBLEM_BYTES = 65_536;

/** How far the node's clock may be from this computer's before nothing is signed by it. */
export const CLOCK_OFFSET_MOST_MS = 10 * 60_000;

/** Characters of one line of an event stream, and of one event. */
export const EVENT_CHARACTERS = 4 * 2 ** 20;
/** A stream on which nothing came for this long, not even a heartbeat, is dead: three heartbeats of a node. */
export const SILENCE_MS = 45_000;
/** Connections in a row that brought nothing, after which following ends: days at the longest pause. */
export const FOLLOW_FAILURES = 50_000;

/** Statements of one batch. */
export const BATCH_STATEMENTS = 256;

/** Rules of one list of an agent's price rules or buying policy. */
export const RULES_PER_LIST = 500;
