// C2SP tlog-cosignature, `cosignature/v1`: a witness's signature line under a checkpoint, with the time of signing. It
// says that, as of then, this is the largest head of this log that the witness has seen, and that it grew out of all
// that the witness saw before. The witness's name is not signed: one key serves one witness.

import { verifyEd25519 } from '#core/crypto.ts';
import { concat, utf8 } from './bytes.ts';
import { assert, Fault } from './fault.ts';
import {
  decodeNote,
  encodeNote,
  formatVkey,
  lineKey,
  type Note,
  type NoteKey,
  type NoteSignature,
  type NoteSigner,
  noteKeyId,
  signaturesBy,
} from './signed-note.ts';

const TIME_BYTES = 8;
const COSIGNATURE_BYTES = TIME_BYTES + 64;
/** The last time that a date can say (ECMA-262 section 21.4.1.1); the standard would go on to 2^63 − 1. */
const LAST_SECONDS = 8_640_000_000_000;

/** A witness's key: `publicKey` is 32 bytes of Ed25519. */
export type CosignatureKey = NoteKey;

/** A witness that co-signed, and when: seconds since 1970-01-01T00:00:00Z, by its own clock. */
export type Cosigner = CosignatureKey & { readonly timeSeconds: number };

/**
 * Co-signs a note's text.
 * @param timeSeconds the witness's clock, whole seconds since 1970-01-01T00:00:00Z
 * @throws Fault `cosignature_invalid` where the signer gives no Ed25519 signature of its key
 */
export async function cosign(text: string, signer: NoteSigner, timeSeconds: number): Promise<NoteSignature> {
  assert(isTime(timeSeconds), `a co-signature at ${timeSeconds} s`);
  const message = signedMessage(text, timeSeconds);
  const signature = await signer.sign(message);
  if (!verifyEd25519(signer.publicKey, message, signature)) throw invalid(`${signer.name} signed with another key`);
  return { name: signer.name, keyId: noteKeyId(signer, 'witness'), signature: concat(u64(timeSeconds), signature) };
}

/**
 * When this witness co-signed the note, or undefined where no line is by its key. Where several are, the last time.
 * @throws Fault `cosignature_invalid` where a line of this key is wrong
 */
export function verifyCosignature(note: Note, key: CosignatureKey): { readonly timeSeconds: number } | undefined {
  const times = signaturesBy(note, key, 'witness').map((line) => {
    if (!isCosignature(line)) {
      throw invalid(`the line of ${key.name} holds ${line.signature.length} bytes, expected ${COSIGNATURE_BYTES}`);
    }
    const timeSeconds = timeOf(line);
    if (!isTime(timeSeconds)) throw invalid(`the time of ${key.name} is beyond ${LAST_SECONDS} seconds`);
    if (!verifyEd25519(key.publicKey, signedMessage(note.text, timeSeconds), line.signature.subarray(TIME_BYTES))) {
      throw invalid(`the line of ${key.name} is not a co-signature of this note`);
    }
    return timeSeconds;
  });
  return times.length === 0 ? undefined : { timeSeconds: Math.max(...times) };
}

/** True where a line has the length of a co-signature: a time and a signature. Whether it is one, only its key tells. */
export function isCosignature({ signature }: NoteSignature): boolean {
  return signature.length === COSIGNATURE_BYTES;
}

/** The verifier key text of a witness: `name+hash+base64(4, key)`. */
export function formatCosignerVkey(key: CosignatureKey): string {
  return formatVkey(key, 'witness');
}

/**
 * The note with these lines after its own. A key that has a line gets no second one.
 * @param note a signed note; neither its signatures nor the new ones are verified here
 * @throws Fault `note_too_large` where that would be more lines than a reader takes, and those of decodeNote
 */
export function addCosignatures(note: string, signatures: readonly NoteSignature[]): string {
  const { text, signatures: own } = decodeNote(note);
  const lines = [...own];
  for (const line of signatures) {
    if (!lines.some((other) => lineKey(other) === lineKey(line))) lines.push(line);
  }
  const cosigned = encodeNote({ text, signatures: lines });
  decodeNote(cosigned);
  return cosigned;
}

/** tlog-cosignature, "Ed25519 signed message": two lines, then the note's text. */
function signedMessage(text: string, timeSeconds: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${timeSeconds}\n${text}`);
}

function timeOf({ signature }: NoteSignature): number {
  return Number(new DataView(signature.buffer, signature.byteOffset, TIME_BYTES).getBigUint64(0));
}

function isTime(seconds: number): boolean {
  return Number.isSafeInteger(seconds) && seconds >= 0 && seconds <= LAST_SECONDS;
}

function u64(value: number): Uint8Array {
  const bytes = new Uint8Array(TIME_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

function invalid(what: string): Fault {
  return new Fault('cosignature_invalid', `not a co-signature: ${what}`);
}
