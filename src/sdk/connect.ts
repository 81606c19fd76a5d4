// The usual way in: a client of one actor, over HTTP, of a ledger that the caller pins.

import { Client, type ClientOptions } from './client.ts';
import type { Identity } from './http-session.ts';
import { HttpTransport, type HttpTransportOptions } from './http-transport.ts';

/** Which ledger, as whom. */
export type ConnectOptions = Omit<HttpTransportOptions, 'identity'> & Identity & Pick<ClientOptions, 'confirm'>;

/**
 * Reaches a node and gives the client of one actor. Signs nothing yet: the session begins when it is first needed.
 * @param url of the node
 * @throws Fault `ledger_wrong` where the node is not of the pinned ledger, `node_unreachable`, `address_invalid`
 */
export async function connect(url: string, options: ConnectOptions): Promise<Client<HttpTransport>> {
  const { actor, signer, confirm, ...rest } = options;
  const transport = await HttpTransport.connect(url, { ...rest, identity: { actor, signer } });
  return new Client({
    transport,
    actor,
    signer,
    clock: () => transport.signingMs(),
    random: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
    ...(confirm === undefined ? {} : { confirm }),
  });
}
