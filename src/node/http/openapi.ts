// The description of the API (OpenAPI 3.1): made of the routes' own schemas, and of the contracts' interfaces for what
// statements hold. Each operation has an id that follows from its method and path, and the tag of its group.

import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { contractInterfaces } from '#contracts/interfaces.ts';
import { ProblemSchema } from './schemas.ts';

type Json = { readonly [name: string]: unknown };

/** What has a name of its own in answers: problems, and records as record.contract.name: an action may have a record’s name. */
const named: { readonly [name: string]: Json } = {
  problem: plain(ProblemSchema),
  ...Object.fromEntries(
    contractInterfaces.flatMap(({ name, records }) =>
      Object.entries(records).map(([record, { schema }]) => [`record.${name}.${record}`, plain(schema)]),
    ),
  ),
};
/** What statements hold, as contract.action. */
const actions: { readonly [name: string]: Json } = Object.fromEntries(
  contractInterfaces.flatMap((contract) =>
    Object.entries(contract.actions).map(([action, { input }]) => [`${contract.name}.${action}`, plain(input)]),
  ),
);
/** The name of a schema by its text. */
const names = new Map(Object.entries(named).map(([name, schema]) => [JSON.stringify(schema), name]));

/** Options of @fastify/swagger. */
export function openapiInfo(): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Touchmark node',
        version: '1',
        description:
          'A shared ledger for manufacturing. Statements are signed by the SDK (COSE_Sign1) and submitted as bytes; what an action of a contract takes stands under components.schemas as contract.action.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          session: { type: 'http', scheme: 'bearer', description: 'The token of POST /v1/sessions.' },
        },
        schemas: { ...named, ...actions },
      },
    },
    transform: ({ schema, url, route }) => ({
      schema: { ...schema, operationId: operationIdOf(String(route.method), url), tags: [tagOf(url)] },
      url,
    }),
    transformObject: (document) =>
      'openapiObject' in document
        ? // The same document, with references.
          { ...document.openapiObject, paths: withNames(document.openapiObject.paths) as never }
        : document.swaggerObject,
  };
}

/** On a route that needs a session. */
export const SESSION = [{ session: [] }];

/** `get /v1/entries/:index/receipt` is `getEntriesByIndexReceipt`. */
function operationIdOf(method: string, url: string): string {
  const words = (url === '/' ? 'console' : url)
    .split('/')
    .filter((part) => part !== '' && part !== 'v1')
    .map((part) => (part.startsWith(':') ? `by-${part.slice(1)}` : part.replace('*', 'by-path')));
  return [method.toLowerCase(), ...words.flatMap((word) => word.split(/[^A-Za-z0-9]+/))]
    .map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}

/** The first word of the path, where that is a group's name. */
function tagOf(url: string): string {
  const [first = '', second = ''] = url.split('/').filter((part) => part !== 'v1' && part !== '');
  if (first === '.well-known' || (first === 'entries' && !url.startsWith('/v1/'))) return 'scitt';
  if (first === '01') return 'passports';
  if (first === '' || first === 'assets') return 'console';
  if (first === 'health' || first === 'metrics' || first === 'openapi.json') return 'operation';
  return first === 'records' || first === 'exports' ? `${first} of ${second}` : first;
}

/** The same with a reference wherever a schema that has a name stands. */
function withNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNames);
  if (typeof value !== 'object' || value === null) return value;
  const name = 'properties' in value ? names.get(JSON.stringify(plain(value))) : undefined;
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withNames(one)]));
}

/** Plain JSON Schema, without what TypeBox keeps beside it. */
function plain(schema: object): Json {
  return JSON.parse(JSON.stringify(schema));
}
