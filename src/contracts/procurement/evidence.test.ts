// The evidence of production and inspection reaches the order that it is about, once for each unit.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as laboratory from '#contracts/inspection/plates.fixture.ts';
import * as workshop from '#contracts/production/workshop.fixture.ts';
import { World } from '#test/world.ts';

/** How many units of the only order count as built and inspected. */
function counts(world: World): readonly unknown[] {
  const [progress] = world.all('procurement/progress');
  return [progress?.built, progress?.inspected];
}

test('a unit that is made counts as built, one that waits for a decision does not', () => {
  const world = workshop.play(new World(), [...workshop.READY, workshop.planJob('1')]);
  assert.deepEqual(counts(world), [0, 0]);
  workshop.play(world, [workshop.recordBuild('1')]);
  assert.deepEqual(counts(world), [1, 0]);
  workshop.play(world, [workshop.planUnlicensedJob('2'), workshop.recordBuild('2')]);
  assert.deepEqual(counts(world), [1, 0]);
  workshop.play(world, [workshop.decideBuild('2', 'accept')]);
  const item = workshop.unit(world, '2');
  assert.equal(world.get('items/item', item)?.state, 'planned');
  workshop.play(world, [{ by: 'borealis/operator', action: 'production.declareMade', input: { item } }]);
  assert.deepEqual(counts(world), [2, 0]);
});

test('a unit that is released after its review counts as inspected', () => {
  const { ORDER, MADE, MEASURED, reviewItem } = laboratory;
  const world = laboratory.play(new World(), [
    ...MEASURED.slice(0, ORDER.length),
    ...MADE,
    ...MEASURED.slice(ORDER.length),
  ]);
  const built = counts(world)[0];
  laboratory.play(world, [reviewItem()]);
  assert.deepEqual(counts(world), [built, 1]);
});
