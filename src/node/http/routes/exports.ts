// Whole lists as files for ERP people: CSV for a spreadsheet, JSON for a program. They stream: however long the list is,
// a page of it is in memory.

import { Readable } from 'node:stream';
import { contractInterfaces } from '#contracts/interfaces.ts';
import type { ContractInterface } from '#core/contract.ts';
import { object, oneOf, Type } from '#core/schema.ts';
import type { Ledger } from '#ledger/ledger.ts';
import { type Reader, visiblePage } from '../../access.ts';
import { type CsvRow, csvLines } from '../../csv.ts';
import { EXPORT_CHUNK, PAGE_MOST } from '../../limits.ts';
import { filterSchemas, filtersOf } from '../filters.ts';
import { type App, answers, type Parts, type Routes } from '../schemas.ts';

/** One export for each kind of record. */
export const exportRoutes: Routes = async (app, parts) => {
  for (const contract of contractInterfaces) {
    for (const record of Object.keys(contract.records)) addExport(app, parts, contract, record);
  }
};

function addExport(app: App, { served }: Parts, contract: ContractInterface, record: string): void {
  const found = contract.records[record];
  if (found === undefined) return;
  const kind = `${contract.name}/${record}`;
  app.get(
    `/v1/exports/${kind}`,
    {
      schema: {
        summary: `All ${record} of ${contract.name} that I may see, as a file`,
        querystring: object({ ...filterSchemas(found.index), format: oneOf('csv', 'json') }),
        response: answers({
          200: {
            description: 'The whole list.',
            content: {
              'text/csv': { schema: Type.String() },
              'application/json': { schema: Type.Array(Type.Unknown()) },
            },
          },
        }),
      },
    },
    async ({ query, reader }, reply) => {
      const { format } = query;
      const rows = allRows(served.ledger, reader, kind, filtersOf(query));
      return reply
        .header('content-disposition', `attachment; filename="${contract.name}-${record}.${format}"`)
        .header('cache-control', 'no-store')
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json')
        .send(Readable.from(inChunks(format === 'csv' ? csvLines(found.schema, rows) : jsonLines(rows))));
    },
  );
}

/** A page is read when the one before is on its way. */
function* allRows(
  ledger: Ledger,
  reader: Reader,
  kind: string,
  filters: { readonly [name: string]: string },
): Generator<CsvRow> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page = visiblePage(ledger, reader, { kind, filters, after, limit: PAGE_MOST });
    for (const { id, text, entry } of page.rows) yield { id, value: JSON.parse(text), entry };
    after = page.next;
  }
}

function* jsonLines(rows: Iterable<CsvRow>): Generator<string> {
  let before = '[\n';
  for (const row of rows) {
    yield before + JSON.stringify(row);
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < EXPORT_CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
