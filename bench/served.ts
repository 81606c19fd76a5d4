// A measured ledger behind HTTP: a node in a process of its own, and connections that load it.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { encodeEntries } from '#core/tile.ts';
import { HttpTransport } from '#sdk/http-transport.ts';
import { type BenchLedger, START_MS } from './bench-ledger.ts';
import { Connection } from './http-client.ts';

const CONNECTIONS = 64;

/** The node, or the least that can be said to speak HTTP. */
export type Server = './http-server.ts' | './plain-server.ts';

/** A node that serves a measured ledger. */
export class Served {
  /** `http://host:port` */
  readonly address: string;
  readonly #bench: BenchLedger;
  readonly #child: ChildProcess;
  readonly #connections: readonly Connection[];

  /** Lets the ledger go to a process of its own, which serves it. */
  static async start(bench: BenchLedger, server: Server = './http-server.ts'): Promise<Served> {
    await bench.letGo();
    const { child, address } = await startProcess(server, [bench.path]);
    const connections = Array.from({ length: CONNECTIONS }, () => Connection.open(address));
    return new Served(bench, child, address, await Promise.all(connections));
  }

  private constructor(bench: BenchLedger, child: ChildProcess, address: string, connections: readonly Connection[]) {
    this.#bench = bench;
    this.#child = child;
    this.address = address;
    this.#connections = connections;
  }

  /** Submits all, so many with each request, from 64 connections. @returns ms of each request, in no order */
  async submit(statements: readonly Uint8Array[], batch: number): Promise<number[]> {
    let next = 0;
    const times: number[] = [];
    const client = async (connection: Connection): Promise<void> => {
      while (next < statements.length) {
        const own = statements.slice(next, next + batch);
        next += own.length;
        const [only] = own;
        const { status, body, ms } =
          batch === 1 && only !== undefined
            ? await connection.send('POST', '/v1/statements', 'application/cose', only)
            : await connection.send('POST', '/v1/statements/batch', 'application/octet-stream', encodeEntries(own));
        if (status !== 200 || body.includes('"code"')) {
          throw new Error(`a measured statement came to ${status} ${body}`);
        }
        times.push(ms);
      }
    };
    await Promise.all(this.#connections.map(client));
    return times;
  }

  /** A payer's way to the node. */
  transport(payer: number): Promise<HttpTransport> {
    const identity = this.#bench.identity(payer);
    return HttpTransport.connect(this.address, { ledgerId: this.#bench.ledger.id, identity, clock: () => START_MS });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const connection of this.#connections) connection.close();
    await endProcess(this.#child);
  }
}

/** Starts a file of this folder as a process; resolves when it has said its address. */
export async function startProcess(
  file: string,
  args: readonly string[],
): Promise<{ readonly child: ChildProcess; readonly address: string }> {
  const child = fork(new URL(file, import.meta.url), [...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [message]: unknown[] = await once(child, 'message');
  // It says nothing else first.
  const { address } = message as { readonly address: string };
  return { child, address };
}

/** Ends a process that ends with its parent's channel. */
export async function endProcess(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}

/** A part of a list of times. @param share from 0 up to, not including, 1: 0.5 is the median */
export function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}
