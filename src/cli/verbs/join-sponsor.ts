// `touchmark join sponsor`: an administrator checks a company's request, sees what it says, and sponsors it.

import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64url, fromBase64url } from '#core/bytes.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import { plainWord, quoted } from '#sdk/plain-text.ts';
import { needed, parseVerb } from '../arguments.ts';
import { connectToSign } from '../connection.ts';
import { columns } from '../describe.ts';
import { EXIT, type Io } from '../io.ts';
import { type JoinRequest, readJoinRequest } from '../key-request.ts';
import { printOutcome } from '../outcome.ts';
import { formatOf } from '../print.ts';

/** Sponsors a company. @returns 0 accepted, 1 refused, 4 not taken */
export async function runJoinSponsor(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('join sponsor', args);
  const path = needed(positionals[0], 'the request');
  await using signing = await connectToSign(values, io, { confirm: values.yes === true ? 'given' : 'asked' });
  const { client } = signing;
  const { input } = readJoinRequest(io.cwd, path, client.transport.ledgerId);
  for (const line of described(input)) io.err(line);
  const done = await client.try(membershipInterface, 'admitMember', input);
  const code = printOutcome(done, formatOf(values), io);
  const isAdmitted = done.events.some(({ name }) => name === 'memberAdmitted');
  if (code === EXIT.ok && !isAdmitted)
    io.err('it is noted; the ledger needs another member’s sponsorship of the same request');
  return code;
}

function described({ member, name, actors }: JoinRequest['input']): readonly string[] {
  const rows = actors.map(({ id, role, key }) => {
    const kid = base64url(keyThumbprint(fromBase64url(key.publicKey)));
    return [`${plainWord(id)} (${role})`, `key ${kid}, its proof is right`] as const;
  });
  return [`${plainWord(member)}, ${quoted(name)}, asks to join with these keys:`, ...columns(rows)];
}
