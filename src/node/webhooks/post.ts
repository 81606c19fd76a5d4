// One POST to a webhook's target: to addresses that were checked, by one connection of its own, within one deadline, no
// redirect followed, the answer's status kept and its body thrown away.

import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Fault } from '#core/fault.ts';
import { WEBHOOK_ANSWER_BYTES, WEBHOOK_ANSWER_MS } from '../limits.ts';
import { type Resolve, type TargetPolicy, targetAddresses } from './target.ts';
import type { Timers } from './timers.ts';

/** What is sent. */
export type Post = { readonly url: string; readonly headers: Record<string, string>; readonly body: string };

/** A status, or why there is none: a lower_snake word, with the system's code behind it where it has one. */
export type Answer =
  | { readonly status: number; readonly retryAfterMs: number }
  | { readonly status: undefined; readonly reason: string };

/** What a POST needs from outside. */
export type PostOptions = {
  readonly policy: TargetPolicy;
  readonly resolve: Resolve;
  readonly timers: Timers;
  /** Ends the request at once. */
  readonly signal: AbortSignal;
};

/** The addresses that this machine finds for a name. */
export async function systemResolve(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

/** Sends it once. It does not throw: whatever goes wrong is an answer. */
export async function post(what: Post, { policy, resolve, timers, signal }: PostOptions): Promise<Answer> {
  const deadline = new AbortController();
  const cancel = timers.after(WEBHOOK_ANSWER_MS, () => deadline.abort());
  const ended = AbortSignal.any([signal, deadline.signal]);
  try {
    const { url, addresses } = await unlessEnded(targetAddresses(what.url, policy, resolve), ended);
    return await exchange(what, { url, addresses, ended });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { status: undefined, reason: error.code.replace(/^webhook_/, '') };
  } finally {
    cancel();
  }
}

type Connection = { readonly url: URL; readonly addresses: readonly string[]; readonly ended: AbortSignal };

function exchange({ headers, body }: Post, { url, addresses, ended }: Connection): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = start(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    lookup: lookupOf(addresses),
    agent: false,
  });
  const end = (): void => void request.destroy();
  let answer: Answer | undefined;
  let reason = 'connection_failed';
  request.on('response', (response) => {
    answer = { status: response.statusCode ?? 0, retryAfterMs: retryAfterMs(response.headers['retry-after']) };
    let bytes = 0;
    response.on('data', (chunk: Uint8Array) => {
      bytes += chunk.length;
      if (bytes > WEBHOOK_ANSWER_BYTES) end();
    });
    // The status is what counts; a body that breaks off changes nothing.
    response.on('error', end);
  });
  request.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== undefined) reason = `connection_failed ${error.code}`;
  });
  request.on('close', () => {
    ended.removeEventListener('abort', end);
    resolve(answer ?? { status: undefined, reason: ended.aborted ? 'no_answer' : reason });
  });
  ended.addEventListener('abort', end);
  if (ended.aborted) end();
  request.end(body);
  return promise;
}

/** Gives the addresses that were checked for whatever name is asked. */
function lookupOf(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  const [first] = all;
  return (_name, options, done) => {
    if (options.all === true) done(null, all);
    else done(null, first?.address ?? '', first?.family);
  };
}

/** RFC 9110 section 10.2.3 in its form of seconds; a date is taken as none. */
function retryAfterMs(header: string | undefined): number {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) * 1000 : 0;
}

/** A name's lookup cannot be ended; it is left alone. */
async function unlessEnded<T>(work: Promise<T>, ended: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const end = (): void => reject(new Fault('webhook_no_answer', 'the name was not found in time'));
  ended.addEventListener('abort', end);
  if (ended.aborted) end();
  try {
    return await Promise.race([work, promise]);
  } finally {
    ended.removeEventListener('abort', end);
  }
}
