// Plays the tour for tests, on a clock that each look steps, in folders that go away with the test, with both nodes
// listening in this process; and opens the ledger that it left, to read its records as one of the cast.

import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '#node/config.ts';
import { LocalNode } from '#node/local.ts';
import { serveReplica } from '#node/replica-server.ts';
import { serveNode } from '#node/server.ts';
import { Client } from '#sdk/client.ts';
import { openKeyFile } from '#sdk/key-file.ts';
import { webRandom } from '#vault/random.ts';
import { DEMO_PASSPHRASE } from './cast.ts';
import { readDemoActors } from './demo-actors.ts';
import { keyPath, type Nodes, type NodesPlan, tourPaths, WITNESS } from './nodes.ts';
import type { Tamper } from './stage.ts';
import { playTour } from './tour.ts';

/** The sample order. */
export const SAMPLE = fileURLToPath(new URL('../../samples/plate-order', import.meta.url));
/** After the sample's machine logs, before its needed-by date. */
const START_MS = Date.UTC(2026, 0, 15);

/** Whatever cleans up after a test. */
type Test = { after(work: () => void): void };

/** A clock that goes on by 5 ms at each look. */
export function steppedClock(): () => number {
  let nowMs = START_MS;
  return () => {
    nowMs += 5;
    return nowMs;
  };
}

/** Looks at a stepped clock until it shows a time. */
function steppedTo(clock: () => number): (timeMs: number) => Promise<void> {
  return async (timeMs) => {
    while (clock() < timeMs);
  };
}

/** A folder that goes away with the test. */
export function newFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'touchmark-tour-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of the sample, to be changed. */
export function copyOfSample(t: Test): string {
  const folder = join(newFolder(t), 'plate-order');
  cpSync(SAMPLE, folder, { recursive: true });
  return folder;
}

/** One run. @param onLine sees each line before the story goes on @returns the printed lines, and where the files lie */
export async function play(options: {
  readonly home: string;
  readonly data?: string;
  readonly fresh?: true;
  readonly tamper?: Tamper;
  readonly clock?: () => number;
  readonly publicAddress?: string;
  /** Given, the nodes serve after the story until it is aborted. */
  readonly stop?: AbortController;
  readonly onLine?: (line: string) => void;
}): Promise<{ readonly lines: readonly string[]; readonly home: string; readonly isNew: boolean }> {
  const lines: string[] = [];
  const line = (text: string): void => {
    lines.push(text);
    options.onLine?.(text);
  };
  const { home, data = SAMPLE, fresh = false, tamper, clock = steppedClock(), stop, publicAddress } = options;
  const played = await playTour({
    ...{ data, home, fresh, tamper, clock, waitUntil: steppedTo(clock), print: { line, progress: () => {} } },
    startNodes: (plan) => nodesInThisProcess(plan, publicAddress === undefined ? {} : { publicAddress }),
    afterwards: stop === undefined ? 'exit' : 'serve',
    stop: (stop ?? new AbortController()).signal,
  });
  return { lines, ...played };
}

/** Both nodes, listening in this process: as the tour's own processes, without the time that these take to start. */
async function nodesInThisProcess(
  { home, ledgerId, keys, ports, clock }: NodesPlan,
  settings: { readonly publicAddress?: string },
): Promise<Nodes> {
  const { origin, replica, keys: keyFolder } = tourPaths(home);
  const config = (options: NonNullable<Parameters<typeof readConfig>[0]['options']>) =>
    readConfig({ env: {}, cwd: home, options });
  await using starting = new AsyncDisposableStack();
  const node = starting.use(await LocalNode.open({ home: origin, clock }));
  const demo = readDemoActors(keyFolder);
  const server = await serveNode(node, config({ home: origin, port: ports.origin, ...settings }), { clock, demo });
  starting.defer(() => server.close());
  mkdirSync(replica, { recursive: true });
  const ended = new AbortController();
  const follower = await serveReplica(config({ home: replica, port: ports.replica, origin: server.address }), {
    ...{ ledgerId, clock, identity: keys, witnessName: WITNESS },
    onFatal: (error) => ended.abort(error),
  });
  starting.defer(() => follower.close());
  const running = starting.move();
  return {
    origin: server.address,
    replica: follower.address,
    witnessKey: follower.witnessKey ?? new Uint8Array(0),
    ended: ended.signal,
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}

/** The ledger that a tour left, with a client of each of its cast. */
export async function openPlayed(home: string): Promise<{
  readonly node: LocalNode;
  as(actor: string): Promise<Client>;
  [Symbol.asyncDispose](): Promise<void>;
}> {
  const clock = (): number => START_MS;
  const node = await LocalNode.open({ home: tourPaths(home).origin, clock });
  return {
    node,
    as: async (actor) => {
      const { signer } = await openKeyFile(keyPath(home, actor), DEMO_PASSPHRASE);
      return new Client({ transport: node.transportFor(actor), actor, signer, clock, random: webRandom });
    },
    [Symbol.asyncDispose]: () => node[Symbol.asyncDispose](),
  };
}
