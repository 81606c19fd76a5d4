// A source file with its texts taken apart, by a small scanner of our own, since TypeScript 7 has no programming
// interface. It knows strings, templates, comments and regular expressions, and nothing of the grammar beyond them.

/** A source file. All three texts have the same length, so that one position means the same in each. */
export type Source = {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Without comments. */
  readonly uncommented: string;
  /** Without comments, and with the insides of strings and regular expressions blanked. */
  readonly code: string;
  readonly imports: readonly { readonly specifier: string; readonly line: number }[];
};

type Scan = {
  readonly text: string;
  /** Whether there are tags in it (JSX), whose slashes begin no regular expression. */
  readonly hasTags: boolean;
  readonly comments: Uint8Array;
  readonly literals: Uint8Array;
  readonly strings: (readonly [from: number, to: number])[];
};

/** Words after which a slash begins a regular expression. */
const BEFORE_REGEX =
  /(?:^|[([{},;:=!&|?+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|void|throw|new|await|yield))\s*$/;

/** Takes a file apart. */
export function parseSource(path: string, text: string): Source {
  const scan: Scan = {
    text,
    hasTags: path.endsWith('.tsx'),
    comments: new Uint8Array(text.length),
    literals: new Uint8Array(text.length),
    strings: [],
  };
  scanCode(scan, 0, 'file');
  const uncommented = blank(text, scan.comments);
  const code = blank(uncommented, scan.literals);
  const imports = scan.strings.flatMap(([from, to]) => {
    const isImport = /(?:\bfrom|\bimport|\bimport\s*\()\s*$/.test(code.slice(Math.max(0, from - 40), from));
    return isImport ? [{ specifier: text.slice(from + 1, to - 1), line: lineOf(text, from) }] : [];
  });
  return { path, text, uncommented, code, imports };
}

/** The line of a position, from 1. */
export function lineOf(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

/** Scans from a position to the end of the file, or to the brace that ends a template's expression. */
function scanCode(scan: Scan, start: number, until: 'file' | 'brace'): number {
  const { text } = scan;
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const two = text.slice(at, at + 2);
    const one = two.charAt(0);
    if (two === '//') at = mark(scan.comments, at, endOf(text, '\n', at));
    else if (two === '/*') at = mark(scan.comments, at, endOf(text, '*/', at + 2) + 2);
    else if (one === "'" || one === '"') at = scanString(scan, at);
    else if (one === '`') at = scanTemplate(scan, at);
    else if (
      one === '/' &&
      !(scan.hasTags && (two === '/>' || text[at - 1] === '<')) &&
      BEFORE_REGEX.test(blank(text.slice(Math.max(0, at - 200), at), scan.comments.subarray(Math.max(0, at - 200), at)))
    )
      at = scanRegex(scan, at);
    else {
      if (one === '{') depth++;
      if (one === '}' && until === 'brace' && depth-- === 0) return at + 1;
      at++;
    }
  }
  return at;
}

function scanString(scan: Scan, start: number): number {
  const { text, literals, strings } = scan;
  let at = start + 1;
  while (at < text.length && text[at] !== text[start] && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
  mark(literals, start + 1, at);
  strings.push([start, at + 1]);
  return at + 1;
}

function scanTemplate(scan: Scan, start: number): number {
  const { text, literals } = scan;
  let from = start + 1;
  let at = from;
  while (at < text.length && text[at] !== '`') {
    if (text.startsWith('${', at)) {
      mark(literals, from, at);
      at = scanCode(scan, at + 2, 'brace');
      from = at;
    } else at += text[at] === '\\' ? 2 : 1;
  }
  mark(literals, from, at);
  return at + 1;
}

function scanRegex({ text, literals }: Scan, start: number): number {
  let inClass = false;
  let at = start + 1;
  for (; at < text.length && text[at] !== '\n' && (inClass || text[at] !== '/'); at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '[') inClass = true;
    else if (text[at] === ']') inClass = false;
  }
  mark(literals, start + 1, at);
  return at + 1;
}

function endOf(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at < 0 ? text.length : at;
}

function mark(marks: Uint8Array, from: number, to: number): number {
  marks.fill(1, from, to);
  return to;
}

function blank(text: string, marks: Uint8Array): string {
  let blanked = '';
  for (let i = 0; i < text.length; i++) blanked += marks[i] === 1 && text[i] !== '\n' ? ' ' : text.charAt(i);
  return blanked;
}
