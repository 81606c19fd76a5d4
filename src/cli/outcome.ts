// What came of a statement, for people and for machines, with what to do where a contract refused or the ledger did not
// take it.

import { base64url } from '#core/bytes.ts';
import { timeOf } from '#sdk/field-value.ts';
import { plainWord } from '#sdk/plain-text.ts';
import { sentenceOf } from '#sdk/refusal-sentence.ts';
import type { Submitted } from '#sdk/transport.ts';
import { columns, describeOutcome, inWords } from './describe.ts';
import { EXIT, type Io } from './io.ts';
import { MADE_OF_A_KIND } from './limits.ts';
import { type Format, jsonLine } from './print.ts';

/** What came of a statement, with the ids that it would make. */
export type Done = Submitted & { id(kind: string, ordinal?: number): string };

/** What a person does about a refusal or about a statement that was not taken, by code. */
const ADVICE: { readonly [code: string]: string } = {
  record_changed: 'someone changed it meanwhile: look at it again, and sign anew if you still agree',
  expects_missing: 'you may not see the record, or it does not exist: check its id',
  role_not_allowed: 'sign with the key of an actor who has one of the allowed roles',
  version_inactive: 'this software and the ledger are of different releases: use the one in force',
  action_unknown: 'this software and the ledger are of different releases: use the one in force',
  input_invalid: 'correct the field that is named',
  mandate_missing: 'an administrator gives a mandate: touchmark call membership setMandate --help',
  mandate_exceeded: 'an administrator widens the mandate, or a person signs',
  budget_exceeded: 'divide it into smaller statements',
  key_unknown:
    'the key was revoked, or was never enrolled on this ledger: touchmark keys show, then ask an administrator',
  issuer_wrong: 'the key belongs to another member: use the right key file',
  audience_wrong: 'it was signed for another ledger: check --ledger',
  statement_expired: 'it waited too long, or this computer’s clock is wrong: sign anew',
  statement_early: 'this computer’s clock is wrong: set it, and sign anew',
  signature_wrong: 'the key file does not fit the ledger’s key of this actor',
  statement_too_large: 'commit to large data by its hash: touchmark upload',
  release_missing: 'the node’s software is too old for this release: update it first',
};

/** Prints an outcome. @returns the exit code: 0 accepted, 1 refused, 4 not taken */
export function printOutcome(done: Done, format: Format, io: Io): number {
  const made = madeBy(done);
  if (format === 'json') io.out(jsonLine(asJson(done, made)));
  else for (const line of outcomeLines(done, made)) io.out(line);
  if (done.outcome === 'accepted') return EXIT.ok;
  return done.index === undefined ? EXIT.unreadable : EXIT.wrong;
}

/** An outcome for machines. */
function asJson(done: Done, made: readonly Made[]): object {
  const { txId, index, height, timeMs, outcome, details, events, known } = done;
  const says = outcome === 'accepted' ? {} : { says: sentenceOf(outcome), advice: adviceOf(outcome) };
  const place = index === undefined ? {} : { index, height, timeMs };
  return { txId: base64url(txId), outcome, ...says, ...place, details, events, made, ...(known && { known }) };
}

function outcomeLines(done: Done, made: readonly Made[]): readonly string[] {
  const { txId, index, height, timeMs, outcome, details, events, known } = done;
  const transaction = ['transaction', base64url(txId)] as const;
  if (index === undefined) {
    return [
      `NOT taken: ${plainWord(outcome)}`,
      ...columns([...whatToDo(outcome), transaction]),
      'Nothing of it is on the ledger.',
    ];
  }
  const again = known === true ? '; it was in the log already, and this is what came of it then' : '';
  const place = `entry ${index} in block ${height}, ${timeOf(timeMs)}${again}`;
  if (outcome !== 'accepted') {
    const why = Object.keys(details).length === 0 ? [] : ([['details', inWords(details)]] as const);
    return [`REFUSED: ${plainWord(outcome)}; ${place}`, ...columns([...whatToDo(outcome), ...why, transaction])];
  }
  return [
    `accepted: ${place}`,
    ...columns([...made.map(({ kind, id }) => [kind, id] as const), transaction]),
    ...describeOutcome(outcome, events).slice(1),
  ];
}

function whatToDo(outcome: string): readonly (readonly [string, string])[] {
  const [says, advice] = [sentenceOf(outcome), adviceOf(outcome)];
  return [
    ...(says === undefined ? [] : [['says', says] as const]),
    ...(advice === undefined ? [] : [['do', advice] as const]),
  ];
}

/** What a person does about an outcome, as far as it is known. */
export function adviceOf(outcome: string): string | undefined {
  return ADVICE[outcome] ?? (outcome.includes('.') ? 'change what the sentence names, and sign anew' : undefined);
}

/** A thing that a statement made. */
export type Made = { readonly kind: string; readonly id: string };

/** The ids in the events that grow from this statement: what it made. */
export function madeBy(done: Done): readonly Made[] {
  const ids = new Set(done.events.flatMap(({ data }) => textsIn(data)));
  const kinds = new Set([...ids].flatMap((id) => /^([A-Za-z]{1,63})-[a-z2-7]{36}$/.exec(id)?.[1] ?? []));
  return [...kinds].flatMap((kind) => {
    const made: Made[] = [];
    for (let ordinal = 0; ordinal < MADE_OF_A_KIND; ordinal++) {
      const id = done.id(kind, ordinal);
      if (!ids.has(id)) break;
      made.push({ kind, id });
    }
    return made;
  });
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
