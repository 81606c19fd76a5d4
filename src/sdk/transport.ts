// How the SDK reaches a ledger: over HTTP (http-transport.ts), or in this process (node/local.ts), behind the same calls.

import type { JsonObject } from '#core/canonical-json.ts';
import type { Event } from '#core/context.ts';
import type { WrappedKey } from '#vault/wrap.ts';

/** A statement by its transaction id (32 bytes) and the end of its validity: the log finds it by both. */
export type Transaction = { readonly txId: Uint8Array; readonly notAfterMs: number };

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
  /** True where the statement was in the log already: this is its first outcome. */
  readonly known?: true;
};

/** Which part of a list: `after` is `next` of the page before. */
export type PageRequest = { readonly after?: string; readonly limit: number };

/** A part of a list. */
export type RecordPage = {
  /** Ids, with the records as canonical JSON. */
  readonly rows: readonly (readonly [id: string, value: string])[];
  /** Where the list goes on; absent at its end. */
  readonly next?: string;
};

/** Ciphertext that can be read from its start as often as it must be sent. */
export type BlobBody = { readonly sizeBytes: number; read(): AsyncIterable<Uint8Array> };

/** How far an upload or download is. */
export type Progress = { readonly doneBytes: number; readonly ofBytes: number };

/** Options of an upload or download. */
export type Transfer = { readonly onProgress?: (progress: Progress) => void; readonly signal?: AbortSignal };

/** One actor's way to a ledger. What its member may not see, it does not give. */
export interface Transport {
  readonly ledgerId: string;
  /** Resolves when the statement is durable or dropped. @throws Fault where it has not the form of a statement */
  submit(statement: Uint8Array): Promise<Submitted>;
  /** Canonical JSON of a record; undefined where there is none, or none for this reader. */
  record(kind: string, id: string): Promise<string | undefined>;
  /** Records with this value of an index, in the order of their ids. A page may hold fewer than asked for, or none, and go on. */
  list(kind: string, index: string, value: string, page: PageRequest): Promise<RecordPage>;
  /** The evidence bundle of these entries. */
  bundle(indexes: readonly number[]): Promise<Uint8Array>;
  /** A checkpoint as a signed note: the last one, or the last that enough witnesses co-signed, where there is one. */
  checkpoint(which?: 'last' | 'witnessed'): Promise<string>;
  /** Leaf 0: its hash is the ledger's id. */
  genesis(): Promise<Uint8Array>;
  /** The bytes of a statement. @throws Fault `entry_unknown` where there is none that this reader may see */
  statement(index: number): Promise<Uint8Array>;
  /** The COSE receipt of a statement at a size that has a checkpoint. @throws Fault `entry_unknown` */
  receipt(index: number): Promise<Uint8Array>;
  /** RFC 9162 path from a log of `from` entries to one of `to`; 1 ≤ from ≤ to. @throws Fault `proof_out_of_range` */
  consistency(from: number, to: number): Promise<readonly Uint8Array[]>;
  /** What came of a statement; undefined where it is not in the log, or not for this reader. */
  outcome(transaction: Transaction): Promise<Submitted | undefined>;
  /**
   * Stores ciphertext under its SHA-256, which must be `hash` (hexadecimal) and registered as a file of this member.
   * @throws Fault `blob_not_granted`, `vault_hash_differs`
   */
  putBlob(hash: string, body: BlobBody, transfer?: Transfer): Promise<void>;
  /** Ciphertext, for the owner's actors and readers with a live grant only. @throws Fault `blob_not_granted` */
  getBlob(hash: string, transfer?: Transfer): AsyncIterable<Uint8Array>;
  /** Lays a key that the owner wrapped beside the file. @throws Fault `blob_not_granted` for anyone but the owner */
  putKey(blob: string, reader: string, wrapped: WrappedKey): Promise<void>;
  getKey(blob: string, reader: string): Promise<WrappedKey | undefined>;
  /** Erases a wrapped key: the reader's own, or as the file's owner. @throws Fault `blob_not_granted` */
  eraseKey(blob: string, reader: string): Promise<void>;
}
