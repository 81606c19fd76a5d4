// `touchmark keys request`: what an administrator needs to enrol the key of a key file.

import { resolve } from 'node:path';
import { enrolmentOf } from '#sdk/new-key.ts';
import { needed, parseVerb } from '../arguments.ts';
import { openKeys, pinnedLedger } from '../connection.ts';
import { EXIT, type Io } from '../io.ts';
import type { KeyRequest } from '../key-request.ts';
import { writeNewFile } from '../new-file.ts';
import { jsonLine } from '../print.ts';

/** Writes a request. @returns 0 */
export async function runKeysRequest(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('keys request', args);
  const keyFile = resolve(io.cwd, needed(positionals[0], 'the key file'));
  const out = resolve(io.cwd, needed(values.out, '--out <file>'));
  const ledgerId = pinnedLedger(values, io);
  const keys = await openKeys(keyFile, io);
  const request: KeyRequest = {
    format: 'touchmark-key-request-1',
    ledgerId,
    actor: keys.actor,
    ...(await enrolmentOf(keys, ledgerId)),
  };
  await writeNewFile(out, [`${JSON.stringify(request, undefined, 2)}\n`]);
  if (values.json === true) io.out(jsonLine({ actor: keys.actor, out }));
  else io.out(`the request of ${keys.actor} is in ${out}: hand it to an administrator of your member`);
  return EXIT.ok;
}
