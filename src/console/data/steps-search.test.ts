import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contractInterfaces } from '#sdk/index.ts';
import { schemaOf } from './fields.ts';
import { kindOf } from './kinds.ts';
import { nextStep, rulesFor, STEP_RULES } from './next-steps.ts';
import { type Lookup, lookupsOf, namesWith } from './search.ts';

const ROUTE = ['route', 'at', 'offered'];

describe('what waits for whom', () => {
  for (const { kind, state, owes, action } of STEP_RULES) {
    test(`${kind} in ${state}: ${action}`, () => {
      const found = kindOf(kind);
      const fields = schemaOf(found?.record.schema ?? {});
      assert.ok(fields.state?.enum?.includes(state), `${kind} has no state ${state}`);
      const named = typeof owes === 'string' ? [owes] : 'route' in owes ? ROUTE : [...owes.other, owes.by];
      for (const field of named) {
        assert.ok(field in fields, `${kind} has no ${field}`);
      }
      const [contract, name = ''] = action.split('.');
      const definition = contractInterfaces.find((one) => one.name === contract)?.actions[name];
      assert.ok(definition !== undefined, `there is no action ${action}`);
    });
  }

  test('a placed order waits for its seller, a closed one for nobody', () => {
    const order = { buyer: 'northwind', seller: 'harbour' };
    assert.equal(nextStep('procurement/order', { ...order, state: 'placed' })?.member, 'harbour');
    assert.equal(nextStep('procurement/order', { ...order, state: 'closed' }), undefined);
  });

  test('a proposed change waits for the side that did not propose it', () => {
    const change = { buyer: 'northwind', seller: 'harbour', state: 'proposed' };
    assert.equal(nextStep('procurement/change', { ...change, by: 'northwind' })?.member, 'harbour');
    assert.equal(nextStep('procurement/change', { ...change, by: 'harbour' })?.member, 'northwind');
  });

  test('a shipment waits for its holder, then for the next of its route, at last for the buyer', () => {
    const route = ['harbour', 'transit', 'northwind'];
    const waits = (state: string, at: number, offered: readonly string[]) => {
      const step = nextStep('shipping/shipment', { route, state, at, offered, buyer: 'northwind' });
      return [step?.member, step?.action];
    };
    assert.deepEqual(waits('packed', 0, []), ['harbour', 'shipping.offer']);
    assert.deepEqual(waits('packed', 0, ['h']), ['transit', 'shipping.take']);
    assert.deepEqual(waits('underway', 1, []), ['transit', 'shipping.offer']);
    assert.deepEqual(waits('underway', 1, ['h']), ['northwind', 'shipping.receive']);
    assert.deepEqual(waits('received', 2, []), ['northwind', 'shipping.accept']);
    assert.deepEqual(waits('accepted', 2, []), [undefined, undefined]);
  });

  test('a role has what the contracts let it sign', () => {
    assert.ok(rulesFor('sales').some(({ action }) => action === 'procurement.acceptOrder'));
    assert.ok(!rulesFor('designer').some(({ action }) => action === 'procurement.acceptOrder'));
  });
});

const short = (lookup: Lookup): string =>
  lookup.by === 'entry'
    ? `entry ${lookup.index}`
    : lookup.by === 'id'
      ? `${lookup.kind} ${lookup.id}`
      : `${lookup.kind}?${lookup.index}`;
const WORDS = ['items/item?number', 'items/type?partNumber', 'items/type?gtin', 'items/passport?code'];
/** What is typed in small letters is looked for in capitals as well. */
const WORDS_TWICE = [...WORDS, ...WORDS];
const ORDER = `order-${'a'.repeat(36)}`;
const HASH = 'A'.repeat(43);

const SEARCHES: readonly (readonly [typed: string, places: readonly string[]])[] = [
  ['', []],
  ['  ', []],
  ['12', ['entry 12', ...WORDS]],
  ['#12', ['entry 12', ...WORDS]],
  [ORDER, [`procurement/order ${ORDER}`, ...WORDS_TWICE]],
  ['harbour', ['membership/member harbour', ...WORDS_TWICE]],
  ['harbour/sales', ['membership/actor harbour/sales', 'accounts/account harbour/sales', ...WORDS_TWICE]],
  ['northwind/EUR', ['accounts/account northwind/EUR', ...WORDS_TWICE]],
  [HASH, [`sharing/blob ${HASH}`, `membership/key ${HASH}`, ...WORDS]],
  ['BRACKET-PLATE-001', WORDS],
  ['Plate 7 mm', WORDS_TWICE],
  ['x'.repeat(129), []],
];

describe('where a text is looked for', () => {
  for (const [typed, places] of SEARCHES) {
    test(`"${typed.slice(0, 50)}"`, () => {
      const found = lookupsOf(typed).map(short);
      assert.deepEqual([...found].sort(), [...places].sort());
    });
  }
  test('names are found by a part of them, whatever their case', () => {
    const pages = [{ label: 'Orders' }, { label: 'Work' }];
    assert.deepEqual(namesWith('ORD', pages), [{ label: 'Orders' }]);
    assert.deepEqual(namesWith(' ', pages), []);
  });
});
