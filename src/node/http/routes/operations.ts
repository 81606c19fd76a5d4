// What those who run the node look at: health, readiness, figures, and the description of the API.

import { object, Type } from '#core/schema.ts';
import { Anything, answers, type Routes } from '../schemas.ts';

const StateSchema = object({ state: Type.String() });

/** Health, figures, description. */
export const operationRoutes: Routes = async (app, { served, config }) => {
  app.get('/health/live', { schema: { summary: 'The process runs', response: answers({ 200: StateSchema }) } }, () => ({
    state: 'live',
  }));

  app.get(
    '/health/ready',
    { schema: { summary: 'The node serves', response: answers({ 200: StateSchema }) } },
    async (_, reply) => {
      const reason = served.notReady();
      return reply.code(reason === undefined ? 200 : 503).send({ state: reason ?? 'ready' });
    },
  );

  if (config.metrics === 'open') {
    const text = { description: 'Prometheus text.', content: { 'text/plain': { schema: Type.String() } } };
    app.get(
      '/metrics',
      { schema: { summary: 'Figures for Prometheus', response: answers({ 200: text }) } },
      async (_, reply) => reply.type(served.metrics.contentType).send(await served.metrics.text()),
    );
  }

  app.get('/openapi.json', { schema: { summary: 'This description', response: answers({ 200: Anything }) } }, () =>
    app.swagger(),
  );
};
