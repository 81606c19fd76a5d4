// Capacity: one row for each refusal.

import { enrolMill, isDown, isReady, publishHours, slotAt } from '#contracts/production/mills.fixture.ts';
import { MACHINE, planJob, READY, the } from '#contracts/production/workshop.fixture.ts';
import { type RefusalTable, testRefusals } from '#test/refusals.ts';
import { START_MS, type Step, type World } from '#test/world.ts';
import { act, book, DAY_MS, MILL, MINUTE_MS, publish, register, release, slot, WITH_DESK } from './desk.fixture.ts';
import { capacityInterface, MACHINES_PER_POOL } from './schema.ts';

const ON_OFFER = [register(), publish(0, 600)];
const retire = act('retireMachine', { machine: MACHINE });
const booking = (world: World) => the(world, 'capacity/booking');
const releaseLapsed =
  (by = 'borealis/sales', afterMs = 0) =>
  (world: World): Step => ({ ...act('releaseLapsed', { booking: booking(world) }, by), afterMs });
const hours = (more: { readonly fromMs: number; readonly untilMs: number }): Step =>
  act('publishHours', { machine: MACHINE, hours: [more] });
/** A window every other minute, in three statements: as many as a calendar holds. */
const manyWindows = (count: number): readonly Step[] => {
  const windows = Array.from({ length: count }, (_, i) => slot(2 * i, 2 * i + 1));
  const steps: Step[] = [];
  for (let at = 0; at < count; at += 100)
    steps.push(act('publishHours', { machine: MACHINE, hours: windows.slice(at, at + 100) }));
  return steps;
};
/** As many machines of one process as a pool holds. */
const FULL_POOL = Array.from({ length: MACHINES_PER_POOL }, (_, i) => `borealis/mill-${i}`).flatMap((actor) => [
  enrolMill(actor),
  act('registerMachine', { actor, ...MILL }),
]);

const table: RefusalTable<typeof capacityInterface> = {
  not_machine: { refused: act('registerMachine', { actor: 'borealis/operator', ...MILL }) },
  machine_foreign: { given: ON_OFFER, refused: { ...book(0, 10), by: 'carter/engineer' } },
  machine_registered: { given: [register()], refused: register() },
  machine_unknown: { refused: publish(0, 60) },
  machine_retired: { given: [register(), retire], refused: publish(0, 60) },
  pool_full: { given: FULL_POOL, refused: register() },
  hours_wrong: { given: [register()], refused: hours({ fromMs: START_MS, untilMs: START_MS + MINUTE_MS + 1 }) },
  hours_outside: { given: [register()], refused: hours({ fromMs: START_MS, untilMs: START_MS + 367 * DAY_MS }) },
  calendar_full: { given: [register(), ...manyWindows(512)], refused: publish(2000, 2001) },
  not_free: { given: ON_OFFER, refused: book(590, 601) },
  machine_down: { given: [...ON_OFFER, isDown()], refused: book(0, 10) },
  state_same: { given: [register()], refused: isReady() },
  not_reporter: { given: [register()], refused: isDown(MACHINE, {}, 'carter/engineer') },
  return_wrong: { given: [register()], refused: isDown(MACHINE, { expectedReturnMs: START_MS }) },
  booking_unknown: { refused: release('booking-none') },
  booking_foreign: {
    given: [...READY, publishHours(MACHINE, 1, 2), planJob('1', { slot: slotAt(1, 2) })],
    refused: (world) => release(booking(world)),
  },
  booking_released: {
    given: [...ON_OFFER, book(0, 10), (world) => release(booking(world))],
    refused: (world) => release(booking(world)),
  },
  booking_holds: {
    given: [...ON_OFFER, book(0, 10, { lapsesMs: START_MS + 5 * MINUTE_MS })],
    refused: releaseLapsed(),
  },
};

testRefusals(capacityInterface, table, WITH_DESK);
