// Limits on what the tour reads from a folder; what is within a file, its connector limits.

/** Bytes of one file. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;
/** Bytes of all files together: they are kept in memory. */
export const MAX_FOLDER_BYTES = 512 * 1024 * 1024;
/** Names in one subfolder. */
export const MAX_FILES = 500;
/** Units of the order, each with a program of its own: a design version names at most 50 files, one is the model. */
export const MAX_UNITS = 49;
/** The highest number of a unit. */
export const MAX_UNIT_NUMBER = 999_999;
/** Bytes of one action's input as JSON, so that with its frame and signature it is still a statement. */
export const MAX_INPUT_BYTES = 62_000;
/** How often a node that was started is asked whether it is ready, and the pause between. */
export const READY_ATTEMPTS = 300;
export const READY_PAUSE_MS = 100;
/** How often it is looked whether the witness has co-signed, and the pause between. */
export const WITNESS_LOOKS = 600;
export const WITNESS_PAUSE_MS = 50;
/** A node's process prints where it serves within this time, and in so many lines. */
export const NODE_START_MS = 60_000;
export const GREETING_LINES = 50;
/** A node that was told to stop gives requests under way this long. */
export const NODE_SHUTDOWN_SECONDS = 5;
/** After this time it is ended for good. */
export const NODE_STOP_MS = 20_000;
/** Lines of a node's log that are shown where it ended by itself, and characters of each. */
export const LOG_LINES_SHOWN = 5;
export const LOG_LINE_CHARACTERS = 500;
