// Statements out, to their issuer, and to those who may see what they wrote.

import { base64url } from '#core/bytes.ts';
import { object, Type } from '#core/schema.ts';
import { visibleIndexes, visibleIndexesBefore } from '../../access.ts';
import { seenEntry } from '../../feed.ts';
import { PAGE_DEFAULT } from '../../limits.ts';
import { visibleStatement, visibleTransaction } from '../../reading.ts';
import { answers, EntrySchema, Index, Page, type Routes } from '../schemas.ts';

const params = object({ index: Index });

/** Entries of the log that are statements. */
export const entryRoutes: Routes = async (app, { served }) => {
  const { ledger } = served;
  const seen = (index: number) => {
    const { events, ...entry } = seenEntry(ledger, index);
    return { ...entry, events: [...events] };
  };

  app.get(
    '/v1/entries',
    {
      schema: {
        summary:
          'The statements that I may see, in the order of the log; with `before`, those below it, the newest first',
        querystring: object({ after: Type.Optional(Index), before: Type.Optional(Index), ...Page }),
        response: answers({ 200: object({ items: Type.Array(EntrySchema), next: Type.Optional(Index) }) }),
      },
    },
    ({ query: { after = 0, before, limit = PAGE_DEFAULT }, reader }) => {
      const indexes =
        before === undefined
          ? visibleIndexes(ledger, reader, { after, limit })
          : visibleIndexesBefore(ledger, reader, { before, limit }).filter((index) => index > after);
      const last = indexes.at(-1);
      const items = indexes.map(seen);
      return indexes.length < limit || last === undefined ? { items } : { items, next: last };
    },
  );

  app.get(
    '/v1/entries/:index',
    { schema: { summary: 'One statement, with its bytes', params, response: answers({ 200: EntrySchema }) } },
    ({ params: { index }, reader }) => {
      const statement = base64url(visibleStatement(ledger, reader, index));
      return { ...seen(index), statement };
    },
  );

  app.get(
    '/v1/transactions/:id',
    {
      schema: {
        summary: 'A statement by the end of its validity and its transaction id: <notAfterMs>.<txId>',
        params: object({ id: Type.String({ maxLength: 128 }) }),
        response: answers({ 200: EntrySchema }),
      },
    },
    ({ params: { id }, reader }) => seen(visibleTransaction(ledger, reader, id)),
  );
};
