// `touchmark list`: records as a table, as JSON or as CSV, as far as the one who asks may see them.

import type { JsonObject } from '#core/canonical-json.ts';
import type { RecordInterface } from '#core/contract.ts';
import { Type } from '#core/schema.ts';
import { csvLines } from '#node/csv.ts';
import { fieldValue, unitOf } from '#sdk/field-value.ts';
import { plainWord } from '#sdk/plain-text.ts';
import { wholeNumber } from '../arguments.ts';
import { connectToRead } from '../connection.ts';
import { EXIT, type Io } from '../io.ts';
import { LIST_MOST, LIST_USUAL } from '../limits.ts';
import { jsonLine, table } from '../print.ts';
import { type Listed, parseList, recordsOf } from '../record-list.ts';

/** Lists records. @returns 0 */
export async function runList(args: readonly string[], io: Io): Promise<number> {
  const asked = parseList('list', args, io);
  if (asked === 'help was shown') return EXIT.ok;
  const { values, record, kind } = asked;
  const limit = wholeNumber(values.limit, 'limit', LIST_USUAL, LIST_MOST);
  await using reading = await connectToRead(values, io);
  const rows: Listed[] = [];
  let isMore = false;
  for await (const row of recordsOf(reading.transport, asked)) {
    isMore = rows.length === limit;
    if (isMore) break;
    rows.push(row);
  }
  if (values.json === true) for (const row of rows) io.out(jsonLine(row));
  else if (values.csv === true) for (const line of csvLines(record.schema, rows)) io.data(line);
  else {
    if (rows.length > 0) for (const line of asTable(record, rows, io.width)) io.out(line);
    else io.err(`there is no ${kind} that ${reading.keys?.actor ?? 'anyone without a key'} may see`);
  }
  if (isMore) io.err(`there are more than ${limit}: --limit shows more, touchmark export writes all`);
  return EXIT.ok;
}

/** The id first, then the indexes, then the other fields that are one value. */
function asTable(record: RecordInterface, rows: readonly Listed[], width: number | undefined): readonly string[] {
  const plain = Object.entries(record.schema.properties).flatMap(([name, schema]) =>
    Type.IsObject(schema) || Type.IsArray(schema) || name === 'id' ? [] : [name],
  );
  const fields = [
    ...plain.filter((name) => record.index.includes(name)),
    ...plain.filter((name) => !record.index.includes(name)),
  ];
  const cells = rows.map(({ id, value }) => [plainWord(id), ...fields.map((field) => cell(field, value))]);
  // A column of which no record has a value says nothing.
  const shown = ['id', ...fields].map((_, i) => i === 0 || cells.some((row) => row[i] !== ''));
  const kept = (row: readonly string[]): readonly string[] => row.filter((_, i) => shown[i] === true);
  return table(kept(['id', ...fields]), cells.map(kept), width);
}

function cell(field: string, value: JsonObject): string {
  const content = value[field];
  if (content === undefined || typeof content === 'object') return '';
  return fieldValue(field, content, unitOf(value));
}
