import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindOf } from '../../data/kinds.ts';
import { partsOf } from './model.ts';

const ORDER = {
  ...{ id: 'order-1', buyer: 'northwind', seller: 'harbour', quantity: 4, unit: 'EUR', unitPriceCents: 1 },
  ...{ state: 'placed', terms: [] },
};

test('an order’s parties and state stand in its title block, and the rest are facts', () => {
  const kind = kindOf('procurement/order');
  assert.ok(kind !== undefined);
  const { title, state, unit, parties, facts } = partsOf(kind, { id: 'order-1', value: ORDER, entry: 7 });
  assert.deepEqual([title, state, unit], [undefined, 'placed', 'EUR']);
  assert.deepEqual(parties, [
    ['buyer', 'northwind'],
    ['seller', 'harbour'],
  ]);
  const names = facts.map(([name]) => name);
  assert.deepEqual(names.sort(), ['quantity', 'terms', 'unit', 'unitPriceCents']);
});

test('a thing is called by its number, not by its id', () => {
  const kind = kindOf('items/item');
  assert.ok(kind !== undefined);
  const value = { id: 'item-1', number: 'BRACKET-PLATE-001', owner: 'northwind', custodian: 'harbour' };
  assert.equal(partsOf(kind, { id: 'item-1', value, entry: 7 }).title, 'BRACKET-PLATE-001');
});
