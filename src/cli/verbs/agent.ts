// `touchmark agent sell` and `agent buy`: an agent that signs within its mandate and its owner's rules, and tells why.

import { resolve } from 'node:path';
import { type Fault, isFault } from '#core/fault.ts';
import { type AgentDesk, ownMandate } from '#sdk/agents/act.ts';
import { buyOnce } from '#sdk/agents/buyer.ts';
import type { Decision } from '#sdk/agents/decision.ts';
import { sellOnce } from '#sdk/agents/seller.ts';
import { plainWord } from '#sdk/plain-text.ts';
import { isOfNode } from '#sdk/send-kept.ts';
import type { SigningSheet } from '#sdk/signing-sheet.ts';
import { memoryPath, noteDecision, readBuyingPolicy, readNeeds, readPriceRules } from '../agent/folder.ts';
import { MemoryFile } from '../agent/memory-file.ts';
import { needed, parseVerb, usage, wholeNumber } from '../arguments.ts';
import { askToSign, openKeys, pinnedLedger } from '../connection.ts';
import { lineTo } from '../inbox/line.ts';
import { EXIT, type Io } from '../io.ts';
import { AGENT_BACK_OFF_MOST_MS, AGENT_PAUSE_MOST_MS, AGENT_PAUSE_MS } from '../limits.ts';
import { mandateAdvice } from '../mandate-advice.ts';
import { backedOff, paused } from '../pausing.ts';
import { jsonLine } from '../print.ts';
import { readProfile } from '../profile.ts';

/** A look at everything, with what the folder says now. */
type Look = (desk: AgentDesk, folder: string) => AsyncIterable<Decision>;
type Work = {
  readonly name: 'agent sell' | 'agent buy';
  readonly folder: string;
  readonly look: Look;
  readonly pauseMs: number;
  readonly isOnce: boolean;
  readonly isJson: boolean;
  /** Options of a command line that reaches the same node. */
  readonly at: string;
};

/** Sells until it is stopped, or looks once. @returns 0, 1 or 4: see exitCode */
export async function runAgentSell(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseVerb('agent sell', args);
  const { take } = values;
  const look: Look = (desk, folder) =>
    sellOnce(desk, { rules: readPriceRules(folder), stop: io.stop, ...(take && { taken: take }) });
  return runAgent({ name: 'agent sell', values, look, byPerson: take !== undefined }, io);
}

/** Buys until it is stopped, or looks once. @returns 0, 1 or 4: see exitCode */
export async function runAgentBuy(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseVerb('agent buy', args);
  const look: Look = async function* (desk, folder) {
    const policy = readBuyingPolicy(folder);
    const needs = await readNeeds(folder, desk.client, desk.memory);
    yield* buyOnce(desk, { policy, needs, stop: io.stop });
  };
  return runAgent({ name: 'agent buy', values, look, byPerson: false }, io);
}

type Values = Parameters<typeof readProfile>[0] & {
  readonly folder?: string;
  readonly pause?: string;
  readonly once?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
};

async function runAgent(
  {
    name,
    values,
    look,
    byPerson,
  }: { readonly name: Work['name']; readonly values: Values; readonly look: Look; readonly byPerson: boolean },
  io: Io,
): Promise<number> {
  const folder = resolve(io.cwd, needed(values.folder, '--folder <folder>'));
  const pauseMs = wholeNumber(values.pause, 'pause', AGENT_PAUSE_MS, AGENT_PAUSE_MOST_MS);
  const ledgerId = pinnedLedger(values, io);
  const { url, keyPath } = readProfile(values, io);
  if (url === undefined) throw usage('--node <url> is missing: which node?');
  if (keyPath === undefined) throw usage('--as <key file> is missing: which agent signs?');
  const keys = await openKeys(keyPath, io);
  using memory = await MemoryFile.open(memoryPath(folder), keys.actor);
  const isAsked = byPerson && values.yes !== true;
  if (isAsked && !io.isTty) throw usage('there is no terminal to ask at before it is signed: say --yes');
  const confirm = isAsked ? { confirm: (sheet: SigningSheet) => askToSign(sheet, io) } : {};
  const line = await lineTo(url, { ledgerId, keys, clock: () => io.clock(), ...confirm });
  try {
    const isPerson = (await ownMandate(line.client)) === 'person';
    if (byPerson && !isPerson) throw usage(`--take is for a person's key; ${keys.actor} is none`);
    if (!byPerson && isPerson)
      throw usage(`an agent signs within its mandate; ${keys.actor} is a person, whom nothing would hold back`);
    const announce: AgentDesk['announce'] = (about, action, reasons) => {
      for (const words of [`${plainWord(about)} is about to be signed: ${action}`, ...reasonLines(reasons)])
        io.err(words);
    };
    const desk: AgentDesk = { ...line, memory, readerKey: keys.readerKey, ...(isAsked && { announce }) };
    io.err(`touchmark ${name}: ${keys.actor} works by ${folder}; Control-C ends it`);
    const how = { pauseMs, isOnce: values.once === true, isJson: values.json === true };
    const work = { name, folder, look, ...how, at: `--node ${url} --ledger ${ledgerId}` };
    return await lookUntil(desk, work, io);
  } finally {
    await line.close();
  }
}

async function lookUntil(desk: AgentDesk, work: Work, io: Io): Promise<number> {
  const { name, pauseMs, isOnce } = work;
  const said = new Map<string, string>();
  for (let failures = 0; ; ) {
    const { trouble, waiting } = await lookOnce(desk, work, said, io);
    if (trouble !== undefined && failures === 0) io.err(`touchmark ${name}: ${trouble.message} (${trouble.code})`);
    if (trouble === undefined && failures > 0) io.err(`touchmark ${name}: it goes on`);
    failures = trouble === undefined ? 0 : failures + 1;
    if (isOnce) {
      if (trouble !== undefined) return isOfNode(trouble) ? EXIT.unreadable : EXIT.wrong;
      return waiting === 0 ? EXIT.ok : EXIT.wrong;
    }
    io.progress(trouble === undefined ? 'looking for what is to do' : 'waiting: see above');
    const goesOn = await paused(backedOff(pauseMs, failures, AGENT_BACK_OFF_MOST_MS), io.stop);
    io.progress('');
    if (!goesOn) return EXIT.ok;
  }
}

/** @returns what is in the way of everything, and how much awaits a person */
async function lookOnce(
  desk: AgentDesk,
  { folder, look, isJson, at }: Work,
  said: Map<string, string>,
  io: Io,
): Promise<{ readonly trouble: Fault | undefined; readonly waiting: number }> {
  let waiting = 0;
  try {
    for await (const decision of look(desk, folder)) {
      if (decision.verdict === 'person') waiting++;
      const text = JSON.stringify(decision);
      // A look that finds the same says nothing.
      if (said.get(decision.about) === text) continue;
      said.set(decision.about, text);
      noteDecision(folder, io.clock(), decision);
      io.progress('');
      if (isJson) io.out(jsonLine(decision));
      else for (const words of [...linesOf(decision), ...(await adviceOf(desk, decision, at))]) io.out(words);
    }
    return { trouble: undefined, waiting };
  } catch (error) {
    if (isFault(error)) return { trouble: error, waiting };
    throw error;
  }
}

const SAYS = { did: 'signed', leaves: 'leaves it', waits: 'waits', person: 'A PERSON DECIDES' } as const;

function linesOf({ about, verdict, action, reasons, index }: Decision): readonly string[] {
  const what = action === undefined ? '' : `: ${action}`;
  const place = index === undefined ? '' : `, entry ${index}`;
  return [`${plainWord(about)} ${SAYS[verdict]}${what}${place}`, ...reasonLines(reasons)];
}

function reasonLines(reasons: Decision['reasons']): readonly string[] {
  return reasons.map(({ code, sentence }) => `  ${sentence} (${code})`);
}

/** What an administrator does about a mandate that is too small. */
async function adviceOf(desk: AgentDesk, { reasons }: Decision, at: string): Promise<readonly string[]> {
  const needed = reasons.flatMap(({ needs }) => (needs === undefined ? [] : [needs]));
  const mandate = needed.length === 0 ? 'person' : await ownMandate(desk.client);
  if (mandate === 'person') return [];
  return [`  ${mandateAdvice(desk.client.actor, mandate, needed, { nowMs: desk.nowMs(), at })}`];
}
