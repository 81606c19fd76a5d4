// What a node keeps and tells beside its ledger: who fetched which file, who co-signed, webhooks, figures, open streams.

import type { Ledger } from '#ledger/ledger.ts';
import { EntriesAbout } from './about.ts';
import type { Config } from './config.ts';
import { Cosignatures } from './cosignatures.ts';
import { openSecret } from './cursor.ts';
import type { Feed } from './feed.ts';
import { FileAccesses } from './file-accesses.ts';
import { homePaths } from './local.ts';
import { Metrics } from './metrics.ts';
import type { NodeDb } from './node-db.ts';
import { openWebhooks } from './webhooks/open-webhooks.ts';
import type { Webhooks } from './webhooks/webhooks.ts';
import { Witnessing } from './witnessing.ts';

/** What the services hang on. */
export type ServicesPlace = {
  readonly ledger: Ledger;
  readonly feed: Feed;
  readonly db: NodeDb;
  readonly config: Config;
  /** ms since 1970 */
  readonly clock: () => number;
  /** Statements that are taken and not durable yet. */
  readonly waiting: () => number;
  /** Told of what goes wrong on this node's side, outside any request. */
  readonly report: (error: unknown) => void;
};

/** The services of one node. */
export type Services = {
  readonly about: EntriesAbout;
  readonly accesses: FileAccesses;
  readonly witnessing: Witnessing;
  readonly webhooks: Webhooks;
  readonly metrics: Metrics;
  /** Open event streams, each with the name of who follows. */
  readonly followers: Map<object, string>;
  /** Seals cursors; the same from start to start. */
  readonly secret: Uint8Array;
};

/** Opens them; webhooks wait for their start. */
export function openServices({ ledger, feed, db, config, clock, waiting, report }: ServicesPlace): Services {
  const witnessing = new Witnessing(ledger, new Cosignatures(db), clock);
  const webhooks = openWebhooks({ db, feed, config, clock, report });
  const followers = new Map<object, string>();
  const metrics = new Metrics({
    clock,
    waiting,
    head: () => ledger.head,
    witnessedSize: () => witnessing.witnessedSize(),
    witnesses: () => witnessing.live().map(({ name }) => ({ name, size: witnessing.latestSizeOf(name) })),
    followers: () => followers.size,
    webhooks: () => webhooks.totals(),
  });
  const secret = openSecret(homePaths(config.home).secret);
  const about = new EntriesAbout(ledger, homePaths(config.home).about);
  return { about, accesses: new FileAccesses(db), witnessing, webhooks, metrics, followers, secret };
}
