// C2SP tlog-checkpoint: size and root of a log at one moment, as a signed note of three lines. Ours has no extension
// lines. Every node signs the same text with its own key; witnesses co-sign it (cosignature.ts).

import { base64, fromBase64 } from './base64.ts';
import { type CosignatureKey, type Cosigner, isCosignature, verifyCosignature } from './cosignature.ts';
import { assert, Fault } from './fault.ts';
import { HASH_BYTES } from './merkle.ts';
import {
  decodeNote,
  encodeNote,
  lineKey,
  type Note,
  type NoteKey,
  type NoteSigner,
  noteKeyId,
  signNote,
  verifyNote,
} from './signed-note.ts';

/** Head of a log: `root` is 32 bytes. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Uint8Array };

/** The origin line of a ledger, which is also the issuer of its receipts: `touchmark/<ledger id>`. */
export function originOf(ledgerId: string): string {
  assert(/^[0-9a-z]{1,128}$/.test(ledgerId), `ledger id ${ledgerId}`);
  return `touchmark/${ledgerId}`;
}

/** The note's text: origin, size, root in base64, a line each. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  assert(Number.isSafeInteger(size) && size >= 0 && root.length === HASH_BYTES, `checkpoint of size ${size}`);
  assert(isOrigin(origin), `checkpoint origin ${origin}`);
  return `${origin}\n${size}\n${base64(root)}\n`;
}

/** Reads the note's text. @throws Fault `checkpoint_invalid` naming the line */
export function parseCheckpointText(text: string): Checkpoint {
  const [origin, size, digits, end, ...more] = text.split('\n');
  if (origin === undefined || !isOrigin(origin)) throw invalid('line 1 is not an origin');
  if (size === undefined || !/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) {
    throw invalid('line 2 is not a size');
  }
  if (digits === undefined || !/^[A-Za-z0-9+/]{43}=$/.test(digits)) throw invalid('line 3 is not a root');
  if (end !== '' || more.length > 0) throw invalid('expected three lines');
  let root: Uint8Array;
  try {
    root = fromBase64(digits);
  } catch (cause) {
    throw new Fault('checkpoint_invalid', 'not a checkpoint: line 3 is not a root', { cause });
  }
  return { origin, size: Number(size), root };
}

/** The signed note of a checkpoint, by each signer in turn. */
export async function signCheckpoint(checkpoint: Checkpoint, ...signers: readonly NoteSigner[]): Promise<string> {
  const text = checkpointText(checkpoint);
  return encodeNote({ text, signatures: await Promise.all(signers.map((signer) => signNote(text, signer))) });
}

/** A checkpoint, those of the asked nodes that signed it, and those of the asked witnesses that co-signed it. */
export type VerifiedCheckpoint<K extends NoteKey> = {
  readonly checkpoint: Checkpoint;
  readonly signers: readonly K[];
  readonly cosigners: readonly Cosigner[];
};

/** Whose signatures under a checkpoint are asked for: nodes', whose name is the origin, and witnesses'. */
type Expected<K extends NoteKey> = {
  readonly origin: string;
  readonly keys: readonly K[];
  readonly witnesses?: readonly CosignatureKey[];
};

/**
 * Reads and verifies a signed checkpoint; whether enough signed is the caller's policy, that a node did is not.
 * @throws Fault `checkpoint_origin`, `checkpoint_unsigned`, `checkpoint_invalid`, and those of decodeNote, verifyNote
 * and verifyCosignature
 */
export function verifyCheckpoint<K extends NoteKey>(encoded: string, expected: Expected<K>): VerifiedCheckpoint<K> {
  return verifyDecoded(decodeNote(encoded), expected);
}

/**
 * As verifyCheckpoint, where every byte counts: a signature line of an unknown key, or one that stands twice, is refused
 * too. Where witnesses are asked for, even none, a line in the form of a co-signature may be of one that nobody here
 * knows: it is passed over, and counted.
 * @throws Fault `checkpoint_stranger`, and those of verifyCheckpoint
 */
export function verifyWholeCheckpoint<K extends NoteKey>(
  encoded: string,
  expected: Expected<K>,
): VerifiedCheckpoint<K> & { readonly passedOver: number } {
  const note = decodeNote(encoded);
  const verified = verifyDecoded(note, expected);
  const known = new Set([
    ...expected.keys.map((key) => lineKey({ name: key.name, keyId: noteKeyId(key, 'node') })),
    ...(expected.witnesses ?? []).map((key) => lineKey({ name: key.name, keyId: noteKeyId(key, 'witness') })),
  ]);
  const lines = new Set(note.signatures.map(lineKey));
  const strangers = note.signatures.filter((line) => !known.has(lineKey(line)));
  const refused = strangers.filter((line) => expected.witnesses === undefined || !isCosignature(line));
  if (refused.length > 0 || lines.size !== note.signatures.length) {
    const twice = note.signatures.length - lines.size;
    throw new Fault('checkpoint_stranger', `${refused.length} signatures are by unknown keys, ${twice} stand twice`);
  }
  return { ...verified, passedOver: strangers.length };
}

function verifyDecoded<K extends NoteKey>(
  note: Note,
  { origin, keys, witnesses = [] }: Expected<K>,
): VerifiedCheckpoint<K> {
  const checkpoint = parseCheckpointText(note.text);
  if (checkpoint.origin !== origin) {
    throw new Fault('checkpoint_origin', `expected a checkpoint of ${origin}, got ${checkpoint.origin}`);
  }
  const signers = verifyNote(note, keys);
  if (signers.length === 0) {
    throw new Fault('checkpoint_unsigned', `expected a signature of one of ${keys.length} keys, got none`);
  }
  const cosigners = witnesses.flatMap(({ name, publicKey }) => {
    const cosigned = verifyCosignature(note, { name, publicKey });
    return cosigned === undefined ? [] : [{ name, publicKey, ...cosigned }];
  });
  return { checkpoint, signers, cosigners };
}

function isOrigin(origin: string): boolean {
  return /^[\x21-\x7e]{1,255}$/.test(origin);
}

function invalid(what: string): Fault {
  return new Fault('checkpoint_invalid', `not a checkpoint: ${what}`);
}
