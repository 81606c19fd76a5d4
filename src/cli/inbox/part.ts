// What a dropped file comes to: its parts, each of which becomes one statement. Which parts a file has follows from its
// bytes alone, so that a look after a crash finds the same ones.

import type { JsonObject } from '#core/canonical-json.ts';
import type { ContractInterface } from '#core/contract.ts';
import { Fault } from '#core/fault.ts';
import { compile } from '#core/schema.ts';
import type { Client } from '#sdk/client.ts';
import { INBOX_INPUT_BYTES } from '../limits.ts';
import type { InboxConfig } from './config.ts';

/** Subfolders of an inbox, by what is dropped there. */
export const KINDS = ['orders', 'results', 'machine-logs'] as const;
/** One of them. */
export type Kind = (typeof KINDS)[number];

/** A whole dropped file. */
export type DroppedFile = { readonly name: string; readonly bytes: Uint8Array };

/** What a statement is made from. */
export type PartInput = {
  readonly input: JsonObject;
  /** What opens a salted commitment of the input; it stays with the member. */
  readonly opening?: { readonly name: string; readonly value: JsonObject };
};

/** One statement to be. */
export type Part = {
  /** Unique in its file; in words: `line 2`. */
  readonly key: string;
  /** Looks up what the file names. @throws Lacking, Fault where the file cannot become this statement */
  prepare(client: Client): Promise<PartInput>;
};

/** What of a file is not on the ledger: its places, as far as they are listed, and how many there are. */
export type Unkept = {
  readonly unkept: readonly { readonly path: string; readonly line: number }[];
  readonly unkeptCount: number;
};

/** How one kind of file becomes statements. */
export type Reading = {
  readonly contract: ContractInterface;
  readonly action: string;
  /** The parts of a file. @throws Fault of the connector, which names the place in the file */
  parts(file: DroppedFile): Promise<readonly Part[]>;
  /** What of a file becomes part of no statement, where its reader lists that. @throws as parts */
  unkept?(file: DroppedFile): Promise<Unkept>;
  /** What one statement uses up of a mandate, as far as this action needs one. */
  amount?(input: JsonObject): number;
};

/** Reads the kind of file, where inbox.json says how. */
export type ReadingOf = (config: InboxConfig) => Reading | undefined;

/** The ledger lacks what a file names, or has it twice: a person acts, then the file goes on by itself. */
export class Lacking extends Fault {}

/**
 * An input that fits its action.
 * @param place in the file, in words
 * @throws Fault `input_unfit`
 */
export function fitting({ contract, action }: Reading, place: string, input: unknown): JsonObject {
  const schema = contract.actions[action]?.input;
  const error = schema === undefined ? 'there is no such action' : compile(schema).firstError(input);
  if (error !== undefined) throw new Fault('input_unfit', `${place}: ${error}`);
  const { length } = JSON.stringify(input);
  if (length <= INBOX_INPUT_BYTES) {
    // The action's schema is one of JSON objects, and was checked above.
    return input as JsonObject;
  }
  const text = `expected at most ${INBOX_INPUT_BYTES} characters for one statement, got ${length}`;
  throw new Fault('input_unfit', `${place}: ${text}`);
}
