// Capacity as clients see it: shops, their machines, and the hours of these that are free or taken.

import { defineInterface, record } from '#core/contract.ts';
import { ActorId, list, object, RecordId } from '#core/schema.ts';
import {
  abilities,
  Booking,
  Calendar,
  Machine,
  Profile,
  profile,
  Report,
  Schedule,
  SLOTS_PER_MACHINE,
  Slot,
} from './records.ts';

/** Machines of one member and one process, see match.ts: all of them are looked at at once. */
export const MACHINES_PER_POOL = 64;
const SLOTS_AT_ONCE = 100;

const input = {
  setProfile: object(profile),
  registerMachine: object({ actor: ActorId, ...abilities }),
  machine: object({ machine: ActorId }),
  changeMachine: object({ machine: ActorId, ...abilities }),
  hours: object({ machine: ActorId, hours: list(Slot, SLOTS_AT_ONCE, 1) }),
  booking: object({ booking: RecordId }),
};

/** The interface of the capacity contract. */
export const capacityInterface = defineInterface({
  name: 'capacity',
  version: 1,
  records: {
    profile: record(Profile, { index: ['country', 'takesOrders'] }),
    machine: record(Machine, { index: ['member', 'process', 'pool', 'state'] }),
    calendar: record(Calendar, { index: ['member'] }),
    schedule: record(Schedule, { index: ['member'] }),
    booking: record(Booking, { index: ['machine', 'shop', 'subject', 'state'] }),
    report: record(Report, { index: ['machine'] }),
  },
  refusals: {
    not_machine: 'This is no live actor of the kind machine.',
    machine_foreign: 'A member registers and changes its own machines, and their time is the member’s to give.',
    machine_registered: 'The machine is registered already.',
    machine_unknown: 'No machine is registered under this actor.',
    machine_retired: 'The machine is retired: it takes no more work.',
    pool_full: `A member has at most ${MACHINES_PER_POOL} machines of one process: retire those that are gone.`,
    hours_wrong: 'A slot starts and ends on whole minutes, and starts before it ends.',
    hours_outside: 'Hours are published that are not over yet and end within 366 days.',
    calendar_full: `A machine has at most ${SLOTS_PER_MACHINE} free windows and live bookings together.`,
    not_free: 'This time of the machine is not free.',
    machine_down: 'The machine is down.',
    state_same: 'The machine is ready already.',
    not_reporter: 'A machine says how it is itself, or a person of its member does.',
    return_wrong: 'Only a machine that is down is expected back, at a time to come.',
    booking_unknown: 'No booking has this id.',
    booking_foreign: 'A booking is released by the contract that made it, or by its shop.',
    booking_released: 'The booking is released already.',
    booking_holds: 'The booking has not lapsed: only the contract that made it releases it.',
  },
  events: [
    'profileSet',
    'machineRegistered',
    'machineChanged',
    'machineRetired',
    'machineStateReported',
    'hoursPublished',
    'hoursWithdrawn',
    'timeBooked',
    'timeReleased',
  ],
  actions: {
    setProfile: {
      input: input.setProfile,
      says: 'Show us to buyers as a shop in {country}, in the zones {exportZones}; we take orders: {takesOrders}',
      subject: ({ country }) => country,
      expects: { none: 'the new profile replaces whatever there was' },
      roles: ['admin', 'sales'],
    },
    registerMachine: {
      input: input.registerMachine,
      says: 'Register our machine {actor}, {name}, for {process} of {materials}',
      subject: ({ actor }) => actor,
      expects: { none: 'the machine has no record yet' },
      roles: ['engineer', 'admin'],
    },
    changeMachine: {
      input: input.changeMachine,
      says: 'Say anew what our machine {machine} is: {name}, for {process} of {materials}',
      subject: ({ machine }) => machine,
      expects: ({ machine }) => [['machine', machine]],
      roles: ['engineer', 'admin'],
    },
    retireMachine: {
      input: input.machine,
      says: 'Retire our machine {machine} for good',
      subject: ({ machine }) => machine,
      expects: ({ machine }) => [['machine', machine]],
      roles: ['engineer', 'admin'],
    },
    publishHours: {
      input: input.hours,
      says: 'Offer hours of our machine {machine} to be booked, as listed',
      subject: ({ machine }) => machine,
      expects: { none: 'hours are added to whatever is free, and none that is booked becomes free' },
      roles: ['engineer', 'operator', 'sales', 'agent'],
    },
    withdrawHours: {
      input: input.hours,
      says: 'Withdraw hours of our machine {machine}, as listed, where they are still free',
      subject: ({ machine }) => machine,
      expects: { none: 'what is booked stays booked, whatever is withdrawn' },
      roles: ['engineer', 'operator', 'sales', 'agent'],
    },
    releaseLapsed: {
      input: input.booking,
      says: 'Release the lapsed booking {booking}',
      subject: ({ booking }) => booking,
      expects: ({ booking }) => [['booking', booking]],
      roles: ['engineer', 'operator', 'sales', 'agent'],
    },
  },
});
