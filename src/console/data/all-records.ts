// All records of a question, for pages that show them together: page after page up to a named limit, which is said where
// it is reached.

import { queryOptions } from '@tanstack/react-query';
import type { HttpTransport, RecordSeen } from '#sdk/index.ts';
import type { Filters } from './queries.ts';

/** Records that the API gives at once, and that a page takes in all. */
const AT_ONCE = 200;
const MOST = 2_000;

/** What was read; `isAll` is false where there is more than a page takes. */
export type AllRecords = { readonly items: readonly RecordSeen[]; readonly isAll: boolean };

/** The records that fit, as far as the reader may see them. */
export function allRecordsQuery(transport: HttpTransport, kind: string, filters: Filters) {
  return queryOptions({
    queryKey: ['records', 'all', kind, filters],
    queryFn: async (): Promise<AllRecords> => {
      const items: RecordSeen[] = [];
      for (let after: string | undefined; ; ) {
        const page = await transport.records(
          kind,
          filters,
          after === undefined ? { limit: AT_ONCE } : { after, limit: AT_ONCE },
        );
        items.push(...page.items);
        if (page.next === undefined) return { items, isAll: true };
        if (items.length >= MOST) return { items, isAll: false };
        after = page.next;
      }
    },
  });
}
