// Records as CSV (RFC 4180, UTF-8), a row at a time, for spreadsheets and ERP systems. The header depends on the record's
// schema alone. No text of a record is run as a formula by a spreadsheet, and every text can be had back exactly.

import { Type } from '#core/schema.ts';

/** A record as a row: its id, its JSON value, and the entry that wrote it last. */
export type CsvRow = { readonly id: string; readonly value: unknown; readonly entry: number };

/** Path of a field within a record. */
type Column = readonly string[];

/** What a spreadsheet takes for a formula's begin, full-width forms included, after any apostrophes of our own. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
/** Harmless though it begins with a sign: a decimal number as measurements are written (core/schema.ts, Decimal). */
const NUMBER = /^[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})([eE][+-]?\d{1,2})?$/;
const QUOTED = /[",\r\n]|^\s|\s$|^$/;
const END = '\r\n';

/**
 * The lines of a CSV file, each with its CR LF: first the header `_id`, one column for each field in the schema's order,
 * `_entry`. A field that is an object with fixed members has a column for each member, `place.gate`; an array, or what
 * may have several shapes, is JSON text. A field that is absent is empty, an empty text is `""`.
 * A text that a spreadsheet would run begins with one apostrophe more than in the record; numbers stay as they are.
 * @param schema the record's
 */
export function* csvLines(schema: Type.TSchema, rows: Iterable<CsvRow>): Generator<string> {
  const columns = columnsOf(schema, []);
  yield line(['_id', ...columns.map((column) => column.join('.')), '_entry'].map((name) => quoted(name)));
  for (const { id, value, entry } of rows) {
    const cells = columns.map((column) => cell(fieldAt(value, column)));
    yield line([cell(id), ...cells, cell(entry)]);
  }
}

function columnsOf(schema: Type.TSchema, path: Column): readonly Column[] {
  if (!Type.IsObject(schema) || Object.keys(schema.properties).length === 0) return [path];
  return Object.entries(schema.properties).flatMap(([name, field]) => columnsOf(field, [...path, name]));
}

function fieldAt(value: unknown, path: Column): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    // An object's members can be read by name.
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return found;
}

function cell(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return quoted(guarded(value));
  return typeof value === 'object' ? quoted(JSON.stringify(value)) : String(value);
}

function guarded(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function line(cells: readonly string[]): string {
  return cells.join(',') + END;
}
