// Clients of the demo's actors, with the keys that the node hands to its console: for tests that put something on the
// ledger which a page then shows.

import assert from 'node:assert/strict';
import { type Client, connect, type HttpTransport, openKeyFileBytes, readNodeState } from '#sdk/index.ts';

/** A client of one of the demo's actors. @param origin URL of the served tour */
export async function demoClient(origin: string, actor: string): Promise<Client<HttpTransport>> {
  // What `GET /demo/actors` gives: the console reads it in the same form.
  const { passphrase, actors } = (await (await fetch(`${origin}/demo/actors`)).json()) as {
    readonly passphrase: string;
    readonly actors: readonly { readonly actor: string; readonly keyFile: string }[];
  };
  const found = actors.find((one) => one.actor === actor);
  assert.ok(found !== undefined, `the demo has no ${actor}`);
  const { signer } = await openKeyFileBytes(new TextEncoder().encode(found.keyFile), passphrase);
  const { ledger } = await readNodeState(origin);
  return connect(origin, { ledgerId: ledger.ledgerId, actor, signer });
}
