// `touchmark keys recover`: an actor who lost the key is removed and enrolled anew under another id, since an id serves
// once. Run again after a break-off, it goes on where it was.

import { membershipInterface } from '#contracts/membership/schema.ts';
import { Fault } from '#core/fault.ts';
import type { Static } from '#core/schema.ts';
import type { Client } from '#sdk/client.ts';
import { plainWord } from '#sdk/plain-text.ts';
import { needed, parseVerb } from '../arguments.ts';
import { connectToSign } from '../connection.ts';
import { columns } from '../describe.ts';
import { EXIT, type Io } from '../io.ts';
import { type KeyRequest, readKeyRequest } from '../key-request.ts';
import { type Done, printOutcome } from '../outcome.ts';
import { formatOf } from '../print.ts';

type Actor = Static<typeof membershipInterface.records.actor.schema>;
/** One statement of the recovery. */
type Step = () => Promise<Done>;

/** Recovers an actor. @returns 0 accepted, 1 refused, 4 not taken */
export async function runKeysRecover(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('keys recover', args);
  const lostId = needed(positionals[0], 'the actor who lost the key');
  const path = needed(positionals[1], 'the request');
  await using signing = await connectToSign(values, io, { confirm: values.yes === true ? 'given' : 'asked' });
  const { client } = signing;
  const request = readKeyRequest(io.cwd, path, client.transport.ledgerId);
  const lost = await client.need(membershipInterface, 'actor', lostId);
  if (lost.role === 'root')
    throw new Fault(
      'root_not_recoverable',
      `${lostId} is a root: no statement replaces a root’s key; the other roots of ${lost.member} go on without it`,
    );
  if (request.actor === lostId)
    throw new Fault('actor_taken', `${lostId} served once: make the new key for another id, such as ${lostId}-2`);
  for (const line of described(lost, request)) io.err(line);
  const steps = lost.role === 'admin' ? administratorSteps(client, lost, request) : actorSteps(client, lost, request);
  let code: number = EXIT.ok;
  for (const step of steps) {
    const done = await step();
    code = printOutcome(done, formatOf(values), io);
    // Another root may have approved it before, or an earlier run have done it: the next step stands by itself.
    if (code !== EXIT.ok && done.outcome !== 'membership.approved_already') return code;
  }
  if (lost.role === 'admin') io.err('it is approved; where the member needs more roots, each signs the same');
  return code;
}

function actorSteps(client: Client, lost: Actor, { actor, key, encryptionKey }: KeyRequest): readonly Step[] {
  const { id, kind, role, mandate } = lost;
  const remove = (): Promise<Done> => client.try(membershipInterface, 'removeActor', { actor: id });
  const enrol = (): Promise<Done> =>
    client.try(membershipInterface, 'enrolActor', { id: actor, kind, role, key, mandate, encryptionKey });
  return lost.state === 'removed' ? [enrol] : [remove, enrol];
}

function administratorSteps(client: Client, lost: Actor, { actor, key }: KeyRequest): readonly Step[] {
  const remove = (): Promise<Done> =>
    client.try(membershipInterface, 'approveAdministrator', { change: 'remove', actor: lost.id });
  const add = (): Promise<Done> =>
    client.try(membershipInterface, 'approveAdministrator', { change: 'add', actor, key });
  return lost.state === 'removed' ? [add] : [remove, add];
}

function described(lost: Actor, { actor, key }: KeyRequest): readonly string[] {
  return [
    `${plainWord(lost.id)} lost the key:`,
    ...columns([
      ['is removed', `${plainWord(lost.id)}, and its keys are revoked`],
      ['is enrolled', `${plainWord(actor)}, ${lost.kind}, ${lost.role}, with the key ${key.publicKey}`],
      ['afterwards', 'share files with the new id again; what was signed with the lost key before stays valid'],
    ]),
  ];
}
