// What a node answers, checked before anything else of the SDK sees it. A later node may say more: what is not known here
// is passed over.

import { base64url } from '#core/bytes.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import type { Event } from '#core/context.ts';
import { Fault } from '#core/fault.ts';
import { type Check, compile, Hash, type Static, Type } from '#core/schema.ts';
import type { Submitted } from './transport.ts';

const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Details = Type.Unsafe<JsonObject>(Type.Object({}));
const Events = Type.Array(
  Type.Unsafe<Event>(Type.Object({ contract: Type.String(), name: Type.String(), data: Type.Unknown() })),
);

const Outcome = Type.Object({
  txId: Hash,
  index: Count,
  height: Count,
  timeMs: Count,
  outcome: Type.String(),
  details: Details,
  events: Events,
  known: Type.Optional(Type.Literal(true)),
});
const Entry = Type.Object({
  index: Count,
  txId: Hash,
  height: Count,
  timeMs: Count,
  contract: Type.String(),
  action: Type.String(),
  subject: Type.String(),
  member: Type.String(),
  actor: Type.String(),
  outcome: Type.String(),
  details: Details,
  events: Events,
});
const RecordSeen = Type.Object({ id: Type.String(), value: Details, entry: Count });
const Records = Type.Object({
  items: Type.Array(RecordSeen),
  next: Type.Optional(Type.String()),
});
const Entries = Type.Object({ items: Type.Array(Entry), next: Type.Optional(Count) });
const History = Type.Object({ items: Type.Array(Entry), next: Type.Optional(Count), through: Count });
const Head = Type.Object({ size: Count, height: Count });

/** What came of a statement. */
type OutcomeAnswer = Static<typeof Outcome>;
/** Why a statement of a batch was not taken, in place of its outcome. */
export type NotTaken = { readonly code: string; readonly detail: string };
/** A statement as its readers see it. */
export type EntrySeen = Static<typeof Entry>;
/** A page of statements; `next` is what the page behind it comes after. */
export type EntriesAnswer = Static<typeof Entries>;
/** Statements about a record, the newest first; `next` is what the page behind it comes before. */
export type HistoryAnswer = Static<typeof History>;
/** A record; `entry` is the index of the statement that wrote it last. */
export type RecordSeen = Static<typeof RecordSeen>;
/** A page of records; `entry` wrote the record last. */
export type RecordsAnswer = Static<typeof Records>;
/** The ledger's head. */
export type HeadSeen = Static<typeof Head>;

/** The checks, by what is asked for. */
export const answers = {
  ledger: compile(Type.Object({ ledgerId: Type.String(), name: Type.String(), size: Count, nowMs: Count })),
  challenge: compile(Type.Object({ challenge: Type.String() })),
  session: compile(Type.Object({ token: Type.String({ pattern: '^[\\x21-\\x7e]{1,4096}$' }), expiresMs: Count })),
  outcome: compile(Outcome),
  batch: compile(
    Type.Object({
      results: Type.Array(
        Type.Union([Outcome, Type.Object({ txId: Type.Optional(Hash), code: Type.String(), detail: Type.String() })]),
      ),
    }),
  ),
  record: compile(RecordSeen),
  records: compile(Records),
  entries: compile(Entries),
  history: compile(History),
  statement: compile(Type.Object({ statement: Type.String() })),
  entry: compile(Entry),
  path: compile(Type.Object({ path: Type.Array(Hash) })),
  witnessed: compile(Type.Object({ checkpoint: Type.Optional(Type.String()) })),
} as const;

const checkHead = compile(Head);

/** An `entry` event's data. @throws Fault `answer_invalid` */
export function entryOfText(text: string): EntrySeen {
  return checked(text, answers.entry, 'entry');
}

/** A `head` event's data. @throws Fault `answer_invalid` */
export function headOfText(text: string): HeadSeen {
  return checked(text, checkHead, 'head');
}

/** What came of the statement that was asked for. @throws Fault `answer_invalid` */
export function submittedOf(answer: OutcomeAnswer, txId: Uint8Array): Submitted {
  if (answer.txId !== base64url(txId)) throw otherAnswer(`the outcome of ${base64url(txId)}`, `that of ${answer.txId}`);
  return { ...answer, txId };
}

/** The Fault of an answer to something else. */
export function otherAnswer(expected: string, got: string): Fault {
  return new Fault('answer_invalid', `the node's answer is to another question: expected ${expected}, got ${got}`);
}

function checked<T>(text: string, check: Check<T>, type: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Fault('answer_invalid', `an event ${type} of the node is not JSON`, { cause });
  }
  const error = check.firstError(value);
  if (error !== undefined) throw new Fault('answer_invalid', `an event ${type} of the node: ${error}`);
  // The schema was checked in the line above.
  return value as T;
}
