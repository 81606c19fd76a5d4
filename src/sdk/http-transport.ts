// A ledger over HTTP, for one actor or, without one, for anyone. It speaks only to a node of the ledger whose id the
// caller pinned, and what a node answers decides nothing that can be verified (verify.ts). A statement is never applied
// twice: it is sent again with the same bytes only, and the node answers with its first outcome.

import { base64url, fromBase64url, fromUtf8 } from '#core/bytes.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import { Fault, isFault } from '#core/fault.ts';
import type { Check } from '#core/schema.ts';
import { decodeStatement } from '#core/statement.ts';
import { encodeEntries } from '#core/tile.ts';
import { decodeWrappedKey, encodeWrappedKey, type WrappedKey } from '#vault/wrap.ts';
import { type FollowOptions, follow } from './follow.ts';
import {
  answers,
  type EntriesAnswer,
  type EntrySeen,
  type HistoryAnswer,
  type NotTaken,
  otherAnswer,
  type RecordSeen,
  type RecordsAnswer,
  submittedOf,
} from './http-answers.ts';
import { chunksOf, HttpFault, type HttpOptions, HttpPort, type HttpRequest, keyPath, part } from './http-port.ts';
import { HttpSession, type Identity } from './http-session.ts';
import { ATTEMPT_MS, BATCH_STATEMENTS, CLOCK_OFFSET_MOST_MS, UPLOAD_MS_PER_MIB } from './limits.ts';
import { OutcomeUnknown } from './outcome-unknown.ts';
import { pinnedLedger } from './pinned-ledger.ts';
import type { BlobBody, PageRequest, RecordPage, Submitted, Transaction, Transfer, Transport } from './transport.ts';
import { counted, wireBodyOf } from './wire-body.ts';

/** Which ledger, as whom, and how. */
export type HttpTransportOptions = HttpOptions & {
  /** The ledger that the node must be of. */
  readonly ledgerId: string;
  /** Who asks; without, only what is public is given. */
  readonly identity?: Identity;
  /** This computer's clock, ms since 1970. */
  readonly clock?: () => number;
};

/** One actor's way to a ledger over HTTP. */
export class HttpTransport implements Transport {
  readonly ledgerId: string;
  readonly #port: HttpPort;
  readonly #session: HttpSession | undefined;
  readonly #clock: () => number;
  readonly #offsetMs: number;

  /** Reaches a node. @throws Fault `ledger_wrong` where it is not of the pinned ledger, and those of HttpPort */
  static async connect(url: string, options: HttpTransportOptions): Promise<HttpTransport> {
    const port = new HttpPort(url, options);
    const clock = options.clock ?? Date.now;
    const before = clock();
    const { nowMs } = await pinnedLedger(port, options.ledgerId);
    return new HttpTransport(port, options, clock, nowMs - Math.round((before + clock()) / 2));
  }

  private constructor(port: HttpPort, options: HttpTransportOptions, clock: () => number, offsetMs: number) {
    const { ledgerId, identity } = options;
    this.ledgerId = ledgerId;
    this.#port = port;
    this.#session = identity === undefined ? undefined : new HttpSession(port, ledgerId, identity);
    this.#clock = clock;
    this.#offsetMs = offsetMs;
  }

  /** The time by the node's clock as it was when this was connected, ms since 1970: for what is shown. */
  nowMs(): number {
    return this.#clock() + this.#offsetMs;
  }

  /** The same, for what is signed. @throws Fault `clock_differs` */
  signingMs(): number {
    if (Math.abs(this.#offsetMs) <= CLOCK_OFFSET_MOST_MS) return this.nowMs();
    throw new Fault(
      'clock_differs',
      `expected the node's clock within ${CLOCK_OFFSET_MOST_MS} ms of this computer's, got ${this.#offsetMs} ms: set the one that is wrong`,
    );
  }

  /**
   * Sends a statement until it has an outcome.
   * @throws OutcomeUnknown where it was sent and no answer came; HttpFault where the node did not even look at it
   */
  async submit(statement: Uint8Array): Promise<Submitted> {
    const { txId, action } = decodeStatement(statement);
    const transaction = { txId, notAfterMs: action.notAfterMs };
    const bytes = new Uint8Array(statement);
    const headers = { 'content-type': 'application/cose' };
    const request: HttpRequest = { method: 'POST', path: '/v1/statements', headers, body: () => bytes };
    try {
      return submittedOf(await this.#sent(request, answers.outcome), txId);
    } catch (error) {
      if (error instanceof HttpFault) return this.#afterFailure(error, statement, transaction);
      // What answered may be no node, as a network's own page: the statement may have been applied all the same.
      if (!isFault(error, 'answer_invalid') && !isFault(error, 'answer_too_large')) throw error;
      const applied = await this.#asked(transaction);
      if (applied === 'unknown' || applied === undefined) throw new OutcomeUnknown(statement, transaction, error);
      return applied;
    }
  }

  /** Sends up to 256 statements together; each result stands at its statement's place. @throws HttpFault */
  async submitBatch(statements: readonly Uint8Array[]): Promise<readonly (Submitted | NotTaken)[]> {
    if (statements.length > BATCH_STATEMENTS) {
      throw new Fault('batch_too_large', `expected at most ${BATCH_STATEMENTS} statements, got ${statements.length}`);
    }
    const body = new Uint8Array(encodeEntries(statements));
    const headers = { 'content-type': 'application/octet-stream' };
    const request: HttpRequest = { method: 'POST', path: '/v1/statements/batch', headers, body: () => body };
    const { results } = await this.#sent(request, answers.batch);
    if (results.length !== statements.length) throw otherAnswer(`${statements.length} results`, `${results.length}`);
    return results.map((result, i) =>
      'outcome' in result ? submittedOf(result, decodeStatement(statements[i] ?? new Uint8Array()).txId) : result,
    );
  }

  async record(kind: string, id: string): Promise<string | undefined> {
    const found = await this.seen(kind, id);
    return found === undefined ? undefined : canonicalJson(found.value);
  }

  /** A record with the index of the statement that wrote it last; undefined where there is none for this reader. */
  seen(kind: string, id: string): Promise<RecordSeen | undefined> {
    const path = `/v1/records/${kind}/${part(id)}`;
    return this.#orNothing('record_unknown', () => this.#json(path, answers.record));
  }

  async list(kind: string, index: string, value: string, page: PageRequest): Promise<RecordPage> {
    const { items, next } = await this.records(kind, { [index]: value }, page);
    const rows = items.map((item) => [item.id, canonicalJson(item.value)] as const);
    return next === undefined ? { rows } : { rows, next };
  }

  /** Records with all of these values of indexes, or any where none is given, in the order of their ids; as list. */
  records(
    kind: string,
    filters: { readonly [index: string]: string },
    { after, limit }: PageRequest,
  ): Promise<RecordsAnswer> {
    const from = after === undefined ? {} : { after };
    const query = new URLSearchParams({ ...filters, limit: String(limit), ...from });
    return this.#json(`/v1/records/${kind}?${query}`, answers.records);
  }

  /** All records with these values of indexes that this reader may see, as CSV for a spreadsheet. */
  csv(kind: string, filters: { readonly [index: string]: string }): Promise<Uint8Array> {
    const path = `/v1/exports/${kind}?${new URLSearchParams({ ...filters, format: 'csv' })}`;
    return this.#bytes({ method: 'GET', path });
  }

  async bundle(indexes: readonly number[]): Promise<Uint8Array> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ indexes });
    return this.#bytes({ method: 'POST', path: '/v1/bundles', headers, body: () => body });
  }

  async checkpoint(which: 'last' | 'witnessed' = 'last'): Promise<string> {
    if (which === 'witnessed') {
      const { checkpoint } = await this.#port.json({ method: 'GET', path: '/v1/cosignatures' }, answers.witnessed);
      if (checkpoint !== undefined) return checkpoint;
    }
    return fromUtf8(await this.#port.bytes({ method: 'GET', path: '/log/checkpoint' }));
  }

  genesis(): Promise<Uint8Array> {
    return this.#port.bytes({ method: 'GET', path: '/v1/genesis' });
  }

  async statement(index: number): Promise<Uint8Array> {
    return fromBase64url((await this.#json(`/v1/entries/${index}`, answers.statement)).statement);
  }

  receipt(index: number): Promise<Uint8Array> {
    return this.#bytes({ method: 'GET', path: `/v1/entries/${index}/receipt` });
  }

  async consistency(from: number, to: number): Promise<readonly Uint8Array[]> {
    const { path } = await this.#json(`/v1/proofs/consistency?from=${from}&to=${to}`, answers.path);
    return path.map(fromBase64url);
  }

  async outcome({ txId, notAfterMs }: Transaction): Promise<Submitted | undefined> {
    const path = `/v1/transactions/${notAfterMs}.${base64url(txId)}`;
    const entry = await this.#orNothing('entry_unknown', () => this.#json(path, answers.outcome));
    return entry === undefined ? undefined : { ...submittedOf(entry, txId), known: true };
  }

  /** A page of the statements behind an index that this reader may see, in the order of the log. */
  entries(after: number, limit: number): Promise<EntriesAnswer> {
    return this.#json(`/v1/entries?after=${after}&limit=${limit}`, answers.entries);
  }

  /** As entries, below an index and the newest first. */
  entriesBefore(before: number, limit: number): Promise<EntriesAnswer> {
    return this.#json(`/v1/entries?before=${before}&limit=${limit}`, answers.entries);
  }

  /** Statements about a record that this reader may see, the newest first; `through`: so much of the log was looked at. */
  history(id: string, limit: number, before = Number.MAX_SAFE_INTEGER): Promise<HistoryAnswer> {
    return this.#json(`/v1/history/${part(id)}?limit=${limit}&before=${before}`, answers.history);
  }

  /** The statements behind an index, each once, see follow.ts. @throws Fault `ledger_wrong` where another is served since */
  follow(after: number, options: FollowOptions = {}): AsyncGenerator<EntrySeen> {
    const headers = { accept: 'text/event-stream' };
    let connections = 0;
    const open = async (last: number, signal: AbortSignal): Promise<Response> => {
      if (connections++ > 0) await pinnedLedger(this.#port, this.ledgerId, { signal, attempts: 1 });
      const request: HttpRequest = { method: 'GET', path: `/v1/events?after=${last}`, headers, signal, attempts: 1 };
      return this.#send(request, async (response) => response);
    };
    return follow(open, after, options);
  }

  async putBlob(hash: string, blob: BlobBody, transfer: Transfer = {}): Promise<void> {
    // A session that ended shows here, and not after a long upload. Without one the node says so below.
    if (this.#session !== undefined) await this.#bytes({ method: 'GET', path: '/v1/sessions/current' });
    await this.#bytes({
      method: 'PUT',
      path: `/v1/blobs/${hash}`,
      headers: { 'content-type': 'application/octet-stream' },
      attemptMs: ATTEMPT_MS + Math.ceil(blob.sizeBytes / 2 ** 20) * UPLOAD_MS_PER_MIB,
      ...(transfer.signal === undefined ? {} : { signal: transfer.signal }),
      ...(await wireBodyOf(blob, transfer)),
    });
  }

  async *getBlob(hash: string, { onProgress, signal }: Transfer = {}): AsyncGenerator<Uint8Array> {
    const path = `/v1/blobs/${hash}`;
    const request: HttpRequest = { method: 'GET', path, ...(signal === undefined ? {} : { signal }) };
    const response = await this.#send(request, async (answer) => answer);
    const ofBytes = Number(response.headers.get('content-length') ?? 0);
    try {
      yield* counted(chunksOf(response), ofBytes, onProgress);
    } catch (cause) {
      if (isFault(cause)) throw cause;
      signal?.throwIfAborted();
      throw new Fault('node_unreachable', `the file ${hash}: the connection broke before its end`, { cause });
    }
  }

  async putKey(blob: string, reader: string, wrapped: WrappedKey): Promise<void> {
    const body = new Uint8Array(encodeWrappedKey(wrapped));
    const headers = { 'content-type': 'application/octet-stream' };
    await this.#bytes({ method: 'PUT', path: keyPath(blob, reader), headers, body: () => body });
  }

  async getKey(blob: string, reader: string): Promise<WrappedKey | undefined> {
    const found = await this.#orNothing('vault_blob_unknown', () =>
      this.#bytes({ method: 'GET', path: keyPath(blob, reader) }),
    );
    return found === undefined ? undefined : decodeWrappedKey(found);
  }

  async eraseKey(blob: string, reader: string): Promise<void> {
    await this.#bytes({ method: 'DELETE', path: keyPath(blob, reader) });
  }

  /** Ends the session at the node. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session?.end();
  }

  async #afterFailure(error: HttpFault, statement: Uint8Array, transaction: Transaction): Promise<Submitted> {
    const { txId } = transaction;
    const { status, isUncertain, code } = error;
    const isDropped = status === 422;
    if (!isUncertain && !isDropped) throw error;
    if (isUncertain) {
      // An earlier attempt may have been applied, whatever the node says of a later one.
      const applied = await this.#asked(transaction);
      if (applied !== 'unknown' && applied !== undefined) return applied;
      if (applied === 'unknown' || !isDropped) throw new OutcomeUnknown(statement, transaction, error);
    }
    return { txId, index: undefined, height: 0, timeMs: 0, outcome: code, details: {}, events: [] };
  }

  async #asked(transaction: Transaction): Promise<Submitted | undefined | 'unknown'> {
    if (this.#session === undefined) return 'unknown';
    try {
      return await this.outcome(transaction);
    } catch (error) {
      if (isFault(error)) return 'unknown';
      throw error;
    }
  }

  #sent<T>(request: HttpRequest, check: Check<T>): Promise<T> {
    const work = (one: HttpRequest): Promise<T> => this.#port.json(one, check);
    return this.#session === undefined ? work(request) : this.#session.useIfBegun(request, work);
  }

  #json<T>(path: string, check: Check<T>): Promise<T> {
    return this.#with({ method: 'GET', path }, (request) => this.#port.json(request, check));
  }

  #bytes(request: HttpRequest): Promise<Uint8Array> {
    return this.#with(request, (one) => this.#port.bytes(one));
  }

  #send<T>(request: HttpRequest, read: (response: Response) => Promise<T>): Promise<T> {
    return this.#with(request, (one) => this.#port.send(one, read));
  }

  #with<T>(request: HttpRequest, work: (request: HttpRequest) => Promise<T>): Promise<T> {
    if (this.#session === undefined) return work(request);
    return this.#session.use((own) => work({ ...request, headers: { ...request.headers, ...own } }));
  }

  async #orNothing<T>(code: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (isFault(error, code)) return undefined;
      throw error;
    }
  }
}
