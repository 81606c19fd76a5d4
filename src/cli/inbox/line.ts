// The way of an inbox to its node. A statement stays valid for half a day, so that what a node did not take for a night is
// sent again, and not signed again.

import { compile, Type } from '#core/schema.ts';
import { Client, type ClientOptions } from '#sdk/client.ts';
import { HttpPort } from '#sdk/http-port.ts';
import { HttpTransport } from '#sdk/http-transport.ts';
import type { Transport } from '#sdk/transport.ts';
import type { ActorKeys } from '#sdk/web-keys.ts';
import { INBOX_ATTEMPTS, INBOX_VALID_MS } from '../limits.ts';
import type { Line } from './send.ts';

/** Which ledger, and as whom. */
export type LineOptions = {
  readonly ledgerId: string;
  readonly keys: Pick<ActorKeys, 'actor' | 'signer'>;
  /** ms since 1970 */
  readonly clock: () => number;
  /** Times that a request is sent before the node counts as not reached. */
  readonly attempts?: number;
  /** Shown before anything is signed. */
  readonly confirm?: ClientOptions['confirm'];
  /** What stands between the client and the node. */
  readonly through?: (transport: HttpTransport) => Transport;
};

const headCheck = compile(Type.Object({ timeMs: Type.Integer({ minimum: 0 }) }));

/** Reaches a node of the ledger. @throws as HttpTransport.connect */
export async function lineTo(url: string, options: LineOptions): Promise<Line> {
  const { ledgerId, keys, clock, attempts = INBOX_ATTEMPTS, confirm, through } = options;
  const { actor, signer } = keys;
  const transport = await HttpTransport.connect(url, { ledgerId, identity: { actor, signer }, clock, attempts });
  const client = new Client({
    transport: through === undefined ? transport : through(transport),
    actor,
    signer,
    clock: () => transport.signingMs(),
    random: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
    validForMs: INBOX_VALID_MS,
    ...(confirm === undefined ? {} : { confirm }),
  });
  const port = new HttpPort(url, { attempts });
  const blockTimeMs = async (): Promise<number> =>
    (await port.json({ method: 'GET', path: '/v1/ledger' }, headCheck)).timeMs;
  return { client, blockTimeMs, nowMs: () => transport.nowMs(), close: () => transport[Symbol.asyncDispose]() };
}
