// What a shop can do and when. A member shows itself as a shop, registers its machines with what they hold, and
// publishes hours of them. Whatever is made on the ledger books its time out of the free hours; a requirement is matched
// against a shop's own facts, by published filters and an absolute score (match.ts). A machine says itself, or its shop
// for it, that it is down or ready again (through production, which plans its work anew).
//
//   machine:  ready ◀──reportMachineState──▶ down      either ──retireMachine──▶ retired
//   booking:  live ──released by the contract that booked it, or lapsed and released by the shop──▶ released
//
// Invariants: no minute of a machine is booked twice; what is booked is not free; what is free was published and not
// withdrawn since, or was released; a qualification depends on one shop alone.

import { liveActor } from '#contracts/membership/operations.ts';
import { type Context, defineContract } from '#core/contract.ts';
import { freeNow, keepHours, releaseBooking, scheduleOf } from './calendar.ts';
import { between, isSlot, join, minutesOf, without } from './hours.ts';
import type { Machine, Slot } from './records.ts';
import { capacityInterface, MACHINES_PER_POOL } from './schema.ts';

type Ctx = Context<typeof capacityInterface>;

/** How far ahead hours are published: 366 days. */
const AHEAD_MS = 366 * 86_400_000;

/** The capacity contract. */
export const capacity = defineContract(capacityInterface, {
  visibleTo: {
    profile: 'members',
    machine: 'members',
    calendar: 'members',
    schedule: ({ member }) => [member],
    booking: ({ shop, parties }) => [...new Set([shop, ...parties])],
    report: ({ member }) => [member],
  },
  actions: {
    setProfile: {
      run(ctx, profile) {
        const { member } = ctx.caller;
        ctx.put('profile', member, { id: member, member, ...profile });
        ctx.emit('profileSet', { member });
      },
    },
    registerMachine: {
      run(ctx, { actor, ...abilities }) {
        const { member } = ctx.caller;
        const found = ctx.call(liveActor, { actor });
        if (found?.kind !== 'machine') return ctx.refuse('not_machine', { actor });
        if (found.member !== member) return ctx.refuse('machine_foreign', { member: found.member });
        if (ctx.get('machine', actor) !== undefined) return ctx.refuse('machine_registered', { actor });
        const pool = roomIn(ctx, member, abilities.process);
        ctx.put('machine', actor, { id: actor, member, ...abilities, pool, state: 'ready', sinceMs: ctx.timeMs });
        ctx.emit('machineRegistered', { machine: actor, process: abilities.process });
      },
    },
    changeMachine: {
      run(ctx, { machine: id, ...abilities }) {
        const machine = ownMachine(ctx, id);
        const { process } = abilities;
        const pool = process === machine.process ? poolOf(machine) : roomIn(ctx, machine.member, process);
        const { member, state, sinceMs, expectedReturnMs, report } = machine;
        const kept = {
          ...(expectedReturnMs === undefined ? {} : { expectedReturnMs }),
          ...(report === undefined ? {} : { report }),
        };
        ctx.put('machine', id, { id, member, ...abilities, pool, state, sinceMs, ...kept });
        ctx.emit('machineChanged', { machine: id });
      },
    },
    retireMachine: {
      run(ctx, { machine: id }) {
        const { pool: _, expectedReturnMs: __, report: ___, ...machine } = ownMachine(ctx, id);
        ctx.put('machine', id, { ...machine, state: 'retired', sinceMs: ctx.timeMs });
        ctx.emit('machineRetired', { machine: id });
      },
    },
    publishHours: {
      commits: (_, { hours }) => ({ what: 'capacity.publishHours', unit: 'minute', amount: minutesIn(hours) }),
      run(ctx, { machine: id, hours }) {
        const machine = ownMachine(ctx, id);
        for (const slot of hours) checkPublished(ctx, slot);
        const { booked } = scheduleOf(ctx, machine);
        const added = between(without(join(hours), booked), ctx.timeMs, Number.MAX_SAFE_INTEGER);
        keepHours(ctx, machine, { free: join([...freeNow(ctx, id), ...added]), booked });
        ctx.emit('hoursPublished', { machine: id });
      },
    },
    withdrawHours: {
      commits: (_, { hours }) => ({ what: 'capacity.withdrawHours', unit: 'minute', amount: minutesIn(hours) }),
      run(ctx, { machine: id, hours }) {
        const machine = ownMachine(ctx, id);
        for (const slot of hours) if (!isSlot(slot)) ctx.refuse('hours_wrong', slot);
        const { booked } = scheduleOf(ctx, machine);
        keepHours(ctx, machine, { free: without(freeNow(ctx, id), hours), booked });
        ctx.emit('hoursWithdrawn', { machine: id });
      },
    },
    releaseLapsed: {
      free: 'what lapsed binds nobody any more',
      run(ctx, { booking: id }) {
        const booking = ctx.get('booking', id);
        if (booking === undefined) return ctx.refuse('booking_unknown', { booking: id });
        const { shop, lapsesMs } = booking;
        if (shop !== ctx.caller.member) return ctx.refuse('booking_foreign', { shop });
        if (lapsesMs === undefined || ctx.timeMs < lapsesMs) return ctx.refuse('booking_holds', { lapsesMs });
        releaseBooking(ctx, booking);
      },
    },
  },
});

/** The caller's machine, in whatever state but retired. */
function ownMachine(ctx: Ctx, id: string): Machine {
  const machine = ctx.get('machine', id);
  if (machine === undefined) return ctx.refuse('machine_unknown', { machine: id });
  if (machine.member !== ctx.caller.member) return ctx.refuse('machine_foreign', { member: machine.member });
  if (machine.state === 'retired') return ctx.refuse('machine_retired', { machine: id });
  return machine;
}

function poolOf({ member, process }: Pick<Machine, 'member' | 'process'>): string {
  return `${member} ${process}`;
}

/** The pool of a member's machines of one process, where one more may be in it. */
function roomIn(ctx: Ctx, member: string, process: Machine['process']): string {
  const pool = poolOf({ member, process });
  const there = ctx.list('machine', 'pool', pool, { limit: MACHINES_PER_POOL });
  if (there.length === MACHINES_PER_POOL) return ctx.refuse('pool_full', { process });
  return pool;
}

function checkPublished(ctx: Ctx, slot: Slot): void {
  if (!isSlot(slot)) ctx.refuse('hours_wrong', slot);
  const { untilMs } = slot;
  if (untilMs <= ctx.timeMs || untilMs > ctx.timeMs + AHEAD_MS) ctx.refuse('hours_outside', slot);
}

/** Minutes that a mandate counts; those of a slot that will be refused count as none. */
function minutesIn(hours: readonly Slot[]): number {
  return minutesOf(join(hours.filter(isSlot)));
}
