// Following the ledger: server-sent events (WHATWG HTML, section 9.2), each statement once to those who may see it, in the
// order of the log. A connection that was lost goes on behind the last index that arrived.

import type { ServerResponse } from 'node:http';
import { Fault } from '#core/fault.ts';
import { object, Type } from '#core/schema.ts';
import type { Reader } from '../../access.ts';
import type { Feed } from '../../feed.ts';
import { ENTRIES_AT_ONCE, FOLLOWER_BYTES, HEARTBEAT_MS } from '../../limits.ts';
import { answers, Index, type Routes } from '../schemas.ts';

/** Who follows, and how far each is. */
export const eventRoutes: Routes = async (app, { served, sessions, config }) => {
  const { followers } = served;
  const open = new Set<Follower>();
  app.addHook('preClose', async () => {
    for (const follower of open) follower.end();
  });

  app.get(
    '/v1/events',
    {
      schema: {
        summary: 'Follow the statements that I may see (text/event-stream)',
        description:
          'Events: `entry`, whose id is its index, and `head`. Goes on behind `Last-Event-ID` or `after`; without either, from now on.',
        querystring: object({ after: Type.Optional(Index) }),
        response: answers({
          200: { description: 'Server-sent events.', content: { 'text/event-stream': { schema: Type.String() } } },
        }),
      },
    },
    (request, reply) => {
      const name = request.reader?.member ?? `ip ${request.ip}`;
      const own = [...followers.values()].filter((one) => one === name).length;
      if (followers.size >= config.eventFollowersMost || own >= config.eventFollowersPerMember) {
        throw new Fault('followers_full', `as many connections as this node has for ${name} follow already`);
      }
      const after = startOf(request.headers['last-event-id']) ?? request.query.after ?? served.ledger.head.size - 1;
      const { token } = request;
      // Looked up at each turn: a role that changed or a key that was revoked counts at once.
      const reader = (): Reader => (token === undefined ? undefined : sessions.holder(token));
      reply.hijack();
      const headers = reply.getHeaders() as Record<string, string>;
      reply.raw.writeHead(200, {
        ...headers,
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        connection: 'close',
      });
      const follower = new Follower({ response: reply.raw, feed: served.feed, after, reader });
      followers.set(follower, name);
      open.add(follower);
      reply.raw.on('close', () => {
        follower.end();
        followers.delete(follower);
        open.delete(follower);
      });
      follower.start();
    },
  );
};

function startOf(lastEventId: string | string[] | undefined): number | undefined {
  return typeof lastEventId === 'string' && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : undefined;
}

/** One connection: it is given as much as it takes, and never the same twice. */
class Follower {
  readonly #response: ServerResponse;
  readonly #feed: Feed;
  readonly #reader: () => Reader;
  readonly #stopListening: () => void;
  readonly #heartbeat: NodeJS.Timeout;
  #after: number;
  #head = -1;
  #isWaiting = false;

  constructor(options: {
    readonly response: ServerResponse;
    readonly feed: Feed;
    readonly after: number;
    readonly reader: () => Reader;
  }) {
    this.#response = options.response;
    this.#feed = options.feed;
    this.#after = options.after;
    this.#reader = options.reader;
    this.#stopListening = this.#feed.onBlock(() => this.#turn());
    this.#heartbeat = setInterval(() => this.#response.write(': still here\n\n'), HEARTBEAT_MS);
    this.#heartbeat.unref();
    this.#response.on('drain', () => {
      this.#isWaiting = false;
      this.#turn();
    });
  }

  start(): void {
    this.#response.write(': touchmark\n\n');
    this.#turn();
  }

  end(): void {
    this.#stopListening();
    clearInterval(this.#heartbeat);
    if (!this.#response.writableEnded) this.#response.end();
  }

  #turn(): void {
    if (this.#isWaiting || this.#response.writableEnded) return;
    let reader: Reader;
    try {
      reader = this.#reader();
    } catch {
      // The session ended: the client signs in again and resumes.
      this.end();
      return;
    }
    for (;;) {
      const entries = this.#feed.entriesAfter(reader, this.#after, ENTRIES_AT_ONCE);
      for (const entry of entries) {
        this.#after = entry.index;
        this.#response.write(`id: ${entry.index}\nevent: entry\ndata: ${this.#feed.textOf(entry)}\n\n`);
      }
      if (this.#response.writableLength > FOLLOWER_BYTES) {
        this.end();
        return;
      }
      if (this.#response.writableNeedDrain) {
        this.#isWaiting = true;
        return;
      }
      if (entries.length < ENTRIES_AT_ONCE) break;
    }
    this.#tellHead();
  }

  #tellHead(): void {
    const { size, height } = this.#feed.head;
    if (size === this.#head) return;
    this.#head = size;
    this.#response.write(`event: head\ndata: ${JSON.stringify({ size, height })}\n\n`);
  }
}
