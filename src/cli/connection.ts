// A verb's way to a node. What is signed is signed here, with a key that is opened here.

import type { Client } from '#sdk/client.ts';
import { connect } from '#sdk/connect.ts';
import { answers } from '#sdk/http-answers.ts';
import { HttpPort } from '#sdk/http-port.ts';
import { HttpTransport } from '#sdk/http-transport.ts';
import { openKeyFile, readKeyFile } from '#sdk/key-file.ts';
import type { SigningSheet } from '#sdk/signing-sheet.ts';
import type { ActorKeys } from '#sdk/web-keys.ts';
import { usage } from './arguments.ts';
import { columns } from './describe.ts';
import type { Io } from './io.ts';
import { passphraseFrom } from './passphrase.ts';
import { type Connection, type Profile, readProfile } from './profile.ts';

/** A reader's connection; without keys it is anyone's. */
export type Reading = {
  readonly transport: HttpTransport;
  readonly keys: ActorKeys | undefined;
  /** Of the node. */
  readonly url: string;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A signer's connection. */
export type Signing = {
  readonly client: Client<HttpTransport>;
  readonly keys: ActorKeys;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Connects as anyone: what is public can be read. @throws as connectToRead */
export async function connectAsAnyone(options: Connection, io: Io): Promise<HttpTransport> {
  const profile = readProfile(options, io);
  return reach(neededUrl(profile), profile, undefined, io);
}

/** Connects to read. @throws Fault `usage_wrong` where no node is named, and those of HttpTransport.connect */
export async function connectToRead(options: Connection, io: Io): Promise<Reading> {
  const profile = readProfile(options, io);
  const keys = profile.keyPath === undefined ? undefined : await openKeys(profile.keyPath, io);
  const url = neededUrl(profile);
  const transport = await reach(url, profile, keys, io);
  return { transport, keys, url, [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose]() };
}

/**
 * Connects to sign.
 * @param confirm `asked`: the signing sheet is shown, and a person says yes; `given`: by --yes; `never`: nothing is signed
 * @param keys by default those of the connection's key file
 * @throws as connectToRead; Fault `usage_wrong` where nobody could be asked
 */
export async function connectToSign(
  options: Connection,
  io: Io,
  { confirm, keys: given }: { readonly confirm: 'asked' | 'given' | 'never'; readonly keys?: ActorKeys },
): Promise<Signing> {
  const profile = readProfile(options, io);
  if (confirm === 'asked' && !io.isTty) throw usage('there is no terminal to ask at before it is signed: say --yes');
  const keys = given ?? (await signersKeys(profile, io));
  const url = neededUrl(profile);
  const client = await connect(url, {
    ledgerId: await ledgerOf(url, profile, io),
    actor: keys.actor,
    signer: keys.signer,
    clock: () => io.clock(),
    confirm: confirm === 'asked' ? (sheet) => askToSign(sheet, io) : async () => confirm === 'given',
  });
  return { client, keys, [Symbol.asyncDispose]: () => client.transport[Symbol.asyncDispose]() };
}

/** Opens a key file with a passphrase that is asked for. @throws as openKeyFile */
export async function openKeys(path: string, io: Io): Promise<ActorKeys> {
  const { actor } = readKeyFile(path);
  return openKeyFile(path, await passphraseFrom(io, 'once', actor));
}

/** The ledger that is meant. @throws Fault `usage_wrong` */
export function pinnedLedger(options: Connection, io: Io): string {
  const { ledgerId } = readProfile(options, io);
  if (ledgerId === undefined) throw usage('--ledger <id> is missing: which ledger?');
  return ledgerId;
}

async function signersKeys({ keyPath }: Profile, io: Io): Promise<ActorKeys> {
  if (keyPath === undefined) throw usage('--as <key file> is missing: as whom?');
  return openKeys(keyPath, io);
}

/** Entries of a node's log, by its own word. */
export async function sizeAt(url: string): Promise<number> {
  return (await ledgerAt(url)).size;
}

function neededUrl({ url }: Profile): string {
  if (url === undefined) throw usage('--node <url> is missing: which node?');
  return url;
}

async function reach(url: string, profile: Profile, keys: ActorKeys | undefined, io: Io): Promise<HttpTransport> {
  const identity = keys === undefined ? {} : { identity: { actor: keys.actor, signer: keys.signer } };
  return HttpTransport.connect(url, {
    ledgerId: await ledgerOf(url, profile, io),
    ...identity,
    clock: () => io.clock(),
  });
}

async function ledgerOf(url: string, { ledgerId }: Profile, io: Io): Promise<string> {
  return ledgerId ?? (await askedLedger(url, io));
}

async function askedLedger(url: string, io: Io): Promise<string> {
  const { ledgerId } = await ledgerAt(url);
  io.err(`touchmark: no --ledger was given; the node says that it is ${ledgerId}: ask a member whether it is`);
  return ledgerId;
}

function ledgerAt(url: string): Promise<{ readonly ledgerId: string; readonly size: number }> {
  return new HttpPort(url).json({ method: 'GET', path: '/v1/ledger' }, answers.ledger);
}

/** Shows a person what is to be signed. @returns whether they agree @throws Fault `no_terminal` */
export async function askToSign(sheet: SigningSheet, io: Io): Promise<boolean> {
  io.err(sheet.sentence);
  for (const line of columns(sheet.lines.map(({ label, value }) => [label, value]))) io.err(line);
  return /^y(es)?$/i.test((await io.ask('Sign this? (yes/no) ')).trim());
}
