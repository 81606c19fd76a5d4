// The evidence bundle as a file: one canonical-JSON object with a fixed shape. bundle.ts verifies it.

import { decodeJson, encodeJson, type Json } from './canonical-json.ts';
import { Fault, isFault } from './fault.ts';
import { Bytes, compile, Hash, integer, list, object, oneOf, type Static, Type } from './schema.ts';

/** Statements in one bundle. */
export const MAX_BUNDLE_ENTRIES = 1000;
const MAX_BUNDLE_BYTES = 16_777_216;
const Long = Type.String({ pattern: '^[A-Za-z0-9_-]{1,1400000}$' });
const Index = integer(0, Number.MAX_SAFE_INTEGER);

const BundleSchema = object({
  format: Type.Literal('touchmark-bundle-1'),
  genesis: Long,
  /** Signed note; every receipt is for its size. */
  checkpoint: Type.String({ minLength: 1, maxLength: 65_536 }),
  blocks: list(object({ index: Index, leaf: Bytes, receipt: Bytes }), 2 * MAX_BUNDLE_ENTRIES, 1),
  entries: list(
    object({
      index: Index,
      /** Of the block that holds the statement. */
      height: Index,
      statement: Long,
      receipt: Bytes,
      /** The statement's leaf of the results tree, and its path; the index is the statement's within its block. */
      result: object({ leaf: Long, path: list(Hash, 53) }),
      /** The signer's leaf of the members tree of the block `height`: the statement's, or the next. */
      signer: object({
        height: Index,
        leaf: Bytes,
        path: list(object({ side: oneOf('left', 'right'), hash: Hash }), 53),
      }),
    }),
    MAX_BUNDLE_ENTRIES,
    1,
  ),
});

/** An evidence bundle. Bytes are base64url. */
export type Bundle = Static<typeof BundleSchema>;

const check = compile(BundleSchema);

/** The bundle as a file. */
export function encodeBundle(bundle: Bundle): Uint8Array {
  return encodeJson(bundle as Json);
}

/** Reads a bundle's shape. @throws Fault `bundle_too_large`, `bundle_malformed` */
export function readBundle(bytes: Uint8Array): Bundle {
  if (bytes.length > MAX_BUNDLE_BYTES) {
    throw new Fault('bundle_too_large', `a bundle has at most ${MAX_BUNDLE_BYTES} bytes, this has ${bytes.length}`);
  }
  const value = readJson(bytes);
  const fault = check.firstError(value);
  if (fault !== undefined) throw new Fault('bundle_malformed', `bundle: ${fault}`);
  // The schema was checked in the line above.
  return value as Bundle;
}

function readJson(bytes: Uint8Array): Json {
  try {
    return decodeJson(bytes);
  } catch (cause) {
    if (!isFault(cause)) throw cause;
    throw new Fault('bundle_malformed', `the file: ${cause.message}`, { cause });
  }
}

/** The subject of a block leaf's receipt. */
export function blockSubject(height: number): string {
  return `block-${height}`;
}
