// Run as a process of its own: follows an origin's ledger file into a home folder, and says so after each block. It is
// there to be killed.

import { writeSync } from 'node:fs';
import { Ledger } from '#ledger/ledger.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { nodeSigner } from '#test/ledgers.ts';
import { START_MS } from '#test/world.ts';
import { Follower } from './follower.ts';
import { LEDGER_ID, LedgerSource, registry } from './origins.fixture.ts';

const [originPath = '', home = '', ledgerId = LEDGER_ID] = process.argv.slice(2);
const ledger = Ledger.openReadOnly(originPath, { registry, signer: nodeSigner });
const pool = new SignaturePool(1);
const follower = await Follower.open({
  home,
  ledgerId,
  source: new LedgerSource(ledger),
  registry,
  pool,
  clock: () => START_MS,
  witnessName: 'borealis',
  onProgress: (entries) => writeSync(1, `${entries}\n`),
});
await follower.followOnce();
writeSync(1, `cosigned ${follower.status().cosignedSize}\n`);
follower[Symbol.dispose]();
await pool[Symbol.asyncDispose]();
