// The stories of jobs that wait for a machine, of their time, and of a shop with many.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRegistry } from '#contracts/index.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { START_MS, type Step, World } from '#test/world.ts';
import {
  bigOrder,
  booked,
  cancel,
  enrolMill,
  free,
  isDown,
  isReady,
  jobIn,
  moveJob,
  outcomeOf,
  PLANNED,
  planUnitOf,
  publishHours,
  replanJobs,
  replans,
  SECOND,
  slotAt,
  start,
  THIRD,
} from './mills.fixture.ts';
import {
  decideBuild,
  hash,
  jobOf,
  licenceFor,
  MACHINE,
  MILLING,
  ORDER,
  orderOfWorld,
  planJob,
  planUnlicensedJob,
  play,
  proposePlan,
  recordBuild,
  registerMachine,
  requestPermit,
  the,
} from './workshop.fixture.ts';

describe('a job that awaits a machine', () => {
  const WAITING = [...PLANNED, isDown(SECOND), isDown()];

  test('is taken back by its machine, under the permit it had, as soon as that is ready', () => {
    const world = play(new World(), [...WAITING, isReady()]);
    assert.deepEqual([jobIn(world).state, jobIn(world).machine, jobIn(world).slot], ['planned', MACHINE, slotAt(2, 4)]);
    assert.equal(jobIn(world).permit, the(world, 'designs/permit'));
    assert.deepEqual(booked(world, MACHINE), [slotAt(2, 4)]);
    const last = replans(world).find(({ why }) => why === 'machineBack');
    assert.deepEqual([last?.to, last?.permitLeft], [{ machine: MACHINE, slot: slotAt(2, 4) }, undefined]);
    play(world, [start('1', MACHINE), recordBuild('1')]);
    assert.equal(world.all('production/build')[0]?.state, 'proven');
  });

  test('goes to another mill that is ready again, when its shop has it planned anew', () => {
    const world = play(new World(), [...WAITING, isReady(SECOND)]);
    assert.equal(jobIn(world).state, 'awaitsMachine', 'it waits in the queue of its own machine');
    play(world, [replanJobs()]);
    assert.deepEqual([jobIn(world).state, jobIn(world).machine], ['planned', SECOND]);
    play(world, [replanJobs()]);
    assert.equal(replans(world).length, 2, 'what has its place is left alone');
  });

  test('is looked at again without a further record where nothing has changed', () => {
    const world = play(new World(), [...WAITING, replanJobs()]);
    assert.deepEqual([jobIn(world).state, replans(world).length], ['awaitsMachine', 1]);
  });

  test('needs another permit where its own was voided meanwhile', () => {
    const world = play(new World(), WAITING);
    const permit = the(world, 'designs/permit');
    play(world, [{ by: 'carter/designer', action: 'designs.voidPermit', input: { permit } }, isReady()]);
    assert.deepEqual([jobIn(world).state, jobIn(world).permit], ['planned', undefined]);
    assert.equal(outcomeOf(world, start('1', MACHINE)), 'production.permit_needed');
  });

  test('needs another permit where another step of its item took its own', () => {
    const world = play(new World(), [
      ...ORDER,
      enrolMill(SECOND),
      ...licenceFor([MACHINE, SECOND]),
      (w) => proposePlan(w, [MILLING, { ...MILLING, name: 'second side' }]),
      (w) => ({ by: 'acme/engineer', action: 'production.agreePlan', input: { order: orderOfWorld(w) } }),
      registerMachine(),
      registerMachine(SECOND),
      publishHours(MACHINE, 1, 9),
      publishHours(SECOND, 1, 9),
      requestPermit('1'),
      planJob('1', { slot: slotAt(1, 2) }),
    ]);
    const job = jobOf(world, '1');
    play(world, [isDown(), isReady(), planJob('1', { step: 'second side' })]);
    const input = { job, machine: MACHINE, reason: hash('reason') };
    play(world, [{ by: 'borealis/engineer', action: 'production.moveJob', input }]);
    const { permit, formerPermit } = world.get('production/job', job) ?? {};
    assert.deepEqual([permit, formerPermit], [undefined, the(world, 'designs/permit')]);
  });

  test('is put by the engineer where the rule finds no place, for a reason', () => {
    const world = play(new World(), WAITING);
    assert.equal(outcomeOf(world, moveJob('1', MACHINE)), 'production.machine_down');
    assert.equal(outcomeOf(world, moveJob('1', THIRD, {}, 'carter/engineer')), 'production.step_foreign');
    assert.equal(outcomeOf(world, moveJob('1', THIRD, {}, 'borealis/operator')), 'role_not_allowed');
    play(world, [moveJob('1', THIRD, { slot: slotAt(5, 9) })]);
    assert.deepEqual([jobIn(world).state, jobIn(world).machine, jobIn(world).slot], ['planned', THIRD, slotAt(5, 9)]);
    const decided = replans(world).find(({ why }) => why === 'decision');
    assert.deepEqual(
      [decided?.reason, decided?.by, decided?.from, decided?.permitLeft],
      [hash('reason'), 'borealis/engineer', { machine: MACHINE, slot: slotAt(2, 4) }, the(world, 'designs/permit')],
    );
    play(world, [isReady(), moveJob('1', MACHINE)]);
    assert.deepEqual([jobIn(world).permit, jobIn(world).formerPermit], [the(world, 'designs/permit'), undefined]);
    assert.deepEqual(free(world, THIRD), [slotAt(1, 9)]);
  });

  test('is not started or built, and may be cancelled', () => {
    const world = play(new World(), WAITING);
    assert.equal(outcomeOf(world, start('1', MACHINE)), 'production.job_not_open');
    assert.equal(outcomeOf(world, recordBuild('1')), 'production.job_not_open');
    play(world, [cancel('1'), isReady(), planJob('1', { slot: slotAt(2, 4) })]);
    assert.equal(jobIn(world).state, 'planned');
  });
});

describe('the time of a job', () => {
  test('is booked when it is planned, and free again when it is cancelled', () => {
    const world = play(new World(), PLANNED);
    const { booking } = jobIn(world);
    const { parties, contract, subject } = world.get('capacity/booking', String(booking)) ?? {};
    assert.deepEqual([parties, contract, subject], [['borealis', 'acme'], 'production', jobOf(world, '1')]);
    assert.deepEqual(free(world, MACHINE), [slotAt(1, 2), slotAt(4, 9)]);
    play(world, [requestPermit('2')]);
    assert.equal(outcomeOf(world, planJob('2', { slot: slotAt(3, 5) })), 'capacity.not_free');
    play(world, [cancel('1')]);
    assert.deepEqual(free(world, MACHINE), [slotAt(1, 9)]);
    assert.equal(world.get('capacity/booking', String(booking))?.state, 'released');
    play(world, [planJob('2', { slot: slotAt(3, 5) })]);
  });

  test('of a step that another shop does is that shop’s, and is seen by buyer and seller', () => {
    const by = 'carter/engineer';
    const hours = { machine: 'carter/machine', hours: [slotAt(1, 3)] };
    const world = play(new World(), [
      ...ORDER,
      (w) => proposePlan(w, [{ ...MILLING, member: 'carter', decides: { member: 'delta', role: 'quality' } }]),
      (w) => ({ by: 'acme/engineer', action: 'production.agreePlan', input: { order: orderOfWorld(w) } }),
      registerMachine('carter/machine', by),
      { by, action: 'capacity.publishHours', input: hours },
    ]);
    const foreign = planUnlicensedJob('1', { machine: 'carter/machine', slot: slotAt(1, 2) });
    assert.equal(outcomeOf(world, foreign), 'production.step_foreign');
    play(world, [planUnlicensedJob('1', { machine: 'carter/machine', slot: slotAt(1, 2) }, by)]);
    const booking = world.state.get('capacity/booking', String(jobIn(world).booking)) ?? '';
    assert.deepEqual(createRegistry().readers('capacity/booking', booking), ['carter', 'acme', 'borealis', 'delta']);
    assert.equal(outcomeOf(world, isDown('carter/machine', {}, 'borealis/engineer')), 'capacity.not_reporter');
  });

  test('is moved by the engineer on the same machine, over what it held itself', () => {
    const world = play(new World(), [...PLANNED, moveJob('1', MACHINE, { slot: slotAt(3, 5) })]);
    assert.deepEqual(booked(world, MACHINE), [slotAt(3, 5)]);
    assert.equal(jobIn(world).permit, the(world, 'designs/permit'));
  });

  test('is free again when its unit is built, also where a person still decides on it', () => {
    const world = play(new World(), [...PLANNED, recordBuild('1', { loggedNames: [] })]);
    assert.equal(jobIn(world).state, 'awaitsDecision');
    assert.deepEqual(free(world, MACHINE), [slotAt(1, 9)]);
    play(world, [decideBuild('1', 'accept'), isDown()]);
    assert.equal(replans(world).length, 0, 'what is built is not planned anew');
  });
});

describe('a long queue', () => {
  const COUNT = 100;
  const WIDE = Array.from({ length: 61 }, (_, i) => `borealis/wide-${i}`);
  const queued = (world: World, machine: string) =>
    world.all('production/job').filter(({ queuedOn }) => queuedOn === machine).length;
  const outcome = (world: World, step: Step): JsonObject => {
    const { data } = world.ok(step).events.find(({ name }) => name === 'queueReplanned') ?? {};
    // Emitted by production as an object.
    return data as JsonObject;
  };
  /** A job an hour on the first mill; 63 more mills, of which two have hours enough. */
  const BUSY = [
    ...ORDER,
    ...[SECOND, THIRD, ...WIDE].flatMap((id) => [enrolMill(id), registerMachine(id)]),
    registerMachine(),
    publishHours(MACHINE, 1, COUNT + 9),
    ...[SECOND, THIRD].map((id) => publishHours(id, 2, COUNT + 9)),
    ...WIDE.map((id) => publishHours(id, COUNT + 8, COUNT + 9)),
    ...bigOrder(COUNT),
    ...Array.from({ length: COUNT }, (_, i) => planUnitOf(COUNT, i, slotAt(i + 1, i + 2))),
  ];

  test('is planned anew by several statements, each within its budget, also where the shop has 64 mills', () => {
    const world = play(new World(), BUSY);
    const sums = { placed: 0, waiting: 0, statements: 0 };
    for (let step: Step | undefined = isDown(); step !== undefined; sums.statements++) {
      const { placed, waiting, next } = outcome(world, step);
      assert.ok(Number(placed) + Number(waiting) <= 8);
      sums.placed += Number(placed);
      sums.waiting += Number(waiting);
      step = next === undefined ? undefined : replanJobs(MACHINE, { after: String(next) });
    }
    assert.deepEqual(sums, { placed: COUNT, waiting: 0, statements: 13 });
    assert.equal(queued(world, MACHINE), 0);
    assert.equal(
      queued(world, SECOND) + queued(world, THIRD) + WIDE.reduce((sum, id) => sum + queued(world, id), 0),
      COUNT,
    );
    assert.equal(world.all('capacity/booking').filter(({ state }) => state === 'live').length, COUNT);
  });

  test('that stays, since its machine is expected back in time, hides nothing that comes behind it', () => {
    const world = play(new World(), BUSY);
    const first = outcome(world, isDown(MACHINE, { expectedReturnMs: START_MS + 1 }));
    assert.deepEqual([first.placed, first.waiting], [0, 0]);
    assert.equal(typeof first.next, 'string', 'a hundred were looked at: there may be more');
    const { next } = outcome(world, replanJobs(MACHINE, { after: String(first.next) }));
    assert.equal(next, undefined);
    assert.equal(queued(world, MACHINE), COUNT);
  });
});
