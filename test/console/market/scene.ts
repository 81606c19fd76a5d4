// A full market that is served with its console: the ledger of test/http, and after it whatever a trade can come to that the
// tour never shows. Its actors sign in as those of a demo do.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#node/config.ts';
import type { DemoActors } from '#node/http/routes/demo.ts';
import { serveNode } from '#node/server.ts';
import { writeKeyFile } from '#sdk/key-file.ts';
import { readNodeState } from '#sdk/node-state.ts';
import { testKey } from '#test/keys.ts';
import { actorOf } from '#test/world.ts';
import { buildConsole } from '../../../tools/build-console.ts';
import { FullLedger } from '../../http/full-ledger.ts';
import { playAll } from '../../http/full-play.ts';
import { type Scene, sceneAt } from '../scene.ts';
import { playStates } from './states.ts';

const PASSPHRASE = 'a market that is not real';
const DOES = {
  acme: 'buys',
  borealis: 'makes',
  carter: 'designs, decides disputes, issues the euro',
  delta: 'carries, measures, makes',
} as const;
const SIGN_IN = ['admin', 'buyer', 'sales', 'designer', 'engineer', 'operator', 'quality', 'logistics', 'finance'];

/** The served market. */
type Market = { readonly full: FullLedger; readonly origin: string; [Symbol.asyncDispose](): Promise<void> };

/** Plays the market and serves it. */
async function serveMarket(): Promise<Market> {
  await buildConsole();
  const folder = mkdtempSync(join(tmpdir(), 'touchmark-market-'));
  const full = await FullLedger.create(folder);
  await playAll(full);
  await playStates(full);
  const config = readConfig({
    env: {},
    cwd: folder,
    options: { home: full.home, port: 0, requestsPerMinute: 1_000_000, requestsPerMinuteAnonymous: 1_000_000 },
  });
  const server = await serveNode(full.node, config, { clock: () => full.clock.nowMs, demo: await demoActors(folder) });
  return {
    ...{ full, origin: server.address },
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await full[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Opens a browser on the market. */
export async function openMarket(): Promise<Scene> {
  const market = await serveMarket();
  const scene = await marketAt(market.origin);
  return {
    ...scene,
    [Symbol.asyncDispose]: async () => {
      await scene[Symbol.asyncDispose]();
      await market[Symbol.asyncDispose]();
    },
  };
}

/** A browser on a market that is served already: its computer’s clock shows the time of the market. */
export async function marketAt(origin: string): Promise<Scene> {
  const scene = await sceneAt(origin);
  const { ledger } = await readNodeState(origin);
  return {
    ...scene,
    visit: async (options = {}) => {
      const visitor = await scene.visit(options);
      await visitor.context.clock.setFixedTime(ledger.nowMs);
      return visitor;
    },
  };
}

async function demoActors(folder: string): Promise<DemoActors> {
  const actors = await Promise.all(
    Object.entries(DOES).flatMap(([member, does]) =>
      SIGN_IN.map(async (role) => {
        const actor = actorOf(member, role);
        const path = join(folder, `${member}-${role}.key`);
        await writeKeyFile(path, { actor, signing: testKey(actor), reading: testKey(`${actor} reads`) }, PASSPHRASE);
        return { actor, does, keyFile: readFileSync(path, 'utf8') };
      }),
    ),
  );
  return { passphrase: PASSPHRASE, actors };
}
