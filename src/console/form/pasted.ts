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
  const rows = rowsOf(text, element.kind === 'group');
  const cells = rows.length === 1 && element.kind !== 'group' ? (rows[0] ?? []).map((cell) => [cell]) : rows;
  if (cells.length < 2 && (cells[0]?.length ?? 0) < 2) return undefined;
  const own = drafts[index];
  const made = cells.map((row, i) => {
    if (element.kind !== 'group') return row[0] ?? '';
    const begun = i === 0 && own !== undefined ? own : emptyDraft(element);
    const names = element.fields.filter(({ kind }) => PLAIN.includes(kind)).map(({ name }) => name);
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

/** Rows and cells. Spreadsheets copy with tabs; CSV has commas or semicolons, which part a table only. */
function rowsOf(text: string, isTable: boolean): readonly (readonly string[])[] {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const parts = ['\t', ...(isTable ? [';', ','] : [])];
  const part = parts.find((one) => lines.some((line) => line.includes(one)));
  return lines.map((line) => (part === undefined ? [line] : line.split(part)).map(plainCell));
}

/** RFC 4180: a quoted cell has its quotes doubled. */
function plainCell(cell: string): string {
  const text = cell.trim();
  return /^".*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text;
}
