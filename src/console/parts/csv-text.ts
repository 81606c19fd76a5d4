// Rows as CSV (RFC 4180) for spreadsheets, where what is saved is not a list of records: those the node writes. As there, a
// text that a spreadsheet would run as a formula begins with an apostrophe.

const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^[+-]?\d{1,20}(\.\d{0,20})?$/;
const QUOTED = /[",\r\n]|^\s|\s$/;

/** The file's text: each row with its CR LF. */
export function csvText(rows: readonly (readonly (string | number | undefined)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | undefined): string {
  const text = String(value ?? '');
  const harmless = typeof value === 'string' && FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
