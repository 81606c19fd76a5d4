// Reads CSV as RFC 4180 defines it, in UTF-8: comma, quotes doubled within quotes, a header, the same number of fields
// in every record. Line feed alone ends a record too, and a byte order mark is skipped. Bounded; nothing is trimmed.

import { Fault } from '#core/fault.ts';
import { MAX_CSV_BYTES, MAX_CSV_FIELD_CHARACTERS, MAX_CSV_FIELDS, MAX_CSV_RECORDS } from '../limits.ts';

/** A field with the place of its first character: line and column from 1. */
export type CsvField = { readonly text: string; readonly line: number; readonly column: number };

/** One record by column name, and the line that it begins on. */
type CsvRecord<Column extends string> = {
  readonly line: number;
  readonly fields: { readonly [name in Column]: CsvField };
};

/**
 * The records behind a header of exactly these columns in this order.
 * @throws Fault `csv_encoding`, `csv_empty`, `csv_header`, `csv_quote`, `csv_fields`, `csv_too_large`; each names line and
 * column
 */
export function readCsv<Column extends string>(
  bytes: Uint8Array,
  columns: readonly Column[],
): readonly CsvRecord<Column>[] {
  const [header, ...records] = new CsvReader(decode(bytes)).records();
  if (header === undefined) throw new Fault('csv_empty', `expected the header ${columns.join(',')}, got an empty file`);
  const names = header.map(({ text }) => text);
  if (names.length !== columns.length || names.some((name, index) => name !== columns[index])) {
    throw new Fault(
      'csv_header',
      `line 1: expected the header ${columns.join(',')}, got ${JSON.stringify(names.join(','))}`,
    );
  }
  if (records.length === 0) throw new Fault('csv_empty', 'expected at least one record below the header, got none');
  return records.map((fields) => toRecord(fields, columns));
}

/** A Fault about one field. */
export function fieldFault(code: string, { line, column, text }: CsvField, expected: string): Fault {
  const shown = text.length > 80 ? `${text.length} characters` : JSON.stringify(text);
  return new Fault(code, `line ${line}, column ${column}: expected ${expected}, got ${shown}`);
}

function decode(bytes: Uint8Array): string {
  if (bytes.length > MAX_CSV_BYTES) {
    throw new Fault('csv_too_large', `expected at most ${MAX_CSV_BYTES} bytes, got ${bytes.length}`);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Fault('csv_encoding', 'expected UTF-8, got bytes that are not', { cause });
  }
  if (text.includes('\0')) throw new Fault('csv_encoding', 'expected UTF-8 text, got a NUL character (UTF-16?)');
  return text;
}

function toRecord<Column extends string>(fields: readonly CsvField[], columns: readonly Column[]): CsvRecord<Column> {
  const line = fields[0]?.line ?? 1;
  if (fields.length !== columns.length) {
    throw new Fault('csv_fields', `line ${line}: expected ${columns.length} fields, got ${fields.length}`);
  }
  const named = columns.map((name, index) => [name, fields[index]] as const);
  return { line, fields: Object.fromEntries(named) as { readonly [name in Column]: CsvField } }; // as many as columns
}

class CsvReader {
  readonly #text: string;
  #at = 0;
  #line = 1;
  #lineStart = 0;

  constructor(text: string) {
    this.#text = text;
  }

  records(): readonly (readonly CsvField[])[] {
    const records: CsvField[][] = [];
    while (this.#at < this.#text.length) {
      if (records.length === MAX_CSV_RECORDS) throw this.#tooLarge(`${MAX_CSV_RECORDS} records`);
      records.push(this.#record());
    }
    return records;
  }

  #record(): CsvField[] {
    const fields: CsvField[] = [];
    for (;;) {
      if (fields.length === MAX_CSV_FIELDS) throw this.#tooLarge(`${MAX_CSV_FIELDS} fields`);
      fields.push(this.#text[this.#at] === '"' ? this.#quoted() : this.#plain());
      if (this.#text[this.#at] !== ',') break;
      this.#at++;
    }
    this.#endRecord();
    return fields;
  }

  #plain(): CsvField {
    const { line, column } = this.#place();
    const start = this.#at;
    while (this.#at < this.#text.length && !',\r\n"'.includes(this.#text.charAt(this.#at))) this.#at++;
    if (this.#text[this.#at] === '"') throw this.#quoteFault('no quote within a field that does not begin with one');
    return this.#field({ line, column, text: this.#text.slice(start, this.#at) });
  }

  #quoted(): CsvField {
    const { line, column } = this.#place();
    const parts: string[] = [];
    for (;;) {
      const start = this.#at + 1;
      const end = this.#text.indexOf('"', start);
      if (end < 0) throw this.#quoteFault('a closing quote');
      this.#countLines(start, end);
      parts.push(this.#text.slice(start, end));
      this.#at = end + 1;
      if (this.#text[this.#at] !== '"') break;
    }
    return this.#field({ line, column, text: parts.join('"') });
  }

  #field(field: CsvField): CsvField {
    if (field.text.length > MAX_CSV_FIELD_CHARACTERS)
      throw this.#tooLarge(`${MAX_CSV_FIELD_CHARACTERS} characters in a field`);
    return field;
  }

  #endRecord(): void {
    if (this.#at === this.#text.length) return;
    if (this.#text[this.#at] === '\r') this.#at++;
    if (this.#text[this.#at] !== '\n') throw this.#quoteFault('a comma or the end of the line');
    this.#at++;
    this.#line++;
    this.#lineStart = this.#at;
  }

  #countLines(start: number, end: number): void {
    for (let at = this.#text.indexOf('\n', start); at >= 0 && at < end; at = this.#text.indexOf('\n', at + 1)) {
      this.#line++;
      this.#lineStart = at + 1;
    }
  }

  #place(): { readonly line: number; readonly column: number } {
    return { line: this.#line, column: this.#at - this.#lineStart + 1 };
  }

  #quoteFault(expected: string): Fault {
    const { line, column } = this.#place();
    const got = this.#at >= this.#text.length ? 'the end of the file' : JSON.stringify(this.#text.charAt(this.#at));
    return new Fault('csv_quote', `line ${line}, column ${column}: expected ${expected}, got ${got}`);
  }

  #tooLarge(limit: string): Fault {
    const { line, column } = this.#place();
    return new Fault('csv_too_large', `line ${line}, column ${column}: expected at most ${limit}, got more`);
  }
}
