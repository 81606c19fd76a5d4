// The stories of an order in the shop.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRegistry } from '#contracts/index.ts';
import { World } from '#test/world.ts';
import {
  decideBuild,
  hash,
  jobOf,
  LICENCE,
  MACHINE,
  MILLING,
  ORDER,
  orderOfWorld,
  PLAN,
  PROGRAM,
  placeOrder,
  planJob,
  planUnlicensedJob,
  play,
  proposePlan,
  READY,
  ROYALTY_CENTS,
  recordBuild,
  registerMachine,
  registerVersion,
  requestPermit,
  the,
  unit,
} from './workshop.fixture.ts';

const agreePlan = (world: World) => ({
  by: 'acme/engineer',
  action: 'production.agreePlan',
  input: { order: orderOfWorld(world) },
});
const job = (action: string, number: string, by: string) => (world: World) => ({
  by,
  action: `production.${action}`,
  input: { job: jobOf(world, number) },
});
const declareMade =
  (number: string, by = 'borealis/operator') =>
  (world: World) => ({
    by,
    action: 'production.declareMade',
    input: { item: unit(world, number) },
  });
const planned = [...READY, planJob('1')];
const unlicensed = [...ORDER, ...LICENCE, ...PLAN, planUnlicensedJob('1'), recordBuild('1')];

describe('in the shop', () => {
  const state = (world: World, kind: string, number: string) =>
    world.all(`production/${kind}`).find((record) => record.item === unit(world, number))?.state;
  const itemState = (world: World, number: string) => world.get('items/item', unit(world, number))?.state;

  test('a unit built with the permitted program is proven, made, and owes one royalty', () => {
    const world = play(new World(), [...planned, job('startJob', '1', MACHINE), recordBuild('1')]);
    assert.equal(state(world, 'build', '1'), 'proven');
    assert.equal(state(world, 'job', '1'), 'done');
    assert.equal(itemState(world, '1'), 'made');
    assert.equal(world.all('designs/tally')[0]?.owedCents, ROYALTY_CENTS);
    assert.equal(world.all('production/build')[0]?.licence, the(world, 'designs/licence'));
  });

  const notProven = [
    ['another program', { loggedNames: ['PLATE-7.NC'] }, 'program_another', 'another'],
    ['the permitted program and another', { loggedNames: [PROGRAM, 'BACK FACE.NC'] }, 'program_another', 'another'],
    ['no program', { loggedNames: [] }, 'program_none', 'none'],
  ] as const;
  for (const [log, facts, finding, verdict] of notProven) {
    test(`a log that names ${log} proves nothing: its unit stays planned and a person decides`, () => {
      const world = play(new World(), [...planned, recordBuild('1', { loggedNames: [...facts.loggedNames] })]);
      const [build] = world.all('production/build');
      assert.deepEqual([build?.state, build?.findings, build?.programVerdict], ['awaitsDecision', [finding], verdict]);
      assert.deepEqual(build?.decides, { member: 'acme', role: 'quality' });
      assert.equal(itemState(world, '1'), 'planned');
      assert.equal(build?.royaltyCents, ROYALTY_CENTS, 'the unit was built all the same');
    });
  }

  test('gaps, holds, part counts and unreadable lines are named, and stop nothing', () => {
    const world = play(new World(), [
      ...planned,
      recordBuild('1', {
        gaps: { limitMs: 60_000, count: 1, first: [{ line: 7127, lengthMs: 426_024_000 }] },
        holds: 62,
        partCounts: { first: 1066, last: 1089, repeats: 1, skips: 1 },
        unreadable: { count: 2, firstLines: [3, 900] },
      }),
    ]);
    const [build] = world.all('production/build');
    assert.equal(build?.state, 'proven');
    assert.deepEqual(build?.findings, ['gaps', 'holds', 'part_count_repeats', 'part_count_skips', 'lines_unreadable']);
  });

  test('an accepted build makes its unit, once the shop that holds it says so', () => {
    const world = play(new World(), [...unlicensed, decideBuild('1', 'accept')]);
    assert.equal(state(world, 'build', '1'), 'accepted');
    assert.equal(itemState(world, '1'), 'planned');
    play(world, [declareMade('1')]);
    assert.equal(itemState(world, '1'), 'made');
    assert.equal(world.do(declareMade('1')(world)).outcome, 'items.state_not_next');
  });

  test('a decider of the shop itself makes the unit in the same statement', () => {
    const steps = [{ ...MILLING, decides: { member: 'borealis', role: 'engineer' } }];
    const world = play(new World(), [
      ...ORDER,
      ...LICENCE,
      (w) => proposePlan(w, steps),
      agreePlan,
      registerMachine(),
      planUnlicensedJob('1'),
      recordBuild('1'),
      decideBuild('1', 'accept', 'borealis/engineer'),
    ]);
    assert.equal(itemState(world, '1'), 'made');
  });

  test('another role of the deciding member does not decide', () => {
    const world = play(new World(), unlicensed);
    const decides = decideBuild('1', 'accept', 'acme/engineer');
    assert.ok(typeof decides === 'function');
    assert.equal(world.do(decides(world)).outcome, 'production.not_decider');
  });

  test('a step that no machine logs needs no build for its unit to be made', () => {
    const measuring = {
      name: 'measuring',
      process: 'inspection',
      doneBy: 'quality',
      member: 'carter',
      evidence: ['qifResults'],
    };
    const world = play(new World(), [
      ...ORDER,
      ...LICENCE,
      (w) => proposePlan(w, [MILLING, measuring]),
      agreePlan,
      registerMachine(),
      requestPermit('1'),
      planJob('1'),
      recordBuild('1'),
    ]);
    assert.equal(itemState(world, '1'), 'made');
  });

  test('a rejected build leaves its unit planned and makes room for another job', () => {
    const world = play(new World(), [...unlicensed, decideBuild('1', 'reject')]);
    assert.equal(itemState(world, '1'), 'planned');
    assert.equal(world.do(declareMade('1')(world)).outcome, 'production.builds_incomplete');
    play(world, [requestPermit('1'), planJob('1')]);
    assert.deepEqual(
      world
        .all('production/job')
        .map((found) => found.state)
        .sort(),
      ['decided', 'planned'],
    );
  });

  test('a unit is made when each step with a machine log is built', () => {
    const world = play(new World(), [
      ...ORDER,
      ...LICENCE,
      (w) =>
        proposePlan(w, [MILLING, { ...MILLING, name: 'back face', decides: { member: 'borealis', role: 'engineer' } }]),
      agreePlan,
      registerMachine(),
      requestPermit('1'),
      planJob('1'),
      recordBuild('1'),
    ]);
    assert.equal(itemState(world, '1'), 'planned');
  });

  test('the maker of its own design needs no permit', () => {
    const world = play(new World(), [
      ...ORDER,
      ...LICENCE,
      { by: 'borealis/designer', action: 'designs.registerDesign', input: { name: 'Own plate' } },
      (w) => registerVersion(w, 'borealis'),
      (w) => placeOrder(w, 1, the(w, 'designs/version', { owner: 'borealis' })),
    ]);
    const order = the(world, 'procurement/order', { quantity: 1 });
    play(world, [
      { by: 'borealis/sales', action: 'procurement.acceptOrder', input: { id: order } },
      { by: 'borealis/sales', action: 'procurement.registerUnits', input: { order, serials: ['own'] } },
      { by: 'borealis/engineer', action: 'production.proposePlan', input: { order, steps: [MILLING] } },
      { by: 'acme/engineer', action: 'production.agreePlan', input: { order } },
      registerMachine(),
      (w) => ({
        by: 'borealis/engineer',
        action: 'production.planJob',
        input: {
          order,
          item: unit(w, 'own'),
          step: 'milling',
          machine: MACHINE,
          program: { name: PROGRAM, commitment: hash(PROGRAM) },
        },
      }),
      recordBuild('own'),
    ]);
    assert.deepEqual([state(world, 'build', 'own'), itemState(world, 'own')], ['proven', 'made']);
    assert.equal(world.all('production/build')[0]?.royaltyCents, 0);
  });

  test('the material lot goes into the unit that is built', () => {
    const world = play(new World(), [
      ...planned,
      {
        by: 'borealis/engineer',
        action: 'items.registerType',
        input: { partNumber: 'AL', name: 'Aluminium', tracking: 'lot', unit: 'gram' },
      },
      (w) => ({
        by: 'borealis/engineer',
        action: 'items.registerLot',
        input: { type: the(w, 'items/type', { partNumber: 'AL' }), lotNumber: 'L1', quantity: 1000 },
      }),
      (w) => ({
        by: 'borealis/quality',
        action: 'items.changeState',
        input: { item: the(w, 'items/item', { number: 'L1' }), to: 'released' },
      }),
    ]);
    const lot = the(world, 'items/item', { number: 'L1' });
    play(world, [recordBuild('1', { materials: [{ lot, quantity: 400 }] })]);
    assert.equal(world.get('items/item', lot)?.quantity, 600);
    assert.deepEqual(world.get('items/item', unit(world, '1'))?.madeFrom, [{ item: lot, quantity: 400, unit: 'gram' }]);
  });

  test('the fourth unit gets no permit where the licence has three builds', () => {
    const world = play(new World(), [...READY, requestPermit('2'), requestPermit('3')]);
    const fourth = requestPermit('4');
    assert.ok(typeof fourth === 'function');
    assert.equal(world.do(fourth(world)).outcome, 'designs.licence_used_up');
  });

  test('a permit of another version than the order names is left to a person', () => {
    const world = play(new World(), [
      ...ORDER,
      ...LICENCE,
      { by: 'delta/designer', action: 'designs.registerDesign', input: { name: 'Another plate' } },
      (w) => registerVersion(w, 'delta'),
      (w) => placeOrder(w, 1, the(w, 'designs/version', { owner: 'delta' })),
    ]);
    const order = the(world, 'procurement/order', { quantity: 1 });
    play(world, [
      { by: 'borealis/sales', action: 'procurement.acceptOrder', input: { id: order } },
      { by: 'borealis/sales', action: 'procurement.registerUnits', input: { order, serials: ['other'] } },
      { by: 'borealis/engineer', action: 'production.proposePlan', input: { order, steps: [MILLING] } },
      { by: 'acme/engineer', action: 'production.agreePlan', input: { order } },
      registerMachine(),
      requestPermit('other'),
      planJob('other', { order }),
      recordBuild('other'),
    ]);
    assert.deepEqual(world.all('production/build')[0]?.findings, ['version_another']);
    assert.equal(itemState(world, 'other'), 'planned');
  });

  test('a machine signs builds only within its mandate', () => {
    const world = play(new World(), planned);
    play(world, [{ by: 'borealis/admin', action: 'membership.setMandate', input: { actor: MACHINE, mandate: [] } }]);
    const signs = recordBuild('1');
    assert.ok(typeof signs === 'function');
    assert.equal(world.do(signs(world)).outcome, 'mandate_missing');
  });

  test('a build is seen by buyer, seller and maker', () => {
    const world = play(new World(), [...planned, recordBuild('1')]);
    const text = world.state.get('production/build', the(world, 'production/build')) ?? '';
    assert.deepEqual(createRegistry().readers('production/build', text), ['acme', 'borealis']);
  });
});
