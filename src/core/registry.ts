// The contracts that a ledger knows, with their schemas compiled, and how records are indexed and shown.

import type { ActionInterface, ActionRules, Contract, ContractInterface, Visibility } from './contract.ts';
import { assert } from './fault.ts';
import type { Identity } from './identity.ts';
import type { Action } from './runtime.ts';
import { type Check, compile } from './schema.ts';

/** One action with everything that executing it needs. */
export type RegisteredAction = {
  readonly contract: string;
  readonly name: string;
  readonly action: ActionInterface;
  readonly rules: ActionRules<ContractInterface, never>;
  readonly check: Check<unknown>;
};

type RegisteredRecord = {
  readonly index: readonly string[];
  readonly check: Check<unknown>;
  readonly visibleTo: Visibility<never>;
  readonly isApart: boolean;
};

/** Contracts by name and version. */
export class Registry {
  readonly identity: Identity;
  readonly #actions = new Map<string, RegisteredAction>();
  readonly #records = new Map<string, RegisteredRecord>();
  readonly #contracts = new Map<string, Contract>();
  readonly #releases = new Set<string>();

  /** The order of the contracts has no effect on anything. */
  constructor(contracts: readonly Contract[], identity: Identity) {
    this.identity = identity;
    for (const contract of contracts) this.#add(contract);
  }

  /** The contracts in their newest versions, sorted by name. */
  contracts(): readonly Contract[] {
    return [...this.#contracts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** One action of a contract's version, or undefined. */
  action(contract: string, version: number, action: string): RegisteredAction | undefined {
    return this.#actions.get(`${contract}@${version}/${action}`);
  }

  /** What the action says its statement is about; undefined where its input does not fit, which is a refusal. */
  subjectOf({ contract, version, action, input }: Action): string | undefined {
    const registered = this.action(contract, version, action);
    if (registered === undefined || registered.check.firstError(input) !== undefined) return undefined;
    return registered.action.subject(input as never);
  }

  /** True where the contract is there in this version. */
  hasRelease(name: string, version: number): boolean {
    return this.#releases.has(`${name}@${version}`);
  }

  /** The contract in its newest version, or undefined. */
  contract(name: string): Contract | undefined {
    return this.#contracts.get(name);
  }

  /** Index names of a record kind; undefined where the kind is unknown. */
  indexesOf(kind: string): readonly string[] | undefined {
    return this.#records.get(kind)?.index;
  }

  /** The first fault of a record's value, or undefined where it fits its schema. */
  recordError(kind: string, value: unknown): string | undefined {
    return this.#record(kind).check.firstError(value);
  }

  /** The text under which a record is found by an index; undefined where the record is absent or lacks the field. */
  indexValue(kind: string, index: string, text: string | undefined): string | undefined {
    if (text === undefined || !this.#record(kind).index.includes(index)) return undefined;
    const value: unknown = JSON.parse(text)[index];
    return value === undefined ? undefined : String(value);
  }

  /** Who sees a record, given its canonical JSON: everyone, every member, or these members. */
  readers(kind: string, text: string): 'public' | 'members' | readonly string[] {
    const { visibleTo } = this.#record(kind);
    // The text was written through this record's schema.
    return typeof visibleTo === 'function' ? visibleTo(JSON.parse(text) as never) : visibleTo;
  }

  /** True where who sees the record does not see the statements that wrote it. */
  isApart(kind: string): boolean {
    return this.#record(kind).isApart;
  }

  #record(kind: string): RegisteredRecord {
    const record = this.#records.get(kind);
    assert(record !== undefined, `record kind ${kind} is not registered`);
    return record;
  }

  #add(contract: Contract): void {
    const release = `${contract.name}@${contract.version}`;
    assert(!this.#releases.has(release), `contract ${release} is registered twice`);
    this.#releases.add(release);
    const isNewest = contract.version > (this.#contracts.get(contract.name)?.version ?? 0);
    if (isNewest) this.#contracts.set(contract.name, contract);
    for (const [name, { schema, index, isApart = false }] of Object.entries(contract.records)) {
      const visibleTo = contract.rules.visibleTo[name];
      assert(visibleTo !== undefined, `${contract.name} does not say who sees ${name}`);
      const kind = `${contract.name}/${name}`;
      if (isNewest || !this.#records.has(kind))
        this.#records.set(kind, { index, check: compile(schema), visibleTo, isApart });
    }
    for (const [name, action] of Object.entries(contract.actions)) {
      const rules = contract.rules.actions[name];
      assert(rules !== undefined, `${contract.name} has no rules for ${name}`);
      this.#actions.set(`${release}/${name}`, {
        contract: contract.name,
        name,
        action,
        rules,
        check: compile(action.input),
      });
    }
  }
}
