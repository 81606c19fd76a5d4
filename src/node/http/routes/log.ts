// The log itself: checkpoints and tiles as C2SP lays them out. Hashes are for anyone; entries only for the nodes of
// members, which execute them.

import { Fault } from '#core/fault.ts';
import { object, oneOf, Type } from '#core/schema.ts';
import { parseTilePath } from '#core/tile.ts';
import { mayReadLog } from '../../access.ts';
import { answers, bytes, type Routes } from '../schemas.ts';
import { LOG_CACHING, tileBytes } from '../tiles.ts';

/** The log as tiles, and its head. */
export const logRoutes: Routes = async (app, { served }) => {
  const { ledger, witnessing } = served;

  const note = { description: 'A signed note.', content: { 'text/plain': { schema: Type.String() } } };

  app.get(
    '/log/checkpoint',
    {
      schema: {
        summary: 'The last checkpoint, with the co-signatures that it has (C2SP tlog-checkpoint)',
        description: '`for=witnesses` gives the one that witnesses are asked to co-sign: the same for a while.',
        querystring: object({ for: Type.Optional(oneOf('witnesses')) }),
        response: answers({ 200: note }),
      },
    },
    async ({ query }, reply) => {
      const newest = (): Promise<string> => served.checkpoint();
      const found = query.for === undefined ? await newest() : await witnessing.wanted(newest);
      return reply
        .header('cache-control', LOG_CACHING.checkpoint)
        .type('text/plain; charset=utf-8')
        .send(witnessing.withCosignatures(found));
    },
  );

  app.get(
    '/log/tile/*',
    {
      schema: {
        summary: 'A tile (C2SP tlog-tiles)',
        description:
          '`<level>/<index>` holds hashes, for anyone; `entries/<index>` holds leaves, for nodes of members. A partial tile ends in `.p/<width>`.',
        params: object({ '*': Type.String({ maxLength: 128 }) }),
        response: answers({ 200: bytes('application/octet-stream', 'The tile.') }),
      },
    },
    async ({ params, reader }, reply) => {
      const name = parseTilePath(`tile/${params['*']}`);
      const isOpen = name.level !== undefined;
      if (!isOpen && !mayReadLog(reader)) {
        throw new Fault('log_not_granted', 'the log’s entries are given to actors with the role node only');
      }
      const tile = tileBytes(ledger, name);
      const caching = isOpen ? LOG_CACHING.hashes : LOG_CACHING.entries;
      return reply.header('cache-control', caching).type('application/octet-stream').send(Buffer.from(tile));
    },
  );
};
