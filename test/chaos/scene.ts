// Senders and watchers around two nodes, and the blows that fall on them: a round lets statements through bad weather,
// then waits in fair weather until everyone knows everything.

import assert from 'node:assert/strict';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64url } from '#core/bytes.ts';
import type { FollowerStatus } from '#node/replica/follower-options.ts';
import { Client } from '#sdk/client.ts';
import { testKey } from '#test/keys.ts';
import { seededRandom } from '#test/load.ts';
import { foundTrade, REPLICA_ACTOR } from '#test/trade-home.ts';
import { until } from '#test/until.ts';
import { Watcher } from '#test/watcher.ts';
import { Sender } from './sender.ts';
import { type Side, TwoNodes, WITNESS } from './two-nodes.ts';

/** What befalls the nodes and their networks. */
const BLOWS = ['cut', 'down', 'kill origin', 'kill replica', 'kill both', 'stop origin', 'stop replica'] as const;
type Blow = (typeof BLOWS)[number];
/** Statements that come to an end between two blows, at most. */
const BETWEEN_BLOWS = 24;
/** Connections that find nobody while a node or a network is away, at most. */
const AWAY = 6;
/** A replica that failed in a row waits long before it tries again. */
const RECOVERY_MS = 90_000;
const WATCHERS: readonly (readonly [actor: string, at: Side])[] = [
  ['acme/admin', 'origin'],
  ['borealis/finance', 'origin'],
  [REPLICA_ACTOR, 'origin'],
  ['acme/finance', 'replica'],
  [REPLICA_ACTOR, 'replica'],
];

type Status = Pick<FollowerStatus, 'state' | 'size' | 'cosignedSize' | 'finding'>;

/** One run. */
export class Scene {
  readonly nodes: TwoNodes;
  readonly senders: readonly Sender[];
  readonly watchers: readonly Watcher[];
  /** The first entry that is not of the founding. */
  readonly firstIndex: number;
  /** How often each blow fell. */
  readonly fallen = new Map<Blow, number>();
  readonly #random: () => number;
  readonly #toCome: Blow[] = [];
  #failure: unknown;

  /** Founds a ledger in a folder, starts two nodes, and everyone begins to follow. */
  static async open(folder: string, seed: number): Promise<Scene> {
    const homes = { origin: `${folder}/origin`, replica: `${folder}/replica` };
    const { ledgerId } = await foundTrade(homes.origin);
    const random = seededRandom(seed);
    const nodes = await TwoNodes.start(ledgerId, homes, random);
    try {
      const { index } = await registerWitness(nodes, random);
      // A replica knows nobody before it has their keys.
      await until('the replica has the founding', async () => (await statusOf(nodes, 'replica')).size > index);
      const watchers = await Promise.all(
        WATCHERS.map(
          async ([actor, at]) => new Watcher(`${actor} at the ${at}`, actor, await nodes.transport(actor, at)),
        ),
      );
      const senders = await Promise.all(
        ['acme', 'borealis'].map(
          async (member) => new Sender(member, await nodes.transport(`${member}/admin`, 'origin'), random),
        ),
      );
      return new Scene({ nodes, senders, watchers, firstIndex: index + 1, random });
    } catch (error) {
      await nodes[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(made: Pick<Scene, 'nodes' | 'senders' | 'watchers' | 'firstIndex'> & { random: () => number }) {
    this.nodes = made.nodes;
    this.senders = made.senders;
    this.watchers = made.watchers;
    this.firstIndex = made.firstIndex;
    this.#random = made.random;
  }

  /** Each sender sends so many statements in bad weather, while so many blows fall. */
  async storm(statements: number, blows: number): Promise<void> {
    const { clients, replica } = this.nodes.networks;
    clients.weather = 'rough';
    replica.weather = 'rough';
    let done = 0;
    const sending = Promise.all(this.senders.map((sender) => sender.send(statements, () => void done++)));
    sending.catch((error: unknown) => {
      this.#failure = error;
    });
    const total = statements * this.senders.length;
    let due = 0;
    for (const blow of this.#drawn(blows)) {
      due = Math.min(total, due + 1 + Math.floor(this.#random() * BETWEEN_BLOWS));
      await this.#until('the next blow', () => done >= due);
      await this.#fall(blow);
      this.fallen.set(blow, (this.fallen.get(blow) ?? 0) + 1);
    }
    await sending;
  }

  /** Fair weather: what was given up is sent again, and the replica comes to have the whole log, co-signed. */
  async recover(): Promise<void> {
    const { clients, replica } = this.nodes.networks;
    clients.calm();
    replica.calm();
    for (const sender of this.senders) await sender.sendAgain();
    const { size } = await statusOf(this.nodes, 'origin');
    await this.#until('the replica has it all and co-signed it', async () => {
      const status = await statusOf(this.nodes, 'replica');
      assert.notEqual(status.state, 'stopped_on_evidence', status.finding?.sentence);
      return status.size === size && status.cosignedSize === size;
    });
  }

  /** Waits until every watcher was shown as many statements as there are for it. */
  async watched(count: (watcher: Watcher) => number): Promise<void> {
    for (const watcher of this.watchers) {
      await this.#until(`${watcher.name} sees everything`, () => watcher.seen.length >= count(watcher));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const watcher of this.watchers) await watcher[Symbol.asyncDispose]();
    await this.nodes[Symbol.asyncDispose]();
  }

  /** Blows in an order of chance; none comes twice before each came once. */
  #drawn(count: number): readonly Blow[] {
    const drawn: Blow[] = [];
    for (let i = 0; i < count; i++) {
      if (this.#toCome.length === 0) this.#toCome.push(...BLOWS);
      const [blow] = this.#toCome.splice(Math.floor(this.#random() * this.#toCome.length), 1);
      if (blow !== undefined) drawn.push(blow);
    }
    return drawn;
  }

  async #fall(blow: Blow): Promise<void> {
    const { clients, replica } = this.nodes.networks;
    if (blow === 'cut') {
      clients.cut();
      replica.cut();
    } else if (blow === 'down') {
      clients.downFor = this.#away();
      replica.downFor = this.#away();
    } else if (blow === 'kill both') {
      await this.nodes.end('origin', 'kill');
      await this.nodes.end('replica', 'kill');
      await this.nodes.begin('origin');
      await this.nodes.begin('replica');
    } else {
      // The names of these blows are made of the two.
      const [how, side] = blow.split(' ') as ['kill' | 'stop', Side];
      await this.nodes.end(side, how);
      const missed = clients.unreached + this.#away();
      if (side === 'origin') await this.#until('clients miss the origin', () => clients.unreached >= missed);
      await this.nodes.begin(side);
    }
  }

  #away(): number {
    return 1 + Math.floor(this.#random() * AWAY);
  }

  /** Waits for something while everyone is well. */
  async #until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
    const look = (): boolean | Promise<boolean> => {
      if (this.#failure !== undefined) throw this.#failure;
      this.nodes.assertAlive();
      for (const watcher of this.watchers) watcher.assertFollowing();
      return condition();
    };
    await until(what, look, RECOVERY_MS);
  }
}

async function registerWitness(nodes: TwoNodes, random: () => number): Promise<{ readonly index: number }> {
  const transport = await nodes.transport('borealis/admin', 'origin');
  const admin = new Client({
    transport,
    actor: 'borealis/admin',
    signer: testKey('borealis/admin'),
    clock: () => transport.nowMs(),
    random: (length) => Uint8Array.from({ length }, () => Math.floor(random() * 256)),
  });
  const publicKey = base64url(nodes.of('replica').witnessKey);
  return admin.do(membershipInterface, 'registerWitness', { name: WITNESS, publicKey });
}

async function statusOf(nodes: TwoNodes, side: Side): Promise<Status> {
  const response = await fetch(`${nodes.of(side).address}/v1/replica`);
  // As the node's own description of its answers says; test/http holds it to that.
  return (await response.json()) as Status;
}
