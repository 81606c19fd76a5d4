// An origin and a replica of one ledger, each in a process of its own with a home folder and a port that stay, and a rough
// network before the origin for clients, another for the replica.

import assert from 'node:assert/strict';
import { HttpTransport } from '#sdk/http-transport.ts';
import { testKey } from '#test/keys.ts';
import { type NodePlan, NodeProcess, type ToldStatus } from '#test/node-process.ts';
import { REPLICA_ACTOR } from '#test/trade-home.ts';
import { until } from '#test/until.ts';
import { START_MS } from '#test/world.ts';
import { RoughNetwork } from './rough-network.ts';

/** The name of the replica's witness. */
export const WITNESS = 'borealis-1';
/** Clients that soon try again, and soon give up. */
const QUICK = { attempts: 3, attemptMs: 1_500, pauseFirstMs: 20, pauseMostMs: 300 };

export type Side = 'origin' | 'replica';

/** Both nodes. */
export class TwoNodes {
  readonly ledgerId: string;
  readonly homes: { readonly [side in Side]: string };
  /** To the origin: for clients, and for the replica. */
  readonly networks: { readonly [side in 'clients' | 'replica']: RoughNetwork };
  /** Everything that the replica told of its origin. */
  readonly told: ToldStatus[] = [];
  readonly #running = new Map<Side, NodeProcess>();
  readonly #ports = { origin: 0, replica: 0 };
  readonly #clockBehindMs = Date.now() - START_MS;

  /** Starts both. @param homes of the origin, founded, and of the replica, not there yet */
  static async start(
    ledgerId: string,
    homes: { readonly [side in Side]: string },
    random: () => number,
  ): Promise<TwoNodes> {
    const at = { origin: 0 };
    const clients = await RoughNetwork.open(() => at.origin, random);
    const replica = await RoughNetwork.open(() => at.origin, random);
    const nodes = new TwoNodes(ledgerId, homes, { clients, replica });
    try {
      await nodes.begin('origin');
      at.origin = nodes.#ports.origin;
      await nodes.begin('replica');
      return nodes;
    } catch (error) {
      await nodes[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(
    ledgerId: string,
    homes: { readonly [side in Side]: string },
    networks: { readonly [side in 'clients' | 'replica']: RoughNetwork },
  ) {
    this.ledgerId = ledgerId;
    this.homes = homes;
    this.networks = networks;
  }

  /** Its process, which runs. */
  of(side: Side): NodeProcess {
    const node = this.#running.get(side);
    assert.ok(node, `the ${side} runs`);
    return node;
  }

  /** Starts a node on its folder and, once it had one, its port. */
  async begin(side: Side): Promise<void> {
    const plan = { home: this.homes[side], port: this.#ports[side], clockBehindMs: this.#clockBehindMs };
    const more: Partial<NodePlan> =
      side === 'origin'
        ? // The replica signs in under the name that its network has.
          { publicAddress: this.networks.replica.url }
        : {
            replica: {
              origin: this.networks.replica.url,
              ledgerId: this.ledgerId,
              actor: REPLICA_ACTOR,
              witnessName: WITNESS,
            },
          };
    // While a node is away, someone else's connection may have been given its port for a moment.
    const node = await until(`a port for the ${side}`, () =>
      NodeProcess.start({ ...plan, ...more }, (status) => this.told.push(status)).catch((error: Error) => {
        if (error.message.includes('address_in_use')) return undefined;
        throw error;
      }),
    );
    this.#running.set(side, node);
    this.#ports[side] = Number(new URL(node.address).port);
  }

  /** Ends a node, by kill -9 or gracefully. */
  async end(side: Side, how: 'kill' | 'stop'): Promise<void> {
    const node = this.of(side);
    this.#running.delete(side);
    await node[how]();
  }

  /** Throws where a process ended by itself. */
  assertAlive(): void {
    for (const node of this.#running.values()) node.assertAlive();
  }

  /** An actor's way to a node; to the origin through the clients' network. */
  transport(actor: string, to: Side): Promise<HttpTransport> {
    const { address } = this.of(to);
    const via = to === 'origin' ? this.networks.clients.url : address;
    return HttpTransport.connect(address, {
      ledgerId: this.ledgerId,
      identity: { actor, signer: testKey(actor) },
      clock: () => Date.now() - this.#clockBehindMs,
      // Signed in for the node's own address, and sent through the network.
      fetch: (input, init) => fetch(String(input).replace(address, via), init),
      ...QUICK,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const node of this.#running.values()) await node[Symbol.asyncDispose]();
    await this.networks.clients[Symbol.asyncDispose]();
    await this.networks.replica[Symbol.asyncDispose]();
  }
}
