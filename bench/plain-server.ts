// The reference for statements over HTTP: the same engine over a measured ledger behind node:http alone, which reads a
// body, submits it and answers. No routes, sessions, limits, headers or figures: what HTTP itself costs here.
// `node bench/plain-server.ts <ledger file>`; it says its address, and ends with its parent.

import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { base64url } from '#core/bytes.ts';
import { EmbeddedEngine } from '#engines/embedded/embedded.ts';
import { Ledger } from '#ledger/ledger.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { benchRegistry, nodeSigner, START_MS } from './bench-ledger.ts';

const pool = new SignaturePool();
const ledger = Ledger.open(process.argv[2] ?? '', { registry: benchRegistry(), signer: nodeSigner() });
const engine = new EmbeddedEngine({ ledger, pool, clock: () => START_MS });
const server = createServer(async (request, response) => {
  const { txId, ...submitted } = await engine.submit(await buffer(request));
  const answer = Buffer.from(JSON.stringify({ ...submitted, txId: base64url(txId) }));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.send?.({ address: `http://127.0.0.1:${address?.port}` });
});
process.on('disconnect', () => process.exit(0));
