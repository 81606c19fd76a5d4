// A small world for contract tests: members and actors on the real runtime, with the state in memory. Signatures are
// the ledger's affair; here the caller is taken as given.

import assert from 'node:assert/strict';
import { contracts } from '#contracts/index.ts';
import { foundingWrites, identity } from '#contracts/membership/identity.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import type { Caller, Contract } from '#core/contract.ts';
import { sha256 } from '#core/crypto.ts';
import { GENESIS_AUDIENCE, type GenesisBody, PROTOCOL } from '#core/genesis.ts';
import { type IdSeed, newId } from '#core/id.ts';
import { DEFAULT_LIMITS, type Limits } from '#core/limits.ts';
import { Registry } from '#core/registry.ts';
import { type Execution, execute, recordHash, referenceKey } from '#core/runtime.ts';
import { MemoryState } from '#core/state.ts';
import { testKey } from '#test/keys.ts';

/** A test's start: 2026-01-05T08:00:00Z. */
export const START_MS = 1_767_600_000_000;
/** The ledger id of test worlds. */
export const WORLD_ID = 'testworld';

type Actor = { readonly id: string; readonly kind?: Caller['kind']; readonly role: string };

/** One step of a scenario. */
export type Step = {
  readonly by: string;
  readonly action: string;
  readonly input: JsonObject;
  /** Milliseconds that pass before it. */
  readonly afterMs?: number;
};

/** Members of most tests; each has a root, an administrator and one actor for each role. */
const MEMBERS = ['acme', 'borealis', 'carter', 'delta'] as const;

/** How a world differs from the usual. */
export type WorldOptions = {
  /** A refusal that does not fire. */
  readonly switchedOff?: string;
  readonly limits?: Limits;
  readonly sponsorsNeeded?: number;
  /** Contracts of the test's own beside those of the release. */
  readonly contracts?: readonly Contract[];
};

const release = new Registry(contracts, identity);

/** The runtime with its state in memory. */
export class World {
  readonly registry: Registry;
  readonly state: MemoryState;
  timeMs = START_MS;
  #count = 0;
  readonly #switchedOff: string | undefined;
  readonly #limits: Limits;

  constructor(options: WorldOptions = {}) {
    this.registry =
      options.contracts === undefined ? release : new Registry([...contracts, ...options.contracts], identity);
    this.state = new MemoryState(this.registry);
    this.#switchedOff = options.switchedOff;
    this.#limits = options.limits ?? DEFAULT_LIMITS;
    const body = foundingBody(options.sponsorsNeeded, this.registry);
    this.state.apply(foundingWrites({ body, signatures: [] }));
  }

  /** Executes one step as `contract.action`, with `expects` filled as the SDK fills it; applies what was accepted. */
  do({ by, action, input, afterMs = 0 }: Step, expects?: { readonly [reference: string]: string }): Execution & IdSeed {
    this.timeMs += afterMs;
    const [contractName = '', actionName = ''] = action.split('.');
    const contract = this.registry.contract(contractName);
    assert.ok(contract?.actions[actionName] !== undefined, `no action ${action}`);
    const txId = sha256(utf8(`${this.#count++} ${by} ${action}`));
    const result = execute(
      {
        txId,
        caller: this.caller(by),
        action: {
          contract: contractName,
          version: identity.activeVersion(this.state, contractName) ?? contract.version,
          action: actionName,
          input,
          expects: expects ?? this.#expects(contractName, actionName, input),
          nonce: base64url(txId.subarray(0, 16)),
          notAfterMs: this.timeMs + 60_000,
        },
      },
      { ledgerId: WORLD_ID, timeMs: this.timeMs },
      this.state,
      this.registry,
      this.#limits,
      this.#switchedOff === undefined ? {} : { switchedOff: this.#switchedOff },
    );
    this.state.apply(result.writes);
    return { ...result, txId, notAfterMs: this.timeMs + 60_000 };
  }

  /** Executes a step that the test needs accepted. @returns ids of that kind which it made, in order */
  ok(step: Step): Execution & IdSeed & { id(kind: string, ordinal?: number): string } {
    const result = this.do(step);
    assert.equal(result.outcome, 'accepted', `${step.action}: ${result.outcome} ${JSON.stringify(result.details)}`);
    return { ...result, id: (kind, ordinal = 0) => newId(result, kind, ordinal) };
  }

  /** A record's value, or undefined. `kind` is `contract/record`. */
  get(kind: string, id: string): JsonObject | undefined {
    const text = this.state.get(kind, id);
    return text === undefined ? undefined : (JSON.parse(text) as JsonObject);
  }

  /** All records of a kind. */
  all(kind: string): readonly JsonObject[] {
    return this.state.dump().flatMap(([k, , text]) => (k === kind ? [JSON.parse(text) as JsonObject] : []));
  }

  /** The caller that membership's records say an actor is. */
  caller(actor: string): Caller {
    const record = this.get('membership/actor', actor);
    assert.ok(record !== undefined, `no actor ${actor}`);
    // Written by membership's schema.
    return { actor, member: record.member, role: record.role, kind: record.kind } as Caller;
  }

  #expects(contract: string, action: string, input: JsonObject): { readonly [reference: string]: string } {
    const references = this.registry.contract(contract)?.actions[action]?.expects;
    const expects: Record<string, string> = {};
    if (typeof references !== 'function') return expects;
    for (const reference of safeReferences(() => references(input))) {
      const key = referenceKey(contract, reference);
      const [c, r, ...id] = key.split('/');
      const text = this.state.get(`${c}/${r}`, id.join('/'));
      if (text !== undefined) expects[key] = recordHash(text);
    }
    return expects;
  }
}

/** The id of the actor of a member that has a role: `acme/buyer`. */
export function actorOf(member: string, role: string): string {
  return `${member}/${role}`;
}

/** The founding of test worlds. */
export function foundingBody(sponsorsNeeded = 1, registry = release): GenesisBody {
  return {
    audience: GENESIS_AUDIENCE,
    protocol: PROTOCOL,
    name: 'Test world',
    timeMs: START_MS,
    founders: MEMBERS.map((member) => ({
      member,
      name: `${member} Ltd`,
      rootsNeeded: 1,
      actors: foundingActors(member).map(({ id, kind = 'person', role }) => ({
        id,
        kind,
        role,
        publicKey: testKey(id).publicKeyText,
      })),
    })),
    nodes: [
      { name: 'origin', checkpointKey: base64url(new Uint8Array(32)), receiptKey: testKey('node').publicKeyText },
    ],
    governance: { sponsorsNeeded, governors: ['acme', 'borealis'], governorsNeeded: 2 },
    contracts: registry.contracts().map(({ name }) => ({ name, version: 1 })),
    limits: DEFAULT_LIMITS,
  };
}

function foundingActors(member: string): readonly Actor[] {
  const persons = [
    'root',
    'admin',
    'buyer',
    'sales',
    'designer',
    'engineer',
    'operator',
    'quality',
    'logistics',
    'finance',
  ];
  return [
    ...persons.map((role) => ({ id: actorOf(member, role), role })),
    { id: actorOf(member, 'machine'), kind: 'machine', role: 'machine' },
    { id: actorOf(member, 'agent'), kind: 'agent', role: 'agent' },
  ];
}

/** A malformed input is for the runtime to refuse, also where `expects` would stumble over it. */
function safeReferences(
  references: () => readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  try {
    return references();
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}
