// What every request carries besides Fastify's own: who asks.

import type { FastifyRequest } from 'fastify';
import { Fault } from '#core/fault.ts';
import type { KeyBinding } from '#core/identity.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The holder of the session's token; undefined without a session. */
    reader?: KeyBinding;
    token?: string;
    /** Why the token is none. */
    refused?: Fault;
  }
}

/** The actor who asks. @throws Fault `session_missing` */
export function actorOf(request: FastifyRequest): KeyBinding {
  if (request.reader !== undefined) return request.reader;
  throw new Fault('session_missing', 'this is given to actors of members only: begin a session and send its token');
}
