// A policy file: which nodes' signatures under a checkpoint the reader asks for, and how many of them. Plain JSON:
// {"needed": 2, "keys": ["<Ed25519 key in base64url, or verifier key name+hash+key>", …]}

import type { Policy } from '#core/bundle.ts';
import { base64url, fromBase64url, fromUtf8 } from '#core/bytes.ts';
import { originOf } from '#core/checkpoint.ts';
import { Fault } from '#core/fault.ts';
import { compile, integer, list, object, Type } from '#core/schema.ts';
import { parseVkey } from '#core/signed-note.ts';
import { readWhole } from './files.ts';
import { POLICY_BYTES, POLICY_KEYS } from './limits.ts';

const check = compile(
  object({
    needed: integer(1, POLICY_KEYS),
    keys: list(Type.String({ minLength: 1, maxLength: 512 }), POLICY_KEYS, 1),
  }),
);

/**
 * Reads a policy file.
 * @param ledgerId that verifier keys must be named after, where one is pinned
 * @throws Fault `policy_invalid`, `file_unreadable`, `file_too_large`
 */
export function readPolicy(cwd: string, path: string, ledgerId: string | undefined): Policy {
  const { needed, keys: texts } = parsed(path, readWhole(cwd, path, POLICY_BYTES));
  const keys = texts.map((text, i) => keyOf(text, `${path}: keys[${i}]`, ledgerId));
  if (new Set(keys.map(base64url)).size !== keys.length) throw invalid(`${path}: a key is there twice`);
  if (needed > keys.length) throw invalid(`${path}: ${needed} signatures are needed, but it has ${keys.length} keys`);
  return { needed, keys };
}

function parsed(path: string, bytes: Uint8Array): { readonly needed: number; readonly keys: readonly string[] } {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(bytes));
  } catch (cause) {
    throw new Fault('policy_invalid', `${path} is not JSON`, { cause });
  }
  const error = check.firstError(value);
  if (error !== undefined) throw invalid(`${path}: ${error}`);
  // The schema was checked in the line above.
  return value as { readonly needed: number; readonly keys: readonly string[] };
}

function keyOf(text: string, place: string, ledgerId: string | undefined): Uint8Array {
  try {
    if (!text.includes('+')) {
      const key = fromBase64url(text);
      if (key.length !== 32) throw invalid(`it has ${key.length} bytes, an Ed25519 key has 32`);
      return key;
    }
    const { name, publicKey } = parseVkey(text);
    if (ledgerId !== undefined && name !== originOf(ledgerId))
      throw invalid(`it is of ${name}, not of ${originOf(ledgerId)}`);
    return publicKey;
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    throw new Fault('policy_invalid', `${place}: ${cause.message}`, { cause });
  }
}

function invalid(sentence: string): Fault {
  return new Fault('policy_invalid', sentence);
}
