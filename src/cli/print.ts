// What verbs print: JSON that stays JSON whatever stands in it, and tables as wide as the terminal.

/** One line of JSON. */
export function jsonLine(value: unknown): string {
  return escapedJson(JSON.stringify(value));
}

/** JSON text in which characters that could steer a terminal are escaped as JSON escapes them. */
export function escapedJson(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu, (point) =>
    [...Array(point.length).keys()].map((i) => `\\u${point.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  );
}

/** How a verb prints. */
export type Format = 'json' | 'text';

/** By `--json`. */
export function formatOf({ json }: { readonly json?: boolean | undefined }): Format {
  return json === true ? 'json' : 'text';
}

/** Characters of a column that is cut, at least. */
const NARROWEST = 8;
const GAP = 2;

/**
 * Rows under their heads, in columns. Where the terminal has a width, columns that find no room are left out from the
 * right, the first never, and the last one that is shown is cut. The cells are single lines.
 */
export function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
): readonly string[] {
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => (row[i] ?? '').length)));
  const shown = fitted(widths, width);
  return [heads, ...rows].map((row) =>
    shown
      .map((columnWidth, i) => cut(row[i] ?? '', columnWidth).padEnd(columnWidth))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}

function fitted(widths: readonly number[], most: number | undefined): readonly number[] {
  if (most === undefined) return widths;
  const shown: number[] = [];
  let room = most;
  for (const width of widths) {
    const gap = shown.length === 0 ? 0 : GAP;
    const left = room - gap;
    if (shown.length > 0 && left < Math.min(width, NARROWEST)) break;
    shown.push(Math.max(1, Math.min(width, left)));
    if (width > left) break;
    room = left - width;
  }
  return shown;
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
