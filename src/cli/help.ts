// The help texts, put together from the table of verbs.

import { EXIT_SAYS } from './io.ts';
import type { Option, Verb } from './verb.ts';
import { ALL_VERBS, secondWords, VERBS, type VerbName } from './verbs.ts';
import { wrapped } from './words.ts';

const WIDTH = 120;

/** The help of a verb, of verbs that begin with the same word, or of all; undefined where there is no such verb. */
export function helpFor(words: readonly string[]): string | undefined {
  const name = words.join(' ');
  if (name === '') return overview();
  if (Object.hasOwn(VERBS, name)) return verbHelp(name as VerbName);
  if (secondWords(name).length === 0) return undefined;
  return [...listOf(ALL_VERBS.filter(([verb]) => verb.startsWith(`${name} `))), '', ...exitCodes()].join('\n');
}

/** A verb’s help. @param more lines of options that are known only for these words, in place of the examples */
export function verbHelp(name: VerbName, more?: { readonly words: string; readonly lines: readonly string[] }): string {
  const verb: Verb = VERBS[name];
  const lines = [
    ...wrapped(usageOf(name, verb, more?.words ?? verb.words), WIDTH),
    ...(more?.lines ?? ['', ...wrapped(verb.about, WIDTH)]),
    ...(Object.keys(verb.options).length === 0 ? [] : ['', ...optionLines(Object.entries(verb.options))]),
    ...(more === undefined ? ['', 'Examples:', ...verb.examples.map((example) => `  touchmark ${example}`)] : []),
    '',
    ...exitCodes(),
  ];
  return lines.join('\n');
}

/** Options with what they say, in two columns. */
export function optionLines(options: readonly (readonly [name: string, option: Option])[]): readonly string[] {
  const heads = options.map(([name, option]) => `--${name}${option.value === undefined ? '' : ` ${option.value}`}`);
  const width = Math.max(0, ...heads.map((head) => head.length));
  return options.flatMap(([, { says }], i) => {
    const lines = wrapped(says, WIDTH - width - 4);
    return lines.map((line, n) => `  ${(n === 0 ? (heads[i] ?? '') : '').padEnd(width)}  ${line}`);
  });
}

function overview(): string {
  return [
    'touchmark: a shared ledger for manufacturing that anyone can check',
    '',
    ...listOf(ALL_VERBS),
    '',
    'touchmark help <verb> says more about one of them.',
    '',
    ...exitCodes(),
  ].join('\n');
}

function listOf(verbs: readonly (readonly [name: string, verb: Verb])[]): readonly string[] {
  const heads = verbs.map(([name, { words }]) => `touchmark ${name}${words === '' ? '' : ` ${words}`}`);
  const width = Math.max(...heads.map((head) => head.length));
  return verbs.flatMap(([, { says }], i) =>
    wrapped(says, WIDTH - width - 4).map((line, n) => `  ${(n === 0 ? (heads[i] ?? '') : '').padEnd(width)}  ${line}`),
  );
}

function usageOf(name: string, { options }: Verb, words: string): string {
  const parts = Object.entries(options).map(([option, { value, needed, multiple }]) => {
    const one = `--${option}${value === undefined ? '' : ` ${value}`}`;
    return needed === true ? one : `[${one}]${multiple === true ? '…' : ''}`;
  });
  // The settings of a server are listed below; the line would only repeat them.
  const shown = parts.length > 12 ? ['[--<setting> <value>]…'] : parts;
  return ['touchmark', name, ...(words === '' ? [] : [words]), ...shown].join(' ');
}

function exitCodes(): readonly string[] {
  return wrapped(`Exit codes: ${EXIT_SAYS.map(([code, says]) => `${code} ${says}`).join(' · ')}`, WIDTH);
}
