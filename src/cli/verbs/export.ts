// `touchmark export`: a whole list as a file for other software. It takes its name only when the list has come to its end.

import { resolve } from 'node:path';
import { csvLines } from '#node/csv.ts';
import { needed, usage } from '../arguments.ts';
import { connectToRead } from '../connection.ts';
import { EXIT, type Io } from '../io.ts';
import { assertNew, writeNewFile } from '../new-file.ts';
import { jsonLine } from '../print.ts';
import { type ListAsked, type Listed, parseList, recordsOf } from '../record-list.ts';

/** Writes a list to a file. @returns 0 */
export async function runExport(args: readonly string[], io: Io): Promise<number> {
  const asked = parseList('export', args, io);
  if (asked === 'help was shown') return EXIT.ok;
  const { values, kind, record } = asked;
  const format = values.format ?? 'csv';
  if (format !== 'csv' && format !== 'json') throw usage(`--format takes csv or json, not ${format}`);
  const path = resolve(io.cwd, needed(values.out, '--out <file>'));
  assertNew(path);
  await using reading = await connectToRead(values, io);
  let count = 0;
  const lines = async function* (): AsyncGenerator<string> {
    if (format === 'csv') yield* csvLines(record.schema, []);
    for await (const row of recordsOf(reading.transport, asked)) {
      count++;
      yield format === 'csv' ? csvRow(record, row) : `${jsonLine(row)}\n`;
      if (count % 100 === 0) io.progress(`${count} records`);
    }
  };
  await writeNewFile(path, lines());
  io.progress('');
  if (values.json === true) io.out(jsonLine({ kind, records: count, path, format }));
  else io.out(`${count} of ${kind} are in ${path}`);
  return EXIT.ok;
}

/** The line after the head. */
function csvRow({ schema }: ListAsked['record'], row: Listed): string {
  const [, line = ''] = csvLines(schema, [row]);
  return line;
}
