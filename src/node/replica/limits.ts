// Limits of a replica: what it takes from an origin that may be slow, broken or dishonest.

/** Leaves, and bytes of leaves, that are held before it is checked that they belong to the signed log. */
export const PIECE_LEAVES = 2_048;
export const PIECE_BYTES = 4 * 1024 * 1024;
/** Bytes of one leaf: what an entry bundle of C2SP tiles can say. */
export const LEAF_BYTES = 65_535;
/** How far a block's time may be ahead of the replica's clock when its checkpoint is co-signed. */
export const AHEAD_MS = 60_000;
/** How far a new block's time may lie before a moment at which the origin showed that it had no such block. */
export const BACK_MS = 60_000;
/** How old the stored moment at which the replica last saw the origin's newest checkpoint may become. */
export const SEEN_STORED_MS = 10_000;
/** Checkpoints and receipts of others that wait until the replica has as many entries. */
export const PENDING_MOST = 64;
/** The wait after the first failed round; it doubles with each further one, up to the second. */
export const RETRY_MS = 500;
export const RETRY_MOST_MS = 60_000;
/** Bytes of an evidence file. */
export const EVIDENCE_BYTES = 1_048_576;
/** Bytes of the replica's own small files. */
export const STATE_BYTES = 262_144;
/** Characters of an error that is told of a source. */
export const REASON_CHARACTERS = 300;
/** Files of what was served wrongly, which a bad network can make too; further ones are told of and not kept. */
export const SERVED_WRONGLY_FILES = 32;
