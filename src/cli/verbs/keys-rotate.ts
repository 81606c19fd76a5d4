// `touchmark keys rotate`: replaces an actor's signing key. The new key is on the disk before the ledger hears of it, and
// takes the old one's place only after the ledger accepted it: a break-off anywhere loses no key.

import { existsSync, renameSync } from 'node:fs';
import { resolve } from 'node:path';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64url } from '#core/bytes.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import { openKeyFile, readKeyFile, renewKeyFile } from '#sdk/key-file.ts';
import { enrolmentOf } from '#sdk/new-key.ts';
import type { ActorKeys } from '#sdk/web-keys.ts';
import { needed, parseVerb, usage } from '../arguments.ts';
import { connectAsAnyone, connectToSign } from '../connection.ts';
import { parsedObject } from '../contract-words.ts';
import { EXIT, type Io } from '../io.ts';
import { printOutcome } from '../outcome.ts';
import { passphraseFrom } from '../passphrase.ts';
import { formatOf, jsonLine } from '../print.ts';
import type { Connection } from '../profile.ts';

/** Rotates a key. @returns 0 accepted, 1 refused, 4 not taken */
export async function runKeysRotate(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('keys rotate', args);
  const path = resolve(io.cwd, needed(positionals[0], 'the key file'));
  const { yes } = values;
  if (values.as !== undefined) throw usage('--as is not for keys rotate: the key file itself signs');
  if (yes !== true && !io.isTty) throw usage('there is no terminal to ask at before it is signed: say --yes');
  const { actor } = readKeyFile(path);
  // Both files have the same.
  const passphrase = await passphraseFrom(io, 'once', actor);
  const newPath = `${path}.new`;
  const wasBrokenOff = existsSync(newPath);
  const newKeys = wasBrokenOff ? await openKeyFile(newPath, passphrase) : await renewKeyFile(path, newPath, passphrase);
  const isDone = wasBrokenOff && (await isLive(kidOf(newKeys), values, io));
  if (!isDone) {
    const keys = await openKeyFile(path, passphrase);
    await using signing = await connectToSign(values, io, { confirm: yes === true ? 'given' : 'asked', keys });
    const { client } = signing;
    const { key } = await enrolmentOf(newKeys, client.transport.ledgerId);
    const done = await client.try(membershipInterface, 'rotateKey', { key });
    if (done.outcome !== 'accepted') return printOutcome(done, formatOf(values), io);
  }
  renameSync(newPath, path);
  const kid = kidOf(newKeys);
  if (values.json === true) io.out(jsonLine({ actor, kid, path }));
  else io.out(`${actor} signs with the key ${kid} from now on; it is in ${path}, and the old one is revoked`);
  return EXIT.ok;
}

/** Whether the ledger has the new key already: an earlier run was broken off after its acceptance. Keys are public. */
async function isLive(kid: string, connection: Connection, io: Io): Promise<boolean> {
  await using transport = await connectAsAnyone(connection, io);
  const text = await transport.record('membership/key', kid);
  return text !== undefined && parsedObject('the key', text).state === 'live';
}

function kidOf({ signer }: ActorKeys): string {
  return base64url(keyThumbprint(signer.publicKey));
}
