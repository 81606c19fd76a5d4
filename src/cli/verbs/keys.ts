// `touchmark keys`: an actor's key file: makes one, shows what others may know of it, checks a passphrase. A passphrase
// comes from TOUCHMARK_PASSPHRASE or the terminal, never from an argument, which other processes can read.

import { resolve } from 'node:path';
import { base64url, fromBase64url } from '#core/bytes.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import { isFault } from '#core/fault.ts';
import { ActorId, compile } from '#core/schema.ts';
import { createKeyFile, openKeyFile, readKeyFile } from '#sdk/key-file.ts';
import { needed, parseArguments, usage } from '../arguments.ts';
import { columns } from '../describe.ts';
import { EXIT, type Io } from '../io.ts';
import { PASSPHRASE_LEAST, PASSPHRASE_MOST } from '../limits.ts';

const actorCheck = compile(ActorId);

/** Runs `keys new`, `keys show` or `keys check`. @returns 0, or 1 where `keys check` finds the passphrase wrong */
export async function runKeys(args: readonly string[], io: Io): Promise<number> {
  const [what, ...rest] = args;
  if (what === 'new') return newKeys(rest, io);
  if (what === 'show') return showKeys(rest, io);
  if (what === 'check') return checkKeys(rest, io);
  throw usage(
    what === undefined
      ? 'say keys new, keys show or keys check'
      : `keys has no ${what}: say keys new, keys show or keys check`,
  );
}

async function newKeys(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArguments(args, { out: { type: 'string' }, json: { type: 'boolean' } }, 1);
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

async function showKeys(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArguments(args, { json: { type: 'boolean' } }, 1);
  const path = needed(positionals[0], 'the key file');
  return printPublic(path, io, { json: values.json === true, title: `${path}: what others may know` });
}

async function checkKeys(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArguments(args, { json: { type: 'boolean' } }, 1);
  const path = needed(positionals[0], 'the key file');
  const full = resolve(io.cwd, path);
  readKeyFile(full);
  const verdict = await tryPassphrase(full, await passphraseFrom(io, 'once'));
  io.out(values.json === true ? JSON.stringify({ verdict }) : `${path}: ${verdict}`);
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
  if (json) io.out(JSON.stringify({ actor, kid, publicKey, encryptionKey }));
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

/** @param asked `twice` for a passphrase that is new, so that a slip of the finger is noticed */
async function passphraseFrom(io: Io, asked: 'once' | 'twice'): Promise<string> {
  const given = io.env.TOUCHMARK_PASSPHRASE;
  if (given === undefined && !io.isTty) throw usage('there is no terminal to ask at: set TOUCHMARK_PASSPHRASE');
  const passphrase = given ?? (await io.askHidden('Passphrase: '));
  if (asked === 'once') return passphrase;
  const { length } = [...passphrase];
  if (length < PASSPHRASE_LEAST || length > PASSPHRASE_MOST) {
    throw usage(`a passphrase has ${PASSPHRASE_LEAST} to ${PASSPHRASE_MOST} characters, this has ${length}`);
  }
  if (given === undefined && (await io.askHidden('Again: ')) !== passphrase) throw usage('the two passphrases differ');
  return passphrase;
}
