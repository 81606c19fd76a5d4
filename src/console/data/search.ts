// What a text in the search box may be: where to look for it, in which order. Only places that the API finds by a key or a
// declared index are looked at, so that an answer comes at once however long the ledger is.

import { PATTERNS } from './fields.ts';
import { kinds, kindsOfId } from './kinds.ts';

/** One place to look. */
export type Lookup =
  | { readonly by: 'id'; readonly kind: string; readonly id: string }
  | { readonly by: 'index'; readonly kind: string; readonly index: string; readonly value: string }
  | { readonly by: 'entry'; readonly index: number };

/** Kinds whose records are named by a member, an actor, a hash. */
const BY_MEMBER = ['membership/member'];
const BY_ACTOR = ['membership/actor'];
const BY_HASH = ['sharing/blob', 'membership/key'];
/** Indexes that hold what stands on things and papers. */
const BY_WORD: readonly (readonly [kind: string, index: string])[] = [
  ['items/item', 'number'],
  ['items/type', 'partNumber'],
  ['items/type', 'gtin'],
  ['items/passport', 'code'],
];
/** Characters of a text that is looked for. */
const LONGEST = 128;

/** Where to look for a text; nothing where it can be no key. */
export function lookupsOf(typed: string): readonly Lookup[] {
  const text = typed.trim();
  if (text === '' || text.length > LONGEST || !/^[\x21-\x7e]+$/.test(text)) return wordsOnly(text);
  const byId = (paths: readonly string[], id: string): readonly Lookup[] =>
    paths.map((kind) => ({ by: 'id', kind, id }));
  return [
    ...(/^#?\d{1,15}$/.test(text) ? [{ by: 'entry' as const, index: Number(text.replace('#', '')) }] : []),
    ...byId(
      kindsOfId(text).map(({ path }) => path),
      text,
    ),
    ...(new RegExp(PATTERNS.member).test(text) ? byId(BY_MEMBER, text) : []),
    ...(new RegExp(PATTERNS.actor).test(text) ? byId(BY_ACTOR, text) : []),
    ...(new RegExp(PATTERNS.hash).test(text) ? byId(BY_HASH, text) : []),
    ...(/^[a-z0-9-]+\/[A-Za-z]+(\/[a-z0-9-]+)?$/.test(text) ? byId(['accounts/account'], text) : []),
    ...wordsOnly(text),
  ];
}

/** Pages and kinds of records whose name has the text in it. */
export function namesWith<T extends { readonly label: string }>(typed: string, named: readonly T[]): readonly T[] {
  const text = typed.trim().toLowerCase();
  return text === '' ? [] : named.filter(({ label }) => label.toLowerCase().includes(text));
}

/** A part number or a serial number may have spaces in it. */
function wordsOnly(text: string): readonly Lookup[] {
  if (text === '' || text.length > LONGEST) return [];
  // Most of what stands on things is in capitals, and typed without.
  const values = [...new Set([text, text.toUpperCase()])];
  return BY_WORD.filter(([kind, index]) =>
    kinds.some(({ path, record }) => path === kind && record.index.includes(index)),
  ).flatMap(([kind, index]) => values.map((value) => ({ by: 'index' as const, kind, index, value })));
}
