// What a scanned code leads to. What was read is a stranger's text: only the forms that labels of things have lead on, and
// only to this node's own pages. Everything else is shown as the text that it is.

import { passportPath } from '#sdk/index.ts';

/** What a reader found. */
export type ReadCode = {
  readonly text: string;
  /** True where the symbol itself says that it holds a GS1 element string. */
  readonly isGs1: boolean;
};
/** What it leads to: a page of this node; a passport's address elsewhere, and the page that it would have here; nothing. */
export type Reading =
  | { readonly kind: 'ours'; readonly path: string; readonly text: string }
  | { readonly kind: 'elsewhere'; readonly host: string; readonly path: string; readonly text: string }
  | { readonly kind: 'foreign'; readonly text: string };

/** Longer texts stand on no label of ours. */
const LONGEST = 2000;
/** Of them that many characters are shown. */
const SHOWN = 400;
const ITEM = /^item-[a-z2-7]{20,60}$/;
const GTIN = /^([0-9]{8}|[0-9]{12,14})$/;
/** Group separator: ends an element of variable length (GS1 General Specifications 7.8). */
const GS = '\u001d';
/** Lengths of elements that are fixed (7.8.5-2), by the first two digits of the AI. */
const FIXED: { readonly [ai: string]: number } = {
  ...{ '00': 18, '01': 14, '02': 14, '11': 6, '12': 6, '13': 6, '15': 6, '16': 6, '17': 6, '20': 2 },
};
/** Two-digit AIs of variable length: batch, serial number, consumer variant. */
const VARIABLE: readonly string[] = ['10', '21', '22'];

/** @param origins of this node: of the page, and its public address where it has one */
export function readingOf({ text, isGs1 }: ReadCode, origins: readonly string[]): Reading {
  const trimmed = text.trim();
  const foreign: Reading = { kind: 'foreign', text: shownOf(trimmed) };
  if (trimmed === '' || trimmed.length > LONGEST) return foreign;
  if (/^https?:\/\//i.test(trimmed)) return addressOf(trimmed, origins) ?? foreign;
  const path = ITEM.test(trimmed) ? passportPath({ item: trimmed }) : elementPath(trimmed, isGs1);
  return path === undefined ? foreign : { kind: 'ours', path, text: shownOf(trimmed) };
}

/** Those that lead to a page here, each page once; where there are none, all that was read. */
export function readingsOf(codes: readonly ReadCode[], origins: readonly string[]): readonly Reading[] {
  const all = codes.map((code) => readingOf(code, origins));
  const ours = all.filter((reading) => reading.kind === 'ours');
  if (ours.length === 0) return [...new Map(all.map((reading) => [reading.text, reading])).values()];
  return [...new Map(ours.map((reading) => [reading.path, reading])).values()];
}

function addressOf(text: string, origins: readonly string[]): Reading | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const path = pathOf(url.pathname);
  if (path === undefined) return undefined;
  const isOurs = origins.some((own) => new URL(own).origin === url.origin);
  if (isOurs && url.username === '' && url.password === '') return { kind: 'ours', path, text: shownOf(text) };
  return { kind: 'elsewhere', host: url.host, path, text: shownOf(text) };
}

/** A passport's path below any stem, as this node has it: what does not follow the form is no passport's. */
function pathOf(pathname: string): string | undefined {
  const parts = pathname.split('/').map(decoded);
  const [serial, key, gtin, ai] = [parts.at(-1), parts.at(-2), parts.at(-3), parts.at(-4)];
  if (ai === '01' && key === '21' && gtin !== undefined && GTIN.test(gtin) && serial !== undefined && serial !== '') {
    return serialPath(gtin, serial);
  }
  const isItem = key === 'p' || key === 'passports';
  return isItem && serial !== undefined && ITEM.test(serial) ? passportPath({ item: serial }) : undefined;
}

/** `(01)04012345123456(21)S1`, or the same as it stands in a symbol. */
function elementPath(text: string, isGs1: boolean): string | undefined {
  const [, gtin, serial] = /^\(01\)\s*([0-9]{8}|[0-9]{12,14})\s*\(21\)\s*([^\s()]{1,80})$/.exec(text) ?? [];
  if (gtin !== undefined && serial !== undefined) return serialPath(gtin, serial);
  const [, marked] = /^\](?:C1|d2|Q3|e0)(.+)$/s.exec(text) ?? [];
  const raw = marked ?? (isGs1 ? text : undefined);
  const elements = raw === undefined ? undefined : elementsOf(raw);
  const [key, number] = [elements?.get('01'), elements?.get('21')];
  return key === undefined || number === undefined ? undefined : serialPath(key, number);
}

/** Elements by their AI; undefined where one is not known here. In brackets or as in the symbol. */
function elementsOf(raw: string): ReadonlyMap<string, string> | undefined {
  const elements = new Map<string, string>();
  if (raw.startsWith('(')) {
    for (const [, ai = '', value = ''] of raw.matchAll(/\((\d{2,4})\)([^(]*)/g)) elements.set(ai, value);
    return elements;
  }
  for (let rest = behindSeparators(raw); rest !== ''; ) {
    const ai = rest.slice(0, 2);
    const end = rest.indexOf(GS);
    const length = FIXED[ai] ?? (VARIABLE.includes(ai) ? (end < 0 ? rest.length : end) - 2 : undefined);
    if (length === undefined || length < 1 || rest.length < 2 + length) return undefined;
    elements.set(ai, rest.slice(2, 2 + length));
    rest = behindSeparators(rest.slice(2 + length));
  }
  return elements;
}

function behindSeparators(raw: string): string {
  return raw.startsWith(GS) ? behindSeparators(raw.slice(1)) : raw;
}

function serialPath(gtin: string, serial: string): string | undefined {
  // Parts of a path that mean another place.
  if (serial === '.' || serial === '..') return undefined;
  return passportPath({ item: '', code: `${gtin.padStart(14, '0')}/${serial}` });
}

/** A part of a path; one that is no encoding of UTF-8 is nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return '';
    throw error;
  }
}

function shownOf(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
