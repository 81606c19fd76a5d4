// A replica that listens: it follows an origin over HTTP, serves what it has executed, and says how it stands. Where the
// origin is found dishonest it goes on serving what was right, and signs no more.

import { mkdirSync } from 'node:fs';
import { createRegistry } from '#contracts/index.ts';
import { Fault } from '#core/fault.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { HttpLogSource } from '#sdk/http-log-source.ts';
import { HttpPort } from '#sdk/http-port.ts';
import type { Identity } from '#sdk/http-session.ts';
import { wait } from '#sdk/wait.ts';
import { BlobStore } from '#vault/blob-store.ts';
import type { Config } from './config.ts';
import { Feed } from './feed.ts';
import type { Served } from './http/served.ts';
import { NEWS_MS, PEERS_MS } from './limits.ts';
import { type Listening, listen, type ServerOptions, stopListening } from './listen.ts';
import { homePaths } from './local.ts';
import { type NodeDb, openNodeDb } from './node-db.ts';
import { followOn } from './replica/follow-loop.ts';
import { Follower } from './replica/follower.ts';
import type { FollowerStatus } from './replica/follower-options.ts';
import { openServices } from './services.ts';

/** What a replica is started with besides its settings. */
export type ReplicaOptions = ServerOptions & {
  /** The ledger that the operator means. */
  readonly ledgerId: string;
  /** The actor, of the role node, as whom the log is read. */
  readonly identity: Identity;
  /** The name in co-signatures, where the replica is a witness. */
  readonly witnessName?: string;
  /** Told where something is found, or the state changes. */
  readonly onStatus?: (status: FollowerStatus) => void;
  /** Told once where this machine fails: the process must end. */
  readonly onFatal: (error: unknown) => void;
};

/** A replica that listens. */
export type RunningReplica = {
  readonly address: string;
  status(): FollowerStatus;
  /** Its key in co-signatures, Ed25519, where it is a witness. */
  readonly witnessKey: Uint8Array | undefined;
  close(): Promise<void>;
};

/** Serves a replica of the node at `config.origin`. @throws as Follower.open, listen, openNodeDb; Fault `config_invalid` */
export async function serveReplica(config: Config, options: ReplicaOptions): Promise<RunningReplica> {
  const { origin } = config;
  if (origin === undefined)
    throw new Fault('config_invalid', 'origin: expected the URL of the node to follow, got none');
  const { ledgerId, identity, clock, witnessName = config.witness } = options;
  const pool = new SignaturePool();
  const checkpoints = witnessName === undefined ? 'newest' : 'to-cosign';
  const source = new HttpLogSource(origin, { ledgerId, identity, checkpoints });
  mkdirSync(config.home, { recursive: true, mode: 0o700 });
  const replica = new Replica(config, options);
  const follower = await Follower.open({
    ...{ home: config.home, ledgerId, source, pool, clock },
    registry: createRegistry(),
    ...(witnessName === undefined ? {} : { witnessName }),
    onProgress: () => replica.announce(),
  });
  try {
    await replica.serve(follower);
  } catch (error) {
    follower[Symbol.dispose]();
    await pool[Symbol.asyncDispose]();
    throw error;
  }
  const stop = new AbortController();
  const following = replica.follow(stop.signal).catch(options.onFatal);
  return {
    address: replica.address,
    status: () => follower.status(),
    witnessKey: follower.witness?.signer.publicKey,
    close: async () => {
      stop.abort();
      await following;
      await replica.close();
      follower[Symbol.dispose]();
      await source[Symbol.asyncDispose]();
      await pool[Symbol.asyncDispose]();
    },
  };
}

class Replica {
  readonly #config: Config;
  readonly #options: ReplicaOptions;
  readonly #db: NodeDb;
  #follower: Follower | undefined;
  #feed: Feed | undefined;
  #listening: Listening | undefined;
  #about: Served['about'] | undefined;

  constructor(config: Config, options: ReplicaOptions) {
    this.#config = config;
    this.#options = options;
    this.#db = openNodeDb(homePaths(config.home).nodeDb);
  }

  get address(): string {
    return this.#listening?.address ?? '';
  }

  announce(): void {
    this.#feed?.announce();
  }

  async serve(follower: Follower): Promise<void> {
    this.#follower = follower;
    const { ledger } = follower;
    const feed = new Feed(ledger);
    this.#feed = feed;
    const { clock, logger } = this.#options;
    const { vault } = homePaths(this.#config.home);
    const services = openServices({
      ...{ ledger, feed, clock, db: this.#db, config: this.#config },
      waiting: () => 0,
      report: (error) => this.#listening?.app.log.error({ err: error }, 'a webhook failed on this side'),
    });
    const served: Served = {
      role: 'replica',
      ...{ ledger, feed, clock },
      vault: await BlobStore.open(vault),
      ...services,
      submit: () => Promise.reject(this.#notOrigin()),
      checkpoint: async () => {
        const note = ledger.storedCheckpoint();
        if (note !== undefined) return note;
        throw new Fault('replica_behind', 'this replica has taken nothing from its origin yet: ask again in a moment');
      },
      compare: (note) => {
        const compared = follower.compareWith(note);
        if (typeof compared === 'string') return compared;
        throw new Fault('checkpoint_conflicts', compared.sentence);
      },
      status: () => follower.status(),
      notReady: () => (follower.status().lastSeenMs === undefined ? 'the origin was not reached yet' : undefined),
    };
    const port = this.#listening === undefined ? this.#config.port : Number(new URL(this.address).port);
    if (this.#listening !== undefined) await stopListening(this.#listening, this.#config);
    await this.#about?.[Symbol.asyncDispose]();
    this.#about = services.about;
    this.#listening = await listen(served, this.#config, { port, ...(logger === undefined ? {} : { logger }) });
  }

  /** Follows until the signal; compares with peers meanwhile. */
  async follow(signal: AbortSignal): Promise<void> {
    const follower = this.#follower;
    if (follower === undefined) return;
    const told = { state: '', finding: '' };
    const tell = async (): Promise<void> => {
      const status = follower.status();
      if (status.state === told.state && (status.finding?.sentence ?? '') === told.finding) return;
      Object.assign(told, { state: status.state, finding: status.finding?.sentence ?? '' });
      this.#options.onStatus?.(status);
      // After a wrong block the follower's ledger is another object of the same file.
      if (status.state === 'stopped_on_evidence') await this.serve(follower);
    };
    const pause = (ms: number): Promise<void> => wait(ms, signal).catch(() => undefined);
    const comparing = this.#comparePeers(follower, signal);
    await followOn(follower, {
      signal,
      random: Math.random,
      wait: async (ms) => {
        await tell();
        await pause(ms);
      },
      waitForNews: async () => {
        await tell();
        await pause(NEWS_MS);
      },
    });
    await tell();
    await comparing;
  }

  async close(): Promise<void> {
    if (this.#listening !== undefined) await stopListening(this.#listening, this.#config);
    await this.#about?.[Symbol.asyncDispose]();
    this.#db[Symbol.dispose]();
  }

  /** What each peer was shown, against what this replica was shown. A peer that cannot be reached says nothing. */
  async #comparePeers(follower: Follower, signal: AbortSignal): Promise<void> {
    const peers = this.#config.peers.map((url) => new HttpPort(url, { attempts: 1 }));
    while (peers.length > 0 && !signal.aborted) {
      for (const peer of peers) {
        try {
          const note = await peer.bytes({ method: 'GET', path: '/log/checkpoint', signal });
          follower.compareWith(new TextDecoder().decode(note));
        } catch (error) {
          if (!(error instanceof Fault) && !signal.aborted) throw error;
        }
      }
      await wait(PEERS_MS, signal).catch(() => undefined);
    }
  }

  #notOrigin(): Fault {
    return new Fault('node_is_replica', `this node follows ${this.#config.origin}: send statements and files there`);
  }
}
