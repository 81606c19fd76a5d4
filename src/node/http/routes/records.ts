// Records out: one, or a list by declared indexes, each as its contract's `visibleTo` allows the one who asks.

import { contractInterfaces } from '#contracts/interfaces.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import type { ContractInterface } from '#core/contract.ts';
import { Fault } from '#core/fault.ts';
import { object, RecordId, Type } from '#core/schema.ts';
import { type SeenRecord, visiblePage, visibleRecord } from '../../access.ts';
import { Cursors } from '../../cursor.ts';
import { PAGE_DEFAULT } from '../../limits.ts';
import { filterSchemas, filtersOf } from '../filters.ts';
import { type App, answers, Index, Page, type Parts, type Routes } from '../schemas.ts';

/** A route for each kind of record, and one for its list. */
export const recordRoutes: Routes = async (app, parts) => {
  const cursors = new Cursors(parts.served.secret);
  for (const contract of contractInterfaces) {
    for (const record of Object.keys(contract.records)) addRecord(app, parts, cursors, { contract, record });
  }
};

function addRecord(
  app: App,
  { served }: Parts,
  cursors: Cursors,
  { contract, record }: { readonly contract: ContractInterface; readonly record: string },
): void {
  const { ledger } = served;
  const kind = `${contract.name}/${record}`;
  const found = contract.records[record];
  if (found === undefined) return;
  const value = found.schema;
  const item = object({ id: RecordId, value, entry: Index });

  app.get(
    `/v1/records/${kind}/:id`,
    {
      schema: {
        summary: `One ${record} of ${contract.name}`,
        params: object({ id: Type.String({ minLength: 1, maxLength: 256 }) }),
        response: answers({ 200: item }),
      },
    },
    ({ params, reader }) => {
      const seen = visibleRecord(ledger, reader, kind, params.id);
      if (seen === undefined) throw new Fault('record_unknown', `there is no ${kind} with this id that you may see`);
      return asItem(seen);
    },
  );

  app.get(
    `/v1/records/${kind}`,
    {
      schema: {
        summary: `List ${record} of ${contract.name}`,
        description: 'In the order of their ids. A page may hold fewer than asked for, or none, and go on with `next`.',
        querystring: object({
          ...filterSchemas(found.index),
          ...Page,
          after: Type.Optional(Type.String({ maxLength: 1024 })),
        }),
        response: answers({ 200: object({ items: Type.Array(item), next: Type.Optional(Type.String()) }) }),
      },
    },
    ({ query, reader }) => {
      const { limit = PAGE_DEFAULT, after } = query;
      const filters = filtersOf(query);
      const list = `${kind}?${canonicalJson(filters)}`;
      const from = after === undefined ? '' : cursors.open(list, after);
      const { rows, next } = visiblePage(ledger, reader, { kind, filters, after: from, limit });
      const items = rows.map(asItem);
      return next === undefined ? { items } : { items, next: cursors.seal(list, next) };
    },
  );
}

function asItem({ id, text, entry }: SeenRecord) {
  // Written through the record's schema.
  return { id, value: JSON.parse(text) as never, entry };
}
