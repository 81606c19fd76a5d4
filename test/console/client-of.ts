// Signing without a browser, for what a program signs in reality and for what a test needs to begin with.

import { type Client, connect, type HttpTransport, openKeyFileBytes, readNodeState } from '#sdk/index.ts';
import { DEMO_PASSPHRASE } from '#tour/cast.ts';

/** The client of an actor of the demo, with the key file that the node hands out to browsers of this computer. */
export async function clientOf(origin: string, actor: string): Promise<Client<HttpTransport>> {
  const answer = await fetch(`${origin}/demo/actors`);
  // The form in which the console reads it, too.
  const { actors } = (await answer.json()) as {
    readonly actors: readonly { readonly actor: string; readonly keyFile: string }[];
  };
  const keyFile = actors.find((one) => one.actor === actor)?.keyFile ?? '';
  const keys = await openKeyFileBytes(new TextEncoder().encode(keyFile), DEMO_PASSPHRASE);
  const { ledger } = await readNodeState(origin);
  return connect(origin, { ledgerId: ledger.ledgerId, actor: keys.actor, signer: keys.signer });
}
