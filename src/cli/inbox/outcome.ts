// What came of a dropped file, as it is written beside it in outcome.json, and as one line.

import type { Made } from '../outcome.ts';
import type { Kind, Unkept } from './part.ts';

/**
 * `accepted`: every statement of the file is on the ledger. `refused`: at least one was refused for good. `failed`: the
 * file could not become statements. `waiting`: it goes on by itself, once the node is reached or a person acted.
 * `duplicate`: this very content was accepted before; `first` says how.
 */
export type FileState = 'accepted' | 'refused' | 'failed' | 'waiting' | 'duplicate';

/** What came of one part of a file. */
export type PartOutcome = {
  /** In words: `line 2`. */
  readonly part: string;
  readonly state: 'accepted' | 'refused' | 'waiting';
  /** A refusal, or why it waits. */
  readonly code?: string;
  readonly sentence?: string;
  /** What a person does about it. */
  readonly do?: string;
  /** Times that it was signed. */
  readonly signings: number;
  /** The statement that was signed last, beside the file. */
  readonly statement?: string;
  readonly txId?: string;
  readonly index?: number;
  readonly height?: number;
  readonly timeMs?: number;
  readonly made?: readonly Made[];
};

/** What came of a dropped file; `unkept` where its format lists what of it is not on the ledger. */
export type FileOutcome = Partial<Unkept> & {
  readonly file: string;
  readonly kind: Kind;
  /** Of the file, hexadecimal; absent where it was not read. */
  readonly sha256?: string;
  readonly state: FileState;
  readonly code?: string;
  readonly sentence: string;
  readonly do?: string;
  readonly atMs: number;
  readonly ledger: string;
  readonly actor: string;
  readonly statements: readonly PartOutcome[];
  /** Of a duplicate: the outcome of the file that came first. */
  readonly first?: FileOutcome;
};

/** The state of a file from those of its parts. */
export function stateOf(parts: readonly PartOutcome[]): 'accepted' | 'refused' | 'waiting' {
  if (parts.some(({ state }) => state === 'waiting')) return 'waiting';
  return parts.some(({ state }) => state === 'refused') ? 'refused' : 'accepted';
}

/** The sentence of a file's outcome, with how much of the file is not on the ledger. */
export function withUnkept<O extends { readonly sentence: string }>(
  outcome: O,
  kept: Unkept | undefined,
): O & Partial<Unkept> {
  if (kept === undefined || kept.unkeptCount === 0) return outcome;
  const sentence = `${outcome.sentence}; ${kept.unkeptCount} places of the file are not on the ledger: see unkept`;
  return { ...outcome, sentence, ...kept };
}

/** What the parts of a file came to, in one sentence, with the code and the advice of the first that did not go through. */
export function summaryOf(parts: readonly PartOutcome[]): Pick<FileOutcome, 'code' | 'sentence' | 'do'> {
  const accepted = parts.filter(({ state }) => state === 'accepted');
  const state = stateOf(parts);
  if (state === 'accepted') {
    const indexes = accepted.map(({ index }) => index).join(', ');
    return { sentence: `${countOf(parts.length)} accepted, entry ${indexes}` };
  }
  const stopped = parts.filter((part) => part.state === state);
  const [first] = stopped;
  const counts = `${accepted.length} of ${countOf(parts.length)} accepted, ${stopped.length} ${state}`;
  return {
    ...(first?.code === undefined ? {} : { code: first.code }),
    sentence: `${counts}; ${first?.part}: ${first?.sentence ?? first?.code}`,
    ...(first?.do === undefined ? {} : { do: first.do }),
  };
}

function countOf(count: number): string {
  return count === 1 ? '1 statement' : `${count} statements`;
}
