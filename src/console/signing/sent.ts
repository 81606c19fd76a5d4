// What was signed and sent, and has no answer yet, kept in this browser from before it is sent: so that a page that is
// closed, or loses its connection, finds out what came of it, and nothing is signed again in its place unknowingly.

import {
  type Client,
  decodeStatement,
  fromBase64url,
  type HttpTransport,
  isFault,
  OutcomeUnknown,
  type Submitted,
} from '#sdk/index.ts';
import type { Store } from '../session/identity.ts';

/** Statements that were signed together, in their order. */
export type Sent = {
  /** `contract.action` of the first. */
  readonly action: string;
  /** What the first says. */
  readonly sentence: string;
  /** When it was sent last, by the node's clock. */
  readonly sentMs: number;
  /** Signed, base64url. */
  readonly statements: readonly string[];
};
/** What is known of them. */
export type Known =
  | { readonly state: 'in the log'; readonly first: Submitted; readonly isAll: boolean }
  | { readonly state: 'not in the log'; readonly untilMs: number }
  /** Nothing was done, and never will be. */
  | { readonly state: 'void' };

type Sender = { readonly ledger: string; readonly actor: string };
/** A clock may be so much off, and a block take so long. */
const MARGIN_MS = 60_000;

/** Under which name an actor's are kept. */
export function sentPlace({ ledger, actor }: Sender): string {
  return `touchmark.sent.${ledger}.${actor}`;
}

/** All that have no answer yet; nothing where what is kept is not ours. */
export function sentBy(store: Store, sender: Sender): readonly Sent[] {
  try {
    const kept: unknown = JSON.parse(store.getItem(sentPlace(sender)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isSent) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** Keeps it. */
export function keepSent(store: Store, sender: Sender, sent: Sent): void {
  put(store, sender, [...others(store, sender, sent), sent]);
}

/** Its outcome is known. */
export function dropSent(store: Store, sender: Sender, sent: Sent): void {
  put(store, sender, others(store, sender, sent));
}

/** Asks the ledger; nothing is sent. @throws Fault of the node */
export async function askAbout({ transport }: Client<HttpTransport>, { statements }: Sent): Promise<Known> {
  const asked = statements.map((text) => decodeStatement(fromBase64url(text)));
  const nowMs = transport.nowMs();
  const outcomes = await Promise.all(
    asked.map(({ txId, action: { notAfterMs } }) => transport.outcome({ txId, notAfterMs })),
  );
  const [first] = outcomes;
  if (first !== undefined) {
    // What was refused ends it: what was signed with it is not sent.
    const isAll = first.outcome !== 'accepted' || outcomes.every((outcome) => outcome !== undefined);
    return { state: 'in the log', first, isAll };
  }
  const untilMs = Math.max(...asked.map(({ action }) => action.notAfterMs));
  return nowMs > untilMs + MARGIN_MS ? { state: 'void' } : { state: 'not in the log', untilMs };
}

/** True where it is certain that a statement which failed so was not applied, and will not be by itself. */
export function isNotTaken(error: unknown): boolean {
  return isFault(error) && !(error instanceof OutcomeUnknown);
}

function others(store: Store, sender: Sender, { statements }: Sent): readonly Sent[] {
  return sentBy(store, sender).filter((one) => one.statements[0] !== statements[0]);
}

function put(store: Store, sender: Sender, all: readonly Sent[]): void {
  if (all.length === 0) store.removeItem(sentPlace(sender));
  else store.setItem(sentPlace(sender), JSON.stringify(all));
}

function isSent(value: unknown): value is Sent {
  if (typeof value !== 'object' || value === null) return false;
  const { action, sentence, sentMs, statements }: { readonly [name: string]: unknown } = Object(value);
  const isList =
    Array.isArray(statements) && statements.length > 0 && statements.every((one) => typeof one === 'string');
  return typeof action === 'string' && typeof sentence === 'string' && Number.isSafeInteger(sentMs) && isList;
}
