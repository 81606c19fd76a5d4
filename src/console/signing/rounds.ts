// What is signed together, and what follows from it: first the files of a form are registered and stored, then the action
// itself is signed with what lets others read them. Each sheet has every byte of what it asks to be signed.

import { base64url, type Client, fromBase64url, type HttpTransport, type Prepared, type Progress } from '#sdk/index.ts';
import type { Store } from '../session/identity.ts';
import { dropSent, isNotTaken, keepSent, type Sent } from './sent.ts';

/** What came of a statement that was signed. */
export type Signed = Awaited<ReturnType<Client<HttpTransport>['submit']>>;

/** One sheet. */
export type Round = {
  /** The first is what it is about; the others are signed with it. Empty: nothing is to be signed, something to be done. */
  readonly statements: readonly Prepared[];
  /** Which sheet of how many. */
  readonly at: number;
  readonly of: number;
  /** What this sheet is for, where it is not the action itself. */
  readonly explains?: string;
  /** Before anything is sent: what must not be lost. */
  begin?(): Promise<void> | void;
  /** Once all statements are accepted. */
  finish?(onProgress: (progress: Progress) => void): Promise<void>;
};

/** What came of the first statement of a round, and of the one that was not accepted. */
export type CarriedOut = { readonly first: Signed | undefined; readonly refused: Signed | undefined };

/** Who is told meanwhile. */
export type Told = {
  /** What came of the first, as soon as it is known: whatever follows may still fail. */
  onFirst(first: Signed): void;
  onProgress(progress: Progress): void;
};

/** Signed once: whatever is sent again is the same bytes. */
const signedBytes = new WeakMap<Prepared, Promise<Uint8Array>>();

/**
 * Signs the statements of a round, keeps them, sends them in their order up to the first that is not accepted, and finishes
 * the round where all are. Called again after a failure it goes on: nothing is signed anew, and nothing takes effect twice.
 */
export async function carryOut(
  client: Client<HttpTransport>,
  store: Store,
  { statements, begin, finish }: Round,
  { onFirst, onProgress }: Told,
): Promise<CarriedOut> {
  await begin?.();
  const sent = await signedTogether(statements);
  const came = sent === undefined ? { first: undefined, refused: undefined } : await send(client, store, sent, onFirst);
  if (came.refused === undefined) await finish?.(onProgress);
  return came;
}

/** Sends what was signed together. @throws Fault of the node: OutcomeUnknown where it may have been applied */
export async function send(
  client: Client<HttpTransport>,
  store: Store,
  together: Sent,
  onFirst: Told['onFirst'],
): Promise<CarriedOut> {
  const sent = { ...together, sentMs: client.transport.nowMs() };
  const sender = { ledger: client.transport.ledgerId, actor: client.actor };
  keepSent(store, sender, sent);
  let first: Signed | undefined;
  for (const statement of sent.statements) {
    let signed: Signed;
    try {
      signed = await client.submit(fromBase64url(statement));
    } catch (error) {
      // What was not taken is in nobody's way. What was signed with an action that is in the log is still to be sent.
      if (first === undefined && isNotTaken(error)) dropSent(store, sender, sent);
      throw error;
    }
    if (first === undefined) onFirst(signed);
    first ??= signed;
    if (signed.outcome === 'accepted') continue;
    dropSent(store, sender, sent);
    return { first, refused: signed };
  }
  dropSent(store, sender, sent);
  return { first, refused: undefined };
}

async function signedTogether(statements: readonly Prepared[]): Promise<Sent | undefined> {
  const [main] = statements;
  if (main === undefined) return undefined;
  const texts: string[] = [];
  for (const prepared of statements) {
    const signing = signedBytes.get(prepared) ?? prepared.sign();
    signedBytes.set(prepared, signing);
    texts.push(base64url(await signing));
  }
  const { action, sentence } = main.sheet;
  return { action, sentence, sentMs: 0, statements: texts };
}
