// Arguments of a verb, parsed strictly: an option that the verb does not know is an error, never ignored.

import { type ParseArgsConfig, parseArgs } from 'node:util';
import { Fault } from '#core/fault.ts';
import type { Options, Verb } from './verb.ts';
import { VERBS, type VerbName } from './verbs.ts';

type Config = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Config> = ReturnType<typeof parseArgs<{ options: O; allowPositionals: true; strict: true }>>;

/** The arguments of a verb, as its entry in the table says. @throws Fault `usage_wrong` */
export function parseVerb<N extends VerbName>(name: N, args: readonly string[]): Parsed<(typeof VERBS)[N]['options']> {
  const { options, most }: Verb = VERBS[name];
  // These are the options of this verb.
  return parseArguments(args, options, most) as unknown as Parsed<(typeof VERBS)[N]['options']>;
}

/** @param most how many words may stand beside the options @throws Fault `usage_wrong` */
export function parseArguments<const O extends Options>(args: readonly string[], options: O, most: number): Parsed<O> {
  let parsed: Parsed<O>;
  try {
    parsed = parseArgs({ args: args.map(guarded), options, allowPositionals: true, strict: true });
  } catch (cause) {
    // parseArgs throws nothing but its own complaints about the arguments.
    throw usage((cause instanceof Error ? cause.message : String(cause)).replaceAll('\n', ' '));
  }
  const positionals = parsed.positionals.map(bare);
  const extra = positionals[most];
  if (extra !== undefined) throw usage(`there is one word too many: ${extra}`);
  const values = Object.fromEntries(Object.entries(parsed.values).map(([name, value]) => [name, bareValue(value)]));
  return { ...parsed, positionals, values } as Parsed<O>;
}

/** A hash in base64url, of which one in 64 begins like an option. */
const DASHED_HASH = /^-[A-Za-z0-9_-]{42}$/;
/** No argument of a process has it. */
const GUARD = '\0';

function guarded(argument: string): string {
  return DASHED_HASH.test(argument) ? `${GUARD}${argument}` : argument;
}

function bare(word: string): string {
  return word.startsWith(GUARD) ? word.slice(GUARD.length) : word;
}

function bareValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bareValue);
  return typeof value === 'string' ? bare(value) : value;
}

/** A required word. @throws Fault `usage_wrong` */
export function needed(word: string | undefined, what: string): string {
  if (word === undefined || word === '') throw usage(`${what} is missing`);
  return word;
}

/** A whole number from an option, or the usual one. @throws Fault `usage_wrong` */
export function wholeNumber(text: string | undefined, option: string, usual: number, most: number): number {
  if (text === undefined) return usual;
  if (!/^(0|[1-9]\d{0,15})$/.test(text) || Number(text) > most)
    throw usage(`--${option} takes a whole number up to ${most}, not ${text}`);
  return Number(text);
}

/** The Fault of wrong usage. */
export function usage(sentence: string): Fault {
  return new Fault('usage_wrong', sentence);
}
