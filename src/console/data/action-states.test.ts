import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '#sdk/index.ts';
import { ACTION_STATES, isOpenTo, type StateRule } from './action-states.ts';
import { actionsOn } from './actions.ts';
import { type FieldSchema, schemaOf } from './fields.ts';
import { kindOf, kinds } from './kinds.ts';
import { valuesAt } from './values-at.ts';

const keyOf = (kind: string, contract: string, name: string): string =>
  kind.startsWith(`${contract}/`) ? name : `${contract}.${name}`;

/** The schema at the beginning of a place and below it; undefined where the record has no such field. */
function schemaAt(kind: string, place: string): FieldSchema | undefined {
  const [first = '', ...below] = place.replace(/\[.*$/, '').split('.');
  let found = schemaOf(kindOf(kind)?.record.schema ?? {})[first];
  for (const name of below) found = (found?.items ?? found)?.properties?.[name];
  return found;
}

function checkRule(kind: string, { in: states = [], is = {}, among, ...places }: StateRule): void {
  for (const [field, words] of Object.entries({ ...(states.length === 0 ? {} : { state: states }), ...is })) {
    for (const word of words) assert.ok(schemaAt(kind, field)?.enum?.includes(word), `${kind}: no ${field} ${word}`);
  }
  const { by = [], alsoBy = [], not = [], has = [], lacks = [] } = places;
  const named = [...by, ...alsoBy, ...not, ...has, ...lacks, ...(among === undefined ? [] : [among])];
  for (const place of named) assert.ok(schemaAt(kind, place) !== undefined, `${kind} has no ${place}`);
}

describe('the table of actions by state', () => {
  test('every line is of an action about that kind; its states and fields are there', () => {
    for (const [kind, lines] of Object.entries(ACTION_STATES)) {
      const known = actionsOn(kind).map(({ contract, name }) => keyOf(kind, contract.name, name));
      for (const [action, rules] of Object.entries(lines)) {
        assert.ok(known.includes(action), `${kind} has no action ${action}`);
        for (const rule of [rules].flat()) checkRule(kind, rule);
      }
    }
  });

  test('every action about a kind with states has its line', () => {
    const missing = kinds
      .filter(({ record }) => 'state' in schemaOf(record.schema))
      .flatMap(({ path }) =>
        actionsOn(path)
          .map(({ contract, name }) => keyOf(path, contract.name, name))
          .filter((key) => ACTION_STATES[path]?.[key] === undefined)
          .map((key) => `${path}: ${key}`),
      );
    assert.deepEqual(missing, []);
  });
});

const as = (actor: string, role = 'sales') => ({ actor, member: actor.split('/')[0] ?? '', role });
const ORDER = { buyer: 'northwind', seller: 'harbour', payment: 'hold' };
const WAY = { buyer: 'northwind', seller: 'harbour', route: ['harbour', 'swift', 'northwind'], state: 'underway' };

const OFFERED: readonly (readonly [action: string, kind: string, value: JsonObject, by: string, isOpen: boolean])[] = [
  ['procurement.acceptOrder', 'procurement/order', { ...ORDER, state: 'placed' }, 'harbour/sales', true],
  ['procurement.acceptOrder', 'procurement/order', { ...ORDER, state: 'closed' }, 'harbour/sales', false],
  ['procurement.acceptOrder', 'procurement/order', { ...ORDER, state: 'placed' }, 'rival/sales', false],
  ['procurement.closeOrder', 'procurement/order', { ...ORDER, state: 'accepted' }, 'harbour/sales', true],
  ['procurement.closeOrder', 'procurement/order', { ...ORDER, state: 'accepted' }, 'northwind/sales', false],
  [
    'procurement.agreeClosing',
    'procurement/order',
    { ...ORDER, state: 'closing', closing: { by: 'harbour' } },
    'harbour/sales',
    false,
  ],
  ['procurement.confirmPayment', 'procurement/order', { ...ORDER, state: 'closed' }, 'harbour/sales', false],
  [
    'procurement.confirmPayment',
    'procurement/order',
    { ...ORDER, state: 'closed', payment: 'invoice' },
    'harbour/sales',
    true,
  ],
  ['shipping.offer', 'shipping/shipment', { ...WAY, at: 1, offered: [] }, 'swift/logistics', true],
  ['shipping.offer', 'shipping/shipment', { ...WAY, at: 1, offered: [] }, 'harbour/logistics', false],
  ['shipping.receive', 'shipping/shipment', { ...WAY, at: 1, offered: ['handover-1'] }, 'northwind/logistics', true],
  ['shipping.receive', 'shipping/shipment', { ...WAY, at: 0, offered: ['handover-1'] }, 'northwind/logistics', false],
  ['shipping.take', 'shipping/shipment', { ...WAY, at: 0, offered: ['handover-1'] }, 'swift/logistics', true],
  ['sourcing.sealBid', 'sourcing/rfq', { buyer: 'northwind', invited: [], state: 'open' }, 'harbour/sales', true],
  [
    'sourcing.sealBid',
    'sourcing/rfq',
    { buyer: 'northwind', invited: ['rival'], state: 'open' },
    'harbour/sales',
    false,
  ],
  [
    'production.planJob',
    'production/plan',
    { state: 'agreed', steps: [{ member: 'rival' }, { member: 'harbour' }] },
    'harbour/sales',
    true,
  ],
  [
    'sharing.acknowledgeOpening',
    'sharing/grant',
    { state: 'live', reader: 'harbour/sales', opened: false },
    'harbour/sales',
    true,
  ],
  [
    'sharing.acknowledgeOpening',
    'sharing/grant',
    { state: 'live', reader: 'harbour/sales', opened: true },
    'harbour/sales',
    false,
  ],
  ['sharing.endGrant', 'sharing/grant', { state: 'live', owner: 'harbour' }, 'harbour/sales', true],
  ['sharing.endGrant', 'sharing/grant', { state: 'ended', owner: 'harbour' }, 'harbour/sales', false],
  [
    'sharing.endGrant',
    'sharing/grant',
    { state: 'live', owner: 'rival', reader: 'harbour/sales' },
    'harbour/sales',
    false,
  ],
  [
    'designs.withdrawLicence',
    'designs/licence',
    { state: 'live', licensor: 'lindqvist', licensee: 'harbour' },
    'lindqvist/sales',
    false,
  ],
  ['accounts.openAccount', 'accounts/unit', { code: 'EUR', issuer: 'bank' }, 'harbour/sales', true],
];

describe('what a record offers', () => {
  for (const [action, kind, value, by, isOpen] of OFFERED) {
    test(`${by} is ${isOpen ? '' : 'not '}offered ${action} on ${JSON.stringify(value)}`, () => {
      assert.equal(isOpenTo(kind, action, value, as(by)), isOpen);
    });
  }

  test('a place gives each part of a list, and nothing where nothing stands', () => {
    const value = { by: 'a', at: 1, route: ['a', 'b', 'c'], steps: [{ member: 'a' }, { member: 'b' }], none: [] };
    const at = (place: string) => valuesAt(value, place);
    assert.deepEqual([at('by'), at('steps.member'), at('none')], [['a'], ['a', 'b'], []]);
    assert.deepEqual([at('route[at]'), at('route[at+1]'), at('route[by]')], [['b'], ['c'], []]);
    assert.deepEqual([at('constructor'), at('by.length'), at('gone.by')], [[], [], []]);
  });
});
