// The form of an evidence file (docs/format.md): one canonical-JSON object a file, everything in it that a third party
// needs. What it claims is not in its form: see evidence-proof.ts.

import { base64url, fromBase64url } from '#core/bytes.ts';
import { decodeJson, encodeJson, isObject, type Json } from '#core/canonical-json.ts';
import { Fault, isFault } from '#core/fault.ts';
import { decodeGenesis } from '#core/genesis.ts';
import { compile, Hash, integer, list, object, oneOf, type Static, TimeMs, Type, text } from '#core/schema.ts';
import { EVIDENCE_BYTES } from './limits.ts';
import type { Inclusion } from './log-source.ts';
import type { Founding } from './signed-head.ts';

/** The name of the format, in each file. */
export const EVIDENCE_FORMAT = 'touchmark-evidence-1';

const Size = integer(0, Number.MAX_SAFE_INTEGER);
/** A hash path of RFC 9162: at most one hash for each binary digit of a size. */
const Path = list(Hash, 53);
const Note = Type.String({ minLength: 1, maxLength: 65_536 });
/** A leaf or a receipt, up to the 65,535 bytes of the longest leaf. */
const Leaf = Type.String({ pattern: '^[A-Za-z0-9_-]{1,87380}$' });
const Receipt = Type.String({ pattern: '^[A-Za-z0-9_-]{1,43690}$' });
/** Another tree's beginning: it has this root, and the path leads from it to the checkpoint. */
const Prefix = object({ size: Size, root: Hash, path: Path });
const HashAt = object({ leaf: Hash, path: Path });
const LeafAt = object({ index: Size, leaf: Leaf, path: Path });

const common = {
  format: Type.Literal(EVIDENCE_FORMAT),
  genesis: Leaf,
  sentence: text(2_000),
};
const Conflict = object({
  ...common,
  kind: oneOf('fork', 'rewritten'),
  first: Note,
  second: Note,
  prefix: Type.Optional(Prefix),
  entry: Type.Optional(
    object({ index: Size, first: HashAt, second: HashAt, block: LeafAt, blockIn: oneOf('first', 'second') }),
  ),
});
const WrongExecution = object({
  ...common,
  kind: oneOf('wrong_execution'),
  checkpoint: Note,
  prefix: Prefix,
  entry: Size,
  height: Size,
  code: Type.String({ pattern: '^[a-z_]{1,64}$' }),
});
const TimeWentBack = object({
  ...common,
  kind: oneOf('time_went_back'),
  checkpoint: Note,
  prefix: Prefix,
  before: LeafAt,
  after: LeafAt,
});
const BackDated = object({
  ...common,
  kind: oneOf('back_dated'),
  checkpoint: Note,
  prefix: Prefix,
  block: LeafAt,
  seen: object({ checkpoint: Note, atMs: TimeMs }),
});
const HiddenEntry = object({
  ...common,
  kind: oneOf('hidden_entry'),
  receipt: Receipt,
  leaf: Leaf,
  checkpoint: Note,
  prefix: Prefix,
  there: HashAt,
  block: LeafAt,
});
const LeavesDiffer = object({
  ...common,
  kind: oneOf('leaves_differ'),
  checkpoint: Note,
  index: Size,
  served: Leaf,
  leaf: Hash,
  path: Path,
});

const FORMS = {
  fork: compile(Conflict),
  rewritten: compile(Conflict),
  wrong_execution: compile(WrongExecution),
  time_went_back: compile(TimeWentBack),
  back_dated: compile(BackDated),
  hidden_entry: compile(HiddenEntry),
  leaves_differ: compile(LeavesDiffer),
} as const;

/** What a file can be evidence of. */
export type EvidenceKind = keyof typeof FORMS;
/** An evidence file, by its kind. */
export type EvidenceOf = {
  readonly fork: Static<typeof Conflict>;
  readonly rewritten: Static<typeof Conflict>;
  readonly wrong_execution: Static<typeof WrongExecution>;
  readonly time_went_back: Static<typeof TimeWentBack>;
  readonly back_dated: Static<typeof BackDated>;
  readonly hidden_entry: Static<typeof HiddenEntry>;
  readonly leaves_differ: Static<typeof LeavesDiffer>;
};
/** Any evidence file. */
export type Evidence = EvidenceOf[EvidenceKind];
type WithoutFrame<E> = E extends unknown ? Omit<E, keyof typeof common> : never;
/** What a finder fills in: the file without its frame. */
export type EvidenceDraft = WithoutFrame<Evidence>;
/** A leaf at its place, as evidence has it. */
export type LeafAtPlace = Static<typeof LeafAt>;
/** The beginning of a signed log, as evidence has it. */
export type PrefixOf = Static<typeof Prefix>;

/** Reads a file's form and its genesis. @throws Fault `evidence_too_large`, `evidence_malformed` */
export function decodeEvidence(bytes: Uint8Array): { readonly evidence: Evidence; readonly founding: Founding } {
  if (bytes.length > EVIDENCE_BYTES) {
    throw new Fault('evidence_too_large', `evidence: expected at most ${EVIDENCE_BYTES} bytes, got ${bytes.length}`);
  }
  try {
    const value = decodeJson(bytes);
    const kind = isObject(value) ? value.kind : undefined;
    if (!isKind(kind)) throw new Fault('evidence_malformed', 'evidence: it has no kind that is known here');
    const fault = FORMS[kind].firstError(value);
    if (fault !== undefined) throw new Fault('evidence_malformed', `evidence: ${fault}`);
    // The schema of its kind was checked in the line above.
    const evidence = value as Evidence;
    return { evidence, founding: decodeGenesis(fromBase64url(evidence.genesis)) };
  } catch (cause) {
    if (!isFault(cause) || cause.code === 'evidence_malformed') throw cause;
    throw new Fault('evidence_malformed', `evidence: ${cause.message}`, { cause });
  }
}

/** The file's bytes. */
export function encodeEvidence(evidence: Evidence): Uint8Array {
  return encodeJson(evidence as Json);
}

/** A leaf hash and its path as evidence has them. */
export function hashAt({ leaf, path }: Inclusion): Static<typeof HashAt> {
  return { leaf: base64url(leaf), path: path.map(base64url) };
}

/** A leaf's bytes at their place as evidence has them. */
export function leafAt(index: number, bytes: Uint8Array, path: readonly Uint8Array[]): LeafAtPlace {
  return { index, leaf: base64url(bytes), path: path.map(base64url) };
}

/** The beginning of a signed log as evidence has it. */
export function prefixOf(size: number, root: Uint8Array, path: readonly Uint8Array[]): PrefixOf {
  return { size, root: base64url(root), path: path.map(base64url) };
}

function isKind(kind: unknown): kind is EvidenceKind {
  return typeof kind === 'string' && Object.hasOwn(FORMS, kind);
}
