// Events delivered a second: 100 connections follow while statements that everyone may see are submitted. The reference is
// a process that writes as many bytes, in pieces of the same size, to as many plain sockets.

import { connect, type Socket } from 'node:net';
import type { SignaturePool } from '#ledger/signature-pool.ts';
import { benchLedger } from './bench-ledger.ts';
import { endProcess, Served, startProcess } from './served.ts';

const FOLLOWERS = 100;
const WARM_UP = 500;
const EVENT = Buffer.from('\nevent: entry\n');

/** Deliveries a second, and what caused them. */
export type DeliveryRate = {
  readonly perSecond: number;
  /** Statements that were submitted meanwhile, a second. */
  readonly statementsPerSecond: number;
  /** Pieces of the same size a second, to as many plain sockets. */
  readonly referencePerSecond: number;
};

/** Follows `count` statements 100 times. */
export async function deliveryRate(pool: SignaturePool, count: number): Promise<DeliveryRate> {
  const bench = await benchLedger(pool);
  const statements = await bench.notes(WARM_UP + count);
  try {
    await using served = await Served.start(bench);
    const request = `GET /v1/events HTTP/1.1\r\nhost: bench\r\naccept: text/event-stream\r\n\r\n`;
    const followers = await Promise.all(Array.from({ length: FOLLOWERS }, () => Counter.open(served.address, request)));
    await served.submit(statements.slice(0, WARM_UP), 1);
    await Promise.all(followers.map((follower) => follower.has(WARM_UP)));
    const bytesBefore = followers[0]?.bytes ?? 0;
    const started = performance.now();
    await served.submit(statements.slice(WARM_UP), 1);
    const submittedMs = performance.now() - started;
    await Promise.all(followers.map((follower) => follower.has(WARM_UP + count)));
    const perSecond = ((FOLLOWERS * count) / (performance.now() - started)) * 1000;
    const pieceBytes = Math.round(((followers[0]?.bytes ?? 0) - bytesBefore) / count);
    for (const follower of followers) follower.close();
    return {
      perSecond,
      statementsPerSecond: (count / submittedMs) * 1000,
      referencePerSecond: await plainRate(count, pieceBytes),
    };
  } finally {
    bench.remove();
  }
}

async function plainRate(count: number, pieceBytes: number): Promise<number> {
  const args = [FOLLOWERS, count, pieceBytes].map(String);
  const { child, address } = await startProcess('./plain-sender.ts', args);
  const started = performance.now();
  const takers = await Promise.all(Array.from({ length: FOLLOWERS }, () => Counter.open(address, 'x')));
  await Promise.all(takers.map((taker) => taker.hasBytes(count * pieceBytes)));
  const perSecond = ((FOLLOWERS * count) / (performance.now() - started)) * 1000;
  for (const taker of takers) taker.close();
  await endProcess(child);
  return perSecond;
}

/** Counts what one connection is sent. */
class Counter {
  bytes = 0;
  #events = 0;
  #tail = Buffer.alloc(0);
  #until: { readonly isReached: () => boolean; readonly resolve: () => void } | undefined;
  readonly #socket: Socket;

  /** Connects, asks, and waits for the first bytes. */
  static async open(address: string, request: string): Promise<Counter> {
    const { hostname, port } = new URL(address);
    const counter = new Counter(connect(Number(port), hostname));
    counter.#socket.write(request);
    await counter.hasBytes(1);
    return counter;
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#take(chunk));
  }

  has(events: number): Promise<void> {
    return this.#wait(() => this.#events >= events);
  }

  hasBytes(bytes: number): Promise<void> {
    return this.#wait(() => this.bytes >= bytes);
  }

  close(): void {
    this.#socket.destroy();
  }

  #wait(isReached: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#until = { isReached, resolve };
      this.#look();
    });
  }

  #look(): void {
    if (this.#until?.isReached() !== true) return;
    this.#until.resolve();
    this.#until = undefined;
  }

  #take(chunk: Buffer): void {
    this.bytes += chunk.length;
    const text = Buffer.concat([this.#tail, chunk]);
    let from = 0;
    for (let at = text.indexOf(EVENT); at >= 0; at = text.indexOf(EVENT, from)) {
      this.#events++;
      from = at + EVENT.length;
    }
    this.#tail = text.subarray(Math.max(from, text.length - EVENT.length + 1));
    this.#look();
  }
}
