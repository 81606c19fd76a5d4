// The tour's two nodes as the rest of the tour sees them: the origin of one member, which puts statements in order, and
// the replica of another, which executes them again and co-signs. How they are started is handed in.

import { join } from 'node:path';
import { Fault, isFault } from '#core/fault.ts';
import { HttpPort } from '#sdk/http-port.ts';
import type { ActorKeys } from '#sdk/web-keys.ts';
import { READY_ATTEMPTS, READY_PAUSE_MS } from './limits.ts';

/** Who runs the origin. */
export const ORIGIN_MEMBER = 'northwind';
/** Who runs the replica, as whom it reads the log, and the name in its co-signatures. */
export const REPLICA_MEMBER = 'watchful';
export const REPLICA_ACTOR = `${REPLICA_MEMBER}/node`;
export const WITNESS = 'watchful-1';

/** What the nodes are started with. */
export type NodesPlan = {
  readonly home: string;
  readonly ledgerId: string;
  /** Of the replica's actor. */
  readonly keys: ActorKeys;
  /** Ports to listen on; 0 is any free one. */
  readonly ports: { readonly origin: number; readonly replica: number };
  /** ms since 1970 */
  readonly clock: () => number;
  /** Aborted with a Fault: the nodes are not waited for any more. */
  readonly stop: AbortSignal;
};

/** Both nodes, listening. */
export type Nodes = {
  /** URL of the origin, without a slash at its end. */
  readonly origin: string;
  readonly replica: string;
  /** The witness's key, Ed25519, 32 bytes. */
  readonly witnessKey: Uint8Array;
  /** Aborted, with a Fault as its reason, where a node ended by itself. */
  readonly ended: AbortSignal;
  /** Ends both, and waits until they have. */
  [Symbol.asyncDispose](): Promise<void>;
};

/** A node ended by itself while it was needed. */
export class NodeEnded extends Fault {
  /** The last of its log. */
  readonly lines: readonly string[];

  constructor(message: string, lines: readonly string[]) {
    super('tour_node_ended', message);
    this.lines = lines;
  }
}

/** Starts both nodes. @throws Fault `tour_node_ended` where one does not come up, `address_in_use` */
export type StartNodes = (plan: NodesPlan) => Promise<Nodes>;

/** Where things lie in the tour's home folder. */
export function tourPaths(home: string) {
  return {
    keys: join(home, 'keys'),
    origin: join(home, 'origin'),
    replica: join(home, 'replica'),
    originLog: join(home, 'origin.log'),
    replicaLog: join(home, 'replica.log'),
  };
}

/** The key file of an actor of the cast. */
export function keyPath(home: string, actor: string): string {
  return join(tourPaths(home).keys, `${actor.replace('/', '-')}.json`);
}

/**
 * A fetch that begins nothing once the signal is aborted, and then throws its reason: every request of the tour goes
 * through it. What is under way is answered, so that a statement that was sent has its outcome.
 */
export function fetchUntil(signal: AbortSignal): typeof fetch {
  return async (input, init) => {
    signal.throwIfAborted();
    try {
      return await fetch(input, init);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  };
}

/** Waits until both nodes say that they are ready. @throws Fault `tour_node_unready`, the signal's reason */
export async function untilReady({ origin, replica }: Nodes, http: typeof fetch): Promise<void> {
  const options = { fetch: http, attempts: READY_ATTEMPTS, pauseFirstMs: READY_PAUSE_MS, pauseMostMs: READY_PAUSE_MS };
  for (const url of [origin, replica]) {
    try {
      await new HttpPort(url, options).bytes({ method: 'GET', path: '/health/ready' });
    } catch (cause) {
      if (!isFault(cause) || isOfTour(cause)) throw cause;
      throw new Fault('tour_node_unready', `the node at ${url} did not become ready: ${cause.message}`, { cause });
    }
  }
}

/** True for what ended the tour itself: no step may give it another name. */
export function isOfTour({ code }: Fault): boolean {
  return code.startsWith('tour_');
}
