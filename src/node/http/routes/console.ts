// The web console: one page, and the files that it names. Where it was not built, the node says so, and serves as before.

import { Fault } from '#core/fault.ts';
import { object, Type } from '#core/schema.ts';
import { CONSOLE_TYPES, sendFile } from '../console-files.ts';
import { answers, type Routes } from '../schemas.ts';

const NOT_BUILT =
  'This node serves its API (/openapi.json); its console was not built: node tools/build-console.ts builds it, and the next start serves it.\n';

const text = { schema: Type.String() };
const mediaTypes = Object.values(CONSOLE_TYPES).map((type) => type.split(';')[0] ?? type);

/** One page asks for some dozens at its first visit, and a plant may come from one address. */
const ASSETS_PER_MINUTE = 60_000;

/** The page and its files. */
export const consoleRoutes: Routes = async (app, { consoleFiles }) => {
  app.get(
    '/',
    {
      schema: {
        summary: 'The web console',
        description: 'A page; where it was not built, a sentence that says so.',
        response: answers({
          200: { description: 'The page.', content: { 'text/html': text, 'text/plain': text } },
        }),
      },
    },
    ({ headers }, reply) => {
      const page = consoleFiles?.get('index.html');
      if (page === undefined) return reply.type('text/plain; charset=utf-8').send(NOT_BUILT);
      return sendFile(reply, page, { encodings: headers['accept-encoding'], isHashed: false });
    },
  );

  app.get(
    '/assets/:name',
    {
      config: { rateLimit: { max: ASSETS_PER_MINUTE, groupId: 'assets' } },
      schema: {
        summary: 'A file of the web console',
        description: 'Its name holds a hash of its content: it may be kept for ever.',
        params: object({ name: Type.String({ maxLength: 128 }) }),
        response: answers({
          200: { description: 'The file.', content: Object.fromEntries(mediaTypes.map((type) => [type, text])) },
        }),
      },
    },
    ({ params, headers }, reply) => {
      const file = consoleFiles?.get(`assets/${params.name}`);
      if (file === undefined) throw new Fault('route_unknown', 'the console of this node has no such file');
      return sendFile(reply, file, { encodings: headers['accept-encoding'], isHashed: true });
    },
  );
};
