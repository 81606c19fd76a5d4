// The stories of machines that drop out.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRegistry } from '#contracts/index.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { START_MS, type Step, World } from '#test/world.ts';
import {
  bigOrder,
  enrolMill,
  HOUR_MS,
  isDown,
  isReady,
  moveJob,
  planUnitOf,
  publishHours,
  SECOND,
  slotAt,
  THIRD,
  TWO_MILLS,
} from './mills.fixture.ts';
import {
  decideBuild,
  hash,
  jobOf,
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
  unit,
} from './workshop.fixture.ts';

const job = (world: World, number = '1'): JsonObject => world.get('production/job', jobOf(world, number)) ?? {};
const start =
  (number: string, by: string) =>
  (world: World): Step => ({ by, action: 'production.startJob', input: { job: jobOf(world, number) } });
const cancel =
  (number: string) =>
  (world: World): Step => ({
    by: 'borealis/operator',
    action: 'production.cancelJob',
    input: { job: jobOf(world, number) },
  });
const replanJobs = (machine: string = MACHINE, more: JsonObject = {}): Step => ({
  by: 'borealis/operator',
  action: 'production.replanJobs',
  input: { machine, ...more },
});
const replans = (world: World): readonly JsonObject[] => world.all('production/replan');
const free = (world: World, machine: string) => world.get('capacity/calendar', machine)?.free;
const booked = (world: World, machine: string) => world.get('capacity/schedule', machine)?.booked ?? [];
const refused = (world: World, step: Step | ((world: World) => Step)): string =>
  world.do(typeof step === 'function' ? step(world) : step).outcome;
/** The job of the first unit, from the second to the fourth hour on the first mill. */
const PLANNED = [...TWO_MILLS, planJob('1', { slot: slotAt(2, 4) })];

describe('a machine that goes down', () => {
  test('leaves its job to the mill that finishes it first, with a record for the order’s parties', () => {
    const world = play(new World(), [...PLANNED, isDown()]);
    const { machine, state, slot, booking, permit, formerPermit } = job(world);
    assert.deepEqual([machine, state, slot, permit], [SECOND, 'planned', slotAt(2, 4), undefined]);
    assert.equal(formerPermit, the(world, 'designs/permit'));
    assert.equal(world.get('capacity/booking', String(booking))?.machine, SECOND);
    assert.deepEqual(booked(world, SECOND), [slotAt(2, 4)]);
    assert.deepEqual([booked(world, MACHINE), free(world, MACHINE)], [[], [slotAt(1, 9)]]);
    const [replan] = replans(world);
    assert.deepEqual(
      [replan?.why, replan?.stateReason, replan?.by, replan?.atMs],
      ['machineDown', 'breakdown', MACHINE, START_MS],
    );
    assert.deepEqual(
      [replan?.from, replan?.to],
      [
        { machine: MACHINE, slot: slotAt(2, 4) },
        { machine: SECOND, slot: slotAt(2, 4) },
      ],
    );
    assert.equal(replan?.permitLeft, the(world, 'designs/permit'));
    const text = world.state.get('production/replan', String(replan?.id)) ?? '';
    assert.deepEqual(createRegistry().readers('production/replan', text), ['acme', 'borealis']);
  });

  test('leaves a job that starts only under a permit of its new mill, and is then built as any other', () => {
    const world = play(new World(), [...PLANNED, isDown()]);
    assert.equal(refused(world, start('1', SECOND)), 'production.permit_needed');
    const old = the(world, 'designs/permit');
    const mandate = [
      {
        what: 'designs.requestPermit',
        unit: 'build',
        mostEach: 1,
        mostPerPeriod: 9,
        periodMs: 1000,
        untilMs: START_MS + HOUR_MS,
      },
      {
        what: 'production.recordBuild',
        unit: 'build',
        mostEach: 1,
        mostPerPeriod: 9,
        periodMs: 1000,
        untilMs: START_MS + HOUR_MS,
      },
    ];
    play(world, [
      { by: 'borealis/admin', action: 'membership.setMandate', input: { actor: SECOND, mandate } },
      { by: 'carter/designer', action: 'designs.voidPermit', input: { permit: old } },
      (w) => ({ ...(requestPermit('1') as (w: World) => Step)(w), by: SECOND }),
    ]);
    const attach = (permit: string): Step => ({
      by: 'borealis/engineer',
      action: 'production.attachPermit',
      input: { job: jobOf(world, '1'), permit },
    });
    assert.equal(refused(world, attach(old)), 'production.permit_other');
    play(world, [
      attach(the(world, 'designs/permit', { machine: SECOND })),
      start('1', SECOND),
      recordBuild('1', {}, SECOND),
    ]);
    assert.deepEqual([job(world).state, job(world).queuedOn, job(world).booking], ['done', undefined, undefined]);
    assert.equal(world.all('production/build')[0]?.state, 'proven');
    assert.deepEqual(free(world, SECOND), [slotAt(2, 9)], 'what was booked is free again');
  });

  test('is left by a job without a permit all the same: what it builds then is unlicensed, and a person decides', () => {
    const mandate = [
      {
        what: 'production.recordBuild',
        unit: 'build',
        mostEach: 1,
        mostPerPeriod: 9,
        periodMs: 1000,
        untilMs: START_MS + HOUR_MS,
      },
    ];
    const world = play(new World(), [
      ...PLANNED,
      isDown(),
      { by: 'borealis/admin', action: 'membership.setMandate', input: { actor: SECOND, mandate } },
      recordBuild('1', {}, SECOND),
    ]);
    assert.deepEqual(world.all('production/build')[0]?.findings, ['unlicensed']);
    assert.equal(job(world).state, 'awaitsDecision');
  });

  test('gives its job to no mill that the licence does not name, and says of each why not', () => {
    const world = play(new World(), [...PLANNED, isDown(SECOND), isDown()]);
    const [replan] = replans(world);
    assert.deepEqual(replan?.tried, [
      { machine: MACHINE, why: 'machine_down' },
      { machine: SECOND, why: 'machine_down' },
      { machine: THIRD, why: 'not_licensed' },
    ]);
    assert.deepEqual([replan?.to, replan?.placeDecides], [undefined, { member: 'borealis', role: 'engineer' }]);
    assert.deepEqual(
      [job(world).state, job(world).booking, job(world).slot],
      ['awaitsMachine', undefined, slotAt(2, 4)],
    );
    assert.deepEqual(booked(world, MACHINE), []);
  });

  test('is left by a running job as well, which is planned again', () => {
    const world = play(new World(), [...PLANNED, start('1', MACHINE)]);
    world.timeMs += 3 * HOUR_MS;
    play(world, [isDown()]);
    assert.deepEqual([job(world).machine, job(world).state, job(world).slot], [SECOND, 'planned', slotAt(3, 5)]);
    assert.equal(refused(world, start('1', MACHINE)), 'production.not_job_machine');
  });

  test('gives two jobs two times, the earlier one first', () => {
    const world = play(new World(), [
      ...TWO_MILLS,
      requestPermit('2'),
      planJob('2', { slot: slotAt(4, 6) }),
      planJob('1', { slot: slotAt(1, 4) }),
      isDown(),
    ]);
    assert.deepEqual([job(world, '1').slot, job(world, '2').slot], [slotAt(2, 5), slotAt(5, 7)]);
    assert.deepEqual(booked(world, SECOND), [slotAt(2, 5), slotAt(5, 7)]);
  });

  test('gives its job to the lesser id where two mills finish it at the same time, and to the earlier one otherwise', () => {
    const places = [3, 2].map((from) => {
      const world = play(new World(), [
        ...THREE_MILLS,
        publishHours(SECOND, 3, 9),
        publishHours(THIRD, from, 9),
        planUnlicensed(slotAt(1, 2)),
        isDown(),
      ]);
      return [job(world).machine, job(world).slot];
    });
    assert.deepEqual(places, [
      [SECOND, slotAt(3, 4)],
      [THIRD, slotAt(2, 3)],
    ]);
  });

  test('gives its job to no hours after the order is needed', () => {
    const day = 24 * 30;
    const places = [1, 0].map((late) => {
      const world = play(new World(), [
        ...THREE_MILLS,
        publishHours(SECOND, day - 1 + late, day + 9),
        planUnlicensed(slotAt(1, 2)),
        isDown(),
      ]);
      return job(world).state;
    });
    assert.deepEqual(places, ['awaitsMachine', 'planned']);
  });

  test('gives its job to a mill that does what the step needs', () => {
    const needs = { toleranceMicrometres: 10, material: 'EN AW-6082' };
    const mill = (actor: string, more: JsonObject): Step => ({
      by: 'borealis/engineer',
      action: 'capacity.registerMachine',
      input: { actor, process: 'separating', name: 'Mill', materials: ['EN AW-6082'], ...more },
    });
    const world = play(new World(), [
      ...ORDER,
      enrolMill(SECOND),
      enrolMill(THIRD),
      (w) => proposePlan(w, [{ ...MILLING, needs }]),
      (w) => ({ by: 'acme/engineer', action: 'production.agreePlan', input: { order: orderOfWorld(w) } }),
      mill(MACHINE, { toleranceMicrometres: 5 }),
      mill(SECOND, { toleranceMicrometres: 20 }),
      mill(THIRD, { toleranceMicrometres: 10 }),
      ...[MACHINE, SECOND, THIRD].map((id) => publishHours(id, 1, 9)),
    ]);
    const onSecond = (planUnlicensedJob('1') as (w: World) => Step)(world);
    assert.equal(
      refused(world, { ...onSecond, input: { ...onSecond.input, machine: SECOND } }),
      'production.machine_unfit',
    );
    play(world, [planUnlicensed(slotAt(1, 2)), isDown()]);
    assert.equal(job(world).machine, THIRD);
    assert.deepEqual(replans(world)[0]?.tried, [
      { machine: MACHINE, why: 'machine_down' },
      { machine: SECOND, why: 'tolerance_wide' },
    ]);
  });

  test('and is expected back in time keeps its jobs, until it is late', () => {
    const expectedReturnMs = START_MS + 2 * HOUR_MS;
    const world = play(new World(), [...PLANNED, isDown(MACHINE, { expectedReturnMs })]);
    assert.deepEqual([job(world).machine, replans(world).length], [MACHINE, 0]);
    assert.equal(refused(world, start('1', MACHINE)), 'production.machine_down');
    world.timeMs = expectedReturnMs - 1;
    play(world, [replanJobs()]);
    assert.equal(job(world).machine, MACHINE);
    world.timeMs = expectedReturnMs;
    play(world, [replanJobs()]);
    assert.deepEqual([job(world).machine, job(world).slot], [SECOND, slotAt(2, 4)]);
  });

  test('and is expected back too late for a job does not keep it', () => {
    const world = play(new World(), [...PLANNED, isDown(MACHINE, { expectedReturnMs: START_MS + 2 * HOUR_MS + 1 })]);
    assert.equal(job(world).machine, SECOND);
  });

  test('leaves a job for which no time was planned to the engineer', () => {
    const world = play(new World(), [...TWO_MILLS, planJob('1'), isDown()]);
    assert.deepEqual([job(world).state, replans(world)[0]?.tried], ['awaitsMachine', []]);
    play(world, [isReady()]);
    assert.deepEqual([job(world).state, job(world).machine], ['planned', MACHINE]);
    assert.equal(job(world).permit, the(world, 'designs/permit'));
  });

  test('takes no further job, and one that is retired gives its jobs away like one that is down', () => {
    const retire = { by: 'borealis/admin', action: 'capacity.retireMachine', input: { machine: MACHINE } };
    const world = play(new World(), [...PLANNED, retire, replanJobs()]);
    assert.equal(job(world).machine, SECOND);
    const { stateReason, why } = replans(world)[0] ?? {};
    assert.deepEqual([why, stateReason], ['machineDown', undefined]);
    assert.equal(refused(world, isReady()), 'capacity.machine_retired');
  });
});

describe('a job that awaits a machine', () => {
  const WAITING = [...PLANNED, isDown(SECOND), isDown()];

  test('is taken back by its machine, under the permit it had, as soon as that is ready', () => {
    const world = play(new World(), [...WAITING, isReady()]);
    assert.deepEqual([job(world).state, job(world).machine, job(world).slot], ['planned', MACHINE, slotAt(2, 4)]);
    assert.equal(job(world).permit, the(world, 'designs/permit'));
    assert.deepEqual(booked(world, MACHINE), [slotAt(2, 4)]);
    const last = replans(world).find(({ why }) => why === 'machineBack');
    assert.deepEqual([last?.to, last?.permitLeft], [{ machine: MACHINE, slot: slotAt(2, 4) }, undefined]);
    play(world, [start('1', MACHINE), recordBuild('1')]);
    assert.equal(world.all('production/build')[0]?.state, 'proven');
  });

  test('goes to another mill that is ready again, when its shop has it planned anew', () => {
    const world = play(new World(), [...WAITING, isReady(SECOND)]);
    assert.equal(job(world).state, 'awaitsMachine', 'it waits in the queue of its own machine');
    play(world, [replanJobs()]);
    assert.deepEqual([job(world).state, job(world).machine], ['planned', SECOND]);
    play(world, [replanJobs()]);
    assert.equal(replans(world).length, 2, 'what has its place is left alone');
  });

  test('is put by the engineer where the rule finds no place, for a reason', () => {
    const world = play(new World(), WAITING);
    assert.equal(refused(world, moveJob('1', MACHINE)), 'production.machine_down');
    assert.equal(refused(world, moveJob('1', THIRD, {}, 'carter/engineer')), 'production.step_foreign');
    assert.equal(refused(world, moveJob('1', THIRD, {}, 'borealis/operator')), 'role_not_allowed');
    play(world, [moveJob('1', THIRD, { slot: slotAt(5, 9) })]);
    assert.deepEqual([job(world).state, job(world).machine, job(world).slot], ['planned', THIRD, slotAt(5, 9)]);
    const decided = replans(world).find(({ why }) => why === 'decision');
    assert.deepEqual(
      [decided?.reason, decided?.by, decided?.from, decided?.permitLeft],
      [hash('reason'), 'borealis/engineer', { machine: MACHINE, slot: slotAt(2, 4) }, the(world, 'designs/permit')],
    );
    play(world, [isReady(), moveJob('1', MACHINE)]);
    assert.deepEqual([job(world).permit, job(world).formerPermit], [the(world, 'designs/permit'), undefined]);
    assert.deepEqual(free(world, THIRD), [slotAt(1, 9)]);
  });

  test('is not started or built, and may be cancelled', () => {
    const world = play(new World(), WAITING);
    assert.equal(refused(world, start('1', MACHINE)), 'production.job_not_open');
    assert.equal(refused(world, recordBuild('1')), 'production.job_not_open');
    play(world, [cancel('1'), isReady(), planJob('1', { slot: slotAt(2, 4) })]);
    assert.equal(job(world).state, 'planned');
  });
});

describe('the time of a job', () => {
  test('is booked when it is planned, and free again when it is cancelled', () => {
    const world = play(new World(), PLANNED);
    const { booking } = job(world);
    const { parties, contract, subject } = world.get('capacity/booking', String(booking)) ?? {};
    assert.deepEqual([parties, contract, subject], [['borealis', 'acme'], 'production', jobOf(world, '1')]);
    assert.deepEqual(free(world, MACHINE), [slotAt(1, 2), slotAt(4, 9)]);
    play(world, [requestPermit('2')]);
    assert.equal(refused(world, planJob('2', { slot: slotAt(3, 5) })), 'capacity.not_free');
    play(world, [cancel('1')]);
    assert.deepEqual(free(world, MACHINE), [slotAt(1, 9)]);
    assert.equal(world.get('capacity/booking', String(booking))?.state, 'released');
    play(world, [planJob('2', { slot: slotAt(3, 5) })]);
  });

  test('is moved by the engineer on the same machine, over what it held itself', () => {
    const world = play(new World(), [...PLANNED, moveJob('1', MACHINE, { slot: slotAt(3, 5) })]);
    assert.deepEqual(booked(world, MACHINE), [slotAt(3, 5)]);
    assert.equal(job(world).permit, the(world, 'designs/permit'));
  });

  test('is free again when its unit is built, also where a person still decides on it', () => {
    const world = play(new World(), [...PLANNED, recordBuild('1', { loggedNames: [] })]);
    assert.equal(job(world).state, 'awaitsDecision');
    assert.deepEqual(free(world, MACHINE), [slotAt(1, 9)]);
    play(world, [decideBuild('1', 'accept'), isDown()]);
    assert.equal(replans(world).length, 0, 'what is built is not planned anew');
  });
});

describe('a long queue', () => {
  const COUNT = 20;
  const WIDE = Array.from({ length: 61 }, (_, i) => `borealis/wide-${i}`);
  const all = (world: World) => world.all('production/job');

  test('is planned anew by several statements, each within its budget, also where the shop has 64 mills', () => {
    const world = play(new World(), [
      ...ORDER,
      ...[SECOND, THIRD, ...WIDE].flatMap((id) => [enrolMill(id), registerMachine(id)]),
      registerMachine(),
      publishHours(MACHINE, 0, 40),
      ...[SECOND, THIRD].map((id) => publishHours(id, 1, 40)),
      ...WIDE.map((id) => publishHours(id, 100, 101)),
      ...bigOrder(COUNT),
      ...Array.from({ length: COUNT }, (_, i) => planUnitOf(COUNT, i, slotAt(i, i + 1))),
    ]);
    const place = (step: Step) =>
      world.ok(step).events.find(({ name }) => name === 'queueReplanned')?.data as JsonObject;
    const first = place(isDown());
    assert.deepEqual([first.placed, first.waiting, typeof first.next], [8, 0, 'string']);
    const second = place(replanJobs(MACHINE, { after: String(first.next) }));
    assert.deepEqual([second.placed, second.waiting], [8, 0]);
    const third = place(replanJobs());
    assert.deepEqual([third.placed, third.waiting, third.next], [4, 0, undefined]);
    assert.equal(all(world).filter(({ machine }) => machine === MACHINE).length, 0);
    const bookings = world.all('capacity/booking').filter(({ state }) => state === 'live');
    assert.equal(bookings.length, COUNT);
    assert.equal(unit(world, 'big-0'), all(world).find(({ item }) => item === unit(world, 'big-0'))?.item);
  });
});

/** Three mills and a plan, and no licence. */
const THREE_MILLS = [
  ...ORDER,
  enrolMill(SECOND),
  enrolMill(THIRD),
  (world: World) => proposePlan(world, [MILLING]),
  (world: World) => ({ by: 'acme/engineer', action: 'production.agreePlan', input: { order: orderOfWorld(world) } }),
  registerMachine(),
  registerMachine(SECOND),
  registerMachine(THIRD),
  publishHours(MACHINE, 1, 9),
];

/** The job of the first unit without a permit, at a time. */
function planUnlicensed(slot: JsonObject): (world: World) => Step {
  return (world) => {
    const step = (planUnlicensedJob('1') as (w: World) => Step)(world);
    return { ...step, input: { ...step.input, slot } };
  };
}
