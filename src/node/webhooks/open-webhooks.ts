// Webhooks as a server has them: in the node's file, fed by its ledger, with the machine's timers, names and randomness.

import { randomBytes, randomInt } from 'node:crypto';
import type { Config } from '../config.ts';
import type { NodeDb } from '../node-db.ts';
import { systemResolve } from './post.ts';
import type { EntryFeed } from './runner.ts';
import { systemTimers } from './timers.ts';
import { WebhookStore } from './webhook-store.ts';
import { Webhooks } from './webhooks.ts';

/** What they hang on. */
export type WebhooksPlace = {
  readonly db: NodeDb;
  readonly feed: EntryFeed;
  readonly config: Pick<Config, 'webhookAllowPrivate' | 'webhookAllowLoopback'>;
  /** ms since 1970 */
  readonly clock: () => number;
  /** Told of what is wrong on this node's side. */
  readonly report: (error: unknown) => void;
};

const JITTER_STEPS = 1_000_000;

/** The webhooks of a node, stopped. Started, they go on where they were. */
export function openWebhooks({ db, feed, config, clock, report }: WebhooksPlace): Webhooks {
  return new Webhooks({
    store: new WebhookStore(db),
    feed,
    timers: systemTimers(clock),
    policy: { allowPrivate: config.webhookAllowPrivate, allowLoopback: config.webhookAllowLoopback },
    resolve: systemResolve,
    jitter: () => randomInt(JITTER_STEPS) / JITTER_STEPS,
    random: (length) => new Uint8Array(randomBytes(length)),
    report,
  });
}
