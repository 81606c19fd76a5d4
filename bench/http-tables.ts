// What a node does over HTTP, each figure beside its reference from the same run.

import type { SignaturePool } from '#ledger/signature-pool.ts';
import { blobRates } from './blobs.ts';
import { deliveryRate } from './events.ts';
import { httpRate } from './http.ts';
import { type PageTime, pageTimes } from './lists.ts';

/** Events that each follower is sent, for each second that a figure may take. */
const EVENTS_PER_SECOND = 500;

/** How large the measurements are. */
export type HttpTablesOptions = {
  readonly seconds: number;
  /** Statements a second of the same kind in process, in this run. */
  readonly inProcess: number;
  /** Records of the list that pages are read of. */
  readonly records: number;
  readonly blobMib: number;
  readonly print: (line?: string) => void;
};

const rounded = (figure: number): string => Math.round(figure).toLocaleString('en-US');
const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`;

/** Measures and prints all. */
export async function httpTables(pool: SignaturePool, options: HttpTablesOptions): Promise<void> {
  await statementsTable(pool, options);
  await eventsTable(pool, options);
  await listsTable(pool, options);
  await blobsTable(pool, options);
}

async function statementsTable(pool: SignaturePool, { seconds, inProcess, print }: HttpTablesOptions): Promise<void> {
  print('\n| statements over HTTP, 64 connections | a second | of in process | p50 ms | p99 ms |');
  print('| --- | ---: | ---: | ---: | ---: |');
  print(`| reference: in process (accounts.transfer) | ${rounded(inProcess)} | 100 % | | |`);
  const count = Math.round(inProcess * seconds);
  for (const [name, how] of [
    ['reference: one a request, node:http alone before the same engine', { batch: 1, server: './plain-server.ts' }],
    ['one a request', { batch: 1 }],
    ['64 a request', { batch: 64 }],
  ] as const) {
    const { perSecond, p50, p99 } = await httpRate(pool, count, how);
    print(
      `| ${name} | ${rounded(perSecond)} | ${percent(perSecond, inProcess)} | ${p50.toFixed(1)} | ${p99.toFixed(1)} |`,
    );
  }
}

async function eventsTable(pool: SignaturePool, { seconds, print }: HttpTablesOptions): Promise<void> {
  const rate = await deliveryRate(pool, Math.round(EVENTS_PER_SECOND * seconds));
  print('\n| events to 100 followers | delivered a second | of the reference |');
  print('| --- | ---: | ---: |');
  print(
    `| reference: as many bytes in as many pieces to plain sockets | ${rounded(rate.referencePerSecond)} | 100 % |`,
  );
  const share = percent(rate.perSecond, rate.referencePerSecond);
  print(
    `| while ${rounded(rate.statementsPerSecond)} statements a second are submitted | ${rounded(rate.perSecond)} | ${share} |`,
  );
}

async function listsTable(pool: SignaturePool, { records, print }: HttpTablesOptions): Promise<void> {
  const { own, sparse, sql } = await pageTimes(pool, records);
  print(`\n| a page of up to 100 of ${rounded(records)} records (crafted rows) | records on it | p50 ms | p99 ms |`);
  print('| --- | ---: | ---: | ---: |');
  const row = (name: string, { items, p50, p99 }: PageTime): void =>
    print(`| ${name} | ${items.toFixed(0)} | ${p50.toFixed(2)} | ${p99.toFixed(2)} |`);
  row('reference: the first of these by SQL, from the same file', sql);
  row('by an index, all the reader’s own', own);
  row('all records, one in fifty the reader’s', sparse);
}

async function blobsTable(pool: SignaturePool, { blobMib, print }: HttpTablesOptions): Promise<void> {
  const { up, down, copy, hash } = await blobRates(pool, blobMib);
  print(`\n| a file of ${blobMib} MiB | MiB a second | of the copy |`);
  print('| --- | ---: | ---: |');
  print(`| reference: copied and made durable by one process | ${rounded(copy)} | 100 % |`);
  print(`| reference: hashed alone, SHA-256, one thread | ${rounded(hash)} | ${percent(hash, copy)} |`);
  print(`| up to a node | ${rounded(up)} | ${percent(up, copy)} |`);
  print(`| down from a node | ${rounded(down)} | ${percent(down, copy)} |`);
}
