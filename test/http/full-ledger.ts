// A served ledger for tests of the HTTP side: four members with an actor of every role, files in every state, and at least
// one record of every kind, all by signed statements through the node, one after the other, so that what each one wrote is
// known apart.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { contractInterfaces } from '#contracts/interfaces.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { LocalNode } from '#node/local.ts';
import { makeGenesis } from '#sdk/founding.ts';
import type { Submitted } from '#sdk/transport.ts';
import { testKey } from '#test/keys.ts';
import { type Signing, signedFor } from '#test/ledgers.ts';
import { actorOf, START_MS, type Step, World } from '#test/world.ts';
import { type Readers, readersOfStatement, storedRecords } from './visibility.ts';

/** Members of the full ledger. */
const FULL_MEMBERS = ['acme', 'borealis', 'carter', 'delta'] as const;
/** Every role that membership knows. */
export const ROLES: readonly string[] = membershipInterface.actions.enrolActor.input.properties.role.enum;
/** Between one statement and the next. */
const STEP_MS = 1000;

/** A statement of the log, and whom it is for. */
export type ToldEntry = {
  readonly index: number;
  readonly submitted: Submitted;
  readonly bytes: Uint8Array;
  readonly readers: Readers;
};

/** Reads a ledger as the fixtures of contracts read their worlds. */
class LedgerView extends World {
  readonly #node: LocalNode;

  constructor(node: LocalNode) {
    super();
    this.#node = node;
  }

  override get(kind: string, id: string): JsonObject | undefined {
    const text = this.#node.ledger.state.get(kind, id);
    return text === undefined ? undefined : JSON.parse(text);
  }

  override all(kind: string): readonly JsonObject[] {
    return storedRecords(this.#node.ledger).flatMap((one) => (one.kind === kind ? [JSON.parse(one.text)] : []));
  }
}

/** A ledger to which a story is told. */
export class FullLedger {
  readonly node: LocalNode;
  readonly home: string;
  readonly clock: { nowMs: number };
  /** Every statement of the log, in its order. */
  readonly told: ToldEntry[] = [];
  readonly #view: LedgerView;

  static async create(folder: string): Promise<FullLedger> {
    const clock = { nowMs: START_MS };
    const home = join(folder, 'home');
    const node = await LocalNode.create({ home, clock: () => clock.nowMs }, (keys) =>
      makeGenesis({
        name: 'Full ledger',
        timeMs: START_MS,
        founders: FULL_MEMBERS.map(founder),
        node: { name: 'origin', ...keys },
        contracts: contractInterfaces,
      }),
    );
    return new FullLedger(node, home, clock);
  }

  private constructor(node: LocalNode, home: string, clock: { nowMs: number }) {
    this.node = node;
    this.home = home;
    this.clock = clock;
    this.#view = new LedgerView(node);
  }

  /** Submits a statement and keeps whom it is for. */
  async submit(signing: Signing): Promise<ToldEntry> {
    const { ledger } = this.node;
    this.clock.nowMs += STEP_MS;
    const before = storedRecords(ledger);
    const bytes = await signedFor(ledger, { notAfterMs: this.clock.nowMs + 60_000, ...signing });
    const submitted = await this.node.submit(bytes);
    const { index, outcome } = submitted;
    assert.ok(index !== undefined, `${signing.action} was dropped: ${outcome}`);
    const issuer = signing.by.split('/')[0] ?? '';
    const contract = signing.action.split('.')[0] ?? '';
    const readers =
      outcome === 'accepted' ? readersOfStatement({ issuer, contract }, before, storedRecords(ledger)) : [issuer];
    const entry = { index, submitted, bytes, readers };
    this.told.push(entry);
    return entry;
  }

  /** Plays steps that must be accepted. */
  async play(steps: readonly (Step | ((world: World) => Step))[]): Promise<void> {
    for (const step of steps) {
      const { by, action, input } = typeof step === 'function' ? step(this.#view) : step;
      const { submitted } = await this.submit({ by, action, input });
      assert.equal(submitted.outcome, 'accepted', `${action}: ${JSON.stringify(submitted.details)}`);
    }
  }

  /** Submits many statements at once, which must be accepted; whom they are for is not kept. */
  async submitAll(signings: readonly Signing[]): Promise<void> {
    const notAfterMs = this.clock.nowMs + 60_000;
    const statements = await Promise.all(
      signings.map((signing) => signedFor(this.node.ledger, { notAfterMs, ...signing })),
    );
    const results = await Promise.all(statements.map((bytes) => this.node.submit(bytes)));
    for (const { outcome } of results) assert.equal(outcome, 'accepted');
  }

  /** Ids of the records of a kind. */
  idsOf(kind: string): readonly string[] {
    return storedRecords(this.node.ledger).flatMap((one) => (one.kind === kind ? [one.id] : []));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.node[Symbol.asyncDispose]();
  }
}

function founder(member: string) {
  return {
    member,
    name: `${member} Ltd`,
    rootsNeeded: 1,
    actors: ROLES.map((role) => ({
      id: actorOf(member, role),
      kind:
        role === 'agent'
          ? ('agent' as const)
          : role === 'machine' || role === 'node'
            ? ('machine' as const)
            : ('person' as const),
      role,
      signer: testKey(actorOf(member, role)),
      encryptionKey: testKey(`${actorOf(member, role)} reads`).publicKey,
    })),
  };
}
