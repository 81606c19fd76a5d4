// The statement: what an actor signs, the unit of the ledger. A COSE_Sign1 (RFC 9052, tag 18) in deterministic CBOR with
// one fixed shape, so that one statement has one byte string.
//
//   18([ << {1: -9, 3: "application/touchmark+json", 4: kid, 15: {1: iss, 2: sub, 3: aud}} >>, {}, payload, signature ])

import { sha256 } from '#core/crypto.ts';
import { base64url, concat, equalBytes, fromUtf8, utf8 } from './bytes.ts';
import { decodeJson, encodeJson, type Json } from './canonical-json.ts';
import { keyThumbprint } from './cose-key.ts';
import type { Signer } from './cose-sign1.ts';
import { isLowS, lowS } from './es256.ts';
import { Fault } from './fault.ts';
import { type Action, readAction } from './runtime.ts';

/** Content type of a statement's payload (COSE header 3). */
export const STATEMENT_TYPE = 'application/touchmark+json';
/** Longest claim, in bytes of ASCII. */
const MAX_CLAIM = 256;
const MAX_STATEMENT_BYTES = 65_535;

/** A statement as read from its bytes. Nothing about it is verified but its form. */
export type Statement = {
  readonly bytes: Uint8Array;
  /** SHA-256 of the Sig_structure: 32 bytes. Signature bytes have no part in it, since ECDSA signatures are malleable. */
  readonly txId: Uint8Array;
  /** Thumbprint of the signer's key (RFC 9679), base64url. */
  readonly kid: string;
  /** The signer's member. */
  readonly issuer: string;
  readonly subject: string;
  /** The ledger that it is for. */
  readonly audience: string;
  readonly action: Action;
  /** The bytes that the signature is over. */
  readonly toBeSigned: Uint8Array;
  /** r and s, 64 bytes, low s. */
  readonly signature: Uint8Array;
};

/** What is signed: an action with the claims about it. */
export type StatementContent = {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly action: Action;
};

/** Signs an action. @returns the statement's bytes @throws Fault `statement_too_large`, `statement_malformed` */
export async function signStatement(content: StatementContent, signer: Signer): Promise<Uint8Array> {
  const { issuer, subject, audience, action } = content;
  const kid = keyThumbprint(signer.publicKey);
  const protectedBytes = protectedHeader(kid, { issuer, subject, audience });
  const payload = encodeJson(action as Json);
  const signature = lowS(await signer.sign(sigStructure(protectedBytes, payload)));
  const bytes = envelope(protectedBytes, payload, signature);
  if (bytes.length > MAX_STATEMENT_BYTES) {
    throw new Fault(
      'statement_too_large',
      `a statement has at most ${MAX_STATEMENT_BYTES} bytes, this has ${bytes.length}`,
    );
  }
  return bytes;
}

/**
 * Reads a statement and checks its form: the fixed shape, deterministic CBOR, canonical JSON, low s.
 * @throws Fault `statement_too_large`, `statement_malformed`, `statement_high_s`, or canonical JSON's codes
 */
export function decodeStatement(bytes: Uint8Array): Statement {
  if (bytes.length > MAX_STATEMENT_BYTES) {
    throw new Fault(
      'statement_too_large',
      `a statement has at most ${MAX_STATEMENT_BYTES} bytes, this has ${bytes.length}`,
    );
  }
  const reader = new Reader(bytes);
  reader.expect(ENVELOPE_START, 'tag 18 and an array of four');
  const protectedBytes = reader.bytes('protected header');
  reader.expect(EMPTY_MAP, 'an empty unprotected header');
  const payload = reader.bytes('payload');
  const signature = reader.bytes('signature');
  reader.end();

  const header = new Reader(protectedBytes);
  header.expect(HEADER_START, 'alg ESP256 and the content type');
  const kid = header.bytes('kid');
  header.expect(CLAIMS_START, 'CWT claims with iss, sub and aud');
  const issuer = header.text('iss');
  header.expect(Uint8Array.of(2), 'claim sub');
  const subject = header.text('sub');
  header.expect(Uint8Array.of(3), 'claim aud');
  const audience = header.text('aud');
  header.end();

  for (const [name, text] of Object.entries({ iss: issuer, sub: subject, aud: audience })) checkClaim(name, text);
  if (kid.length !== 32 || signature.length !== 64) throw malformed('expected a kid of 32 bytes and a signature of 64');
  if (!isLowS(signature))
    throw new Fault('statement_high_s', 'statement: the signature’s s is not the low one of the two');
  const action = readAction(decodeJson(payload));
  if (typeof action === 'string') throw malformed(action);
  const toBeSigned = sigStructure(protectedBytes, payload);
  const txId = sha256(toBeSigned);
  return { bytes, txId, kid: base64url(kid), issuer, subject, audience, action, toBeSigned, signature };
}

/** Sig_structure (RFC 9052 section 4.4) up to the protected header: an array of four, "Signature1". */
const SIG_START = concat(Uint8Array.of(0x84), textItem(utf8('Signature1')));
const NO_EXTERNAL_AAD = Uint8Array.of(0x40);
const EMPTY_MAP = Uint8Array.of(0xa0);
const ENVELOPE_START = Uint8Array.of(0xd2, 0x84);
const HEADER_START = concat(Uint8Array.of(0xa4, 0x01, 0x28, 0x03), textItem(utf8(STATEMENT_TYPE)), Uint8Array.of(0x04));
const CLAIMS_START = Uint8Array.of(0x0f, 0xa3, 0x01);

function envelope(protectedBytes: Uint8Array, payload: Uint8Array, signature: Uint8Array): Uint8Array {
  return concat(ENVELOPE_START, bytesItem(protectedBytes), EMPTY_MAP, bytesItem(payload), bytesItem(signature));
}

function sigStructure(protectedBytes: Uint8Array, payload: Uint8Array): Uint8Array {
  return concat(SIG_START, bytesItem(protectedBytes), NO_EXTERNAL_AAD, bytesItem(payload));
}

function protectedHeader(kid: Uint8Array, { issuer, subject, audience }: Omit<StatementContent, 'action'>): Uint8Array {
  return concat(
    HEADER_START,
    bytesItem(kid),
    CLAIMS_START,
    claim('iss', issuer),
    Uint8Array.of(2),
    claim('sub', subject),
    Uint8Array.of(3),
    claim('aud', audience),
  );
}

function claim(name: string, text: string): Uint8Array {
  checkClaim(name, text);
  return textItem(utf8(text));
}

function checkClaim(name: string, text: string): void {
  if (!/^[\x20-\x7e]*$/.test(text) || text.length > MAX_CLAIM) {
    throw malformed(`${name} is not at most ${MAX_CLAIM} printable ASCII characters`);
  }
}

function bytesItem(bytes: Uint8Array): Uint8Array {
  return concat(head(0x40, bytes.length), bytes);
}

function textItem(bytes: Uint8Array): Uint8Array {
  return concat(head(0x60, bytes.length), bytes);
}

/** RFC 8949 section 3: initial byte and argument in the shortest form. Lengths here are below 65,536. */
function head(major: number, length: number): Uint8Array {
  if (length < 24) return Uint8Array.of(major | length);
  if (length < 256) return Uint8Array.of(major | 24, length);
  return Uint8Array.of(major | 25, length >> 8, length & 255);
}

function malformed(what: string): Fault {
  return new Fault('statement_malformed', `statement: ${what}`);
}

/** Reads items of known type, with lengths in their shortest form only: what it reads to the end has one encoding. */
class Reader {
  readonly #input: Uint8Array;
  #at = 0;

  constructor(input: Uint8Array) {
    this.#input = input;
  }

  expect(start: Uint8Array, what: string): void {
    const found = this.#input.subarray(this.#at, this.#at + start.length);
    if (!equalBytes(found, start)) throw malformed(`expected ${what} at byte ${this.#at}`);
    this.#at += start.length;
  }

  bytes(what: string): Uint8Array {
    return this.#string(0x40, what);
  }

  text(what: string): string {
    return fromUtf8(this.#string(0x60, what));
  }

  end(): void {
    if (this.#at !== this.#input.length) throw malformed(`${this.#input.length - this.#at} bytes too many`);
  }

  #string(major: number, what: string): Uint8Array {
    const initial = this.#input[this.#at] ?? 0;
    const argument = initial & 31;
    let length = argument;
    let start = this.#at + 1;
    if ((initial & 0xe0) !== major || argument > 25) throw malformed(`expected ${what} at byte ${this.#at}`);
    if (argument >= 24) {
      length = this.#input[start++] ?? 0;
      if (argument === 25) length = (length << 8) | (this.#input[start++] ?? 0);
      if (length < (argument === 24 ? 24 : 256)) {
        throw malformed(`the length of ${what} at byte ${this.#at} is not in its shortest form`);
      }
    }
    const end = start + length;
    if (end > this.#input.length) throw malformed(`${what} at byte ${this.#at} is cut off`);
    this.#at = end;
    return this.#input.subarray(start, end);
  }
}
