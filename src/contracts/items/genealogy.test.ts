// What goes into what, and the units of an order, which other contracts judge.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { callOperation } from '#contracts/shared/operation.fixture.ts';
import {
  answer,
  bar,
  changeState,
  consume,
  item,
  itemId,
  made,
  offer,
  plan,
  plate,
  play,
  registerLot,
  released,
  splitLot,
  stocked,
  typeId,
} from './items.fixture.ts';
import { consume as consumeOperation, itemOf, planUnits, setState, typeOf } from './operations.ts';

describe('what goes into what', () => {
  test('is written on the item and as a link that both directions find; the lot has that much less', () => {
    const world = play([...stocked, consume('acme/operator', 'L1', 'S2', 400)]);
    assert.equal(item(world, 'L1')?.quantity, 600);
    const part = { item: itemId(world, 'L1'), quantity: 400, unit: 'gram' };
    assert.deepEqual(item(world, 'S2')?.madeFrom, [part]);
    const [link] = world.all('items/part');
    assert.deepEqual([link?.part, link?.of], [itemId(world, 'L1'), itemId(world, 'S2')]);
    assert.deepEqual(world.state.list('items/part', 'of', itemId(world, 'S2'), '', 9), [link?.id]);
  });

  test('the last of a lot, and a part that was built in, are consumed', () => {
    const world = play([
      ...stocked,
      changeState('acme/quality', 'S1', 'released'),
      consume('acme/operator', 'L1', 'S2', 1000),
      consume('acme/operator', 'S1', 'S2', 1),
    ]);
    assert.deepEqual([item(world, 'L1')?.state, item(world, 'S1')?.state], ['consumed', 'consumed']);
  });

  test('a split lot is a lot of its own that knows where it came from', () => {
    const world = play([...stocked, splitLot('acme/operator', 'L1', 300, 'L1-a')]);
    assert.deepEqual([item(world, 'L1')?.quantity, item(world, 'L1-a')?.quantity], [700, 300]);
    assert.equal(item(world, 'L1-a')?.state, 'released');
    assert.deepEqual(item(world, 'L1-a')?.madeFrom, [{ item: itemId(world, 'L1'), quantity: 300, unit: 'gram' }]);
  });

  test('nothing goes, by any detour, into what it came from', () => {
    const world = play([
      plate,
      bar,
      registerLot('acme', 'BAR-1', 'L1', 100),
      registerLot('acme', 'BAR-1', 'L2', 100),
      splitLot('acme/operator', 'L1', 50, 'L1-a'),
      changeState('acme/quality', 'L1-a', 'released'),
      consume('acme/operator', 'L1-a', 'L2', 10),
      changeState('acme/quality', 'L2', 'released'),
    ]);
    assert.equal(item(world, 'L1')?.state, 'made');
    assert.equal(world.do(consume('acme/operator', 'L2', 'L1', 10)(world)).outcome, 'items.into_finished');
  });

  test('a serialised part is not split', () => {
    const world = play(released);
    assert.equal(world.do(splitLot('acme/operator', 'S1', 1, 'S1-a')(world)).outcome, 'items.tracking_differs');
  });

  test('a shop uses material that its customer lent for the customer’s own part', () => {
    const world = play([
      ...stocked,
      offer('acme/logistics', ['L1', 'S2'], 'borealis'),
      answer('borealis/logistics', 'acceptHandover', ['L1', 'S2']),
      consume('borealis/operator', 'L1', 'S2', 10),
    ]);
    assert.equal(item(world, 'L1')?.quantity, 990);
  });
});

describe('a unit of an order', () => {
  const by = { by: 'borealis/operator', via: 'production' };

  test('is made, released and used through the contracts that have the evidence', () => {
    const world = play([
      plate,
      bar,
      registerLot('acme', 'BAR-1', 'L1', 10),
      changeState('acme/quality', 'L1', 'released'),
    ]);
    play([plan('acme', 'S9')], world);
    const id = itemId(world, 'S9');
    const maker = { by: 'acme/operator', via: 'production' };
    const used = callOperation(world, maker, consumeOperation, { lot: itemId(world, 'L1'), into: id, quantity: 4 });
    assert.equal(used.value, world.all('items/part')[0]?.id);
    assert.equal(callOperation(world, by, setState, { item: id, to: 'made' }).outcome, 'items.not_custodian');
    assert.equal(callOperation(world, maker, setState, { item: id, to: 'made' }).outcome, 'accepted');
    assert.equal(callOperation(world, maker, setState, { item: id, to: 'released' }).outcome, 'accepted');
    assert.equal(callOperation(world, by, itemOf, { id }).value?.state, 'released');
    play([changeState('acme/logistics', 'S9', 'inTransit'), changeState('acme/logistics', 'S9', 'released')], world);
  });

  test('has a serial number of the type that no other unit has', () => {
    const world = play(made);
    const type = typeId(world, 'PLATE-1');
    const planned = (serials: readonly string[], who: string, custodian: string) =>
      callOperation(world, { by: who, via: 'procurement' }, planUnits, {
        type,
        owner: custodian,
        custodian,
        serials,
        order: 'order-1',
      });
    assert.equal(planned(['S1'], 'acme/engineer', 'acme').outcome, 'items.number_taken');
    assert.equal(planned(['S2', 'S2'], 'acme/engineer', 'acme').outcome, 'items.number_taken');
    assert.equal(planned(['S2'], 'delta/engineer', 'borealis').outcome, 'items.type_foreign');
    assert.equal(planned(['S2', 'S3'], 'borealis/engineer', 'borealis').value?.length, 2);
    assert.equal(callOperation(world, by, typeOf, { id: type }).value?.maker, 'acme');
  });
});
