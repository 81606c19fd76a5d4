// One node's HTTP address: requests with a time-out each, tried again where the node cannot be reached, asks to wait or is
// not ready, and no more often than the limits say. Every request of this SDK may arrive twice without harm. Problems
// (RFC 9457) come out as Faults with the same code and sentence.

import { fromUtf8 } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { type Check, compile, Type } from '#core/schema.ts';
import {
  ANSWER_BYTES,
  ATTEMPT_MS,
  ATTEMPTS,
  PAUSE_FIRST_MS,
  PAUSE_MOST_MS,
  PROBLEM_BYTES,
  RETRY_AFTER_MOST_MS,
} from './limits.ts';
import { scattered, wait } from './wait.ts';

/** How requests are sent; what is left out has its value in limits.ts. */
export type HttpOptions = {
  readonly attempts?: number;
  readonly attemptMs?: number;
  readonly pauseFirstMs?: number;
  readonly pauseMostMs?: number;
  /** In place of the platform's. */
  readonly fetch?: typeof fetch;
};

/** A request. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the node's address, with its query. */
  readonly path: string;
  readonly headers?: { readonly [name: string]: string };
  /** Made anew for each attempt. */
  readonly body?: () => RequestInit['body'];
  readonly signal?: AbortSignal;
  readonly attempts?: number;
  readonly attemptMs?: number;
  readonly fetch?: typeof fetch;
};

/** A request that did not succeed. */
export class HttpFault extends Fault {
  /** Undefined where no answer came. */
  readonly status: number | undefined;
  /** True where the node may have done what was asked: an attempt of it had no answer, or one of a node that failed. */
  readonly isUncertain: boolean;

  constructor(
    code: string,
    message: string,
    more: { readonly status: number | undefined; readonly isUncertain: boolean; readonly cause?: unknown },
  ) {
    super(code, message, { cause: more.cause });
    this.status = more.status;
    this.isUncertain = more.isUncertain;
  }
}

const Problem = Type.Object({ code: Type.String({ pattern: '^[a-z][a-z0-9_]{0,63}$' }), detail: Type.String() });
const checkProblem = compile(Problem);

/** What came of one attempt that did not succeed. */
type Failure = {
  readonly code: string;
  readonly message: string;
  readonly status?: number;
  readonly waitMs?: number;
} & {
  readonly cause?: unknown;
};

/** A node's address. */
export class HttpPort {
  /** Without a slash at its end. */
  readonly url: string;
  readonly #options: HttpOptions;

  /** @throws Fault `address_invalid` */
  constructor(url: string, options: HttpOptions = {}) {
    this.url = addressOf(url);
    this.#options = options;
  }

  /**
   * Sends a request and reads its answer.
   * @param read of an answer with a status of 200 to 299; where it fails for the network, the request is sent again
   * @throws HttpFault with the problem's code, or `node_unreachable`; what `read` throws as a Fault; the signal's reason
   */
  async send<T>(request: HttpRequest, read: (response: Response) => Promise<T>): Promise<T> {
    const attempts = request.attempts ?? this.#options.attempts ?? ATTEMPTS;
    let isUncertain = false;
    for (let attempt = 1; ; attempt++) {
      const result = await this.#attempt(request, read);
      if ('value' in result) return result.value;
      const { code, message, status, waitMs, cause } = result.failure;
      isUncertain ||= status === undefined || status >= 500;
      const mayRetry = waitMs !== undefined && waitMs <= RETRY_AFTER_MOST_MS && attempt < attempts;
      if (!mayRetry) throw new HttpFault(code, message, { status, isUncertain, cause });
      await wait(Math.max(waitMs, this.#pauseMs(attempt)), request.signal);
    }
  }

  /** The answer as JSON of this shape. @throws as send; Fault `answer_invalid`, `answer_too_large` */
  async json<T>(request: HttpRequest, check: Check<T>): Promise<T> {
    return this.send(request, async (response) => {
      const value = parsed(fromUtf8(await bytesOf(response, ANSWER_BYTES)), request.path);
      const error = check.firstError(value);
      if (error !== undefined) throw invalid(request.path, error);
      // The schema was checked in the line above.
      return value as T;
    });
  }

  /** The answer's bytes. @throws as send; Fault `answer_too_large` */
  async bytes(request: HttpRequest): Promise<Uint8Array> {
    return this.send(request, (response) => bytesOf(response, ANSWER_BYTES));
  }

  async #attempt<T>(
    request: HttpRequest,
    read: (response: Response) => Promise<T>,
  ): Promise<{ readonly value: T } | { readonly failure: Failure }> {
    request.signal?.throwIfAborted();
    const { path, method, headers = {}, body } = request;
    const ms = request.attemptMs ?? this.#options.attemptMs ?? ATTEMPT_MS;
    const time = new AbortController();
    const timer = setTimeout(() => time.abort(new Error(`no whole answer within ${ms} ms`)), ms);
    const signal = request.signal === undefined ? time.signal : AbortSignal.any([request.signal, time.signal]);
    try {
      const send = request.fetch ?? this.#options.fetch ?? globalThis.fetch;
      const init = { method, headers, signal, redirect: 'error' as const, ...streamed(body?.()) };
      const response = await send(`${this.url}${path}`, init);
      return response.ok ? { value: await read(response) } : { failure: await failureOf(response, path) };
    } catch (cause) {
      const own = faultOf(cause);
      if (own !== undefined) throw own;
      request.signal?.throwIfAborted();
      const why = time.signal.aborted ? String(time.signal.reason.message) : reasonOf(cause);
      const message = `${this.url}${path}: expected an answer of the node, got none: ${why}`;
      return { failure: { code: 'node_unreachable', message, waitMs: 0, cause } };
    } finally {
      clearTimeout(timer);
    }
  }

  #pauseMs(attempt: number): number {
    const { pauseFirstMs = PAUSE_FIRST_MS, pauseMostMs = PAUSE_MOST_MS } = this.#options;
    const most = Math.min(pauseMostMs, pauseFirstMs * 2 ** (attempt - 1));
    // Clients that were cut off together do not come back together.
    return scattered(most);
  }
}

/** All of an answer. @throws Fault `answer_too_large` */
export async function bytesOf(response: Response, mostBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunksOf(response)) {
    length += chunk.length;
    if (length > mostBytes) {
      throw new Fault('answer_too_large', `${response.url}: expected at most ${mostBytes} bytes, got more`);
    }
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The pieces of an answer as they come; not every browser iterates over a body by itself. */
export async function* chunksOf({ body }: Response): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = body.getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
  } finally {
    // Whoever stops early wants no more of it; what the connection says to that is of no interest.
    await reader.cancel().catch(() => undefined);
  }
}

/** True where a part of the request was lost on its way, or came too late (RFC 9110 section 15.5.9): nothing was done. */
export function isUnread(status: number | undefined, code: string): boolean {
  return status === 408 || code === 'request_incomplete';
}

/** A path's part, percent-encoded. */
export function part(text: string): string {
  return encodeURIComponent(text);
}

/** Where the key of a file lies that was wrapped for a reader. */
export function keyPath(blob: string, reader: string): string {
  return `/v1/blobs/${blob}/keys/${part(reader)}`;
}

function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain =
    url !== undefined && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  if (isPlain && (url.protocol === 'https:' || url.protocol === 'http:')) return url.href.replace(/\/+$/, '');
  throw new Fault('address_invalid', `expected the http or https address of a node, without a query, got ${text}`);
}

/** The fetch standard wants `duplex` with a stream; it is not in the DOM's types yet. */
function streamed(body: RequestInit['body']): RequestInit {
  if (body === undefined) return {};
  return body instanceof ReadableStream ? Object.assign({ body }, { duplex: 'half' }) : { body };
}

async function failureOf(response: Response, path: string): Promise<Failure> {
  const { status } = response;
  const { code, message } = await problemOf(response, path);
  const isToRepeat = isUnread(status, code) || status === 429 || (status >= 502 && status <= 504);
  return isToRepeat ? { code, message, status, waitMs: retryAfterMs(response) } : { code, message, status };
}

async function problemOf(
  response: Response,
  path: string,
): Promise<{ readonly code: string; readonly message: string }> {
  const text = fromUtf8(await bytesOf(response, PROBLEM_BYTES));
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true;
  const value = isProblem ? parsed(text, path) : undefined;
  if (checkProblem.firstError(value) === undefined) {
    // The schema was checked in the line above.
    const { code, detail } = value as { readonly code: string; readonly detail: string };
    return { code, message: detail };
  }
  return {
    code: 'node_failed',
    message: `${path}: the node, or a proxy before it, answered with status ${response.status}`,
  };
}

/** RFC 9110 section 10.2.3: seconds, or a date. */
function retryAfterMs({ headers }: Response): number {
  const text = headers.get('retry-after') ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const [until, now] = [Date.parse(text), Date.parse(headers.get('date') ?? '')];
  return Number.isNaN(until) || Number.isNaN(now) ? 0 : Math.max(0, until - now);
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(path, 'it is not JSON', cause);
  }
}

/** What failed on this side: in reading the answer, or, as fetch passes it on, in giving the body. */
function faultOf(error: unknown): Fault | undefined {
  if (error instanceof Fault) return error;
  return error instanceof Error && error.cause instanceof Fault ? error.cause : undefined;
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error && cause.cause.message !== '' ? cause.cause.message : cause.message;
}

function invalid(path: string, what: string, cause?: unknown): Fault {
  return new Fault('answer_invalid', `${path}: the node's answer is not what this SDK understands: ${what}`, { cause });
}
