import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { OPENAPI_PATH } from './described-api.ts';
import { ServedLedger } from './served.ts';

let served: ServedLedger;
before(async () => {
  served = await ServedLedger.create();
});
after(() => served[Symbol.asyncDispose]());

describe('the description of the API', () => {
  test('is committed as the node serves it', async () => {
    assert.ok(existsSync(OPENAPI_PATH), 'docs/openapi.json is missing: node tools/openapi.ts');
    const committed: unknown = JSON.parse(readFileSync(OPENAPI_PATH, 'utf8'));
    const given = await served.json(undefined, '/openapi.json');
    assert.deepEqual(committed, given, 'docs/openapi.json is not what the routes say: node tools/openapi.ts');
  });

  test('is OpenAPI 3.1 by the published schema', async () => {
    const { valid, errors } = await new Validator().validate(await served.json(undefined, '/openapi.json'));
    assert.ok(valid, JSON.stringify(errors));
  });

  test('has every route that the server has', () => {
    const described = new Set(served.api.operations.map(({ route }) => route));
    // Beside a route at / the tree prints /log/tile/* without its beginning.
    const routes = routesOf(served.server.app.printRoutes({ commonPrefix: false })).map((route) =>
      route === 'GET /{*}' ? 'GET /log/tile/{*}' : route,
    );
    assert.ok(routes.length > 50);
    assert.deepEqual(
      routes.filter((route) => !described.has(route)),
      [],
    );
  });

  test('names each operation once, with its group and all that its path takes', () => {
    const { operations } = served.api;
    const ids = operations.map(({ operationId }) => operationId);
    assert.equal(new Set(ids).size, ids.length);
    for (const { route, path, operationId, tags, parameters, responses } of operations) {
      assert.match(operationId, /^(get|put|post|delete|patch)[A-Z0-9][A-Za-z0-9]*$/, route);
      assert.equal(tags.length, 1, route);
      const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      assert.deepEqual(
        parameters
          .filter((one) => one.in === 'path')
          .map(({ name }) => name)
          .sort(),
        inPath.sort(),
        route,
      );
      const statuses = Object.keys(responses);
      assert.ok(
        statuses.some((status) => status.startsWith('2')) && statuses.includes('4XX') && statuses.includes('5XX'),
        route,
      );
    }
  });

  test('says which bodies there are: a route that takes one has its media types and schemas', () => {
    for (const { route, method, body } of served.api.operations) {
      if (method === 'GET' || method === 'DELETE') assert.equal(body, undefined, route);
      else if (method === 'PUT') assert.notEqual(body, undefined, route);
      for (const { schema } of Object.values(body ?? {})) assert.ok('type' in schema || 'anyOf' in schema, route);
    }
  });
});

/** `METHOD /path/{name}` of each line of Fastify's tree of routes: below a line stands what goes on from it. */
function routesOf(tree: string): readonly string[] {
  const parents: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', path, methods] = /^((?:│ {3}| {4})*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?/.exec(line) ?? [];
    if (path === undefined) return [];
    const depth = indent.length / 4;
    const full = (depth === 0 ? '' : (parents[depth - 1] ?? '')) + path;
    parents[depth] = full;
    const named = full.replaceAll(/:([A-Za-z]+)/g, '{$1}').replace('*', '{*}');
    // Answered by the CORS plugin for any path.
    return (methods?.split(', ') ?? []).filter((one) => one !== 'OPTIONS').map((method) => `${method} ${named}`);
  });
}
