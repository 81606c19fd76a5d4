// The time of a page of a list over HTTP at many records. The records are crafted: rows like those that transfers leave
// are put straight into the ledger file, since executing a million statements takes minutes and changes nothing for a list.

import { canonicalJson } from '#core/canonical-json.ts';
import { Ledger } from '#ledger/ledger.ts';
import type { SignaturePool } from '#ledger/signature-pool.ts';
import type { HttpTransport } from '#sdk/http-transport.ts';
import { type BenchLedger, benchLedger, PAYERS, START_MS } from './bench-ledger.ts';
import { quantile, Served } from './served.ts';

const PAGE = 100;
const PAGES = 300;
const KIND = 'accounts/transfer';
/** The last payer is a side of one transfer in so many. */
const RARE = 50;

/** ms of a page of up to 100 records, and how many it held. */
export type PageTime = { readonly p50: number; readonly p99: number; readonly items: number };
/** Pages of three kinds. */
export type PageTimes = {
  /** A list by an index, all of whose records the reader may see. */
  readonly own: PageTime;
  /** The list of all records, of which the reader may see one in fifty. */
  readonly sparse: PageTime;
  /** The reference: the same records as `own`, by SQL out of the same file. */
  readonly sql: PageTime;
};

/** Times pages at `records` records. */
export async function pageTimes(pool: SignaturePool, records: number): Promise<PageTimes> {
  const bench = await benchLedger(pool);
  craft(bench.ledger, records);
  try {
    await using served = await Served.start(bench);
    const last = PAYERS - 1;
    const own = await walk(await served.transport(0), { from: 'payer0/EUR' });
    const sparse = await walk(await served.transport(last), {});
    return { own, sparse, sql: bySql(bench) };
  } finally {
    bench.remove();
  }
}

/** Transfers between all but the last payer, and one in fifty to the last. */
function craft({ store: { db }, head }: Ledger, count: number): void {
  const record = db.prepare('INSERT INTO records(kind, id, value, entry) VALUES(?, ?, ?, ?)');
  const index = db.prepare('INSERT INTO record_index(kind, name, value, id) VALUES(?, ?, ?, ?)');
  db.exec('BEGIN');
  for (let i = 0; i < count; i++) {
    const id = `crafted_${String(i).padStart(12, '0')}`;
    const [payer, payee] = [i % (PAYERS - 1), i % RARE === 0 ? PAYERS - 1 : (i + 1) % (PAYERS - 1)];
    const [from, to, reference] = [`payer${payer}/EUR`, `payer${payee}/EUR`, `r-${i}`];
    const parties = { payer: `payer${payer}`, payee: `payer${payee}` };
    const value = { id, unit: 'EUR', from, to, ...parties, amountCents: 1, reference, timeMs: START_MS };
    record.run(KIND, id, canonicalJson(value), head.size - 1);
    for (const [name, text] of Object.entries({ from, to, reference })) index.run(KIND, name, text, id);
  }
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
}

/** Page after page, each of records that were not looked at before. */
async function walk(transport: HttpTransport, filter: { readonly [index: string]: string }): Promise<PageTime> {
  const times: number[] = [];
  let items = 0;
  for (let after: string | undefined; times.length < PAGES; ) {
    const started = performance.now();
    const page = await transport.records(KIND, filter, after === undefined ? { limit: PAGE } : { limit: PAGE, after });
    times.push(performance.now() - started);
    items += page.items.length;
    if (page.next === undefined) break;
    after = page.next;
  }
  await transport[Symbol.asyncDispose]();
  return timeOf(times, items);
}

function bySql({ path, registry }: BenchLedger): PageTime {
  using ledger = Ledger.openReadOnly(path, { registry });
  const select = ledger.store.db.prepare(
    `SELECT r.id, r.value FROM record_index i JOIN records r ON r.kind = i.kind AND r.id = i.id
     WHERE i.kind = '${KIND}' AND i.name = 'from' AND i.value = 'payer0/EUR' AND i.id > ? ORDER BY i.id LIMIT ${PAGE}`,
  );
  const times: number[] = [];
  let items = 0;
  for (let after = ''; times.length < PAGES; ) {
    const started = performance.now();
    const rows = select.all(after);
    times.push(performance.now() - started);
    items += rows.length;
    if (rows.length < PAGE) break;
    after = String(rows.at(-1)?.id);
  }
  return timeOf(times, items);
}

function timeOf(times: readonly number[], items: number): PageTime {
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), items: items / times.length };
}
