// Run as a process of its own: opens the ledger, submits certificates in bursts of seeded size, and prints a line
// `ack <transaction id> <index>` for each that was acknowledged. It ends by itself when it has sent them all.

import { writeSync } from 'node:fs';
import { createRegistry } from '#contracts/index.ts';
import { base64url } from '#core/bytes.ts';
import { EmbeddedEngine } from '#engines/embedded/embedded.ts';
import { Ledger } from '#ledger/ledger.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { nodeSigner } from '#test/ledgers.ts';
import { certify, seededRandom } from '#test/load.ts';
import { START_MS } from '#test/world.ts';

const [path = '', seed = '0', count = '0', ...pragmas] = process.argv.slice(2);
const random = seededRandom(Number(seed));
const ledger = Ledger.open(path, { registry: createRegistry(), signer: nodeSigner });
for (const pragma of pragmas) ledger.store.db.exec(`PRAGMA ${pragma}`);
const pool = new SignaturePool(1);
let timeMs = START_MS;
const engine = new EmbeddedEngine({ ledger, pool, clock: () => timeMs++ });
writeSync(1, 'open\n');
for (let sent = 0; sent < Number(count); ) {
  const burst: Promise<void>[] = [];
  for (let left = Math.ceil(random() * 8); left > 0; left--, sent++) {
    const by = random() < 0.5 ? 'acme/admin' : 'borealis/quality';
    burst.push(certifyAndTell(`seed ${seed} certificate ${sent}`, by));
  }
  await Promise.all(burst);
}
await engine[Symbol.asyncDispose]();
await pool[Symbol.asyncDispose]();

async function certifyAndTell(kind: string, by: string): Promise<void> {
  const { outcome, index, txId } = await engine.submit(await certify(ledger, kind, by));
  if (outcome !== 'accepted') throw new Error(`${kind}: ${outcome}`);
  writeSync(1, `ack ${base64url(txId)} ${index}\n`);
}
