import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contractInterfaces } from '#sdk/index.ts';
import { actionsOn, BEGINNINGS, beginningsOf, maySign } from './actions.ts';
import { type FieldSchema, fieldKind, PATTERNS, schemaOf, targetOf } from './fields.ts';
import { kindOf, kinds, kindsOfId } from './kinds.ts';

const namesOf = (kind: string): readonly string[] => actionsOn(kind).map(({ name, field }) => `${name}(${field})`);

describe('kinds of records', () => {
  test('each has a label of its own within its contract, and an id leads to its kind', () => {
    for (const contract of contractInterfaces) {
      const own = kinds.filter((kind) => kind.contract === contract).map(({ label }) => label);
      assert.equal(new Set(own).size, own.length, contract.name);
    }
    assert.deepEqual(
      kindsOfId(`order-${'a'.repeat(36)}`).map(({ path }) => path),
      ['procurement/order'],
    );
    assert.deepEqual(kindsOfId('order-1'), []);
    assert.equal(kindOf('procurement/order')?.plural, 'orders');
    assert.equal(kindOf('constructor'), undefined);
  });
});

describe('fields of records', () => {
  test('milliseconds are a span exactly where the schema’s limits are not those of a point in time', () => {
    const spans = new Set<string>();
    const look = (name: string, schema: FieldSchema, place: string): void => {
      const { type, minimum, maximum, items, properties = {}, anyOf = [] } = schema;
      if (type === 'integer' && name.endsWith('Ms')) {
        const isPoint = minimum === 0 && maximum === Number.MAX_SAFE_INTEGER;
        assert.equal(fieldKind(name, schema), isPoint ? 'time' : 'span', place);
        if (!isPoint) spans.add(name);
      }
      for (const [inner, of] of Object.entries(properties)) look(inner, of, `${place}.${inner}`);
      for (const of of [...anyOf, ...(items === undefined ? [] : [items])]) look(name, of, place);
    };
    for (const { name, actions, records } of contractInterfaces) {
      for (const [action, { input }] of Object.entries(actions)) look('', input as FieldSchema, `${name}.${action}`);
      for (const [record, { schema }] of Object.entries(records)) look('', schema as FieldSchema, `${name}/${record}`);
    }
    assert.deepEqual([...spans].sort(), ['lengthMs', 'limitMs', 'periodMs']);
  });

  test('the forms that contracts share are found', () => {
    assert.deepEqual(
      Object.values(PATTERNS).map((pattern) => pattern !== ''),
      [true, true, true, true],
    );
  });

  const SHOWN: readonly (readonly [kind: string, field: string, shown: string])[] = [
    ['procurement/order', 'buyer', 'member'],
    ['procurement/order', 'totalCents', 'money'],
    ['procurement/order', 'neededByMs', 'time'],
    ['procurement/order', 'quantity', 'number'],
    ['procurement/order', 'state', 'state'],
    ['procurement/order', 'deliveryPlace', 'hash'],
    ['procurement/order', 'itemType', 'record'],
    ['procurement/order', 'terms', 'list'],
    ['procurement/order', 'conditions', 'group'],
    ['membership/actor', 'id', 'actor'],
    ['capacity/profile', 'takesOrders', 'flag'],
    ['items/item', 'number', 'text'],
  ];
  for (const [path, field, shown] of SHOWN) {
    test(`${field} of ${path} is shown as ${shown}`, () => {
      const schema = schemaOf(kindOf(path)?.record.schema ?? {})[field];
      assert.ok(schema !== undefined);
      assert.equal(fieldKind(field, schema), shown);
    });
  }

  test('a field that names a record leads to it, to the contract’s own first', () => {
    assert.equal(targetOf('production', 'order'), 'procurement/order');
    assert.equal(targetOf('designs', 'version'), 'designs/version');
    assert.equal(targetOf('procurement', 'itemType'), 'items/type');
    assert.equal(targetOf('rewards', 'period'), 'rewards/period');
    assert.equal(targetOf('procurement', 'quantity'), undefined);
  });
});

describe('actions', () => {
  test('those that rely on an order by the id in their input are about an order', () => {
    const names = namesOf('procurement/order');
    for (const name of ['acceptOrder(id)', 'declineOrder(id)', 'closeOrder(id)', 'registerUnits(order)']) {
      assert.ok(names.includes(name), `${name} is not among ${names.join(', ')}`);
    }
    assert.ok(!names.includes('placeOrder(itemType)'));
  });

  test('placing an order begins with an item type', () => {
    assert.ok(namesOf('items/type').includes('placeOrder(itemType)'));
  });

  test('what a kind begins with is there, and who may not sign it is not offered it', () => {
    for (const [kind, begins] of Object.entries(BEGINNINGS)) {
      assert.ok(kindOf(kind) !== undefined, kind);
      for (const step of begins) {
        const [contract, name = ''] = step.split('.');
        assert.ok(contractInterfaces.find((one) => one.name === contract)?.actions[name] !== undefined, step);
      }
    }
    const names = (role: string | undefined) => beginningsOf('procurement/order', role).map(({ name }) => name);
    assert.deepEqual(names('buyer'), ['placeOrder', 'publishRfq']);
    assert.deepEqual([names('designer'), names(undefined)], [[], []]);
  });

  test('most actions that rely on a record are found from it', () => {
    const relying = contractInterfaces
      .flatMap(({ actions }) => Object.values(actions))
      .filter(({ expects }) => typeof expects === 'function');
    const found = new Set(kinds.flatMap(({ path }) => actionsOn(path).map(({ action }) => action)));
    assert.ok(found.size > relying.length * 0.85, `${found.size} of ${relying.length}`);
  });

  test('who has no role signs nothing; who has one, what is for it or for anyone', () => {
    const [accept] = actionsOn('procurement/order').filter(({ name }) => name === 'acceptOrder');
    const [register] = actionsOn('procurement/order').filter(({ name }) => name === 'registerUnits');
    assert.ok(accept !== undefined && register !== undefined);
    assert.deepEqual(
      ['sales', 'buyer', undefined].map((role) => maySign(accept.action, role)),
      [true, false, false],
    );
    assert.equal(maySign(register.action, 'operator'), true);
  });
});
