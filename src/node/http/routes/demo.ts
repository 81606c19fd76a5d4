// The actors of a demo, for browsers on this computer: so that a visitor can act as one of them. A node of a real ledger
// has no such route and never sees a private key. Here, too, it only hands on files as they lie, encrypted under a
// passphrase that stands in the answer: they guard nothing but a demo.

import type { FastifyRequest } from 'fastify';
import { Fault } from '#core/fault.ts';
import { ActorId, object, Type } from '#core/schema.ts';
import { answers, type Routes } from '../schemas.ts';

/** What a demo hands out. */
export type DemoActors = {
  /** Opens each of the files; known to everyone. */
  readonly passphrase: string;
  /** `does` says what the actor's member does in the story; `keyFile` is the file's text. */
  readonly actors: readonly { readonly actor: string; readonly does: string; readonly keyFile: string }[];
};

const DemoSchema = object({
  passphrase: Type.String(),
  actors: Type.Array(object({ actor: ActorId, does: Type.String(), keyFile: Type.String() })),
});
const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;
/** What a page on this computer has in its address: another name that leads here is someone else's page. */
const OWN_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** True for an address that only programs on this computer reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || LOOPBACK.test(host);
}

/** The route of a demo; registered where there is one. */
export const demoRoutes =
  (demo: DemoActors): Routes =>
  async (app) => {
    app.get(
      '/demo/actors',
      { schema: { summary: 'The actors of this demo, with their keys', response: answers({ 200: DemoSchema }) } },
      async (request, reply) => {
        assertFromHere(request);
        return reply
          .header('cache-control', 'no-store')
          .header('cross-origin-resource-policy', 'same-origin')
          .send({ passphrase: demo.passphrase, actors: [...demo.actors] });
      },
    );
  };

/** A proxy on this computer would let others in: what it adds shows that there is one. @throws Fault `route_unknown` */
function assertFromHere({ socket, headers }: FastifyRequest): void {
  const isForwarded = headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined;
  const site = headers['sec-fetch-site'];
  const isOfOtherPage =
    headers.origin !== undefined || (site !== undefined && site !== 'same-origin' && site !== 'none');
  const isHere = LOOPBACK.test(socket.remoteAddress ?? '') && OWN_HOST.test(headers.host ?? '');
  if (isHere && !isForwarded && !isOfOtherPage) return;
  throw new Fault('route_unknown', 'the keys of a demo are for browsers on its own computer');
}
