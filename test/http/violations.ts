// Requests that break a schema in one place, made from the API's description: for every parameter and every field of every
// body a wrong type, a value out of range, too long, of another pattern; what is missing, what is unknown, what comes twice.

import assert from 'node:assert/strict';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Operation, Parameter, Schema } from './api.ts';
import type { Body } from './served.ts';

/** A request that must be refused. */
export type Violation = {
  readonly what: string;
  readonly path: string;
  readonly body?: Body;
  /** Where the answer must say that the fault is: `querystring/limit`. */
  readonly place: string;
};

type Values = { readonly [name: string]: string };

/** One of these fits each parameter that there is. */
const EXAMPLES = [
  '1',
  '0'.repeat(64),
  'A'.repeat(43),
  'acme/buyer',
  '04012345000009',
  'x',
  'csv',
  'witnesses',
  '0/000.p/1',
];
/** Values that some schema does not take. */
const WRONG = ['!', '-1', '1.5', '1e3', '0x10', 'NaN', '9007199254740992', '501', 'A B', '', 'x'.repeat(2000)];

/** Every way in which the parameters of an operation do not fit. */
export function parameterViolations(operation: Operation): readonly Violation[] {
  const right = rightValues(operation);
  const body = rightBody(operation);
  const withBody = body === undefined ? {} : { body };
  const found: Violation[] = [];
  for (const parameter of operation.parameters) {
    const { name, in: place } = parameter;
    for (const value of WRONG.filter((one) => !fits(parameter, one))) {
      // An empty part of a path is another path.
      if (place === 'path' && value === '') continue;
      const part = place === 'path' ? 'params' : 'querystring';
      const path = pathOf(operation, { ...right, [name]: value }, [name]);
      found.push({ what: `${name} is ${value.slice(0, 20)}`, path, place: `${part}/${name}`, ...withBody });
    }
    if (place !== 'query') continue;
    const twice = `${pathOf(operation, right, [name])}&${name}=${encodeURIComponent(exampleOf(parameter))}`;
    found.push({ what: `${name} comes twice`, path: twice, place: `querystring/${name}`, ...withBody });
    if (!parameter.required) continue;
    const { [name]: _, ...others } = right;
    found.push({ what: `${name} is missing`, path: pathOf(operation, others), place: 'querystring', ...withBody });
  }
  if (operation.parameters.some((one) => one.in === 'query')) {
    const path = pathOf(operation, right);
    const unknown = `${path}${path.includes('?') ? '&' : '?'}colour=red`;
    found.push({ what: 'an unknown parameter', path: unknown, place: 'querystring', ...withBody });
  }
  return found;
}

/** Every way in which a JSON body does not fit; none where the operation takes none. */
export function bodyViolations(operation: Operation): readonly Violation[] {
  const schema = operation.body?.['application/json']?.schema;
  if (schema === undefined) return [];
  const path = pathOf(operation, rightValues(operation));
  const right = sample(schema);
  const values = [
    ...wrongValues(schema, right, 'body'),
    ...[null, 1, 'text', [], [right]].map((value) => ({ what: `the body is ${typeof value}`, value, place: 'body' })),
  ];
  return values.map(({ what, value, place }) => ({
    ...{ what, path, place },
    body: { type: 'application/json', bytes: JSON.stringify(value) },
  }));
}

/** A path with everything that the operation needs. */
export function rightPath(operation: Operation): string {
  return pathOf(operation, rightValues(operation));
}

/** A body that fits the schema; undefined where the operation takes none. */
export function rightBody({ body }: Operation): Body | undefined {
  const [first] = Object.entries(body ?? {});
  if (first === undefined) return undefined;
  const [type, { schema }] = first;
  return { type, bytes: /json$/.test(type) ? JSON.stringify(sample(schema)) : 'x' };
}

function rightValues({ parameters }: Operation): Values {
  const needed = parameters.filter((one) => one.in === 'path' || one.required);
  return Object.fromEntries(needed.map((one) => [one.name, exampleOf(one)]));
}

function exampleOf(parameter: Parameter): string {
  const { enum: words } = parameter.schema;
  const example = Array.isArray(words) ? String(words[0]) : EXAMPLES.find((one) => fits(parameter, one));
  assert.ok(example !== undefined, `no example fits ${JSON.stringify(parameter)}`);
  return example;
}

/** Whether a text is a value of the parameter: a number is written in digits, as JSON writes it. */
function fits({ schema }: Parameter, value: string): boolean {
  const isNumber = schema.type === 'integer' || schema.type === 'number';
  const read = isNumber && /^-?\d+(\.\d+)?(e\d+)?$/.test(value) ? Number(value) : value;
  return Compile(schema as TSchema).Check(read);
}

function pathOf({ path, parameters }: Operation, values: Values, alsoIn: readonly string[] = []): string {
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const value = encodeURIComponent(values[name] ?? '');
    return name === '*' ? value.replaceAll('%2F', '/') : value;
  });
  const query = parameters
    .filter(({ name, in: place }) => place === 'query' && (values[name] !== undefined || alsoIn.includes(name)))
    .map((one) => `${one.name}=${encodeURIComponent(values[one.name] ?? exampleOf(one))}`);
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
}

type WrongValue = { readonly what: string; readonly value: unknown; readonly place: string };

/** The right value with one place that does not fit. */
function wrongValues(schema: Schema, right: unknown, place: string): readonly WrongValue[] {
  const wrong = (what: string, value: unknown, at = place): WrongValue => ({
    what: `${at}: ${what}`,
    value,
    place: at,
  });
  if (schema.type === 'object') {
    const properties = schema.properties as { readonly [name: string]: Schema };
    const fields = right as { readonly [name: string]: unknown };
    return [
      wrong('an unknown field', { ...fields, colour: 'red' }),
      ...((schema.required ?? []) as readonly string[]).map((name) => {
        const { [name]: _, ...others } = fields;
        return wrong(`${name} is missing`, others);
      }),
      ...Object.entries(properties).flatMap(([name, one]) =>
        wrongValues(one, fields[name] ?? sample(one), `${place}/${name}`).map(({ what, value, place: at }) => ({
          ...{ what, place: at },
          value: { ...fields, [name]: value },
        })),
      ),
    ];
  }
  if (schema.type === 'array') {
    const items = schema.items as Schema;
    const one = sample(items);
    return [
      wrong('no array', 'text'),
      ...(typeof schema.minItems === 'number' && schema.minItems > 0 ? [wrong('too few', [])] : []),
      ...(typeof schema.maxItems === 'number' ? [wrong('too many', Array(schema.maxItems + 1).fill(one))] : []),
      ...wrongValues(items, one, `${place}/0`).map(({ what, value, place: at }) => ({
        what,
        place: at,
        value: [value],
      })),
    ];
  }
  const candidates = [null, true, 1.5, -1, 2 ** 53, 1e300, 'text', '', '!', 'x'.repeat(5000), [], {}];
  const check = Compile(schema as TSchema);
  return candidates
    .filter((value) => !check.Check(value))
    .map((value) => wrong(JSON.stringify(value).slice(0, 20), value));
}

/** The plainest value of a schema. */
function sample(schema: Schema): unknown {
  if (schema.type === 'object') {
    const properties = schema.properties as { readonly [name: string]: Schema };
    const required = (schema.required ?? []) as readonly string[];
    return Object.fromEntries(required.map((name) => [name, sample(properties[name] ?? {})]));
  }
  if (schema.type === 'array')
    return Array.from({ length: Number(schema.minItems ?? 0) }, () => sample(schema.items as Schema));
  const check = Compile(schema as TSchema);
  const words = Array.isArray(schema.enum) ? schema.enum : [];
  const value = [schema.const, ...words, 1, true, ...EXAMPLES, 'https://example.com/hook'].find((one) =>
    check.Check(one),
  );
  assert.ok(value !== undefined, `no sample fits ${JSON.stringify(schema)}`);
  return value;
}
