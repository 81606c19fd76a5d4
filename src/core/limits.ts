// Every limit of core. Those in `Limits` affect outcomes: they are part of the genesis and change only by governance.

/** Limits that decide whether a statement is accepted, and so must be equal on every replica. */
export type Limits = {
  /** A statement's COSE bytes. */
  readonly statementBytes: number;
  /** How long before `notAfterMs` a statement becomes valid. */
  readonly windowMs: number;
  readonly readsPerStatement: number;
  readonly writesPerStatement: number;
  readonly listRowsPerStatement: number;
  readonly eventsPerStatement: number;
  /** Operations that call operations. */
  readonly callDepth: number;
  readonly expectsPerStatement: number;
};

/** What a new ledger starts with. */
export const DEFAULT_LIMITS: Limits = {
  statementBytes: 65_535,
  windowMs: 24 * 60 * 60 * 1000,
  readsPerStatement: 2_000,
  writesPerStatement: 500,
  listRowsPerStatement: 2_000,
  eventsPerStatement: 200,
  callDepth: 8,
  expectsPerStatement: 64,
};

/** Rows that one `list` call gives when it does not say. */
export const DEFAULT_LIST_ROWS = 100;

/** CBOR that we read or write: a statement with the Sig_structure around it, and room. */
export const MAX_CBOR_BYTES = 131_072;

/** Nesting of CBOR: the top item has depth 1. */
export const MAX_CBOR_DEPTH = 16;

/** A signed note's text and signature lines together. */
export const MAX_NOTE_CHARACTERS = 65_536;

/** Signature lines of one note: one of each node and witness. */
export const MAX_NOTE_SIGNATURES = 100;
