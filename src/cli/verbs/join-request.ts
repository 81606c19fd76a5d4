// `touchmark join request`: a company that is not on the ledger yet makes its keys, and what its sponsors need of them.

import { relative, resolve } from 'node:path';
import { enrolmentOf } from '#sdk/new-key.ts';
import { needed, parseVerb } from '../arguments.ts';
import { pinnedLedger } from '../connection.ts';
import { columns } from '../describe.ts';
import { EXIT, type Io } from '../io.ts';
import type { JoinRequest } from '../key-request.ts';
import { assertNew, writeNewFile } from '../new-file.ts';
import { checkCompany, makeKeys, type NewActor } from '../new-keys.ts';
import { passphraseFrom } from '../passphrase.ts';
import { jsonLine } from '../print.ts';

type NewcomerInput = JoinRequest['input']['actors'][number];

/** Makes a company's keys and its request. @returns 0 */
export async function runJoinRequest(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseVerb('join request', args);
  const member = needed(values.member, '--member <id>');
  const name = needed(values.name, '--name <text>');
  const out = resolve(io.cwd, needed(values.out, '--out <file>'));
  const ledgerId = pinnedLedger(values, io);
  const company = { member, roles: values.role ?? ['sales'] };
  checkCompany(company);
  assertNew(out);
  const passphrase = await passphraseFrom(io, 'twice', 'the key files');
  const actors = await makeKeys(resolve(io.cwd, values.keys ?? 'keys'), company, passphrase);
  const inputs: NewcomerInput[] = [];
  for (const actor of actors) inputs.push(await inputOf(actor, ledgerId));
  const request: JoinRequest = {
    format: 'touchmark-join-1',
    ledgerId,
    input: { member, name, rootsNeeded: 1, actors: inputs },
  };
  await writeNewFile(out, [`${JSON.stringify(request, undefined, 2)}\n`]);
  if (values.json === true)
    io.out(jsonLine({ member, out, keys: actors.map(({ id, role, path }) => ({ id, role, path })) }));
  else for (const line of report(io, out, actors)) io.out(line);
  return EXIT.ok;
}

async function inputOf({ id, role, keys }: NewActor, ledgerId: string): Promise<NewcomerInput> {
  return {
    id,
    kind: 'person',
    // checkCompany has seen that it is one of membership's roles.
    role: role as NewcomerInput['role'],
    mandate: [],
    ...(await enrolmentOf(keys, ledgerId)),
  };
}

function report(io: Io, out: string, actors: readonly NewActor[]): readonly string[] {
  return [
    `the request is in ${relative(io.cwd, out)}; it holds no secret`,
    ...columns(actors.map(({ id, path }) => [id, relative(io.cwd, path)])),
    '',
    'Without the passphrase these keys are lost. Move root.key to where no network is: it only makes administrators.',
    'Send the request to a member that sponsors you; where the ledger needs two, to both:',
    `  touchmark join sponsor ${relative(io.cwd, out)} --as admin.key`,
  ];
}
