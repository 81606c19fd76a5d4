// The key files of a company that begins on a ledger: a root, an administrator, and persons for daily work.

import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '#core/fault.ts';
import { compile, MemberId } from '#core/schema.ts';
import { createKeyFile } from '#sdk/key-file.ts';
import type { ActorKeys } from '#sdk/web-keys.ts';
import { usage } from './arguments.ts';
import { ACTOR_ROLES } from './roles.ts';

const memberCheck = compile(MemberId);

/** An actor with its keys and where their file lies. */
export type NewActor = { readonly id: string; readonly role: string; readonly path: string; readonly keys: ActorKeys };

/** A company that begins. `roles` are those of its persons. */
export type NewCompany = { readonly member: string; readonly roles: readonly string[] };

/** @throws Fault `usage_wrong` where the member's id or a role is none */
export function checkCompany({ member, roles }: NewCompany): void {
  if (memberCheck.firstError(member) !== undefined)
    throw usage(`${member} is not a member’s id: 2 to 32 characters of a-z, 0-9 and -, the first a letter`);
  const wrong = roles.find((role) => !ACTOR_ROLES.includes(role) || role === 'root' || role === 'admin');
  if (wrong !== undefined) throw usage(`--role takes ${ACTOR_ROLES.slice(2).join(', ')}, not ${wrong}`);
  const twice = roles.find((role, i) => roles.indexOf(role) !== i);
  if (twice !== undefined) throw usage(`--role ${twice} is there twice`);
}

/** Makes the key files, named after their roles, in a new folder. @throws Fault `keys_exist`, `key_file_exists` */
export async function makeKeys(folder: string, company: NewCompany, passphrase: string): Promise<readonly NewActor[]> {
  assertEmpty(folder);
  const actors: NewActor[] = [];
  for (const role of ['root', 'admin', ...company.roles]) {
    const id = `${company.member}/${role}`;
    const path = join(folder, `${role}.key`);
    actors.push({ id, role, path, keys: await createKeyFile(path, id, passphrase) });
  }
  return actors;
}

function assertEmpty(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (readdirSync(folder).length === 0) return;
  } catch (cause) {
    throw new Fault('keys_exist', `${folder} cannot be made: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
  throw new Fault('keys_exist', `${folder} is not empty: keys that are there may be in use; name another folder`);
}
