// C2SP tlog-checkpoint: size and root of a log at one moment, as a signed note of three lines. Ours has no extension
// lines. Every node signs the same text with its own key.

import { base64, fromBase64 } from './base64.ts';
import { assert, Fault } from './fault.ts';
import { HASH_BYTES } from './merkle.ts';
import { decodeNote, encodeNote, type NoteKey, type NoteSigner, signNote, verifyNote } from './signed-note.ts';

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

/** A checkpoint and those of the asked keys that signed it. */
export type VerifiedCheckpoint<K extends NoteKey> = { readonly checkpoint: Checkpoint; readonly signers: readonly K[] };

/**
 * Reads and verifies a signed checkpoint; whether enough signed is the caller's policy, that someone did is not.
 * @throws Fault `checkpoint_origin`, `checkpoint_unsigned`, `checkpoint_invalid`, and those of decodeNote and verifyNote
 */
export function verifyCheckpoint<K extends NoteKey>(
  encoded: string,
  { origin, keys }: { readonly origin: string; readonly keys: readonly K[] },
): VerifiedCheckpoint<K> {
  const note = decodeNote(encoded);
  const checkpoint = parseCheckpointText(note.text);
  if (checkpoint.origin !== origin) {
    throw new Fault('checkpoint_origin', `expected a checkpoint of ${origin}, got ${checkpoint.origin}`);
  }
  const signers = verifyNote(note, keys);
  if (signers.length === 0) {
    throw new Fault('checkpoint_unsigned', `expected a signature of one of ${keys.length} keys, got none`);
  }
  return { checkpoint, signers };
}

/**
 * As verifyCheckpoint, where every byte counts: a signature line of another key, or one that stands twice, is refused too.
 * @throws Fault `checkpoint_stranger`, and those of verifyCheckpoint
 */
export function verifyWholeCheckpoint<K extends NoteKey>(
  encoded: string,
  expected: { readonly origin: string; readonly keys: readonly K[] },
): VerifiedCheckpoint<K> {
  const verified = verifyCheckpoint(encoded, expected);
  const others = decodeNote(encoded).signatures.length - verified.signers.length;
  if (others !== 0) throw new Fault('checkpoint_stranger', `${others} signatures are by unknown keys, or stand twice`);
  return verified;
}

function isOrigin(origin: string): boolean {
  return /^[\x21-\x7e]{1,255}$/.test(origin);
}

function invalid(what: string): Fault {
  return new Fault('checkpoint_invalid', `not a checkpoint: ${what}`);
}
