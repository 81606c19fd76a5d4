// The description of the API as a node serves it: the same on every machine and for every ledger.

import { fileURLToPath } from 'node:url';
import { readConfig } from '#node/config.ts';
import { serveNode } from '#node/server.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { FullLedger } from './full-ledger.ts';

/** Where it is committed. */
export const OPENAPI_PATH = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url));

/** What `GET /openapi.json` gives. */
export async function describedApi(): Promise<unknown> {
  using folder = temporaryFolder();
  await using full = await FullLedger.create(folder.path);
  const config = readConfig({ env: {}, cwd: folder.path, options: { home: full.home, port: 0 } });
  const server = await serveNode(full.node, config, { clock: () => full.clock.nowMs });
  try {
    const answer = await fetch(`${server.address}/openapi.json`);
    return await answer.json();
  } finally {
    await server.close();
  }
}
