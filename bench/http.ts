// What a node does over HTTP, beside what the same ledger does in process: statements a second from 64 connections, one
// by one and in batches.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { encodeEntries } from '#core/tile.ts';
import type { SignaturePool } from '#ledger/signature-pool.ts';
import { benchLedger } from './bench-ledger.ts';
import { Connection } from './http-client.ts';

const CONNECTIONS = 64;
const WARM_UP = 2_000;

/** A figure with the time of its requests. */
export type HttpRate = { readonly perSecond: number; readonly p50: number; readonly p99: number };

/** Statements a second over HTTP. @param batch statements of one request */
export async function httpRate(pool: SignaturePool, count: number, batch: number): Promise<HttpRate> {
  const bench = await benchLedger(pool);
  const statements = await bench.transfers(WARM_UP + count);
  await bench.letGo();
  const { child, address } = await startServer(bench.path);
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => Connection.open(address)));
  await load(connections, statements.slice(0, WARM_UP), batch);
  const started = performance.now();
  const times = await load(connections, statements.slice(WARM_UP), batch);
  const perSecond = (count / (performance.now() - started)) * 1000;
  for (const connection of connections) connection.close();
  child.disconnect();
  await once(child, 'exit');
  await bench.close();
  times.sort((a, b) => a - b);
  return {
    perSecond,
    p50: times[Math.floor(times.length * 0.5)] ?? 0,
    p99: times[Math.floor(times.length * 0.99)] ?? 0,
  };
}

/** Starts a node in a process of its own. */
async function startServer(path: string): Promise<{ readonly child: ChildProcess; readonly address: string }> {
  const child = fork(new URL('./http-server.ts', import.meta.url), [path], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    ...(process.env.PROF ? { execArgv: ['--cpu-prof', '--cpu-prof-dir=/tmp/prof'] } : {}),
  });
  const [message]: unknown[] = await once(child, 'message');
  // The server says nothing else first.
  const { address } = message as { readonly address: string };
  return { child, address };
}

async function load(
  connections: readonly Connection[],
  statements: readonly Uint8Array[],
  batch: number,
): Promise<number[]> {
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
      if (status !== 200 || body.includes('"code"')) throw new Error(`a measured statement came to ${status} ${body}`);
      times.push(ms);
    }
  };
  await Promise.all(connections.map(client));
  return times;
}
