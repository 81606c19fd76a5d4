// What is done with one taken file, from its bytes to its end. Each step leaves the journal and the folder such that
// doing it all again from the start, after a crash right there, signs nothing twice.

import { hex, utf8 } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { type Fault, isFault } from '#core/fault.ts';
import { isOfNode } from '#sdk/send-kept.ts';
import type { InboxConfig } from './config.ts';
import type { Desk } from './desk.ts';
import type { Taken } from './journal.ts';
import { readingOfMachineLogs } from './machine-logs.ts';
import { readingOfOrders } from './orders.ts';
import { type FileOutcome, type FileState, stateOf, summaryOf, withUnkept } from './outcome.ts';
import type { Kind, Reading, ReadingOf, Unkept } from './part.ts';
import { Parts } from './parts.ts';
import { droppedName, type Folder, finish, readDropped, writeBeside } from './places.ts';
import { readingOfResults } from './results.ts';

const READINGS: { readonly [kind in Kind]: ReadingOf } = {
  orders: readingOfOrders,
  results: readingOfResults,
  'machine-logs': readingOfMachineLogs,
};

/** What was done. `path` is where the file's folder is now, below the inbox; `trouble` what keeps the node away. */
export type Worked = { readonly outcome: FileOutcome; readonly path: string; readonly trouble?: Fault };

/** How a kind of file is read; undefined where inbox.json does not say. */
export function readingOf(config: InboxConfig, kind: Kind): Reading | undefined {
  return READINGS[kind](config);
}

/** Does what can be done with one waiting folder. @returns undefined where it holds no file */
export async function workOn(desk: Desk, folder: Folder): Promise<Worked | undefined> {
  const { inbox, journal, nowMs, line } = desk;
  const name = droppedName(inbox, folder);
  if (name === undefined) return undefined;
  const { ledgerId } = line.client.transport;
  const frame = { file: name, kind: folder.kind, atMs: nowMs(), ledger: ledgerId, actor: line.client.actor };
  const done = await outcomeOf(desk, folder, name);
  const outcome: FileOutcome = { ...frame, statements: [], ...done.outcome };
  if (done.ends !== undefined) journal.end(done.ends, JSON.stringify(outcome));
  return atItsPlace(desk, folder, outcome, done.trouble);
}

function atItsPlace(
  { inbox, journal }: Desk,
  folder: Folder,
  outcome: FileOutcome,
  trouble: Fault | undefined,
): Worked {
  writeBeside(inbox, folder, 'outcome.json', utf8(`${JSON.stringify(outcome, null, 2)}\n`));
  if (outcome.state === 'waiting')
    return { outcome, path: `${folder.kind}/waiting/${folder.folder}`, ...(trouble && { trouble }) };
  const path = finish(inbox, folder, outcome.file, placeOf(outcome.state));
  journal.release(keyOf(folder));
  return { outcome, path };
}

function placeOf(state: FileState): 'done' | 'rejected' {
  return state === 'accepted' || state === 'duplicate' ? 'done' : 'rejected';
}

type Done = {
  readonly outcome: Partial<FileOutcome> & Pick<FileOutcome, 'state' | 'sentence'>;
  /** Whose content came to its end by this outcome. */
  readonly ends?: Taken;
  readonly trouble?: Fault;
};

async function outcomeOf(desk: Desk, folder: Folder, name: string): Promise<Done> {
  const { inbox, journal } = desk;
  let bytes: Uint8Array;
  try {
    bytes = readDropped(inbox, folder, name);
  } catch (fault) {
    return failed(fault);
  }
  const digest = hex(sha256(bytes));
  const content = `${folder.kind}:${digest}`;
  const mine = journal.takenAs(keyOf(folder)) ?? journal.take(keyOf(folder), content);
  if (mine.content !== content) {
    const sentence = 'the file was changed after it was taken: what was signed, was signed for what it held before';
    return { outcome: { sha256: digest, state: 'failed', code: 'file_changed', sentence } };
  }
  const done = await knownOrNew(desk, mine, { name, bytes, folder });
  return { ...done, outcome: { sha256: digest, ...done.outcome } };
}

type Brought = { readonly name: string; readonly bytes: Uint8Array; readonly folder: Folder };

async function knownOrNew(desk: Desk, mine: Taken, brought: Brought): Promise<Done> {
  const { journal } = desk;
  const first = journal.firstWith(mine.content);
  if (first !== undefined && first.id !== mine.id) {
    const sentence = `the same content waits in ${first.folder}: first comes what becomes of that`;
    return { outcome: { state: 'waiting', code: 'same_content', sentence } };
  }
  const { endedBy, outcome } = journal.content(mine.content);
  if (endedBy !== undefined && outcome !== undefined) {
    // Written by workOn.
    const before = JSON.parse(outcome) as FileOutcome;
    // It had come to its end, and the process ended before its folder was moved.
    if (endedBy === mine.id) return { outcome: before };
    if (before.state === 'accepted') {
      const sentence = `this content was accepted before, as ${before.file}: nothing was signed`;
      return { outcome: { state: 'duplicate', code: 'duplicate', sentence, first: before } };
    }
    journal.beginAgain(mine.content);
  }
  return worked(desk, mine, brought);
}

async function worked(desk: Desk, mine: Taken, { name, bytes, folder }: Brought): Promise<Done> {
  const reading = readingOf(desk.config, folder.kind);
  if (reading === undefined) {
    const sentence = `inbox.json does not say what files in ${folder.kind} are`;
    return { outcome: { state: 'failed', code: 'kind_not_configured', sentence } };
  }
  const parts = new Parts(desk, { mine, folder, reading });
  let kept: Unkept | undefined;
  try {
    await parts.settle();
    if (!parts.areAllAccepted()) {
      await parts.read({ name, bytes });
      await parts.bring();
    }
    kept = await reading.unkept?.({ name, bytes });
  } catch (fault) {
    if (isOfNode(fault)) return troubled(fault, parts);
    const { outcome, ...rest } = failed(fault);
    if (parts.outcomes().length === 0) return { outcome, ...rest };
    return { outcome: { ...outcome, state: 'refused', statements: parts.outcomes() }, ends: mine };
  }
  const statements = parts.outcomes();
  const state = stateOf(statements);
  const outcome = withUnkept({ state, ...summaryOf(statements), statements }, kept);
  return state === 'waiting' ? { outcome } : { outcome, ends: mine };
}

function troubled(trouble: Fault, parts: Parts): Done {
  const sentence = `the node was not reached, and is tried again: ${trouble.message}`;
  return { outcome: { state: 'waiting', code: trouble.code, sentence, statements: parts.outcomes() }, trouble };
}

/** What is wrong with the file. What is wrong with the inbox's own disk, or a bug, is none of the file's. */
function failed(fault: unknown): Done {
  if (!isFault(fault) || fault.code.startsWith('inbox_')) throw fault;
  return { outcome: { state: 'failed', code: fault.code, sentence: fault.message } };
}

function keyOf({ kind, folder }: Folder): string {
  return `${kind}/waiting/${folder}`;
}
