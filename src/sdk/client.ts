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
import { signStatement } from '#core/statement.ts';
import type { Submitted, Transport } from './transport.ts';

/** How long a statement may wait for its block. */
const VALID_FOR_MS = 10 * 60_000;
/** Records per page when a whole list is read. */
const PAGE = 500;

/** Who signs. */
export type ClientOptions = {
  readonly transport: Transport;
  /** `member/name` */
  readonly actor: string;
  readonly signer: Signer;
  /** ms since 1970: when a statement's validity is counted from. */
  readonly clock: () => number;
  /** Random bytes for nonces. */
  readonly random: (length: number) => Uint8Array;
};

/** A statement's outcome, with the ids of what it made. */
export type Outcome = Submitted & {
  /** Its place in the log. */
  readonly index: number;
  /** The id of the `ordinal`-th thing of a kind that the statement made. */
  id(kind: string, ordinal?: number): string;
};

type RecordOf<I extends ContractInterface, R extends keyof I['records']> = Static<I['records'][R]['schema']>;
type InputOf<I extends ContractInterface, A extends keyof I['actions']> = Static<I['actions'][A]['input']>;

/** One actor's client. */
export class Client {
  readonly actor: string;
  readonly member: string;
  readonly transport: Transport;
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
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
    const notAfterMs = this.#options.clock() + VALID_FOR_MS;
    const statement = await this.#signed(contract, action, input, notAfterMs);
    const submitted = await this.transport.submit(statement);
    return { ...submitted, id: (kind, ordinal = 0) => newId({ txId: submitted.txId, notAfterMs }, kind, ordinal) };
  }

  /** The signed statement of an action, not yet submitted. */
  async sign<I extends ContractInterface, A extends keyof I['actions'] & string>(
    contract: I,
    action: A,
    input: InputOf<I, A>,
  ): Promise<Uint8Array> {
    return this.#signed(contract, action, input, this.#options.clock() + VALID_FOR_MS);
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
    for (let after = ''; ; ) {
      const kind = `${contract.name}/${record}`;
      const page = await this.transport.list(kind, index, String(value), { after, limit: PAGE });
      // As in get.
      for (const [, text] of page) values.push(JSON.parse(text) as RecordOf<I, R>);
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return values;
      after = last[0];
    }
  }

  async #signed(contract: ContractInterface, action: string, input: unknown, notAfterMs: number): Promise<Uint8Array> {
    const { random, signer } = this.#options;
    const content: Action = {
      contract: contract.name,
      version: contract.version,
      action,
      // The type of an input is that of canonical JSON with its members known.
      input: input as JsonObject,
      expects: await this.#expects(contract, action, input),
      nonce: base64url(random(16)),
      notAfterMs,
    };
    const subject = contract.actions[action]?.subject(input as never) ?? '';
    return signStatement({ issuer: this.member, subject, audience: this.transport.ledgerId, action: content }, signer);
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
