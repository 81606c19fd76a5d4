// The API's description as the tests read it: operations with their references resolved, found by method and path, and the
// check that an answer is one of those that its operation names.

import assert from 'node:assert/strict';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/** A JSON Schema as plain data. */
export type Schema = { readonly [keyword: string]: unknown };
/** A parameter of an operation. */
export type Parameter = {
  readonly in: 'path' | 'query';
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
};
type Content = { readonly [mediaType: string]: { readonly schema: Schema } };
/** One method of one path. */
export type Operation = {
  /** `GET /v1/entries/{index}` */
  readonly route: string;
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly body: Content | undefined;
  readonly responses: { readonly [status: string]: { readonly content?: Content } };
};
/** What an HTTP answer is to the checks. */
export type Answer = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly bytes: Uint8Array;
};

/** What no answer may hold: places in our code or on the machine, and words of our insides. */
const INSIDES =
  /node_modules|node:internal|\bat .{0,80}\.(ts|js):\d+|\.ts:\d+|file:\/\/\/|\/(tmp|home|root|usr|var|work)\/|SQLITE|ERR_[A-Z_]+|FST_[A-Z_]+|\[object |TypeError|RangeError|SyntaxError|AssertionError|cborg|prepared statement/;
/** Hashes, keys and bytes in base64url hold any four letters by chance. */
const BASE64URL = /[\w-]{40,}/g;

/** A node's API. */
export class Api {
  readonly operations: readonly Operation[];
  readonly #patterns: readonly (readonly [Operation, RegExp])[];
  readonly #checks = new Map<string, ReturnType<typeof Compile>>();

  /** @param document what /openapi.json gives */
  constructor(document: unknown) {
    this.operations = operationsOf(document);
    this.#patterns = [...this.operations]
      .sort((a, b) => a.parameters.filter(isInPath).length - b.parameters.filter(isInPath).length)
      .map((operation) => [operation, patternOf(operation.path)]);
  }

  /** The operation that a request reaches, or undefined. */
  find(method: string, path: string): Operation | undefined {
    const [plain = ''] = path.split('?');
    return this.#patterns.find(([operation, pattern]) => operation.method === method && pattern.test(plain))?.[0];
  }

  /** Fails where an answer is none of those that its operation names, or shows the node's insides. */
  check(operation: Operation | undefined, answer: Answer): void {
    const name = operation?.route ?? 'no route';
    const { status, headers, bytes } = answer;
    const text = new TextDecoder().decode(bytes);
    const type = String(headers['content-type'] ?? '').split(';')[0] ?? '';
    if (type !== 'application/octet-stream') assertShowsNothing(name, text.replaceAll(BASE64URL, ''));
    assertShowsNothing(name, JSON.stringify(headers));
    assert.equal(headers['x-content-type-options'], 'nosniff', name);
    assert.equal(headers['x-powered-by'], undefined, name);
    const responses = operation?.responses ?? { '4XX': { content: PROBLEM } };
    const response = responses[status] ?? responses[`${Math.floor(status / 100)}XX`];
    assert.ok(response !== undefined, `${name}: ${status} is not in its description: ${text.slice(0, 300)}`);
    const contents = Object.entries(response.content ?? {});
    if (contents.length === 0 || contents.some(([, { schema }]) => schema.type === 'null')) {
      assert.equal(bytes.length, 0, `${name}: ${status} has a body`);
      return;
    }
    // What is refused before its route is reached is a problem in the usual form.
    const content = response.content?.[type] ?? (status >= 400 ? PROBLEM[type] : undefined);
    assert.ok(content !== undefined, `${name}: ${status} as ${type}: ${text.slice(0, 300)}`);
    if (!/[/+]json$/.test(type)) return;
    const value: unknown = JSON.parse(text);
    const check = this.#checkOf(`${name} ${status} ${type}`, content.schema);
    if (!check.Check(value))
      assert.fail(`${name}: ${status} ${JSON.stringify(check.Errors(value)[0])}\n${text.slice(0, 500)}`);
    if (type === 'application/problem+json') assert.equal((value as { status: number }).status, status);
  }

  #checkOf(name: string, schema: Schema): ReturnType<typeof Compile> {
    const known = this.#checks.get(name) ?? Compile(schema as TSchema);
    this.#checks.set(name, known);
    return known;
  }
}

/** What the server says where no operation is reached. */
const PROBLEM: Content = {
  'application/problem+json': {
    schema: {
      type: 'object',
      required: ['type', 'title', 'status', 'code', 'detail'],
      properties: { code: { type: 'string', pattern: '^[a-z][a-z0-9_]*$' } },
    },
  },
};

function isInPath({ in: place }: Parameter): boolean {
  return place === 'path';
}

type Document = {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Schema } };
  readonly components: { readonly schemas: { readonly [name: string]: Schema } };
};

function operationsOf(document: unknown): readonly Operation[] {
  // Held against OpenAPI's own schema in openapi.test.ts.
  const { paths, components } = document as Document;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, found]) => {
      const operation = resolved(found, components.schemas) as Schema & {
        readonly parameters?: readonly Parameter[];
        readonly requestBody?: { readonly content: Content };
        readonly operationId: string;
        readonly tags: readonly string[];
        readonly responses: Operation['responses'];
      };
      return {
        route: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        operationId: operation.operationId,
        tags: operation.tags,
        parameters: operation.parameters ?? [],
        body: operation.requestBody?.content,
        responses: operation.responses,
      };
    }),
  );
}

/** The same with what its references name. */
function resolved(value: unknown, schemas: { readonly [name: string]: Schema }): unknown {
  if (Array.isArray(value)) return value.map((one) => resolved(one, schemas));
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value) return schemas[String(value.$ref).slice('#/components/schemas/'.length)];
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(one, schemas)]));
}

function assertShowsNothing(name: string, said: string): void {
  assert.equal(INSIDES.exec(said)?.[0], undefined, `${name} shows its insides: ${said.slice(0, 300)}`);
}

function patternOf(path: string): RegExp {
  const parts = path.split(/\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${parts.join(path.includes('{*}') ? '.*' : '[^/]*')}$`);
}
