// One command line from words to exit code. Verbs throw Faults; here alone they become words and codes.

import { Fault, isFault } from '#core/fault.ts';
import { helpFor } from './help.ts';
import { EXIT, type Io } from './io.ts';

type Verb = (args: readonly string[], io: Io) => Promise<number>;

/** Each verb's file is loaded when it is asked for: `verify` must not wait for the node’s modules. */
const VERBS: { readonly [verb: string]: () => Promise<Verb> } = {
  tour: async () => (await import('./verbs/tour.ts')).runTour,
  verify: async () => (await import('./verbs/verify.ts')).runVerify,
  audit: async () => (await import('./verbs/audit.ts')).runAudit,
  show: async () => (await import('./verbs/show.ts')).runShow,
  keys: async () => (await import('./verbs/keys.ts')).runKeys,
};

/** Runs a command. @param args without the program @returns the exit code; a bug is thrown */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const [verb, ...rest] = args;
  if (verb === undefined || verb === '--help' || verb === '-h') return printHelp(undefined, io);
  if (verb === 'help') return printHelp(rest[0], io);
  const load = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (load === undefined) return wrongUsage(`there is no verb ${verb}`, 'touchmark help lists them', io);
  if (rest.includes('--help') || rest.includes('-h')) return printHelp(verb, io);
  try {
    const run = await load();
    return await run(rest, io);
  } catch (fault) {
    if (isFault(fault, 'usage_wrong')) return wrongUsage(fault.message, `touchmark help ${verb} shows how`, io);
    if (!(fault instanceof Fault)) throw fault;
    io.err(`touchmark ${verb}: ${fault.message} (${fault.code})`);
    return EXIT.unreadable;
  }
}

function printHelp(verb: string | undefined, io: Io): number {
  const text = helpFor(verb);
  if (text === undefined) return wrongUsage(`there is no verb ${verb}`, 'touchmark help lists them', io);
  for (const line of text.split('\n')) io.out(line);
  return EXIT.ok;
}

function wrongUsage(sentence: string, advice: string, io: Io): number {
  io.err(`touchmark: ${sentence}; ${advice}`);
  return EXIT.usage;
}
