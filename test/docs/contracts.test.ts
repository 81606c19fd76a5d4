// docs/contracts.md is what the contracts say now, and its words are those of the types.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { contracts } from '#contracts/index.ts';
import {
  Cents,
  Count,
  Decimal,
  Hash,
  integer,
  list,
  MemberId,
  object,
  oneOf,
  RecordId,
  TimeMs,
  Type,
  text,
} from '#core/schema.ts';
import { referencePage } from '../../tools/reference/page.ts';
import { fieldsOf, jsonSchema, typeWords } from '../../tools/reference/type-words.ts';

const PAGE = new URL('../../docs/contracts.md', import.meta.url);

test('docs/contracts.md is fresh', () => {
  const isFresh = readFileSync(PAGE, 'utf8') === referencePage(contracts);
  assert.ok(isFresh, 'docs/contracts.md is not what the contracts say: refresh it with `node tools/reference.ts`');
});

test('it has every record, action and refusal, and neither order of contracts changes it', () => {
  const page = referencePage(contracts);
  const rows = new Set(page.split('\n').map((line) => line.replace(/ {2,}/g, ' ').replace(/^\| | \|$/g, '')));
  for (const { name, records, actions, refusals, events } of contracts) {
    for (const record of Object.keys(records)) assert.ok(page.includes(`\n### Record ${name}/${record}\n`));
    for (const [action, { says }] of Object.entries(actions)) {
      assert.ok(page.includes(`\n### ${name}.${action}\n\n> ${says}\n`));
    }
    for (const [code, sentence] of Object.entries(refusals)) assert.ok(rows.has(`\`${code}\` | ${sentence}`), code);
    for (const event of events) assert.ok(page.includes(`\`${event}\``), event);
  }
  assert.equal(referencePage(contracts.toReversed()), page);
});

test('it says who sees a record, who signs, what is relied on, and why nothing is', () => {
  const page = referencePage(contracts);
  const sentences = [
    /### Record items\/passport\n\nSeen by everyone\. Found by its id, `code`/,
    /### Record items\/type\n\nSeen by every member\./,
    /### Record items\/item\n\nSeen by its parties \(a rule of the contract\)\./,
    /### items\.publishPassport\n\n> .*\n\nSigned by: buyer, sales, quality, agent\. Machines and agents within their mandate\./,
    /### items\.withdrawHandover\n\n> .*\n\nSigned by: any role\. Machines and agents without a mandate too: ending an offer moves nothing\.\n\nRelies on: handover `\{handovers\[\]\}`\./,
    /### items\.allowHandover\n\n> .*\n\nSigned by: any role\. People only\./,
    /### items\.registerType\n\n> .*\n\n.*\n\nRelies on: nothing: the type has no record yet\./,
  ];
  for (const sentence of sentences) assert.match(page, sentence);
});

describe('a type in words', () => {
  const types: readonly (readonly [schema: Type.TSchema, words: string])[] = [
    [text(80), 'text, 1…80 characters'],
    [integer(0, 1_000_000), 'integer 0…1,000,000'],
    [TimeMs, 'integer 0…2⁵³ − 1'],
    [Cents, 'integer 0…1,000,000,000,000,000'],
    [Count, 'integer 0…1,000,000,000'],
    [MemberId, 'member id'],
    [Hash, '32 bytes (SHA-256 where it is a hash), base64url'],
    [Decimal, 'decimal number, as text'],
    [oneOf('a', 'b'), '`a`, `b`'],
    [list(RecordId, 50, 1), 'list of 1…50: record id'],
    [list(Count, 3, 3), 'list of 3: integer 0…1,000,000,000'],
    [Type.Boolean(), '`true`, `false`'],
    [Type.String({ pattern: '^[0-9]{2}$' }), 'text matching `^[0-9]{2}$`'],
    [
      Type.Union([object({ a: MemberId }), object({ b: Type.Optional(MemberId) })]),
      '{ a: member id } or { b (optional): member id }',
    ],
  ];
  for (const [schema, words] of types) test(words, () => assert.equal(typeWords(jsonSchema(schema)), words));

  test('that has no words stops the generator', () => {
    assert.throws(() => typeWords({ type: 'number' }), /no words for the type \{"type":"number"\}/);
  });

  test('of an object within an object stands below it', () => {
    const schema = object({ a: list(object({ b: Type.Optional(MemberId) }), 2), c: object({ d: MemberId }) });
    assert.deepEqual(
      fieldsOf(jsonSchema(schema)).map(({ path, isOptional }) => `${path}${isOptional ? '?' : ''}`),
      ['a', 'a[].b?', 'c', 'c.d'],
    );
  });
});
