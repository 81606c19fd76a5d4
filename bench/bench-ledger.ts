// A ledger to measure: founded in a temporary folder, with a contract that does nothing beside the real ones, and
// statements signed ahead of time, so that signing is not in what is measured.

import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountsInterface } from '#contracts/accounts/schema.ts';
import { contracts } from '#contracts/index.ts';
import { identity } from '#contracts/membership/identity.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { type Contract, defineContract, defineInterface, record } from '#core/contract.ts';
import { sha256 } from '#core/crypto.ts';
import { Registry } from '#core/registry.ts';
import { recordHash } from '#core/runtime.ts';
import { object, RecordId } from '#core/schema.ts';
import { signStatement } from '#core/statement.ts';
import { EmbeddedEngine } from '#engines/embedded/embedded.ts';
import type { NodeSigner } from '#ledger/applied.ts';
import { Ledger } from '#ledger/ledger.ts';
import type { SignaturePool } from '#ledger/signature-pool.ts';
import { makeGenesis } from '#sdk/founding.ts';
import type { Identity } from '#sdk/http-session.ts';
import { p256, spki } from './keys.ts';

/** When the measured ledgers begin: 2026-01-05T08:00:00Z. */
export const START_MS = 1_767_600_000_000;
/** Members of a measured ledger: `payer0` and on. */
export const PAYERS = 16;
const FUNDS_CENTS = 1_000_000_000_000;

const probeInterface = defineInterface({
  name: 'probe',
  version: 1,
  records: { note: record(object({ id: RecordId })) },
  refusals: {},
  events: [],
  actions: {
    nothing: {
      input: object({ id: RecordId }),
      says: 'Do nothing',
      subject: ({ id }) => id,
      expects: { none: 'it touches no record' },
    },
    tell: {
      input: object({ id: RecordId }),
      says: 'Tell everyone {id}',
      subject: ({ id }) => id,
      expects: { none: 'the note has no record yet' },
    },
  },
});
const probe = defineContract(probeInterface, {
  visibleTo: { note: 'public' },
  actions: {
    nothing: { run() {} },
    tell: {
      free: 'it binds nobody',
      run(ctx, { id }) {
        ctx.put('note', id, { id });
      },
    },
  },
});
const all: readonly Contract[] = [...contracts, probe];

/** The registry of the measured ledgers. */
export function benchRegistry(): Registry {
  return new Registry(all, identity);
}

/** A ledger under measurement. */
export type BenchLedger = {
  readonly ledger: Ledger;
  readonly engine: EmbeddedEngine;
  readonly path: string;
  readonly registry: Registry;
  readonly signer: NodeSigner;
  /** Signs `count` statements of the contract that does nothing. */
  empty(count: number): Promise<readonly Uint8Array[]>;
  /** Signs `count` transfers of one cent between accounts: reads two accounts, writes three records, emits an event. */
  transfers(count: number): Promise<readonly Uint8Array[]>;
  /** Signs `count` statements that everyone may see. */
  notes(count: number): Promise<readonly Uint8Array[]>;
  /** Signs one action of a payer. */
  sign: Sign;
  /** Who signs for a payer. */
  identity(payer: number): Identity;
  /** Lets the ledger go, so that another process may open it; its folder stays. */
  letGo(): Promise<void>;
  /** Removes the folder of a ledger that was let go. */
  remove(): void;
  close(): Promise<void>;
};

/** Founds a ledger with funded accounts. */
export async function benchLedger(pool: SignaturePool): Promise<BenchLedger> {
  const folder = mkdtempSync(join(tmpdir(), 'touchmark-bench-'));
  const path = join(folder, 'ledger.db');
  const registry = benchRegistry();
  const signer = nodeSigner();
  const members = Array.from({ length: PAYERS }, (_, i) => ({ member: `payer${i}`, root: p256(), finance: p256() }));
  const genesis = await makeGenesis({
    name: 'Benchmark',
    timeMs: START_MS,
    founders: members.map(({ member, root, finance }) => ({
      member,
      name: member,
      rootsNeeded: 1,
      actors: [
        { id: `${member}/root`, kind: 'person', role: 'root', signer: root },
        { id: `${member}/finance`, kind: 'person', role: 'finance', signer: finance },
      ],
    })),
    node: { name: 'origin', checkpointKey: signer.checkpoint.publicKey, receiptKey: signer.receipt.publicKey },
    contracts: all,
  });
  const ledger = Ledger.create(path, genesis, { registry, signer });
  const engine = new EmbeddedEngine({ ledger, pool, clock: () => START_MS });
  let nonce = 0;
  const signed: Sign = async (payer, { contract, action, input, subject, expects = {} }) => {
    const { member, finance } = found(members[payer % PAYERS]);
    const random = base64url(sha256(utf8(`n${nonce++}`)).subarray(0, 16));
    // As if twenty statements were signed each millisecond.
    const notAfterMs = START_MS + 3_600_000 + Math.floor(nonce / 20);
    const content = { contract, version: 1, action, input, expects, nonce: random, notAfterMs };
    return signStatement({ issuer: member, subject, audience: ledger.id, action: content }, finance);
  };
  await fund(engine, ledger, signed);
  return {
    ...{ ledger, engine, path, registry, signer, sign: signed },
    ...loads(signed),
    identity: (payer) => {
      const { member, finance } = found(members[payer % PAYERS]);
      return { actor: `${member}/finance`, signer: finance };
    },
    letGo: () => engine[Symbol.asyncDispose](),
    remove: () => rmSync(folder, { recursive: true, force: true }),
    async close() {
      await engine[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function loads(signed: Sign): Pick<BenchLedger, 'empty' | 'transfers' | 'notes'> {
  return {
    empty: (count) =>
      many(count, (i) =>
        signed(i, { contract: 'probe', action: 'nothing', input: { id: `id-${i}` }, subject: `id-${i}` }),
      ),
    transfers: (count) =>
      many(count, (i) => {
        const from = `payer${i % PAYERS}/EUR`;
        const to = `payer${(i + 1 + (i % (PAYERS - 1))) % PAYERS}/EUR`;
        const input = { from, to, amountCents: 1, reference: `r-${i}` };
        return signed(i, { contract: 'accounts', action: 'transfer', input, subject: from });
      }),
    notes: (count) =>
      many(count, (i) => signed(i, { contract: 'probe', action: 'tell', input: { id: `n-${i}` }, subject: `n-${i}` })),
  };
}

/** Statements on their way at once, as from many clients that each wait for their answer. */
const IN_FLIGHT = 2_048;

/** Submits all, IN_FLIGHT at a time, until all are durable. @returns ms; throws where one was not accepted */
export async function submitAll(engine: EmbeddedEngine, statements: readonly Uint8Array[]): Promise<number> {
  const started = performance.now();
  let next = 0;
  const client = async (): Promise<void> => {
    for (let statement = statements[next++]; statement !== undefined; statement = statements[next++]) {
      const { outcome, details } = await engine.submit(statement);
      if (outcome !== 'accepted') throw new Error(`a measured statement came to ${outcome} ${JSON.stringify(details)}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, statements.length) }, client));
  return performance.now() - started;
}

type What = {
  readonly contract: string;
  readonly action: string;
  readonly input: JsonObject;
  readonly subject: string;
  readonly expects?: { readonly [record: string]: string };
};
type Sign = (payer: number, what: What) => Promise<Uint8Array>;

async function fund(engine: EmbeddedEngine, ledger: Ledger, signed: Sign): Promise<void> {
  const send = async (i: number, action: 'createUnit' | 'openAccount' | 'issue', input: JsonObject): Promise<void> => {
    const unit = ledger.state.get('accounts/unit', 'EUR');
    const expects = action === 'openAccount' && unit !== undefined ? { 'accounts/unit/EUR': recordHash(unit) } : {};
    // The inputs below are those of these actions.
    const subject = accountsInterface.actions[action].subject(input as never);
    await submitAll(engine, [await signed(i, { contract: 'accounts', action, input, subject, expects })]);
  };
  await send(0, 'createUnit', { code: 'EUR' });
  for (let i = 0; i < PAYERS; i++) {
    await send(i, 'openAccount', { unit: 'EUR' });
    await send(0, 'issue', { to: `payer${i}/EUR`, amountCents: FUNDS_CENTS, reference: 'funds' });
  }
}

async function many(count: number, make: (i: number) => Promise<Uint8Array>): Promise<readonly Uint8Array[]> {
  const statements: Uint8Array[] = [];
  for (let i = 0; i < count; i++) statements.push(await make(i));
  return statements;
}

/** New keys of a node. */
export function nodeSigner(): NodeSigner {
  const key = createPrivateKey(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }));
  return {
    checkpoint: { publicKey: spki(key).subarray(-32), sign: (message) => new Uint8Array(sign(null, message, key)) },
    receipt: p256(),
  };
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('no such member');
  return value;
}
