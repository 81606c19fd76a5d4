// inbox.json as a person writes it: what is wrong in it is said with the place, before any file is looked at.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { temporaryFolder } from '#test/ledgers.ts';
import { readInboxConfig, ruleFor } from './config.ts';

const part = { part: 'A', unitPriceCents: 1, unit: 'EUR' };
const orders = { seller: 'borealis', payment: 'invoice', terms: [], parts: [part] };
const log = { gapLimitMs: 60_000, files: [{ names: 'job' }] };

const wrong: readonly (readonly [what: string, config: unknown, sentence: RegExp])[] = [
  ['nothing', {}, /expected orders, results or machineLogs, got none/],
  ['an unknown member', { order: orders }, /inbox\.json: \/order is not known here; docs/],
  ['no seller', { orders: { ...orders, seller: undefined } }, /\/orders must have required properties seller/],
  [
    'a price that is no whole number',
    { orders: { ...orders, parts: [{ ...part, unitPriceCents: 1.5 }] } },
    /\/orders\/parts\/0\/unitPriceCents/,
  ],
  ['a unit that is none', { orders: { ...orders, parts: [{ ...part, unit: 'euro' }] } }, /\/orders\/parts\/0\/unit /],
  [
    'a part twice',
    { orders: { ...orders, parts: [part, part] } },
    /\/orders\/parts\/1 has a part that is there already/,
  ],
  [
    'a price without its unit',
    { orders: { ...orders, parts: [{ part: 'A', unitPriceCents: 1 }] } },
    /\/orders\/parts\/0 needs unitPriceCents and unit/,
  ],
  [
    'a party twice',
    { orders: { ...orders, parties: ['acme', 'borealis'].map((member) => ({ party: 'A', member })) } },
    /\/orders\/parties\/1 has a party/,
  ],
  ['a term twice', { orders: { ...orders, terms: [{ name: 'a' }, { name: 'a' }] } }, /\/orders\/terms\/1 has a name/],
  ['a way of payment that is none', { orders: { ...orders, payment: 'cash' } }, /\/orders\/payment/],
  ['no rule', { results: { files: [] } }, /\/results\/files/],
  ['a mapping without an order', { results: { files: [{ units: 'mapping' }] } }, /\/results\/files\/0 needs the order/],
  [
    'a serial number twice',
    {
      results: {
        files: [
          {
            order: 'o',
            units: 'list',
            list: [
              { serial: '1', item: 'a' },
              { serial: '1', item: 'b' },
            ],
          },
        ],
      },
    },
    /\/results\/files\/0\/list\/1 has a serial number that is there already/,
  ],
  [
    'a list that is missing',
    { results: { files: [{ order: 'o', units: 'list' }] } },
    /\/results\/files\/0 needs a list/,
  ],
  ['no step', { machineLogs: { ...log, files: [{ names: 'serial' }] } }, /\/machineLogs\/files\/0 needs the step/],
  ['no gap limit', { machineLogs: { files: log.files } }, /\/machineLogs must have required properties gapLimitMs/],
];

describe('inbox.json', () => {
  for (const [what, config, sentence] of wrong) {
    test(`with ${what} is refused`, () => {
      using folder = temporaryFolder();
      writeFileSync(join(folder.path, 'inbox.json'), JSON.stringify(config));
      assert.throws(() => readInboxConfig(folder.path), { code: 'inbox_config_invalid', message: sentence });
    });
  }

  test('that is no JSON, or is not there, is said', () => {
    using folder = temporaryFolder();
    assert.throws(() => readInboxConfig(folder.path), {
      code: 'file_unreadable',
      message: /inbox\.json: there is no such file/,
    });
    writeFileSync(join(folder.path, 'inbox.json'), '{"orders": ');
    assert.throws(() => readInboxConfig(folder.path), { code: 'inbox_config_invalid', message: /it is not JSON/ });
  });
});

const RULES = [{ startsWith: 'mill4_', endsWith: '.txt' }, { startsWith: 'mill4_' }, { endsWith: '.log' }] as const;
const names: readonly (readonly [name: string, rule: number | undefined, named: string | undefined])[] = [
  ['mill4_BP-001.txt', 0, 'BP-001'],
  ['mill4_BP-001.log', 1, 'BP-001.log'],
  ['lathe.log', 2, 'lathe'],
  ['mill4_.txt', 1, '.txt'],
  ['mill4_', undefined, undefined],
  ['.log', undefined, undefined],
  ['lathe.txt', undefined, undefined],
];
for (const [name, index, named] of names) {
  test(`${name} is ${index === undefined ? 'of no rule' : `of rule ${index}, which names ${named}`}`, () => {
    const found = ruleFor<{ readonly startsWith?: string; readonly endsWith?: string }>(RULES, name);
    assert.deepEqual([found?.rule, found?.named], [index === undefined ? undefined : RULES[index], named]);
  });
}
