// base64 with padding (RFC 4648 section 4), as signed notes use it. Strict: one byte string has one text.

import { base64url, fromBase64url } from './bytes.ts';
import { Fault, isFault } from './fault.ts';

/** base64 with padding. */
export function base64(bytes: Uint8Array): string {
  const digits = base64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return digits.padEnd(Math.ceil(digits.length / 4) * 4, '=');
}

/** Bytes of padded base64 whose unused bits are zero. @throws Fault `base64_invalid` */
export function fromBase64(text: string): Uint8Array {
  try {
    const bytes = fromBase64url(
      text
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replace(/={1,2}$/, ''),
    );
    if (base64(bytes) === text) return bytes;
  } catch (cause) {
    if (!isFault(cause, 'base64url_invalid')) throw cause;
  }
  throw new Fault('base64_invalid', `expected padded base64, got ${text.length} characters that are not`);
}
