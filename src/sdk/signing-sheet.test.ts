// Signing sheets: every field of the exact bytes is shown with its unit, and what cannot be explained is not signed.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { contractInterfaces } from '#contracts/interfaces.ts';
import { base64url } from '#core/bytes.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { defineInterface } from '#core/contract.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import { compile, integer, list, object, Type, text } from '#core/schema.ts';
import { signStatement } from '#core/statement.ts';
import { testKey } from '#test/keys.ts';
import { sharedData } from '#test/shared-data.ts';
import { START_MS } from '#test/world.ts';
import { fieldLabel, fieldValue } from './field-value.ts';
import { signingSheet } from './signing-sheet.ts';

const NONCE = 'AAAAAAAAAAAAAAAAAAAAAA';

function signed(
  action: { readonly contract: string; readonly action: string; readonly input: JsonObject } & {
    readonly version?: number;
    readonly expects?: { readonly [key: string]: string };
  },
  subject: string,
): Promise<Uint8Array> {
  const content = { version: 1, expects: {}, nonce: NONCE, notAfterMs: START_MS, ...action };
  return signStatement({ issuer: 'acme', subject, audience: 'testworld', action: content }, testKey('acme/buyer'));
}

const order = {
  seller: 'borealis',
  itemType: 'type-plate',
  quantity: 20,
  unitPriceCents: 123_405,
  unit: 'EUR',
  neededByMs: START_MS,
  deliveryPlace: 'A'.repeat(43),
  terms: [{ name: 'hole 3', limit: '6.35', unit: 'mm' }],
  assumed: [],
  payment: 'hold',
};

test('an order’s sheet says who orders what at which price by when, relying on what', async () => {
  const expects = { 'items/type/type-plate': 'B'.repeat(43) };
  const statement = await signed(
    { contract: 'procurement', action: 'placeOrder', input: order, expects },
    'type-plate',
  );
  const sheet = signingSheet(statement, contractInterfaces);
  assert.match(sheet.sentence, /^Order 20 of type-plate from borealis at .* each by 2026-01-05T08:00:00Z$/);
  const shown = sheet.lines.map(({ label, value }) => `${label}: ${value}`);
  assert.deepEqual(shown.slice(0, -1), [
    'action: procurement.placeOrder, version 1',
    'for member: acme',
    `by key: ${base64url(keyThumbprint(testKey('acme/buyer').publicKey))}`,
    'about: type-plate',
    'on ledger: testworld',
    'valid until: 2026-01-05T08:00:00Z',
    'assumed: none',
    `delivery place: ${'A'.repeat(43)}`,
    'item type: type-plate',
    'needed by: 2026-01-05T08:00:00Z',
    'payment: hold',
    'quantity: 20',
    'seller: borealis',
    'terms 1, limit: 6.35',
    'terms 1, name: "hole 3"',
    'terms 1, unit: mm',
    'unit: EUR',
    'unit price: 1234.05 EUR',
    `relies on: items/type/type-plate with content ${'B'.repeat(43)}`,
    `nonce: ${NONCE}`,
  ]);
});

const REFUSED = [
  ['sheet_unknown_action', { contract: 'nobody', action: 'placeOrder', input: {} }, 'x'],
  ['sheet_unknown_action', { contract: 'procurement', action: 'giveAway', input: {} }, 'x'],
  ['sheet_unknown_action', { contract: 'procurement', action: 'constructor', input: {} }, 'x'],
  ['sheet_unknown_action', { contract: 'procurement', version: 2, action: 'placeOrder', input: order }, 'type-plate'],
  [
    'sheet_unknown_field',
    { contract: 'procurement', action: 'placeOrder', input: { ...order, alsoPay: 5 } },
    'type-plate',
  ],
  [
    'sheet_unknown_field',
    { contract: 'procurement', action: 'placeOrder', input: { ...order, terms: [{ name: 'a', x: 1 }] } },
    'type-plate',
  ],
  [
    'sheet_input_invalid',
    { contract: 'procurement', action: 'placeOrder', input: { ...order, quantity: 'all' } },
    'type-plate',
  ],
  ['sheet_input_invalid', { contract: 'procurement', action: 'acceptOrder', input: {} }, 'x'],
  ['sheet_subject_wrong', { contract: 'procurement', action: 'placeOrder', input: order }, 'another-type'],
] as const;

for (const [code, action, subject] of REFUSED) {
  test(`${code}: ${action.contract}.${action.action} ${JSON.stringify(action.input).slice(-24)} is not for signing`, async () => {
    const statement = await signed(action, subject);
    assert.throws(() => signingSheet(statement, contractInterfaces), { code });
  });
}

test('every action of every contract names in its sentence only fields that its input has', () => {
  for (const { name, actions } of contractInterfaces) {
    for (const [action, { says, input }] of Object.entries(actions)) {
      const error = compile(input).firstError({});
      assert.ok(error !== undefined || says !== '', `${name}.${action}`);
      // The inputs of all actions are objects: TypeBox keeps their members here.
      const { properties, required = [] } = input as unknown as {
        readonly properties: object;
        readonly required?: readonly string[];
      };
      for (const [, field = ''] of says.matchAll(/\{([^}]*)\}/g)) {
        assert.ok(field in properties, `${name}.${action} has no ${field}`);
        assert.ok(required.includes(field), `${name}.${action}: ${field} may be absent`);
      }
    }
  }
});

const VALUES: readonly (readonly [
  name: string,
  value: string | number | boolean,
  unit: string | undefined,
  shown: string,
])[] = [
  ['priceCents', 1250, 'EUR', '12.50 EUR'],
  ['priceCents', 5, undefined, '0.05'],
  ['priceCents', 0, 'EUR', '0.00 EUR'],
  ['priceCents', -1250, 'EUR', '-12.50 EUR'],
  ['totalCents', 9_007_199_254_740_991, 'EUR', '90071992547409.91 EUR'],
  ['untilMs', START_MS, undefined, '2026-01-05T08:00:00Z'],
  ['timeMs', START_MS + 1, undefined, '2026-01-05T08:00:00.001Z'],
  ['untilMs', Number.MAX_SAFE_INTEGER, undefined, '9007199254740991 ms after 1970-01-01'],
  ['periodMs', 86_400_000 * 7, undefined, '7 days'],
  ['periodMs', 90_000, undefined, '90 seconds'],
  ['limitMs', 60_000, undefined, '60 seconds'],
  ['shareBasisPoints', 2_550, undefined, '25.50 %'],
  ['massGrams', 750, undefined, '750 grams'],
  ['widthMicrometres', 12_700, undefined, '12700 micrometres'],
  ['sizeBytes', 4096, undefined, '4096 bytes'],
  ['quantity', 20, 'EUR', '20'],
  ['opened', true, undefined, 'yes'],
  ['limit', '6.350', undefined, '6.350'],
];

for (const [name, value, unit, shown] of VALUES) {
  test(`${name} ${value} is ${shown}`, () => assert.equal(fieldValue(name, value, unit), shown));
}

test('labels are the field’s words without the unit that the value shows', () => {
  const labels = ['unitPriceCents', 'untilMs', 'massGrams', 'itemType', 'bytes', 'ms', 'shareBasisPoints'].map(
    fieldLabel,
  );
  assert.deepEqual(labels, ['unit price', 'until', 'mass', 'item type', 'bytes', 'ms', 'share']);
});

const note = defineInterface({
  name: 'notes',
  version: 1,
  records: {},
  refusals: {},
  events: [],
  actions: {
    write: {
      input: object({
        note: text(400),
        pages: list(integer(1, 9), 3),
        currency: Type.String(),
        feeCents: integer(0, 9999),
      }),
      says: 'Write {note} on pages {pages} for {feeCents}',
      subject: () => 'note',
      expects: { none: 'a note is new' },
    },
  },
});

test('no naughty string changes what a sheet says beside it', async (t) => {
  const path = sharedData('json/blns.json');
  if (path === undefined) return t.skip('shared/data is absent');
  const strings: readonly string[] = JSON.parse(readFileSync(path, 'utf8'));
  const check = compile(note.actions.write.input);
  let shown = 0;
  for (const naughty of strings) {
    const input = { note: naughty, pages: [1, 2], currency: 'EUR', feeCents: 150 };
    if (check.firstError(input) !== undefined) continue;
    const { sentence, lines } = signingSheet(await signed({ contract: 'notes', action: 'write', input }, 'note'), [
      note,
    ]);
    assert.match(
      sentence,
      /^Write [\x20-\x7eÀ-ÖØ-öø-ÿ]*( … \(\d+ characters in all\))? on pages 1, 2 for 1\.50 EUR$/,
      naughty,
    );
    assert.equal(lines.filter(({ label }) => label === 'note').length, 1);
    shown++;
  }
  assert.ok(shown > 450, `${shown} of them fit a text field`);
});
