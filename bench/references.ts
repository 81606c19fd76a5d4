// What the figures are held against, from the same run: what the machine can do without us.

import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';

const MESSAGE_BYTES = 420;

/** ECDSA P-256 verifications a second by node:crypto on all cores at once: the ceiling of any ledger of this kind. */
export async function verificationsPerSecond(ms: number): Promise<number> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const message = new Uint8Array(MESSAGE_BYTES).fill(7);
  const signature = sign('sha256', message, privateKey);
  const job = { key: publicKey.export({ format: 'der', type: 'spki' }), message, signature, ms };
  const rates = await Promise.all(Array.from({ length: availableParallelism() }, () => ratePerSecond(job)));
  return rates.reduce((sum, rate) => sum + rate, 0);
}

function ratePerSecond(job: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { workerData: job });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** Rows a second that SQLite makes durable with the ledger's settings, `rows` of them in each transaction. */
export function durableInsertsPerSecond(rows: number, ms: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'touchmark-bench-'));
  const db = new DatabaseSync(join(folder, 'reference.db'));
  db.exec(
    'PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t(id INTEGER PRIMARY KEY, bytes BLOB) STRICT',
  );
  const insert = db.prepare('INSERT INTO t(bytes) VALUES(?)');
  const bytes = new Uint8Array(MESSAGE_BYTES + 100).fill(7);
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < ms) {
    db.exec('BEGIN');
    for (let i = 0; i < rows; i++) insert.run(bytes);
    db.exec('COMMIT');
    count += rows;
  }
  const rate = (count / (performance.now() - started)) * 1000;
  db.close();
  rmSync(folder, { recursive: true, force: true });
  return rate;
}
