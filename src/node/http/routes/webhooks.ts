// A member's webhooks, for its administrators: where entries are posted to, and what could not be delivered.

import type { FastifyRequest } from 'fastify';
import { Fault } from '#core/fault.ts';
import { list, object, oneOf, Type, text } from '#core/schema.ts';
import { PAGE_DEFAULT, WEBHOOK_NAMES, WEBHOOK_URL_CHARACTERS } from '../../limits.ts';
import type { Webhook } from '../../webhooks/webhook-store.ts';
import { SESSION } from '../openapi.ts';
import { actorOf } from '../request.ts';
import { type App, answers, Index, NOTHING, Page, type Parts, type Routes } from '../schemas.ts';

const WebhookSchema = object({
  id: Type.String(),
  url: Type.String(),
  contracts: Type.Array(Type.String()),
  events: Type.Array(Type.String()),
  state: oneOf('live', 'paused'),
  reason: Type.Optional(Type.String()),
  createdBy: Type.String(),
  createdMs: Index,
  /** Index of the last entry that is done with. */
  cursor: Index,
  attempts: Index,
  deliveredMs: Type.Optional(Index),
});
const LetterSchema = object({ index: Index, timeMs: Index, attempts: Index, reason: Type.String() });
const Names = Type.Optional(list(text(100), WEBHOOK_NAMES));
const id = object({ id: Type.String({ maxLength: 64 }) });
const letter = object({ id: Type.String({ maxLength: 64 }), index: Index });

/** Webhooks and their dead letters. */
export const webhookRoutes: Routes = async (app, parts) => {
  addList(app, parts);
  addOne(app, parts);
  addDeadLetters(app, parts);
};

function addList(app: App, { served }: Parts): void {
  const { webhooks, ledger } = served;

  app.get(
    '/v1/webhooks',
    {
      schema: {
        summary: 'The webhooks of my member',
        security: SESSION,
        response: answers({ 200: object({ items: Type.Array(WebhookSchema) }) }),
      },
    },
    (request) => ({ items: webhooks.list(adminOf(request).member).map(shown) }),
  );

  app.post(
    '/v1/webhooks',
    {
      schema: {
        summary: 'Have entries posted to an address',
        description: 'Without contracts and events: all that my member may see. The secret is shown here only.',
        security: SESSION,
        body: object({
          url: Type.String({ minLength: 1, maxLength: WEBHOOK_URL_CHARACTERS }),
          contracts: Names,
          events: Names,
          after: Type.Optional(Index),
        }),
        response: answers({ 201: object({ webhook: WebhookSchema, secret: Type.String() }) }),
      },
    },
    async (request, reply) => {
      const { member, actor } = adminOf(request);
      const { url, contracts = [], events = [], after = ledger.head.size - 1 } = request.body;
      const { webhook, secret } = webhooks.create({ member, createdBy: actor, url, contracts, events, after });
      return reply.code(201).send({ webhook: shown(webhook), secret });
    },
  );
}

function addOne(app: App, { served }: Parts): void {
  const { webhooks } = served;
  const one = { security: SESSION, params: id, response: answers({ 200: WebhookSchema }) };

  app.get('/v1/webhooks/:id', { schema: { summary: 'One webhook', ...one } }, (request) =>
    shown(webhooks.get(adminOf(request).member, request.params.id)),
  );

  app.post('/v1/webhooks/:id/resume', { schema: { summary: 'Go on with a paused webhook', ...one } }, (request) =>
    shown(webhooks.resume(adminOf(request).member, request.params.id)),
  );

  app.post(
    '/v1/webhooks/:id/secret',
    {
      schema: {
        summary: 'A new secret; the old one signs too for a day',
        security: SESSION,
        params: id,
        response: answers({ 200: object({ secret: Type.String(), oldUntilMs: Index }) }),
      },
    },
    (request) => webhooks.renewSecret(adminOf(request).member, request.params.id),
  );

  app.delete(
    '/v1/webhooks/:id',
    { schema: { summary: 'Remove a webhook', security: SESSION, params: id, response: NOTHING } },
    async (request, reply) => {
      await webhooks.remove(adminOf(request).member, request.params.id);
      return reply.code(204).send(null);
    },
  );
}

function addDeadLetters(app: App, { served }: Parts): void {
  const { webhooks } = served;

  app.get(
    '/v1/webhooks/:id/dead-letters',
    {
      schema: {
        summary: 'What could not be delivered',
        security: SESSION,
        params: id,
        querystring: object({ after: Type.Optional(Index), ...Page }),
        response: answers({ 200: object({ items: Type.Array(LetterSchema), next: Type.Optional(Index) }) }),
      },
    },
    (request) => {
      const { after = 0, limit = PAGE_DEFAULT } = request.query;
      const items = [...webhooks.deadLetters(adminOf(request).member, request.params.id, after, limit)];
      const last = items.at(-1);
      return items.length < limit || last === undefined ? { items } : { items, next: last.index };
    },
  );

  app.post(
    '/v1/webhooks/:id/dead-letters/:index',
    {
      schema: {
        summary: 'Send a dead letter once more, now',
        security: SESSION,
        params: letter,
        response: answers({ 200: object({ delivered: Type.Boolean(), reason: Type.Optional(Type.String()) }) }),
      },
    },
    (request) => webhooks.resend(adminOf(request).member, request.params.id, request.params.index),
  );

  app.delete(
    '/v1/webhooks/:id/dead-letters/:index',
    { schema: { summary: 'Forget a dead letter', security: SESSION, params: letter, response: NOTHING } },
    async (request, reply) => {
      webhooks.removeLetter(adminOf(request).member, request.params.id, request.params.index);
      return reply.code(204).send(null);
    },
  );
}

/** Webhooks hand out what the whole member may see. @throws Fault `session_missing`, `role_not_allowed` */
function adminOf(request: FastifyRequest): { readonly member: string; readonly actor: string } {
  const actor = actorOf(request);
  if (actor.role === 'admin') return actor;
  throw new Fault('role_not_allowed', `webhooks are for administrators: ${actor.actor} is ${actor.role}`);
}

function shown(webhook: Webhook) {
  const { id, url, contracts, events, state, reason, createdBy, createdMs, cursor, attempts, deliveredMs } = webhook;
  return {
    ...{ id, url, contracts: [...contracts], events: [...events], state, createdBy, createdMs, cursor, attempts },
    ...(reason === undefined ? {} : { reason }),
    ...(deliveredMs === undefined ? {} : { deliveredMs }),
  };
}
