// A client of an actor of the demo that a served tour hands out, for what a test has to put on the ledger.

import { type Client, connect, openKeyFileBytes } from '#sdk/index.ts';

/** The client of an actor, on the ledger of a node. */
export async function demoClient(origin: string, actor: string): Promise<Client> {
  const [demo, { ledgerId }] = await Promise.all([answer(`${origin}/demo/actors`), answer(`${origin}/v1/ledger`)]);
  const { keyFile } = demo.actors.find((one: { readonly actor: string }) => one.actor === actor);
  const keys = await openKeyFileBytes(new TextEncoder().encode(keyFile), demo.passphrase);
  return connect(origin, { ledgerId, actor: keys.actor, signer: keys.signer });
}

async function answer(url: string) {
  return (await fetch(url)).json();
}
