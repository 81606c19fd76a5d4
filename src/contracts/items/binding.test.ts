import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { World } from '#test/world.ts';
import { changeState, consume, item, type Later, offer, play, released, splitLot, stocked } from './items.fixture.ts';
import { keep, keeper } from './keeper.fixture.ts';

const world = (...steps: readonly Later[]): World => play([...released, ...steps], new World({ contracts: [keeper] }));
const bound = keep('acme/logistics', 'bind', 'S1', 'borealis');

describe('an item that a contract keeps', () => {
  test('is moved, changed and offered by nobody else, its owner included', () => {
    const kept = play(stocked, new World({ contracts: [keeper] }));
    play([changeState('acme/quality', 'S1', 'released'), bound, keep('acme/logistics', 'bind', 'L1')], kept);
    const attempts: readonly Later[] = [
      offer('acme/sales', ['S1'], 'borealis', 'title'),
      offer('acme/logistics', ['S1'], 'carter'),
      changeState('acme/quality', 'S1', 'scrapped'),
      consume('acme/operator', 'L1', 'S2', 10),
      splitLot('acme/operator', 'L1', 10, 'L2'),
      keep('acme/logistics', 'bind', 'S1', 'carter'),
    ];
    for (const attempt of attempts) assert.equal(kept.do(attempt(kept)).outcome, 'items.item_bound');
  });

  test('passes to whom its owner named, and is free again', () => {
    const kept = world(bound, keep('delta/sales', 'passTitle', 'S1'));
    assert.deepEqual(
      [item(kept, 'S1')?.owner, item(kept, 'S1')?.custodian, item(kept, 'S1')?.bound],
      ['borealis', 'acme', undefined],
    );
  });

  test('is freed as it was, and passes to nobody where no one was named', () => {
    assert.equal(item(world(bound, keep('acme/sales', 'release', 'S1')), 'S1')?.owner, 'acme');
    const unnamed = world(keep('acme/logistics', 'bind', 'S1'));
    assert.equal(unnamed.do(keep('acme/sales', 'passTitle', 'S1')(unnamed)).outcome, 'items.not_bound');
  });

  test('is bound by its owner alone, while it holds it', () => {
    const free = world();
    assert.equal(free.do(keep('borealis/sales', 'bind', 'S1')(free)).outcome, 'items.not_custodian');
  });
});
