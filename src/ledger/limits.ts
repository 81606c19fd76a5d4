// Limits of the ledger's machinery. None of them affects what a statement does.

/** SQLite's page cache, in KiB. */
export const CACHE_KIB = 131_072;
/** Pages of write-ahead log after which SQLite copies them into the ledger file. */
export const WAL_PAGES = 8_192;
/** Key bindings kept in memory. */
export const KEYS_KEPT = 65_536;
/** Hash tiles kept in memory with their inner nodes, 16 KiB each. */
export const TILES_KEPT = 1_024;
/** Records kept in memory as text. */
export const RECORDS_KEPT = 20_000;
/** Statements that an engine puts in one block. */
export const STATEMENTS_PER_BLOCK = 1_000;
/** Statements that any block may have: as many are in memory at once where a log is read. */
export const BLOCK_STATEMENTS = 4_000;
/** Statements that one call to a signature worker carries. */
export const SIGNATURES_PER_CALL = 64;
/** Statements for which a call of their own is worth its cost. */
export const SIGNATURES_WORTH_A_CALL = 16;
/** Rows read at once where a whole ledger is walked. */
export const ROWS_PER_PAGE = 1_000;
/** Bytes of one leaf in an export: a statement or a block leaf, or the genesis. */
export const EXPORT_LEAF_BYTES = 1_048_576;
/** Bytes read at once from an export. */
export const EXPORT_CHUNK_BYTES = 1_048_576;
