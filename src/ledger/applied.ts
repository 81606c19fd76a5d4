// What the ledger says of a statement and of itself; and the keys by which a node signs what the ledger holds.

import type { JsonObject } from '#core/canonical-json.ts';
import type { Event } from '#core/context.ts';
import type { Signer } from '#core/cose-sign1.ts';
import type { NoteSigner } from '#core/signed-note.ts';

/** The node's own keys: they sign heads and receipts, never a statement. */
export type NodeSigner = {
  /** Ed25519; its name in checkpoints is the ledger's origin. */
  readonly checkpoint: Omit<NoteSigner, 'name'>;
  /** P-256. */
  readonly receipt: Signer;
};

/** What came of one statement in a block. */
export type Applied = {
  readonly txId: Uint8Array;
  /** Place in the log; undefined where the statement was dropped unconsumed. */
  readonly index: number | undefined;
  readonly height: number;
  readonly timeMs: number;
  /** `accepted`, a refusal, or why it was dropped: a code of DROPS. */
  readonly outcome: string;
  readonly details: JsonObject;
  readonly events: readonly Event[];
  /** Who sees the entry, see entry-readers.ts; empty where the statement was dropped. */
  readonly readers: readonly string[];
};

/** Why a statement is left out of the log: it may be sent again, or never will fit. */
export const DROPS = {
  audience_wrong: 'The statement is for another ledger.',
  statement_expired: 'The block time is after the statement’s notAfterMs.',
  statement_early: 'The block time is more than the window before the statement’s notAfterMs.',
  key_unknown: 'No live key of this ledger has this thumbprint.',
  issuer_wrong: 'The key belongs to another member than the statement’s issuer.',
  signature_wrong: 'The signature is not by this key.',
  statement_known: 'The statement is in the log already.',
  subject_wrong: 'The subject claim is not what the action is about.',
  release_missing: 'The software of this node does not have the release that is to be put in force.',
  statement_too_large: 'The statement has more bytes than this ledger allows.',
} as const;

/** Where the log stands. */
export type Head = {
  readonly size: number;
  readonly root: Uint8Array;
  readonly height: number;
  readonly timeMs: number;
  readonly stateDigest: Uint8Array;
};
