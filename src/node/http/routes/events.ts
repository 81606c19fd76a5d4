// Following the ledger: server-sent events (WHATWG HTML, section 9.2), each statement once to those who may see it, in the
// order of the log. A connection that was lost goes on behind the last index that arrived.

import { Fault } from '#core/fault.ts';
import { object, Type } from '#core/schema.ts';
import type { Reader } from '../../access.ts';
import { EventFollower } from '../event-follower.ts';
import { answers, Index, type Routes } from '../schemas.ts';

/** Who follows, and how far each is. */
export const eventRoutes: Routes = async (app, { served, sessions, config }) => {
  const { followers } = served;
  const open = new Set<EventFollower>();
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
      const follower = new EventFollower({ response: reply.raw, feed: served.feed, after, reader });
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
