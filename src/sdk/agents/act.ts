// How an agent signs: what it signs is kept before it is sent, so that a break-off never makes one statement two; and what
// the ledger refused is not signed again before something changed, since each refusal is an entry of the log for ever.

import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64url, fromBase64url } from '#core/bytes.ts';
import { canonicalJson, type JsonObject } from '#core/canonical-json.ts';
import type { ContractInterface } from '#core/contract.ts';
import { newId } from '#core/id.ts';
import type { Static } from '#core/schema.ts';
import { decodeStatement } from '#core/statement.ts';
import type { Client } from '../client.ts';
import { sentenceOf } from '../refusal-sentence.ts';
import { type Line, sendKept } from '../send-kept.ts';
import { type Decision, type Reason, reason } from './decision.ts';
import { isOfMandate, type Mandate, mandateNow } from './mandate.ts';
import type { AgentMemory } from './memory.ts';

/** What an agent works with. */
export type AgentDesk = Line & {
  readonly memory: AgentMemory;
  /** Opens what is sealed for the agent. */
  readonly readerKey: CryptoKeyPair;
  /** ms since 1970, as the node counts. */
  readonly nowMs: () => number;
  /** Told what is about to be signed and why: where a person signs, so that they see more than a commitment. */
  readonly announce?: (about: string, action: string, reasons: readonly Reason[]) => void;
};

/** A statement to sign, and about what. */
export type Act<I extends ContractInterface, A extends keyof I['actions'] & string> = {
  readonly about: string;
  readonly contract: I;
  readonly action: A;
  /** Made only where it is signed. */
  readonly input: () => Promise<Static<I['actions'][A]['input']>>;
  /** What a refusal depends on: while it is the same, nothing is signed again. */
  readonly sameAs: string;
  readonly reasons: readonly Reason[];
  /** Told the ids of what it will make, before it is sent. */
  readonly beforeSent?: (id: (kind: string) => string) => Promise<void>;
};

/** What came of it. */
export type Acted = { readonly decision: Decision };

/** Times that something is signed anew because it came too early, or a record changed meanwhile. */
const SIGNINGS = 5;
const SIGNED_ANEW = [
  'record_changed',
  'sourcing.sealing_runs',
  'sourcing.opening_runs',
  'sourcing.award_runs',
  'sourcing.nothing_due',
];

type Refused = {
  readonly sameAs: string;
  readonly outcome: string;
  readonly details: JsonObject;
  readonly times: number;
  /** The mandate that refused it. */
  readonly mandate?: string;
};
type Kept = { readonly action: string; readonly sameAs: string; readonly bytes: string };

/** The client's own mandate. @throws Fault `record_unknown` where its actor is none of this ledger */
export async function ownMandate(client: Client): Promise<Mandate> {
  const actor = await client.need(membershipInterface, 'actor', client.actor);
  return actor.kind === 'person' ? 'person' : actor.mandate;
}

/** Signs and sends, once; or says why a person must. @throws Fault, of the node, where no answer came */
export async function actOnce<I extends ContractInterface, A extends keyof I['actions'] & string>(
  desk: AgentDesk,
  { about, contract, action, input, sameAs, reasons, beforeSent }: Act<I, A>,
): Promise<Acted> {
  const name = `${contract.name}.${action}`;
  const refused = await refusedBefore(desk, about, { name, sameAs });
  if (refused !== undefined) return { decision: byPerson(about, name, refused, reasons) };
  desk.announce?.(about, name, reasons);
  const bytes = await desk.client.sign(contract, action, await input());
  const kept: Kept = { action: name, sameAs, bytes: base64url(bytes) };
  await beforeSent?.(idsOf(bytes));
  await desk.memory.set(keptKey(about), canonicalJson(kept));
  const acted = await sendAbout(desk, about, kept);
  return { ...acted, decision: { ...acted.decision, reasons: [...reasons, ...acted.decision.reasons] } };
}

function idsOf(bytes: Uint8Array): (kind: string) => string {
  const { txId, action } = decodeStatement(bytes);
  return (kind) => newId({ txId, notAfterMs: action.notAfterMs }, kind, 0);
}

/**
 * Sends what was signed about a thing and has no outcome yet.
 * @returns undefined where there is nothing of that kind
 * @throws Fault, of the node, where no answer came
 */
export async function finishKept(desk: AgentDesk, about: string): Promise<Acted | undefined> {
  const text = await desk.memory.get(keptKey(about));
  // Written by actOnce.
  return text === undefined ? undefined : sendAbout(desk, about, JSON.parse(text) as Kept);
}

async function sendAbout(desk: AgentDesk, about: string, kept: Kept): Promise<Acted> {
  const { memory } = desk;
  const { action, sameAs, bytes } = kept;
  const sent = await sendKept(desk, fromBase64url(bytes));
  if (sent.state === 'held')
    return { decision: { about, verdict: 'waits', action, reasons: [reason(sent.code, sent.sentence)] } };
  if (sent.state === 'expired') {
    await memory.remove(keptKey(about));
    const words = 'the ledger did not take the statement in time; it is signed anew';
    return { decision: { about, verdict: 'waits', action, reasons: [reason('expired', words)] } };
  }
  const { submitted } = sent;
  const { outcome, details, index } = submitted;
  if (outcome === 'accepted') {
    await memory.remove(refusedKey(about, action));
    await memory.remove(keptKey(about));
    const place = index === undefined ? {} : { index };
    return { decision: { about, verdict: 'did', action, reasons: [], ...place } };
  }
  const refused = await keepRefusal(desk, about, { action, sameAs, outcome, details });
  await memory.remove(keptKey(about));
  return { decision: byPerson(about, action, refused, []) };
}

async function keepRefusal(
  { client, memory, nowMs }: AgentDesk,
  about: string,
  { action, ...what }: Pick<Refused, 'sameAs' | 'outcome' | 'details'> & { readonly action: string },
): Promise<Refused> {
  const before = await read(memory, about, action);
  const times = before?.sameAs === what.sameAs && before.outcome === what.outcome ? before.times + 1 : 1;
  const mandate = isOfMandate(what.outcome) ? await ownMandate(client) : 'person';
  const under = mandate === 'person' ? {} : { mandate: mandateNow(mandate, what.details, nowMs()) };
  const refused: Refused = { ...what, times, ...under };
  await memory.set(refusedKey(about, action), canonicalJson(refused));
  return refused;
}

/** The refusal that would come again. */
async function refusedBefore(
  { client, memory, nowMs }: AgentDesk,
  about: string,
  { name, sameAs }: { readonly name: string; readonly sameAs: string },
): Promise<Refused | undefined> {
  const refused = await read(memory, about, name);
  if (refused === undefined || refused.sameAs !== sameAs) return undefined;
  if (SIGNED_ANEW.includes(refused.outcome)) return refused.times < SIGNINGS ? undefined : refused;
  if (!isOfMandate(refused.outcome)) return refused;
  const mandate = await ownMandate(client);
  const isSame = mandate !== 'person' && mandateNow(mandate, refused.details, nowMs()) === refused.mandate;
  return isSame ? refused : undefined;
}

async function read(memory: AgentMemory, about: string, action: string): Promise<Refused | undefined> {
  const text = await memory.get(refusedKey(about, action));
  // Written by keepRefusal.
  return text === undefined ? undefined : (JSON.parse(text) as Refused);
}

function byPerson(about: string, action: string, { outcome, details }: Refused, reasons: readonly Reason[]): Decision {
  const words = `the ledger refused ${action}: ${sentenceOf(outcome) ?? ''} ${canonicalJson(details)}`;
  const { what, unit, amount, used } = details;
  const isKnown = typeof what === 'string' && typeof unit === 'string' && typeof amount === 'number';
  const needs = isKnown && { needs: { what, unit, amount, ...(typeof used === 'number' ? { used } : {}) } };
  const why = { ...reason(outcome, words), ...(isOfMandate(outcome) && needs) };
  return { about, verdict: 'person', action, reasons: [...reasons, why] };
}

function keptKey(about: string): string {
  return `kept/${about}`;
}
function refusedKey(about: string, action: string): string {
  return `refused/${about}/${action}`;
}
