// `touchmark keys new`, `show` and `check`: an actor's key file: makes one, shows what others may know of it, checks its
// passphrase.

import { resolve } from 'node:path';
import { base64url, fromBase64url } from '#core/bytes.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import { isFault } from '#core/fault.ts';
import { ActorId, compile } from '#core/schema.ts';
import { createKeyFile, openKeyFile, readKeyFile } from '#sdk/key-file.ts';
import { needed, parseVerb, usage } from '../arguments.ts';
import { columns } from '../describe.ts';
import { EXIT, type Io } from '../io.ts';
import { passphraseFrom } from '../passphrase.ts';
import { jsonLine } from '../print.ts';

const actorCheck = compile(ActorId);

/** Makes a key file. @returns 0 */
export async function runKeysNew(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('keys new', args);
  const actor = needed(positionals[0], 'the actor');
  const path = needed(values.out, '--out <file>');
  if (actorCheck.firstError(actor) !== undefined)
    throw usage(`${actor} is not an actor’s id: member/name in lower case`);
  const passphrase = await passphraseFrom(io, 'twice');
  await createKeyFile(resolve(io.cwd, path), actor, passphrase);
  return printPublic(path, io, {
    json: values.json === true,
    title: `keys of ${actor} are in ${path}; without the passphrase they are lost`,
  });
}

/** Shows what others may know of a key file. @returns 0 */
export async function runKeysShow(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('keys show', args);
  const path = needed(positionals[0], 'the key file');
  return printPublic(path, io, { json: values.json === true, title: `${path}: what others may know` });
}

/** Tries a passphrase. @returns 0, or 1 where it is not the one */
export async function runKeysCheck(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('keys check', args);
  const path = needed(positionals[0], 'the key file');
  const full = resolve(io.cwd, path);
  readKeyFile(full);
  const verdict = await tryPassphrase(full, await passphraseFrom(io, 'once'));
  io.out(values.json === true ? jsonLine({ verdict }) : `${path}: ${verdict}`);
  return verdict === 'the passphrase opens it' ? EXIT.ok : EXIT.wrong;
}

async function tryPassphrase(path: string, passphrase: string): Promise<string> {
  try {
    await openKeyFile(path, passphrase);
    return 'the passphrase opens it';
  } catch (fault) {
    if (!isFault(fault, 'passphrase_wrong')) throw fault;
    return 'the passphrase is not the one, or the file was changed';
  }
}

function printPublic(
  path: string,
  io: Io,
  { json, title }: { readonly json: boolean; readonly title: string },
): number {
  const { actor, publicKey, encryptionKey } = readKeyFile(resolve(io.cwd, path));
  const kid = base64url(keyThumbprint(fromBase64url(publicKey)));
  if (json) io.out(jsonLine({ actor, kid, publicKey, encryptionKey }));
  else {
    const rows = [
      ['actor', actor],
      ['thumbprint', kid],
      ['signing key', publicKey],
      ['encryption key', encryptionKey],
    ] as const;
    for (const line of [title, ...columns(rows)]) io.out(line);
  }
  return EXIT.ok;
}
