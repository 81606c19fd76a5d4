// C2SP signed-note: a text with Ed25519 signature lines, as checkpoints travel. A key is known by its name and the hash
// of name, type and key. Signatures of unknown keys are passed over; a wrong one of a known key fails the note.

import { sha256, verifyEd25519 } from '#core/crypto.ts';
import { base64, fromBase64 } from './base64.ts';
import { concat, equalBytes, fromHex, hex, utf8 } from './bytes.ts';
import { assert, Fault } from './fault.ts';
import { MAX_NOTE_CHARACTERS, MAX_NOTE_SIGNATURES } from './limits.ts';

/** Type bytes: a node signs the text itself (Ed25519), a witness co-signs it with a time (C2SP tlog-cosignature, Ed25519). */
const TYPES = { node: 1, witness: 4 } as const;
/** Whose key it is, and so what it signs. */
type KeyKind = keyof typeof TYPES;
const KEY_ID_BYTES = 4;

/** A key that signs notes: `publicKey` is 32 bytes of Ed25519. */
export type NoteKey = { readonly name: string; readonly publicKey: Uint8Array };

/** A key with its private half, wherever that lies: `sign` gives 64 bytes of Ed25519 over the message. */
export type NoteSigner = NoteKey & { sign(message: Uint8Array): Promise<Uint8Array> | Uint8Array };

/** One signature line: of which key, by its name and id, and the signature. */
export type NoteSignature = { readonly name: string; readonly keyId: Uint8Array; readonly signature: Uint8Array };

/** A note: its text ends with a newline, and the newline is signed. */
export type Note = { readonly text: string; readonly signatures: readonly NoteSignature[] };

/** The note as it travels. */
export function encodeNote({ text, signatures }: Note): string {
  assert(isNoteText(text), 'a note is UTF-8 without control characters, and ends with a newline');
  const lines = signatures.map(({ name, keyId, signature }) => `\u2014 ${name} ${base64(concat(keyId, signature))}\n`);
  return `${text}\n${lines.join('')}`;
}

/** Reads a note without verifying it. @throws Fault `note_invalid`, `note_too_large` */
export function decodeNote(encoded: string): Note {
  if (encoded.length > MAX_NOTE_CHARACTERS) {
    throw new Fault('note_too_large', `expected at most ${MAX_NOTE_CHARACTERS} characters, got ${encoded.length}`);
  }
  const split = encoded.lastIndexOf('\n\n');
  if (split < 0) throw invalid('no empty line between text and signatures');
  const text = encoded.slice(0, split + 1);
  if (!isNoteText(text)) throw invalid('the text is not UTF-8 without control characters');
  const lines = encoded.slice(split + 2).split('\n');
  if (lines.pop() !== '') throw invalid('the last signature line does not end with a newline');
  if (lines.length === 0) throw invalid('no signature');
  if (lines.length > MAX_NOTE_SIGNATURES) {
    throw new Fault('note_too_large', `expected at most ${MAX_NOTE_SIGNATURES} signatures, got ${lines.length}`);
  }
  return { text, signatures: lines.map(signatureOfLine) };
}

/** Signs a text. @throws Fault `note_invalid` where the signer gives no Ed25519 signature of its key */
export async function signNote(text: string, signer: NoteSigner): Promise<NoteSignature> {
  assert(isNoteText(text), 'a note is UTF-8 without control characters, and ends with a newline');
  const signature = await signer.sign(utf8(text));
  if (!verifyEd25519(signer.publicKey, utf8(text), signature)) throw invalid(`${signer.name} signed with another key`);
  return { name: signer.name, keyId: noteKeyId(signer, 'node'), signature };
}

/**
 * Those of the given keys that signed the note, each once; how many are enough is the caller's policy.
 * @throws Fault `note_signature_invalid` where a given key's signature is wrong
 */
export function verifyNote<K extends NoteKey>(note: Note, keys: readonly K[]): readonly K[] {
  const message = utf8(note.text);
  return keys.filter((key) => {
    const own = signaturesBy(note, key, 'node');
    if (!own.every(({ signature }) => verifyEd25519(key.publicKey, message, signature))) {
      throw new Fault('note_signature_invalid', `the signature of ${key.name} is not of this note`);
    }
    return own.length > 0;
  });
}

/** The lines of a note that say they are by this key. */
export function signaturesBy(note: Note, key: NoteKey, kind: KeyKind): readonly NoteSignature[] {
  const own = lineKey({ name: key.name, keyId: noteKeyId(key, kind) });
  return note.signatures.filter((line) => lineKey(line) === own);
}

/** Names the key that a line says it is by. */
export function lineKey({ name, keyId }: Pick<NoteSignature, 'name' | 'keyId'>): string {
  return `${name} ${hex(keyId)}`;
}

/** The verifier key text: `name+hash+base64(type, key)`. */
export function formatVkey(key: NoteKey, kind: KeyKind = 'node'): string {
  return `${key.name}+${hex(noteKeyId(key, kind))}+${base64(concat(Uint8Array.of(TYPES[kind]), key.publicKey))}`;
}

/** Reads a verifier key of a node (type 1) or of a witness (type 4). @throws Fault `vkey_invalid` */
export function parseVkey(text: string): NoteKey & { readonly kind: KeyKind } {
  const [, name, id, key] = /^([^+]{1,255})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text) ?? [];
  if (name === undefined || id === undefined || key === undefined || !isKeyName(name)) {
    throw new Fault('vkey_invalid', 'expected a verifier key name+hash+key of Ed25519');
  }
  const bytes = fromBase64(key);
  const kind: KeyKind = bytes[0] === TYPES.node ? 'node' : 'witness';
  if (bytes[0] !== TYPES[kind]) {
    throw new Fault('vkey_invalid', `expected a key of type ${TYPES.node} or ${TYPES.witness}, got ${bytes[0]}`);
  }
  const noteKey = { name, publicKey: bytes.subarray(1), kind };
  if (!equalBytes(noteKeyId(noteKey, kind), fromHex(id))) {
    throw new Fault('vkey_invalid', `the hash ${id} is not of the key and the name ${name}`);
  }
  return noteKey;
}

/** Key id: the first 4 bytes of SHA-256(name, newline, type, key). */
export function noteKeyId({ name, publicKey }: NoteKey, kind: KeyKind): Uint8Array {
  assert(isKeyName(name), `a key's name has no white space and no plus: ${name}`);
  return sha256(concat(utf8(`${name}\n`), Uint8Array.of(TYPES[kind]), publicKey)).subarray(0, KEY_ID_BYTES);
}

function signatureOfLine(line: string, i: number): NoteSignature {
  const [dash, name, digits, more] = line.split(' ');
  if (dash !== '\u2014' || name === undefined || digits === undefined || more !== undefined || !isKeyName(name)) {
    throw invalid(`signature line ${i + 1} is not a dash, a name and a signature`);
  }
  let bytes: Uint8Array;
  try {
    bytes = fromBase64(digits);
  } catch (cause) {
    throw new Fault('note_invalid', `signature line ${i + 1} is not base64`, { cause });
  }
  if (bytes.length <= KEY_ID_BYTES) throw invalid(`signature line ${i + 1} holds ${bytes.length} bytes`);
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) };
}

function isNoteText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the standard forbids them
  return text.endsWith('\n') && text.isWellFormed() && !/[\x00-\x09\x0b-\x1f]/.test(text);
}

function isKeyName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the standard forbids them
  return name.length > 0 && name.isWellFormed() && !/[\s\u0085+\x00-\x1f]/.test(name);
}

function invalid(what: string): Fault {
  return new Fault('note_invalid', `not a signed note: ${what}`);
}
