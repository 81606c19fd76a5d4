// The table of verbs: what each takes and says. Parsing, help, completion and docs/cli.md derive from it.

import type { Verb } from './verb.ts';
import { CLIENT_VERBS } from './verb-table/client.ts';
import { FILE_VERBS } from './verb-table/files.ts';
import { NODE_VERBS } from './verb-table/node.ts';

/** Every verb by its one or two words, in the order of the list. */
export const VERBS = { ...NODE_VERBS, ...CLIENT_VERBS, ...FILE_VERBS } as const;

/** A verb's words. */
export type VerbName = keyof typeof VERBS;

/** The verbs with what is common to all. */
export const ALL_VERBS: readonly (readonly [name: VerbName, verb: Verb])[] = (Object.keys(VERBS) as VerbName[]).map(
  (name) => [name, VERBS[name]],
);

/** The verb that a command line begins with, and what follows it; undefined where it begins with none. */
export function verbOf(
  args: readonly string[],
): { readonly name: VerbName; readonly rest: readonly string[] } | undefined {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(' ');
    if (args.length >= words && isVerb(name)) return { name, rest: args.slice(words) };
  }
  return undefined;
}

/** The second words of the verbs that begin with this one: `new`, `show`, … of `keys`. */
export function secondWords(first: string): readonly string[] {
  return Object.keys(VERBS).flatMap((name) => (name.startsWith(`${first} `) ? [name.slice(first.length + 1)] : []));
}

function isVerb(name: string): name is VerbName {
  return Object.hasOwn(VERBS, name);
}
