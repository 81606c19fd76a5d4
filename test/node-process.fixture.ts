// Run as a process of its own by node-process.ts: serves a home folder, as its origin or as a replica, until it is told to
// stop, or is killed. Its only argument is a NodePlan as JSON.

import { Fault } from '#core/fault.ts';
import { readConfig } from '#node/config.ts';
import { LocalNode } from '#node/local.ts';
import { serveReplica } from '#node/replica-server.ts';
import { serveNode } from '#node/server.ts';
import { testKey } from '#test/keys.ts';
import type { NodeMessage, NodePlan, NodeRequest } from '#test/node-process.ts';

/** How long a stop waits for requests under way. */
const SHUTDOWN_SECONDS = 10;
const RATE = 10_000_000;

// The plan is written by node-process.ts.
const plan = JSON.parse(process.argv[2] ?? '') as NodePlan;
const clock = (): number => Date.now() - plan.clockBehindMs;
const config = readConfig({
  env: {},
  cwd: plan.home,
  options: {
    home: plan.home,
    port: plan.port,
    shutdownSeconds: SHUTDOWN_SECONDS,
    requestsPerMinute: RATE,
    requestsPerMinuteAnonymous: RATE,
    ...(plan.publicAddress === undefined ? {} : { publicAddress: plan.publicAddress }),
    ...(plan.replica === undefined ? {} : { origin: plan.replica.origin }),
  },
});
const tell = (message: NodeMessage): void => void process.send?.(message);
const stop = plan.replica === undefined ? await origin() : await replica(plan.replica);

process.on('message', (request: NodeRequest) => {
  if (request === 'stop') {
    stop().then(() => {
      // From here on it has to end by itself: what is still open keeps it alive, and the test finds out.
      process.off('disconnect', leave);
      process.disconnect();
    }, fail);
    return;
  }
  if (globalThis.gc === undefined) throw new Fault('test_plan', 'the process was started without --expose-gc');
  globalThis.gc();
  const { rss, heapUsed, external } = process.memoryUsage();
  tell({ memory: { rssBytes: rss, heldBytes: heapUsed + external } });
});
process.on('disconnect', leave);

async function origin(): Promise<() => Promise<void>> {
  const node = await LocalNode.open({ home: plan.home, clock });
  const server = await serveNode(node, config, { clock });
  tell({ address: server.address });
  return async () => {
    await server.close();
    await node[Symbol.asyncDispose]();
  };
}

async function replica({
  ledgerId,
  actor,
  witnessName,
}: NonNullable<NodePlan['replica']>): Promise<() => Promise<void>> {
  const running = await serveReplica(config, {
    clock,
    ledgerId,
    identity: { actor, signer: testKey(actor) },
    witnessName,
    onStatus: ({ state, finding }) => tell({ status: { state, ...(finding === undefined ? {} : { finding }) } }),
    onFatal: fail,
  });
  tell({ address: running.address, witnessKey: [...(running.witnessKey ?? [])] });
  return () => running.close();
}

/** Whoever started it is gone. */
function leave(): void {
  process.exit();
}

function fail(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
