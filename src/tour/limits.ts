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
