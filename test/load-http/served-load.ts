// A node in a process of its own under load: connections that submit, readers of lists, followers, one of whom stops
// reading; and what they were told.

import assert from 'node:assert/strict';
import { HttpTransport } from '#sdk/http-transport.ts';
import { testKey } from '#test/keys.ts';
import { type Memory, NodeProcess } from '#test/node-process.ts';
import { REPLICA_ACTOR } from '#test/trade-home.ts';
import { Watcher } from '#test/watcher.ts';
import { START_MS } from '#test/world.ts';
import { Connection } from '../../bench/http-client.ts';

/** One statement in so many is sent a second time, by another connection. */
const TWICE_EVERY = 50;
const PAGE = 100;
/** Longer than any run. */
const SLEEP_MS = 3_600_000;
const FOLLOWERS = ['acme/admin', 'borealis/finance', REPLICA_ACTOR] as const;
const READERS = ['acme/finance', 'borealis/admin'] as const;

/** A loaded node. */
export class ServedLoad {
  /** Index by transaction id. */
  readonly acknowledged = new Map<string, number>();
  readonly samples: Memory[] = [];
  watchers: readonly Watcher[] = [];
  sendingMs = 0;
  lastIndex = 0;
  /** Pages of lists that were read. */
  pages = 0;
  readonly #node: NodeProcess;
  readonly #ledgerId: string;
  readonly #connections: readonly Connection[];
  readonly #times: number[] = [];
  readonly #reading = new AbortController();
  readonly #readers: Promise<void>[] = [];
  readonly #clockBehindMs: number;
  #failure: unknown;

  /** Serves a home folder, and everyone begins to read. */
  static async open(home: string, ledgerId: string, connections: number): Promise<ServedLoad> {
    const clockBehindMs = Date.now() - START_MS;
    const node = await NodeProcess.start({ home, port: 0, clockBehindMs });
    const opened = Array.from({ length: connections }, () => Connection.open(node.address));
    const load = new ServedLoad(node, ledgerId, await Promise.all(opened), clockBehindMs);
    await load.#beginReading();
    return load;
  }

  private constructor(node: NodeProcess, ledgerId: string, connections: readonly Connection[], clockBehindMs: number) {
    this.#node = node;
    this.#ledgerId = ledgerId;
    this.#connections = connections;
    this.#clockBehindMs = clockBehindMs;
  }

  /** The node's clock. */
  nowMs(): number {
    return Date.now() - this.#clockBehindMs;
  }

  /** Submits all, one at a time on each connection, until each is acknowledged; then looks at the node's memory. */
  async send(statements: readonly Uint8Array[]): Promise<void> {
    let next = 0;
    const client = async (connection: Connection): Promise<void> => {
      for (let at = next++; at < statements.length; at = next++) {
        await this.#submit(connection, statements[at]);
        if (at % TWICE_EVERY === 0 && at > 0) await this.#submit(connection, statements[at - 1]);
      }
    };
    const started = performance.now();
    await Promise.all(this.#connections.map(client));
    this.sendingMs += performance.now() - started;
    this.assertWell();
    this.samples.push(await this.#node.memory());
  }

  /** Throws where the node ended, or someone who reads was given something wrong. */
  assertWell(): void {
    this.#node.assertAlive();
    if (this.#failure !== undefined) throw this.#failure;
    for (const watcher of this.watchers) watcher.assertFollowing();
  }

  /** How long requests took, in ms. */
  times(): { readonly p50: number; readonly p99: number } {
    const sorted = this.#times.sort((a, b) => a - b);
    return { p50: sorted[Math.floor(sorted.length * 0.5)] ?? 0, p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0 };
  }

  /** Stops the node gracefully, with everyone still connected. */
  async end(): Promise<void> {
    this.#reading.abort();
    await Promise.all(this.#readers);
    this.assertWell();
    await this.#node.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#reading.abort();
    for (const connection of this.#connections) connection.close();
    for (const watcher of this.watchers) await watcher[Symbol.asyncDispose]();
    await this.#node[Symbol.asyncDispose]();
  }

  async #submit(connection: Connection, statement: Uint8Array | undefined): Promise<void> {
    assert.ok(statement);
    const { status, body, ms } = await connection.send('POST', '/v1/statements', 'application/cose', statement);
    assert.equal(status, 200, body.toString());
    const { txId, index, outcome } = JSON.parse(body.toString());
    assert.equal(outcome, 'accepted');
    const known = this.acknowledged.get(txId);
    assert.ok(known === undefined || known === index, `statement ${txId} has two places`);
    this.acknowledged.set(txId, index);
    this.lastIndex = Math.max(this.lastIndex, index);
    this.#times.push(ms);
  }

  async #beginReading(): Promise<void> {
    const watchers = FOLLOWERS.map(async (actor) => new Watcher(actor, actor, await this.#transport(actor)));
    this.watchers = await Promise.all(watchers);
    const fail = (error: unknown): void => {
      if (!this.#reading.signal.aborted) this.#failure = error;
    };
    for (const actor of READERS) {
      const transport = await this.#transport(actor);
      this.#readers.push(this.#readLists(transport).catch(fail));
    }
    this.#readers.push(this.#fallAsleep(await this.#transport(FOLLOWERS[0])).catch(fail));
  }

  /** Walks through all payments again and again: each page goes on where the one before ended, and none is left out. */
  async #readLists(transport: HttpTransport): Promise<void> {
    const { signal } = this.#reading;
    while (!signal.aborted) {
      const least = this.acknowledged.size;
      let count = 0;
      let last = '';
      for (let after: string | undefined; !signal.aborted; ) {
        const page = after === undefined ? { limit: PAGE } : { limit: PAGE, after };
        const { items, next } = await transport.records('accounts/transfer', {}, page);
        this.pages++;
        for (const { id } of items) {
          assert.ok(id > last, `record ${id} after ${last}`);
          last = id;
          count++;
        }
        if (next === undefined) {
          assert.ok(count >= least, `${count} payments in a list, ${least} were acknowledged before`);
          break;
        }
        after = next;
      }
    }
  }

  /** Follows, takes one statement, and nothing more: the node must not keep the rest for it. */
  async #fallAsleep(transport: HttpTransport): Promise<void> {
    const { signal } = this.#reading;
    for await (const _ of transport.follow(0, { signal, silenceMs: SLEEP_MS })) {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      return;
    }
  }

  #transport(actor: string): Promise<HttpTransport> {
    const identity = { actor, signer: testKey(actor) };
    const clock = (): number => this.nowMs();
    return HttpTransport.connect(this.#node.address, { ledgerId: this.#ledgerId, identity, clock });
  }
}
