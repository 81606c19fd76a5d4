// The stories of machines that drop out.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRegistry } from '#contracts/index.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { START_MS, type Step, World } from '#test/world.ts';
import {
  booked,
  enrolMill,
  free,
  HOUR_MS,
  isDown,
  isReady,
  jobIn,
  mayBuild,
  outcomeOf,
  PLANNED,
  publishHours,
  replanJobs,
  replans,
  SECOND,
  slotAt,
  start,
  THIRD,
  THREE_MILLS,
  TWO_MILLS,
} from './mills.fixture.ts';
import {
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
  requestPermit,
  the,
  unit,
} from './workshop.fixture.ts';

describe('a machine that goes down', () => {
  test('leaves its job to the mill that finishes it first, with a record for the order’s parties', () => {
    const world = play(new World(), [...PLANNED, isDown()]);
    const { machine, state, slot, booking, permit, formerPermit } = jobIn(world);
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
    assert.equal(outcomeOf(world, start('1', SECOND)), 'production.permit_needed');
    const old = the(world, 'designs/permit');
    play(world, [
      mayBuild(SECOND),
      { by: 'carter/designer', action: 'designs.voidPermit', input: { permit: old } },
      requestPermit('1', SECOND),
    ]);
    const attach = (permit: string): Step => ({
      by: 'borealis/engineer',
      action: 'production.attachPermit',
      input: { job: jobOf(world, '1'), permit },
    });
    assert.equal(outcomeOf(world, attach(old)), 'production.permit_other');
    play(world, [
      attach(the(world, 'designs/permit', { machine: SECOND })),
      start('1', SECOND),
      recordBuild('1', {}, SECOND),
    ]);
    assert.deepEqual([jobIn(world).state, jobIn(world).queuedOn, jobIn(world).booking], ['done', undefined, undefined]);
    assert.equal(world.all('production/build')[0]?.state, 'proven');
    assert.deepEqual(free(world, SECOND), [slotAt(2, 9)], 'what was booked is free again');
  });

  test('is left by a job without a permit all the same: what it builds then is unlicensed, and a person decides', () => {
    const world = play(new World(), [...PLANNED, isDown(), mayBuild(SECOND), recordBuild('1', {}, SECOND)]);
    assert.deepEqual(world.all('production/build')[0]?.findings, ['unlicensed']);
    assert.equal(jobIn(world).state, 'awaitsDecision');
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
      [jobIn(world).state, jobIn(world).booking, jobIn(world).slot],
      ['awaitsMachine', undefined, slotAt(2, 4)],
    );
    assert.deepEqual(booked(world, MACHINE), []);
  });

  test('after it took a job over leaves it to no mill that the licence does not name either', () => {
    const world = play(new World(), [...PLANNED, isDown(), isDown(SECOND)]);
    assert.deepEqual([jobIn(world).state, jobIn(world).machine], ['awaitsMachine', SECOND]);
  });

  test('is left by a running job as well, which is planned again', () => {
    const world = play(new World(), [...PLANNED, start('1', MACHINE)]);
    world.timeMs += 3 * HOUR_MS;
    play(world, [isDown()]);
    assert.deepEqual([jobIn(world).machine, jobIn(world).state, jobIn(world).slot], [SECOND, 'planned', slotAt(3, 5)]);
    assert.equal(outcomeOf(world, start('1', MACHINE)), 'production.not_job_machine');
  });

  test('tells in its events of no order, item or buyer: others whose jobs moved read them too', () => {
    const world = play(new World(), PLANNED);
    const events = JSON.stringify(world.ok(isDown()).events);
    assert.match(events, /jobMoved/);
    for (const secret of [orderOfWorld(world), unit(world, '1'), 'acme', 'breakdown'])
      assert.ok(!events.includes(secret), `the events name ${secret}`);
  });

  test('gives two jobs two times, the earlier one first', () => {
    const world = play(new World(), [
      ...TWO_MILLS,
      requestPermit('2'),
      planJob('2', { slot: slotAt(4, 6) }),
      planJob('1', { slot: slotAt(1, 4) }),
      isDown(),
    ]);
    assert.deepEqual([jobIn(world, '1').slot, jobIn(world, '2').slot], [slotAt(2, 5), slotAt(5, 7)]);
    assert.deepEqual(booked(world, SECOND), [slotAt(2, 5), slotAt(5, 7)]);
  });

  test('gives its job to the lesser id where two mills finish it at the same time, and to the earlier one otherwise', () => {
    const places = [3, 2].map((from) => {
      const world = play(new World(), [
        ...THREE_MILLS,
        publishHours(SECOND, 3, 9),
        publishHours(THIRD, from, 9),
        planUnlicensedJob('1', { slot: slotAt(1, 2) }),
        isDown(),
      ]);
      return [jobIn(world).machine, jobIn(world).slot];
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
        planUnlicensedJob('1', { slot: slotAt(1, 2) }),
        isDown(),
      ]);
      return jobIn(world).state;
    });
    assert.deepEqual(places, ['awaitsMachine', 'planned']);
  });

  test('says so even where the calendar of the other mill takes no booking more', () => {
    const windows = Array.from({ length: 511 }, (_, i) => ({
      fromMs: START_MS + (10 + i) * HOUR_MS,
      untilMs: START_MS + (10 + i) * HOUR_MS + HOUR_MS / 2,
    }));
    const publish = [0, 100, 200, 300, 400, 500].map((at) => ({
      by: 'borealis/operator',
      action: 'capacity.publishHours',
      input: { machine: SECOND, hours: windows.slice(at, at + 100) },
    }));
    const slot = { fromMs: START_MS + HOUR_MS, untilMs: START_MS + HOUR_MS + 600_000 };
    const world = play(new World(), [...THREE_MILLS, ...publish, planUnlicensedJob('1', { slot }), isDown()]);
    assert.deepEqual(replans(world)[0]?.tried, [
      { machine: MACHINE, why: 'machine_down' },
      { machine: SECOND, why: 'calendar_full' },
      { machine: THIRD, why: 'hours_short' },
    ]);
    assert.equal(jobIn(world).state, 'awaitsMachine');
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
    assert.equal(outcomeOf(world, planUnlicensedJob('1', { machine: SECOND })), 'production.machine_unfit');
    play(world, [planUnlicensedJob('1', { slot: slotAt(1, 2) }), isDown()]);
    assert.equal(jobIn(world).machine, THIRD);
    assert.deepEqual(replans(world)[0]?.tried, [
      { machine: MACHINE, why: 'machine_down' },
      { machine: SECOND, why: 'tolerance_wide' },
    ]);
  });

  test('and is expected back in time keeps its jobs, until it is late', () => {
    const expectedReturnMs = START_MS + 2 * HOUR_MS;
    const world = play(new World(), [...PLANNED, isDown(MACHINE, { expectedReturnMs })]);
    assert.deepEqual([jobIn(world).machine, replans(world).length], [MACHINE, 0]);
    assert.equal(outcomeOf(world, start('1', MACHINE)), 'production.machine_down');
    world.timeMs = expectedReturnMs - 1;
    play(world, [replanJobs()]);
    assert.equal(jobIn(world).machine, MACHINE);
    world.timeMs = expectedReturnMs;
    play(world, [replanJobs()]);
    assert.deepEqual([jobIn(world).machine, jobIn(world).slot], [SECOND, slotAt(2, 4)]);
  });

  test('and is expected back too late for a job does not keep it', () => {
    const world = play(new World(), [...PLANNED, isDown(MACHINE, { expectedReturnMs: START_MS + 2 * HOUR_MS + 1 })]);
    assert.equal(jobIn(world).machine, SECOND);
  });

  test('leaves a job for which no time was planned to the engineer', () => {
    const world = play(new World(), [...TWO_MILLS, planJob('1'), isDown()]);
    assert.deepEqual([jobIn(world).state, replans(world)[0]?.tried], ['awaitsMachine', []]);
    play(world, [isReady()]);
    assert.deepEqual([jobIn(world).state, jobIn(world).machine], ['planned', MACHINE]);
    assert.equal(jobIn(world).permit, the(world, 'designs/permit'));
  });

  test('or says that it does something else by now starts no job of the step', () => {
    const changed = { machine: MACHINE, process: 'joining', name: 'Welder', materials: [] };
    const world = play(new World(), [
      ...PLANNED,
      { by: 'borealis/engineer', action: 'capacity.changeMachine', input: changed },
    ]);
    assert.equal(outcomeOf(world, start('1', MACHINE)), 'production.machine_unfit');
  });

  test('takes no further job, and one that is retired gives its jobs away like one that is down', () => {
    const retire = { by: 'borealis/admin', action: 'capacity.retireMachine', input: { machine: MACHINE } };
    const world = play(new World(), [...PLANNED, retire, replanJobs()]);
    assert.equal(jobIn(world).machine, SECOND);
    const { stateReason, why } = replans(world)[0] ?? {};
    assert.deepEqual([why, stateReason], ['machineDown', undefined]);
    assert.equal(outcomeOf(world, isReady()), 'capacity.machine_retired');
  });
});
