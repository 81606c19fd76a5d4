// The folder in which a replica keeps what it found. While a file of dishonesty lies there, the replica neither follows
// nor co-signs: that is how the stop survives a restart, and removing the file is how an operator ends it.

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { hex } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { Fault, isFault } from '#core/fault.ts';
import { writeLog } from '#ledger/export.ts';
import { readSmall, writeDurably } from './durable-file.ts';
import { type Execution, logBeside, verifyEvidence } from './evidence.ts';
import {
  decodeEvidence,
  EVIDENCE_FORMAT,
  type Evidence,
  type EvidenceDraft,
  type EvidenceKind,
  encodeEvidence,
} from './evidence-format.ts';
import { proveEvidence } from './evidence-proof.ts';
import { EVIDENCE_BYTES, SERVED_WRONGLY_FILES } from './limits.ts';
import type { Founding } from './signed-head.ts';

/** A file of evidence and what it says. */
export type KeptEvidence = {
  readonly kind: EvidenceKind | 'unreadable';
  readonly sentence: string;
  /** Where it lies, unless there are many like it. */
  readonly file?: string;
};

/** A log to lie beside a file. */
export type LogBeside = { readonly leaves: Iterable<Uint8Array>; readonly checkpoint: string };

type FoundingText = Founding & { readonly genesisText: string };

/** The evidence folder of one replica. */
export class EvidenceFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** The first file that speaks of a dishonest origin. One that cannot be read speaks too: whoever put it there. */
  stop(): KeptEvidence | undefined {
    const file = this.#files().find((name) => !isHarmless(name));
    return file === undefined ? undefined : this.#read(join(this.#path, file));
  }

  /**
   * Keeps evidence durably, once it is seen to prove what it says. The same finding gives the same file.
   * @throws Fault `replica_damaged` where it does not: the replica's own file says what the log does not; `replica_disk`
   */
  write(draft: EvidenceDraft, founding: FoundingText): KeptEvidence {
    const { bytes, sentence, file } = this.#prepare(draft, founding);
    const isOneOfMany = isHarmless(file) && this.#files().filter(isHarmless).length >= SERVED_WRONGLY_FILES;
    if (isOneOfMany) return { kind: draft.kind, sentence };
    writeDurably(file, bytes);
    return { kind: draft.kind, sentence, file };
  }

  /**
   * As write, with a log beside it that is executed anew from its first leaf on: what this replica alone stumbled over
   * is no one else's fault.
   * @throws as write, and Fault `export_failed`
   */
  async writeExecuted(
    draft: EvidenceDraft,
    founding: FoundingText,
    log: LogBeside,
    execution: Execution,
  ): Promise<KeptEvidence> {
    const { bytes, sentence, file } = this.#prepare(draft, founding);
    const logPath = logBeside(file);
    this.#writeLog(logPath, log);
    try {
      await verifyEvidence(bytes, { ...execution, logPath });
    } catch (cause) {
      rmSync(logPath);
      throw isFault(cause, 'evidence_unproven') ? damaged(cause) : cause;
    }
    writeDurably(file, bytes);
    return { kind: draft.kind, sentence, file };
  }

  #prepare(draft: EvidenceDraft, { genesisText, ...founding }: FoundingText) {
    const unsigned = { ...draft, format: EVIDENCE_FORMAT, genesis: genesisText, sentence: '' } as const;
    try {
      // The draft is of one kind, and this is its frame.
      const sentence = proveEvidence(unsigned as Evidence, founding);
      const bytes = encodeEvidence({ ...unsigned, sentence } as Evidence);
      decodeEvidence(bytes);
      return { bytes, sentence, file: join(this.#path, `${draft.kind}-${hex(sha256(bytes)).slice(0, 16)}.json`) };
    } catch (cause) {
      throw isFault(cause, 'evidence_unproven') ? damaged(cause) : cause;
    }
  }

  #files(): readonly string[] {
    if (!existsSync(this.#path)) return [];
    return readdirSync(this.#path)
      .filter((name) => name.endsWith('.json'))
      .sort();
  }

  #writeLog(path: string, { leaves, checkpoint }: LogBeside): void {
    mkdirSync(this.#path, { recursive: true, mode: 0o700 });
    rmSync(`${path}.new`, { force: true });
    writeLog(`${path}.new`, leaves, checkpoint);
    renameSync(`${path}.new`, path);
  }

  #read(file: string): KeptEvidence {
    try {
      const { kind, sentence } = decodeEvidence(readSmall(file, EVIDENCE_BYTES) ?? new Uint8Array(0)).evidence;
      return { kind, sentence, file };
    } catch (cause) {
      if (!isFault(cause)) throw cause;
      return { kind: 'unreadable', sentence: `${basename(file)} is not evidence that can be read here.`, file };
    }
  }
}

/** What was served wrongly shows no dishonest origin. */
function isHarmless(file: string): boolean {
  return basename(file).startsWith('leaves_differ-');
}

function damaged(cause: Fault): Fault {
  return new Fault(
    'replica_damaged',
    `this replica finds its origin dishonest, but cannot show it: audit its ledger file first (${cause.message})`,
    { cause },
  );
}
