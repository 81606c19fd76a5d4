// How the SDK reaches a ledger. In this process (node/local.ts) today; over HTTP later, behind the same calls.

import type { JsonObject } from '#core/canonical-json.ts';
import type { Event } from '#core/context.ts';
import type { WrappedKey } from '#vault/wrap.ts';

/** What came of a submitted statement. */
export type Submitted = {
  readonly txId: Uint8Array;
  /** Undefined where it was dropped unconsumed. */
  readonly index: number | undefined;
  readonly height: number;
  readonly timeMs: number;
  /** `accepted`, a refusal, or why it was dropped. */
  readonly outcome: string;
  readonly details: JsonObject;
  readonly events: readonly Event[];
};

/** One actor's way to a ledger. What its member may not see, it does not give. */
export interface Transport {
  readonly ledgerId: string;
  /** Resolves when the statement is durable or dropped. @throws Fault where it has not the form of a statement */
  submit(statement: Uint8Array): Promise<Submitted>;
  /** Canonical JSON of a record; undefined where there is none, or none for this reader. */
  record(kind: string, id: string): Promise<string | undefined>;
  /** Ids and canonical JSON of records by an index, above `after`, at most `limit`. */
  list(
    kind: string,
    index: string,
    value: string,
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly (readonly [id: string, value: string])[]>;
  /** The evidence bundle of these entries. */
  bundle(indexes: readonly number[]): Promise<Uint8Array>;
  /** The last checkpoint as a signed note. */
  checkpoint(): Promise<string>;
  /** Stores ciphertext under its SHA-256, which must be `hash` (hexadecimal). */
  putBlob(hash: string, ciphertext: AsyncIterable<Uint8Array>): Promise<void>;
  /** Ciphertext, for the owner's actors and readers with a live grant only. @throws Fault `blob_not_granted` */
  getBlob(hash: string): AsyncIterable<Uint8Array>;
  /** Lays a key that the owner wrapped beside the file. @throws Fault `blob_not_granted` for anyone but the owner */
  putKey(blob: string, reader: string, wrapped: WrappedKey): Promise<void>;
  getKey(blob: string, reader: string): Promise<WrappedKey | undefined>;
  /** Erases a wrapped key: the reader's own, or as the file's owner. @throws Fault `blob_not_granted` */
  eraseKey(blob: string, reader: string): Promise<void>;
}
