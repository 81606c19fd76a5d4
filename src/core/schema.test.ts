import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64url } from './bytes.ts';
import {
  ActorId,
  Bytes,
  Cents,
  Count,
  Currency,
  compile,
  Decimal,
  Hash,
  integer,
  list,
  MemberId,
  object,
  oneOf,
  PublicKey,
  RecordId,
  TimeMs,
  Type,
  text,
} from './schema.ts';

type Row = { readonly schema: Type.TSchema; readonly fits: readonly unknown[]; readonly not: readonly unknown[] };

const KEY = base64url(Uint8Array.from({ length: 65 }, (_, i) => (i === 0 ? 4 : i)));

const table: { readonly [what: string]: Row } = {
  object: {
    schema: object({ a: Type.Optional(Count) }),
    fits: [{}, { a: 1 }],
    not: [{ b: 1 }, { a: 'x' }, [], 'x', undefined, JSON.parse('{"__proto__":1}')],
  },
  'text of three': {
    schema: text(3),
    fits: ['a', 'abc', '😀😀😀', 'a\nb', 'ñ'],
    not: ['', 'abcd', 'a\tb', 'a\u0000', 'a\u0085', 1],
  },
  'one of two words': { schema: oneOf('a', 'b'), fits: ['a', 'b'], not: ['c', '', 'A', 1, 'toString'] },
  'list of one or two': { schema: list(Count, 2, 1), fits: [[1], [1, 2]], not: [[], [1, 2, 3], ['a'], {}] },
  'integer of 1 to 3': { schema: integer(1, 3), fits: [1, 3], not: [0, 4, 1.5, '1', Number.NaN] },
  member: {
    schema: MemberId,
    fits: ['acme', 'a1', 'a-b'],
    not: ['a', 'Acme', '1a', 'a b', 'a\n', `a${'b'.repeat(32)}`, 'ä1'],
  },
  actor: {
    schema: ActorId,
    fits: ['acme/buyer', 'acme/5-axis'],
    not: ['acme', 'acme/', '/buyer', 'acme/a/b', 'acme/Buyer', 'acme/-a', 'acme/a\n'],
  },
  record: {
    schema: RecordId,
    fits: ['a', '!~', 'x'.repeat(128)],
    not: ['', 'a b', 'x'.repeat(129), 'é', 'a\n', 'a\u007f'],
  },
  hash: {
    schema: Hash,
    fits: [base64url(new Uint8Array(32).fill(255))],
    not: [base64url(new Uint8Array(31)), base64url(new Uint8Array(33)), `${'A'.repeat(42)}B`, `${'A'.repeat(42)}A\n`],
  },
  'public key': {
    schema: PublicKey,
    fits: [KEY],
    not: [base64url(new Uint8Array(65)), KEY.slice(1), `${KEY}A`, `C${KEY.slice(1)}`],
  },
  bytes: { schema: Bytes, fits: ['', 'AA', 'A'.repeat(43_690)], not: ['A+', 'A=', 'A'.repeat(43_691), 'A\n'] },
  time: { schema: TimeMs, fits: [0, Number.MAX_SAFE_INTEGER], not: [-1, 0.5, Number.MAX_SAFE_INTEGER + 1, '0'] },
  cents: { schema: Cents, fits: [0, 1_000_000_000_000_000], not: [-1, 1_000_000_000_000_001, 0.01] },
  count: { schema: Count, fits: [0, 1_000_000_000], not: [-1, 1_000_000_001] },
  currency: { schema: Currency, fits: ['EUR'], not: ['eur', 'EU', 'EURO', 'EUR\n'] },
  decimal: {
    schema: Decimal,
    fits: ['0', '-1.50', '+.5', '1.', '1e3', '1E-03', '0007'],
    not: ['', '.', '1,5', ' 1', '1 ', '0x1', 'Infinity', 'NaN', '1e', '1e123', '--1', '1\n', '1'.repeat(31)],
  },
};

for (const [what, { schema, fits, not }] of Object.entries(table)) {
  const check = compile(schema);
  test(`${what}: takes what fits and says what is wrong with the rest`, () => {
    for (const value of fits) assert.equal(check.firstError(value), undefined, JSON.stringify(value));
    for (const value of not) assert.equal(typeof check.firstError(value), 'string', JSON.stringify(value));
  });
}

test('the first fault names its place', () => {
  const check = compile(object({ lines: list(object({ count: Count }), 5) }));
  assert.match(check.firstError({ lines: [{ count: 1 }, { count: -1 }] }) ?? '', /^\/lines\/1\/count /);
  assert.match(check.firstError('x') ?? '', /^the input /);
});
