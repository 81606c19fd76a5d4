// Arguments of a verb, parsed strictly: an option that the verb does not know is an error, never ignored.

import { type ParseArgsConfig, parseArgs } from 'node:util';
import { Fault } from '#core/fault.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<typeof parseArgs<{ options: O; allowPositionals: true; strict: true }>>;

/** @param most how many words may stand beside the options @throws Fault `usage_wrong` */
export function parseArguments<const O extends Options>(args: readonly string[], options: O, most: number): Parsed<O> {
  let parsed: Parsed<O>;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    // parseArgs throws nothing but its own complaints about the arguments.
    throw usage(cause instanceof Error ? cause.message : String(cause));
  }
  const extra = parsed.positionals[most];
  if (extra !== undefined) throw usage(`there is one word too many: ${extra}`);
  return parsed;
}

/** A required word. @throws Fault `usage_wrong` */
export function needed(word: string | undefined, what: string): string {
  if (word === undefined || word === '') throw usage(`${what} is missing`);
  return word;
}

/** The Fault of wrong usage. */
export function usage(sentence: string): Fault {
  return new Fault('usage_wrong', sentence);
}
