// What other contracts ask of capacity, and the time that they book. Time of a machine is given with the signature of its
// own shop; it is released by the contract that booked it, which vouches for the reason.

import { holdsCredential } from '#contracts/membership/operations.ts';
import { type Context, defineOperation } from '#core/contract.ts';
import { assert } from '#core/fault.ts';
import { book, freeNow, hasRoom, type NewBooking, releaseBooking, scheduleOf } from './calendar.ts';
import { between, firstSlot, join } from './hours.ts';
import { type MachineExclusion, type MachineFacts, misfits, type Qualification, qualify } from './match.ts';
import type { Booking, Machine, Needs, Report, Requirement, Slot } from './records.ts';
import { capacityInterface, MACHINES_PER_POOL } from './schema.ts';

type Ctx = Context<typeof capacityInterface>;

/** The machine with this id, or undefined. */
export const machineOf = defineOperation(
  capacityInterface,
  (ctx, { id }: { readonly id: string }): Machine | undefined => ctx.get('machine', id),
);

/** The report of a machine's state with this id, or undefined. */
export const reportOf = defineOperation(capacityInterface, (ctx, { id }: { readonly id: string }): Report | undefined =>
  ctx.get('report', id),
);

/**
 * Books time of a machine of the caller's member for a record of the calling contract.
 * @returns the booking's id. Refuses with `machine_unknown`, `machine_foreign`, `machine_down`, `hours_wrong`,
 * `not_free`, `calendar_full`
 */
export const bookTime = defineOperation(capacityInterface, (ctx, input: NewBooking): string => book(ctx, input));

/**
 * Releases a booking that the calling contract made; what of it is still to come is free again. Never refused for want of
 * room. Refuses with `booking_unknown`, `booking_foreign`, `booking_released`
 */
export const releaseTime = defineOperation(capacityInterface, (ctx, { booking: id }: { readonly booking: string }) => {
  const booking = ctx.get('booking', id);
  if (booking === undefined) return ctx.refuse('booking_unknown', { booking: id });
  if (booking.contract !== ctx.via) return ctx.refuse('booking_foreign', { contract: booking.contract });
  releaseBooking(ctx, booking);
});

/**
 * Matches a member's shop against a requirement by the ledger's facts at block time, as match.ts says. With `reserved`,
 * a live booking of the calling contract on one of its machines counts as free: it is what the question is about.
 */
export const qualificationOf = defineOperation(
  capacityInterface,
  (
    ctx,
    input: { readonly requirement: Requirement; readonly member: string; readonly reserved?: string },
  ): Qualification => {
    const { requirement, member, reserved } = input;
    const booking = reserved === undefined ? undefined : ctx.get('booking', reserved);
    const counted = booking?.state === 'live' && booking.contract === ctx.via ? booking : undefined;
    const machines = poolOf(ctx, member, requirement.process).map((machine) => withHours(ctx, machine, counted));
    const certificates = requirement.certificates.flatMap(({ kind, issuers }) =>
      issuers
        .filter((issuer) => ctx.call(holdsCredential, { subject: member, kind, issuers: [issuer] }))
        .map((issuer) => ({ kind, issuer })),
    );
    const profile = ctx.get('profile', member);
    return qualify(requirement, {
      member,
      ...(profile === undefined ? {} : { profile }),
      machines,
      certificates,
      nowMs: ctx.timeMs,
    });
  },
);

/** What is to be placed: whole minutes without a break, in the free hours between two times. */
export type ToPlace = {
  readonly member: string;
  readonly needs: Needs & { readonly process: Requirement['process'] };
  readonly lengthMs: number;
  readonly fromMs: number;
  readonly beforeMs: number;
  /** Where given, no other machines may do it. */
  readonly only?: readonly string[];
};
/** Why a machine does not do: as in match.ts, or it is not among those that may, or its calendar takes no booking more. */
type Hindrance = MachineExclusion['code'] | 'not_licensed' | 'calendar_full';
/** Where it fits first, and why the other machines of its process do not do. */
export type Placing = {
  readonly place?: { readonly machine: string; readonly slot: Slot };
  readonly tried: readonly { readonly machine: string; readonly why: Hindrance }[];
};

/** The machine of a member's that does a thing first: the earliest finish, ties by the machine's id. */
export const firstPlace = defineOperation(capacityInterface, (ctx, asked: ToPlace): Placing => {
  const tried: Placing['tried'][number][] = [];
  let place: Placing['place'];
  for (const machine of poolOf(ctx, asked.member, asked.needs.process)) {
    const slot = faultOf(machine, asked) ?? slotOn(ctx, machine, asked);
    if (typeof slot === 'string') tried.push({ machine: machine.id, why: slot });
    else if (place === undefined || slot.fromMs < place.slot.fromMs) place = { machine: machine.id, slot };
  }
  return { ...(place === undefined ? {} : { place }), tried };
});

/**
 * Puts down what a machine, or its shop for it, says of its state. Only production calls it, which plans the machine's
 * work anew in the same statement.
 * @returns the id of the report. Refuses with `machine_unknown`, `not_reporter`, `machine_retired`, `state_same`,
 * `return_wrong`
 */
export const setMachineState = defineOperation(
  capacityInterface,
  (ctx, input: Pick<Report, 'machine' | 'state' | 'reason' | 'expectedReturnMs'>): string => {
    assert(ctx.via === 'production', `setMachineState is for production, not for ${ctx.via}`);
    const { machine: id, state, expectedReturnMs } = input;
    const { actor, kind, member } = ctx.caller;
    const found = ctx.get('machine', id);
    if (found === undefined) return ctx.refuse('machine_unknown', { machine: id });
    if (found.member !== member || (kind !== 'person' && actor !== id)) return ctx.refuse('not_reporter', { actor });
    if (found.state === 'retired') return ctx.refuse('machine_retired', { machine: id });
    if (state === 'ready' && found.state === 'ready') return ctx.refuse('state_same', { machine: id });
    if (expectedReturnMs !== undefined && (state === 'ready' || expectedReturnMs <= ctx.timeMs))
      return ctx.refuse('return_wrong', { state, expectedReturnMs });
    const report = ctx.newId('report');
    ctx.put('report', report, { id: report, ...input, member, by: actor, atMs: ctx.timeMs });
    const { expectedReturnMs: _, ...machine } = found;
    const back = expectedReturnMs === undefined ? {} : { expectedReturnMs };
    const sinceMs = found.state === state ? found.sinceMs : ctx.timeMs;
    ctx.put('machine', id, { ...machine, state, sinceMs, ...back, report });
    ctx.emit('machineStateReported', { machine: id, state });
    return report;
  },
);

function poolOf(ctx: Ctx, member: string, process: Requirement['process']): readonly Machine[] {
  return ctx
    .list('machine', 'pool', `${member} ${process}`, { limit: MACHINES_PER_POOL })
    .map(([, machine]) => machine);
}

function withHours(ctx: Ctx, machine: Machine, counted: Booking | undefined): MachineFacts {
  const free = freeNow(ctx, machine.id);
  if (counted?.machine !== machine.id) return { ...machine, free };
  const { fromMs, untilMs } = counted;
  return { ...machine, free: join([...free, ...between([{ fromMs, untilMs }], ctx.timeMs, untilMs)]) };
}

function faultOf(machine: Machine, { needs, only }: ToPlace): Hindrance | undefined {
  if (machine.state !== 'ready') return 'machine_down';
  if (only !== undefined && !only.includes(machine.id)) return 'not_licensed';
  return misfits(needs, machine)[0]?.code;
}

function slotOn(ctx: Ctx, machine: Machine, { lengthMs, fromMs, beforeMs }: ToPlace): Slot | Hindrance {
  const free = freeNow(ctx, machine.id);
  const slot = firstSlot(between(free, fromMs, beforeMs), lengthMs);
  if (slot === undefined) return 'hours_short';
  return hasRoom({ free, ...scheduleOf(ctx, machine) }) ? slot : 'calendar_full';
}
