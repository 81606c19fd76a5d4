// Statements a second over HTTP from 64 connections, one by one and in batches.

import type { SignaturePool } from '#ledger/signature-pool.ts';
import { benchLedger } from './bench-ledger.ts';
import { quantile, Served, type Server } from './served.ts';

const WARM_UP = 2_000;

/** A figure with the time of its requests, in ms. */
export type HttpRate = { readonly perSecond: number; readonly p50: number; readonly p99: number };

/** Transfers a second over HTTP. @param batch statements of one request */
export async function httpRate(
  pool: SignaturePool,
  count: number,
  { batch, server }: { readonly batch: number; readonly server?: Server },
): Promise<HttpRate> {
  const bench = await benchLedger(pool);
  const statements = await bench.transfers(WARM_UP + count);
  try {
    await using served = await Served.start(bench, server);
    await served.submit(statements.slice(0, WARM_UP), batch);
    const started = performance.now();
    const times = await served.submit(statements.slice(WARM_UP), batch);
    const perSecond = (count / (performance.now() - started)) * 1000;
    return { perSecond, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
  } finally {
    bench.remove();
  }
}
