// The process that the HTTP measurements load: a node over a measured ledger, which listens until its parent ends it.
// `node bench/http-server.ts <ledger file>`; it says its address.

import { mkdtempSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EmbeddedEngine } from '#engines/embedded/embedded.ts';
import { Ledger } from '#ledger/ledger.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { readConfig } from '#node/config.ts';
import { Feed } from '#node/feed.ts';
import { buildApp } from '#node/http/app.ts';
import { openNodeDb } from '#node/node-db.ts';
import { openServices } from '#node/services.ts';
import { BlobStore } from '#vault/blob-store.ts';
import { benchRegistry, nodeSigner, START_MS } from './bench-ledger.ts';

const path = process.argv[2] ?? '';
const home = mkdtempSync(join(dirname(path), 'home-'));
const pool = new SignaturePool();
const ledger = Ledger.open(path, { registry: benchRegistry(), signer: nodeSigner() });
const feed = new Feed(ledger);
const clock = (): number => START_MS;
const engine = new EmbeddedEngine({ ledger, pool, clock, onBlock: () => feed.announce() });
const db = openNodeDb(join(home, 'node.db'));
const rates = { requestsPerMinute: 10_000_000, requestsPerMinuteAnonymous: 10_000_000 };
const config = readConfig({ env: {}, cwd: home, options: { home, port: 0, ...rates } });
const app = await buildApp(
  {
    role: 'origin',
    ...{ ledger, feed, clock },
    vault: await BlobStore.open(join(home, 'vault')),
    ...openServices({ ledger, feed, db, config, clock, waiting: () => engine.waiting, report: () => {} }),
    submit: (statement) => engine.submit(statement),
    checkpoint: () => ledger.checkpoint(),
    compare: () => 'same',
    notReady: () => undefined,
  },
  config,
  { consoleFolder: join(home, 'no-console') },
);
process.send?.({ address: await app.listen({ host: '127.0.0.1', port: 0 }) });
process.on('disconnect', () => process.exit(0));
