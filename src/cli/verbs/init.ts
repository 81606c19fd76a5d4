// `touchmark init`: founds a ledger with one member. Its private keys are encrypted files that the node never opens.

import { join, relative, resolve } from 'node:path';
import { contractInterfaces } from '#contracts/interfaces.ts';
import { Fault } from '#core/fault.ts';
import { LocalNode } from '#node/local.ts';
import { makeGenesis } from '#sdk/founding.ts';
import { needed, parseVerb } from '../arguments.ts';
import { columns } from '../describe.ts';
import { EXIT, type Io } from '../io.ts';
import { checkCompany, makeKeys, type NewActor } from '../new-keys.ts';
import { passphraseFrom } from '../passphrase.ts';
import { jsonLine } from '../print.ts';

/** Founds a ledger in an empty home folder. @returns 0 */
export async function runInit(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseVerb('init', args);
  const home = resolve(io.cwd, values.home ?? '.touchmark');
  const name = needed(values.name, '--name <text>');
  const memberName = needed(values['member-name'], '--member-name <text>');
  const company = { member: needed(values.member, '--member <id>'), roles: values.role ?? ['buyer'] };
  checkCompany(company);
  if (LocalNode.exists(home)) throw new Fault('ledger_exists', `${home} holds a ledger already: name another folder`);
  const passphrase = await passphraseFrom(io, 'twice', 'the key files');
  const actors = await makeKeys(join(home, 'keys'), company, passphrase);
  const ledgerId = await found(io, { home, name, memberName, member: company.member, actors });
  if (values.json === true) {
    const files = actors.map(({ id, role, path }) => ({ id, role, path }));
    io.out(jsonLine({ ledgerId, home, member: company.member, keys: files }));
  } else for (const line of report(io, { home, ledgerId, actors })) io.out(line);
  return EXIT.ok;
}

type Founding = {
  readonly home: string;
  readonly name: string;
  readonly member: string;
  readonly memberName: string;
  readonly actors: readonly NewActor[];
};

async function found(io: Io, { home, name, member, memberName, actors }: Founding): Promise<string> {
  const founder = {
    member,
    name: memberName,
    rootsNeeded: 1,
    actors: actors.map(({ id, role, keys }) => ({
      id,
      kind: 'person' as const,
      role,
      signer: keys.signer,
      encryptionKey: keys.encryptionKey,
    })),
  };
  await using node = await LocalNode.create({ home, clock: () => io.clock() }, (keys) =>
    makeGenesis({
      name,
      timeMs: io.clock(),
      founders: [founder],
      node: { name: 'origin', ...keys },
      contracts: contractInterfaces,
    }),
  );
  return node.ledger.id;
}

function report(
  io: Io,
  {
    home,
    ledgerId,
    actors,
  }: { readonly home: string; readonly ledgerId: string; readonly actors: readonly NewActor[] },
): readonly string[] {
  const place = (path: string): string => relative(io.cwd, path) || '.';
  const daily = actors.at(-1);
  return [
    `ledger ${ledgerId} is founded in ${place(home)}`,
    ...columns(actors.map(({ id, path }) => [id, place(path)])),
    '',
    'Without the passphrase these keys are lost. Move root.key to where no network is: it only makes administrators.',
    'Tell the others the ledger’s id: by it they know that a node, a receipt or a bundle is of this ledger.',
    '',
    'Next:',
    `  touchmark serve --home ${place(home)}`,
    `  touchmark list membership actor --node http://127.0.0.1:4800 --ledger ${ledgerId} --as ${place(daily?.path ?? '')}`,
    '  touchmark help join',
  ];
}
