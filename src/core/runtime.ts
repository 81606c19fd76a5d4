// Executes one statement's action on an overlay of the state. Deterministic: the result depends on nothing but the
// arguments. An accepted statement leaves writes and events; a refused one leaves its code, and nothing else.

import { sha256 } from '#core/crypto.ts';
import { base64url, utf8 } from './bytes.ts';
import { canonicalJson, isObject, type Json, type JsonObject } from './canonical-json.ts';
import { contextFor, type Event, RefusalSignal, type Run } from './context.ts';
import type { Caller, Commitment, Reference } from './contract.ts';
import type { Limits } from './limits.ts';
import type { RegisteredAction, Registry } from './registry.ts';
import { Overlay, type StateReader, type Write } from './state.ts';

/** What an actor signs: the payload of a statement. */
export type Action = {
  readonly contract: string;
  readonly version: number;
  readonly action: string;
  readonly input: JsonObject;
  /** `contract/record/id` to the SHA-256 of the record as the signer saw it, base64url. */
  readonly expects: { readonly [reference: string]: string };
  /** 128 random bits, base64url: two equal orders are two statements. */
  readonly nonce: string;
  readonly notAfterMs: number;
};

/** Refusals of the runtime itself; a contract's are prefixed by its name. */
export const RUNTIME_REFUSALS = {
  action_unknown: 'No contract in force has this action.',
  version_inactive: 'This version of the contract is not in force.',
  input_invalid: 'The input does not fit its schema.',
  role_not_allowed: 'The signer’s role may not sign this action.',
  expects_missing: 'The statement must name the content of this record as its signer saw it.',
  record_changed: 'The record is not what the signer saw.',
  mandate_missing: 'The signer’s mandate does not cover this.',
  mandate_exceeded: 'The signer’s mandate does not reach this far.',
  budget_exceeded: 'The statement does more than one statement may.',
  record_invalid: 'The result does not fit the record’s schema.',
} as const;

/** What came of a statement. */
export type Execution = {
  /** `accepted`, a code of RUNTIME_REFUSALS, or `contract.code`. */
  readonly outcome: string;
  /** For people; not part of any hash. */
  readonly details: JsonObject;
  readonly writes: readonly Write[];
  readonly events: readonly Event[];
};

/** Where and when a statement is executed. */
export type Place = { readonly ledgerId: string; readonly timeMs: number };

/** For tests only: a refusal that does not fire, so that its test must notice. */
export type RuntimeOptions = { readonly switchedOff?: string };

/** Executes an action that its signature and key allow. Writes are returned, not applied. */
export function execute(
  request: { readonly txId: Uint8Array; readonly caller: Caller; readonly action: Action },
  place: Place,
  state: StateReader,
  registry: Registry,
  limits: Limits,
  options: RuntimeOptions = {},
): Execution {
  const overlay = new Overlay(state, registry);
  const run: Run = {
    txId: request.txId,
    txIdText: base64url(request.txId),
    notAfterMs: request.action.notAfterMs,
    caller: request.caller,
    place,
    overlay,
    registry,
    limits,
    switchedOff: options.switchedOff,
    events: [],
    ordinals: new Map(),
    used: { reads: 0, writes: 0, listRows: 0 },
    refusal: undefined,
  };
  try {
    perform(run, request.action);
  } catch (error) {
    if (!(error instanceof RefusalSignal)) throw error;
  }
  // Looked at even when nothing was thrown: a contract that caught the signal is refused all the same.
  if (run.refusal !== undefined) return { ...run.refusal, writes: [], events: [] };
  return { outcome: 'accepted', details: {}, writes: overlay.writes(), events: run.events };
}

/** The key of a reference in `expects`. */
export function referenceKey(contract: string, [kind, id]: Reference): string {
  return kind.includes('/') ? `${kind}/${id}` : `${contract}/${kind}/${id}`;
}

/** The hash by which `expects` names a record's content. */
export function recordHash(text: string): string {
  return base64url(sha256(utf8(text)));
}

function perform(run: Run, action: Action): void {
  const registered = findAction(run, action);
  const fault = registered.check.firstError(action.input);
  if (fault !== undefined) throw refusal(run, 'input_invalid', { place: fault });
  const { roles } = registered.action;
  if (roles !== undefined && !roles.includes(run.caller.role)) {
    throw refusal(run, 'role_not_allowed', { role: run.caller.role, allowed: [...roles] });
  }
  checkExpects(run, registered, action);
  const context = contextFor(run, registered.contract, '', 0);
  // The input fits the schema that the rules were typed with.
  const input = action.input as never;
  chargeMandate(run, registered, () => registered.rules.commits?.(context, input));
  registered.rules.run(context, input);
}

function findAction(run: Run, { contract, version, action }: Action): RegisteredAction {
  const active = run.registry.identity.activeVersion(run.overlay, contract);
  if (active === undefined) throw refusal(run, 'action_unknown', { contract, action });
  if (active !== version) throw refusal(run, 'version_inactive', { contract, version, active });
  const found = run.registry.action(contract, version, action);
  if (found === undefined) throw refusal(run, 'action_unknown', { contract, action });
  return found;
}

function checkExpects(run: Run, { contract, action }: RegisteredAction, { input, expects }: Action): void {
  const named = Object.entries(expects);
  if (named.length > run.limits.expectsPerStatement) throw refusal(run, 'budget_exceeded', { what: 'expects' });
  for (const [key, hash] of named) {
    const text = recordAt(run, key);
    if (text === undefined || recordHash(text) !== hash) throw refusal(run, 'record_changed', { record: key });
  }
  if (typeof action.expects !== 'function') return;
  for (const reference of action.expects(input as never)) {
    const key = referenceKey(contract, reference);
    if (Object.hasOwn(expects, key) || recordAt(run, key) === undefined) continue;
    throw refusal(run, 'expects_missing', { record: key });
  }
}

function recordAt(run: Run, key: string): string | undefined {
  const [contract, record, ...id] = key.split('/');
  const kind = `${contract}/${record}`;
  return run.registry.indexesOf(kind) === undefined ? undefined : run.overlay.get(kind, id.join('/'));
}

/**
 * Persons need no mandate. Cumulative use is kept here, not in each contract, so that none can forget it. Every live
 * line of this class and unit must hold: so much a day and so much a month are two lines.
 */
function chargeMandate(
  run: Run,
  { rules, contract, name }: RegisteredAction,
  commits: () => Commitment | undefined,
): void {
  const { caller, place, registry, overlay } = run;
  if (caller.kind === 'person' || rules.free !== undefined) return;
  const commitment = commits();
  if (commitment === undefined) throw refusal(run, 'mandate_missing', { what: `${contract}.${name}` });
  const { what, unit, amount } = commitment;
  const lines = registry.identity
    .mandate(overlay, caller.actor)
    .filter((line) => line.what === what && line.unit === unit && line.untilMs >= place.timeMs);
  if (lines.length === 0) throw refusal(run, 'mandate_missing', { what, unit });
  // Less than nothing would give back what was used.
  if (!Number.isSafeInteger(amount) || amount < 0) throw refusal(run, 'mandate_exceeded', { what, unit });
  const uses = new Map<string, number>();
  for (const { mostEach, mostPerPeriod, periodMs } of lines) {
    const useName = `${caller.actor}:${what}:${unit}:${periodMs}:${Math.floor(place.timeMs / periodMs)}`;
    const used = registry.identity.usedOf(overlay, useName) + amount;
    if (amount > mostEach || used > mostPerPeriod) {
      throw refusal(run, 'mandate_exceeded', { what, unit, amount, used, mostEach, mostPerPeriod });
    }
    uses.set(useName, used);
  }
  for (const [useName, used] of uses) {
    const use = registry.identity.useRecord(useName, used);
    overlay.put(use.kind, use.id, use.value);
  }
}

function refusal(run: Run, code: keyof typeof RUNTIME_REFUSALS, details: JsonObject): RefusalSignal {
  return new RefusalSignal(run, code, details);
}

/** The action in a statement's payload. @returns what is wrong as a sentence where it has not this shape */
export function readAction(payload: Json): Action | string {
  if (!isObject(payload)) return 'the payload is not an object';
  const { contract, version, action, input, expects, nonce, notAfterMs, ...unknown } = payload;
  const extra = Object.keys(unknown)[0];
  if (extra !== undefined) return `the payload has an unknown member ${canonicalJson(extra)}`;
  if (typeof contract !== 'string') return 'contract is not a text';
  if (typeof action !== 'string') return 'action is not a text';
  if (typeof version !== 'number') return 'version is not a number';
  if (!isObject(input)) return 'input is not an object';
  if (!isObject(expects)) return 'expects is not an object';
  if (typeof nonce !== 'string' || !/^[A-Za-z0-9_-]{21}[AQgw]$/.test(nonce))
    return 'nonce is not 128 bits in base64url';
  if (typeof notAfterMs !== 'number' || notAfterMs < 0) return 'notAfterMs is not a time';
  const hashes: [string, string][] = [];
  for (const [key, hash] of Object.entries(expects)) {
    if (typeof hash !== 'string') return `expects of ${key} is not a hash`;
    hashes.push([key, hash]);
  }
  // Not by assignment, which would lose a member named __proto__.
  return { contract, version, action, input, expects: Object.fromEntries(hashes), nonce, notAfterMs };
}
