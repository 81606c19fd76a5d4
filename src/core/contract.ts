// What a contract is: an interface (records, refusals and actions as schemas and wording: data that a client may hold)
// and its rules (who sees a record, what an action commits to, what it does: code that only a ledger runs).

import type { Json } from './canonical-json.ts';
import type { Static, Type } from './schema.ts';

type Schema = Type.TSchema;
/** A record that a signer relies on: `[record, id]` of the same contract, or `['contract/record', id]` of another. */
export type Reference = readonly [kind: string, id: string];

/** One kind of record. */
export type RecordInterface = {
  readonly schema: Type.TObject;
  /** Fields by which records are found. Their values are strings, integers or booleans. */
  readonly index: readonly string[];
  /** True where its readers see it alone, and not the statements that wrote it. */
  readonly isApart?: boolean;
};

/** What a signer needs to know of one action. */
export type ActionInterface<I extends Schema = Schema> = {
  readonly input: I;
  /** The sentence of the signing sheet; `{field}` stands for the input's field. */
  readonly says: string;
  /** What the statement is about: the `sub` claim. ASCII, at most 128 characters. */
  subject(input: Static<I>): string;
  /** The existing records whose content the signer agrees to, or why there are none. */
  readonly expects: ((input: Static<I>) => readonly Reference[]) | { readonly none: string };
  /** Roles that may sign it; anyone of a member where absent. */
  readonly roles?: readonly string[];
};

/** The part of a contract that clients hold. */
export type ContractInterface = {
  /** Lower-case word. */
  readonly name: string;
  readonly version: number;
  readonly records: { readonly [name: string]: RecordInterface };
  /** Code and the sentence that explains it. */
  readonly refusals: { readonly [code: string]: string };
  readonly events: readonly string[];
  readonly actions: { readonly [name: string]: ActionInterface };
};

/** Who sees a record: everyone, every member, or those that the function gives: every member, or these. */
export type Visibility<T> = 'public' | 'members' | ((record: T) => 'members' | readonly string[]);

/** What an action binds its signer to; the runtime holds it against the mandate of an agent or machine. */
export type Commitment = {
  /** Class, `contract.action` by convention: mandates name it. */
  readonly what: string;
  /** ISO 4217 code for money, otherwise the unit's word. */
  readonly unit: string;
  /** In the unit's smallest part. */
  readonly amount: number;
};

/** The actor whose statement is executed. */
export type Caller = {
  readonly member: string;
  readonly actor: string;
  readonly role: string;
  readonly kind: 'person' | 'machine' | 'agent';
};

type RecordName<I extends ContractInterface> = keyof I['records'] & string;
type RecordOf<I extends ContractInterface, R extends RecordName<I>> = Static<I['records'][R]['schema']>;
/** The refusal codes of a contract or its interface. */
export type RefusalOf<C extends { readonly refusals: object }> = keyof C['refusals'] & string;

/** Read access to the contract's own records and, by operations, to those of lower floors. */
export type ReadContext<I extends ContractInterface> = {
  get<R extends RecordName<I>>(record: R, id: string): RecordOf<I, R> | undefined;
  /** Records in the order of their ids, at most `limit` (default 100), above `after`. */
  list<R extends RecordName<I>>(
    record: R,
    index: I['records'][R]['index'][number],
    value: string | number | boolean,
    options?: { readonly after?: string; readonly limit?: number },
  ): readonly (readonly [id: string, value: RecordOf<I, R>])[];
  readonly caller: Caller;
  /** Block time. */
  readonly timeMs: number;
};

/** All that an action sees. */
export type Context<I extends ContractInterface> = ReadContext<I> & {
  readonly ledgerId: string;
  /** Transaction id, base64url. */
  readonly txId: string;
  /** Name of the contract that called this operation; empty in an action. */
  readonly via: string;
  put<R extends RecordName<I>>(record: R, id: string, value: RecordOf<I, R>): void;
  delete<R extends RecordName<I>>(record: R, id: string): void;
  /** The next id of this kind in this statement. */
  newId(kind: string): string;
  /** A name for exactly this content: SHA-256 of its canonical JSON, base64url. */
  contentId(content: Json): string;
  emit(event: I['events'][number], data: Json): void;
  /** Ends the statement: nothing of it is kept but the refusal. It cannot be caught. */
  refuse(code: RefusalOf<I>, details?: { readonly [field: string]: Json | undefined }): never;
  /** Calls an operation of a contract on a lower floor. */
  call<O, In>(operation: Operation<In, O>, input: In): O;
};

/** What a contract offers to contracts on higher floors. */
export type Operation<In, Out> = {
  readonly contract: string;
  // The context is checked where the operation is defined; the runtime only passes it on.
  run(ctx: Context<ContractInterface>, input: In): Out;
};

/** Rules of one action. */
export type ActionRules<I extends ContractInterface, In> = {
  /** What the action commits its signer to. Without it no agent or machine may sign the action, unless `free`. */
  commits?(ctx: ReadContext<I>, input: In): Commitment | undefined;
  /** Why agents and machines may sign this without a mandate. */
  readonly free?: string;
  run(ctx: Context<I>, input: In): void;
};

/** A contract: its interface with its rules. */
export type Contract<I extends ContractInterface = ContractInterface> = I & {
  readonly rules: {
    readonly visibleTo: { readonly [name: string]: Visibility<never> };
    readonly actions: { readonly [name: string]: ActionRules<ContractInterface, never> };
  };
};

/** States the part of a contract that clients hold; it only helps inference along. */
export function defineInterface<
  const N extends string,
  const E extends string,
  const X extends { readonly [code: string]: string },
  R extends { readonly [name: string]: RecordInterface },
  S extends { readonly [name: string]: Schema },
>(definition: {
  readonly name: N;
  readonly version: number;
  readonly records: R;
  readonly refusals: X;
  readonly events: readonly E[];
  readonly actions: { readonly [K in keyof S]: ActionInterface<S[K]> };
}) {
  return definition;
}

/** States a record and the fields by which it is found. */
export function record<S extends Type.TObject, const F extends keyof Static<S> & string = never>(
  schema: S,
  options: { readonly index?: readonly F[]; readonly isApart?: boolean } = {},
): { readonly schema: S; readonly index: readonly F[]; readonly isApart: boolean } {
  return { schema, index: options.index ?? [], isApart: options.isApart ?? false };
}

/** Joins an interface with its rules. */
export function defineContract<I extends ContractInterface>(
  contractInterface: I,
  rules: {
    readonly visibleTo: { readonly [R in RecordName<I>]: Visibility<RecordOf<I, R>> };
    readonly actions: { readonly [A in keyof I['actions']]: ActionRules<I, Static<I['actions'][A]['input']>> };
  },
): Contract<I> {
  // The rules were checked against the interface by this signature; the registry sees them without their types.
  return { ...contractInterface, rules } as unknown as Contract<I>;
}

/** Offers an operation to contracts on higher floors. */
export function defineOperation<I extends ContractInterface, In, Out>(
  contractInterface: I,
  run: (ctx: Context<I>, input: In) => Out,
): Operation<In, Out> {
  // The runtime hands it a context of this contract: that is what `contract` says.
  return { contract: contractInterface.name, run: run as unknown as Operation<In, Out>['run'] };
}
