// Webhooks for tests: a receiver on this machine that does what it is told, timers that pass hours in no time, entries as
// a test writes them, and webhooks over them that can be stopped and started again.

import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type ClientRequest, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sha256 } from '#core/crypto.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { START_MS } from '#test/world.ts';
import type { SeenEntry } from '../feed.ts';
import { WEBHOOK_ANSWER_MS } from '../limits.ts';
import { openNodeDb } from '../node-db.ts';
import type { EntryFeed } from './runner.ts';
import type { Timers } from './timers.ts';
import { type DeadBounds, type Webhook, WebhookStore } from './webhook-store.ts';
import { Webhooks, type WebhooksOptions, type Wish } from './webhooks.ts';

/** Turns of the event loop after which a condition is taken to hold never: many seconds. */
const TURNS = 1_000_000;

/** Resolves once the condition holds, looked at anew after everything else that is ready has run. */
export async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; !condition(); turn++) {
    assert.ok(turn < TURNS, `it never held: ${condition}`);
    await nextTurn();
  }
}

/** Numbers from 0 up to 1 that are the same in every run of a seed. */
export function seededNumbers(seed: string): () => number {
  let drawn = 0;
  return () => new DataView(sha256(Buffer.from(`${seed} ${drawn++}`)).slice().buffer).getUint32(0) / 2 ** 32;
}

/** A clock that jumps to the next timer. Deadlines of requests pass only when the test says so. */
export class TestTimers implements Timers {
  nowMs = START_MS;
  /** Where true, waits stay waits. */
  isHeld = false;
  /** Every wait that was asked for, but for deadlines. */
  readonly waitsMs: number[] = [];
  readonly #deadlines = new Set<() => void>();

  now(): number {
    return this.nowMs;
  }

  after(delayMs: number, call: () => void): () => void {
    if (delayMs === WEBHOOK_ANSWER_MS) {
      this.#deadlines.add(call);
      return () => void this.#deadlines.delete(call);
    }
    this.waitsMs.push(delayMs);
    if (this.isHeld) return () => undefined;
    const atMs = this.nowMs + delayMs;
    const immediate = setImmediate(() => {
      this.nowMs = Math.max(this.nowMs, atMs);
      call();
    });
    return () => clearImmediate(immediate);
  }

  /** Every request under way has had its time. */
  passDeadlines(): void {
    for (const call of [...this.#deadlines]) call();
  }
}

/** What the receiver does with a request: a status, or something worse. */
export type Behaviour =
  | number
  | 'hang'
  | 'hangInAnswer'
  | 'dropAtOnce'
  | 'dropAfterReading'
  | 'dropInAnswer'
  | 'flood'
  | 'switch';

/** A request as it came. */
export type Received = {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly path: string;
  /** Whether the sender was told that it has arrived. */
  readonly isAnswered2xx: boolean;
};

/** A server on this machine. Without a word about it, a request is answered with 200. */
export class Receiver {
  readonly received: Received[] = [];
  /** Decides what happens to a request. */
  behave: (request: { readonly id: string; readonly path: string }) => Behaviour = () => 200;
  headers: Record<string, string> = {};
  readonly #timers: TestTimers;
  readonly #server = createServer((request, response) => void this.#take(request, response));

  constructor(timers: TestTimers) {
    this.#timers = timers;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get port(): number {
    // It listens on a port.
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const behaviour = this.behave({ id: String(request.headers['webhook-id']), path });
    const note = (body: string, isAnswered2xx: boolean): void => {
      this.received.push({ headers: request.headers, body, path, isAnswered2xx });
    };
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    if (behaviour === 'dropAtOnce') {
      note('', false);
      return void request.socket.destroy();
    }
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    if (typeof behaviour === 'number') {
      note(body, behaviour >= 200 && behaviour < 300);
      return void response.writeHead(behaviour, { location: '/elsewhere', ...this.headers }).end();
    }
    note(body, ['hangInAnswer', 'dropInAnswer', 'flood'].includes(behaviour));
    if (behaviour === 'hang') return this.#timers.passDeadlines();
    if (behaviour === 'dropAfterReading') return void request.socket.destroy();
    if (behaviour === 'switch')
      return void request.socket.end('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n');
    if (behaviour === 'hangInAnswer')
      onAnswerSeen(String(request.headers['webhook-id']), () => this.#timers.passDeadlines());
    response.writeHead(200, { 'content-length': 1_000_000_000 });
    response.write('x'.repeat(behaviour === 'flood' ? 10_000_000 : 10), () => {
      if (behaviour === 'dropInAnswer') request.socket.destroy();
    });
  }
}

/** Calls once the sender, which is this process, has the head of the answer. */
function onAnswerSeen(id: string, call: () => void): void {
  const channel = 'http.client.response.finish';
  const listener = (message: unknown): void => {
    // What Node says of this channel.
    const { request } = message as { readonly request: ClientRequest };
    if (request.getHeader('webhook-id') !== id) return;
    unsubscribe(channel, listener);
    call();
  };
  subscribe(channel, listener);
}

/** Entries as a test writes them; each is for one member. */
export class TestEntries implements EntryFeed {
  readonly entries: SeenEntry[] = [];
  readonly #listeners = new Set<() => void>();

  entriesAfter(reader: { readonly member: string } | undefined, after: number, limit: number): readonly SeenEntry[] {
    return this.entries.filter(({ index, member }) => index > after && member === reader?.member).slice(0, limit);
  }

  textOf(entry: SeenEntry): string {
    return JSON.stringify(entry);
  }

  onBlock(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** A block with these entries. */
  add(...entries: readonly SeenEntry[]): void {
    this.entries.push(...entries);
    for (const listener of this.#listeners) listener();
  }
}

/** An entry of acme, with one event. */
export function entryOf(index: number, changes: Partial<SeenEntry> = {}): SeenEntry {
  return {
    index,
    txId: `tx${index}`,
    height: index,
    timeMs: START_MS + index,
    contract: 'procurement',
    action: 'placeOrder',
    subject: '',
    member: 'acme',
    actor: 'acme/buyer',
    outcome: 'accepted',
    details: {},
    events: [{ contract: 'procurement', name: 'orderPlaced', data: { id: `order ${index}` } }],
    ...changes,
  };
}

/** Webhooks with everything around them. */
export class Bench {
  readonly timers = new TestTimers();
  readonly receiver = new Receiver(this.timers);
  readonly feed = new TestEntries();
  readonly errors: unknown[] = [];
  readonly #folder = temporaryFolder();
  readonly file = openNodeDb(this.#folder.file('node.db'));
  readonly store: WebhookStore;
  readonly options: WebhooksOptions;
  webhooks: Webhooks;

  static async start(
    changes: Partial<WebhooksOptions> & { readonly seed?: string; readonly bounds?: DeadBounds } = {},
  ): Promise<Bench> {
    const bench = new Bench(changes);
    await bench.receiver.listen();
    bench.webhooks.start();
    return bench;
  }

  private constructor({ seed = '', bounds, ...changes }: Parameters<typeof Bench.start>[0] & object) {
    this.store = new WebhookStore(this.file, bounds);
    const numbers = seededNumbers(`bench ${seed}`);
    this.options = {
      store: this.store,
      timers: this.timers,
      feed: this.feed,
      policy: { allowPrivate: false, allowLoopback: true },
      resolve: async () => [],
      jitter: numbers,
      random: (length) => Uint8Array.from({ length }, () => Math.floor(numbers() * 256)),
      report: (error) => void this.errors.push(error),
      ...changes,
    };
    this.webhooks = new Webhooks(this.options);
  }

  /** A webhook of acme for everything, from the first entry on. */
  make(wish: Partial<Wish> = {}): { readonly webhook: Webhook; readonly secret: string } {
    const { url } = this.receiver;
    return this.webhooks.create({
      member: 'acme',
      createdBy: 'acme/admin',
      url,
      contracts: [],
      events: [],
      after: -1,
      ...wish,
    });
  }

  /** As a process that ends and another that begins. */
  async restart(): Promise<void> {
    await this.webhooks[Symbol.asyncDispose]();
    this.webhooks = new Webhooks(this.options);
    this.webhooks.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.webhooks[Symbol.asyncDispose]();
    await this.receiver[Symbol.asyncDispose]();
    this.file[Symbol.dispose]();
    this.#folder[Symbol.dispose]();
  }
}

/** Which entry a request is of. */
export function indexOf({ headers }: Received): number {
  return Number(String(headers['webhook-id']).split('_')[1]);
}

/** Verified by another implementation than ours, as a receiver does it: any of the signatures will do. */
export async function isSignedBy({ headers, body }: Received, secret: string): Promise<boolean> {
  const bytes = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  const signed = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
  const signatures = String(headers['webhook-signature']).split(' ');
  const checks = signatures.map((one) =>
    one.startsWith('v1,') ? crypto.subtle.verify('HMAC', key, Buffer.from(one.slice(3), 'base64'), signed) : false,
  );
  return (await Promise.all(checks)).includes(true);
}
