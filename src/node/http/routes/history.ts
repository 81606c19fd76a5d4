// The history of a record: the statements about it, the newest first, for those who may see them.

import { object, Type } from '#core/schema.ts';
import { isAbout } from '../../about.ts';
import { maySeeEntry } from '../../access.ts';
import { seenEntry } from '../../feed.ts';
import { PAGE_DEFAULT } from '../../limits.ts';
import { answers, EntrySchema, Index, Page, type Routes } from '../schemas.ts';

/** One route. */
export const historyRoutes: Routes = async (app, { served }) => {
  const { ledger, about } = served;

  app.get(
    '/v1/history/:id',
    {
      schema: {
        summary: 'The statements about a record that I may see, the newest first',
        description:
          'By the id that they name as their subject or in their events. A page may hold fewer than asked for, or none, and go on with `next`. `through` is how much of the log was looked at: less than its size while the node makes its index.',
        params: object({ id: Type.String({ minLength: 1, maxLength: 256 }) }),
        querystring: object({ before: Type.Optional(Index), ...Page }),
        response: answers({
          200: object({ items: Type.Array(EntrySchema), next: Type.Optional(Index), through: Index }),
        }),
      },
    },
    ({ params: { id }, query: { before = ledger.head.size, limit = PAGE_DEFAULT }, reader }) => {
      const indexes = about.indexes(id, before);
      const items: ReturnType<typeof seenEntry>[] = [];
      let last: number | undefined;
      for (const index of indexes) {
        if (items.length === limit) return { items, next: last, through: about.through };
        last = index;
        if (!maySeeEntry(ledger, reader, index)) continue;
        const entry = seenEntry(ledger, index);
        if (isAbout(id, entry)) items.push(entry);
      }
      return { items, ...(about.isWhole(indexes) ? {} : { next: last }), through: about.through };
    },
  );
};
