// A policy file: whose signatures under a checkpoint the reader asks for, and how many of them. Plain JSON:
// {"needed": 2, "keys": ["<node: Ed25519 key in base64url, or verifier key name+hash+key>",
//  "<witness: verifier key>", {"witness": "<name>", "publicKey": "<Ed25519 key in base64url>"}, …]}

import type { Policy } from '#core/bundle.ts';
import { base64url, fromBase64url, fromUtf8 } from '#core/bytes.ts';
import { originOf } from '#core/checkpoint.ts';
import type { CosignatureKey } from '#core/cosignature.ts';
import { Fault } from '#core/fault.ts';
import { compile, Hash, integer, list, object, type Static, Type, WitnessName } from '#core/schema.ts';
import { parseVkey } from '#core/signed-note.ts';
import { readWhole } from './files.ts';
import { POLICY_BYTES, POLICY_KEYS } from './limits.ts';

const Key = Type.Union([
  Type.String({ minLength: 1, maxLength: 512 }),
  object({ witness: WitnessName, publicKey: Hash }),
]);
const PolicyFile = object({ needed: integer(1, POLICY_KEYS), keys: list(Key, POLICY_KEYS, 1) });
type Key = Static<typeof Key>;
type PolicyFile = Static<typeof PolicyFile>;

const check = compile(PolicyFile);

/** A policy as it is read from a file: it may name no witness, but says so. */
export type ReadPolicy = Policy & { readonly witnesses: readonly CosignatureKey[] };

/**
 * Reads a policy file.
 * @param ledgerId that nodes' verifier keys must be named after, where one is pinned
 * @throws Fault `policy_invalid`, `file_unreadable`, `file_too_large`
 */
export function readPolicy(cwd: string, path: string, ledgerId: string | undefined): ReadPolicy {
  const { needed, keys: texts } = parsed(path, readWhole(cwd, path, POLICY_BYTES));
  const keys = texts.map((key, i) => keyOf(key, `${path}: keys[${i}]`, ledgerId));
  const [nodes, witnesses] = [keys.filter((key) => key.name === undefined), keys.flatMap(witnessOf)];
  // The name is not under a co-signature: one key with two names would count for two.
  if (new Set(keys.map(({ publicKey }) => base64url(publicKey))).size !== keys.length)
    throw invalid(`${path}: a key is there twice`);
  if (needed > keys.length) throw invalid(`${path}: ${needed} signatures are needed, but it has ${keys.length} keys`);
  return { needed, keys: nodes.map(({ publicKey }) => publicKey), witnesses };
}

function parsed(path: string, bytes: Uint8Array): PolicyFile {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(bytes));
  } catch (cause) {
    throw new Fault('policy_invalid', `${path} is not JSON`, { cause });
  }
  const error = check.firstError(value);
  if (error !== undefined) throw invalid(`${path}: ${error}`);
  // The schema was checked in the line above.
  return value as PolicyFile;
}

/** A node's key, or a witness's with its name. */
type PolicyKey = { readonly name?: string; readonly publicKey: Uint8Array };

function keyOf(key: Key, place: string, ledgerId: string | undefined): PolicyKey {
  if (typeof key === 'object') return { name: key.witness, publicKey: fromBase64url(key.publicKey) };
  try {
    return keyOfText(key, ledgerId);
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    throw new Fault('policy_invalid', `${place}: ${cause.message}`, { cause });
  }
}

function keyOfText(text: string, ledgerId: string | undefined): PolicyKey {
  if (!text.includes('+')) {
    const publicKey = fromBase64url(text);
    if (publicKey.length !== 32) throw invalid(`it has ${publicKey.length} bytes, an Ed25519 key has 32`);
    return { publicKey };
  }
  const { name, publicKey, kind } = parseVkey(text);
  if (kind === 'witness') return { name, publicKey };
  if (ledgerId !== undefined && name !== originOf(ledgerId))
    throw invalid(`it is of ${name}, not of ${originOf(ledgerId)}`);
  return { publicKey };
}

function witnessOf({ name, publicKey }: PolicyKey): readonly CosignatureKey[] {
  return name === undefined ? [] : [{ name, publicKey }];
}

function invalid(sentence: string): Fault {
  return new Fault('policy_invalid', sentence);
}
