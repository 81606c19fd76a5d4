// `touchmark export`: a whole list as a file for other software. It takes its name only when the list has come to its end.

import { existsSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Fault } from '#core/fault.ts';
import { csvLines } from '#node/csv.ts';
import { needed, usage } from '../arguments.ts';
import { connectToRead } from '../connection.ts';
import { EXIT, type Io } from '../io.ts';
import { jsonLine } from '../print.ts';
import { type ListAsked, type Listed, parseList, recordsOf } from '../record-list.ts';

/** Writes a list to a file. @returns 0 */
export async function runExport(args: readonly string[], io: Io): Promise<number> {
  const asked = parseList('export', args, io);
  if (asked === 'help was shown') return EXIT.ok;
  const { values, kind } = asked;
  const format = values.format ?? 'csv';
  if (format !== 'csv' && format !== 'json') throw usage(`--format takes csv or json, not ${format}`);
  const path = resolve(io.cwd, needed(values.out, '--out <file>'));
  if (existsSync(path)) throw new Fault('file_exists', `${path} exists already: name a new file`);
  await using reading = await connectToRead(values, io);
  const count = await write(path, asked, format, recordsOf(reading.transport, asked), io);
  if (values.json === true) io.out(jsonLine({ kind, records: count, path, format }));
  else io.out(`${count} of ${kind} are in ${path}`);
  return EXIT.ok;
}

async function write(
  path: string,
  { record }: ListAsked,
  format: 'csv' | 'json',
  rows: AsyncIterable<Listed>,
  io: Io,
): Promise<number> {
  const part = `${path}.part`;
  let count = 0;
  try {
    {
      await using file = await open(part, 'wx', 0o600);
      const [head = ''] = csvLines(record.schema, []);
      if (format === 'csv') await file.writeFile(head);
      for await (const row of rows) {
        await writeRow(file, format === 'csv' ? csvRow(record.schema, row) : `${JSON.stringify(row)}\n`);
        count++;
        if (count % 500 === 0) io.progress(`${count} records`);
      }
      await file.sync();
    }
    await rename(part, path);
    return count;
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('file_unwritable', `${path} cannot be written: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  } finally {
    await rm(part, { force: true });
  }
}

function csvRow(schema: ListAsked['record']['schema'], row: Listed): string {
  const [, line = ''] = csvLines(schema, [row]);
  return line;
}

async function writeRow(file: FileHandle, line: string): Promise<void> {
  await file.writeFile(line);
}
