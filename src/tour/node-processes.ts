// The tour's nodes as an operator runs them: `touchmark serve` and `touchmark replica`, each in a process of its own.

import { fromBase64url } from '#core/bytes.ts';
import { DEMO_PASSPHRASE } from './cast.ts';
import { NODE_SHUTDOWN_SECONDS } from './limits.ts';
import { NodeProcess, type NodeProcessOptions } from './node-process.ts';
import {
  keyPath,
  type NodesPlan,
  ORIGIN_MEMBER,
  REPLICA_ACTOR,
  REPLICA_MEMBER,
  type StartNodes,
  tourPaths,
  WITNESS,
} from './nodes.ts';

/** The program that serves, and the environment in which. */
export type Program = {
  /** File of the `touchmark` command. */
  readonly main: string;
  readonly env: { readonly [name: string]: string | undefined };
};

const STOP_SOON = ['--shutdown-seconds', String(NODE_SHUTDOWN_SECONDS)];

/** How the nodes are started with this program. Settings in the environment are the origin's. */
export function nodeProcesses(program: Program): StartNodes {
  return async (plan) => {
    await using starting = new AsyncDisposableStack();
    const origin = starting.use(new NodeProcess(originOptions(program, plan)));
    const originUrl = await origin.greeting(([line = '']) => / at (https?:\/\/\S+)$/.exec(line)?.[1], plan.stop);
    const replica = starting.use(new NodeProcess(replicaOptions(program, plan, originUrl)));
    const { url, key } = await replica.greeting(replicaGreeting, plan.stop);
    // Both run: from here on whoever gets them ends them, the replica first.
    const running = starting.move();
    return {
      origin: originUrl,
      replica: url,
      witnessKey: fromBase64url(key),
      ended: AbortSignal.any([origin.ended, replica.ended]),
      [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
    };
  };
}

function originOptions({ main, env }: Program, { home, ports }: NodesPlan): NodeProcessOptions {
  const { origin, originLog, keys } = tourPaths(home);
  // Where others reach the node, nobody is handed the cast's keys.
  const isHere = env.TOUCHMARK_HOST === undefined && env.TOUCHMARK_PUBLIC_ADDRESS === undefined;
  const demo = isHere ? ['--demo-actors', keys] : [];
  return {
    who: `the origin of ${ORIGIN_MEMBER}`,
    program: main,
    args: ['serve', '--home', origin, '--port', env.TOUCHMARK_PORT ?? String(ports.origin), ...demo, ...STOP_SOON],
    ...{ env, cwd: home, log: originLog },
  };
}

function replicaOptions({ main, env }: Program, plan: NodesPlan, origin: string): NodeProcessOptions {
  const { home, ledgerId, ports } = plan;
  const { replica, replicaLog } = tourPaths(home);
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TOUCHMARK_')));
  return {
    who: `the replica of ${REPLICA_MEMBER}`,
    program: main,
    args: [
      ...['replica', '--from', origin, '--ledger', ledgerId, '--as', keyPath(home, REPLICA_ACTOR)],
      ...['--witness', WITNESS, '--home', replica, '--port', String(ports.replica), ...STOP_SOON],
    ],
    env: { ...own, TOUCHMARK_PASSPHRASE: DEMO_PASSPHRASE },
    ...{ cwd: home, log: replicaLog },
  };
}

function replicaGreeting(lines: readonly string[]): { readonly url: string; readonly key: string } | undefined {
  const [, url] = / at (https?:\/\/\S+)$/.exec(lines[0] ?? '') ?? [];
  const key = lines.flatMap((line) => /^co-signs as \S+, key ([A-Za-z0-9_-]{43});/.exec(line)?.[1] ?? [])[0];
  return url === undefined || key === undefined ? undefined : { url, key };
}
