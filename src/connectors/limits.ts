// Limits on everything the connectors read: each size, count and depth of a file from outside is bounded by a name here.

/** XML (QIF, UBL): bytes of one file. */
export const MAX_XML_BYTES = 64 * 1024 * 1024;
/** XML (QIF, UBL): elements in one file. */
export const MAX_XML_ELEMENTS = 2_000_000;
/** XML (QIF, UBL): nesting of elements. */
export const MAX_XML_DEPTH = 64;
/** XML (QIF, UBL): attributes of one element. */
export const MAX_XML_ATTRIBUTES = 64;
/** XML (QIF, UBL): characters of one element or attribute name. */
export const MAX_XML_NAME_CHARACTERS = 256;
/** XML (QIF, UBL): characters of one kept text or attribute value. */
export const MAX_XML_TEXT_CHARACTERS = 4_096;
/** XML (QIF, UBL): bytes of one tag, text, comment or declaration. */
export const MAX_XML_TOKEN_BYTES = 1024 * 1024;
/** XML (QIF, UBL): elements within one kept record (a definition, an item, a measurement). */
export const MAX_XML_RECORD_ELEMENTS = 1_000;
/** UBL: bytes of one document. */
export const MAX_UBL_BYTES = 8 * 1024 * 1024;
/** UBL: lines of one document. */
export const MAX_UBL_LINES = 5_000;
/** UBL: characters of the id of an order's line. */
export const MAX_UBL_LINE_ID_CHARACTERS = 40;
/** UBL: names and numbers of one party. */
export const MAX_UBL_PARTY_NAMES = 32;
/** UBL: characters of a delivery place in one line of text. */
export const MAX_UBL_PLACE_CHARACTERS = 1_000;
/** UBL: paths that are listed as not kept; all of them are counted. */
export const MAX_UBL_UNKEPT = 1_000;

/** QIF: kept records (definitions, nominals, items, measurements, components) in one file. */
export const MAX_QIF_RECORDS = 250_000;

/** Machine log: bytes of one file. */
export const MAX_LOG_BYTES = 256 * 1024 * 1024;
/** Machine log: lines of one file. */
export const MAX_LOG_LINES = 2_000_000;
/** Machine log: bytes of one line with its line feed. */
export const MAX_LOG_LINE_BYTES = 4_096;
/** Machine log: distinct data items in one file. */
export const MAX_LOG_ITEMS = 1_000;
/** Machine log: places listed per kind of event; all of them are counted. */
export const MAX_LOG_LISTED = 10_000;
/** Machine log: data items that are plotted, and points of each. */
export const MAX_LOG_SERIES = 40;
export const MAX_LOG_SERIES_POINTS = 4_000;
/** Machine log: unreadable lines per 100 lines beyond which a log is refused. */
export const MAX_LOG_UNREADABLE_PERCENT = 1;

/** Machine program: bytes of one file. */
export const MAX_PROGRAM_BYTES = 64 * 1024 * 1024;
/** Machine program: characters of one line. */
export const MAX_PROGRAM_LINE_CHARACTERS = 4_096;
/** Machine program: names, comments and tools listed, each. */
export const MAX_PROGRAM_FACTS = 1_000;

/** CSV: bytes of one file. */
export const MAX_CSV_BYTES = 4 * 1024 * 1024;
/** CSV: records of one file, the header among them. */
export const MAX_CSV_RECORDS = 20_000;
/** CSV: fields of one record. */
export const MAX_CSV_FIELDS = 64;
/** CSV: characters of one field. */
export const MAX_CSV_FIELD_CHARACTERS = 4_096;
/** Order: units of one line. */
export const MAX_ORDER_QUANTITY = 1_000_000;
/** Order: options of one line. */
export const MAX_ORDER_OPTIONS = 32;
/** Order: characters of an option, which names a term of the order. */
export const MAX_ORDER_OPTION_CHARACTERS = 80;

/** Model: bytes of one STL or 3MF file. */
export const MAX_MODEL_BYTES = 128 * 1024 * 1024;
/** Model: triangles of one file, each placement of an object counted. */
export const MAX_MODEL_TRIANGLES = 2_000_000;
/** Model: vertices of one file, each placement of an object counted. */
export const MAX_MODEL_VERTICES = 6_000_000;
/** Model: bodies of one file. */
export const MAX_MODEL_BODIES = 100_000;
/** Model: bodies listed one by one; all of them are counted. */
export const MAX_MODEL_BODIES_LISTED = 100;
/** Model: distance of a coordinate from the origin, in nanometres (1 km). */
export const MAX_MODEL_COORDINATE_NANOMETRES = 1_000_000_000_000;
/** Model: rays that look for the thinnest wall, spread over the surface; each triangle has one besides, as many at most. */
export const WALL_RAYS = 20_000;
/** Model: boxes and triangles that these rays look at, together. */
export const MAX_WALL_VISITS = 100_000_000;
/** Rates: bytes of one file. */
export const MAX_RATES_BYTES = 65_536;
/** Archive: entries. */
export const MAX_ARCHIVE_ENTRIES = 2_000;
/** Archive: bytes of all entries together, once inflated. */
export const MAX_ARCHIVE_INFLATED_BYTES = 256 * 1024 * 1024;
/** Archive: inflated bytes per stored byte, for an entry above `MIN_ARCHIVE_RATIO_BYTES`. */
export const MAX_ARCHIVE_RATIO = 200;
/** Archive: inflated bytes of an entry from which on its ratio counts. */
export const MIN_ARCHIVE_RATIO_BYTES = 1024 * 1024;
/** 3MF: nesting of XML elements. */
export const MAX_3MF_DEPTH = 32;
/** 3MF: bytes of a relationships part. */
export const MAX_3MF_RELATIONSHIP_BYTES = 1024 * 1024;
/** 3MF: objects placed, each component of each placement counted. */
export const MAX_3MF_PLACEMENTS = 10_000;
/** 3MF: components within components. */
export const MAX_3MF_COMPONENT_DEPTH = 32;
/** STEP: bytes of one file. */
export const MAX_STEP_BYTES = 64 * 1024 * 1024;
/** STEP: entity instances of one file. */
export const MAX_STEP_STATEMENTS = 2_000_000;
/** STEP: schemas, and product names, listed of one file. */
export const MAX_STEP_NAMES = 1_000;
/** STEP: characters of a schema's or product's name. */
export const MAX_STEP_NAME_CHARACTERS = 1_024;
/** STEP: time to read one file. */
export const MAX_STEP_TIME_MS = 120_000;
/** STEP: bytes of the geometry kernel's memory. */
export const MAX_STEP_KERNEL_BYTES = 1024 * 1024 * 1024;
/** STEP: megabytes of JavaScript memory of the reading process. */
export const MAX_STEP_HEAP_MEGABYTES = 1_024;
/** STEP: bytes that the reading process may answer. */
export const MAX_STEP_ANSWER_BYTES = 4 * 1024 * 1024;
