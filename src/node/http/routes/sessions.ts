// Signing in: a challenge, its answer, and the end of a session.

import { ActorId, object, Type } from '#core/schema.ts';
import { MAX_SESSION_PROOF_BYTES } from '#sdk/session-proof.ts';
import { SESSION } from '../openapi.ts';
import { actorOf } from '../request.ts';
import { answers, bodyBytes, bytes, Index, type Routes } from '../schemas.ts';

const SessionSchema = object({
  token: Type.String(),
  expiresMs: Index,
  actor: ActorId,
  member: Type.String(),
  role: Type.String(),
  kind: Type.String(),
});

/** Sessions of actors. */
export const sessionRoutes: Routes = async (app, { sessions }) => {
  app.post(
    '/v1/sessions/challenge',
    {
      schema: {
        summary: 'Something to sign, to begin a session',
        response: answers({ 200: object({ challenge: Type.String(), expiresMs: Index }) }),
      },
    },
    () => sessions.challenge(),
  );

  app.post(
    '/v1/sessions',
    {
      bodyLimit: MAX_SESSION_PROOF_BYTES,
      schema: {
        summary: 'Begin a session with the signed challenge',
        body: bytes('application/cose', 'The session proof.'),
        response: answers({ 200: SessionSchema }),
      },
    },
    ({ body }) => {
      const { token, expiresMs, actor, member, role, kind } = sessions.begin(bodyBytes(body));
      return { token, expiresMs, actor, member, role, kind };
    },
  );

  app.get(
    '/v1/sessions/current',
    {
      schema: {
        summary: 'Who I am',
        security: SESSION,
        response: answers({ 200: Type.Omit(SessionSchema, ['token', 'expiresMs']) }),
      },
    },
    (request) => {
      const { actor, member, role, kind } = actorOf(request);
      return { actor, member, role, kind };
    },
  );

  app.delete(
    '/v1/sessions/current',
    { schema: { summary: 'End the session', security: SESSION, response: answers({ 204: Type.Null() }) } },
    async (request, reply) => {
      actorOf(request);
      sessions.end(request.token ?? '');
      return reply.code(204).send(null);
    },
  );
};
