// Text from outside as a person reads it before signing: what is printed has one reading. Printable ASCII but the
// backslash, and the letters of Latin-1 (À to ÿ without × and ÷), stand for themselves; everything else, so also
// look-alikes of other scripts, combining marks, direction marks, line ends and the backslash, becomes \u{hexadecimal}.

/** Code points of one text that are printed. */
const MOST_PRINTED = 200;

/** A text in double quotes: \u{22} is a quotation mark within it. What is longer than 200 code points is cut, and says so. */
export function quoted(text: string): string {
  const points = [...text];
  const shown = points.slice(0, MOST_PRINTED).map(escapeInQuotes).join('');
  return points.length <= MOST_PRINTED ? `"${shown}"` : `"${shown}" … (${points.length} characters in all)`;
}

/** A text that is one plain word stands as it is; any other is quoted, so that it cannot pass for our own words. */
export function plainWord(text: string): string {
  return /^[A-Za-z0-9_][A-Za-z0-9._:@/+#-]{0,199}$/.test(text) ? text : quoted(text);
}

/** A line for a terminal: control, direction and other unseen characters are escaped, our own typography is not. */
export function withoutControls(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, escaped);
}

function escapeInQuotes(point: string): string {
  const plain = /^[\x20-\x7eÀ-ÖØ-öø-ÿ]$/.test(point) && point !== '\\' && point !== '"';
  return plain ? point : escaped(point);
}

function escaped(point: string): string {
  return `\\u{${(point.codePointAt(0) ?? 0).toString(16)}}`;
}
