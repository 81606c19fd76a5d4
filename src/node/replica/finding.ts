// What a replica finds wrong with its origin, on the way to whoever keeps it and tells of it.

import { Fault } from '#core/fault.ts';
import type { LogBeside } from './evidence-folder.ts';
import type { EvidenceDraft, EvidenceKind } from './evidence-format.ts';

/** A kind of finding: stable. Those of evidence leave a file where they can be shown; the others cannot be shown to anyone. */
export type FindingKind =
  | EvidenceKind
  /** Fewer entries were served than the origin signed. */
  | 'leaves_missing'
  /** What was served as proof proves nothing. */
  | 'proof_wrong'
  /** What was served as checkpoint is not one that a node of the ledger signed. */
  | 'checkpoint_wrong'
  /** The origin shows a smaller log than before. */
  | 'rolled_back'
  /** The log needs a later release than this software. */
  | 'later_software'
  /** The time of the newest block is ahead of the replica's clock: it is not co-signed. */
  | 'time_ahead'
  /** The witness must not sign this head: it signed another one before. */
  | 'not_cosigned'
  /** The co-signature could not be handed to the origin. */
  | 'not_handed'
  /** The origin did not answer, or not in a form that can be read. */
  | 'unreachable'
  /** A file lies among the evidence that cannot be read here. */
  | 'unreadable';

/** A finding as it is told. */
export type Finding = {
  readonly kind: FindingKind;
  /** Names entry and block, where it is about one. */
  readonly sentence: string;
  /** The evidence, where there is any. */
  readonly file?: string;
};

/** A finding on its way: its code is the kind. */
export class OriginFault extends Fault {
  readonly kind: FindingKind;
  readonly draft: EvidenceDraft | undefined;
  readonly log: LogBeside | undefined;

  constructor(
    kind: FindingKind,
    sentence: string,
    found: { readonly draft?: EvidenceDraft | undefined; readonly log?: LogBeside; readonly cause?: unknown } = {},
  ) {
    super(kind, sentence, { cause: found.cause });
    this.kind = kind;
    this.draft = found.draft;
    this.log = found.log;
  }
}
