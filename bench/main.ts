// `npm run bench [-- --entries 10000,100000,1000000] [--seconds 3] [--records 1000000] [--blob-mib 512]`: what the ledger
// and its node do on this machine, each figure beside its reference from the same run. Figures are for reading, never for
// a test.

import { statSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { base64url, fromBase64url } from '#core/bytes.ts';
import { leafHash } from '#core/merkle.ts';
import { verifyReceipt } from '#core/receipt.ts';
import { decodeStatement } from '#core/statement.ts';
import { checkSignatures } from '#ledger/candidate.ts';
import { entryAt } from '#ledger/entries.ts';
import { receiptOf } from '#ledger/evidence.ts';
import { Ledger } from '#ledger/ledger.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { type BenchLedger, benchLedger, submitAll } from './bench-ledger.ts';
import { bidTimes, dealsPerSecond, STATEMENTS_PER_DEAL } from './deals.ts';
import { httpTables } from './http-tables.ts';
import { livesPerSecond, STATEMENTS_PER_LIFE } from './life-cycles.ts';
import { matchingTime } from './matching.ts';
import { durableInsertsPerSecond, verificationsPerSecond } from './references.ts';

const WARM_UP = 2_000;
const BATCH = 5_000;
const RECEIPTS = 200;
const SHOPS = 10_000;
const BIDS = 1_000;
/** Deals that the figure is taken from, for each second that it may take. */
const DEALS_PER_SECOND = 100;
const LIVES_PER_SECOND = 30;

const { values } = parseArgs({
  options: {
    entries: { type: 'string' },
    seconds: { type: 'string' },
    records: { type: 'string' },
    'blob-mib': { type: 'string' },
  },
});
const seconds = Number(values.seconds ?? 3);
const sizes = (values.entries ?? '10000,100000').split(',').map(Number);

const print = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};
const rounded = (figure: number): string => Math.round(figure).toLocaleString('en-US');
const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`;

print(`Node ${process.versions.node}, ${availableParallelism()} × ${cpus()[0]?.model.trim()}`);
matchingTable();
await using pool = new SignaturePool();
const { ceiling, real } = await throughput(pool);
await httpTables(pool, {
  ...{ seconds, print, inProcess: real },
  records: Number(values.records ?? 1_000_000),
  blobMib: Number(values['blob-mib'] ?? 512),
});
await dealsTable(real);
await sizesTable(pool, ceiling);

/** Statements a second, each kind beside the ceiling measured just before it. */
async function throughput(pool: SignaturePool): Promise<{ readonly ceiling: number; readonly real: number }> {
  const bench = await benchLedger(pool);
  const ceiling = await verificationsPerSecond(seconds * 1000);
  const rows: [string, number][] = [];
  await submitAll(bench.engine, await bench.empty(WARM_UP));
  await submitAll(bench.engine, await bench.transfers(WARM_UP));
  const empty = await rate(bench, (count) => bench.empty(count));
  const real = await rate(bench, (count) => bench.transfers(count));
  rows.push(['durable, empty contract', empty], ['durable, a real contract (accounts.transfer)', real]);
  rows.push(['verify alone (form on the main thread, signature on the worker threads)', await verifyRate(bench, pool)]);
  rows.push(['sign alone (one thread)', await signRate(bench)]);
  print('\n| statements | a second | of the ceiling |\n| --- | ---: | ---: |');
  print(`| ceiling: node:crypto verifications on all cores | ${rounded(ceiling)} | 100 % |`);
  for (const [name, figure] of rows) print(`| ${name} | ${rounded(figure)} | ${percent(figure, ceiling)} |`);
  for (const batch of [1, 500]) {
    const figure = durableInsertsPerSecond(batch, seconds * 500);
    print(
      `| reference: SQLite rows of the same size, ${batch} a transaction | ${rounded(figure)} | ${percent(figure, ceiling)} |`,
    );
  }
  const { p50, p99 } = await latency(bench, real / 2);
  print(
    `\nsubmit to durable at half load (${rounded(real / 2)} a second): p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
  );
  await bench.close();
  return { ceiling, real };
}

async function rate({ engine }: BenchLedger, sign: (count: number) => Promise<readonly Uint8Array[]>): Promise<number> {
  let done = 0;
  let ms = 0;
  while (ms < seconds * 1000) {
    ms += await submitAll(engine, await sign(BATCH));
    done += BATCH;
  }
  return (done / ms) * 1000;
}

async function verifyRate({ ledger, transfers }: BenchLedger, pool: SignaturePool): Promise<number> {
  const statements = await transfers(BATCH);
  const started = performance.now();
  const decoded = statements.map(decodeStatement);
  const checked = await checkSignatures(pool, decoded, ({ kid }) => ledger.key(kid)?.publicKey);
  if (checked.includes(undefined)) throw new Error('a signature was wrong');
  return (BATCH / (performance.now() - started)) * 1000;
}

async function signRate({ transfers }: BenchLedger): Promise<number> {
  const started = performance.now();
  await transfers(BATCH);
  return (BATCH / (performance.now() - started)) * 1000;
}

/** Statements arrive evenly at a rate; how long each takes until it is durable. */
async function latency(
  { engine, transfers }: BenchLedger,
  perSecond: number,
): Promise<{ readonly p50: number; readonly p99: number }> {
  const statements = await transfers(Math.round(perSecond * seconds));
  const times: number[] = [];
  const waiting: Promise<void>[] = [];
  const started = performance.now();
  for (let next = 0; next < statements.length; ) {
    const due = Math.min(statements.length, Math.floor(((performance.now() - started) / 1000) * perSecond));
    for (; next < due; next++) {
      const at = performance.now();
      const statement = statements[next];
      if (statement !== undefined)
        waiting.push(engine.submit(statement).then(() => void times.push(performance.now() - at)));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(waiting);
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(times.length * 0.5)] ?? 0, p99: times[Math.floor(times.length * 0.99)] ?? 0 };
}

/** A requirement against many shops, with every exclusion, score and reason. */
function matchingTable(): void {
  const { matchMs, parseMs, sortMs, qualified, bytes } = matchingTime(SHOPS);
  print(`\n| ${rounded(SHOPS)} shops of 4 machines with 10 free windows each | ms | of the reference |`);
  print('| --- | ---: | ---: |');
  print(
    `| reference: their facts read as JSON (${(bytes / 1_000_000).toFixed(1)} MB) | ${parseMs.toFixed(1)} | 100 % |`,
  );
  print(`| reference: sorted by one number | ${sortMs.toFixed(1)} | ${percent(sortMs, parseMs)} |`);
  print(`| matched and ranked; ${rounded(qualified)} qualify | ${matchMs.toFixed(1)} | ${percent(matchMs, parseMs)} |`);
}

/** From request to paid order, and what judging bids costs. */
async function dealsTable(transfers: number): Promise<void> {
  const perSecond = await dealsPerSecond(Math.max(50, Math.round(DEALS_PER_SECOND * seconds)));
  const statements = perSecond * STATEMENTS_PER_DEAL;
  const lives = await livesPerSecond(Math.max(20, Math.round(LIVES_PER_SECOND * seconds)));
  const ofLives = lives * STATEMENTS_PER_LIFE;
  print('\n| from request to paid order, in process, signing included | a second | of the reference |');
  print('| --- | ---: | ---: |');
  print(`| reference: accounts.transfer, signed ahead | ${rounded(transfers)} | 100 % |`);
  print(
    `| ${perSecond.toFixed(0)} deals of ${STATEMENTS_PER_DEAL} statements, three bids each: statements | ${rounded(statements)} | ${percent(statements, transfers)} |`,
  );
  print(
    `| ${lives.toFixed(0)} orders of ${STATEMENTS_PER_LIFE} statements, from the request to the part built, inspected, shipped, accepted and paid: statements | ${rounded(ofLives)} | ${percent(ofLives, transfers)} |`,
  );
  const { openMs, hashMs } = bidTimes(BIDS);
  print(`\n| ${rounded(BIDS)} bids | ms | of the reference |`);
  print('| --- | ---: | ---: |');
  print(`| reference: their bytes hashed alone | ${hashMs.toFixed(2)} | 100 % |`);
  print(
    `| opened against their commitments, judged, scored, ranked | ${openMs.toFixed(2)} | ${percent(openMs, hashMs)} |`,
  );
}

/** What a ledger costs as it grows. */
async function sizesTable(pool: SignaturePool, ceiling: number): Promise<void> {
  print(
    '\n| entries | µs a statement, last tenth | statements a second there | bytes an entry | memory MiB | open ms | receipt µs |',
  );
  print('| ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  const bench = await benchLedger(pool);
  for (const size of sizes) {
    let slowest = 0;
    while (bench.ledger.head.size < size) {
      const count = Math.min(BATCH, size - bench.ledger.head.size);
      const ms = await submitAll(bench.engine, await bench.transfers(Math.max(count, 1)));
      if (bench.ledger.head.size >= size * 0.9) slowest = (ms * 1000) / Math.max(count, 1);
      process.stderr.write(`\r${bench.ledger.head.size} of ${size} entries `);
    }
    process.stderr.write('\r\x1b[K');
    print(await sizeRow(bench, slowest));
  }
  print(`\n(ceiling in this run: ${rounded(ceiling)} a second)`);
  await bench.close();
}

async function sizeRow(bench: BenchLedger, microseconds: number): Promise<string> {
  const { ledger, path, registry } = bench;
  const { size } = ledger.head;
  ledger.store.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const bytes = statSync(path).size / size;
  const started = performance.now();
  const again = Ledger.openReadOnly(path, { registry });
  const openMs = performance.now() - started;
  again[Symbol.dispose]();
  const receiptMicroseconds = await receiptTime(bench);
  const memory = process.memoryUsage().rss / 1024 / 1024;
  const perSecond = 1_000_000 / microseconds;
  return `| ${rounded(size)} | ${microseconds.toFixed(0)} | ${rounded(perSecond)} | ${rounded(bytes)} | ${rounded(memory)} | ${openMs.toFixed(1)} | ${rounded(receiptMicroseconds)} |`;
}

/** A receipt for entries all over the log, each verified once outside the time taken. */
async function receiptTime({ ledger, signer }: BenchLedger): Promise<number> {
  const { size } = ledger.head;
  let ms = 0;
  for (let i = 0; i < RECEIPTS; i++) {
    let index = 1 + Math.floor((i * (size - 2)) / RECEIPTS);
    while (entryAt(ledger.store, index)?.txId === undefined) index--;
    const started = performance.now();
    const receipt = await receiptOf(ledger, index);
    ms += performance.now() - started;
    const entry = entryAt(ledger.store, index);
    if (entry === undefined || index === 0) continue;
    const { subject } = decodeStatement(entry.bytes);
    const publicKey = fromBase64url(base64url(signer.receipt.publicKey));
    verifyReceipt(receipt, { ledgerId: ledger.id, subject, leafHash: leafHash(entry.bytes), publicKey, index });
  }
  return (ms / RECEIPTS) * 1000;
}
