// What can come next on a command line, for a shell's completion: verbs, contracts, actions, records, options and the
// words that an option takes, all from the tables that parsing uses.

import { contractInterfaces } from '#contracts/interfaces.ts';
import type { ContractInterface } from '#core/contract.ts';
import { fieldOptions, indexOptions } from './contract-words.ts';
import type { Option, Options, Verb } from './verb.ts';
import { ALL_VERBS, secondWords, VERBS, verbOf } from './verbs.ts';

/**
 * What may stand in the place of the last word.
 * @param words after the program; the last one is being typed and may be empty
 * @returns suggestions that begin with it, sorted; none where a file or anything else may stand
 */
export function suggestions(words: readonly string[]): readonly string[] {
  const before = words.slice(0, -1);
  const typed = words.at(-1) ?? '';
  return [...new Set(candidates(before, typed))].filter((word) => word.startsWith(typed)).sort();
}

function candidates(before: readonly string[], typed: string): readonly string[] {
  const found = verbOf(before);
  if (before[0] === 'help') return before.length === 1 ? firstWords() : secondWords(before[1] ?? '');
  if (found === undefined) {
    if (before.length === 0) return [...firstWords(), 'help'];
    return before.length === 1 ? secondWords(before[0] ?? '') : [];
  }
  const { name, rest } = found;
  const verb: Verb = VERBS[name];
  const options = { ...verb.options, ...optionsOfWords(name, rest) };
  const last = rest.at(-1);
  const pending = last?.startsWith('--') === true ? options[last.slice(2)] : undefined;
  if (pending?.type === 'string') return pending.oneOf ?? [];
  if (typed.startsWith('-')) return [...unused(options, rest), '--help'];
  return wordsOf(name, rest);
}

function firstWords(): readonly string[] {
  return ALL_VERBS.map(([name]) => name.split(' ')[0] ?? name);
}

/** Options that may still come. */
function unused(options: Options, rest: readonly string[]): readonly string[] {
  return Object.entries(options)
    .filter(([name, { multiple }]: readonly [string, Option]) => multiple === true || !rest.includes(`--${name}`))
    .map(([name]) => `--${name}`);
}

function optionsOfWords(verb: string, [contract, word = '']: readonly string[]): Options {
  const found = contractInterfaces.find(({ name }) => name === contract);
  const action = verb === 'call' ? own(found?.actions, word) : undefined;
  const record = verb === 'list' || verb === 'export' ? own(found?.records, word) : undefined;
  return { ...(action && fieldOptions(action)), ...(record && indexOptions(record)) };
}

/** The words beside the options. */
function wordsOf(verb: string, rest: readonly string[]): readonly string[] {
  if (verb === 'completion') return rest.length === 0 ? ['bash', 'zsh', 'fish'] : [];
  if (!['call', 'list', 'export', 'get'].includes(verb)) return [];
  if (rest.length === 0) return contractInterfaces.map(({ name }) => name);
  if (rest.length > 1) return [];
  const found: ContractInterface | undefined = contractInterfaces.find(({ name }) => name === rest[0]);
  return Object.keys((verb === 'call' ? found?.actions : found?.records) ?? {});
}

function own<T>(all: { readonly [name: string]: T } | undefined, name: string): T | undefined {
  return all !== undefined && Object.hasOwn(all, name) ? all[name] : undefined;
}
