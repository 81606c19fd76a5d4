// Requests that nobody means well by, as fast-check arbitraries: hostile texts in every place of every route, bodies that
// almost fit, statements and session proofs with a bit turned, headers that play games. One seed gives one run.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { contractInterfaces } from '#contracts/interfaces.ts';
import { flippedBytes, seededRandom } from '#test/load.ts';
import { sharedData } from '#test/shared-data.ts';
import type { Operation } from './api.ts';
import type { Body, Call } from './served.ts';
import { rightBody, rightPath } from './violations.ts';

/** What the arbitraries are made of. */
export type Material = {
  readonly operations: readonly Operation[];
  /** Sound bytes, to be damaged: statements, proofs, notes, keys. */
  readonly bytes: readonly Uint8Array[];
  readonly tokens: readonly (string | undefined)[];
  /** Ids that exist. */
  readonly ids: readonly string[];
};

/** Texts that broke someone's program once. */
const NAUGHTY: readonly string[] = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then', '__defineGetter__'],
  ...['null', 'undefined', 'NaN', 'Infinity', '-0', '1e400', '0x7fffffff', '9007199254740993', '-1', '00', '1_000'],
  ...[
    '\u0000',
    'a\u0000b',
    '\u001b[2J',
    '\r\nSet-Cookie: a=b',
    '\u2028',
    '\ud800',
    '\u202e',
    'ﷺ'.repeat(50),
    '🦜'.repeat(40),
  ],
  ...[
    '../../../etc/passwd',
    '..%2f..%2f',
    '/',
    '//',
    '.',
    '..',
    '%',
    '%zz',
    '%00',
    '%c0%ae',
    '%ff',
    '%2525',
    '\\',
    '~root',
  ],
  ...[
    "' OR 1=1 --",
    '"; DROP TABLE entries; --',
    "%' LIKE '%",
    '$' + '{7*7}',
    '{{7*7}}',
    '<script>alert(1)</script>',
    '$(id)',
  ],
  ...['a'.repeat(300), 'A'.repeat(3000), ' ', '\t', '*', '?', '#', '&', '=', '+', '[]', '{}', 'on', 'true', ''],
];

/** Texts of the shared list of naughty strings, where it is there. */
function listedTexts(): readonly string[] {
  const path = sharedData('json/blns.json');
  return path === undefined ? [] : JSON.parse(readFileSync(path, 'utf8'));
}

/** A hostile text. */
const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NAUGHTY, ...listedTexts()),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.integer().map(String),
  fc.double().map(String),
);

const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.dictionary(hostileText, fc.oneof(hostileText, fc.integer(), fc.constant(null)), { maxKeys: 6 }),
  fc.record({ indexes: fc.oneof(fc.array(fc.integer({ min: -2, max: 400 }), { maxLength: 20 }), hostileText) }),
  fc.integer({ min: 1, max: 3000 }).map((depth) => JSON.parse('['.repeat(depth) + ']'.repeat(depth))),
);

/** Bytes that were sound, or never were. */
function hostileBytes({ bytes }: Material): fc.Arbitrary<Uint8Array> {
  const sound = fc.constantFrom(...bytes);
  return fc.oneof(
    sound,
    fc.tuple(sound, fc.integer()).map(([one, seed]) => flippedBytes(one, seededRandom(seed), 8)),
    fc
      .tuple(sound, fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([one, part]) => one.subarray(0, one.length * part)),
    fc.tuple(sound, sound).map(([one, other]) => new Uint8Array(Buffer.concat([one, other]))),
    fc.uint8Array({ maxLength: 200 }),
    // CBOR that promises more than there is: tags, long arrays, long strings, endless ones.
    fc
      .constantFrom('d284', 'd2845f', '9b00ffffffffffffff', '5bffffffffffffffff', '9fffff', 'bf', 'fb7ff0000000000000')
      .map((text) => new Uint8Array(Buffer.from(text, 'hex'))),
  );
}

function hostileBody(material: Material, operation: Operation): fc.Arbitrary<Body | undefined> {
  const types = fc.constantFrom(
    ...Object.keys(operation.body ?? { 'application/json': {} }),
    ...[
      'application/json',
      'application/json; charset=utf-16',
      'application/cose',
      'text/plain',
      'application/octet-stream',
    ],
  );
  const content = fc.oneof(
    hostileJson.map((value) => JSON.stringify(value)),
    hostileBytes(material),
    hostileText,
  );
  const none = operation.method === 'GET' ? 5 : 1;
  return fc.oneof(
    { weight: none, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant(rightBody(operation)) },
    { weight: 3, arbitrary: fc.record({ type: types, bytes: content }) },
  );
}

/** A path of the operation with hostile texts where it has names, and a hostile query. */
function hostilePath({ ids }: Material, operation: Operation): fc.Arbitrary<string> {
  const value = fc.oneof(fc.constantFrom(...ids), hostileText);
  const names = operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name);
  const query = fc.array(fc.tuple(fc.oneof(fc.constantFrom('limit', ...names), hostileText), value), { maxLength: 4 });
  const parts = fc.array(value, { minLength: 4, maxLength: 4 });
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant(rightPath(operation)) },
    {
      weight: 4,
      arbitrary: fc.tuple(parts, query).map(([values, pairs]) => {
        let at = 0;
        const path = operation.path.replaceAll(/\{[^}]+\}/g, () => encoded(values[at++ % values.length] ?? ''));
        const search = pairs.map(([name, text]) => `${encoded(name)}=${encoded(text)}`).join('&');
        return search === '' ? path : `${path}?${search}`;
      }),
    },
  );
}

const hostileHeaders: fc.Arbitrary<{ readonly [name: string]: string }> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<{ readonly [name: string]: string }[]>(
      { authorization: 'Bearer' },
      { authorization: `Bearer ${'A'.repeat(43)}` },
      { authorization: 'Basic YTpi' },
      { 'last-event-id': '99999999999999999999' },
      { 'last-event-id': '__proto__' },
      { 'x-forwarded-for': '"><script>' },
      { 'x-http-method-override': 'DELETE' },
      { 'accept-version': '9.9.9' },
      { accept: 'application/xml' },
      { origin: 'null' },
      { range: 'bytes=0-0,-1' },
      { 'if-none-match': '*' },
      { expect: '100-continue' },
      { 'content-encoding': 'gzip' },
      { host: '[::1' },
      { cookie: 'a='.repeat(2000) },
    ),
  },
);

/** One hostile call of one of the operations. */
export function hostileCall(material: Material): fc.Arbitrary<Call> {
  return fc.constantFrom(...material.operations).chain((operation) =>
    fc.record({
      method: fc.constant(operation.method),
      path: hostilePath(material, operation),
      body: hostileBody(material, operation),
      token: fc.constantFrom(...material.tokens),
      headers: hostileHeaders,
      // A stream of events goes on for ever.
      until: fc.constant(operation.path === '/v1/events' ? '\n\n' : undefined),
    }),
  );
}

/** An action of a contract with a hostile input: signed, it reaches the contract. */
export const hostileAction: fc.Arbitrary<{ readonly action: string; readonly input: unknown }> = fc
  .constantFrom(
    ...contractInterfaces.flatMap(({ name, actions }) =>
      Object.entries(actions).map(([action, { input }]) => ({ action: `${name}.${action}`, input })),
    ),
  )
  .chain(({ action, input }) => {
    const properties = 'properties' in input ? Object.keys(Object(input.properties)) : [];
    const value = fc.oneof(hostileText, fc.integer(), fc.array(hostileText, { maxLength: 3 }), fc.boolean());
    const fields = fc.dictionary(fc.constantFrom(...properties, '__proto__', 'x'), value, {
      maxKeys: properties.length,
    });
    return fields.map((one) => ({ action, input: one }));
  });

/** A lone surrogate has no encoding: it goes as the bytes that some programs write for it. */
function encoded(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80';
}
