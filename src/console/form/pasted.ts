// A column or a table that was copied from a spreadsheet or a CSV file, pasted into one field of a list: a row for each
// element, a cell for each field from there on. Pure.

import type { Draft, GroupDraft } from './draft.ts';
import { emptyDraft } from './draft.ts';
import type { FormField } from './form-fields.ts';

/** Fields that one cell fills in. */
const PLAIN = ['text', 'number', 'money', 'percent', 'span', 'member', 'actor', 'hash', 'choice', 'flag', 'time'];

/** True where a list takes such a paste. */
export function takesPaste({ kind, fields }: FormField): boolean {
  return PLAIN.includes(kind) || (kind === 'group' && fields.some((field) => PLAIN.includes(field.kind)));
}

/**
 * A list's drafts after a paste: the rows take the place of the element that they were pasted into. Undefined where what
 * was pasted is one value, which the field itself takes.
 * @param at which element, and which field of it
 */
export function pastedInto(
  element: FormField,
  drafts: readonly Draft[],
  { index, field }: { readonly index: number; readonly field: string | undefined },
  text: string,
): readonly Draft[] | undefined {
  const names = element.fields.filter(({ kind }) => PLAIN.includes(kind)).map(({ name }) => name);
  const isTable = element.kind === 'group';
  if (isTable && field !== undefined && !names.includes(field)) return undefined;
  const rows = rowsOf(text, isTable);
  const cells = rows.length === 1 && !isTable ? (rows[0] ?? []).map((cell) => [cell]) : rows;
  if (cells.length < 2 && (cells[0]?.length ?? 0) < 2) return undefined;
  const own = drafts[index];
  const made = cells.map((row, i) => {
    if (!isTable) return row[0] ?? '';
    const begun = i === 0 && own !== undefined ? own : emptyDraft(element);
    const from = Math.max(0, names.indexOf(field ?? ''));
    const filled = row.flatMap((cell, j) => {
      const name = names[from + j];
      return name === undefined ? [] : [[name, cell] as const];
    });
    // A group's draft is by name.
    return { ...(begun as GroupDraft), ...Object.fromEntries(filled) };
  });
  return drafts.toSpliced(index, 1, ...made);
}

/** Of lines that may each be one number: its decimals or thousands stand behind a comma, and parted it would be another amount. */
const NUMBERS = /^[\d.,\s'’%]*$/;

/**
 * Rows and cells. Spreadsheets copy with tabs. CSV has semicolons or commas, which stand in sentences and numbers, too: they
 * part a table only, of several rows that are all as wide.
 */
function rowsOf(text: string, isTable: boolean): readonly (readonly string[])[] {
  const byTab = cellsOf(text, '\t');
  if (!isTable || byTab.some((row) => row.length > 1)) return byTab;
  const parted = [';', ...(NUMBERS.test(text) ? [] : [','])].map((part) => cellsOf(text, part));
  return parted.find(([first = [], ...rest]) => first.length > 1 && isAsWide(rest, first.length)) ?? byTab;
}

function isAsWide(rows: readonly (readonly string[])[], width: number): boolean {
  return rows.length > 0 && rows.every(({ length }) => length === width);
}

/** RFC 4180: a quoted cell may hold what parts others, and has its quotes doubled. Rows without anything are left out. */
function cellsOf(text: string, part: string): readonly (readonly string[])[] {
  const [quoted, plain] = [`"((?:[^"]|"")*)" *(?=[${part}\\r\\n]|$)`, `([^${part}\\r\\n]*)`];
  const cells = text.matchAll(new RegExp(`(?: *${quoted}|${plain})(${part}|\\r\\n|\\r|\\n|$)`, 'gy'));
  const rows: string[][] = [[]];
  for (const [, inQuotes, bare = '', end = ''] of cells) {
    rows.at(-1)?.push(inQuotes?.replaceAll('""', '"') ?? bare.trim());
    if (end !== part) rows.push([]);
  }
  return rows.filter((row) => row.some((cell) => cell !== ''));
}
