// More mills for the shop of tests, the hours of all, and what drops out.

import { person } from '#contracts/membership/newcomer.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { START_MS, type Step, type World } from '#test/world.ts';
import {
  hash,
  jobOf,
  licenceFor,
  MACHINE,
  MILLING,
  ORDER,
  orderOfWorld,
  PLAN,
  PROGRAM,
  placeOrder,
  planJob,
  proposePlan,
  registerMachine,
  requestPermit,
  the,
  unit,
} from './workshop.fixture.ts';

type Given = Step | ((world: World) => Step);

/** An hour in milliseconds. */
export const HOUR_MS = 3_600_000;
/** The shop’s second mill. */
export const SECOND = 'borealis/mill-2';
/** Its third, which no licence names. */
export const THIRD = 'borealis/mill-3';

/** From an hour of the test's first day to another. */
export function slotAt(fromHour: number, untilHour: number) {
  return { fromMs: START_MS + fromHour * HOUR_MS, untilMs: START_MS + untilHour * HOUR_MS };
}

/** Enrols a machine of borealis. */
export function enrolMill(id: string): Step {
  const input = { ...person(id, 'machine'), kind: 'machine' };
  return { by: 'borealis/admin', action: 'membership.enrolActor', input };
}

/** Offers hours of a machine. */
export function publishHours(machine: string, fromHour: number, untilHour: number): Step {
  const input = { machine, hours: [slotAt(fromHour, untilHour)] };
  return { by: 'borealis/operator', action: 'capacity.publishHours', input };
}

/** Two mills that may run the program and a third that may not, each with hours; a permit for the first unit on the first. */
export const TWO_MILLS: readonly Given[] = [
  ...ORDER,
  enrolMill(SECOND),
  enrolMill(THIRD),
  ...licenceFor([MACHINE, SECOND]),
  ...PLAN,
  registerMachine(SECOND),
  registerMachine(THIRD),
  publishHours(MACHINE, 1, 9),
  publishHours(SECOND, 2, 9),
  publishHours(THIRD, 1, 9),
  requestPermit('1'),
];

/** A machine says that it is down. */
export function isDown(machine: string = MACHINE, more: JsonObject = {}, by = machine): Step {
  const input = { machine, state: 'down', reason: 'breakdown', ...more };
  return { by, action: 'production.reportMachineState', input };
}

/** A machine says that it is ready again. */
export function isReady(machine: string = MACHINE, by = machine): Step {
  const input = { machine, state: 'ready', reason: 'breakdown' };
  return { by, action: 'production.reportMachineState', input };
}

/** The engineer moves the job of a unit. */
export function moveJob(number: string, machine: string, more: JsonObject = {}, by = 'borealis/engineer'): Given {
  return (world) => ({
    by,
    action: 'production.moveJob',
    input: { job: jobOf(world, number), machine, reason: hash('reason'), ...more },
  });
}

/** A further order of so many units, `big-0` and on, agreed to be milled. */
export function bigOrder(quantity: number): readonly Given[] {
  const orderIn = (world: World) => the(world, 'procurement/order', { quantity });
  const serials = Array.from({ length: quantity }, (_, i) => `big-${i}`);
  return [
    (world) => placeOrder(world, quantity),
    (world) => ({ by: 'borealis/sales', action: 'procurement.acceptOrder', input: { id: orderIn(world) } }),
    (world) => ({
      by: 'borealis/sales',
      action: 'procurement.registerUnits',
      input: { order: orderIn(world), serials },
    }),
    (world) => ({
      by: 'borealis/engineer',
      action: 'production.proposePlan',
      input: { order: orderIn(world), steps: [MILLING] },
    }),
    (world) => ({ by: 'acme/engineer', action: 'production.agreePlan', input: { order: orderIn(world) } }),
  ];
}

/** Plans a unit of such an order on the first mill, without a permit. */
export function planUnitOf(quantity: number, place: number, slot: JsonObject): Given {
  return (world) => ({
    by: 'borealis/engineer',
    action: 'production.planJob',
    input: {
      order: the(world, 'procurement/order', { quantity }),
      item: unit(world, `big-${place}`),
      step: 'milling',
      machine: MACHINE,
      program: { name: PROGRAM, commitment: hash(PROGRAM) },
      slot,
    },
  });
}

/** The job of a unit. */
export const jobIn = (world: World, number = '1'): JsonObject =>
  world.get('production/job', jobOf(world, number)) ?? {};
/** Its machine, or another, starts it. */
export const start =
  (number: string, by: string) =>
  (world: World): Step => ({ by, action: 'production.startJob', input: { job: jobOf(world, number) } });
/** The shop cancels it. */
export const cancel =
  (number: string) =>
  (world: World): Step => ({
    by: 'borealis/operator',
    action: 'production.cancelJob',
    input: { job: jobOf(world, number) },
  });
/** The shop has the queue of a machine planned anew. */
export const replanJobs = (machine: string = MACHINE, more: JsonObject = {}): Step => ({
  by: 'borealis/operator',
  action: 'production.replanJobs',
  input: { machine, ...more },
});
/** All changes of machine or time. */
export const replans = (world: World): readonly JsonObject[] => world.all('production/replan');
/** The free hours of a machine. */
export const free = (world: World, machine: string) => world.get('capacity/calendar', machine)?.free;
/** Its booked hours. */
export const booked = (world: World, machine: string) => world.get('capacity/schedule', machine)?.booked ?? [];
/** What comes of a step. */
export const outcomeOf = (world: World, step: Step | ((world: World) => Step)): string =>
  world.do(typeof step === 'function' ? step(world) : step).outcome;
/** The job of the first unit, from the second to the fourth hour on the first mill. */
export const PLANNED = [...TWO_MILLS, planJob('1', { slot: slotAt(2, 4) })];

/** Three mills and a plan, and no licence. */
export const THREE_MILLS: readonly Given[] = [
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

/** Lets a mill ask for permits and sign builds. */
export function mayBuild(actor: string): Step {
  const line = { unit: 'build', mostEach: 1, mostPerPeriod: 9, periodMs: HOUR_MS, untilMs: START_MS + 24 * HOUR_MS };
  const mandate = ['designs.requestPermit', 'production.recordBuild'].map((what) => ({ what, ...line }));
  return { by: 'borealis/admin', action: 'membership.setMandate', input: { actor, mandate } };
}
