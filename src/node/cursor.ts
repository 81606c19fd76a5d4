// A page's cursor: where a list goes on. It may name a record that the reader may not see, so it is sealed; one that was
// made up, or is of another list, is refused.

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { base64url, concat, fromBase64url, utf8 } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals and opens the cursors of one node. */
export class Cursors {
  readonly #key: Uint8Array;

  /** @param secret stays the same from start to start, so that a cursor outlives one */
  constructor(secret: Uint8Array) {
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', 'touchmark cursor', 32));
  }

  /** @param list what the list was asked by */
  seal(list: string, id: string): string {
    const nonce = new Uint8Array(randomBytes(NONCE_BYTES));
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    cipher.setAAD(utf8(list));
    return base64url(concat(nonce, cipher.update(utf8(id)), cipher.final(), cipher.getAuthTag()));
  }

  /** @throws Fault `cursor_invalid` */
  open(list: string, cursor: string): string {
    try {
      const bytes = fromBase64url(cursor);
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, NONCE_BYTES));
      decipher.setAAD(utf8(list));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = concat(decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final());
      return new TextDecoder().decode(text);
    } catch (cause) {
      throw new Fault('cursor_invalid', 'after: it is not a cursor of this list: begin without one', { cause });
    }
  }
}

/** The secret of a home folder, made where there is none. */
export function openSecret(path: string): Uint8Array {
  if (!existsSync(path)) writeFileSync(path, randomBytes(32), { flag: 'wx', mode: 0o600 });
  return new Uint8Array(readFileSync(path));
}
