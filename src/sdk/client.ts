// The client of one actor: builds an action, signs exactly what it shows, submits it, and reads records back with their
// types. It takes from a node nothing that it uses to judge that node.

import { base64url, utf8 } from '#core/bytes.ts';
import { canonicalJson, type JsonObject } from '#core/canonical-json.ts';
import type { ContractInterface } from '#core/contract.ts';
import type { Signer } from '#core/cose-sign1.ts';
import { sha256 } from '#core/crypto.ts';
import { Fault } from '#core/fault.ts';
import { newId } from '#core/id.ts';
import { type Action, referenceKey } from '#core/runtime.ts';
import type { Static } from '#core/schema.ts';
import { decodeStatement, type StatementContent, signStatement } from '#core/statement.ts';
import { type Prepared, prepareStatement } from './prepare.ts';
import type { SigningSheet } from './signing-sheet.ts';
import type { Submitted, Transport } from './transport.ts';
import { receiptOf, type VerifiedReceipt, type Witnessed, type WitnessPolicy, witnessOf } from './verify.ts';

/** How long a statement may wait for its block. */
const VALID_FOR_MS = 10 * 60_000;
/** Records per page when a whole list is read. */
const PAGE = 500;

/** Who signs. */
export type ClientOptions<T extends Transport = Transport> = {
  readonly transport: T;
  /** `member/name` */
  readonly actor: string;
  readonly signer: Signer;
  /** ms since 1970: when a statement's validity is counted from. */
  readonly clock: () => number;
  /** Random bytes for nonces. */
  readonly random: (length: number) => Uint8Array;
  /** Shown before anything is signed: false, and it is not. */
  readonly confirm?: (sheet: SigningSheet) => Promise<boolean>;
  /** How long a statement may wait for its block, at most the ledger's window; by default ten minutes. */
  readonly validForMs?: number;
};

/** A statement's outcome, with the ids of what it made. */
export type Outcome = Submitted & {
  /** Its place in the log. */
  readonly index: number;
  /** The id of the `ordinal`-th thing of a kind that the statement made. */
  id(kind: string, ordinal?: number): string;
};

/** A record of a contract, by the names of both. */
export type RecordOf<I extends ContractInterface, R extends keyof I['records']> = Static<I['records'][R]['schema']>;
type InputOf<I extends ContractInterface, A extends keyof I['actions']> = Static<I['actions'][A]['input']>;

/** One actor's client. */
export class Client<T extends Transport = Transport> {
  readonly actor: string;
  readonly member: string;
  readonly transport: T;
  readonly #options: ClientOptions<T>;

  constructor(options: ClientOptions<T>) {
    this.#options = options;
    this.transport = options.transport;
    this.actor = options.actor;
    this.member = options.actor.split('/')[0] ?? '';
  }

  /** Signs and submits an action that the caller needs accepted. @throws Fault with the refusal's code and its details */
  async do<I extends ContractInterface, A extends keyof I['actions'] & string>(
    contract: I,
    action: A,
    input: InputOf<I, A>,
  ): Promise<Outcome> {
    const outcome = await this.try(contract, action, input);
    if (outcome.outcome === 'accepted' && outcome.index !== undefined) return { ...outcome, index: outcome.index };
    const code = outcome.outcome.split('.').at(-1) ?? outcome.outcome;
    const sentence = contract.refusals[code] ?? 'The ledger did not take the statement.';
    throw new Fault(
      outcome.outcome,
      `${contract.name}.${action} by ${this.actor}: ${sentence} ${canonicalJson(outcome.details)}`,
    );
  }

  /** Signs and submits an action. @returns what came of it, refusals included */
  async try<I extends ContractInterface, A extends keyof I['actions'] & string>(
    contract: I,
    action: A,
    input: InputOf<I, A>,
  ): Promise<Submitted & { id(kind: string, ordinal?: number): string }> {
    return this.submit(await this.sign(contract, action, input));
  }

  /** Submits a statement that was signed before. @returns what came of it */
  async submit(statement: Uint8Array): Promise<Submitted & { id(kind: string, ordinal?: number): string }> {
    const { txId, action } = decodeStatement(statement);
    const submitted = await this.transport.submit(statement);
    return { ...submitted, id: (kind, ordinal = 0) => newId({ txId, notAfterMs: action.notAfterMs }, kind, ordinal) };
  }

  /** The signed statement of an action, not yet submitted. @throws Fault `signing_declined` where `confirm` said no */
  async sign<I extends ContractInterface, A extends keyof I['actions'] & string>(
    contract: I,
    action: A,
    input: InputOf<I, A>,
  ): Promise<Uint8Array> {
    const { confirm, signer } = this.#options;
    if (confirm === undefined) return signStatement(await this.#content(contract, action, input), signer);
    const prepared = await this.prepare(contract, action, input);
    if (await confirm(prepared.sheet)) return prepared.sign();
    throw new Fault('signing_declined', `${contract.name}.${action}: the signer did not agree, so nothing was signed`);
  }

  /** The exact bytes of an action with what they say in words, before they are signed. @throws those of signingSheet */
  async prepare<I extends ContractInterface, A extends keyof I['actions'] & string>(
    contract: I,
    action: A,
    input: InputOf<I, A>,
  ): Promise<Prepared> {
    return prepareStatement(await this.#content(contract, action, input), this.#options.signer, contract);
  }

  /** A record, or undefined where there is none for this reader. */
  async get<I extends ContractInterface, R extends keyof I['records'] & string>(
    contract: I,
    record: R,
    id: string,
  ): Promise<RecordOf<I, R> | undefined> {
    const text = await this.transport.record(`${contract.name}/${record}`, id);
    // Records were written through this schema by every replica that the checkpoint's signers vouch for.
    return text === undefined ? undefined : (JSON.parse(text) as RecordOf<I, R>);
  }

  /** A record that must be there. @throws Fault `record_unknown` */
  async need<I extends ContractInterface, R extends keyof I['records'] & string>(
    contract: I,
    record: R,
    id: string,
  ): Promise<RecordOf<I, R>> {
    const value = await this.get(contract, record, id);
    if (value === undefined)
      throw new Fault('record_unknown', `${this.actor} sees no ${contract.name}/${record} ${id}`);
    return value;
  }

  /** All records with this value of an index that this reader sees, in the order of their ids. */
  async list<I extends ContractInterface, R extends keyof I['records'] & string>(
    contract: I,
    record: R,
    index: I['records'][R]['index'][number],
    value: string | number | boolean,
  ): Promise<readonly RecordOf<I, R>[]> {
    const values: RecordOf<I, R>[] = [];
    const kind = `${contract.name}/${record}`;
    for (let after: string | undefined; ; ) {
      const page = after === undefined ? { limit: PAGE } : { after, limit: PAGE };
      const { rows, next } = await this.transport.list(kind, index, String(value), page);
      // As in get.
      for (const [, text] of rows) values.push(JSON.parse(text) as RecordOf<I, R>);
      if (next === undefined) return values;
      after = next;
    }
  }

  /** The receipt of a statement that this reader may see, verified: it is in this ledger's log. @throws as receiptOf */
  async receipt(index: number): Promise<VerifiedReceipt> {
    return receiptOf(this.transport, index);
  }

  /** Whether a statement is witnessed, or durable at one node only; checked here. @throws as witnessOf */
  async witnessed(index: number, policy?: WitnessPolicy): Promise<Witnessed> {
    return witnessOf(this, index, policy);
  }

  async #content(contract: ContractInterface, name: string, input: unknown): Promise<StatementContent> {
    const action: Action = {
      contract: contract.name,
      version: contract.version,
      action: name,
      // The type of an input is that of canonical JSON with its members known.
      input: input as JsonObject,
      expects: await this.#expects(contract, name, input),
      nonce: base64url(this.#options.random(16)),
      notAfterMs: this.#options.clock() + (this.#options.validForMs ?? VALID_FOR_MS),
    };
    const subject = contract.actions[name]?.subject(input as never) ?? '';
    return { issuer: this.member, subject, audience: this.transport.ledgerId, action };
  }

  async #expects(
    contract: ContractInterface,
    action: string,
    input: unknown,
  ): Promise<{ readonly [key: string]: string }> {
    const references = contract.actions[action]?.expects;
    const expects: Record<string, string> = {};
    if (typeof references !== 'function') return expects;
    for (const reference of references(input as never)) {
      const key = referenceKey(contract.name, reference);
      const [owner, record, ...id] = key.split('/');
      const text = await this.transport.record(`${owner}/${record}`, id.join('/'));
      if (text !== undefined) expects[key] = base64url(sha256(utf8(text)));
    }
    return expects;
  }
}
