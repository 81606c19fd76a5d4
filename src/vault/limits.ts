// Limits of the vault. Together they keep a sealed file below the 2^32 chunks that its 32-bit counter can number, and
// the memory of one sealing or opening below a few tens of MiB, whatever the size of the file.

/** Plaintext of one chunk is 2^power bytes: the smallest power that opening accepts. */
export const MIN_CHUNK_POWER = 10;

/** The largest power that opening accepts. */
export const MAX_CHUNK_POWER = 22;

/** What sealing uses: 1 MiB, from which on WebCrypto's cost per call no longer shows. */
export const CHUNK_POWER = 20;

/** Chunks in work at once: enough to keep the crypto threads busy. */
export const CHUNKS_AHEAD = 4;

/** Bytes of one file, sealed or not. At the smallest chunk this is 2^26 chunks. */
export const MAX_FILE_BYTES = 64 * 2 ** 30;

/** Bytes of a file that is opened into memory as a whole. */
export const MAX_BYTES_IN_MEMORY = 512 * 2 ** 20;

/** Bytes per read of a blob from disk. */
export const READ_BYTES = 256 * 2 ** 10;

/** Bytes of a wrapped key's file. */
export const MAX_WRAPPED_KEY_BYTES = 2048;

/** Characters of a reader's id. */
export const MAX_READER_LENGTH = 256;

/** UTF-8 bytes of a file's name. */
export const MAX_NAME_BYTES = 255;
