// An origin that listens: ledger, engine and vault behind HTTP.

import type { FastifyInstance } from 'fastify';
import { equalBytes } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import type { Ledger } from '#ledger/ledger.ts';
import type { Config } from './config.ts';
import type { Served } from './http/served.ts';
import { type Listening, listen, type ServerOptions, stopListening } from './listen.ts';
import { homePaths, type LocalNode } from './local.ts';
import { openNodeDb } from './node-db.ts';
import { readSignedHead } from './replica/signed-head.ts';
import { openServices } from './services.ts';

/** A node that listens. */
export type RunningServer = {
  /** Where it listens, as a URL without a slash at the end. */
  readonly address: string;
  readonly app: FastifyInstance;
  /** Takes no new requests, ends those under way, and closes; the node itself stays open. */
  close(): Promise<void>;
};

/** Serves an origin. @throws those of listen and openNodeDb */
export async function serveNode(node: LocalNode, config: Config, options: ServerOptions): Promise<RunningServer> {
  const db = openNodeDb(homePaths(config.home).nodeDb);
  const services = openServices({
    ...{ ledger: node.ledger, feed: node.feed, db, config, clock: options.clock },
    waiting: () => node.waiting,
    report: (error) => listening?.app.log.error({ err: error }, 'a webhook failed on this side'),
  });
  let listening: Listening | undefined;
  const served: Served = {
    role: 'origin',
    ledger: node.ledger,
    vault: node.vault,
    feed: node.feed,
    ...services,
    clock: options.clock,
    submit: (statement) => node.submit(statement),
    checkpoint: () => node.ledger.checkpoint(),
    compare: (note) => compareWithOwn(node.ledger, note),
    notReady: () => undefined,
  };
  try {
    const own = await listen(served, config, options);
    listening = own;
    services.webhooks.start();
    let closed: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      await stopListening(own, config);
      await services.webhooks[Symbol.asyncDispose]();
      await services.about[Symbol.asyncDispose]();
      db[Symbol.dispose]();
    };
    return {
      ...own,
      close: () => {
        closed ??= close();
        return closed;
      },
    };
  } catch (error) {
    await services.about[Symbol.asyncDispose]();
    db[Symbol.dispose]();
    throw error;
  }
}

/** An origin knows its own log: one that it does not have was signed by someone with its key. */
function compareWithOwn(ledger: Ledger, note: string): 'same' {
  const { size, root } = readSignedHead(note, { genesis: ledger.genesis, ledgerId: ledger.id });
  if (size <= ledger.head.size && size > 0 && equalBytes(ledger.tree.root(size), root)) return 'same';
  throw new Fault('checkpoint_conflicts', `this node signed no such head of ${size} entries, yet it has its signature`);
}
