// Which node, which ledger, as whom: from the options, over the environment, over touchmark-client.json in the current
// folder, so that nobody must say it each time.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fromUtf8 } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { compile, object, type Static, Type } from '#core/schema.ts';
import { usage } from './arguments.ts';
import { readWhole } from './files.ts';
import type { Io } from './io.ts';
import { PROFILE_BYTES } from './limits.ts';

const FILE = 'touchmark-client.json';
const Text = Type.Optional(Type.String({ minLength: 1, maxLength: 2048 }));
const ProfileFile = object({ node: Text, ledger: Text, as: Text });
type ProfileFile = Static<typeof ProfileFile>;
const check = compile(ProfileFile);

/** As it is asked for by options. */
export type Connection = {
  readonly node?: string | undefined;
  readonly ledger?: string | undefined;
  readonly as?: string | undefined;
};

/** What is known of a connection. `keyPath` is absolute. */
export type Profile = {
  readonly url: string | undefined;
  readonly ledgerId: string | undefined;
  readonly keyPath: string | undefined;
};

/** Puts a connection together. @throws Fault `profile_invalid`, `usage_wrong`, `file_too_large` */
export function readProfile(options: Connection, { env, cwd }: Pick<Io, 'env' | 'cwd'>): Profile {
  const file = readFile(cwd);
  const given = (name: keyof ProfileFile, variable: string): string | undefined =>
    options[name] ?? (env[variable] === '' ? undefined : env[variable]) ?? file[name];
  const ledgerId = given('ledger', 'TOUCHMARK_LEDGER');
  if (ledgerId !== undefined && !/^[a-z2-7]{52}$/.test(ledgerId))
    throw usage(`${ledgerId} is not a ledger’s id: 52 characters of a-z and 2-7`);
  const key = given('as', 'TOUCHMARK_KEY');
  return {
    url: given('node', 'TOUCHMARK_URL'),
    ledgerId,
    keyPath: key === undefined ? undefined : resolve(cwd, key),
  };
}

function readFile(cwd: string): ProfileFile {
  if (!existsSync(resolve(cwd, FILE))) return {};
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(readWhole(cwd, FILE, PROFILE_BYTES)));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('profile_invalid', `${FILE}: expected {"node": …, "ledger": …, "as": …}, got: ${reason}`, {
      cause,
    });
  }
  const error = check.firstError(value);
  if (error !== undefined) throw new Fault('profile_invalid', `${FILE}: ${error}`);
  // The schema was checked in the line above.
  return value as ProfileFile;
}
