// One command line from words to exit code. Verbs throw Faults; here alone they become words and codes.

import { Fault, isFault } from '#core/fault.ts';
import { helpFor } from './help.ts';
import { EXIT, type Io } from './io.ts';
import { secondWords, type VerbName, verbOf } from './verbs.ts';

type Run = (args: readonly string[], io: Io) => Promise<number>;

/** Each verb's file is loaded when it is asked for: `verify` must not wait for the node’s modules. */
const RUNS: { readonly [name in VerbName]: () => Promise<Run> } = {
  init: async () => (await import('./verbs/init.ts')).runInit,
  serve: async () => (await import('./verbs/serve.ts')).runServe,
  replica: async () => (await import('./verbs/replica.ts')).runReplica,
  backup: async () => (await import('./verbs/backup.ts')).runBackup,
  restore: async () => (await import('./verbs/restore.ts')).runRestore,
  migrate: async () => (await import('./verbs/migrate.ts')).runMigrate,
  call: async () => (await import('./verbs/call.ts')).runCall,
  list: async () => (await import('./verbs/list.ts')).runList,
  get: async () => (await import('./verbs/get.ts')).runGet,
  standing: async () => (await import('./verbs/standing.ts')).runStanding,
  watch: async () => (await import('./verbs/watch.ts')).runWatch,
  upload: async () => (await import('./verbs/upload.ts')).runUpload,
  download: async () => (await import('./verbs/download.ts')).runDownload,
  export: async () => (await import('./verbs/export.ts')).runExport,
  ubl: async () => (await import('./verbs/ubl.ts')).runUbl,
  inbox: async () => (await import('./verbs/inbox.ts')).runInbox,
  'agent sell': async () => (await import('./verbs/agent.ts')).runAgentSell,
  'agent buy': async () => (await import('./verbs/agent.ts')).runAgentBuy,
  'join request': async () => (await import('./verbs/join-request.ts')).runJoinRequest,
  'join sponsor': async () => (await import('./verbs/join-sponsor.ts')).runJoinSponsor,
  'keys rotate': async () => (await import('./verbs/keys-rotate.ts')).runKeysRotate,
  'keys recover': async () => (await import('./verbs/keys-recover.ts')).runKeysRecover,
  tour: async () => (await import('./verbs/tour.ts')).runTour,
  verify: async () => (await import('./verbs/verify.ts')).runVerify,
  audit: async () => (await import('./verbs/audit.ts')).runAudit,
  show: async () => (await import('./verbs/show.ts')).runShow,
  model: async () => (await import('./verbs/model.ts')).runModel,
  'keys new': async () => (await import('./verbs/keys.ts')).runKeysNew,
  'keys show': async () => (await import('./verbs/keys.ts')).runKeysShow,
  'keys check': async () => (await import('./verbs/keys.ts')).runKeysCheck,
  'keys request': async () => (await import('./verbs/keys-request.ts')).runKeysRequest,
  completion: async () => (await import('./verbs/completion.ts')).runCompletion,
};
/** Verbs whose options depend on their words: they print their own help. */
const OWN_HELP: readonly VerbName[] = ['call', 'list', 'export'];

/** Runs a command. @param args without the program @returns the exit code; a bug is thrown */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const [first, second] = args;
  if (first === undefined || first === '--help' || first === '-h') return printHelp([], io);
  if (first === 'help') return second === '--markdown' ? printReference(io) : printHelp(args.slice(1), io);
  const found = verbOf(args);
  const asksHelp = args.includes('--help') || args.includes('-h');
  if (found === undefined) {
    if (asksHelp && secondWords(first).length > 0) return printHelp([first], io);
    return wrongUsage(missingVerb(first, second), 'touchmark help lists them', io);
  }
  const { name, rest } = found;
  if (asksHelp && !OWN_HELP.includes(name)) return printHelp(name.split(' '), io);
  try {
    const run = await RUNS[name]();
    return await run(rest, io);
  } catch (fault) {
    io.progress('');
    if (isFault(fault, 'usage_wrong')) return wrongUsage(fault.message, `touchmark help ${name} shows how`, io);
    if (!(fault instanceof Fault)) throw fault;
    io.err(`touchmark ${name}: ${fault.message} (${fault.code})`);
    return EXIT.unreadable;
  }
}

function missingVerb(first: string, second: string | undefined): string {
  const seconds = secondWords(first);
  if (seconds.length === 0) return `there is no verb ${first}`;
  const say = `say ${seconds.map((word) => `${first} ${word}`).join(', ')}`;
  return second === undefined ? say : `${first} has no ${second}: ${say}`;
}

function printHelp(words: readonly string[], io: Io): number {
  const text = helpFor(words);
  if (text === undefined) return wrongUsage(`there is no verb ${words.join(' ')}`, 'touchmark help lists them', io);
  for (const line of text.split('\n')) io.out(line);
  return EXIT.ok;
}

async function printReference(io: Io): Promise<number> {
  const { cliReference } = await import('./reference.ts');
  for (const line of cliReference().split('\n')) io.out(line);
  return EXIT.ok;
}

function wrongUsage(sentence: string, advice: string, io: Io): number {
  io.err(`touchmark: ${sentence}; ${advice}`);
  return EXIT.usage;
}
